"""What a person does with one theme; every change is an event, and none overwrites another's."""

import re
import unicodedata
import uuid
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.models import User
from findings.models import Theme, ThemeEvent
from findings.naming import is_translated, theme_name
from foundation.db import begin_write, count_changed
from foundation.errors import Conflict, Invalid, NotFound
from foundation.languages import DEFAULT
from foundation.texts import one_line
from research.models.study import Study
from research.services import journeys
from research.words import Kind

LONGEST_LABEL = 200
LONGEST_SLUG = 60
#: Addresses of other pages beside those of the themes.
RESERVED_SLUGS = {"new", "analyse"}


def find_theme(session: Session, study_id: uuid.UUID, slug: str) -> Theme:
    """Return the study's theme of this slug, or raise `NotFound`."""
    theme = session.scalar(select(Theme).where(Theme.study_id == study_id, Theme.slug == slug))
    if theme is None:
        raise NotFound("There is no such theme in this study.")
    return theme


def create(
    session: Session, study: Study, *, label: str, kind: str, stage: str, actor: User | None
) -> Theme:
    """Add a theme a person has thought of; its name is theirs from the start."""
    name = _checked_label(label)
    if kind not in set(Kind):
        raise Invalid("kind", "A theme is pain, praise, suggestion or neutral.")
    check_stage(session, study.id, stage)
    theme = Theme(
        study_id=study.id,
        slug=free_slug(session, study.id, name),
        label=name,
        kind=kind,
        stage=stage,
        status="approved",
        name_locked=True,
        stage_locked=bool(stage),
    )
    session.add(theme)
    session.flush()
    note(session, theme, "created", actor, {"label": [None, name]})
    return theme


def rename(
    session: Session,
    theme: Theme,
    *,
    label: str,
    rev: int,
    actor: User | None,
    language: str = "",
) -> None:
    """Give the theme a person's name; from now on a run leaves it alone.

    The name stands in every language, or in `language` only where the theme has names in others.
    Words that somebody said never stay as one of these: they are no translation.
    """
    name = _checked_label(label)
    before = theme_name(theme, language)
    try:
        claim(session, theme, rev=rev)
    except Conflict as conflict:
        raise Conflict(
            "Somebody else changed this theme meanwhile: it is now called “%(theirs)s”. "
            "Your name “%(yours)s” was not saved; send it again if it is still better.",
            theirs=theme_name(theme, language),
            yours=name,
        ) from conflict
    refuse_locked(theme)
    change: dict[str, Any] = {"label": [before, name]}
    if not language or not has_translations(theme):
        theme.label, theme.labels = name, {}
    else:
        change["language"] = language
        theme.labels = {**theme.labels, language: name}
        theme.label = name if language == DEFAULT else theme.label
    theme.name_locked = True
    note(session, theme, "renamed", actor, change)


def has_translations(theme: Theme) -> bool:
    """Say whether the theme has names in several languages that can be changed one by one."""
    return is_translated(theme, library_id=theme.library_id)


def move_stage(session: Session, theme: Theme, *, stage: str, rev: int, actor: User | None) -> None:
    """Set the theme's home stage, empty for none; from now on a run leaves it alone."""
    check_stage(session, theme.study_id, stage)
    claim(session, theme, rev=rev)
    refuse_locked(theme)
    note(session, theme, "moved", actor, {"stage": [theme.stage, stage]})
    theme.stage, theme.stage_locked = stage, True


def approve(session: Session, theme: Theme, *, rev: int, actor: User | None) -> None:
    """Take the theme as a finding."""
    _change_status(session, theme, "approved", "approved", rev=rev, actor=actor)


def drop(session: Session, theme: Theme, *, rev: int, actor: User | None) -> None:
    """Put the theme away; a run never brings it back."""
    refuse_locked(theme)
    _change_status(session, theme, "dropped", "dropped", rev=rev, actor=actor)


def revive(session: Session, theme: Theme, *, rev: int, actor: User | None) -> None:
    """Take a dropped theme up again."""
    _change_status(session, theme, "approved", "revived", rev=rev, actor=actor)


def lock(session: Session, theme: Theme, *, rev: int, actor: User | None) -> None:
    """Freeze the theme: nobody renames, moves or merges it and no run adds to it."""
    _set_lock(session, theme, "locked", rev=rev, actor=actor)


def unlock(session: Session, theme: Theme, *, rev: int, actor: User | None) -> None:
    """Take the lock off."""
    _set_lock(session, theme, "unlocked", rev=rev, actor=actor)


def history(session: Session, theme: Theme) -> list[tuple[ThemeEvent, User | None]]:
    """Return what happened to the theme and who did it, newest first; a run did it if None."""
    statement = (
        select(ThemeEvent, User)
        .outerjoin(User, ThemeEvent.actor_id == User.id)
        .where(ThemeEvent.theme_id == theme.id)
        .order_by(ThemeEvent.created_at.desc(), ThemeEvent.id)
    )
    return [(event, user) for event, user in session.execute(statement)]


def note(
    session: Session, theme: Theme, verb: str, actor: User | None, change: dict[str, Any]
) -> ThemeEvent:
    """Add an event to the theme's history; `change` holds JSON values only."""
    event = ThemeEvent(
        theme_id=theme.id, verb=verb, actor_id=actor.id if actor else None, change=change
    )
    session.add(event)
    session.flush()
    return event


def claim(session: Session, theme: Theme, *, rev: int) -> None:
    """Raise the theme's revision if it is still `rev`, else raise `Conflict`.

    One conditional update, so that of two people saving at once exactly one succeeds.
    """
    statement = (
        update(Theme)
        .where(Theme.id == theme.id, Theme.rev == rev)
        .values(rev=rev + 1)
        .execution_options(synchronize_session=False)
    )
    taken = count_changed(session, statement) == 1
    session.refresh(theme)
    if not taken:
        raise Conflict(
            "Somebody else changed the theme “%(label)s” meanwhile, so your change was not saved. "
            "Look at it as it is now, then decide again.",
            label=theme.label,
        )


def refuse_locked(theme: Theme) -> None:
    """Raise `Conflict` when the theme is locked."""
    if theme.locked:
        raise Conflict(
            "The theme “%(label)s” is locked. An owner can unlock it.", label=theme.label
        )


def _change_status(
    session: Session, theme: Theme, status: str, verb: str, *, rev: int, actor: User | None
) -> None:
    claim(session, theme, rev=rev)
    if theme.status != status:
        note(session, theme, verb, actor, {"status": [theme.status, status]})
        theme.status = status


def _set_lock(session: Session, theme: Theme, verb: str, *, rev: int, actor: User | None) -> None:
    claim(session, theme, rev=rev)
    theme.locked = verb == "locked"
    note(session, theme, verb, actor, {})


def _checked_label(label: str) -> str:
    name = one_line(label)
    if not name:
        raise Invalid("label", "A theme needs a name.")
    if len(name) > LONGEST_LABEL:
        raise Invalid("label", "A name has at most %(most)s characters.", most=LONGEST_LABEL)
    return name


def check_stage(session: Session, study_id: uuid.UUID, stage: str) -> None:
    """Raise `Invalid` for a stage the study's journey does not have; no stage is right."""
    journey = journeys.in_force(session, session.get_one(Study, study_id))
    if stage and stage not in {each.key for each in journey.stages}:
        raise Invalid("stage", "The journey has no stage “%(stage)s”.", stage=stage)


def free_slug(session: Session, study_id: uuid.UUID, label: str) -> str:
    """Return a slug made of the label that no theme of the study has yet."""
    begin_write(session, f"themes:{study_id}")
    taken = set(session.scalars(select(Theme.slug).where(Theme.study_id == study_id)))
    taken |= RESERVED_SLUGS
    slug = base = slugify(label)
    number = 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def slugify(label: str) -> str:
    """Return the label in small Latin letters, digits and hyphens; `theme` where none remain."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:LONGEST_SLUG].rstrip("-") or "theme"
