"""What the respondent's templates are given; shared by the real pages and the preview."""

from dataclasses import dataclass
from typing import Any

from foundation.languages import LANGUAGES
from foundation.web.locale import current_locale
from foundation.web.pages import page
from surveys import routing
from surveys.answer_form import AnswerForm
from surveys.question_types import kind
from surveys.services import answering
from surveys.services.answering import Visit


@dataclass(frozen=True)
class Addresses:
    """Where the forms and links of a page lead; without `save`, nothing is kept meanwhile."""

    start: str
    first: str
    stop: str
    back: str = ""
    save: str = ""


def frame(visit: Visit, go: Addresses) -> dict[str, Any]:
    """What every page shows: firm, study, languages, the steps, and where things lead."""
    definition = visit.definition.localised(current_locale()) if visit.version else None
    spoken = answering.languages(visit) if visit.version else list(LANGUAGES)
    return {
        "visit": visit,
        "definition": definition,
        "firm": visit.study.firm,
        "spoken": {code: LANGUAGES.get(code, code) for code in spoken},
        "steps": routing.steps(definition, visit.segment) if definition else (),
        "go": go,
    }


def question_page(visit: Visit, go: Addresses, form: AnswerForm, **context: Any) -> str:
    """The page of one question."""
    definition = visit.definition.localised(current_locale())
    question, given = form.answer.question, form.answer.data
    progress = routing.progress(definition, visit.answers, visit.segment, question.id)
    return page(
        "surveys/respond/question.html",
        form=form,
        question=question,
        islands=kind(question).islands(question),
        ask=kind(question).show(question, given, current_locale()),
        problems=form.answer.problems,
        bad=form.problems_by_part,
        progress=progress,
        **frame(visit, go),
        **context,
    )
