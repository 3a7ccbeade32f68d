"""Languages as other tools write them: codes in many spellings, or names."""

import re
from functools import cache

from babel import Locale, UnknownLocaleError

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_IN_BRACKETS = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\)\s*$")
_SPOKEN = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr ht hu"
    " hy id is it ja ka kk km kn ko ku ky lo lt lv mg mk ml mn mr ms my ne nl no om pa pl ps pt ro"
    " ru rw si sk sl so sq sr sv sw ta te th ti tl tr uk ur uz vi xh yo zh zu"
)


def language_code(written: str) -> str:
    """The code of a language written as a code or a name; empty where it is unknown."""
    text = written.strip()
    if found := _IN_BRACKETS.search(text):
        return _as_code(found[1])
    return _by_name().get(text.lower(), "") or _as_code(text)


def _as_code(text: str) -> str:
    first, *more = text.replace("_", "-").split("-")
    code = "-".join([first.lower(), *more])
    return code if _CODE.fullmatch(code) else ""


def language_label(code: str) -> str:
    """A language as a spreadsheet's column names it: `Thai (th)`."""
    try:
        name = Locale.parse(code, sep="-").english_name
    except (ValueError, UnknownLocaleError):
        name = None
    return f"{(name or code).split(' (')[0]} ({code})"


@cache
def _by_name() -> dict[str, str]:
    """English and own names of the world's written languages, in small letters."""
    names: dict[str, str] = {}
    for code in _SPOKEN.split():
        try:
            locale = Locale.parse(code)
        except (ValueError, UnknownLocaleError):
            continue
        for name in (locale.english_name, locale.language_name):
            if name:
                names[name.lower()] = code
    return names
