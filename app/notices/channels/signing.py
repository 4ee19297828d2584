"""The signature of a webhook, by the scheme of Standard Webhooks (standardwebhooks.com), version 1.

Its receiver reckons the same from the three headers' values, the body and the secret.
"""

import hmac
import secrets
from base64 import b64decode, b64encode

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret for one webhook, as its receiver's library takes it."""
    return PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed(secret: str, key: str, seconds: int, body: bytes) -> dict[str, str]:
    """The headers that prove who sends: the message's stable id, when it was sent, the HMAC."""
    whole = f"{key}.{seconds}.".encode() + body
    seal = hmac.digest(b64decode(secret.removeprefix(PREFIX)), whole, "sha256")
    return {
        "webhook-id": key,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{b64encode(seal).decode()}",
    }
