"""The languages the product speaks, those it can ask in, and which way each is written.

Pages for colleagues come in `LANGUAGES`. Questionnaires may be in any language that has a code
(BCP 47) and a name in CLDR; what the page around them says comes from the catalogue of that
language, else in English.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

from babel import Locale, UnknownLocaleError

#: Language code -> the language's name for itself, in the order of every menu.
LANGUAGES: dict[str, str] = {
    "en": "English",
    "th": "ไทย",
    "ko": "한국어",
    "vi": "Tiếng Việt",
    "fa": "فارسی",
}
DEFAULT = "en"
#: The longest code there is room for beside a person or a response.
LONGEST_CODE = 8
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_IN_BRACKETS = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\)\s*$")
#: Languages widely written, whose names are understood beside their codes.
_WRITTEN = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr ht hu"
    " hy id is it ja ka kk km kn ko ku ky lo lt lv mg mk ml mn mr ms my ne nl no om pa pl ps pt ro"
    " ru rw si sk sl so sq sr sv sw ta te th ti tr uk ur uz vi xh yo zh zu"
)


def direction(language: str) -> str:
    """Return `rtl` or `ltr`, as HTML's `dir` wants it."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"


@cache
def language_name(code: str) -> str:
    """Return what a language calls itself; one that CLDR does not know keeps its code."""
    if code in LANGUAGES:
        return LANGUAGES[code]
    locale = locale_of(code)
    if locale is None:
        return code
    name = str(locale.get_display_name() or code)
    return name[:1].upper() + name[1:]


@cache
def is_language(code: str) -> bool:
    """Say whether questionnaires can be in a language of this code."""
    return len(code) <= LONGEST_CODE and bool(_CODE.fullmatch(code)) and bool(locale_of(code))


#: Countries that people write otherwise than the codes do.
_COUNTRIES = {"UK": "GB"}


@cache
def locale_of(code: str) -> Locale | None:
    """Return how CLDR writes numbers and days in a language, or None where it does not know."""
    with suppress(ValueError, UnknownLocaleError):
        found = Locale.parse(code, sep="-")
        return found if found.language == code.partition("-")[0] else None
    return None


def find_language(written: str) -> str:
    """Return the code of a language written as a code or a name; empty where it is unknown.

    `de`, `pt_BR`, `German`, `Deutsch` and `German (de)` are understood. Of a code there is no room
    for, such as `de-informal` or `zh-Hant-HK`, its beginning is taken.
    """
    text = written.strip()
    known = _by_name().get(text.partition("(")[0].strip().lower(), "")
    if found := _IN_BRACKETS.search(text):
        # Brackets may hold the country: “Portuguese (BR)” is not Breton.
        is_country = bool(known) and found[1].isupper() and found[1].lower() != known
        return f"{known}-{_COUNTRIES.get(found[1], found[1])}" if is_country else _as_code(found[1])
    return known or _as_code(text)


@cache
def other_languages() -> Mapping[str, str]:
    """Return the widely written languages beside `LANGUAGES`: code -> own name, by name."""
    others = {code: language_name(code) for code in _WRITTEN.split() if code not in LANGUAGES}
    return dict(sorted(others.items(), key=lambda other: other[1].casefold()))


def _as_code(text: str) -> str:
    first, *more = text.replace("_", "-").split("-")
    code = "-".join([first.lower(), *map(_as_usual, more)])
    if not _CODE.fullmatch(code):
        return ""
    while len(code) > LONGEST_CODE:
        code = code.rpartition("-")[0]
    return code


def _as_usual(part: str) -> str:
    """Return a part of a code as it is usually written: `BR`, `Hant`."""
    return {2: str.upper, 4: str.title}.get(len(part), str)(part)


@cache
def _by_name() -> dict[str, str]:
    """English and own names of the world's written languages, in small letters."""
    names: dict[str, str] = {}
    for code in _WRITTEN.split():
        if locale := locale_of(code):
            found = (locale.english_name, locale.language_name)
            names.update({name.lower(): code for name in found if name})
    return names
