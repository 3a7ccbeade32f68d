"""Who stands behind a theme: client organisations first, then people and mentions."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from statistics import median_high

from research.small_groups import Group, Minimum
from research.words import Kind

#: A client counts as heard recently for so long after it last said a thing.
RECENT = timedelta(days=730)
#: Distinct clients a strong and a moderate finding stand on.
STRONG_FROM, MODERATE_FROM = 5, 3


@dataclass(frozen=True)
class Voice:
    """One unit of evidence, and whose words they are.

    `person` is the contact, or the response where nobody knows whose it is; `client` their
    organisation. `question` is the id of the question answered, empty for an interview. `link` is
    the answer's or the interview's id. `may_quote` says whether the person allows the words to be
    shown without their name. `said_on` is the day it was said.
    """

    evidence_id: uuid.UUID
    text: str
    language: str
    kind: str
    severity: int | None
    stage: str
    segment: str
    role: str
    client: uuid.UUID | None
    person: uuid.UUID
    question: str
    link: uuid.UUID
    may_quote: bool
    said_on: date

    @property
    def source(self) -> str:
        """`survey` or `interview`."""
        return "survey" if self.question else "interview"


class Grade(StrEnum):
    """How much weight a theme bears."""

    STRONG = "strong"
    MODERATE = "moderate"
    THIN = "thin"


@dataclass(frozen=True)
class Asked:
    """Everyone who had the chance to speak of a theme, by segment: its denominator."""

    segments: Mapping[str, Group] = field(default_factory=dict)

    @cached_property
    def whole(self) -> Group:
        """All segments together."""
        return united(self.segments.values())


@dataclass(frozen=True)
class Tally:
    """The counts of one theme's evidence.

    `segments` holds the people of each segment who speak in it; `severity` is the median of its
    pains (the upper one of two), `worst` the highest, both 1 to 4 and None where no pain is rated.
    `recent` counts the clients that said it within `RECENT` before the day of counting.
    """

    group: Group
    mentions: int
    languages: Mapping[str, int]
    segments: Mapping[str, Group]
    roles: frozenset[str]
    sources: frozenset[str]
    severity: int | None
    worst: int | None
    recent: int

    @property
    def clients(self) -> int:
        """Distinct client organisations."""
        return len(self.group.firms)

    @property
    def people(self) -> int:
        """Distinct people."""
        return len(self.group.people)

    @property
    def grade(self) -> Grade:
        """Strong from 5 recent clients and 2 sources or segments, moderate from 3 clients."""
        broad = max(len(self.sources), len(self.segments)) >= 2
        if self.recent >= STRONG_FROM and broad:
            return Grade.STRONG
        return Grade.MODERATE if self.clients >= MODERATE_FROM else Grade.THIN

    def is_finding(self, minimum: Minimum) -> bool:
        """Say whether readers may see the theme's count and quotes."""
        return self.clients >= minimum.firms

    def clients_by_segment(self) -> dict[str, int]:
        """Distinct client organisations in each segment; none is left out."""
        return {segment: len(group.firms) for segment, group in self.segments.items()}

    def shown_segments(self, minimum: Minimum, asked: Asked) -> dict[str, int]:
        """The segment counts a reader may see: those that stand on enough people asked.

        Where hiding one segment would let it be worked out from the others, another is hidden.
        """
        hidden = minimum.withheld(asked.segments)
        counts = self.clients_by_segment()
        return {segment: n for segment, n in counts.items() if segment not in hidden}


def tally(voices: Iterable[Voice], on: date) -> Tally:
    """Count the evidence of a theme as it stands on a day."""
    heard = list(voices)
    rated = sorted(v.severity for v in heard if v.severity and v.kind == Kind.PAIN)
    return Tally(
        group=group_of(heard),
        mentions=len(heard),
        languages=dict(Counter(voice.language for voice in heard).most_common()),
        segments=by_segment(heard),
        roles=frozenset(voice.role for voice in heard if voice.role),
        sources=frozenset(voice.source for voice in heard),
        severity=median_high(rated) if rated else None,
        worst=rated[-1] if rated else None,
        recent=len({v.client for v in heard if v.client and v.said_on >= on - RECENT}),
    )


def group_of(voices: Iterable[Voice]) -> Group:
    """Return the people who speak and the organisations they belong to."""
    heard = list(voices)
    firms = frozenset(voice.client for voice in heard if voice.client)
    return Group(frozenset(voice.person for voice in heard), firms)


def by_segment(voices: Iterable[Voice]) -> dict[str, Group]:
    """Return the people who speak, by their segment at the time."""
    heard: dict[str, list[Voice]] = {}
    for voice in voices:
        heard.setdefault(voice.segment, []).append(voice)
    return {segment: group_of(of) for segment, of in sorted(heard.items())}


def united(groups: Iterable[Group]) -> Group:
    """Return everyone of these groups."""
    whole = Group()
    for group in groups:
        whole |= group
    return whole
