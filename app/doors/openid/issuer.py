"""What the issuer says of itself: its addresses and its keys, asked for once an hour.

All that is asked goes by the one way out; nothing is followed, and nothing inside is reached that
the settings do not name.
"""

import json
import time
from dataclasses import dataclass, field
from typing import Any, cast

from authlib.integrations.requests_client import OAuth2Session
from flask import current_app
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app import outgoing
from app.doors.openid.closed import DoorClosed
from app.outgoing_lent import lent
from app.settings import Settings, issuer_address

KEPT_SECONDS = 3600.0
KEYS_AGAIN_SECONDS = 60.0
"""A key that is not known yet is looked for, but no more often: anybody can name an odd key."""
SECONDS = 10.0
"""For all that is asked at one sign-in, each time we ask."""
MOST_BYTES = 500_000
WELL_KNOWN = "/.well-known/openid-configuration"
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass
class Issuer:
    """An issuer's own words about itself, and its keys."""

    said: dict[str, Any]
    known_at: float
    keys: KeySet | None = None
    keys_at: float = field(default=-KEYS_AGAIN_SECONDS)

    def address(self, name: str) -> str:
        """One of its addresses, such as `token_endpoint`."""
        return str(self.said[name])


def issuer(settings: Settings) -> Issuer:
    """The issuer that the settings name; raises `DoorClosed` where it can't be asked."""
    kept: dict[str, Issuer] = current_app.extensions.setdefault("issuers", {})
    found = kept.get(settings.oidc_issuer)
    if found is None or time.monotonic() - found.known_at > KEPT_SECONDS:
        said = _asked(settings.oidc_issuer.rstrip("/") + WELL_KNOWN)
        _check(said, settings.oidc_issuer)
        found = kept[settings.oidc_issuer] = Issuer(said, time.monotonic())
    return found


def keys(of: Issuer, *, anew: bool = False) -> KeySet:
    """The issuer's keys; `anew` asks again, though not within a minute."""
    is_fresh = time.monotonic() - of.keys_at < KEYS_AGAIN_SECONDS
    if of.keys is None or (anew and not is_fresh):
        try:
            of.keys = KeySet.import_key_set(cast(Any, _asked(of.address("jwks_uri"))))
        except (JoseError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise DoorClosed(f"its keys make no sense: {error}") from None
        of.keys_at = time.monotonic()
    return of.keys


def session(of: Issuer, settings: Settings) -> OAuth2Session:
    """A client for one sign-in; what it asks goes by the way out that is lent to it."""
    return OAuth2Session(
        settings.oidc_client_id,
        settings.oidc_client_secret or None,
        token_endpoint_auth_method=_proof(of.said, settings),
        scope=settings.oidc_scope,
        redirect_uri=f"{settings.address}/sign-in/other/back",
        code_challenge_method="S256",
    )


def told_about(of: Issuer, client: OAuth2Session) -> dict[str, Any]:
    """What the issuer tells about the person at its userinfo address; empty where it has none."""
    if "userinfo_endpoint" not in of.said:
        return {}
    with lent(SECONDS):
        told = client.get(_safe(of.said["userinfo_endpoint"]))
    return _object(told.content) if told.status_code == 200 else {}


def _proof(said: dict[str, Any], settings: Settings) -> str:
    """How we show that we are the client: nothing, in a header, or in the form."""
    if not settings.oidc_client_secret:
        return "none"
    ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"


def _asked(address: str) -> dict[str, Any]:
    try:
        answer = outgoing.fetch(address, most_bytes=MOST_BYTES, seconds=SECONDS)
    except outgoing.NotReached as problem:
        raise DoorClosed(str(problem)) from None
    if answer.status != 200:
        raise DoorClosed(f"{address} answers {answer.status}")
    return _object(answer.body)


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise DoorClosed("it answers with something else than was asked for")
    return said


def _check(said: dict[str, Any], name: str) -> None:
    if said.get("issuer") != name:
        raise DoorClosed(f"it calls itself {said.get('issuer')!r} and not {name!r}")
    for each in ADDRESSES:
        _safe(said.get(each))


def _safe(address: object) -> str:
    """The address, sealed like the issuer's own; a slip there must not send codes in the clear."""
    try:
        return issuer_address(str(address or "x").partition("?")[0]) and str(address)
    except ValueError:
        raise DoorClosed(f"it names an address that can't be used: {address!r}") from None
