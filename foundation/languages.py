"""The languages the product speaks, and which way each is written; no page needed to ask."""

#: Language code -> the language's name for itself, in the order of every menu.
LANGUAGES: dict[str, str] = {
    "en": "English",
    "th": "ไทย",
    "ko": "한국어",
    "vi": "Tiếng Việt",
    "fa": "فارسی",
}
DEFAULT = "en"
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """Return `rtl` or `ltr`, as HTML's `dir` wants it."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"


def language_name(code: str) -> str:
    """Return what a language calls itself; a language we do not ship keeps its code."""
    return LANGUAGES.get(code, code)
