"""A draft built step by step: questions and parts added, worded, moved, taken away.

Whoever saves names what the page was made from: a question that another person has changed
meanwhile is not overwritten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlalchemy.orm import Session

from foundation.errors import Conflict, Invalid, NotFound
from foundation.texts import one_line
from research.models.study import Study
from research.services import contacts
from surveys.building import editing
from surveys.building.editing import Misplaced, Starters
from surveys.definition import Definition, Section
from surveys.models.questionnaire import Questionnaire
from surveys.question_types import QUESTION_TYPES, Choice, Problem, Question
from surveys.routing import path
from surveys.rules import Rule
from surveys.services import designing
from surveys.services.drafts import Step
from surveys.services.exporting import answers_by_response, list_responses

_CHANGED = Problem(
    "Somebody changed this meanwhile. Yours is below and is not saved: compare it with "
    "what is stored, then save again."
)


_GONE = Problem(
    "This was taken away meanwhile. Undo brings it back; what you typed into its page can then be "
    "saved."
)


class Changed(Conflict):
    """Somebody else has changed the same question or part since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_CHANGED.message)


class TakenAway(NotFound):
    """What the page is about has been taken away since it was opened."""

    def __init__(self) -> None:
        super().__init__(_GONE.message)


@dataclass(frozen=True)
class Page:
    """What a page was made from: the question or part, its fingerprint, and who works on it.

    `seen` is a print of each field as it was seen, `chosen` what to keep of fields that clash.
    """

    name: str
    base: str
    by: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where something new goes: behind the question or part `after`; and who puts it there."""

    after: str = ""
    by: str = ""


def start(
    session: Session, study: Study, title: str, segments: Sequence[str], words: Starters
) -> Questionnaire:
    """Give the study a new questionnaire with one empty part."""
    known = {each.key for each in designing.list_questionnaires(session, study)}
    key = editing.free_id("survey", known)
    language = next(iter(study.languages), "en")
    made = editing.started(key, one_line(title), language, segments, words)
    return designing.create(session, study, made)


def taken_ids(questionnaire: Questionnaire) -> set[str]:
    """Return the ids that published versions have."""
    definitions = [version.read() for version in questionnaire.versions]
    sections = {section.id for each in definitions for section in each.sections}
    return sections | {question.id for each in definitions for question in each.questions}


def _taken_parts(questionnaire: Questionnaire, question_id: str) -> set[str]:
    """Return the ids of options and rows that the question ever had."""
    found = [version.read().question(question_id) for version in questionnaire.versions]
    options = {part.id for question in found if question for part in question.choices}
    return options | {part.id for question in found if question for part in question.rows}


def find_question(draft: Definition, name: str) -> Question:
    """The draft's question of that id; raises NotFound."""
    question = draft.question(name)
    if question is None:
        raise NotFound("The questionnaire has no question “%(id)s”.", id=name[:80])
    return question


def find_section(draft: Definition, name: str) -> Section:
    """The draft's part of that id; raises NotFound."""
    section = next((each for each in draft.sections if each.id == name), None)
    if section is None:
        raise NotFound("The questionnaire has no part “%(id)s”.", id=name[:80])
    return section


def _open(session: Session, questionnaire: Questionnaire, page: Page | None = None) -> Definition:
    """Return the draft, nobody else writing it from here on; raises Changed."""
    draft = designing.open_draft(session, questionnaire)
    if page and page.name not in {*editing.order_of(draft), editing.WHOLE}:
        raise TakenAway
    if page and page.base != editing.fingerprint(draft, page.name):
        raise Changed
    return draft


def add_question(
    session: Session, questionnaire: Questionnaire, kind: str, words: Starters, place: Place
) -> str:
    """Add a question of a type and return its id."""
    if kind not in QUESTION_TYPES:
        raise Invalid("kind", "Choose a type.")
    draft, taken = _open(session, questionnaire), taken_ids(questionnaire)
    made, new = editing.add(draft, kind, words, after=place.after, taken=taken)
    designing.edit(session, questionnaire, made, Step("add", new, place.by))
    return new


def add_section(
    session: Session, questionnaire: Questionnaire, words: Starters, place: Place
) -> str:
    """Add an empty part and return its id."""
    draft, taken = _open(session, questionnaire), taken_ids(questionnaire)
    made, new = editing.add_section(draft, words, after=place.after, taken=taken)
    designing.edit(session, questionnaire, made, Step("add", new, place.by))
    return new


def copy_question(
    session: Session,
    questionnaire: Questionnaire,
    source: Definition | None,
    question_id: str,
    place: Place,
    spoken: Sequence[str] = (),
) -> str:
    """Copy a question of `source`, or of the draft itself where it is None; return its id.

    Its translations come along in the draft's languages and in those that are `spoken`.
    """
    draft, taken = _open(session, questionnaire), taken_ids(questionnaire)
    origin = source or draft
    find_question(origin, question_id)
    made, new = editing.copied(
        draft, origin, question_id, taken=taken, after=place.after, spoken=spoken
    )
    designing.edit(session, questionnaire, made, Step("copy", new, place.by))
    return new


def change_line(
    session: Session,
    questionnaire: Questionnaire,
    page: Page,
    line: tuple[str, int, str],
    words: Starters,
) -> None:
    """Add, take away or move a line of a list; `line` is (list, place from 0, what)."""
    draft = _open(session, questionnaire, page)
    question, (part, place, what) = find_question(draft, page.name), line
    if part not in editing.LISTS or part not in QUESTION_TYPES[question.type].uses:
        raise Invalid("line", "The question has no such list.")
    if what == "add":
        taken = _taken_parts(questionnaire, question.id)
        new = editing.line_added(question, part, words, taken)
        made = editing.changed(draft, new)
    elif what == "remove":
        made = editing.without_line(draft, question, part, place)
    else:
        made = editing.with_line_moved(draft, question, part, place, -1 if what == "up" else 1)
    designing.edit(session, questionnaire, editing.pruned(made), Step(what, question.id, page.by))


def retype(
    session: Session, questionnaire: Questionnaire, page: Page, kind: str, words: Starters
) -> str:
    """Give a question another type; a published one gets a new id, which is returned."""
    draft = _open(session, questionnaire, page)
    find_question(draft, page.name)
    if kind not in QUESTION_TYPES:
        raise Invalid("kind", "Choose a type.")
    taken = taken_ids(questionnaire)
    made, new = editing.retyped(draft, page.name, kind, words, taken=taken)
    designing.edit(session, questionnaire, made, Step("type", new, page.by))
    return new


def remove(session: Session, questionnaire: Questionnaire, page: Page) -> str:
    """Take a question or an empty part away; return what stands in its place."""
    draft = _open(session, questionnaire, page)
    order = editing.order_of(draft)
    section = next((each for each in draft.sections if each.id == page.name), None)
    if section and section.questions:
        raise Conflict("The part holds questions: move them to another part first.")
    if section and len(draft.sections) == 1:
        raise Conflict("A questionnaire needs at least one part.")
    is_published = page.name in taken_ids(questionnaire)
    made = editing.removed(draft, page.name, is_published=is_published)
    designing.edit(session, questionnaire, made, Step("remove", page.name, page.by))
    left = editing.order_of(made)
    return left[max(0, order.index(page.name) - 1)]


def arrange(
    session: Session, questionnaire: Questionnaire, order: Sequence[str], *, by: str = ""
) -> None:
    """Put parts and questions in another order."""
    draft = _open(session, questionnaire)
    try:
        made = editing.arranged(draft, order)
    except Misplaced:
        raise Conflict(
            "The order is not saved: the questions were changed meanwhile, or the first line is "
            "not a part."
        ) from None
    designing.edit(session, questionnaire, made, Step("move", "", by))


def move(
    session: Session, questionnaire: Questionnaire, name: str, steps: int, *, by: str = ""
) -> None:
    """Move a question or part one line up (-1) or down (1)."""
    draft = _open(session, questionnaire)
    if name not in editing.order_of(draft):
        raise NotFound("The questionnaire has no question “%(id)s”.", id=name[:80])
    designing.edit(
        session, questionnaire, editing.moved(draft, name, steps), Step("move", name, by)
    )


def set_rule(session: Session, questionnaire: Questionnaire, page: Page, rule: Rule | None) -> None:
    """Ask the question only if a rule holds; None asks always."""
    draft = _open(session, questionnaire, page)
    question = replace(find_question(draft, page.name), show_if=rule)
    made = editing.changed(draft, question)
    designing.edit(session, questionnaire, made, Step("rule", question.id, page.by))


@dataclass(frozen=True)
class Reach:
    """How many people a question is put to: by segment, and by its rule among the answers."""

    people: int
    everybody: int
    meet: int = 0
    answered: int = 0


def reach(session: Session, study: Study, draft: Definition, question: Question) -> Reach:
    """Count whom a question is meant for, and how many answers so far meet its rule."""
    counts = {
        segment: people
        for segment, (_, people) in contacts.count_by_segment(session, study).items()
    }
    asked = draft.segments or tuple(counts)
    everybody = sum(counts.get(segment, 0) for segment in asked)
    people = sum(counts.get(segment, 0) for segment in question.audience or asked)
    if question.show_if is None:
        return Reach(people, everybody)
    own = [
        each
        for each in list_responses(session, study)
        if each.submitted_at and each.version.questionnaire.key == draft.id
    ]
    answers = answers_by_response(session, own)
    ways = [path(draft, answers[each.id], each.segment) for each in own]
    met = [any(one.id.partition("@")[0] == question.id for one in way) for way in ways]
    return Reach(people, everybody, sum(met), len(met))


class Frame(NamedTuple):
    """Where a picture hangs: the option of a question, for all or for those of a language."""

    question: str
    choice: str
    language: str = ""


def show_as(
    session: Session, questionnaire: Questionnaire, frame: Frame, image: str, *, by: str = ""
) -> None:
    """Let a picture stand for an option; an empty name takes it away.

    One without a language is for all who have none of their own.
    """
    draft = _open(session, questionnaire)
    question, choice_id = find_question(draft, frame.question), frame.choice
    language = "" if frame.language == draft.language else frame.language
    if choice_id not in {choice.id for choice in question.choices}:
        raise NotFound("The question has no option “%(id)s”.", id=choice_id[:80])
    choices = tuple(
        _showing(each, image, language) if each.id == choice_id else each
        for each in question.choices
    )
    made = editing.changed(draft, replace(question, choices=choices))
    designing.edit(session, questionnaire, made, Step("picture", question.id, by))


def _showing(choice: Choice, image: str, language: str) -> Choice:
    if not language:
        return replace(choice, image=image)
    others = {code: name for code, name in choice.images.items() if code != language}
    return replace(choice, images=others | ({language: image} if image else {}))
