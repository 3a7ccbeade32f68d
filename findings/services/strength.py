"""How far the evidence of a study carries: grades, segments compared, how full the picture is."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.saturating import BASE, RUN, Saturation, saturate
from findings.contrasts import Contrasts, contrast, in_order
from findings.models import Evidence
from findings.services.counting import Counted, count_themes
from findings.services.voices import joined, said_on, segment_of
from research.models.interview import Interview
from research.models.organisation import Contact
from research.models.study import Study
from research.small_groups import Group, Minimum
from research.words import Kind
from surveys.models.response import Response

#: The key of everybody together beside those of the segments.
EVERYBODY = ""
#: People of the base and of a run, by which saturation is judged.
JUDGED_BY = (BASE, RUN)
#: What cost the firm the work or the client.
LOST = 4


@dataclass(frozen=True)
class Hearing:
    """One person heard: when first, for which segment, of which client; with their themes."""

    person: uuid.UUID
    client: uuid.UUID | None
    segment: str
    day: date
    themes: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class Filling:
    """How full the picture of one segment is; `saturation` is None where too few were heard."""

    segment: str
    group: Group
    saturation: Saturation | None


@dataclass(frozen=True)
class Strength:
    """All of it. `alone` are themes of one client that lost the work, for researchers only."""

    counted: tuple[Counted, ...]
    contrasts: Contrasts
    fillings: tuple[Filling, ...]
    alone: tuple[Counted, ...] = field(default=())


def weigh(session: Session, study: Study, *, is_reader: bool) -> Strength:
    """Read how far the study's evidence carries, as a reader or a researcher may see it."""
    minimum = Minimum(study.min_people, study.min_firms)
    counted = tuple(c for c in count_themes(session, study) if c.theme.status != "dropped")
    heard = hearings(session, study.id, counted)
    alone = (c for c in counted if c.tally.clients == 1 and c.tally.worst == LOST)
    return Strength(
        counted=counted,
        contrasts=compare_segments(counted, minimum),
        fillings=tuple(fillings(heard, minimum if is_reader else None)),
        alone=() if is_reader else tuple(alone),
    )


def compare_segments(counted: Iterable[Counted], minimum: Minimum) -> Contrasts:
    """Compare the segments in every theme that was not dropped."""
    standing = (each for each in counted if each.theme.status != "dropped")
    return contrast(((each.theme.id, each.tally, each.asked) for each in standing), minimum)


def fillings(heard: Sequence[Hearing], minimum: Minimum | None) -> list[Filling]:
    """Return everybody's and each segment's filling; under a minimum only what it allows."""
    groups = {segment: _group(_of(heard, segment)) for segment in _segments(heard)}
    hidden = minimum.withheld(groups) if minimum else frozenset()
    everybody = _filling(EVERYBODY, heard)
    if minimum and not minimum.allows(everybody.group):
        return []
    return [everybody] + [
        _filling(segment, _of(heard, segment)) for segment in groups if segment not in hidden
    ]


def hearings(
    session: Session, study_id: uuid.UUID, counted: Iterable[Counted]
) -> tuple[Hearing, ...]:
    """Return everybody who said something, in the order they were first heard.

    Their themes are those of pain, praise and suggestions among the ones counted.
    """
    themes: dict[uuid.UUID, set[uuid.UUID]] = {}
    for each in counted:
        if each.theme.kind != Kind.NEUTRAL:
            for voice in each.voices:
                themes.setdefault(voice.person, set()).add(each.theme.id)
    found: dict[uuid.UUID, Hearing] = {}
    for row in session.execute(_SPEAKERS.where(Evidence.study_id == study_id)):
        person, day = row.contact_id or row.response_id, said_on(row)
        if person not in found or day < found[person].day:
            told = frozenset(themes.get(person, ()))
            found[person] = Hearing(person, row.organisation_id, row.segment or "", day, told)
    return tuple(sorted(found.values(), key=lambda one: (one.day, str(one.person))))


_SPEAKERS = joined(
    select(
        Contact.id.label("contact_id"),
        Response.id.label("response_id"),
        Contact.organisation_id,
        segment_of.label("segment"),
        Response.submitted_at,
        Response.started_at,
        Interview.held_on,
    ).distinct()
)


def _segments(heard: Iterable[Hearing]) -> list[str]:
    return sorted({one.segment for one in heard} - {EVERYBODY}, key=in_order)


def _of(heard: Iterable[Hearing], segment: str) -> list[Hearing]:
    return [one for one in heard if one.segment == segment]


def _group(heard: Iterable[Hearing]) -> Group:
    told = list(heard)
    return Group(frozenset(o.person for o in told), frozenset(o.client for o in told if o.client))


def _filling(segment: str, heard: Sequence[Hearing]) -> Filling:
    enough = len(heard) >= BASE + RUN
    saturation = saturate([one.themes for one in heard]) if enough else None
    return Filling(segment, _group(heard), saturation)
