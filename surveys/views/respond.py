"""The respondent's pages behind a personal link: public, without the staff frame or JavaScript.

A GET records nothing, so a mail scanner that opens every link answers nothing. Who knows the token
in the address may answer: no cookie has to outlive the time that somebody needs to write.
"""

from contextlib import suppress

from flask import Blueprint, current_app, jsonify, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import public
from foundation.db import db
from foundation.errors import NotFound
from foundation.limits import count_attempt
from foundation.tokens import derive_token
from foundation.web.display import explain
from foundation.web.error_pages import frame_errors
from foundation.web.locale import current_locale, keep_locale, speak
from foundation.web.pages import page
from foundation.web.security import csrf
from surveys import routing
from surveys.answer_form import AnswerForm
from surveys.question_types import Problem, Question, kind
from surveys.services import answering
from surveys.services.answering import Shut, Stale, Visit
from surveys.services.files import handing_in, pictures
from surveys.views.parts.respond_doors import (
    addresses,
    enter,
    form_of,
    go,
    go_to_question,
    lead,
    look,
    off_path,
    on_path,
    present_id,
    speak_as_wished,
)
from surveys.views.parts.respond_troubles import show_trouble
from surveys.views.parts.respond_words import in_words
from surveys.views.respond_pages import (
    forget_trial,
    frame,
    picture_file,
    piping,
    question_page,
    remember_trial,
)

blueprint = Blueprint("respond", __name__, url_prefix="/r")
csrf.exempt(blueprint)  # another site's page knows no token, and is refused besides
frame_errors(blueprint, show_trouble)

MISSES_A_MINUTE = 20
Page = str | tuple[str, int] | Response


@blueprint.get("/<token>/")
@public
def start(token: str) -> Page:
    """Say who asks, why and how long it takes."""
    visit = look(token)
    if visit.is_full:
        return go("full", token)
    if visit.is_submitted:
        return go("done", token)
    return page("surveys/respond/start.html", **frame(visit, addresses(visit, token)))


@blueprint.post("/<token>/")
@public
def begin(token: str) -> Page:
    """Begin, or go on where the person stopped; or speak another language."""
    wish = request.form.get("language", "")
    keep_locale(wish)
    visit = enter(token)
    if visit.trial is not None:
        remember_trial(visit.trial, language=wish)
        if "again" in request.form:
            forget_trial(visit.trial)
            return go("start", token)
    if wish:
        answering.choose_language(db.session, visit, wish)
        db.session.commit()
        return go("start", token)
    visit = answering.begin(db.session, visit, language=current_locale())
    db.session.commit()
    if visit.trial is not None and visit.response is not None:
        remember_trial(visit.trial, response=str(visit.response.id))
    return _go_on(visit, token)


@blueprint.get("/<token>/q/<question_id>")
@public
def question(token: str, question_id: str) -> Page:
    """Ask one question."""
    visit = look(token)
    asked = on_path(visit, question_id)
    if asked is None:
        return _go_on(visit, token)
    form = form_of(visit, asked)
    if "check" in request.args and form.answer.validate():
        _breaks_a_check(visit, asked, form)
    return question_page(visit, addresses(visit, token, asked), form)


@blueprint.post("/<token>/q/<question_id>")
@public
def answer(token: str, question_id: str) -> Page:
    """Record one answer and go on; or keep it, and speak another language or go back."""
    visit = enter(token)
    if (present := present_id(visit, question_id)) != question_id:
        return _show_moved(visit, token, question_id, present)
    asked = on_path(visit, question_id)
    if asked is None:
        return _go_on(_keep_off_path(visit, question_id), token)
    form = form_of(visit, asked)
    if turned := _turn(visit, token, asked, form):
        return turned
    if not form.validate_on_submit() or _breaks_a_check(visit, asked, form):
        return question_page(visit, addresses(visit, token, asked), form), 422
    try:
        visit = _record(visit, asked, form)
    except Stale as stale:
        return _show_both(visit, token, asked, form, stale)
    target = _onward(visit, token, asked)
    db.session.commit()
    return target


def _turn(visit: Visit, token: str, asked: Question, form: AnswerForm) -> Page | None:
    """What was asked for instead of going on: another language, or the page before."""
    if wish := request.form.get("language"):
        return _switch(visit, token, asked, form, wish)
    if request.form.get("go") == "back":
        return _go_back(visit, token, asked, form)
    return None


def _onward(visit: Visit, token: str, asked: Question) -> Response:
    """Where to go after an answer: on, to the end, or out where there is no room."""
    if visit.is_full:
        return go("full", token)
    following = routing.next_page(visit.way, asked.id)
    return go_to_question(token, following) if following else _finish(visit, token)


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
    visit = enter(token)
    asked = on_path(visit, question_id) or off_path(visit, question_id)
    if asked is None or present_id(visit, question_id) != question_id:
        return jsonify(rev=0), 409
    form = form_of(visit, asked)
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
    visit = look(token)
    if content_hash not in pictures.named_in(visit.definition):
        raise NotFound("This link is not known here.")
    return picture_file(pictures.find(db.session, visit.study, content_hash))


@blueprint.get("/<token>/done")
@public
def done(token: str) -> Page:
    """Thank, with the receipt."""
    visit = look(token)
    if visit.is_full:
        return go("full", token)
    if not visit.is_submitted:
        return go("start", token)
    return page("surveys/respond/done.html", **frame(visit, addresses(visit, token)))


@blueprint.get("/<token>/full")
@public
def full(token: str) -> Page:
    """Thank a person for whom there is no room any more."""
    visit = look(token)
    if not visit.is_full:
        return go("start", token)
    return page("surveys/respond/full.html", **frame(visit, addresses(visit, token)))


@blueprint.get("/<token>/stop")
@public
def stop(token: str) -> Page:
    """Ask whether the person really does not want to take part."""
    visit = look(token)
    return page("surveys/respond/stop.html", **frame(visit, addresses(visit, token)))


@blueprint.post("/<token>/stop")
@public
def opt_out(token: str) -> Page:
    """Take the person out."""
    visit = enter(token)
    answering.opt_out(db.session, visit)
    db.session.commit()
    return go("start", token)


@blueprint.errorhandler(Shut)
def show_shut(shut: Shut) -> tuple[str, int]:
    """Say in plain words why a known link does not open."""
    speak_as_wished(shut.visit)
    status = 200 if shut.door == answering.Door.OPTED_OUT else 410
    token = str((request.view_args or {}).get("token"))
    context = frame(shut.visit, addresses(shut.visit, token))
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


def _keep_off_path(visit: Visit, question_id: str) -> Visit:
    """Keep what was written on a page from before another answer led past its question."""
    asked = off_path(visit, question_id)
    form = form_of(visit, asked) if asked else None
    if asked and form and form.answer.is_storable:
        with suppress(Stale):  # what is stored was given later
            visit = _record(visit, asked, form)
        db.session.commit()
    return visit


def _show_moved(visit: Visit, token: str, posted_id: str, present_id: str) -> Page:
    """Show the page of the line it was made for, and beside it the words that were not taken."""
    asked, posted = on_path(visit, present_id), visit.definition.question(posted_id)
    if asked is None or posted is None:
        return _go_on(visit, token)
    row = visit.rows.get(asked.id)
    stale = Stale(answering.value_of(row) if row else None, row.rev if row else 0)
    return _show_both(visit, token, asked, form_of(visit, posted), stale)


def _switch(visit: Visit, token: str, asked: Question, form: AnswerForm, wish: str) -> Page:
    """Keep the answer and speak another language.

    What can't be kept yet, half a date or no number, and both answers of an outdated page, are
    shown again in that language.
    """
    keep_locale(wish)
    outdated = None
    try:
        if form.answer.is_storable:
            _record(visit, asked, form)
    except Stale as stale:
        outdated = stale
    answering.choose_language(db.session, visit, wish)
    db.session.commit()
    if outdated is None and form.answer.is_storable:
        return go_to_question(token, asked)
    speak_as_wished(visit)
    again = form_of(visit, asked)
    if outdated is not None:
        return _show_both(visit, token, asked, again, outdated)
    return question_page(visit, addresses(visit, token, asked), again)


def _go_back(visit: Visit, token: str, asked: Question, form: AnswerForm) -> Page:
    """Keep what is given, complete or not, and lead to the page before."""
    back = addresses(visit, token, asked).back
    if form.answer.is_storable:
        try:
            _record(visit, asked, form)
        except Stale as stale:
            return _show_both(visit, token, asked, form, stale)
        db.session.commit()
    return lead(back)


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
    fresh = form_of(visit, asked)
    fresh.answer.data, fresh.rev.data = stale.stored, str(stale.rev)
    fresh.answer.problems = [Problem(stale.message, question=asked.id, part="q")]
    words = in_words(piping(visit.way).question(asked), form.answer.data)
    leads = addresses(visit, token, asked)
    action = url_for("respond.question", token=token, question_id=asked.id)
    return question_page(visit, leads, fresh, refused=words, action=action), 409


def _finish(visit: Visit, token: str) -> Response:
    if problems := answering.open_problems(visit):
        first = visit.definition.question(problems[0].question)
        return go_to_question(token, first, check=1)
    receipt = answering.submit(db.session, visit)
    return go("done" if receipt else "full", token)


def _go_on(visit: Visit, token: str) -> Response:
    if visit.response is None:
        return go("start", token)
    if visit.is_full:
        return go("full", token)
    following = routing.resume_page(visit.way)
    return go_to_question(token, following or next(reversed(visit.way.questions), None))
