"""The report as a value: everything its pages say, and nothing they may not say.

Whoever fills it has applied the small-group rule: a figure that may not be shown is not here.
Numbers of clients are distinct client organisations; numbers of people are contacts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reports.document.sentences import Sentence
from reports.document.strength import UNKNOWN, Strength
from reports.estimates import Mean, Score, Severity, Share

SEGMENTS = ("current", "lost", "former", "prospect")


class Known(StrEnum):
    """What a cell of a table knows."""

    SHOWN = "shown"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Cover:
    """Whose report this is, about what, and on which data."""

    firm: str
    title: str
    goal: str
    wave: str
    first_day: date | None
    last_day: date | None
    frozen_on: date
    fingerprint: str


@dataclass(frozen=True)
class Quote:
    """Words a client gave leave to quote; role and segment are empty where they might identify."""

    number: int
    text: str
    language: str
    translation: str
    role: str
    segment: str
    source: str
    stage: int
    theme: str


@dataclass(frozen=True)
class Cell:
    """A share, or why there is none."""

    known: Known
    share: Share | None = None
    people: int = 0

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 where it is not shown."""
        return self.share.value if self.share else 0.0


@dataclass(frozen=True)
class Theme:
    """What several clients say at one stage, in the words a person approved.

    ``key`` is stage and rank ("5.1"); ``kind`` is pain, praise or suggestion; ``segments`` has one
    cell for each of SEGMENTS; ``approved`` is false while only the analysis proposes it. A theme
    nobody has named (not ``is_named``) has a quote for a ``label`` (``is_quote``), or none where
    nothing may be quoted; ``unnamed`` then tells it from others of its kind at the stage, 0 where
    it is alone.
    ``is_sure`` says whether the analysis is sure of it. ``grade`` is how far its evidence carries,
    strong or moderate; empty in a report frozen before grades were.
    """

    key: str
    label: str
    kind: str
    stage: int
    reach: Share
    people: int
    mentions: int
    severity: Severity | None
    segments: tuple[Cell, ...]
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    approved: bool
    quotes: tuple[Quote, ...]
    unnamed: int = 0
    is_named: bool = True
    is_quote: bool = False
    is_sure: bool = True
    grade: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether it may be told as a fact: a person approved it, or the analysis is sure."""
        return self.approved or self.is_sure

    @property
    def priority(self) -> float:
        """Share of the clients asked times typical severity, 0 to 4."""
        return self.reach.value * (self.severity.typical if self.severity else 1.0)

    @property
    def strength(self) -> str:
        """How far the evidence carries: strong from five clients and two segments or sources."""
        if self.grade:
            return self.grade
        told_in = max(len(self.sources), sum(1 for c in self.segments if c.share and c.share.count))
        return "strong" if self.reach.count >= 5 and told_in >= 2 else "moderate"


def settled_first(themes: Iterable[Theme]) -> tuple[Theme, ...]:
    """Return what may be told as a fact before what may not, else in the given order."""
    return tuple(sorted(themes, key=lambda theme: not theme.is_settled))


@dataclass(frozen=True)
class Touchpoint:
    """A meeting of client and firm, as the study's journey has it."""

    name: str
    channel: str
    owner: str
    outcome: str
    metric: str


@dataclass(frozen=True)
class Rating:
    """One rated item: people per point of its scale, lowest first, and the clients behind them.

    ``ends`` are the names of the scale's lowest and highest point.
    """

    text: str
    counts: tuple[int, ...]
    clients: int
    ends: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """How many people rated it."""
        return sum(self.counts)


@dataclass(frozen=True)
class Question:
    """A question as it was worded, and how many people answered it (None where too few)."""

    stage: int | None
    text: str
    kind: str
    questionnaire: str
    answered: int | None


@dataclass(frozen=True)
class Stage:
    """One stage: what the firm believes of it, who was asked, what they said.

    ``struggles`` tells for each of SEGMENTS the clients that name one of its pain points, of those
    asked about any of them; ``hurt`` tells it of all, where no segment is large enough to be told:
    beside the segments it would give away the small ones. Both are empty in a report frozen before.
    """

    number: int
    key: str
    name: str
    description: str
    goal: str
    is_decision: bool
    moments: tuple[str, ...]
    touchpoints: tuple[Touchpoint, ...]
    asked: Cell
    coverage: tuple[Cell, ...]
    emotion: Mean | None
    pains: tuple[Theme, ...]
    strengths: tuple[Theme, ...]
    suggestions: tuple[Theme, ...]
    early: tuple[Sentence, ...]
    ratings: tuple[Rating, ...]
    questions: tuple[Question, ...]
    hurt: Share | None = None
    struggles: tuple[Cell, ...] = ()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote of the stage, pains first."""
        themes = (*self.pains, *self.strengths, *self.suggestions)
        return tuple(quote for theme in themes for quote in theme.quotes)


@dataclass(frozen=True)
class Heard:
    """One line of a sample table: *key* of a segment, language or role, and who stands behind it.

    ``answered`` counts client organisations heard of those approached, ``people`` the contacts.
    """

    key: str
    answered: Cell
    people: int | None


@dataclass(frozen=True)
class Sample:
    """Who was approached and who was heard.

    Of ``invited`` personal links ``answered`` brought a whole questionnaire and ``begun`` a part;
    ``imported`` answers were given elsewhere, in answer to no link.
    """

    clients: Share
    people: int
    invited: int
    interviews: int
    segments: tuple[Heard, ...]
    languages: tuple[Heard, ...]
    roles: tuple[Heard, ...]
    answered: int = 0
    begun: int = 0
    imported: int = 0

    @property
    def response_rate(self) -> Share:
        """Links answered of links sent (AAPOR RR1)."""
        return Share(self.answered, self.invited)


@dataclass(frozen=True)
class Recommendation:
    """A net promoter score for everyone (key "all") or for one segment."""

    key: str
    score: Score
    clients: int


@dataclass(frozen=True)
class Source:
    """A questionnaire version clients answered."""

    title: str
    version: int
    segments: tuple[str, ...]
    questions: int
    responses: int | None


@dataclass(frozen=True)
class Method:
    """How the figures came to be, and what they cannot say; ``questions`` are those of no stage."""

    sources: tuple[Source, ...]
    passages: int
    placed: int
    judged: int
    themes_approved: int
    themes_proposed: int
    min_people: int
    min_firms: int
    quotes_allowed: int
    limits: tuple[Sentence, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Document:
    """A whole report in *language*, its stages in journey order, ready to be shown or frozen."""

    language: str
    cover: Cover
    sample: Sample
    stages: tuple[Stage, ...]
    recommendation: tuple[Recommendation, ...]
    method: Method
    strength: Strength = UNKNOWN

    @property
    def pains(self) -> tuple[Theme, ...]:
        """Every pain point, highest priority first."""
        found = (theme for stage in self.stages for theme in stage.pains)
        return tuple(sorted(found, key=lambda theme: (-theme.priority, theme.key)))

    @property
    def strengths(self) -> tuple[Theme, ...]:
        """Everything clients praise: first what may be told as a strength, each part widest first.

        The others, of which the analysis is not sure, stand last.
        """
        found = (theme for stage in self.stages for theme in stage.strengths)
        order = sorted(found, key=lambda theme: (-theme.reach.value, theme.key))
        return settled_first(order)

    @property
    def kept(self) -> tuple[Theme, ...]:
        """The strengths that may be told as such, widest first."""
        return tuple(theme for theme in self.strengths if theme.is_settled)

    @property
    def suggestions(self) -> tuple[Theme, ...]:
        """Everything clients ask for, widest first."""
        found = (theme for stage in self.stages for theme in stage.suggestions)
        return tuple(sorted(found, key=lambda theme: (-theme.reach.value, theme.key)))

    @property
    def register(self) -> tuple[Quote, ...]:
        """Every quote once, in the order of its number."""
        quotes = {quote.number: quote for stage in self.stages for quote in stage.quotes}
        return tuple(quotes[number] for number in sorted(quotes))

    @property
    def felt(self) -> tuple[Stage, ...]:
        """The stages whose feeling may be shown."""
        return tuple(stage for stage in self.stages if stage.emotion)
