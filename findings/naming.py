"""What a theme may be called before readers: a name taken from somebody's words is a quote."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from findings.tallies import Voice

#: From this many letters on, a name that somebody said word for word is a quote.
VERBATIM = 12


class Named(Protocol):
    """What naming needs of a theme: its words by language, and whether a person named it."""

    label: str
    kind: str
    name_locked: bool

    @property
    def labels(self) -> Mapping[str, Any]:
        """The label in other languages."""

    @property
    def keywords(self) -> Mapping[str, Any]:
        """Key phrases by language."""


def theme_name(theme: Named, language: str) -> str:
    """Return the theme's name in this language, else as it was written."""
    return str(theme.labels.get(language) or theme.label)


def safe_name(
    theme: Named, voices: Iterable[Voice], language: str, *, quotable: bool = True
) -> str:
    """Return the theme's name as readers may see it.

    A name the analysis took from somebody's words stands only where these words may be quoted,
    and never where `quotable` is false; key words of the theme stand in for it. A person's own
    name for the theme always stands.
    """
    name = theme_name(theme, language)
    said = [] if theme.name_locked else [voice for voice in voices if _says(voice, name)]
    if not said or (quotable and any(voice.may_quote for voice in said)):
        return name
    return _key_words(theme, language) or theme.kind


def _says(voice: Voice, name: str) -> bool:
    words = " ".join(name.strip(' .…"“”').split())
    return len(words) >= VERBATIM and words in " ".join(voice.text.split())


def _key_words(theme: Named, language: str) -> str:
    other: Iterable[object] = next((words for words in theme.keywords.values() if words), ())
    words = list(theme.keywords.get(language) or other)
    return ", ".join(str(word) for word in words[:3])
