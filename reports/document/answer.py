"""What the one-page answer lists: what has a name. The rest is counted, and read elsewhere.

A list that leaves something out above its first entry says so, so that no entry is taken for the
first of the whole table.
"""

from collections.abc import Iterable

from reports.document.report import Document, Theme
from reports.document.sentences import Sentence


def named(themes: Iterable[Theme]) -> tuple[Theme, ...]:
    """Return those of *themes* that have a name, in their order."""
    return tuple(theme for theme in themes if theme.is_named)


def ranked(document: Document) -> list[tuple[int, Theme]]:
    """Return the pain points that have a name, each with its rank among all of them."""
    return [(rank, pain) for rank, pain in enumerate(document.pains, 1) if pain.is_named]


def praise_untold(document: Document) -> tuple[Sentence, ...]:
    """Say that what is praised most has no name yet, where it has none."""
    kept = document.kept
    if not kept or kept[0].is_named:
        return ()
    if not named(kept):
        return (Sentence.of("The praise of most clients has no name yet."),)
    return (
        Sentence.counted(
            "One point is praised by a larger share of clients, but has no name yet.",
            "%(n)s points are praised by a larger share of clients, but have no name yet.",
            [theme.is_named for theme in kept].index(True),
        ),
    )


def wishes_untold(document: Document) -> tuple[Sentence, ...]:
    """Say that clients asked for things, where none of them has a name yet."""
    if named(document.suggestions) or not document.suggestions:
        return ()
    return (
        Sentence.counted(
            "One request was made by three clients or more; it has no name yet.",
            "%(n)s requests were each made by three clients or more; none has a name yet.",
            len(document.suggestions),
        ),
    )


def left_out(document: Document) -> tuple[Sentence, ...]:
    """Say how many themes are not listed: for want of a name, or since they are not sure."""
    return (*_unnamed(document), *_unsure(document))


def _unsure(document: Document) -> tuple[Sentence, ...]:
    unsure = len(document.strengths) - len(document.kept)
    if not unsure:
        return ()
    return (
        Sentence.counted(
            "One strength is left out, since the analysis is not sure of it.",
            "%(n)s strengths are left out, since the analysis is not sure of them.",
            unsure,
        ),
    )


def _unnamed(document: Document) -> tuple[Sentence, ...]:
    pains, kept = _nameless(document.pains), _nameless(document.kept)
    wishes = 0 if wishes_untold(document) else _nameless(document.suggestions)
    told = [
        (pains, Sentence.counted("%(n)s pain point", "%(n)s pain points", pains)),
        (kept, Sentence.counted("%(n)s strength", "%(n)s strengths", kept)),
        (wishes, Sentence.counted("%(n)s request", "%(n)s requests", wishes)),
    ]
    parts = [sentence for number, sentence in told if number]
    if not parts:
        return ()
    return (
        Sentence.of("Not listed, since nobody has named them yet: %(what)s.", what=_all(parts)),
    )


def _all(parts: list[Sentence]) -> Sentence:
    *before, last = parts
    for part in reversed(before):
        last = Sentence.of("%(one)s, %(other)s", one=part, other=last)
    return last


def _nameless(themes: Iterable[Theme]) -> int:
    return sum(1 for theme in themes if not theme.is_named)
