"""A device that makes passkeys: what a browser would send, and what a thief might."""

import base64
import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

HOME = "https://rooms.example.edu"
PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def text_of(value: bytes) -> str:
    """The bytes as WebAuthn writes them."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def bytes_of(value: str) -> bytes:
    """The bytes that WebAuthn has written so."""
    return base64.urlsafe_b64decode(value + "==")


@dataclass
class Device:
    """One passkey of one house."""

    origin: str = HOME
    host: str = "rooms.example.edu"
    verifies: bool = True
    count: int = 1
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    handle: bytes = b""

    def makes(self, wish: dict[str, Any]) -> str:
        """The answer to the question for a new passkey."""
        self.handle = bytes_of(wish["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        x, y = (each.to_bytes(32, "big") for each in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        told = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        about = {"fmt": "none", "attStmt": {}, "authData": self._state(HAS_KEY) + told}
        return self._written(
            clientDataJSON=self._client("webauthn.create", wish),
            attestationObject=cbor2.dumps(about),
        )

    def signs(self, wish: dict[str, Any]) -> str:
        """The answer to the question who is there."""
        self.count += 1
        state, client = self._state(), self._client("webauthn.get", wish)
        signed = state + hashlib.sha256(client).digest()
        return self._written(
            clientDataJSON=client,
            authenticatorData=state,
            signature=self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=self.handle,
        )

    def _state(self, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        house = hashlib.sha256(self.host.encode()).digest()
        return house + bytes([flags]) + struct.pack(">I", self.count)

    def _client(self, kind: str, wish: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": wish["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _written(self, **parts: bytes) -> str:
        response = {name: text_of(value) for name, value in parts.items()}
        named = {"id": text_of(self.id), "rawId": text_of(self.id), "type": "public-key"}
        return json.dumps(named | {"response": response, "clientExtensionResults": {}})
