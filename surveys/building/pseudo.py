"""Two made-up languages, to see before any translator begins what a draft does to a page.

`qps` writes the source with accents, three tenths longer and in brackets: what stands there
without them is no text of the questionnaire, what is cut off lacks the closing one. `qpr` is the
same, read from right to left.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from surveys.definition import LONGEST_TEXT, PSEUDO_LANGUAGES, Definition

LEFT_TO_RIGHT, RIGHT_TO_LEFT = PSEUDO_LANGUAGES
LONGER = 0.3
#: Letters of right-to-left override and its end.
_TURNED, _BACK = "\u202e", "\u202c"
_FIRST = "\u200f"
_ACCENTED = str.maketrans(
    "AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz",
    "ÅåÇçĐđÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž",
)
_HOLES = re.compile(r"(\{\{|\}\}|\{[^{}]*\})")


def pretended(definition: Definition, code: str) -> Definition:
    """The draft as if its source were in the made-up language, and no other spoken."""
    words = {key: pseudo(text, code) for key, text in definition.texts.items()}
    told = replace(definition, translations={code: words}).localised(code)
    return replace(told, translations={}, made_from={})


def pseudo(text: str, code: str = LEFT_TO_RIGHT) -> str:
    """One text in the made-up language; places for answers stay as they are."""
    said = "".join(_parts(text, is_turned=code == RIGHT_TO_LEFT))
    more = round(len(text) * LONGER)
    filling = (" " + "~" * (more - 1)) if more > 1 else "~" * more
    # Whoever tells the direction of a text by its first letter must find one from right to left.
    first = _FIRST if code == RIGHT_TO_LEFT else ""
    made = f"{first}[{said}{filling}]"
    # A text that would be longer than texts may be stays as it is.
    return made if len(made) <= LONGEST_TEXT else text


def _parts(text: str, *, is_turned: bool) -> Iterator[str]:
    for part in _HOLES.split(text):
        if _HOLES.fullmatch(part) or not part:
            yield part
        elif is_turned:
            yield re.sub(r"\S+", lambda word: _TURNED + accented(word[0]) + _BACK, part)
        else:
            yield accented(part)


def accented(text: str) -> str:
    """The letters with accents, still to be read."""
    return text.translate(_ACCENTED)
