"""What the respondent's templates are given; shared by the real pages and the preview."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from foundation.locale import LANGUAGES, current_locale
from foundation.pages import page
from surveys import routing
from surveys.answer_form import AnswerForm
from surveys.question_types import Question, kind
from surveys.services import answering
from surveys.services.answering import Visit


@dataclass(frozen=True)
class Addresses:
    """Where the forms and links of a page lead; empty in a preview, which saves nothing."""

    start: str = ""
    back: str = ""
    save: str = ""
    stop: str = ""


def frame(visit: Visit, token: str) -> dict[str, Any]:
    """What every page shows: firm, study, languages, and how to reach a person."""
    definition = visit.definition.localised(current_locale()) if visit.version else None
    spoken = answering.languages(visit) if visit.version else list(LANGUAGES)
    return {
        "visit": visit,
        "definition": definition,
        "firm": visit.study.firm,
        "spoken": {code: LANGUAGES.get(code, code) for code in spoken},
        "steps": _steps(visit),
        "go": Addresses(
            start=url_for("respond.start", token=token), stop=url_for("respond.stop", token=token)
        ),
    }


def _steps(visit: Visit) -> tuple[str, ...]:
    if visit.version is None:
        return ()
    definition = visit.definition.localised(current_locale())
    first = definition.asked(visit.segment)[:1]
    found = [routing.progress(definition, {}, visit.segment, each.id).steps for each in first]
    return found[0] if found else ()


def question_page(
    visit: Visit, token: str, asked: Question, form: AnswerForm, *, refused: str = ""
) -> str:
    """The page of one question."""
    definition, answers, segment = visit.definition, visit.answers, visit.segment
    localised = definition.localised(current_locale())
    progress = routing.progress(localised, answers, segment, asked.id)
    previous = routing.previous_page(definition, answers, segment, asked.id)
    back = (
        url_for("respond.question", token=token, question_id=previous.id)
        if previous
        else url_for("respond.start", token=token)
    )
    save = url_for("respond.save", token=token, question_id=asked.id)
    go = Addresses(url_for("respond.start", token=token), back, save)
    context = frame(visit, token) | {"go": go, "progress": progress, "refused": refused}
    return page("surveys/respond/question.html", **context, **asking(form))


def asking(form: AnswerForm) -> dict[str, Any]:
    """What the template of a question needs besides the frame."""
    question, given = form.answer.question, form.answer.data
    return {
        "form": form,
        "question": question,
        "ask": kind(question).show(question, given, current_locale()),
        "problems": form.answer.problems,
        "bad": form.problems_by_part,
    }
