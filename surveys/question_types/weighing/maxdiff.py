"""The best and the worst of each of several sets of options, and how options come into sets."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any

from surveys.question_types.base import Form, Summary, first
from surveys.question_types.values import AnswerValue, Problem, Question
from surveys.question_types.weighing.ordering import Weighing

LEAST_PER_SET, PER_SET, MOST_PER_SET = 3, 4, 5
SEEN = 3
"""How often each option is seen, where a question does not say how many sets there are."""
MOST_SETS = 8
ENDS = ("best", "worst")
Sets = tuple[tuple[str, ...], ...]


class MaxDiff(Weighing):
    """Sets of a few options each; in every set the best and the worst one are chosen."""

    key = "maxdiff"
    uses = frozenset({"choices", "per_set", "sets"})
    figures = "scores"

    def design(self, question: Question) -> Sets:
        """Which options stand in which set: the same for everybody, from the question alone."""
        options = tuple(choice.id for choice in question.choices)
        return balanced_sets(options, self.per_set(question), self.sets(question))

    def per_set(self, question: Question) -> int:
        """How many options stand in a set."""
        return min(question.per_set or PER_SET, len(question.choices))

    def sets(self, question: Question) -> int:
        """How many sets there are; of a draft that wants too many, the first ones."""
        return min(self.wanted(question), MOST_SETS)

    def wanted(self, question: Question) -> int:
        """How many sets the question asks for."""
        seen = SEEN * len(question.choices)
        return question.sets or math.ceil(seen / max(1, self.per_set(question)))

    def columns(self, question: Question) -> list[str]:
        numbers = range(1, self.sets(question) + 1)
        return [f"{question.id}.{n}.{end}" for n in numbers for end in ENDS]

    def measure(self, question: Question) -> tuple[object, ...]:
        return (*super().measure(question), self.per_set(question), self.sets(question))

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset()

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        value = {}
        for n, options in enumerate(self.design(question), 1):
            posted = [first(form, f"{question.id}.{n}.{end}") for end in ENDS]
            chosen = [option if option in options else "" for option in posted]
            if any(chosen):
                value[str(n)] = chosen
        return AnswerValue(value) if value else None

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {name: [cell] for name, cell in self.export(question, answer).items()}

    def missing(self, question: Question) -> Problem:
        return self._half(question, "1", "best")

    def validate(self, question: Question, answer: AnswerValue | None) -> list[Problem]:
        found = super().validate(question, answer)
        return found if found or answer is None else self._open(question, answer)

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        for n, (best, worst) in answer.value.items():
            if best and best == worst:
                both = Problem(
                    "In set %(set)s, “%(option)s” can’t be both the best and the worst",
                    params={"set": int(n), "option": self.name(question, best)},
                )
                return [both.at(question.id, f"{question.id}.{n}.best-{best}")]
        return []

    def _open(self, question: Question, answer: AnswerValue) -> list[Problem]:
        """Sets left open, where every one is needed, or only half done."""
        for n in map(str, range(1, self.sets(question) + 1)):
            best, worst = answer.value.get(n, ("", ""))
            if (best or worst or question.required) and not (best and worst):
                return [self._half(question, n, "worst" if best else "best")]
        return []

    def _half(self, question: Question, n: str, end: str) -> Problem:
        params = {"set": int(n)}
        wanted = (
            Problem("Choose the best in set %(set)s", params=params)
            if end == "best"
            else Problem("Choose the worst in set %(set)s", params=params)
        )
        options = self.design(question)[int(n) - 1] if question.choices else ("",)
        return wanted.at(question.id, f"{question.id}.{n}.{end}-{options[0]}")

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        options = {choice.id: choice for choice in question.choices}
        sets = [[options[option] for option in of] for of in self.design(question)]
        return {"sets": sets, "chosen": answer.value if answer else {}}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        given = [list(answer.value.values()) for answer in answers]
        chosen = Counter(
            f"{option}.{end}"
            for pairs in given
            for pair in pairs
            for option, end in zip(pair, ENDS, strict=True)
        )
        keys = [f"{choice.id}.{end}" for choice in question.choices for end in ENDS]
        return Summary(len(given), counts={key: chosen[key] for key in keys})

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {
            f"{question.id}.{n}.{end}": option
            for n, pair in answer.value.items()
            for end, option in zip(ENDS, pair, strict=True)
            if option
        }

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from super().flaws(question)
        most = min(MOST_PER_SET, len(question.choices) - 1)
        if not LEAST_PER_SET <= (question.per_set or PER_SET) <= most:
            yield Problem("A set holds 3 to 5 options, fewer than there are", part="per_set")
        if self.wanted(question) > MOST_SETS:
            yield Problem(
                "It takes %(n)s sets, 8 are the limit: leave options out or show each less often",
                part="sets",
                params={"n": self.wanted(question)},
            )

    def seconds(self, question: Question) -> int:
        return 10 * self.sets(question)


@lru_cache(maxsize=256)
def balanced_sets(options: tuple[str, ...], per_set: int, sets: int) -> Sets:
    """Share options out into sets: each equally often, and pairs together as evenly as can be.

    A pure function: no chance in it. Each set takes the options used least so far, of these the
    ones that met its own least; then options change places between sets while that evens the pairs.
    """
    if not options or per_set < 1:
        return ()
    made: list[list[str]] = []
    for turn in range(sets):
        made.append(_next_set(options, made, per_set, turn))
    while _even_out(made):
        pass
    order = {option: place for place, option in enumerate(options)}
    return tuple(
        tuple(sorted(of, key=lambda each: (order[each] + n) % len(options)))
        for n, of in enumerate(made)
    )


def _next_set(
    options: tuple[str, ...], made: list[list[str]], per_set: int, turn: int
) -> list[str]:
    used = Counter(option for of in made for option in of)
    met = _meetings(made)
    chosen: list[str] = []
    for _ in range(per_set):
        free = [option for option in options if option not in chosen]
        chosen.append(
            min(
                free,
                key=lambda option: (
                    used[option],
                    sum(met[frozenset((option, other))] for other in chosen),
                    (options.index(option) + turn) % len(options),
                ),
            )
        )
    return chosen


def _meetings(made: list[list[str]]) -> Counter[frozenset[str]]:
    return Counter(frozenset(pair) for of in made for pair in combinations(of, 2))


def _even_out(made: list[list[str]]) -> bool:
    """Change the first two options whose exchange evens the pairs; False where there are none."""
    met = _meetings(made)
    for one, other in combinations(made, 2):
        for mine, theirs in _exchanges(one, other):
            # With what stands in both sets each of the two meets as often after the exchange.
            gain = _gain(set(one) - {mine, *other}, mine, theirs, met)
            if gain + _gain(set(other) - {theirs, *one}, theirs, mine, met) > 0:
                one[one.index(mine)], other[other.index(theirs)] = theirs, mine
                return True
    return False


def _exchanges(one: list[str], other: list[str]) -> list[tuple[str, str]]:
    mine = [option for option in one if option not in other]
    return [(each, theirs) for each in mine for theirs in other if theirs not in one]


def _gain(rest: set[str], leaving: str, coming: str, met: Counter[frozenset[str]]) -> int:
    """By how much the squares of the meetings shrink when one option takes another's place."""
    less = sum(2 * met[frozenset((leaving, each))] - 1 for each in rest)
    more = sum(2 * met[frozenset((coming, each))] + 1 for each in rest)
    return less - more
