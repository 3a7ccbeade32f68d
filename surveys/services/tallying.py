"""What a questionnaire's answers add up to, over all its versions; for researchers only."""

import math
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import fmean

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from research.models.study import Study
from surveys.definition import Definition
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion
from surveys.models.response import Response, stands_in_results
from surveys.question_types import AnswerValue, Choice, Question, Summary, kind
from surveys.results import NetPromoter, mean_interval, net_promoter, rate_interval
from surveys.routing import Walk, walk
from surveys.services.exporting import answers_by_response, list_responses, list_versions
from surveys.walking.piping import called

#: From so many scores on a recommendation score is shown as one figure.
HEADLINE_FROM = 10
Answers = Mapping[str, AnswerValue]
_WAY = "decline."


@dataclass(frozen=True)
class Words:
    """An open answer, with the response it belongs to."""

    response: Response
    answer: AnswerValue


@dataclass(frozen=True)
class QuestionTally:
    """One question summed up. `asked` is the number of people it was put to.

    `apart` is the number of answers to an earlier version of the question that can't be set beside
    these, so that they stand in no figure here.
    `dropped` are the options and rows that the newest version no longer offers.
    """

    question: Question
    asked: int
    summary: Summary
    words: tuple[Words, ...] = ()
    apart: int = 0
    dropped: frozenset[str] = frozenset()

    @property
    def net_promoter(self) -> NetPromoter | None:
        """The recommendation score, where this question asks for it."""
        is_score = kind(self.question).recommends
        return net_promoter(self.summary.counts) if is_score else None

    @property
    def figures(self) -> str:
        """The macro of the templates that draws the summary."""
        return kind(self.question).figures

    @property
    def declined(self) -> dict[str, int]:
        """How many took each way out that somebody took: dk, na or pn."""
        ways = {
            name.removeprefix(_WAY): n
            for name, n in self.summary.counts.items()
            if name.startswith(_WAY) and n
        }
        rest = self.summary.declined - sum(ways.values())
        return ways | ({"pn": ways.get("pn", 0) + rest} if rest > 0 else {})

    @property
    def counts(self) -> dict[str, int]:
        """What was counted of the answers themselves."""
        found = self.summary.counts.items()
        return {name: n for name, n in found if not name.startswith(_WAY)}

    @property
    def whole(self) -> "RowTally":
        """A question of named points summed up as a whole."""
        points = range(1, len(self.question.scale) + 1)
        return RowTally(tuple(self.summary.counts.get(str(point), 0) for point in points))

    @property
    def mean(self) -> "MeanTally":
        """The mean of a number, within its bounds."""
        least, most = self.question.minimum, self.question.maximum
        return MeanTally(self.summary.numbers, least, most)

    def given(self, option: str, floor: float = 0) -> "MeanTally":
        """What one option got: its places, or its shares of the sum; `floor` is the least."""
        return MeanTally(self.summary.given.get(option, ()), floor)

    def by_mean(self) -> list[Choice]:
        """The options, the smallest mean first; those that nobody gave any place stand last."""
        means = {each.id: self.given(each.id) for each in self.question.choices}
        unknown = {option for option, mean in means.items() if not mean.n}
        return sorted(
            self.question.choices, key=lambda each: (each.id in unknown, means[each.id].mean)
        )

    def by_score(self) -> list[Choice]:
        """The options, the highest score first."""
        return sorted(self.question.choices, key=lambda each: -self.score(each.id))

    def score(self, option: str) -> int:
        """How much oftener an option was chosen best than worst."""
        counts = self.summary.counts
        return counts.get(f"{option}.best", 0) - counts.get(f"{option}.worst", 0)

    @property
    def is_headline(self) -> bool:
        """Say whether enough people answered for one figure."""
        return self.summary.answered >= HEADLINE_FROM

    def interval(self, count: int) -> tuple[float, float]:
        """Wilson's 95 % interval of the share `count` of those who answered."""
        return rate_interval(count, self.summary.answered)

    def part(self, key: str) -> "QuestionTally":
        """One row or cell of a table, summed up with its own base."""
        return replace(self, summary=self.summary.parts[key], words=())

    def row(self, row: str) -> "RowTally":
        """One row of a grid summed up."""
        points = range(1, len(self.question.scale) + 1)
        return RowTally(tuple(self.summary.counts.get(f"{row}.{point}", 0) for point in points))


@dataclass(frozen=True)
class RowTally:
    """One row of a grid: how many chose each point, the worst first."""

    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many rated the row; “not applicable” is no rating."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """Mean of the points; None where nobody rated."""
        total = sum(point * times for point, times in enumerate(self.counts, 1))
        return total / self.n if self.n else None

    @property
    def top(self) -> int:
        """How many chose one of the two best points."""
        return sum(self.counts[-2:])

    def share_interval(self, count: int) -> tuple[float, float]:
        """Wilson's 95 % interval of the share `count` of those who rated the row."""
        return rate_interval(count, self.n)

    @property
    def points(self) -> "MeanTally":
        """The mean of the points, with its interval within the scale."""
        values = tuple(point for point, n in enumerate(self.counts, 1) for _ in range(n))
        return MeanTally(values, 1, len(self.counts))

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share of the two best points."""
        return rate_interval(self.top, self.n)


@dataclass(frozen=True)
class MeanTally:
    """The mean of what people gave, with its 95 % interval."""

    values: tuple[float, ...]
    floor: float | None = None
    ceiling: float | None = None

    @property
    def n(self) -> int:
        """How many gave one."""
        return len(self.values)

    @property
    def mean(self) -> float:
        """The mean; 0 where nobody gave any."""
        return fmean(self.values) if self.values else 0.0

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval (Student's t), within the bounds.

        None where all gave the same, one person too: that says nothing of the spread.
        """
        if len(set(self.values)) < 2:
            return None
        low = -math.inf if self.floor is None else self.floor
        high = math.inf if self.ceiling is None else self.ceiling
        return mean_interval(self.values, low, high)


@dataclass(frozen=True)
class Tally:
    """A questionnaire's answers: complete responses stand in the figures, partial ones do not."""

    questionnaire: Questionnaire
    complete: int
    partial: int
    imported: int
    questions: tuple[QuestionTally, ...]


@dataclass(frozen=True)
class _Given:
    response: Response
    definition: Definition
    answers: Answers
    asked: frozenset[str]

    def is_comparable(self, question: Question) -> bool:
        """Say whether the answer to the version that was asked can be set beside this one's."""
        own = self.definition.question(question.id)
        return own is None or kind(own).measure(own) == kind(question).measure(question)


def tally(session: Session, study: Study, questionnaire: Questionnaire) -> Tally:
    """Sum up every question ever published, each in its newest wording."""
    definitions = {
        version.id: version.read()
        for version in list_versions(session, study)
        if version.questionnaire_id == questionnaire.id
    }
    mine = [each for each in list_responses(session, study) if each.version_id in definitions]
    complete = [each for each in mine if each.submitted_at]
    given = _given(session, complete, definitions)
    return Tally(
        questionnaire,
        len(complete),
        len(mine) - len(complete),
        sum(each.source == "import" for each in complete),
        tuple(
            replace(_sum_up(question, given), dropped=_dropped(question, newest))
            for newest in list(definitions.values())[-1:]
            for question in _questions(definitions.values())
        ),
    )


def count_inside(session: Session, study: Study, questionnaire: Questionnaire) -> int:
    """How many people have begun and not handed in: they finish on the version they began."""
    statement = (
        select(func.count(Response.id))
        .join(Response.version)
        .where(Response.study_id == study.id, stands_in_results())
        .where(QuestionnaireVersion.questionnaire_id == questionnaire.id)
        .where(Response.submitted_at.is_(None))
    )
    return session.scalar(statement) or 0


def _questions(definitions: Iterable[Definition]) -> list[Question]:
    """Every question ever asked: the newest version's in its order, then those it dropped."""
    questions: dict[str, Question] = {}
    for definition in reversed(list(definitions)):
        for question in definition.every:
            known = questions.get(question.id)
            if known is None:
                questions[question.id] = replace(question, text=called(definition, question))
            else:
                questions[question.id] = _with_dropped(known, question)
    return [each for each in questions.values() if each.type != "information"]


def _with_dropped(question: Question, earlier: Question) -> Question:
    """The question with the options and rows it no longer offers: they were answered once.

    Where options weigh each other, those of another version can't be set beside them.
    """
    if kind(question).is_relative or question.type != earlier.type:
        return question
    have = {choice.id for choice in question.choices} | {row.id for row in question.rows}
    choices = tuple(each for each in earlier.choices if each.id not in have)
    rows = tuple(each for each in earlier.rows if each.id not in have)
    return replace(question, choices=(*question.choices, *choices), rows=(*question.rows, *rows))


def _dropped(question: Question, newest: Definition) -> frozenset[str]:
    """Options and rows of the question that the newest version's own lacks."""
    own = next((each for each in newest.every if each.id == question.id), question)
    ids = {each.id for each in question.choices} | {each.id for each in question.rows}
    return frozenset(ids - {each.id for each in own.choices} - {each.id for each in own.rows})


def _given(
    session: Session, responses: list[Response], definitions: Mapping[uuid.UUID, Definition]
) -> list[_Given]:
    answers = answers_by_response(session, responses)
    return [
        _Given(response, way.definition, way.known, _asked(response, way))
        for response in responses
        for way in [
            walk(definitions[response.version_id], answers[response.id], response.respondent)
        ]
    ]


def _asked(response: Response, way: Walk) -> frozenset[str]:
    """What was put to the person; of an imported response only what it holds is known."""
    return frozenset(way.known if response.source == "import" else way.ids)


def _sum_up(question: Question, given: list[_Given]) -> QuestionTally:
    asked = [each for each in given if question.id in each.asked]
    mine = [each for each in asked if each.is_comparable(question)]
    apart = sum(question.id in each.answers for each in asked)
    answered = [each for each in mine if question.id in each.answers]
    summary = kind(question).summarise(question, [each.answers[question.id] for each in answered])
    told = (
        (each.response, answer, kind(question).said(question, answer))
        for each in answered
        for answer in [each.answers[question.id]]
    )
    words = tuple(Words(who, replace(answer, text=text)) for who, answer, text in told if text)
    return QuestionTally(question, len(mine), summary, words, apart - len(answered))
