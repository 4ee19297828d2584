"""OpenID Connect: what is asked of the issuer, and what its answer is worth."""
