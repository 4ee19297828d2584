"""The codes themselves: what an app shows at a moment, and what stands on paper."""

import hashlib
import hmac
import io
import secrets
from datetime import datetime
from typing import Any, cast

from passlib.exc import TokenError
from passlib.totp import TOTP
from qrcode.image.svg import SvgFillImage
from qrcode.main import QRCode

STEP_SECONDS = 30
"""How long a code is shown, and how far the clock of a phone may be off either way."""
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing that is mistaken for something else."""
MISREAD = str.maketrans("OIL", "011")
ON_PAPER = 12
"""Letters of a recovery code: 60 bits."""


def _factory(key: str, issuer: str = "") -> Any:
    """TOTP with secrets sealed by a key of their own, which is made from the program's."""
    sealing = hmac.new(key.encode(), b"second factor", hashlib.sha256).hexdigest()
    return TOTP.using(secrets={"1": sealing}, issuer=issuer or None)


def new_secret(key: str) -> str:
    """A new secret, sealed."""
    return cast(str, _factory(key).new().to_json(encrypt=True))


def typed_in(sealed: str, key: str) -> str:
    """The secret as one types it into an app that has no camera: in groups of four."""
    return cast(str, _factory(key).from_source(sealed).pretty_key(sep=" "))


def address_of(sealed: str, key: str, *, name: str, issuer: str) -> str:
    """The `otpauth://` address that an app reads from the picture."""
    plain = issuer.replace(":", " ")  # stands between issuer and name in the address
    return cast(str, _factory(key, plain).from_source(sealed).to_uri(name.replace(":", " ")))


def picture(address: str) -> bytes:
    """The address as a QR code: an SVG, dark on white whatever is around it."""
    code = QRCode(image_factory=SvgFillImage, box_size=10)
    code.add_data(address)
    code.make_image().save(into := io.BytesIO())
    return into.getvalue()


def step_of(typed: str, sealed: str, key: str, *, after: int, at: datetime) -> int | None:
    """The step of time whose code this is; None for a wrong one, and for `after` or earlier."""
    totp = _factory(key).from_source(sealed)
    try:
        match = totp.match(typed, time=at, window=STEP_SECONDS, last_counter=after)
    except TokenError:
        return None
    return int(match.counter)


def shown(sealed: str, key: str, *, at: datetime) -> str:
    """What the app shows at this moment."""
    return cast(str, _factory(key).from_source(sealed).generate(time=at).token)


def new_on_paper() -> str:
    """A recovery code as it is printed: 7K3Q-X9MP-2TA4."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(ON_PAPER))
    return "-".join(letters[n : n + 4] for n in range(0, ON_PAPER, 4))


def is_on_paper(typed: str) -> bool:
    """Whether this is meant as a recovery code, and not as one of an app."""
    return len(_plain(typed)) == ON_PAPER


def hash_of(typed: str, key: str) -> str:
    """What is stored of a recovery code, however it was typed."""
    return hmac.new(key.encode(), _plain(typed).encode(), hashlib.sha256).hexdigest()


def _plain(typed: str) -> str:
    return "".join(each for each in typed.upper() if each.isalnum()).translate(MISREAD)
