"""The theme board as a value: columns by stage, cards, and what each visitor may see of them.

Researchers see everything. Readers see what mission's small-group rule allows: a theme of too few
client firms is an early signal without figures or quotes; a segment's figure stands on enough
people asked; a quote needs the speaker's permission, and names segment and role only where enough
people share both.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from accounts.models import User
from analysis.weighing import Share, wilson
from findings.contrasts import Contrasts
from findings.gathering import gather
from findings.models import AnalysisRun, Theme, ThemeEvent
from findings.naming import has_borrowed_name, safe_name, theme_name
from findings.services.counting import (
    Counted,
    count_theme,
    count_themes,
    describable,
    list_themes,
)
from findings.services.grains.nesting import Nested, nest
from findings.services.grains.standing import Hierarchy
from findings.services.grains.standing import load as load_hierarchy
from findings.services.latest import last_run
from findings.services.proposals import list_open
from findings.services.strength import compare_segments
from findings.services.themes import history
from findings.services.voices import count_unsorted, unsorted_voices, voices_by_theme
from findings.tallies import Grade, Voice
from research.models.journey import Stage
from research.models.study import Study
from research.services import journeys
from research.small_groups import Minimum

UNSORTED = ""
#: Excerpts of no theme that the board shows; the evidence page has them all.
MOST_UNSORTED = 8


@dataclass(frozen=True)
class Eyes:
    """Who looks. `minimum` is None for researchers; `describable` are the pairs of segment and
    role that may stand beside a quote."""

    minimum: Minimum | None = None
    describable: frozenset[tuple[str, str]] = frozenset()

    @property
    def is_reader(self) -> bool:
        """Say whether the small-group rule applies."""
        return self.minimum is not None


@dataclass(frozen=True)
class Filter:
    """Which themes to show; what is empty shows all but dropped ones."""

    kind: str = ""
    status: str = ""
    segment: str = ""

    def takes(self, counted: Counted) -> bool:
        """Say whether the theme is wanted."""
        theme = counted.theme
        wanted = {self.status} if self.status else {"proposed", "approved"}
        return (
            theme.status in wanted
            and self.kind in {"", theme.kind}
            and (not self.segment or self.segment in counted.tally.segments)
        )


@dataclass(frozen=True)
class Quote:
    """Words that may be shown; `segment` and `role` are empty where they would tell too much."""

    voice: Voice
    segment: str
    role: str


@dataclass(frozen=True)
class Card:
    """A theme as the visitor may see it; an early signal has neither figures nor quotes."""

    theme: Theme
    is_signal: bool
    clients: int = 0
    mentions: int = 0
    asked: int = 0
    segments: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    severity: int | None = None
    worst: int | None = None
    grade: Grade = Grade.THIN
    quotes: tuple[Quote, ...] = ()
    voices: tuple[Voice, ...] = ()
    is_reader: bool = False

    @property
    def share(self) -> Share:
        """The clients that say it, of those asked, with Wilson's interval."""
        return wilson(self.clients, self.asked)

    def name(self, language: str) -> str:
        """Return the theme's name; before readers it never is somebody's words without leave.

        Empty where the theme has no name that readers may see.
        """
        if self.is_reader:
            return safe_name(self.theme, self.voices, language, quotable=not self.is_signal)
        return theme_name(self.theme, language)

    def awaits_name(self, language: str) -> bool:
        """Say whether a person should name the theme, since its name is somebody's words."""
        return has_borrowed_name(self.theme, self.voices, language)


@dataclass(frozen=True)
class Column:
    """One stage with its themes; key and stage are empty for those not sorted yet."""

    key: str
    stage: Stage | None
    cards: tuple[Card, ...]


def lay_out(
    counted: Iterable[Counted], stages: Sequence[Stage], wanted: Filter, eyes: Eyes
) -> list[Column]:
    """Return the columns in the order of the journey, the unsorted first."""
    keys = [stage.key for stage in stages]
    cards: dict[str, list[Card]] = {key: [] for key in (UNSORTED, *keys)}
    for each in counted:
        if wanted.takes(each):
            place = each.theme.stage if each.theme.stage in keys else UNSORTED
            cards[place].append(card(each, eyes))
    columns = [Column(stage.key, stage, tuple(cards[stage.key])) for stage in stages]
    return [Column(UNSORTED, None, tuple(cards[UNSORTED])), *columns]


def card(counted: Counted, eyes: Eyes) -> Card:
    """Return the theme as these eyes may see it."""
    counts, minimum = counted.tally, eyes.minimum
    if minimum and not (counts.is_finding(minimum) and minimum.allows(counted.asked.whole)):
        return Card(counted.theme, is_signal=True, voices=counted.voices, is_reader=True)
    segments = (
        counts.shown_segments(minimum, counted.asked) if minimum else counts.clients_by_segment()
    )
    return Card(
        theme=counted.theme,
        is_signal=False,
        clients=counts.clients,
        mentions=counts.mentions,
        asked=len(counted.asked.whole.firms),
        segments=segments,
        languages=dict(counts.languages),
        severity=counts.severity,
        worst=counts.worst,
        grade=counts.grade,
        quotes=tuple(quotes(counted.voices, eyes)),
        voices=counted.voices,
        is_reader=eyes.is_reader,
    )


def quotes(voices: Iterable[Voice], eyes: Eyes) -> Iterable[Quote]:
    """Yield the quotes these eyes may see, each with as much of its speaker as is safe."""
    for voice in voices:
        if not eyes.is_reader:
            yield Quote(voice, voice.segment, voice.role)
        elif voice.may_quote:
            safe = (voice.segment, voice.role) in eyes.describable
            yield Quote(voice, voice.segment if safe else "", voice.role if safe else "")


@dataclass(frozen=True)
class Board:
    """The whole board; what only researchers see is empty for readers.

    `inbox` are some of the `unsorted` statements that stand in no theme, `proposals` the number of
    changes a run offers, `run` the last one. `questions` are the wordings of questions by id,
    `contrasts` the segments compared by the theme's id. `hierarchy` is that of the last run, and
    `nested` what it has below and above each theme.
    """

    columns: tuple[Column, ...]
    wanted: Filter
    eyes: Eyes
    themes: int
    mentions: int
    clients: int
    questions: Mapping[str, str] = field(default_factory=dict)
    inbox: tuple[Voice, ...] = ()
    unsorted: int = 0
    proposals: int = 0
    run: AnalysisRun | None = None
    contrasts: Contrasts = field(default_factory=dict)
    hierarchy: Hierarchy | None = None
    nested: Mapping[uuid.UUID, Nested] = field(default_factory=dict)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The journey's stages in their order."""
        return tuple(column.stage for column in self.columns if column.stage)


@dataclass(frozen=True)
class Drawer:
    """One theme beside the board; readers see neither its history nor the other themes."""

    card: Card
    into: Theme | None
    others: tuple[Theme, ...] = ()
    history: tuple[tuple[ThemeEvent, User | None], ...] = ()


def load_board(session: Session, study: Study, wanted: Filter, *, is_reader: bool) -> Board:
    """Read the board as a reader or a researcher may see it; readers filter by kind alone."""
    gathered = gather(session, study)
    minimum = Minimum(study.min_people, study.min_firms)
    eyes = Eyes(minimum, describable(gathered, minimum)) if is_reader else Eyes()
    wanted = Filter(kind=wanted.kind) if is_reader else wanted
    counted = count_themes(session, study, gathered)
    shown = [voice for each in counted if wanted.takes(each) for voice in each.voices]
    board = Board(
        columns=tuple(lay_out(counted, journeys.in_force(session, study).stages, wanted, eyes)),
        wanted=wanted,
        eyes=eyes,
        themes=sum(1 for each in counted if wanted.takes(each)),
        mentions=len({voice.evidence_id for voice in shown}),
        clients=len({voice.client for voice in shown if voice.client}),
        questions=gathered.questions,
        contrasts=compare_segments(counted, minimum),
    )
    return board if is_reader else _with_desk(session, study, board)


def load_drawer(session: Session, study: Study, theme: Theme, eyes: Eyes) -> Drawer:
    """Read one theme as these eyes may see it."""
    heard = voices_by_theme(session, study.id).get(theme.id, [])
    counted = count_theme(theme, heard, gather(session, study))
    into = session.get(Theme, theme.merged_into_id) if theme.merged_into_id else None
    if eyes.is_reader:
        return Drawer(card(counted, eyes), into)
    others = [each for each in list_themes(session, study.id) if each.status != "dropped"]
    return Drawer(
        card=card(counted, eyes),
        into=into,
        others=tuple(sorted((o for o in others if o.id != theme.id), key=lambda o: o.label)),
        history=tuple(history(session, theme)),
    )


def _with_desk(session: Session, study: Study, board: Board) -> Board:
    """Add what waits for a researcher."""
    hierarchy = load_hierarchy(session, study.id)
    return replace(
        board,
        inbox=tuple(unsorted_voices(session, study.id, MOST_UNSORTED)),
        unsorted=count_unsorted(session, study.id),
        proposals=len(list_open(session, study.id)),
        run=last_run(session, study.id),
        hierarchy=hierarchy,
        nested=nest(hierarchy) if hierarchy else {},
    )
