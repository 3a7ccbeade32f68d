"""The words and signs of a rule, with the other ways people write them read as our own."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from surveys.logic.syntax import RuleSyntaxError

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")"""
    r"""|(?P<quoted>'(?:[^'\\]|\\.)*'|[“”„][^"“”„]*["“”]|[‘’][^'‘’]*['‘’]|«[^«»]*»)"""
    r"""|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<name>[a-z][a-z0-9_]*(?![a-zA-Z0-9_])(?:@[a-z0-9][a-z0-9_]*)?(?:\.[a-z0-9][a-z0-9_]*)?)"""
    r"""|(?P<capital>[A-Za-z][A-Za-z0-9_]*)"""
    r"""|(?P<sign>==|!=|<>|<=|>=|[<>=≠≤≥(),+*/−-]))"""
)
#: What a sign stands for, where people write it otherwise than we do.
_SIGNS = {"=": "==", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=", "−": "-"}
_QUOTES = "\"'“”„‘’«"
_WORDS = frozenset({"and", "or", "not", "in", "is", "any", "all", "of"})


class Token(NamedTuple):
    """A word or sign: as it is read, and where it stands in the text."""

    kind: str
    word: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Take a rule apart; raises RuleSyntaxError at what is no part of the language."""
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if not match:
            at = end - len(text[at:end].lstrip())
            if text[at] in _QUOTES:
                raise RuleSyntaxError("a text in quotes begins here and does not end", at)
            raise RuleSyntaxError('"%(sign)s" has no meaning here', at, sign=text[at])
        kind = str(match.lastgroup)
        yield _read(kind, match[kind], match.start(kind), match.end())
        at = match.end()


def _read(kind: str, found: str, start: int, end: int) -> Token:
    if kind == "sign":
        return Token(kind, _SIGNS.get(found, found), start, end)
    if kind == "quoted":
        plain = re.sub(r"\\(.)", r"\1", found[1:-1], flags=re.DOTALL)
        return Token("text", json.dumps(plain, ensure_ascii=False), start, end)
    if kind == "capital":
        if found.lower() not in _WORDS:
            raise RuleSyntaxError(
                "“%(found)s” is no name here: names are written small, as in %(near)s",
                start, found=found, near=found.lower(),
            )  # fmt: skip
        return Token("name", found.lower(), start, end)
    return Token(kind, found, start, end)
