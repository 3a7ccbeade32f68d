"""The respondent's pages behind a personal link: public, without the staff frame or JavaScript.

A GET records nothing, so a mail scanner that opens every link answers nothing. Who knows the token
in the address may answer: no cookie has to outlive the time that somebody needs to write.
"""

from contextlib import suppress
from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import public
from foundation.db import db
from foundation.errors import NotFound
from foundation.languages import LANGUAGES
from foundation.limits import count_attempt
from foundation.tokens import derive_token
from foundation.web.display import explain
from foundation.web.locale import current_locale, keep_locale, speak
from foundation.web.pages import page
from foundation.web.security import csrf
from surveys import routing
from surveys.answer_form import AnswerForm, answer_form
from surveys.question_types import Problem, Question, kind
from surveys.services import answering, trying
from surveys.services.answering import Shut, Stale, Visit
from surveys.services.files import handing_in, pictures
from surveys.views.respond_pages import (
    Addresses,
    forget_trial,
    frame,
    kept_of_trial,
    picture_file,
    piping,
    question_page,
    remember_trial,
    tried_here,
)

blueprint = Blueprint("respond", __name__, url_prefix="/r")
csrf.exempt(blueprint)  # another site's page knows no token, and is refused besides

MISSES_A_MINUTE = 20
Page = str | tuple[str, int] | Response


@blueprint.get("/<token>/")
@public
def start(token: str) -> Page:
    """Say who asks, why and how long it takes."""
    visit = _look(token)
    if visit.is_full:
        return _go("full", token)
    if visit.is_submitted:
        return _go("done", token)
    return page("surveys/respond/start.html", **frame(visit, _addresses(visit, token)))


@blueprint.post("/<token>/")
@public
def begin(token: str) -> Page:
    """Begin, or go on where the person stopped; or speak another language."""
    wish = request.form.get("language", "")
    keep_locale(wish)
    visit = _enter(token)
    if visit.trial is not None:
        remember_trial(visit.trial, language=wish)
        if "again" in request.form:
            forget_trial(visit.trial)
            return _go("start", token)
    if wish:
        answering.choose_language(db.session, visit, wish)
        db.session.commit()
        return _go("start", token)
    visit = answering.begin(db.session, visit, language=current_locale())
    db.session.commit()
    if visit.trial is not None and visit.response is not None:
        remember_trial(visit.trial, response=str(visit.response.id))
    return _go_on(visit, token)


@blueprint.get("/<token>/q/<question_id>")
@public
def question(token: str, question_id: str) -> Page:
    """Ask one question."""
    visit = _look(token)
    asked = _on_path(visit, question_id)
    if asked is None:
        return _go_on(visit, token)
    form = _form(visit, asked)
    if "check" in request.args and form.answer.validate():
        _breaks_a_check(visit, asked, form)
    return question_page(visit, _addresses(visit, token, asked), form)


@blueprint.post("/<token>/q/<question_id>")
@public
def answer(token: str, question_id: str) -> Page:
    """Record one answer and go on; or keep it and speak another language."""
    visit = _enter(token)
    if (present := _present_id(visit, question_id)) != question_id:
        return _show_moved(visit, token, question_id, present)
    asked = _on_path(visit, question_id)
    if asked is None:
        return _go_on(_keep_off_path(visit, question_id), token)
    form = _form(visit, asked)
    if wish := request.form.get("language"):
        return _switch(visit, token, asked, form, wish)
    if not form.validate_on_submit() or _breaks_a_check(visit, asked, form):
        return question_page(visit, _addresses(visit, token, asked), form), 422
    try:
        visit = _record(visit, asked, form)
    except Stale as stale:
        return _show_both(visit, token, asked, form, stale)
    target = _onward(visit, token, asked)
    db.session.commit()
    return target


def _onward(visit: Visit, token: str, asked: Question) -> Response:
    """Where to go after an answer: on, to the end, or out where there is no room."""
    if visit.is_full:
        return _go("full", token)
    following = routing.next_page(visit.way, asked.id)
    return _question(token, following) if following else _finish(visit, token)


def _breaks_a_check(visit: Visit, asked: Question, form: AnswerForm) -> bool:
    """Hold the answer against those given before, and say what does not fit."""
    if form.answer.data is None or not asked.checks:
        return False
    together = {**visit.answers, asked.id: form.answer.data}
    way = routing.walk(visit.definition, together, visit.respondent)
    form.answer.problems = routing.broken_checks(way, piping(way).question(asked))
    return bool(form.answer.problems)


@blueprint.post("/<token>/q/<question_id>/save")
@public
def save(token: str, question_id: str) -> tuple[Response, int]:
    """Keep what is typed so far; our script calls this while the person is still on the page."""
    visit = _enter(token)
    asked = _on_path(visit, question_id) or _off_path(visit, question_id)
    if asked is None or _present_id(visit, question_id) != question_id:
        return jsonify(rev=0), 409
    form = _form(visit, asked)
    if not form.answer.is_storable:
        return jsonify(rev=form.base_rev), 422
    try:
        visit = _record(visit, asked, form)
    except Stale as stale:
        return jsonify(rev=stale.rev), 409
    db.session.commit()
    row = visit.rows.get(asked.id)
    return jsonify(rev=row.rev if row else 0), 200


@blueprint.get("/<token>/pictures/<content_hash>")
@public
def picture(token: str, content_hash: str) -> Response:
    """A picture that the person's questionnaire shows."""
    visit = _look(token)
    if content_hash not in pictures.named_in(visit.definition):
        raise NotFound("This link is not known here.")
    return picture_file(pictures.find(db.session, visit.study, content_hash))


@blueprint.get("/<token>/done")
@public
def done(token: str) -> Page:
    """Thank, with the receipt."""
    visit = _look(token)
    if visit.is_full:
        return _go("full", token)
    if not visit.is_submitted:
        return _go("start", token)
    return page("surveys/respond/done.html", **frame(visit, _addresses(visit, token)))


@blueprint.get("/<token>/full")
@public
def full(token: str) -> Page:
    """Thank a person for whom there is no room any more."""
    visit = _look(token)
    if not visit.is_full:
        return _go("start", token)
    return page("surveys/respond/full.html", **frame(visit, _addresses(visit, token)))


@blueprint.get("/<token>/stop")
@public
def stop(token: str) -> Page:
    """Ask whether the person really does not want to take part."""
    visit = _look(token)
    return page("surveys/respond/stop.html", **frame(visit, _addresses(visit, token)))


@blueprint.post("/<token>/stop")
@public
def opt_out(token: str) -> Page:
    """Take the person out."""
    visit = _enter(token)
    answering.opt_out(db.session, visit)
    db.session.commit()
    return _go("start", token)


@blueprint.errorhandler(Shut)
def show_shut(shut: Shut) -> tuple[str, int]:
    """Say in plain words why a known link does not open."""
    _speak(shut.visit)
    status = 200 if shut.door == answering.Door.OPTED_OUT else 410
    token = str((request.view_args or {}).get("token"))
    context = frame(shut.visit, _addresses(shut.visit, token))
    return page("surveys/respond/shut.html", door=shut.door.value, **context), status


@blueprint.errorhandler(NotFound)
def show_unknown(error: NotFound) -> tuple[str, int]:
    """Say that the link is unknown; slow down whoever tries many."""
    db.session.rollback()
    who = derive_token(str(current_app.secret_key), request.remote_addr or "")
    tries = count_attempt(db.session, f"link:{who}", seconds=60)
    db.session.commit()
    speak(current_locale())
    status = 429 if tries > MISSES_A_MINUTE else 404
    sentence = explain(error) if status == 404 else gettext("Too many tries. Wait a minute.")
    return page("surveys/respond/unknown.html", sentence=sentence), status


def _look(token: str) -> Visit:
    """Look behind a personal link, or behind a test link."""
    try:
        visit = answering.open(db.session, token)
    except NotFound:
        visit = trying.open(db.session, token, tried_here())
    _speak(visit)
    return visit


def _enter(token: str) -> Visit:
    try:
        visit = answering.open_to_write(db.session, token)
    except NotFound:
        visit = trying.open_to_write(db.session, token, tried_here())
    _speak(visit)
    return visit


def _speak(visit: Visit) -> None:
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


def _addresses(visit: Visit, token: str, asked: Question | None = None) -> Addresses:
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


def _form(visit: Visit, asked: Question) -> AnswerForm:
    row = visit.rows.get(asked.id)
    localised = visit.definition.localised(current_locale()).question(asked.id) or asked
    return answer_form(localised, answering.value_of(row) if row else None, row.rev if row else 0)


def _on_path(visit: Visit, question_id: str) -> Question | None:
    if visit.response is None:
        return None
    return next((each for each in visit.way.questions if each.id == question_id), None)


def _off_path(visit: Visit, question_id: str) -> Question | None:
    """A question that this person is not asked now, and may be asked again."""
    if visit.response is None:
        return None
    return next((each.question for each in visit.way.stops if each.name == question_id), None)


def _keep_off_path(visit: Visit, question_id: str) -> Visit:
    """Keep what was written on a page from before another answer led past its question."""
    asked = _off_path(visit, question_id)
    form = _form(visit, asked) if asked else None
    if asked and form and form.answer.is_storable:
        with suppress(Stale):  # what is stored was given later
            visit = _record(visit, asked, form)
        db.session.commit()
    return visit


def _present_id(visit: Visit, question_id: str) -> str:
    """Where the question of the posted page stands now; lines of a list may have changed since."""
    line = request.form.get("line", "")
    number = int(line) if line.isascii() and line.isdigit() and len(line) < 9 else 0
    return answering.present_id(visit, question_id, number)


def _show_moved(visit: Visit, token: str, posted_id: str, present_id: str) -> Page:
    """Show the page of the line it was made for, and beside it the words that were not taken."""
    asked, posted = _on_path(visit, present_id), visit.definition.question(posted_id)
    if asked is None or posted is None:
        return _go_on(visit, token)
    row = visit.rows.get(asked.id)
    stale = Stale(answering.value_of(row) if row else None, row.rev if row else 0)
    return _show_both(visit, token, asked, _form(visit, posted), stale)


def _switch(visit: Visit, token: str, asked: Question, form: AnswerForm, wish: str) -> Page:
    """Keep the answer and speak another language; what can't be kept is shown again in it."""
    keep_locale(wish)
    outdated = None
    try:
        if form.answer.is_storable:
            _record(visit, asked, form)
    except Stale as stale:
        outdated = stale
    answering.choose_language(db.session, visit, wish)
    db.session.commit()
    _speak(visit)
    if outdated:
        return _show_both(visit, token, asked, form, outdated)
    if form.answer.is_storable or form.answer.validate():
        return _question(token, asked)
    return question_page(visit, _addresses(visit, token, asked), form), 422


def _record(visit: Visit, asked: Question, form: AnswerForm) -> Visit:
    """Store the answer, and the file with it where it is one."""
    visit = answering.record(db.session, visit, asked, form.answer.data, rev=form.base_rev)
    if kind(asked).takes_file:
        handing_in.keep(db.session, visit, asked, form.answer.handed)
    return visit


def _show_both(
    visit: Visit, token: str, asked: Question, form: AnswerForm, stale: Stale
) -> tuple[str, int]:
    """Show what is stored, and beside it the words that were not taken."""
    fresh = _form(visit, asked)
    fresh.answer.data, fresh.rev.data = stale.stored, str(stale.rev)
    fresh.answer.problems = [Problem(stale.message, question=asked.id, part="q")]
    given: Any = form.answer.data
    words = given and (given.text or kind(asked).said(asked, given))
    go = _addresses(visit, token, asked)
    action = url_for("respond.question", token=token, question_id=asked.id)
    return question_page(visit, go, fresh, refused=words or "", action=action), 409


def _finish(visit: Visit, token: str) -> Response:
    if problems := answering.open_problems(visit):
        first = visit.definition.question(problems[0].question)
        return _question(token, first, check=1)
    receipt = answering.submit(db.session, visit)
    return _go("done" if receipt else "full", token)


def _go_on(visit: Visit, token: str) -> Response:
    if visit.response is None:
        return _go("start", token)
    if visit.is_full:
        return _go("full", token)
    following = routing.resume_page(visit.way)
    return _question(token, following or next(reversed(visit.way.questions), None))


def _question(token: str, asked: Question | None, **args: Any) -> Response:
    if asked is None:
        return _go("start", token)
    return _go("question", token, question_id=asked.id, **args)


def _go(endpoint: str, token: str, **args: Any) -> Response:
    return redirect(url_for(f"respond.{endpoint}", token=token, **args), 303)
