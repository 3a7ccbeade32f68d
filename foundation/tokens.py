"""Personal links: derived from a secret, so that the database holds only a hash.

A link's token is the first 132 bits of HMAC-SHA256 over the invitation's id and generation
(RFC 2104), written in base64url. Whoever holds the key can make the same link again for a
reminder; whoever reads the database cannot. A new generation revokes the old link.
"""

import base64
import hashlib
import hmac
import re
import secrets
from pathlib import Path

TOKEN_LENGTH = 22
_FORM = re.compile(r"[A-Za-z0-9_-]{22}")


def derive_token(key: str, identity: str, generation: int = 1) -> str:
    """Return the 22-character token of this identity."""
    digest = hmac.new(key.encode(), f"link:{identity}:{generation}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest.digest()).decode()[:TOKEN_LENGTH]


def hash_token(token: str) -> str:
    """Return what the database stores of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(text: str) -> bool:
    """Say whether the text has the form of a token."""
    return _FORM.fullmatch(text) is not None


def read_or_make_key(path: Path) -> str:
    """Return the server key kept in this file, making one (readable by its owner only) at first."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
