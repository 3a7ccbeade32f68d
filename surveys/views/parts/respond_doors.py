"""Behind a respondent's link: opening it, the language spoken there, and where its pages lead."""

from typing import Any

from flask import jsonify, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from foundation.db import db
from foundation.errors import NotFound
from foundation.languages import LANGUAGES
from foundation.web.locale import current_locale, speak
from surveys.answer_form import AnswerForm, answer_form
from surveys.question_types import Question
from surveys.services import answering, trying
from surveys.services.answering import Visit
from surveys.views.respond_pages import Addresses, kept_of_trial, piping, tried_here


def is_script() -> bool:
    """Say whether our script asks; it is told where to go, and shows no page by itself."""
    return request.headers.get("X-Requested-With") == "fetch"


def look(token: str) -> Visit:
    """Look behind a personal link, or behind a test link."""
    try:
        visit = answering.open(db.session, token)
    except NotFound:
        visit = trying.open(db.session, token, tried_here())
    speak_as_wished(visit)
    return visit


def enter(token: str) -> Visit:
    """Open the link and hold its lock until the transaction ends."""
    try:
        visit = answering.open_to_write(db.session, token)
    except NotFound:
        visit = trying.open_to_write(db.session, token, tried_here())
    speak_as_wished(visit)
    return visit


def speak_as_wished(visit: Visit) -> None:
    """Speak the language of the response, of this browser's choice, or of the client list.

    A test link has a language of its own, whatever the colleague's pages speak.
    """
    spoken = answering.languages(visit) if visit.version else list(LANGUAGES)
    begun = visit.response.language if visit.response else ""
    chosen = kept_of_trial(visit.trial, "language") if visit.trial else session.get("locale")
    wishes = [begun, chosen, visit.contact.language]
    wishes.append(request.accept_languages.best_match(spoken))
    speak(next((wish for wish in wishes if wish in spoken), spoken[0]))
    if visit.trial is not None:
        visit.contact.organisation.name = gettext("Example company")  # in the language just chosen


def addresses(visit: Visit, token: str, asked: Question | None = None) -> Addresses:
    """Where the forms and links of a page lead."""
    start = url_for("respond.start", token=token)
    stop = url_for("respond.stop", token=token)
    if visit.version is None:
        return Addresses(start, start, stop)
    order = visit.way.ids

    def page_of(question_id: str) -> str:
        return url_for("respond.question", token=token, question_id=question_id)

    first = page_of(order[0]) if order else start
    if asked is None:
        return Addresses(start, first, stop)
    at = order.index(asked.id)
    save = url_for("respond.save", token=token, question_id=asked.id)
    back = page_of(order[at - 1]) if at else start
    picture = url_for("respond.picture", token=token, content_hash="-").removesuffix("-")
    return Addresses(start, first, stop, back=back, save=save, picture=f"{picture}%s")


def form_of(visit: Visit, asked: Question, **options: Any) -> AnswerForm:
    """The form of a question, filled with what is posted, else with what is stored."""
    row = visit.rows.get(asked.id)
    localised = visit.definition.localised(current_locale()).question(asked.id) or asked
    stored, rev = (answering.value_of(row), row.rev) if row else (None, 0)
    shown = piping(visit.way).question(asked)
    return answer_form(localised, stored, rev, shown=shown, **options)


def on_path(visit: Visit, question_id: str) -> Question | None:
    """The question, where it is on the way of this person; else None."""
    if visit.response is None:
        return None
    return next((each for each in visit.way.questions if each.id == question_id), None)


def off_path(visit: Visit, question_id: str) -> Question | None:
    """A question that this person is not asked now, and may be asked again."""
    if visit.response is None:
        return None
    return next((each.question for each in visit.way.stops if each.name == question_id), None)


def present_id(visit: Visit, question_id: str) -> str:
    """Where the question of the posted page stands now; lines of a list may have changed since."""
    line = request.form.get("@line", "")  # no question can bear this name
    number = int(line) if line.isascii() and line.isdigit() and len(line) < 9 else 0
    return answering.present_id(visit, question_id, number)


def go_to_question(token: str, asked: Question | None, **args: Any) -> Response:
    """Lead to the page of a question, or to the start where there is none."""
    if asked is None:
        return go("start", token)
    return go("question", token, question_id=asked.id, **args)


def go(endpoint: str, token: str, **args: Any) -> Response:
    """Lead to another page of the link."""
    return lead(url_for(f"respond.{endpoint}", token=token, **args))


def lead(address: str) -> Response:
    """Lead to an address; our script is told it, and goes there by itself."""
    return jsonify(go=address) if is_script() else redirect(address, 303)
