"""Addresses that lead inside, in all spellings that some client somewhere understands."""

from collections.abc import Iterator
from ipaddress import IPv4Address

INSIDE_4 = (
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "10.255.255.254", "172.16.0.1"),  # noqa: S104
    *("172.31.255.254", "192.168.0.1", "192.168.255.254", "169.254.169.254", "100.64.0.1"),
    *("100.100.100.200", "192.0.0.192", "198.18.0.1", "168.63.129.16", "224.0.0.1"),
    *("240.0.0.1", "255.255.255.255"),
)
INSIDE_6 = (
    *("::", "::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "100::1"),
    *("64:ff9b:1::1", "2001:db8::1", "2001:2::1", "2001:10::1", "3fff::1", "0:0:0:0:0:0:0:1"),
    *("4000::1", "2001::1", "5f00::1", "2a00:1450:4001:80b:0:5efe:10.0.0.1"),
)
NAMES = {
    "localhost": "127.0.0.1",
    "localhost.localdomain": "127.0.0.1",
    "ip6-localhost": "::1",
    "metadata.google.internal": "169.254.169.254",
    "calendar.campus.internal": "10.1.2.3",
    "127.0.0.1.nip.example": "127.0.0.1",
}
"""Names that a resolver answers with an address inside."""
FULLWIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
BLACKBOARD = str.maketrans("0123456789", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡")


def _spelled(address: str) -> Iterator[str]:
    number, parts = int(IPv4Address(address)), [int(part) for part in address.split(".")]
    yield address
    yield f"{number}"
    yield f"{number:#x}"
    yield f"0{number:o}"
    yield ".".join(f"{part:#x}" for part in parts)
    yield ".".join(f"0{part:o}" for part in parts)
    yield f"{parts[0]}.{number & 0xFFFFFF}"
    yield f"{parts[0]}.{parts[1]}.{number & 0xFFFF}"
    yield f"{address}."
    yield f"[::ffff:{address}]"
    yield f"[::{address}]"
    yield f"[64:ff9b::{address}]"
    yield f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]"
    yield f"[2001:0:{number >> 16:x}:{number & 0xFFFF:x}:0:0:{number >> 16:x}:{number & 0xFFFF:x}]"


def targets() -> list[str]:
    """Some three hundred addresses, none of which may be reached."""
    hosts = [spelling for address in INSIDE_4 for spelling in _spelled(address)]
    hosts += [f"[{address}]" for address in INSIDE_6]
    hosts += [*NAMES, *(f"{name}." for name in NAMES), *(name.upper() for name in NAMES)]
    for table in (FULLWIDTH, CIRCLED, BLACKBOARD):
        hosts += [address.translate(table) for address in ("127.0.0.1", "169.254.169.254")]
    hosts += ["127。0。0。1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "[fe80::1%25lo]", "[::1%lo]", "%31%32%37.0.0.1"]
    hosts += ["outside.example@127.0.0.1", "outside.example:x@127.0.0.1", "127.0.0.1#@outside"]
    hosts += ["127.0.0.1?@outside.example", "127.0.0.1\\@outside.example", "a@b@127.0.0.1"]
    found = [f"http://{host}:{{port}}/" for host in hosts if "#" not in host and "?" not in host]
    found += [f"http://{host}" for host in hosts if "#" in host or "?" in host]
    found += ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:{port}/_x"]
    found += ["http:127.0.0.1:{port}", "//127.0.0.1:{port}/", "http:///127.0.0.1:{port}/"]
    found += ["http://127.0.0.1 :{port}/", "http://127.0.0.1\t:{port}/", "unix:///run/docker.sock"]
    return found
