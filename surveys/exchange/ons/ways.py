"""Where the blocks of an ONS schema lead: a rule that leads on hides what it passes over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.exchange.conditions.tree import Call, Literal, Node, Ref, Untold, call, every, names_in
from surveys.exchange.drafting.draft import Item, Pending
from surveys.exchange.ons.rules import read_when
from surveys.exchange.ons.texts import written
from surveys.exchange.report import Losses
from surveys.question_types import Problem

Json = Mapping[str, Any]
LARGEST = 120


@dataclass
class Block:
    """A block with what it asks, where it stands and where it leads.

    `items` are asked once, `repeated` again for each answer to the question of that name.
    """

    id: str
    data: Json
    place: Problem
    section: int = 0
    group: str = ""
    items: list[Item] = field(default_factory=list)
    repeated: list[tuple[str, list[Item]]] = field(default_factory=list)
    #: Conditions under which the block is reached, as far as they can be told.
    met: list[Node] = field(default_factory=list)

    @property
    def asked(self) -> list[Item]:
        """All that it asks."""
        return [*self.items, *(item for _loop, items in self.repeated for item in items)]


def maps(value: Any) -> list[Json]:
    """The objects of a list; nothing where it is none."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def pending(
    when: Any, construct: str, place: Problem, negated: list[Node] | None = None
) -> Pending:
    """A condition, with those before it not met."""
    try:
        node = read_when(when) if when is not None else Literal(value=True)
    except Untold as error:
        return Pending(construct, place, written(when), why=error.why)
    nodes = [node, *(call("not", each) for each in negated or ())]
    return Pending(construct, place, written(when), every(nodes))


def lead_on(blocks: list[Block], losses: Losses) -> None:
    """Hide what the rules of all blocks pass over."""
    ids = {each.id: place for place, each in reversed(list(enumerate(blocks)))}
    for place, block in enumerate(blocks):
        _Rules(blocks, place, ids, losses).follow(block)


class _Rules:
    """The rules of one block: the first that is met counts."""

    def __init__(
        self, blocks: list[Block], place: int, ids: Mapping[str, int], losses: Losses
    ) -> None:
        self.blocks = blocks
        self.place = place
        self.ids = ids
        self.losses = losses

    def follow(self, block: Block) -> None:
        before: list[Node] = []
        for rule in maps(block.data.get("routing_rules")):
            older = rule.get("goto")
            inside: Json = older if isinstance(older, Mapping) else rule
            given = pending(inside.get("when"), "routing_rules", block.place)
            if given.node is None:
                self.left_out(inside, given.why or Problem(""))
                return
            own = [given.node, *(call("not", each) for each in before)]
            before.append(given.node)
            taken = every([*self.reached(block, given.node), *own]) or Literal(value=True)
            if _size(taken) > LARGEST:
                self.left_out(inside, Problem("its conditions are too long together"))
            else:
                self.pass_over(inside, taken)

    def reached(self, block: Block, when: Node) -> list[Node]:
        """What says that somebody came here, where the rule itself does not."""
        own = {item.name for item in block.asked}
        if isinstance(when, Call) and when.name != "not" and set(names_in(when)) & own:
            return []
        needed = next((item for item in block.items if item.properties.get("required")), None)
        return [call("answered", Ref(needed.name))] if needed and block.met else block.met

    def pass_over(self, rule: Json, taken: Node) -> None:
        end = self.end(rule)
        block = self.blocks[self.place]
        if end is None or end <= self.place:
            done = Problem(
                "The jump back to %(target)s is left out", params={"target": _target(rule)}
            )
            if end is None:
                done = Problem("The jump leads to no question, and is left out")
            self.losses.left_out(done, "routing_rules", block.place)
            return
        for passed in self.blocks[self.place + 1 : end]:
            node: Node = Call("not", (taken,))
            passed.met.append(node)
            condition = Pending("routing_rules", block.place, written(rule), node)
            for item in passed.asked:
                item.conditions.append(condition)

    def end(self, rule: Json) -> int | None:
        """The place of the block that a rule leads to."""
        if "section" in rule:
            here = self.blocks[self.place].section
            return self.first(lambda each: each.section > here)
        if "group" in rule:
            return self.first(lambda each: each.group == rule["group"], None)
        target = _target(rule)
        return self.ids.get(target, len(self.blocks) if target == "summary" else None)

    def first(self, is_it: Any, otherwise: int | None = -1) -> int | None:
        found = (place for place, each in enumerate(self.blocks) if is_it(each))
        return next(found, len(self.blocks) if otherwise == -1 else otherwise)

    def left_out(self, rule: Json, why: Problem) -> None:
        self.losses.left_out(
            Problem(
                "The jump to %(target)s is left out: %(why)s",
                params={"target": _target(rule), "why": why},
            ),
            "routing_rules",
            self.blocks[self.place].place,
        )


def _size(node: Node) -> int:
    return sum(1 for _ in _nodes(node))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for each in getattr(node, "operands", getattr(node, "items", ())):
        yield from _nodes(each)


def _target(rule: Json) -> str:
    return str(rule.get("block") or rule.get("group") or rule.get("section") or "")
