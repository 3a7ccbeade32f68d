"""Counts what stands behind each theme, and who was asked."""

import uuid
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from findings.gathering import Gathered, Speaker, gather
from findings.models import Theme
from findings.services.voices import voices_by_theme
from findings.tallies import Asked, Tally, Voice, tally
from foundation.clock import today
from research.models.study import Study
from research.small_groups import Group, Minimum

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Counted:
    """A theme with its evidence, its counts and its denominator."""

    theme: Theme
    voices: tuple[Voice, ...]
    tally: Tally
    asked: Asked


def list_themes(session: Session, study_id: uuid.UUID) -> list[Theme]:
    """Return the study's themes that were not merged into another, oldest first."""
    statement = (
        select(Theme)
        .where(Theme.study_id == study_id, Theme.merged_into_id.is_(None))
        .order_by(Theme.created_at, Theme.slug)
    )
    return list(session.scalars(statement))


def count_themes(
    session: Session, study: Study, gathered: Gathered | None = None, *, on: date | None = None
) -> list[Counted]:
    """Return the themes with their counts, those of the most clients first.

    Dropped themes are among them, merged ones are not. A proposed theme whose evidence all went
    elsewhere is left out. Pass `gathered` where it is at hand already; `on` is the day of counting,
    today by default.
    """
    gathered = gathered or gather(session, study)
    heard = voices_by_theme(session, study.id)
    counted = [
        count_theme(theme, heard.get(theme.id, []), gathered, on=on)
        for theme in list_themes(session, study.id)
    ]
    kept = [each for each in counted if each.voices or is_settled(each.theme)]
    return sorted(kept, key=_weight)


def count_theme(
    theme: Theme, voices: Iterable[Voice], gathered: Gathered, *, on: date | None = None
) -> Counted:
    """Return one theme with the counts of this evidence."""
    heard = tuple(voices)
    return Counted(theme, heard, tally(heard, on or today()), asked_about(heard, gathered))


def asked_about(voices: Iterable[Voice], gathered: Gathered) -> Asked:
    """Return who could have spoken of it: all who came past a question that brought it up.

    In an interview everything may be brought up, so everyone interviewed counts as asked.
    """
    heard = list(voices)
    speakers = set(gathered.interviewed)
    for question in {voice.question for voice in heard if voice.question}:
        speakers |= gathered.asked.get(question, frozenset())
    speakers |= {Speaker(v.segment, v.role, v.client, v.person) for v in heard}
    return Asked(_grouped(speakers, lambda speaker: speaker.segment))


def everyone(gathered: Gathered) -> set[Speaker]:
    """Return everybody who had the chance to speak."""
    asked = (speaker for speakers in gathered.asked.values() for speaker in speakers)
    return {*asked, *gathered.interviewed}


def describable(gathered: Gathered, minimum: Minimum) -> frozenset[tuple[str, str]]:
    """Return the pairs of segment and role large enough to stand beside a quote."""
    groups = _grouped(everyone(gathered), lambda speaker: (speaker.segment, speaker.role))
    return frozenset(pair for pair, group in groups.items() if pair[1] and minimum.allows(group))


def _grouped(speakers: Iterable[Speaker], key: Callable[[Speaker], K]) -> dict[K, Group]:
    people: dict[K, list[Speaker]] = {}
    for speaker in speakers:
        people.setdefault(key(speaker), []).append(speaker)
    return {
        name: Group(
            frozenset(one.person for one in of), frozenset(one.client for one in of if one.client)
        )
        for name, of in people.items()
    }


def is_settled(theme: Theme) -> bool:
    """Say whether a person has judged the theme: a run then only proposes changes to it."""
    touched = theme.name_locked or theme.stage_locked or theme.locked
    return touched or theme.status != "proposed"


def _weight(counted: Counted) -> tuple[int, int, int, str]:
    of = counted.tally
    return -of.clients, -of.mentions, -(of.severity or 0), counted.theme.slug
