"""Conditions and ways on, as people write them beside questions and options."""

import re

from surveys.exchange.conditions.tree import Literal, Node, Ref, call

_NUMBER = r"(?:q(?:uestion)?\s*|frage\s*)?(?P<number>\d{1,3}(?:\.\d{1,2})*[a-z]?)"
RULE = re.compile(
    rf"[\[(]*\s*(?:ask |show )?(?:this )?(?:only )?if[:\s]+{_NUMBER}"
    r"\s*(?P<sign>==|=|!=|<=|>=|<|>|≤|≥|is not|is|includes|contains)\s*(?P<value>.+?)\s*[\])]*\.?",
    re.IGNORECASE,
)
_CODED = re.compile(
    r"[\[(]*\s*(?:ask |show )?(?:only )?if (?:code|coded) (?P<value>[\w ,/]+?) (?:at|in) "
    rf"{_NUMBER}\s*[\])]*\.?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?P<rule>if {_NUMBER}\s*(?:==|=|is)\s*[^:,]{{1,40}})[:,]\s*(?P<text>\S.*)", re.IGNORECASE
)
JUMP = re.compile(
    r"\s*[\[(→➔➜=>-]*\s*(?:please )?(?:go|skip|jump|continue|proceed|move) (?:on )?to\s*"
    r"(?:(?:q(?:uestion)?|no\.?)\s*)?(?P<number>\d{1,3}[a-z]?|the end|end)\s*[\])]?\.?\s*$"
    r"|\s*[→➔➜]\s*(?:q(?:uestion)?\s*)?(?P<arrow>\d{1,3}[a-z]?)\s*$",
    re.IGNORECASE,
)
_SIGNS = {"=": "==", "is": "==", "is not": "!=", "≤": "<=", "≥": ">="}


def rule_in(text: str) -> tuple[str, str, str] | None:
    """Number, sign and value of a condition on a line of its own; None where it is none."""
    if found := _CODED.fullmatch(text):
        return found["number"].lower(), "includes", found["value"].strip()
    if found := RULE.fullmatch(text):
        return found["number"].lower(), found["sign"].lower(), found["value"].strip("\"'“”‘’ ")
    return None


def rule_before(text: str) -> tuple[str, str]:
    """A condition that a question begins with, and its words; the words alone without one."""
    found = _BEFORE.fullmatch(text)
    if not found:
        return "", text
    words = found["text"]
    return found["rule"], words[0].upper() + words[1:]


def jump_in(text: str) -> tuple[str, str]:
    """An option's words, and the number of the question they lead on to."""
    found = JUMP.search(text)
    if not found or not text[: found.start()].strip():
        return text, ""
    number = (found["number"] or found["arrow"]).lower()
    return text[: found.start()].rstrip(" :,;"), "end" if "end" in number else number


def condition(name: str, sign: str, value: str, *, is_many: bool) -> Node:
    """The condition on a question of ours."""
    ref, literal = Ref(name), Literal(value)
    if is_many:
        found = call("has", literal, ref)
        return call("not", found) if sign in {"!=", "is not"} else found
    if sign in {"includes", "contains"}:
        sign = "=="
    return call(_SIGNS.get(sign, sign), ref, literal)
