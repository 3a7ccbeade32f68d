"""The builder: outline, editor and the phone beside it; every step is saved and can be taken back.

Without scripts each button is a page of its own; builder.js saves while a person writes.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import db
from foundation.errors import DomainError, NotFound
from foundation.web.display import explain
from research.models.study import Study
from research.services import studies
from surveys.building.editing import WHOLE, fingerprint, order_of
from surveys.building.merging import read_seen
from surveys.building.posted import Posted, read_posted
from surveys.building.posted_wholes import read_section, read_whole
from surveys.checking.uses import uses
from surveys.definition import Definition
from surveys.models.questionnaire import Questionnaire
from surveys.question_types import Question
from surveys.services import building, designing, drafts
from surveys.services.building import Changed, Page, Place, TakenAway
from surveys.services.drafting import saving
from surveys.services.drafting.saving import Kept
from surveys.services.translating import reviews
from surveys.views.parts.builder_asks import (
    called,
    needs_asking,
    retype_costs,
    step_words,
)
from surveys.views.parts.builder_fields import field_name
from surveys.views.parts.builder_pages import (
    CHOICE,
    AnyPosted,
    editor_page,
    other_languages,
    shown_beside,
    starters,
)
from surveys.views.parts.builder_rules import changed_rule
from surveys.views.parts.ways_back import lead_back

blueprint = Blueprint(
    "builder", __name__, url_prefix="/studies/<slug>/questionnaires/<key>/builder"
)

blueprint.register_error_handler(NotFound, lead_back)

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
def edit(slug: str, key: str, name: str) -> Answer:
    """One question or part, amid all of them."""
    study, questionnaire, draft = _load(slug, key)
    if name not in {*order_of(draft), WHOLE}:
        flash(
            gettext(
                "“%(id)s” is not in the questionnaire: it was taken away, or never was there. Undo"
                " brings back what was taken away last.",
                id=name[:80],
            ),
            "warn",
        )
        return index(slug, key)
    return editor_page(study, questionnaire, draft, name)


@blueprint.post("/edit/<name>")
@requires(Action.EDIT_QUESTIONNAIRES)
def save(slug: str, key: str, name: str) -> Answer:
    """Keep what was written, then do what the button says."""
    study, questionnaire, draft = _load(slug, key)
    if name not in {*order_of(draft), WHOLE}:
        raise TakenAway
    posted = _read(study, draft, name)
    if posted.problems:
        return editor_page(study, questionnaire, draft, name, posted), 422
    words = _second_words(study, draft, posted.target)
    try:
        kept = saving.save(db.session, questionnaire, _page(name), posted.thing, words)
        if isinstance(posted, Posted):
            _do_to_line(questionnaire, name)
    except DomainError as error:
        return _refused(slug, key, name, posted, error)
    _tell_kept(kept, posted)
    part, place, what = [*request.form.get("line", "").split(":"), "", ""][:3]
    focus = f"add-{part}" if what in {"add", "remove"} else f"{part}-{place}-{what}"
    return _saved(slug, questionnaire, name, focus if part else "")


def _page(name: str) -> Page:
    """What the page that was posted says it was made from."""
    chosen = {
        field.removeprefix(CHOICE): way
        for field, way in request.form.items()
        if field.startswith(CHOICE)
    }
    seen = read_seen(request.form.get("seen", ""))
    return Page(name, request.form.get("base", ""), _who(), seen, chosen)


def _read(study: Study, draft: Definition, name: str) -> AnyPosted:
    form = request.form.to_dict(flat=False)
    if name == WHOLE:
        return read_whole(draft, study.segments, form)
    question = draft.question(name)
    if question is None:
        return read_section(building.find_section(draft, name), form, draft.option_ids)
    return read_posted(question, form, draft.option_ids)


def _tell_kept(kept: Kept | None, posted: AnyPosted) -> None:
    if kept:
        names = ", ".join(field_name(each, posted.thing) for each in kept.fields)
        said = gettext(
            "%(name)s changed this meanwhile: %(fields)s. That and yours are both kept.",
            name=kept.by or gettext("Somebody"),
            fields=names,
        )
        flash(said, "note")


def _do_to_line(questionnaire: Questionnaire, name: str) -> None:
    """Add, take away or move a line, as `line` says: `choices:0:up`."""
    part, _, rest = request.form.get("line", "").partition(":")
    place, _, what = rest.partition(":")
    if not part or not place.isascii() or not place.isdigit() or what not in _LINE_STEPS:
        return
    draft = designing.draft_of(questionnaire)
    fresh = Page(name, fingerprint(draft, name), _who())
    line = (part, _present_place(building.find_question(draft, name), part, int(place)), what)
    building.change_line(db.session, questionnaire, fresh, line, starters(draft.language))


def _present_place(question: Question, part: str, place: int) -> int:
    """Where the line of the page stands now; raises Changed where nobody can tell."""
    own = getattr(question, part, ())
    if line := request.form.get(f"{part}.{place}.id"):
        return next((n for n, each in enumerate(own) if each.id == line), len(own))
    if f"{part}.{place}.source" in request.form and f"{part}.{len(own)}.source" in request.form:
        raise Changed
    return place


_LINE_STEPS = ("add", "remove", "up", "down")


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
    return editor_page(study, questionnaire, draft, name, posted, error), status


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
    """Give the question another type; what that takes away is told first."""
    kind = request.form.get("kind", "")
    _study, _questionnaire, draft = _load(slug, key)
    question, words = draft.question(name), starters(draft.language)
    if question and "sure" not in request.form and retype_costs(draft, question, kind, words):
        return _asked(slug, key, name, ask="type", kind=kind)

    def step(questionnaire: Questionnaire, _draft: Definition) -> str:
        base = Page(name, request.form.get("base", ""), _who())
        return building.retype(db.session, questionnaire, base, kind, words)

    return _step(slug, key, name, step, "kind")


def _asked(slug: str, key: str, name: str, **ask: str) -> Response:
    """Go to the page that asks before a step is done."""
    args = shown_beside() | ask
    return redirect(url_for("builder.edit", slug=slug, key=key, name=name, **args), 303)


@blueprint.post("/edit/<name>/remove")
@requires(Action.EDIT_QUESTIONNAIRES)
def remove(slug: str, key: str, name: str) -> Answer:
    """Take the question or part away; what looks at it is told first, and undo brings it back."""
    if "sure" not in request.form and uses(_load(slug, key)[2], name):
        return _asked(slug, key, name, ask="remove")

    def step(questionnaire: Questionnaire, draft: Definition) -> str:
        base = Page(name, request.form.get("base", ""), _who())
        left = building.remove(db.session, questionnaire, base)
        gone = gettext("Taken away: %(what)s. Undo brings it back.", what=called(draft, name))
        flash(gone, "note")
        return left

    return _step(slug, key, name, step, "at-{name}")


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
        rule = changed_rule(draft, question)
        building.set_rule(db.session, questionnaire, base, rule)
        return name

    return _step(slug, key, name, step, "look")


@blueprint.post("/undo")
@requires(Action.EDIT_QUESTIONNAIRES)
def undo(slug: str, key: str) -> Answer:
    """Take the last step back."""
    return _back_or_again(slug, key, "undo")


@blueprint.post("/redo")
@requires(Action.EDIT_QUESTIONNAIRES)
def redo(slug: str, key: str) -> Answer:
    """Do the step again that was taken back."""
    return _back_or_again(slug, key, "redo")


def _back_or_again(slug: str, key: str, way: str) -> Answer:
    here, (_study, questionnaire, draft) = request.form.get("here", ""), _load(slug, key)
    drafts.hold(db.session, questionnaire)
    found = drafts.steps(db.session, questionnaire)
    last = found.back if way == "undo" else found.again
    if last and needs_asking(last, _who()):
        db.session.rollback()
        names = order_of(draft)
        return _asked(slug, key, here if here in {*names, WHOLE} else names[0], ask=way)

    def step(questionnaire: Questionnaire, draft: Definition) -> str:
        before, said = order_of(draft), step_words(last, draft, _who()) if last else ""
        does = drafts.undo if way == "undo" else drafts.redo
        about = str(does(db.session, questionnaire).about)
        told = _("Taken back: %(what)s.") if way == "undo" else _("Done again: %(what)s.")
        flash(str(told) % {"what": said}, "note")
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
    return _saved(slug, questionnaire, name, focus.format(name=name))


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
