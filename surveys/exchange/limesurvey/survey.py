"""A LimeSurvey survey as both of its files tell it."""

from dataclasses import dataclass, field

from surveys.exchange.drafting.draft import Words
from surveys.exchange.report import NOWHERE
from surveys.question_types import Problem


@dataclass
class LsPart:
    """A subquestion or an answer; `scale` is 0 or, for columns and second scales, 1.

    `score` is what an answer counts in an assessment; `id` the number of a subquestion in the
    database, which conditions may know it by.
    """

    code: str
    scale: str = "0"
    text: Words = field(default_factory=dict)
    relevance: str = ""
    is_mandatory: bool = False
    score: str = ""
    id: str = ""


@dataclass
class LsQuestion:
    """A question; `ids` are further names that conditions know it by (SGQA).

    `theme` is the look it was given, `script` what the page ran for it.
    """

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
    theme: str = ""
    script: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    spoken: dict[str, Words] = field(default_factory=dict)
    subquestions: list[LsPart] = field(default_factory=list)
    answers: list[LsPart] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    conditions: list["LsCondition"] = field(default_factory=list)

    def scale(self, parts: list[LsPart], scale: str) -> list[LsPart]:
        """The parts of one scale."""
        return [part for part in parts if (part.scale or "0") == scale]


@dataclass(frozen=True)
class LsCondition:
    """A condition as it was kept before there were formulas: one field against one value."""

    scenario: str
    field: str
    method: str
    value: str


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
class LsQuota:
    """A quota: no more than `most` people who gave the answers of its members.

    A member is a question and the code of its answer. `said` is the message to those who come too
    late, `url` where they are sent.
    """

    name: str
    most: str
    is_active: bool = True
    members: list[tuple[LsQuestion, str]] = field(default_factory=list)
    said: Words = field(default_factory=dict)
    url: str = ""


@dataclass
class LsAssessment:
    """Words that are shown for a sum of scores within bounds."""

    name: str
    minimum: str
    maximum: str
    said: Words = field(default_factory=dict)


@dataclass
class LsSurvey:
    """The whole; `left` names settings and tables that nobody reads here, with their values."""

    name: str = ""
    language: str = "en"
    languages: list[str] = field(default_factory=list)
    title: Words = field(default_factory=dict)
    description: Words = field(default_factory=dict)
    welcome: Words = field(default_factory=dict)
    end: Words = field(default_factory=dict)
    groups: list[LsGroup] = field(default_factory=list)
    quotas: list[LsQuota] = field(default_factory=list)
    assessments: list[LsAssessment] = field(default_factory=list)
    is_assessed: bool = False
    left: list[tuple[str, str]] = field(default_factory=list)

    @property
    def questions(self) -> list[LsQuestion]:
        """All questions in order."""
        return [question for group in self.groups for question in group.questions]
