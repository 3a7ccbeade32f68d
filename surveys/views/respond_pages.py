"""What the respondent's templates are given; shared by the real pages and the preview."""

from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, session
from flask_babel import gettext

from foundation.db import db
from foundation.languages import LANGUAGES, language_name
from foundation.web.display import day, num
from foundation.web.locale import current_locale
from foundation.web.pages import page
from surveys import routing
from surveys.answer_form import AnswerForm
from surveys.models.files import Picture
from surveys.models.trial import Trial
from surveys.question_types import Question, kind
from surveys.question_types.measure import plain
from surveys.services import answering
from surveys.services.answering import Visit
from surveys.services.files import pictures
from surveys.walking.piping import Piping, Speech, fenced

#: A browser remembers so many test links; their cookie stays small.
MOST_TRIALS = 5


@dataclass(frozen=True)
class Addresses:
    """Where the forms and links of a page lead; without `save`, nothing is kept meanwhile.

    `picture` has `%s` in the place of a picture's hash.
    """

    start: str
    first: str
    stop: str
    back: str = ""
    save: str = ""
    picture: str = ""


def piping(way: routing.Walk) -> Piping:
    """What fills the texts, in the language being spoken."""
    return Piping(way, Speech(current_locale(), num, day))


def frame(visit: Visit, go: Addresses, here: Question | None = None) -> dict[str, Any]:
    """What every page shows: firm, study, languages, the steps, and where things lead."""
    definition = visit.definition.localised(current_locale()) if visit.version else None
    spoken = answering.languages(visit) if visit.version else list(LANGUAGES)
    return {
        "visit": visit,
        "definition": definition,
        "firm": visit.study.firm,
        "spoken": {code: language_name(code) for code in spoken},
        "steps": _steps(visit, here) if definition else (),
        "go": go,
    }


def _steps(visit: Visit, here: Question | None) -> list[str]:
    """The titles of the steps; the step being taken may be about an item."""
    words, own = piping(visit.way), visit.way.section_of(here) if here else None
    item = here.id.partition("@")[2] if here else ""
    return [
        words.title(section, item if own and own.id == section.id else "")
        for section in routing.steps(visit.definition, visit.respondent)
    ]


def question_page(visit: Visit, go: Addresses, form: AnswerForm, **context: Any) -> str:
    """The page of one question."""
    given = form.answer.data
    question = piping(visit.way).question(form.answer.question)
    progress = routing.progress(visit.way, question.id)
    return page(
        "surveys/respond/question.html",
        form=form,
        question=question,
        pictures=_pictures(visit, go, question),
        takes_file=kind(question).takes_file,
        file_most=current_app.extensions["settings"].max_file_mb,
        islands=kind(question).islands(question),
        ask=kind(question).show(question, given, current_locale()),
        told=_told(question),
        line=answering.line_of(visit, question.id),
        problems=form.answer.problems,
        bad=form.problems_by_part,
        progress=progress,
        **frame(visit, go, question),
        **context,
    )


def _told(question: Question) -> str:
    """What an answer has to keep to, and that there need be none: said before it is given."""
    said = [_bounds(question)]
    if question.max_choices and question.max_choices > 1:
        said.append(gettext("Choose at most %(most)s", most=num(question.max_choices)))
    if question.type == "phone":
        example = fenced(num("+66 2 123 4567"))
        said.append(gettext("With the country code, for example %(number)s", number=example))
    if not question.required and question.type != "information":
        said.append(gettext("Optional"))
    return " · ".join(filter(None, said))


def _bounds(question: Question) -> str:
    """The bounds of a number that is typed; the ends of a line are seen on it."""
    if question.type not in {"number", "matrix_number"}:
        return ""
    bounds = {"least": question.minimum, "most": question.maximum}
    ends = {name: num(plain(end)) for name, end in bounds.items() if end is not None}
    if len(ends) == len(bounds):
        return str(gettext("From %(least)s to %(most)s", **ends))
    if "least" in ends:
        return str(gettext("Enter %(least)s or more", **ends))
    return str(gettext("Enter %(most)s or less", **ends)) if ends else ""


def _pictures(visit: Visit, go: Addresses, question: Question) -> dict[str, dict[str, Any]]:
    """The pictures of a question by hash: their address, and their size so that nothing jumps."""
    names = frozenset(choice.image for choice in question.choices if choice.image)
    return {
        name: {"url": go.picture % name, "width": each.width, "height": each.height}
        for name, each in pictures.of(db.session, visit.study, names).items()
    }


def picture_file(picture: Picture) -> Response:
    """A picture as it is sent: as what it is, and as nothing else."""
    headers = {"Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(picture.data, content_type=picture.media_type, headers=headers)


def _trials() -> dict[str, dict[str, str]]:
    return dict(session.get("trials", {}))


def tried_here() -> dict[str, str]:
    """This browser's own responses, by test link."""
    return {key: kept["response"] for key, kept in _trials().items() if "response" in kept}


def kept_of_trial(trial: Trial, what: str) -> str:
    """What this browser remembers of a test link; empty where nothing is."""
    return _trials().get(str(trial.id), {}).get(what, "")


def remember_trial(trial: Trial, **kept: str) -> None:
    """Remember the response begun here, or the language chosen here; empty ones change nothing."""
    fresh = {name: value for name, value in kept.items() if value}
    if not fresh:
        return
    trials = _trials()
    trials[str(trial.id)] = trials.pop(str(trial.id), {}) | fresh
    session["trials"] = dict(list(trials.items())[-MOST_TRIALS:])


def forget_trial(trial: Trial) -> None:
    """Let this browser begin anew; the language it chose stays."""
    language = kept_of_trial(trial, "language")
    session["trials"] = {key: kept for key, kept in _trials().items() if key != str(trial.id)}
    remember_trial(trial, language=language)
