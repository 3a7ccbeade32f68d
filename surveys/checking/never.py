"""Conditions that no answer can meet: values a question does not have, two answers at once."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from surveys.checking.formulas import Site, sites
from surveys.definition import Definition
from surveys.logic.writing import text_of
from surveys.question_types import QUESTION_TYPES, Problem, Question
from surveys.question_types.scale import NPS_POINTS
from surveys.question_types.values import DECLINED, DECLINES

_MIRRORED = {"==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
#: Types that are answered with one value, which is compared as it is.
_ONE = frozenset({"single", "dropdown", "nps", "nps_why", "csat", "ces", "number", "slider"})
_MEASURES = frozenset({"number", "slider"})
#: Types of which several options are chosen.
_CHOSEN = frozenset({"multiple", "picture"})
_DECLINED = frozenset({DECLINED, *DECLINES, *DECLINES.values()})


class _Held(NamedTuple):
    """A question (or row of it) that is held against a constant."""

    question: Question
    row: str
    operator: str
    value: Any

    @property
    def name(self) -> str:
        return f"{self.question.id}.{self.row}" if self.row else self.question.id


def problems_of_conditions(definition: Definition) -> Iterator[Problem]:
    """Every condition that can't hold, and every limit that means nothing."""
    for site in sites(definition):
        for node in _nodes(site.formula.tree):
            yield from _of_bounds(definition, site, node)
            yield from _of_pairs(definition, site, node)
    for question in definition.questions:
        yield from _of_most(definition, question)


def _nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(tree, list):
        for each in tree:
            yield from _nodes(each)
    elif isinstance(tree, Mapping) and "source" not in tree:
        yield tree
        for operands in tree.values():
            yield from _nodes(operands)


def _held(definition: Definition, node: Mapping[str, Any]) -> _Held | None:
    [(operator, operands)] = node.items()
    if operator not in _MIRRORED:
        return None
    left, right = operands
    if isinstance(right, Mapping) and "source" in right:
        left, right, operator = right, left, _MIRRORED[operator]
    if not isinstance(left, Mapping) or left.get("source") != "answers":
        return None
    question = definition.question(left["identifier"])
    if question is None or isinstance(right, list | Mapping):
        return None
    return _Held(question, left.get("selector", ""), operator, right)


def _of_bounds(definition: Definition, site: Site, node: Mapping[str, Any]) -> Iterator[Problem]:
    held = _held(definition, node)
    bounds = _bounds(held) if held else None
    if held is None or bounds is None:
        return
    params = {"condition": text_of(node), "id": held.name}
    if isinstance(held.value, str):
        if held.value not in _DECLINED:
            yield site.problem(
                "%(condition)s can never hold: “%(id)s” is answered with a number", **params
            )
    elif not _can_hold(held, *bounds):
        low, high = (f"{each:g}" if each is not None else "…" for each in bounds)
        yield site.problem(
            "%(condition)s can never hold: “%(id)s” goes from %(low)s to %(high)s",
            **params, low=low, high=high,
        )  # fmt: skip


def _bounds(held: _Held) -> tuple[float | None, float | None] | None:
    """The least and the most that can be answered; None where it is no number."""
    question = held.question
    if bool(question.rows) != bool(held.row) or question.choices:
        return None
    if question.type in {"nps", "nps_why"}:
        return NPS_POINTS[0], NPS_POINTS[-1]
    if question.type in _MEASURES:
        return question.minimum, question.maximum
    is_scale = question.type in QUESTION_TYPES and "scale" in QUESTION_TYPES[question.type].uses
    return (1, len(question.scale)) if is_scale and len(question.scale) > 2 else None


def _can_hold(held: _Held, least: float | None, most: float | None) -> bool:
    low = float("-inf") if least is None else least
    high = float("inf") if most is None else most
    value: float = held.value
    possible = {
        "==": low <= value <= high,
        "<": low < value,
        "<=": low <= value,
        ">": high > value,
        ">=": high >= value,
    }
    return possible[held.operator]


def _of_pairs(definition: Definition, site: Site, node: Mapping[str, Any]) -> Iterator[Problem]:
    """One question that is to have two different answers at once."""
    said: dict[str, Any] = {}
    for each in _joined(node):
        held = _held(definition, each)
        if held is None or held.operator != "==" or held.question.type not in _ONE:
            continue
        if said.setdefault(held.name, held.value) != held.value:
            yield site.problem(
                "“%(id)s” can't be “%(one)s” and “%(other)s” at once: join the two by “or”",
                id=held.name, one=said[held.name], other=held.value,
            )  # fmt: skip


def _joined(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for each in node.get("and", ()):
        yield from _joined(each) if "and" in each else [each]


def _of_most(definition: Definition, question: Question) -> Iterator[Problem]:
    most, offered = question.max_choices, len(question.choices)
    if question.type in _CHOSEN and most and most > offered:
        yield Problem(
            "At most %(most)s options may be chosen, but there are only %(n)s",
            definition.section_of(question).id,
            question.id,
            part="max_choices",
            params={"most": most, "n": offered},
        )
