"""The values a questionnaire is made of, and the value a person answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from surveys.rules import Rule

Quote = Literal["anonymous", "no"]
QUOTES: tuple[Quote, ...] = ("anonymous", "no")
_KEPT: dict[str, Quote] = {each: each for each in QUOTES}
#: What an open question may invite; the analysis weighs the words of its answers by it.
ASKS = ("pain", "praise", "suggestion")
DECLINED = "na"
"""Stored for 'prefer not to answer' and 'not applicable': an answer, but not a score."""
NAMELESS = "…"
"""Stands for words of an erased person where it matters how many there were."""
END = "end"
"""Instead of a question: the end of the way."""
RANDOM = "random"
"""The order of options, or of neighbouring sections, that differs from person to person."""
#: Ways to decline that a question may offer, and what is stored for each.
DECLINES = {"dont_know": "dk", "not_applicable": DECLINED, "prefer_not": "pn"}


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, as a sentence with named places for its parameters.

    `part` names the form field (while answering) or the property (while designing).
    """

    message: str
    section: str = ""
    question: str = ""
    language: str = ""
    part: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The English sentence without its place."""
        return self.message % self.params if self.params else self.message

    @property
    def place(self) -> str:
        """Where it is: language, question or section, and property, as far as they are known."""
        parts = [self.question or self.section, self.part, f"({self.language})"]
        return " ".join(part for part in parts if part.strip("()"))

    def at(self, question: str, part: str) -> "Problem":
        """The same problem, placed."""
        return replace(self, question=question, part=part)

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


@dataclass(frozen=True)
class Choice:
    """One option of a choice question.

    `other` asks for the person's own words; `exclusive` ('none of these') clears the rest.
    `image` names the picture that stands for it; the text is then its description too. `images` are
    others for those who read another language. `score` is the number that expressions count it as.
    """

    id: str
    text: str
    other: bool = False
    exclusive: bool = False
    image: str = ""
    images: Mapping[str, str] = field(default_factory=dict, hash=False)
    score: float | None = None

    def pictured(self, language: str) -> "Choice":
        """The option as it is shown in a language, by its own picture or the source's."""
        own = self.images.get(language)
        return replace(self, image=own) if own else self


@dataclass(frozen=True)
class Row:
    """One line of a rating grid; `stage` where it asks about another one than its question."""

    id: str
    text: str
    stage: str = ""


@dataclass(frozen=True)
class Jump:
    """Where to go on after a question when the rule holds: a later question's id, or `END`."""

    when: Rule
    to: str


@dataclass(frozen=True)
class Check:
    """A rule that the answer must meet together with earlier ones, and what to say if not."""

    when: Rule
    say: str


@dataclass(frozen=True)
class Question:
    """One question. Properties that its type does not use stay at their defaults.

    `id`s are never reused for another meaning; answers join to them for ever. `stage` is the key
    of the journey stage it asks about. `theme_source` open text feeds the themes;
    `asks` says which kind of it the question invites, one of `ASKS`. `quote` asks
    beside the text whether the words may be quoted. `audience` limits it to segments (empty: all).
    `declines` are the ways to decline it offers, of `DECLINES`. `scale` names the points, the worst
    first, or the two ends of a line. `bands` are the follow-ups to a low, a middling and a high
    score. `accepts` are the kinds of file that are taken. Of `go_to` the first that holds counts;
    `checks` hold the answer against earlier ones; `order` is empty or `RANDOM`. What each type
    makes of `minimum`, `maximum`, `step`, `total`, `per_set` and `sets` stands with the type.
    """

    id: str
    type: str
    text: str
    hint: str = ""
    stage: str = ""
    required: bool = False
    theme_source: bool = False
    asks: str = ""
    quote: bool = False
    audience: tuple[str, ...] = ()
    show_if: Rule | None = None
    choices: tuple[Choice, ...] = ()
    max_choices: int | None = None
    rows: tuple[Row, ...] = ()
    scale: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    precision: str = ""
    max_length: int | None = None
    declines: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    step: float | None = None
    total: float | None = None
    per_set: int | None = None
    sets: int | None = None
    order: str = ""
    go_to: tuple[Jump, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the options and rows, by their ids."""
        parts: tuple[Choice | Row, ...] = (*self.choices, *self.rows)
        return {part.id: part.text for part in parts}


@dataclass(frozen=True)
class AnswerValue:
    """What a person answered to one question.

    `value`: number, choice id, list of choice ids, {row id: points}, ISO date, or None for a text.
    `text`: their own words, as written (an open text, or beside 'other'; else empty).
    `quote`: None as long as they have not said whether the words may be quoted, which means no.
    """

    value: Any = None
    text: str = ""
    quote: Quote | None = None

    @classmethod
    def kept(cls, value: Any, text: str, quote: str) -> "AnswerValue":
        """Return an answer as the database keeps it: there no permission is an empty text."""
        return cls(value, text, _KEPT.get(quote))
