"""Passwords: how they are kept, and which ones are too easy to guess.

Kept with argon2id at 32 MiB and three passes, above OWASP's minimum (Password Storage Cheat
Sheet). Length is what counts (NIST SP 800-63B): no rules about kinds of characters, but words
that every attacker tries first are refused, whatever digits stand around them.
"""

import re
import secrets
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from foundation.texts import msgid

SHORTEST = 12
LONGEST = 128

_hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
#: Checked when the account is unknown, so that the answer takes as long.
_NOBODY = _hasher.hash(secrets.token_urlsafe(24))

_LOOKALIKES = str.maketrans("@$!|013457", "asiioieast")
#: Words that stand in front of every list of leaked passwords.
_WORDS = """
    password passwort passw passphrase secret letmein letmeinplease welcome login admin
    administrator root user guest test testing qwerty qwertyuiop qwertz azerty asdf
    asdfghjkl zxcvbnm zaqwsx iloveyou dragon monkey football baseball basketball superman
    batman starwars pokemon princess sunshine shadow master trustno hello freedom whatever
    michael jennifer jordan charlie summer winter spring autumn january february march april
    june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday company changeme changemenow default temporary temp access abc
    abcd abcdef abcdefgh abcdefghij throughline research survey interview
"""
_COMMON = frozenset(_WORDS.split())


def hash_password(password: str) -> str:
    """Return what the database keeps of a password."""
    return _hasher.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Say whether the password matches; an unknown account takes as long to refuse."""
    if len(password) > LONGEST:
        return False
    try:
        matches = _hasher.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


def is_outdated(stored: str) -> bool:
    """Say whether the stored hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(stored)


def make_password() -> str:
    """Return a password nobody can guess, for a person to copy once: 110 bits."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(5))
    return "-".join(groups)[:26]


def find_weakness(password: str, *, personal: tuple[str, ...] = ()) -> str | None:
    """Return why this password must not be used, as a message id, or None.

    `personal` holds words others know about the person: name, address, firm.
    """
    if len(password) < SHORTEST:
        return msgid("Use at least 12 characters; a short sentence is easy to remember.")
    if len(password) > LONGEST:
        return msgid("Use at most 128 characters.")
    core = _core(password)
    if len(set(password)) < 5 or core in _COMMON or _is_chain(core):
        return msgid("This password is among the first that attackers try. Choose another.")
    if len(_without(password, personal)) < 4:
        return msgid(
            "This password is made of your own name or address, or of digits. Choose another."
        )
    return None


def _core(text: str) -> str:
    """Return the word inside: lower case, without digits and signs around, lookalikes undone."""
    stripped = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text.casefold())
    return stripped.translate(_LOOKALIKES)


def _without(password: str, personal: tuple[str, ...]) -> str:
    """Return what is left when known words, digits and signs are taken out."""
    rest = password.casefold()
    for word in re.split(r"[\s@.]+", " ".join(personal).casefold()):
        if len(word) > 2:
            rest = rest.replace(word, "")
    return re.sub(r"[\x00-@\[-`{-~]", "", rest)


def _is_chain(core: str) -> bool:
    """Say whether the word only repeats one common word, or runs along the alphabet."""
    half = len(core) // 2
    doubled = half >= 3 and core[:half] * 2 == core
    steps = {ord(after) - ord(before) for before, after in pairwise(core)}
    return (doubled and core[:half] in _COMMON) or (len(core) > 3 and steps in ({1}, {-1}, {0}))
