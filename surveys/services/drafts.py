"""Drafts of questionnaires: changed step by step, and step by step taken back.

Whoever writes one holds its lock to the end of the transaction, and knows what it is by then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from foundation.clock import now
from foundation.db import begin_write
from foundation.errors import Conflict
from surveys.building.differences import changed_paths
from surveys.changes import Change, changes
from surveys.definition import Definition
from surveys.documents import read_plain
from surveys.models.questionnaire import DraftStep, Questionnaire
from surveys.question_types import Problem

#: So many steps can be taken back.
MOST_STEPS = 100
#: So many steps are gone back to find what somebody saw.
MOST_LOOKED_AT = 30
#: Saves of the same fields by one person within this time are one step.
ONE_STEP = timedelta(minutes=1)

_OVERTAKEN = Problem(
    "The draft was changed meanwhile, by you or a colleague. Nothing is done: look at the present"
    " draft, then try again."
)


class Overtaken(Conflict):
    """Somebody saved the draft after it was read here."""

    def __init__(self) -> None:
        super().__init__(_OVERTAKEN.message)


@dataclass(frozen=True)
class Step:
    """What was done, to which question or part, and by whom."""

    what: str
    about: str = ""
    by: str = ""


@dataclass(frozen=True)
class Steps:
    """What can be taken back, and what can be done again; None where nothing can."""

    back: DraftStep | None
    again: DraftStep | None


def hold(session: Session, questionnaire: Questionnaire) -> None:
    """Be the only one who writes the draft from here on, and know it as it is now."""
    begin_write(session, f"questionnaires:{questionnaire.study_id}")
    session.refresh(questionnaire, ["draft"])


def hold_unchanged(session: Session, questionnaire: Questionnaire) -> None:
    """Be the only one who writes the draft; raises Overtaken where it is not what was read."""
    read = questionnaire.draft
    hold(session, questionnaire)
    if questionnaire.draft != read:
        raise Overtaken


def put(session: Session, questionnaire: Questionnaire, definition: Definition, step: Step) -> None:
    """Put another draft in place, and remember what it was; the same draft is no step.

    Raises Overtaken where the draft is not what was read, for it was changed by that.
    """
    if questionnaire not in session.new:
        hold_unchanged(session, questionnaire)
    before, after = questionnaire.draft, definition.plain()
    if before == after:
        return
    _place(questionnaire, definition)
    own = DraftStep.questionnaire_id == questionnaire.id
    session.execute(delete(DraftStep).where(own, DraftStep.is_undone))
    last = _last(session, questionnaire, undone=False)
    if before and not (last and _is_one(last, step) and _is_within(last, before, after)):
        number = (last.number if last else 0) + 1
        session.add(
            DraftStep(
                questionnaire_id=questionnaire.id,
                number=number,
                what=step.what,
                about=step.about[:80],
                by=step.by[:200],
                before=before,
            )
        )
        session.execute(delete(DraftStep).where(own, DraftStep.number <= number - MOST_STEPS))
    session.flush()


def _place(questionnaire: Questionnaire, definition: Definition) -> None:
    questionnaire.draft = definition.plain()
    questionnaire.title = definition.title[:200]
    questionnaire.audience = list(definition.segments)


def _is_one(last: DraftStep, step: Step) -> bool:
    is_same = (last.what, last.about, last.by) == (step.what, step.about, step.by)
    return is_same and step.what == "words" and now() - last.created_at < ONE_STEP


def _is_within(last: DraftStep, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether nothing changes but what the last step has changed already."""
    return changed_paths(before, after) <= changed_paths(last.before, before)


def _last(session: Session, questionnaire: Questionnaire, *, undone: bool) -> DraftStep | None:
    order = DraftStep.number if undone else DraftStep.number.desc()
    statement = (
        select(DraftStep)
        .where(DraftStep.questionnaire_id == questionnaire.id, DraftStep.is_undone.is_(undone))
        .order_by(order)
        .limit(1)
    )
    return session.scalar(statement)


def steps(session: Session, questionnaire: Questionnaire) -> Steps:
    """What can be taken back and done again now."""
    return Steps(
        _last(session, questionnaire, undone=False), _last(session, questionnaire, undone=True)
    )


def last_by_another(session: Session, questionnaire: Questionnaire, about: str, by: str) -> str:
    """Who changed a question or part last, other than `by`; empty where nobody is known."""
    statement = (
        select(DraftStep.by)
        .where(
            DraftStep.questionnaire_id == questionnaire.id,
            DraftStep.about.in_((about[:80], "")),
            DraftStep.by != by,
            DraftStep.is_undone.is_(False),
        )
        .order_by(DraftStep.number.desc())
        .limit(1)
    )
    return session.scalar(statement) or ""


@dataclass(frozen=True)
class Since:
    """What became of a draft since it was as somebody saw it, and the names of those who did it."""

    changes: tuple[Change, ...]
    by: tuple[str, ...]


def since(session: Session, questionnaire: Questionnaire, content_hash: str) -> Since | None:
    """What changed since the draft of that hash; None where the steps do not reach back to it."""
    names: dict[str, None] = {}
    statement = (
        select(DraftStep)
        .where(DraftStep.questionnaire_id == questionnaire.id, DraftStep.is_undone.is_(False))
        .order_by(DraftStep.number.desc())
        .options(undefer(DraftStep.before))
        .limit(MOST_LOOKED_AT)
    )
    for step in session.scalars(statement):
        names[step.by] = None
        if (earlier := read_plain(step.before)).content_hash == content_hash:
            found = changes(earlier, read_plain(questionnaire.draft))
            return Since(tuple(found), tuple(name for name in names if name))
    return None


def undo(session: Session, questionnaire: Questionnaire) -> DraftStep:
    """Take the last step back; raises Conflict where there is none."""
    hold(session, questionnaire)
    step = _last(session, questionnaire, undone=False)
    if step is None:
        raise Conflict("There is no change to take back.")
    return _swap(session, questionnaire, step)


def redo(session: Session, questionnaire: Questionnaire) -> DraftStep:
    """Do the step again that was taken back last; raises Conflict where there is none."""
    hold(session, questionnaire)
    step = _last(session, questionnaire, undone=True)
    if step is None:
        raise Conflict("There is no change to do again.")
    return _swap(session, questionnaire, step)


def _swap(session: Session, questionnaire: Questionnaire, step: DraftStep) -> DraftStep:
    present, other = questionnaire.draft, read_plain(step.before, is_kept=True)
    _place(questionnaire, other)
    step.before, step.is_undone = present, not step.is_undone
    session.flush()
    return step
