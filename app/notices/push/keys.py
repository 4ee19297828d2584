"""The key that says to services that push whose messages these are (VAPID, RFC 8292).

It is made once and kept in the data folder: browsers bind what they allow to it.
"""

import os
from base64 import urlsafe_b64encode
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import current_app
from py_vapid import Vapid02

HOURS_12 = 12 * 3600


def _path() -> Path:
    folder: Path = current_app.config["SETTINGS"].data
    return folder / "push_key.pem"


def _made(path: Path) -> Vapid02:
    """The key in the file; made, if there is none, by one process of several at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = Vapid02()
        fresh.generate_keys()
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(fresh.private_pem())
        try:
            os.link(beside, path)
        except FileExistsError:
            pass  # another process was quicker: its key counts
        finally:
            beside.unlink()
    kept: Vapid02 = Vapid02.from_pem(path.read_bytes())
    return kept


def public_key() -> str:
    """What a browser has to be given to let us push: the point, as base64url without padding."""
    point = _made(_path()).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()


def signed_for(host: str, expires: int) -> str:
    """The Authorization header for a service at this origin, until that moment (Unix seconds)."""
    settings = current_app.config["SETTINGS"]
    whose = f"mailto:{settings.mail_from}" if settings.mail_from else settings.public_url
    claims = {"aud": host, "exp": expires, "sub": whose or "https://localhost"}
    headers: dict[str, str] = _made(_path()).sign(claims)
    return headers["Authorization"]
