"""What goes into an analysis and what comes out: plain values, no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("en", "th", "ko", "vi", "fa")
KINDS = ("pain", "praise", "suggestion", "neutral")

UnitKey = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """One text as somebody gave it: an answer to a question, or an excerpt of an interview.

    `language` is the fallback for texts too short to tell (the contact's language). `client` and
    `respondent` identify who speaks. `stage_hint` is the key of the stage the question or the
    interview section is about; `kind_hint` the kind an interviewer marked or the question asks for
    ("What do you value most?" asks for praise). `ratings` are the respondent's own figures on the
    same matter, from 0 (worst) to 1 (best). `severity` is an interviewer's mark, 1 to 4.
    """

    id: str
    text: str
    language: str | None = None
    client: str | None = None
    respondent: str | None = None
    segment: str | None = None
    question: str | None = None
    stage_hint: str | None = None
    kind_hint: str | None = None
    ratings: tuple[float, ...] = ()
    severity: int | None = None


@dataclass(frozen=True)
class Corpus:
    """All passages of one analysis; ids are unique."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class StageSpec:
    """A stage of the journey, in the order it comes.

    `seeds` are words or sentences a client at this stage would use, in any language. Stages with
    the keys of the shipped models need none. `from_eight` names the stages of the eight-stage
    model that fall into this one, where they are not those of the shipped models.
    """

    key: str
    name: str
    description: str = ""
    seeds: tuple[str, ...] = ()
    from_eight: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownTheme:
    """A theme that is there already, made by a person or an earlier run.

    `examples` are texts that belong to it, `library_id` the known pain or topic it was recognised
    as. A `locked` theme receives nothing from the machine.
    """

    id: str
    labels: Mapping[str, str]
    kind: str = "pain"
    stage: str | None = None
    locked: bool = False
    examples: tuple[str, ...] = ()
    library_id: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person has decided about one span of one passage; None leaves it to the machine."""

    passage_id: str
    start: int
    end: int
    theme_id: str | None = None
    kind: str | None = None
    stage: str | None = None

    @property
    def key(self) -> UnitKey:
        """The span the decision is about."""
        return (self.passage_id, self.start, self.end)


@dataclass(frozen=True)
class Known:
    """What must survive a re-run.

    `rejected` holds (span, theme id) pairs that are never offered again. `retired_ids` are ids of
    merged or dropped themes: no new theme takes them.
    """

    themes: tuple[KnownTheme, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rejected: frozenset[tuple[UnitKey, str]] = frozenset()
    retired_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Options:
    """How to analyse; the defaults are those of a study.

    `kinds` are the kinds that get themes, each kind by itself; with `all_kinds` every unit that
    holds words gets a theme, whatever its kind, in one common set of themes. Without `split` a
    passage is one unit. `granularity` is how many themes there are for each one found: above 1
    themes give up parts, below 1 they take others in, along one hierarchy (`ThemeFound.part_of`).
    """

    all_kinds: bool = False
    split: bool = True
    kinds: tuple[str, ...] = ("pain", "praise", "suggestion")
    granularity: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or clause that says one thing, with what was found about it.

    `start` and `end` count code points of the passage's text, end exclusive. Scores are
    probabilities from 0 to 1. `severity` is 1 (irritates) to 4 (lost the deal), None when the
    unit is no pain; `severity_source` is "interviewer", "rating" or "words", empty without one.
    `coder` is "engine", or "reader" where a reader by endpoint coded it: then `shown_by` are the
    spans of the passage whose words show it, and `further_themes` what else it speaks of.
    """

    passage_id: str
    start: int
    end: int
    text: str
    language: str
    kind: str
    kind_score: float
    theme_id: str | None
    theme_score: float
    stage: str | None
    stage_score: float
    second_stage: str | None = None
    second_stage_score: float = 0.0
    severity: int | None = None
    severity_source: str = ""
    coder: str = "engine"
    shown_by: tuple[tuple[int, int], ...] = ()
    further_themes: tuple[str, ...] = ()

    @property
    def key(self) -> UnitKey:
        """The span, as `Known` refers to it."""
        return (self.passage_id, self.start, self.end)


@dataclass(frozen=True, slots=True)
class ThemeFound:
    """A theme with its units.

    `labels` has a name for every language it can be given in; `label_source` says whether they
    come from the pain library, from the words of the units, from a reader by endpoint, or from a
    `known` theme. `keywords` are key phrases by language. `units` index into `Analysis.units`;
    `exemplars` likewise: the clearest quotes, each from another client where there are several.
    `stages` says how likely the theme is at each stage, by all its units. `is_new` marks a theme
    that no `known` theme covers: a proposal.
    `agreement`, where a reader made the theme, is how far the offline engine's nearest theme holds
    the same units: those in both, out of those in either (Jaccard 1912).

    `part_of` and `stands_from` are its place among all cuts: it stands by itself when there are
    `stands_from` themes or more, with fewer it is part of the theme `part_of`. `is_clear` says
    whether it is really another thing than that one, not only the best place for a cut.
    """

    id: str
    labels: Mapping[str, str]
    label_source: str
    kind: str
    stage: str | None
    stages: Mapping[str, float]
    keywords: Mapping[str, tuple[str, ...]]
    units: tuple[int, ...]
    exemplars: tuple[int, ...]
    library_id: str | None = None
    confidence: float = 0.0
    is_new: bool = True
    agreement: float | None = None
    part_of: str | None = None
    stands_from: int = 0
    is_clear: bool = True

    def label(self, language: str) -> str:
        """The theme's name in `language`, else in English, else in whatever it has."""
        fallback = next(iter(self.labels.values()), self.id)
        return self.labels.get(language) or self.labels.get("en") or fallback


@dataclass(frozen=True)
class Analysis:
    """The result: units in the order of their passages, themes by size, and how it was made.

    `parts` are the themes that other cuts would have: parts of these themes, and themes that these
    took in; their units stand in a theme as well. `trust` says, by question and the stage it is
    about, how surely an answer to it is about that stage, from 0 to 1, as its answers' own words
    bear it out.
    """

    units: tuple[Unit, ...]
    themes: tuple[ThemeFound, ...]
    metrics: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    trust: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    parts: tuple[ThemeFound, ...] = ()
