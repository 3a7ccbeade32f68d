"""What the one-page answer lists: what has a name. The rest is counted, and read elsewhere."""

from collections.abc import Iterable

from reports.document.report import Document, Theme
from reports.document.sentences import Sentence


def named(themes: Iterable[Theme]) -> tuple[Theme, ...]:
    """Return those of *themes* that have a name, in their order."""
    return tuple(theme for theme in themes if theme.is_named)


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
    """Say how many pain points, strengths and requests are not listed for want of a name."""
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
