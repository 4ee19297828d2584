"""From the code that a browser brings back to who stands there (OpenID Connect Core 1.0, 3.1).

No token is kept: what it says is read, and it is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import joserfc.errors
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt

from app.doors.models import LONGEST_SUBJECT
from app.doors.openid.closed import DoorClosed
from app.doors.openid.groups import named
from app.doors.openid.issuer import SECONDS, Issuer, keys, session, told_about
from app.outgoing_lent import Unanswered, lent
from app.settings import Settings

SIGNED = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "Ed25519", "EdDSA"),
)
"""Signatures by a key that the issuer alone has; never none, never one by a secret we share."""
LEEWAY_SECONDS = 120
"""So far apart may the issuer's clock and ours be."""


@dataclass(frozen=True)
class Asked:
    """What we asked the issuer for, kept in the browser's session until it comes back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Caller:
    """Who stands at the door, as the issuer says."""

    issuer: str
    subject: str
    email: str
    name: str
    groups: frozenset[str]


def way_out(of: Issuer, settings: Settings, asked: Asked) -> str:
    """The issuer's address to which the browser goes."""
    address, _state = session(of, settings).create_authorization_url(
        of.address("authorization_endpoint"),
        state=asked.state,
        code_verifier=asked.verifier,
        nonce=asked.nonce,
    )
    return str(address)


def caller(of: Issuer, settings: Settings, asked: Asked, code: str) -> Caller:
    """Who brings the code; raises `DoorClosed` where anything about it is not as it should be.

    Asks the issuer: call it outside of a transaction.
    """
    with session(of, settings) as client:
        try:
            with lent(SECONDS):
                token = client.fetch_token(
                    of.address("token_endpoint"), code=code, code_verifier=asked.verifier
                )
            claims = _believed(of, settings, asked, token)
            told = claims | _asked_for(of, settings, client, claims)
        except (AuthlibBaseError, Unanswered, ValueError) as error:
            raise DoorClosed(f"it does not take the code: {error}") from None
    return _caller(settings, told)


def _believed(
    of: Issuer, settings: Settings, asked: Asked, token: Mapping[str, Any]
) -> dict[str, Any]:
    """The claims of the ID token, after its signature and all that must hold of it."""
    try:
        found = _decoded(of, str(token.get("id_token") or ""))
        claims = CodeIDToken(
            found.claims,
            found.header,
            options={
                "iss": {"essential": True, "value": settings.oidc_issuer},
                "aud": {"essential": True, "value": settings.oidc_client_id},
                "exp": {"essential": True},
                "sub": {"essential": True},
            },
            params={
                "nonce": asked.nonce,
                "client_id": settings.oidc_client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(leeway=LEEWAY_SECONDS)
    except (joserfc.errors.JoseError, ValueError, TypeError, KeyError) as error:
        raise DoorClosed(f"its token is not to be believed: {error!r}") from None
    return dict(claims)


def _decoded(of: Issuer, token: str) -> jwt.Token:
    try:
        return jwt.decode(token, keys(of), algorithms=SIGNED)
    except (joserfc.errors.JoseError, ValueError):  # perhaps by a key that is newer than ours
        return jwt.decode(token, keys(of, anew=True), algorithms=SIGNED)


def _asked_for(
    of: Issuer, settings: Settings, client: OAuth2Session, claims: Mapping[str, Any]
) -> dict[str, Any]:
    """What the token leaves out and the issuer tells when asked, about the same person."""
    wanted = {settings.oidc_groups_claim, "email", "name"}
    if wanted <= set(claims):
        return {}
    told = told_about(of, client)
    if told and told.get("sub") != claims["sub"]:
        raise DoorClosed("it tells about somebody else")
    known = {"email_verified", *wanted}
    return {name: value for name, value in told.items() if name in known and name not in claims}


def _caller(settings: Settings, told: Mapping[str, Any]) -> Caller:
    subject = told["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\0" in subject:
        raise DoorClosed("it names nobody")
    is_doubtful = str(told.get("email_verified", True)).lower() == "false"
    email = "" if is_doubtful else str(told.get("email") or "")
    name = str(told.get("name") or "").replace("\0", "")
    groups = named(told.get(settings.oidc_groups_claim))
    return Caller(settings.oidc_issuer, subject, email.strip().lower(), name.strip(), groups)
