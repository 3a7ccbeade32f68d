"""Answers worth trying: for each question those between which a rule can tell the difference.

Rules compare with constants, so of all numbers only the constants, their neighbours and the ends
matter, and of all sets of options only those made of the options that are named.
"""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from surveys.definition import Definition
from surveys.question_types import AnswerValue, Question, kind
from surveys.question_types.files import File
from surveys.question_types.values import DECLINED
from surveys.question_types.weighing.maxdiff import MaxDiff
from surveys.rules import Formula, references

Literals = Mapping[tuple[str, str | None], set[Any]]
MOST_NAMED = 5
"""So many named options are tried in all combinations; of more only alone and together."""


def formulas(definition: Definition) -> Iterator[Formula]:
    """Every rule and expression of a questionnaire."""
    for section in definition.sections:
        if section.show_if:
            yield section.show_if
        for question in section.questions:
            if question.show_if:
                yield question.show_if
            yield from (jump.when for jump in question.go_to)
            yield from (check.when for check in question.checks)
    yield from (each.value for each in definition.values)
    yield from (each.when for each in definition.quotas)


def literals_of(definition: Definition) -> Literals:
    """The constants that each question (and row) is compared with, over all rules."""
    found: dict[tuple[str, str | None], set[Any]] = defaultdict(set)
    for formula in formulas(definition):
        for reference in references(formula.tree):
            found[reference.question, reference.row].update(reference.literals)
    return found


def guesses(question: Question, literals: Literals) -> list[AnswerValue | None]:
    """Answers to a question that rules can tell apart; None where it may be left open."""
    found: list[AnswerValue | None] = [AnswerValue(value) for value in _values(question, literals)]
    if not found and question.type in _WORDS:
        words = [each for each in literals.get((question.id, None), ()) if isinstance(each, str)]
        found = [AnswerValue(text=text) for text in (*sorted(words), "Words")]
    if not question.required or question.declines or not found:
        found.append(None)
    return found


def _values(question: Question, literals: Literals) -> Iterator[Any]:
    held = literals.get((question.id, None), set())
    makers: list[tuple[bool, Callable[[], Iterable[Any]]]] = [
        (bool(question.rows), lambda: _rows(question, literals)),
        (question.type == "constant_sum", lambda: _shares(question)),
        (question.type == "maxdiff", lambda: _bests_and_worsts(question)),
        (question.type in _SEVERAL, lambda: _sets(question, held)),
        (bool(question.choices), lambda: [choice.id for choice in question.choices]),
        (kind(question).recommends, lambda: [*_numbers(held, 0, 10), DECLINED]),
        (len(question.scale) > 2, lambda: _numbers(held, 1, len(question.scale))),
        (question.type in _MEASURES, lambda: _measures(question, held)),
        (question.type == "date", lambda: _dates(question, held)),
        (question.type == "date_range", lambda: _spans(question, literals)),
        (question.type in _GIVEN, lambda: [_GIVEN[question.type]]),
        (question.type == "file", lambda: [_file(question)]),
        (question.type == "time", lambda: sorted({"00:00", "12:00", "23:59"} | _words(held))),
    ]
    yield from next((make() for holds, make in makers if holds), ())


_WORDS = frozenset({"short_text", "long_text", "email", "phone"})
_SEVERAL = frozenset({"multiple", "ranking", "picture"})
_MEASURES = frozenset({"number", "slider"})
_POINTS = 5
#: Types that are answered in one way, or not at all.
_GIVEN: dict[str, Any] = {
    "consent": True,
    "signature": {"typed": "Name"},
}


def _file(question: Question) -> dict[str, Any]:
    return {"name": f"file.{File().endings(question)[0]}", "size": 1, "key": "0" * 64}


def _numbers(held: Iterable[Any], low: float, high: float, step: float = 1) -> list[float]:
    near = {each + by for each in held if _is_number(each) for by in (-step, 0, step)}
    return sorted({each for each in {*near, low, high} if low <= each <= high})


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _measures(question: Question, held: Iterable[Any]) -> list[float]:
    known = [each for each in held if _is_number(each)]
    low = question.minimum if question.minimum is not None else min([0, *known]) - 1
    high = question.maximum if question.maximum is not None else max([10, *known]) + 1
    return _numbers(held, low, high, question.step or 1)


def _dates(question: Question, held: Iterable[Any]) -> list[str]:
    words = {each for each in held if isinstance(each, str)}
    if question.precision == "month":
        return sorted({each[:7] for each in words} | {"2000-01", "2026-06", "2099-12"})
    days = {"2000-01-01", "2026-06-15", "2099-12-31"}
    for each in words:
        with suppress(ValueError, OverflowError):  # what is no day, or the last one there is
            day = dt.date.fromisoformat(each)
            days |= {(day + dt.timedelta(days=by)).isoformat() for by in (-1, 0, 1)}
    return sorted(days)


def _words(held: Iterable[Any]) -> set[str]:
    return {each for each in held if isinstance(each, str)}


def _spans(question: Question, literals: Literals) -> Iterator[dict[str, str]]:
    """Spans of dates whose ends rules can tell apart."""
    held = set().union(*(literals.get((question.id, end), set()) for end in ("from", "to")))
    days = _dates(question, held)
    yield from ({"from": one, "to": other} for one in days for other in days if one <= other)


def _sets(question: Question, held: Iterable[Any]) -> Iterator[list[str]]:
    """Sets of options, made of those that are named and one that is not."""
    alone = [each.id for each in question.choices if each.exclusive]
    free = [each.id for each in question.choices if not each.exclusive]
    named = [each for each in free if each in set(map(str, held))]
    others = [each for each in free if each not in named]
    pool = free if len(free) <= MOST_NAMED else [*named, *others[:1]]
    most = question.max_choices or len(free)
    sizes = range(1, len(pool) + 1) if len(pool) <= MOST_NAMED + 1 else (1, 2)
    for size in sizes:
        if size <= most:
            yield from (list(some) for some in itertools.combinations(pool, size))
    if len(free) > len(pool) and len(free) <= most:
        yield free
    yield from ([each] for each in alone)


def _rows(question: Question, literals: Literals) -> Iterator[dict[str, Any]]:
    """Each row that a rule looks at at all its points, the others in the middle."""
    options: list[Any] = [choice.id for choice in question.choices]
    points = options or list(range(1, (len(question.scale) or _POINTS) + 1))
    named = [row.id for row in question.rows if (question.id, row.id) in literals]
    wraps = _WRAPS.get(question.type, lambda point: point)
    middle = {row.id: wraps(points[len(points) // 2]) for row in question.rows}
    for chosen in itertools.product([*points, DECLINED], repeat=min(len(named), 2)):
        yield middle | {row: wraps(point) for row, point in zip(named, chosen, strict=False)}
    for row in named[2:]:
        yield from (middle | {row: wraps(point)} for point in points)


_WRAPS: dict[str, Callable[[Any], Any]] = {
    "matrix_multiple": lambda point: [point],
    "matrix_text": lambda point: {"": f"n{point}"},
    "matrix_number": lambda point: {"": point},
}


def _bests_and_worsts(question: Question) -> Iterator[dict[str, list[str]]]:
    """The first of each set as its best and the last as its worst, and the other way round."""
    sets = MaxDiff().design(question)
    yield {str(n): [options[0], options[-1]] for n, options in enumerate(sets, 1)}
    yield {str(n): [options[-1], options[0]] for n, options in enumerate(sets, 1)}


def _shares(question: Question) -> Iterator[dict[str, float]]:
    total = question.total or 100
    ids = [choice.id for choice in question.choices]
    for favourite in ids:
        yield {each: total if each == favourite else 0 for each in ids}
    yield {each: total / len(ids) for each in ids}
