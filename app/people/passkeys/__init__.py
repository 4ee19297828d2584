"""Passkeys (WebAuthn): signing in with what unlocks a device, without a password."""
