"""What a theme may be called before readers: a name taken from somebody's words is a quote."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from findings.tallies import Voice

#: From this many letters on, a name that somebody said word for word is a quote.
VERBATIM = 12


class Named(Protocol):
    """What naming needs of a theme: its words by language, and whether a person named it."""

    label: str
    name_locked: bool

    @property
    def labels(self) -> Mapping[str, Any]:
        """The label in other languages."""


def theme_name(theme: Named, language: str) -> str:
    """Return the theme's name in this language, else as it was written."""
    return str(theme.labels.get(language) or theme.label)


def is_translated(theme: Named, *, library_id: str) -> bool:
    """Say whether the theme's names in other languages are names, not what somebody said.

    They are when they come from the library of known pains or when a person left them standing.
    """
    return bool(theme.labels) and bool(library_id or theme.name_locked)


def safe_name(
    theme: Named, voices: Iterable[Voice], language: str, *, quotable: bool = True
) -> str:
    """Return the theme's name as readers may see it; nothing where it has no such name yet.

    A name the analysis took from somebody's words stands only where these words may be quoted
    and are in the reader's language, and never where `quotable` is false; then they begin with a
    capital, as a name does. A person's own name for the theme always stands.
    """
    name = theme_name(theme, language)
    said = [] if theme.name_locked else [voice for voice in voices if is_said(name, [voice.text])]
    if not said:
        return name
    may_stand = quotable and any(_may_name(voice, language) for voice in said)
    return name[:1].upper() + name[1:] if may_stand else ""


def has_borrowed_name(theme: Named, voices: Iterable[Voice], language: str) -> bool:
    """Say whether the theme's name is somebody's words, so that a person should name it."""
    name = theme_name(theme, language)
    return not theme.name_locked and is_said(name, (voice.text for voice in voices))


def is_said(name: str, texts: Iterable[str]) -> bool:
    """Say whether a name is words of one of the texts: then it is shown as the quote it is."""
    words = " ".join(name.strip(' .…"“”').split()).casefold()
    return any(_holds(" ".join(text.split()).casefold(), words) for text in texts)


def _holds(text: str, words: str) -> bool:
    return words in text if len(words) >= VERBATIM else words == text.strip(' .…"“”')


def _may_name(voice: Voice, language: str) -> bool:
    return voice.may_quote and voice.language in {language, ""}
