"""Calculated values and quotas on their way in: those that can be told, and sentences about the
others.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from surveys.exchange.conditions.settling import Target, settle, settle_value
from surveys.exchange.conditions.tree import Call, Ref, Untold
from surveys.exchange.drafting.draft import Figure, Limit
from surveys.exchange.drafting.naming import Names
from surveys.exchange.report import Losses, shown
from surveys.question_types import Problem


class Figures:
    """The values of a draft; each has its id from the start, since they look at one another."""

    def __init__(
        self, figures: Iterable[Figure], names: Names, targets: MutableMapping[str, Target]
    ) -> None:
        self.targets = targets
        self.figures: dict[str, Figure] = {}
        for figure in figures:
            chosen = _chosen(figure)
            if chosen and (words_of := targets.get(chosen)):
                targets.setdefault(figure.name, words_of)
                continue
            id_ = names.give(figure.wish or figure.name, "v")
            targets.setdefault(figure.name, Target(id_, is_number=True))
            self.figures[id_] = figure

    def values(self, losses: Losses) -> list[dict[str, Any]]:
        """The values as plain ones; one that looks at another that can't be told goes with it."""
        while True:
            told, why = self._told()
            if not why:
                return [{"id": id_, "value": tree} for id_, tree in told.items()]
            for id_, problem in why.items():
                figure = self.figures.pop(id_)
                self.targets.pop(figure.name, None)
                if not figure.wish:
                    _leave_out(figure, problem, losses)

    def _told(self) -> tuple[dict[str, Any], dict[str, Problem]]:
        told: dict[str, Any] = {}
        why: dict[str, Problem] = {}
        for id_, figure in self.figures.items():
            given = figure.calculation
            if given.node is None:
                why[id_] = given.why or Problem("")
                continue
            try:
                told[id_] = settle_value(given.node, self.targets)
            except Untold as error:
                why[id_] = error.why
        return told, why


def _chosen(figure: Figure) -> str:
    """The question of which a calculation gives the option's words, as every quote of it does.

    Empty for all other calculations.
    """
    node = figure.calculation.node
    is_words = isinstance(node, Call) and node.name == "jr:choice-name" and bool(node.operands)
    first = node.operands[0] if is_words and isinstance(node, Call) else None
    return first.name if isinstance(first, Ref) else ""


def _leave_out(figure: Figure, why: Problem, losses: Losses) -> None:
    given = figure.calculation
    losses.left_out(
        Problem(
            "The calculated value %(name)s is left out, for %(why)s: %(value)s",
            params={"name": figure.name, "why": why, "value": shown(given.source)},
        ),
        given.construct,
        given.place,
    )


def quotas(
    limits: Iterable[Limit], names: Names, targets: Mapping[str, Target], losses: Losses
) -> list[dict[str, Any]]:
    """The quotas as plain ones."""
    found = []
    for limit in limits:
        given = limit.condition
        why = given.why
        try:
            settled = settle(given.node, targets) if given.node is not None else None
        except Untold as error:
            settled, why = None, error.why
        if isinstance(settled, dict):
            found.append(
                {"id": names.give(limit.name, "quota"), "when": settled, "limit": limit.most}
            )
            continue
        losses.left_out(
            Problem(
                "The quota is left out, for %(why)s: %(source)s",
                params={
                    "why": why or Problem("its condition always or never holds"),
                    "source": shown(given.source),
                },
            ),
            limit.name,
            given.place,
        )
    return found
