"""Languages as other tools write them: codes in many spellings, or names."""

from foundation.languages import find_language, locale_of


def language_code(written: str) -> str:
    """The code of a language written as a code or a name; empty where it is unknown."""
    return find_language(written)


def language_label(code: str) -> str:
    """A language as a spreadsheet's column names it: `Thai (th)`."""
    locale = locale_of(code)
    name = locale.english_name if locale else None
    return f"{(name or code).split(' (')[0]} ({code})"
