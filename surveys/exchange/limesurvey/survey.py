"""A LimeSurvey survey as both of its files tell it."""

from dataclasses import dataclass, field

from surveys.exchange.drafting.draft import Words
from surveys.exchange.report import NOWHERE
from surveys.question_types import Problem


@dataclass
class LsPart:
    """A subquestion or an answer; `scale` is 0 or, for columns and second scales, 1."""

    code: str
    scale: str = "0"
    text: Words = field(default_factory=dict)
    relevance: str = ""
    is_mandatory: bool = False


@dataclass
class LsQuestion:
    """A question; `ids` are further names that conditions know it by (SGQA)."""

    code: str
    type: str
    place: Problem = NOWHERE
    text: Words = field(default_factory=dict)
    help: Words = field(default_factory=dict)
    relevance: str = ""
    mandatory: str = ""
    other: str = ""
    preg: str = ""
    default: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    spoken: dict[str, Words] = field(default_factory=dict)
    subquestions: list[LsPart] = field(default_factory=list)
    answers: list[LsPart] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def scale(self, parts: list[LsPart], scale: str) -> list[LsPart]:
        """The parts of one scale."""
        return [part for part in parts if (part.scale or "0") == scale]


@dataclass
class LsGroup:
    """A group of questions, which is a section here."""

    name: Words = field(default_factory=dict)
    description: Words = field(default_factory=dict)
    relevance: str = ""
    random: str = ""
    place: Problem = NOWHERE
    questions: list[LsQuestion] = field(default_factory=list)


@dataclass
class LsSurvey:
    """The whole; `left` names settings and tables that nobody reads here, with their place."""

    name: str = ""
    language: str = "en"
    languages: list[str] = field(default_factory=list)
    title: Words = field(default_factory=dict)
    description: Words = field(default_factory=dict)
    welcome: Words = field(default_factory=dict)
    end: Words = field(default_factory=dict)
    groups: list[LsGroup] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
