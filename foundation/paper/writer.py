"""HTML to tagged PDF bytes, in a child process that can be killed; the one user of WeasyPrint.

The child fetches nothing, sees only the report's own fonts, and gives the same bytes for the same
HTML. What the renderer warns of comes back as problems: a missing glyph is an error, since a
reader would see an empty box.
"""

import logging
from dataclasses import dataclass
from importlib import import_module

from foundation.children import ChildFailed, run_in_child
from foundation.errors import DomainError
from foundation.paper import fonts

SECONDS = 300
MEGABYTES = 6144
MISSING_GLYPH = ".notdef glyph"


class NotDrawn(DomainError):
    """The PDF could not be made; the sentence says why."""


@dataclass(frozen=True)
class Pdf:
    """A PDF and what the renderer said about it."""

    content: bytes
    pages: int
    warnings: tuple[str, ...]

    @property
    def missing_glyphs(self) -> tuple[str, ...]:
        """The warnings that tell of a letter no font could draw."""
        return tuple(text for text in self.warnings if MISSING_GLYPH in text)


def write(html: str, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> Pdf:
    """Return *html* as a tagged PDF (PDF/UA-1); raises NotDrawn with the reason.

    *html* carries its style sheet inside; nothing it names is fetched.
    """
    try:
        content, pages, warnings = run_in_child(
            "foundation.paper.writer:draw",
            html,
            seconds=seconds,
            megabytes=megabytes,
            FONTCONFIG_FILE=str(fonts.configuration()),
            SOURCE_DATE_EPOCH="0",
        )
    except ChildFailed as error:
        raise NotDrawn("The PDF could not be made: %(reason)s.", reason=error) from error
    return Pdf(content, pages, tuple(warnings))


def draw(html: str) -> tuple[bytes, int, list[str]]:
    """Return the PDF, its number of pages and the renderer's warnings; runs inside the child."""
    weasyprint = import_module("weasyprint")
    import_module("foundation.paper.thai").install(import_module("weasyprint.draw.text"))
    said = _Listener()
    logging.getLogger("weasyprint").addHandler(said)
    urls = import_module("weasyprint.urls")
    fetcher = urls.URLFetcher(allowed_protocols=())
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(pdf_variant="pdf/ua-1")
    finish = import_module("foundation.paper.tags").scope_headers
    content = document.write_pdf(pdf_variant="pdf/ua-1", finisher=finish)
    return content, len(document.pages), said.texts


class _Listener(logging.Handler):
    """Keeps every warning once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what *record* says."""
        text = record.getMessage()
        if text not in self.texts:
            self.texts.append(text)
