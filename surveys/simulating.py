"""Simulated respondents: many people who answer at random, to see where a questionnaire leads.

They go by the same walk as real ones. The same seed gives the same people.
"""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.definition import SEGMENTS, START_SECONDS, Definition
from surveys.question_types import AnswerValue, Question, kind
from surveys.routing import next_page
from surveys.walking.guesses import guesses, literals_of
from surveys.walking.walk import Respondent, Walk, walk

LONGEST_WAY = 5000


@dataclass(frozen=True)
class Simulation:
    """What the people came past.

    `never` are the questions that nobody was asked, in order; `minutes` how many people needed so
    many minutes, rounded up; `asked` how many were asked each question.
    """

    people: int
    never: tuple[Question, ...]
    minutes: Mapping[int, int]
    asked: Mapping[str, int]

    def minutes_of(self, share: float) -> int:
        """The minutes that this share of the people (0 to 1) needs at most."""
        reached = 0
        for minutes, people in sorted(self.minutes.items()):
            reached += people
            if reached >= share * self.people:
                return minutes
        return 0


def simulate(definition: Definition, people: int, seed: int = 0) -> Simulation:
    """Let so many people go through, spread over the segments and languages."""
    chance = random.Random(seed)  # noqa: S311  for trying out, not for secrets
    literals = literals_of(definition)
    options = {each.id: guesses(each, literals) for each in definition.questions}
    asked: Counter[str] = Counter()
    minutes: Counter[int] = Counter()
    for _ in range(people):
        way = _one(definition, options, chance)
        asked.update(dict.fromkeys((each.partition("@")[0] for each in way.ids), 1))
        minutes[-(-seconds(way) // 60)] += 1
    never = tuple(each for each in definition.questions if each.id not in asked)
    return Simulation(people, never, dict(sorted(minutes.items())), asked)


def seconds(way: Walk) -> int:
    """How long this way takes, in seconds."""
    return START_SECONDS + sum(kind(each).seconds(each) for each in way.questions)


def _one(
    definition: Definition,
    options: Mapping[str, list[AnswerValue | None]],
    chance: random.Random,
) -> Walk:
    """One person, who answers page by page, so that an answer can open what comes next."""
    segment = chance.choice(definition.segments or SEGMENTS)
    who = Respondent(segment, chance.choice(definition.languages), chance.randrange(2**31))
    answers: dict[str, AnswerValue] = {}
    way = walk(definition, answers, who)
    page = next(iter(way.questions), None)
    for _ in range(LONGEST_WAY):
        if page is None:
            break
        answer = chance.choice(options[page.id.partition("@")[0]])
        if answer is not None:
            answers[page.id] = answer
            way = walk(definition, answers, who)
        page = next_page(way, page.id)
    return way
