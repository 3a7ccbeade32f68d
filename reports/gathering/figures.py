"""Shares, feelings, ratings and scores that stand on enough people."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple, TypeVar

from reports.document.report import (
    SEGMENTS,
    Cell,
    Known,
    Rating,
    Recommendation,
    Sample,
)
from reports.document.report import (
    Heard as Line,
)
from reports.estimates import Mean, Score, Share
from reports.gathering.heard import FEELING, Heard, Person, group
from research.small_groups import Group, Minimum
from surveys.question_types import Point, Question, kind

Key = Callable[[Person], str]
T = TypeVar("T")


class Scaled(NamedTuple):
    """A rated line, the names of its scale's lowest and highest point, and how many it has."""

    text: str
    ends: tuple[str, str]
    most: int


@dataclass(frozen=True)
class Figures:
    """Makes the figures of what was *heard*, and none that *minimum* forbids."""

    heard: Heard
    minimum: Minimum

    def sample(self) -> Sample:
        """Return who was approached and heard, by segment, language and role."""
        heard, approached = group(self.heard.people), group(self.heard.approached)
        return Sample(
            clients=Share(len(heard.firms), len(approached.firms)),
            people=len(heard.people),
            invited=self.heard.links.invited,
            answered=self.heard.links.submitted,
            begun=self.heard.links.started - self.heard.links.submitted,
            imported=sum(1 for r in self.heard.replies if r.submitted and r.is_imported),
            interviews=len(self.heard.talks),
            segments=self._lines(lambda person: person.segment, SEGMENTS),
            languages=self._lines(lambda person: person.language),
            roles=self._lines(lambda person: person.role),
        )

    def coverage(self, key: str) -> tuple[Cell, tuple[Cell, ...]]:
        """Return who was heard on a stage: in all, and in each of SEGMENTS."""
        people = self.heard.on_stage(key)
        parts = _parts(people, lambda person: person.segment)
        bases = _parts(self.heard.approached, lambda person: person.segment)
        cells = self.cells(parts, bases, SEGMENTS)
        whole, base = group(people), group(self.heard.approached)
        return self._cell(whole, len(base.firms), hidden=not self.minimum.allows(whole)), cells

    def cells(
        self, parts: Mapping[str, Group], bases: Mapping[str, Group], keys: Iterable[str]
    ) -> tuple[Cell, ...]:
        """Return a cell for each of *keys*: clients heard of those approached."""
        hidden = self.minimum.withheld(parts)
        return tuple(
            self._cell(
                parts.get(key, Group()), len(bases.get(key, Group()).firms), hidden=key in hidden
            )
            for key in keys
        )

    def feeling(self, key: str) -> Mean | None:
        """Return the mean feeling about a stage, a client counting once; None for too few."""
        felt = self.heard.feelings(key)
        people = {person.id: person for person, _ in felt}
        if not self.minimum.allows(group(people.values())):
            return None
        of_person = _means((person.id, value) for person, value in felt)
        of_client = _means((people[one].firm or one, mean) for one, mean in of_person.items())
        values = list(of_client.values())
        return Mean.of(values, len(people), floor=FEELING[0], ceiling=FEELING[1])

    def ratings(self, key: str) -> tuple[Rating, ...]:
        """Return every rated line of a stage, most answered first; a person counts once a line."""
        given: dict[Scaled, list[tuple[Person, int]]] = {}
        for person, line, point in self._rated(key):
            given.setdefault(line, []).append((person, point))
        found = [self._rating(line, _newest(answers)) for line, answers in given.items()]
        shown = [rating for rating in found if rating]
        return tuple(sorted(shown, key=lambda rating: (-rating.people, rating.text)))

    def recommendation(self) -> tuple[Recommendation, ...]:
        """Return the net promoter score of everyone and of each segment that may be shown.

        A person counts once, by the newest answer.
        """
        given = _newest(
            (reply.person, value)
            for reply in self.heard.replies
            for question in reply.answered()
            if kind(question).recommends and isinstance(value := reply.values.get(question.id), int)
        )
        parts = _parts((person for person, _ in given), lambda person: person.segment)
        if not self.minimum.allows(group(person for person, _ in given)):
            return ()
        hidden = self.minimum.withheld(parts)
        shown = [segment for segment in SEGMENTS if segment in parts and segment not in hidden]
        of = {key: [(p, v) for p, v in given if p.segment == key] for key in shown}
        return (_score("all", given), *(_score(key, own) for key, own in of.items()))

    def answered(self, question_id: str) -> int | None:
        """Return how many people answered a question; None where they are too few to say."""
        people = [
            reply.person
            for reply in self.heard.replies
            if any(question.id == question_id for question in reply.answered())
        ]
        return len(group(people).people) if self.minimum.allows(group(people)) else None

    def _rated(self, key: str) -> Iterable[tuple[Person, Scaled, int]]:
        for reply in self.heard.replies:
            for question in reply.answered():
                if not question.scale:
                    continue
                for point in kind(question).points(question, reply.values.get(question.id)):
                    stage, text = _rated_line(question, point)
                    if self.heard.names.own(stage) == key:
                        ends = question.scale[0], question.scale[-1]
                        yield reply.person, Scaled(text, ends, point.most), point.point

    def _rating(self, line: Scaled, answers: list[tuple[Person, int]]) -> Rating | None:
        people = group(person for person, _ in answers)
        if not self.minimum.allows(people):
            return None
        steps = range(1, line.most + 1)
        counts = tuple(sum(1 for _, point in answers if point == step) for step in steps)
        return Rating(line.text, counts, len(people.firms), line.ends)

    def _lines(self, key: Key, order: Iterable[str] = ()) -> tuple[Line, ...]:
        parts, bases = _parts(self.heard.people, key), _parts(self.heard.approached, key)
        keys = [one for one in order if one in bases] or sorted(
            bases, key=lambda one: (-len(bases[one].people), one)
        )
        cells = self.cells(parts, bases, keys)
        return tuple(
            Line(one, cell, cell.people if cell.share else None)
            for one, cell in zip(keys, cells, strict=True)
        )

    def _cell(self, people: Group, base: int, *, hidden: bool) -> Cell:
        if not people:
            return Cell(Known.UNKNOWN)
        if hidden:
            return Cell(Known.WITHHELD)
        return Cell(Known.SHOWN, Share(len(people.firms), base), len(people.people))


def _newest(given: Iterable[tuple[Person, T]]) -> list[tuple[Person, T]]:
    """Return the last of each person's answers, which stand oldest first."""
    return list({person.id: (person, value) for person, value in given}.values())


def _parts(people: Iterable[Person], key: Key) -> dict[str, Group]:
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(key(person), []).append(person)
    return {one: group(of) for one, of in found.items()}


def _means(pairs: Iterable[tuple[uuid.UUID, float]]) -> dict[uuid.UUID, float]:
    found: dict[uuid.UUID, list[float]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: fmean(values) for key, values in found.items()}


def _rated_line(question: Question, point: Point) -> tuple[str, str]:
    """Return the stage that a point is about, and what was rated: a row or the whole question."""
    row = next((row for row in question.rows if row.id == point.row), None)
    return (row.stage or question.stage, row.text) if row else (question.stage, question.text)


def _score(key: str, given: list[tuple[Person, int]]) -> Recommendation:
    values = [value for _, value in given]
    promoters = sum(1 for value in values if value >= 9)
    detractors = sum(1 for value in values if value <= 6)
    score = Score(promoters, len(values) - promoters - detractors, detractors)
    return Recommendation(key, score, len(group(person for person, _ in given).firms))
