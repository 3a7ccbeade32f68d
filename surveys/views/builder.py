"""The builder: outline, editor and the phone beside it; every step is saved and can be taken back.

Without scripts each button is a page of its own; builder.js saves while a person writes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import db
from foundation.errors import DomainError, Invalid
from foundation.web.display import explain
from research.models.study import Study
from research.services import studies
from surveys.building import sentences
from surveys.building.editing import WHOLE, fingerprint, order_of
from surveys.building.posted import read_posted
from surveys.building.posted_wholes import read_section, read_whole
from surveys.definition import Definition
from surveys.models.questionnaire import Questionnaire
from surveys.question_types import Question
from surveys.services import building, designing, drafts
from surveys.services.building import Changed, Page, Place, TakenAway
from surveys.services.translating import reviews
from surveys.views.parts.builder_pages import (
    AnyPosted,
    editor_page,
    other_languages,
    shown_beside,
    starters,
)

blueprint = Blueprint(
    "builder", __name__, url_prefix="/studies/<slug>/questionnaires/<key>/builder"
)

Answer = str | tuple[str, int] | Response


def _load(slug: str, key: str) -> tuple[Study, Questionnaire, Definition]:
    study = studies.find(db.session, slug)
    questionnaire = designing.find(db.session, study, key)
    return study, questionnaire, designing.draft_of(questionnaire)


def _who() -> str:
    user = current_user()
    return user.name if user else ""


def _at(slug: str, key: str, name: str, focus: str = "") -> Response:
    """Go to a question or part; the field named `focus` is where the keyboard goes on."""
    args = shown_beside() | ({"_anchor": focus} if focus else {})
    return redirect(url_for("builder.edit", slug=slug, key=key, name=name, **args), 303)


@blueprint.get("/")
@requires(Action.EDIT_QUESTIONNAIRES)
def index(slug: str, key: str) -> Answer:
    """Go to the first question, or to the first part where there is none."""
    _study, _questionnaire, draft = _load(slug, key)
    first = draft.questions[0].id if draft.questions else draft.sections[0].id
    return redirect(url_for("builder.edit", slug=slug, key=key, name=first, **shown_beside()), 303)


@blueprint.get("/edit/<name>")
@requires(Action.EDIT_QUESTIONNAIRES)
def edit(slug: str, key: str, name: str) -> str:
    """One question or part, amid all of them."""
    study, questionnaire, draft = _load(slug, key)
    if draft.question(name) is None and name != WHOLE:
        building.find_section(draft, name)
    return editor_page(study, questionnaire, draft, name)


@blueprint.post("/edit/<name>")
@requires(Action.EDIT_QUESTIONNAIRES)
def save(slug: str, key: str, name: str) -> Answer:
    """Keep what was written, then do what the button says."""
    study, questionnaire, draft = _load(slug, key)
    if name not in {*order_of(draft), WHOLE}:
        raise TakenAway
    base = Page(name, request.form.get("base", ""), _who())
    if name == WHOLE:
        return _save_whole(study, questionnaire, draft, base)
    if draft.question(name) is None:
        return _save_section(study, questionnaire, draft, base)
    question = building.find_question(draft, name)
    posted = read_posted(question, _posted_form())
    if posted.problems:
        return editor_page(study, questionnaire, draft, name, posted), 422
    words = _second_words(study, draft, posted.target)
    try:
        building.save_question(db.session, questionnaire, base, posted.question, words)
        _do_to_line(questionnaire, name)
    except DomainError as error:
        return _refused(slug, key, name, posted, error)
    part, place, what = [*request.form.get("line", "").split(":"), "", ""][:3]
    focus = f"add-{part}" if what in {"add", "remove"} else f"{part}-{place}-{what}"
    return _saved(slug, questionnaire, name, focus if part else "")


def _do_to_line(questionnaire: Questionnaire, name: str) -> None:
    """Add, take away or move a line, as `line` says: `choices:0:up`."""
    part, _, rest = request.form.get("line", "").partition(":")
    place, _, what = rest.partition(":")
    if not part or not place.isascii() or not place.isdigit() or what not in _LINE_STEPS:
        return
    draft = designing.draft_of(questionnaire)
    fresh = Page(name, fingerprint(draft, name), _who())
    line = (part, int(place), what)
    building.change_line(db.session, questionnaire, fresh, line, starters(draft.language))


_LINE_STEPS = ("add", "remove", "up", "down")


def _save_section(
    study: Study, questionnaire: Questionnaire, draft: Definition, base: Page
) -> Answer:
    posted = read_section(building.find_section(draft, base.name), _posted_form())
    if posted.problems:
        return editor_page(study, questionnaire, draft, base.name, posted), 422
    words = _second_words(study, draft, posted.target)
    try:
        building.save_section(db.session, questionnaire, base, posted.section, words)
    except DomainError as error:
        return _refused(study.slug, questionnaire.key, base.name, posted, error)
    return _saved(study.slug, questionnaire, base.name)


def _save_whole(
    study: Study, questionnaire: Questionnaire, draft: Definition, base: Page
) -> Answer:
    posted = read_whole(draft, study.segments, _posted_form())
    if posted.problems:
        return editor_page(study, questionnaire, draft, base.name, posted), 422
    words = _second_words(study, draft, posted.target)
    try:
        building.save_whole(db.session, questionnaire, base, posted.whole, words)
    except DomainError as error:
        return _refused(study.slug, questionnaire.key, base.name, posted, error)
    return _saved(study.slug, questionnaire, base.name)


def _posted_form() -> dict[str, list[str]]:
    return request.form.to_dict(flat=False)


def _second_words(
    study: Study, draft: Definition, target: Mapping[str, str]
) -> dict[str, Mapping[str, str]]:
    """The words of the second language on the page, where the study has that language."""
    language = request.form.get("second", "")
    return {language: target} if language in other_languages(study, draft) else {}


def _saved(slug: str, questionnaire: Questionnaire, name: str, focus: str = "") -> Response:
    if right := request.form.get("right", ""):
        _find_right(questionnaire, right)
    record(db.session, current_user(), "edit_question", questionnaire, {"question": name})
    db.session.commit()
    return _at(slug, questionnaire.key, name, focus)


def _find_right(questionnaire: Questionnaire, key: str) -> None:
    """Note that a person finds a translation right, as the page that was just saved has it."""
    language = request.form.get("second", "")
    found = reviews.lines(db.session, questionnaire, language)
    bases = {line.key: line.base for line in found if line.key == key}
    reviews.review(db.session, questionnaire, language, bases, _who())
    record(db.session, current_user(), "review_translations", questionnaire)


def _refused(
    slug: str, key: str, name: str, posted: AnyPosted, error: DomainError
) -> tuple[str, int]:
    """Show what is stored beside what was not taken, with the reason."""
    db.session.rollback()
    study, questionnaire, draft = _load(slug, key)
    status = 409 if isinstance(error, Changed) else 422
    return editor_page(study, questionnaire, draft, name, posted, explain(error)), status


@blueprint.post("/add")
@requires(Action.EDIT_QUESTIONNAIRES)
def add(slug: str, key: str) -> Answer:
    """Add a question of a type, or a part, behind what is being edited."""
    after, kind = request.form.get("after", ""), request.form.get("kind", "")

    def step(questionnaire: Questionnaire, draft: Definition) -> str:
        words, place = starters(draft.language), Place(after, _who())
        if kind == "part":
            return building.add_section(db.session, questionnaire, words, place)
        return building.add_question(db.session, questionnaire, kind, words, place)

    return _step(slug, key, after, step, "title.source" if kind == "part" else "text.source")


@blueprint.post("/edit/<name>/copy")
@requires(Action.EDIT_QUESTIONNAIRES)
def copy(slug: str, key: str, name: str) -> Answer:
    """Copy the question."""

    def step(questionnaire: Questionnaire, _draft: Definition) -> str:
        return building.copy_question(db.session, questionnaire, None, name, Place(name, _who()))

    return _step(slug, key, name, step)


@blueprint.post("/edit/<name>/type")
@requires(Action.EDIT_QUESTIONNAIRES)
def retype(slug: str, key: str, name: str) -> Answer:
    """Give the question another type."""
    kind = request.form.get("kind", "")

    def step(questionnaire: Questionnaire, draft: Definition) -> str:
        base = Page(name, request.form.get("base", ""), _who())
        words = starters(draft.language)
        return building.retype(db.session, questionnaire, base, kind, words)

    return _step(slug, key, name, step)


@blueprint.post("/edit/<name>/remove")
@requires(Action.EDIT_QUESTIONNAIRES)
def remove(slug: str, key: str, name: str) -> Answer:
    """Take the question or part away; undo brings it back."""

    def step(questionnaire: Questionnaire, _draft: Definition) -> str:
        base = Page(name, request.form.get("base", ""), _who())
        return building.remove(db.session, questionnaire, base)

    return _step(slug, key, name, step)


@blueprint.post("/edit/<name>/move")
@requires(Action.EDIT_QUESTIONNAIRES)
def move(slug: str, key: str, name: str) -> Answer:
    """Move the question or part one line up or down."""
    steps = -1 if request.form.get("way") == "up" else 1

    def step(questionnaire: Questionnaire, _draft: Definition) -> str:
        building.move(db.session, questionnaire, name, steps, by=_who())
        return name

    return _step(slug, key, name, step, "do-up" if steps < 0 else "do-down")


@blueprint.post("/edit/<name>/order")
@requires(Action.EDIT_QUESTIONNAIRES)
def order(slug: str, key: str, name: str) -> Answer:
    """Put parts and questions in the order posted."""

    def step(questionnaire: Questionnaire, _draft: Definition) -> str:
        building.arrange(db.session, questionnaire, request.form.getlist("key"), by=_who())
        return name

    return _step(slug, key, name, step)


@blueprint.post("/edit/<name>/condition")
@requires(Action.EDIT_QUESTIONNAIRES)
def condition(slug: str, key: str, name: str) -> Answer:
    """Add a clause to the question's condition, take one away, or join them otherwise."""

    def step(questionnaire: Questionnaire, draft: Definition) -> str:
        base = Page(name, request.form.get("base", ""), _who())
        question = building.find_question(draft, name)
        rule = _changed_rule(draft, question)
        building.set_rule(db.session, questionnaire, base, rule)
        return name

    return _step(slug, key, name, step, "look")


def _changed_rule(draft: Definition, question: Question) -> Any:
    joiner, found = sentences.clauses(question.show_if)
    gone = request.form.get("gone", "")
    if gone.isascii() and gone.isdigit():
        return sentences.joined(joiner, [t for n, t in enumerate(found) if n != int(gone)])
    if (wish := request.form.get("joiner", "")) in sentences.JOINERS and "look" not in request.form:
        return sentences.joined(wish, found)
    wanted = request.form.get("look", "")
    look = next((e for e in sentences.looks(draft, question.id) if e.name == wanted), None)
    operator, value = request.form.get("operator", ""), request.form.get("value", "")
    tree = sentences.clause(look, operator, value) if look else None
    if tree is None:
        raise Invalid("value", "Choose an answer to compare with, or enter a number.")
    return sentences.joined(joiner, [*found, tree])


@blueprint.post("/undo")
@requires(Action.EDIT_QUESTIONNAIRES)
def undo(slug: str, key: str) -> Answer:
    """Take the last step back."""
    return _back_or_again(slug, key, drafts.undo)


@blueprint.post("/redo")
@requires(Action.EDIT_QUESTIONNAIRES)
def redo(slug: str, key: str) -> Answer:
    """Do the step again that was taken back."""
    return _back_or_again(slug, key, drafts.redo)


def _back_or_again(slug: str, key: str, way: Callable[..., Any]) -> Answer:
    here = request.form.get("here", "")

    def step(questionnaire: Questionnaire, draft: Definition) -> str:
        before = order_of(draft)
        about = str(way(db.session, questionnaire).about)
        names = order_of(designing.draft_of(questionnaire))
        back = [each for each in names if each not in before]
        return next((each for each in (about, *back, here) if each in {*names, WHOLE}), names[0])

    return _step(slug, key, here, step)


def _step(
    slug: str,
    key: str,
    here: str,
    step: Callable[[Questionnaire, Definition], str],
    focus: str = "",
) -> Answer:
    """Do a step and go to what it was done to; a refusal is said on the page it came from."""
    _study, questionnaire, draft = _load(slug, key)
    try:
        name = step(questionnaire, draft)
    except DomainError as error:
        db.session.rollback()
        flash(_why_not(error), "pain")
        _study, _questionnaire, draft = _load(slug, key)
        names = order_of(draft)
        return _at(slug, key, here if here in {*names, WHOLE} else names[0])
    return _saved(slug, questionnaire, name, focus)


def _why_not(error: DomainError) -> str:
    """Why a step is not done; nothing was typed, so nothing is below."""
    if isinstance(error, Changed):
        said = gettext(
            "Not done: somebody changed this meanwhile. Look at it as it is now, then do it again."
        )
        return str(said)
    if isinstance(error, TakenAway):
        return str(gettext("This has been taken away already. Undo brings it back."))
    return explain(error)
