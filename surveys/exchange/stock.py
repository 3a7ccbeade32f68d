"""Words that other tools add by themselves, in the languages of our readers and a few more."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from surveys.exchange.drafting.draft import Words


def stock(name: str, languages: Iterable[str]) -> Words:
    """A stock word in each of these languages that has one, else in English."""
    words = _words()[name]
    spoken = {each: words[each.split("-")[0]] for each in languages if each.split("-")[0] in words}
    return spoken or {"en": words["en"]}


@cache
def _words() -> dict[str, Words]:
    path = Path(__file__).with_suffix(".json")
    words: dict[str, Words] = json.loads(path.read_text(encoding="utf-8"))
    return words
