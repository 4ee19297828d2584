"""Whose passkeys these are: the address of the settings, and never what a request says."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

USUAL_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class House:
    """What a passkey is bound to (WebAuthn, section 5.1.3): a host, and the origin of the pages."""

    host: str
    origin: str


def house_of(address: str) -> House | None:
    """The house at the address; None where browsers allow no passkeys.

    They need a name, no number, and TLS, other than on this machine itself.
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if not host or _is_number(host) or (parts.scheme != "https" and host != "localhost"):
        return None
    port = "" if parts.port in {None, USUAL_PORTS[parts.scheme]} else f":{parts.port}"
    return House(host, f"{parts.scheme}://{host}{port}")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
