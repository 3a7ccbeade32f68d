"""Merges themes, and takes a merge back."""

import uuid
from collections.abc import Iterable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from accounts.models import User
from findings.models import Assignment, Theme, ThemeEvent
from findings.services.themes import claim, note, refuse_locked
from findings.services.voices import LIVING
from foundation.errors import Conflict, Invalid


def merge(
    session: Session, theme: Theme, *, into: Theme, rev: int, actor: User | None
) -> ThemeEvent:
    """Let all evidence of `theme` stand in `into`; the event remembers enough to take it back.

    What a person joined no run takes apart: the moved evidence counts as accepted. A unit that
    `into` has, or has rejected, already stays where it is.
    """
    _check_pair(theme, into)
    claim(session, theme, rev=rev)
    refuse_locked(theme)
    refuse_locked(into)
    taken = set(session.scalars(select(Assignment.evidence_id).where(_of(into))))
    moving = [each for each in _living(session, theme) if each.evidence_id not in taken]
    moved = [[str(each.id), each.origin, each.state] for each in moving]
    for each in moving:
        each.theme, each.origin, each.state = into, "person", "accepted"
    theme.merged_into_id = into.id
    note(session, into, "absorbed", actor, {"theme": str(theme.id), "label": theme.label})
    change = {"into": str(into.id), "label": into.label, "moved": moved}
    return note(session, theme, "merged", actor, change)


def undo_merge(session: Session, theme: Theme, *, rev: int, actor: User | None) -> None:
    """Give the merged theme its evidence back, as it was, but for what was rejected since."""
    event = _last_merge(session, theme)
    if theme.merged_into_id is None or event is None:
        raise Conflict("The theme “%(label)s” is not merged into another.", label=theme.label)
    claim(session, theme, rev=rev)
    before = {uuid.UUID(key): (origin, state) for key, origin, state in event.change["moved"]}
    known = set(session.scalars(select(Assignment.evidence_id).where(_of(theme))))
    for each in _those(session, before):
        if each.state != "rejected" and each.evidence_id not in known:
            each.theme = theme
            each.origin, each.state = before[each.id]
    theme.merged_into_id = None
    note(session, theme, "unmerged", actor, {"from": event.change["label"]})


def _check_pair(theme: Theme, into: Theme) -> None:
    if theme.id == into.id:
        raise Invalid("into", "A theme cannot be merged into itself.")
    if theme.study_id != into.study_id:
        raise Invalid("into", "Both themes must belong to the same study.")
    if theme.merged_into_id or into.merged_into_id:
        raise Conflict("One of the two themes is merged into another already.")
    if into.status == "dropped":
        raise Conflict("The theme “%(label)s” is dropped. Revive it first.", label=into.label)


def _of(theme: Theme) -> ColumnElement[bool]:
    return Assignment.theme_id == theme.id


def _living(session: Session, theme: Theme) -> list[Assignment]:
    statement = select(Assignment).where(_of(theme), Assignment.state.in_(LIVING))
    return list(session.scalars(statement.order_by(Assignment.id)))


def _those(session: Session, ids: Iterable[uuid.UUID]) -> list[Assignment]:
    return list(session.scalars(select(Assignment).where(Assignment.id.in_(list(ids)))))


def _last_merge(session: Session, theme: Theme) -> ThemeEvent | None:
    statement = (
        select(ThemeEvent)
        .where(ThemeEvent.theme_id == theme.id, ThemeEvent.verb == "merged")
        .order_by(ThemeEvent.created_at.desc())
        .limit(1)
    )
    return session.scalar(statement)
