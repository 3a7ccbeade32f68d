"""The table of contents."""

from collections.abc import Iterator

from markupsafe import Markup, escape

from reports.document.report import Document
from reports.document.sentences import Sentence
from reports.pdf.speech import Speech

Entry = tuple[str, Markup, int]

BEFORE = {
    "summary": Sentence("The answer on one page"),
    "sample": Sentence("Who we heard"),
    "map": Sentence("The journey on one page"),
    "pains": Sentence("Where it hurts"),
}
AFTER = {
    "strengths": Sentence("What works"),
    "method": Sentence("How we worked"),
    "figures": Sentence("Every figure as a table"),
    "register": Sentence("Quote register"),
}


def outline(document: Document, speech: Speech) -> list[Entry]:
    """Return (id, label, level) of every chapter of *document*, in order; stages are level 1."""
    return [
        *_chapters(BEFORE, speech),
        *(_stage(stage.number, stage.name, speech) for stage in document.stages),
        *_chapters(AFTER, speech),
    ]


def _chapters(chapters: dict[str, Sentence], speech: Speech) -> Iterator[Entry]:
    for key, title in chapters.items():
        yield key, speech.say(title), 0


def _stage(number: int, name: str, speech: Speech) -> Entry:
    label = escape(speech.number(number)) + Markup("&ensp;") + speech.words(name)
    return f"stage-{number}", label, 1
