"""A questionnaire as a PDF to read or to fill in on paper, in any of its languages."""

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from foundation.languages import direction
from foundation.paper.writer import write
from foundation.texts import Said, is_said
from surveys.definition import Definition
from surveys.exchange.paper.sheet import NOT_APPLICABLE, sheet_of
from surveys.question_types import Problem

ROOT = Path(__file__).parents[2]
SECONDS = 60
MEGABYTES = 2048
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def write_pdf(definition: Definition, language: str) -> bytes:
    """The tagged PDF in one language; raises NotDrawn."""
    return write(html(definition, language), seconds=SECONDS, megabytes=MEGABYTES).content


def html(definition: Definition, language: str) -> str:
    """The sheet as one HTML page with its style sheet inside."""
    sheet = sheet_of(definition, language)
    style = (ROOT / "static" / "css" / "sheet.css").read_text("utf-8")
    template = _environment().get_template("surveys/print/questionnaire.html")
    return template.render(
        sheet=sheet,
        language=language,
        direction=direction(language),
        stylesheet=Markup(style),  # noqa: S704  our own file
        say=speaker(language),
        not_applicable=NOT_APPLICABLE,
        digits=lambda value: str(value).translate(_PERSIAN if language == "fa" else {}),
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def speaker(language: str) -> Callable[[Problem], str]:
    """Says sentences in a language: the interface's words, or English where it has none."""
    return lambda problem: say_in(problem, language)


def say_in(problem: Said, language: str) -> str:
    """One sentence in a language."""
    message = _catalogue(language).gettext(problem.message)
    params = {
        name: say_in(value, language) if is_said(value) else value
        for name, value in problem.params.items()
    }
    return message % params if params else message


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(ROOT / "translations"), [language])
