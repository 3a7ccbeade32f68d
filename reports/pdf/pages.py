"""A document's pages as one HTML text, ready for the PDF writer."""

import re
from collections.abc import Callable
from gettext import NullTranslations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from findings.charts import marks, saturation
from reports.charts import curves, rows
from reports.document import answer, counts, headlines, heard, names
from reports.document.report import SEGMENTS, Document
from reports.document.sentences import Sentence
from reports.pdf.naming import with_names
from reports.pdf.outline import outline
from reports.pdf.speech import Speech
from reports.pdf.told import Told

ROOT = Path(__file__).parents[2]
DRAWN = (
    curves.emotion_curve,
    curves.cover_art,
    rows.interval_axis,
    rows.interval_row,
    rows.bar,
    rows.severity_bars,
    rows.likert_row,
    rows.score_row,
    rows.score_axis,
    rows.segment_bars,
    saturation.saturation_curve,
)
COLOURS = {**marks.SEGMENT_COLOURS, "": marks.SOFT, "good": marks.GOOD}
#: The words of a chart's label, between its tags: they are numbers only.
LABEL = re.compile(r"(?<=>)[^<>]+(?=</text>)")
QUOTATION_MARKS = {"fa": "«»", "ko": "“”", "vi": "“”", "th": "“”", "en": "“”"}


def html(document: Document, *, root: Path = ROOT) -> str:
    """Return the whole report as one HTML page with its style sheet inside.

    Texts come from the catalogues under *root*/translations in the document's language.
    """
    speech = speaker(document.language, root=root)
    document = with_names(document, speech)
    template = environment(speech, root=root).get_template("reports/print/report.html")
    return template.render(
        document=document,
        stylesheet=stylesheet(speech, root=root),
        contents=outline(document, speech),
        **Told(document, speech).values(),
    )


def stylesheet(speech: Speech, *, root: Path = ROOT) -> Markup:
    """Return the style sheet of print: our own files, which hold no reader's words."""
    names = ["print.css", *(["print-fa.css"] if speech.language == "fa" else [])]
    sheets = [(root / "static" / "css" / name).read_text("utf-8") for name in names]
    return Markup("".join(sheets))  # noqa: S704  our own files


def speaker(language: str, *, root: Path = ROOT) -> Speech:
    """Return how *language* is spoken, from the interface's catalogue where there is one."""
    catalogue = Translations.load(str(root / "translations"), [language])
    return Speech(language, catalogue if isinstance(catalogue, NullTranslations) else None)


def environment(speech: Speech, *, root: Path = ROOT) -> Environment:
    """Return a template environment that speaks through *speech* and knows no request."""
    env = Environment(
        loader=FileSystemLoader(root / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_translations(speech.catalogue, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    env.globals.update(vocabulary(speech))
    return env


def vocabulary(speech: Speech) -> dict[str, Any]:
    """Return what templates of documents and maps call: words, numbers, names and charts."""
    return {
        "speech": speech,
        "say": speech.say,
        "words": speech.words,
        "number": speech.number,
        "digits": speech.digits,
        "comma": speech.comma,
        "percentage": speech.percentage,
        "signed": speech.signed,
        "spoken": speech.spoken,
        "is_foreign": speech.is_foreign,
        "day": speech.day,
        "listed": speech.listed,
        "named": lambda book, code: speech.say(names.name(book, code)),
        "sentence": Sentence,
        "headlines": headlines,
        "answer": answer,
        "heard": heard,
        "counts": counts,
        "segments": SEGMENTS,
        "colours": COLOURS,
        "charts": SimpleNamespace(**{chart.__name__: _safe(chart, speech) for chart in DRAWN}),
        "opening": lambda language: QUOTATION_MARKS.get(language, "“”")[0],
        "closing": lambda language: QUOTATION_MARKS.get(language, "“”")[1],
    }


def _safe(chart: Callable[..., str], speech: Speech) -> Callable[..., Markup]:
    def safe(*values: object, **options: object) -> Markup:
        drawn = LABEL.sub(lambda label: speech.digits(label[0]), chart(*values, **options))
        return Markup(drawn)  # noqa: S704  charts escape every word they carry

    return safe
