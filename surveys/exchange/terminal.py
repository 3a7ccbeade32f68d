"""Findings of one kind told together: few lines for a terminal, few headings for a page."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from surveys.exchange.report import Loss, Report, Weight
from surveys.question_types import Problem

#: So many of one kind are told one by one; of more, so many lines and places are shown.
FEW = 3
LINES = 8
PLACES = 5
_TITLES = {
    Weight.LEFT_OUT: "Left out",
    Weight.CHANGED: "In another form",
    Weight.NOTED: "Worth knowing",
}
T = TypeVar("T")


def in_kind(said: Problem) -> Problem:
    """The sentence without what it says of one place."""
    return Problem(said.message, params=dict.fromkeys(said.params, "…"))


def alike(each: Iterable[tuple[Hashable, T]]) -> list[list[T]]:
    """The values of each key together, in the order the keys are met."""
    groups: dict[Hashable, list[T]] = {}
    for key, value in each:
        groups.setdefault(key, []).append(value)
    return list(groups.values())


def lines_of(report: Report) -> Iterator[str]:
    """The report for a terminal: a heading a weight, and a few lines a kind of loss."""
    for weight in Weight:
        losses = report.of(weight)
        if losses:
            yield f"{_TITLES[weight]}: {len(losses)}"
        for kind in alike((loss.done.message, loss) for loss in losses):
            yield from (f"  {line}" for line in _of_kind(kind))
    if report.names:
        yield _names(report)


def _of_kind(losses: list[Loss]) -> Iterator[str]:
    if len(losses) <= FEW:
        yield from map(str, losses)
        return
    yield f"{len(losses)} times: {in_kind(losses[0].done)}"
    same = alike(((loss.construct, _values(loss.done.params)), loss) for loss in losses)
    lines = [_line(each[0], _places(each)) for each in same]
    yield from _first(lines, LINES)


def _line(loss: Loss, places: str) -> str:
    line = f"  “{loss.construct}”{_values(loss.done.params)}"
    return f"{line} – {places}" if places else line


def _values(params: Mapping[str, Any]) -> str:
    """What differs from place to place, in the order the sentence says it."""
    return "".join(f": {value}" for value in params.values())


def _places(losses: Iterable[Loss]) -> str:
    """The places together; rows of one sheet by their numbers."""
    kinds = alike((_sheet(loss.place), loss.place) for loss in losses if loss.place.message)
    return "; ".join(
        f"Sheet {places[0].params['sheet']}, {_rows([each.params['row'] for each in places])}"
        if _sheet(places[0])
        else ", ".join(_first([str(place) for place in places], PLACES))
        for places in kinds
    )


def _sheet(place: Problem) -> str:
    return str(place.params.get("sheet", "")) if "row" in place.params else ""


def _rows(numbers: list[Any]) -> str:
    word = "row" if len(numbers) == 1 else "rows"
    return f"{word} {', '.join(_first([str(n) for n in numbers], LINES))}"


def _first(lines: list[str], most: int) -> list[str]:
    """The first of the lines, and how many more there are."""
    if len(lines) <= most:
        return lines
    indent = "  " if lines[0].startswith("  ") else ""
    return [*lines[:most], f"{indent}and {len(lines) - most} more"]


def _names(report: Report) -> str:
    changed = [f"{each.name} -> {each.id}" for each in report.names]
    return f"Names became ids: {', '.join(_first(changed, 2 * LINES))}"


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else many}"


def gathered(problems: Iterable[Problem]) -> Iterator[str]:
    """Problems for a terminal; of many of one kind and language the count and the first places."""
    for kind in alike(((each.message, each.language), each) for each in problems):
        if len(kind) <= FEW:
            yield from map(str, kind)
            continue
        places = [each.part if each.language else each.place for each in kind]
        language = f" ({kind[0].language})" if kind[0].language else ""
        yield (
            f"{in_kind(kind[0])}{language}, {len(kind)} times: {', '.join(_first(places, PLACES))}"
        )
