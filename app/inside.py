"""Which network addresses are inside: those where the world has no business, and we none with it.

A list of our own, as `ipaddress.is_private` leaves out what carriers share and what wraps IPv4 in
IPv6. From the IANA special-purpose registries (RFC 6890 and its updates). Of IPv6, only global
unicast (2000::/3) is outside at all: mapped, translated and local addresses are in by themselves.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

LIMITED = tuple(
    ip_network(each)
    for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8")
) + tuple(ip_network(each) for each in ("fc00::/7", "::1/128"))
"""What the settings can open for a host by its name: private networks and this machine."""

_IPV4 = tuple(
    ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24"),
        *("192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # where a well-known cloud tells its machines about themselves
    )
)
_IPV6 = tuple(
    ip_network(each)
    for each in (
        "2001::/23",  # Teredo, benchmarks, overlays
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_GLOBAL = IPv6Network("2000::/3")
_ISATAP = {0x00005EFE, 0x02005EFE}
"""An IPv4 address as the last half of any prefix (RFC 5214, section 6.1)."""


def is_inside(address: str, allowed: Iterable[Network] = ()) -> bool:
    """Whether the address lies inside, other than in the allowed networks; so does what is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return True
    if any(found in each for each in allowed):
        return False
    return _is_inside_4(found) if isinstance(found, IPv4Address) else _is_inside_6(found)


def _is_inside_4(address: IPv4Address) -> bool:
    return any(address in each for each in _IPV4)


def _is_inside_6(address: IPv6Address) -> bool:
    wraps = (int(address) >> 32) & 0xFFFFFFFF in _ISATAP
    return address not in _GLOBAL or wraps or any(address in each for each in _IPV6)
