"""The sheet as one HTML page for the PDF writer, and sentences in a questionnaire's language."""

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from types import SimpleNamespace

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from surveys.exchange.paper.sheet import NOT_APPLICABLE, Sheet
from surveys.question_types import Problem

ROOT = Path(__file__).parents[3]
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def html(sheet: Sheet, direction: str) -> str:
    """The page with its style sheet inside; `direction` is ltr or rtl."""
    style = (ROOT / "static" / "css" / "sheet.css").read_text("utf-8")
    language = sheet.language
    return (
        _environment()
        .get_template("surveys/print/questionnaire.html")
        .render(
            sheet=sheet,
            speech=SimpleNamespace(language=language, direction=direction),
            stylesheet=Markup(style),  # noqa: S704  our own file
            say=speaker(language),
            not_applicable=NOT_APPLICABLE,
            digits=lambda value: str(value).translate(_PERSIAN if language == "fa" else {}),
        )
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


def say_in(problem: Problem, language: str) -> str:
    """One sentence in a language."""
    message = _catalogue(language).gettext(problem.message)
    params = {
        name: say_in(value, language) if isinstance(value, Problem) else value
        for name, value in problem.params.items()
    }
    return message % params if params else message


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(ROOT / "translations"), [language])
