"""A schema of the ONS runner becomes a draft: its jumps become conditions of what they pass over.

Blocks follow one another; a rule that leads from one block to a later one hides those between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.exchange.conditions.tree import Call, Literal, Node, Untold, call, every
from surveys.exchange.drafting.draft import Draft, Item, Pending, Stretch
from surveys.exchange.languages import language_code
from surveys.exchange.ons.answers import Answers
from surveys.exchange.ons.rules import read_when
from surveys.exchange.ons.texts import PIPING, Texts
from surveys.exchange.report import Losses, Unreadable, path_place, shown
from surveys.question_types import Problem

Json = Mapping[str, Any]
_SUMMARIES = {
    "CalculatedSummary", "GrandCalculatedSummary", "Summary", "SectionSummary", "Confirmation",
}  # fmt: skip
_LISTS = {"ListCollector", "PrimaryPersonListCollector", "ListCollectorContent"}
_ADDING = ("add_block", "add_or_edit_block")
_HEADER = {
    "title", "language", "sections", "mime_type", "schema_version", "data_version", "survey_id",
    "description", "form_type", "$schema",
}  # fmt: skip


def is_ons(data: Json) -> bool:
    """Say whether a JSON object is a schema of the ONS runner."""
    sections = data.get("sections")
    return isinstance(sections, list) and any(
        isinstance(each, Mapping) and isinstance(each.get("groups"), list) for each in sections
    )


@dataclass
class _Block:
    """A block with what it asks and where it leads."""

    id: str
    data: Json
    place: Problem
    items: list[Item] = field(default_factory=list)
    #: Conditions under which the block is reached, as far as they can be told.
    met: list[Node] = field(default_factory=list)


def read_ons(data: Json, losses: Losses) -> Draft:
    """Read a schema; raises Unreadable."""
    if not is_ons(data):
        raise Unreadable(Problem("The file has no sections with groups: it is no ONS one"))
    return _Reader(data, losses).whole()


class _Reader:
    """Goes through sections, groups and blocks."""

    def __init__(self, data: Json, losses: Losses) -> None:
        self.data = data
        self.losses = losses
        self.texts = Texts(language_code(str(data.get("language", ""))) or "en", losses)
        self.answers = Answers(self.texts, losses)
        self.intro: list[str] = []

    def whole(self) -> Draft:
        stretches = [
            stretch
            for section in _maps(self.data.get("sections"))
            for stretch in self.section(section)
        ]
        for name, value in self.data.items():
            if name not in _HEADER and value:
                self.left_out(name, value, path_place(""))
        language = self.texts.language
        title = self.texts.words(self.data.get("title"), "title", path_place(""))
        name = str(self.data.get("form_type") or next(iter(title.values()), "questionnaire"))
        return Draft(
            name=name,
            language=language,
            title=title,
            intro={language: "\n".join(self.intro)} if self.intro else {},
            stretches=stretches,
            piping=PIPING,
        )

    def section(self, section: Json) -> list[Stretch]:
        groups = _maps(section.get("groups"))
        name = str(section.get("id", "section"))
        place = path_place(name)
        above = self.conditions(section.get("enabled"), "enabled", place, is_shown=True)
        if section.get("repeat"):
            self.losses.changed(Problem("The repeated part is asked once"), name, place)
        stretches = []
        for group in groups:
            group_name = name if len(groups) == 1 else str(group.get("id", name))
            heading = group.get("title") or section.get("title")
            title = self.texts.words(heading, "title", place)
            stretch = Stretch(group_name, title, path_place(group_name))
            stretch.conditions += above
            stretch.conditions += self.conditions(
                group.get("skip_conditions"), "skip_conditions", place, is_shown=False
            )
            stretch.items = self.group(group)
            stretches.append(stretch)
        return stretches

    def group(self, group: Json) -> list[Item]:
        blocks = [self.block(each) for each in _maps(group.get("blocks"))]
        for place, block in enumerate(blocks):
            self.jump(blocks, place, block)
        return [item for block in blocks for item in block.items]

    # Blocks

    def block(self, data: Json) -> _Block:
        kind, name = str(data.get("type", "")), str(data.get("id", ""))
        block = _Block(name, data, path_place(name))
        if kind == "Introduction":
            self.introduction(data, block.place)
        elif kind in _SUMMARIES or kind == "RelationshipCollector":
            self.losses.left_out(
                Problem("A page of this kind asks nothing here and is left out"), kind, block.place
            )
        elif kind == "Interstitial" or "content" in data or "content_variants" in data:
            self.interstitial(block)
        else:
            self.questions(block, data)
            if kind in _LISTS:
                self.listed(block)
        for pending in self.conditions(
            data.get("skip_conditions"), "skip_conditions", block.place, is_shown=False
        ):
            block.met += [pending.node] if pending.node else []
            for item in block.items:
                item.conditions.append(pending)
        return block

    def introduction(self, data: Json, place: Problem) -> None:
        for name in ("primary_content", "preview_content", "secondary_content"):
            self.intro += self.texts.page(data.get(name), place)

    def interstitial(self, block: _Block) -> None:
        for content, pending in self.variants(block, block.data, "content"):
            heading = self.texts.words(content.get("title"), "title", block.place)
            parts = self.texts.page(content.get("contents"), block.place)
            hint = {self.texts.language: "\n".join(parts)} if parts else {}
            item = Item(block.id, "information", block.place, heading or hint)
            item.hint = hint if heading else {}
            item.conditions += pending
            block.items.append(item)

    def questions(self, block: _Block, data: Json) -> None:
        for question, pending in self.variants(block, data, "question"):
            for item in self.answers.items(question, block.place):
                item.conditions += pending
                block.items.append(item)

    def listed(self, block: _Block) -> None:
        """A list that people add to is asked for once, and not changed afterwards."""
        self.losses.changed(
            Problem("Nothing can be added to a list here: what it asks of each is asked once"),
            block.id,
            block.place,
        )
        for name in _ADDING:
            if isinstance(block.data.get(name), Mapping):
                self.questions(block, block.data[name])
        for more in _maps(block.data.get("repeating_blocks")):
            self.questions(block, more)

    def variants(self, block: _Block, data: Json, name: str) -> list[tuple[Json, list[Pending]]]:
        """The question, or its variants with the conditions that choose among them."""
        if isinstance(data.get(name), Mapping):
            return [(data[name], [])]
        found: list[tuple[Json, list[Pending]]] = []
        before: list[Node] = []
        for variant in _maps(data.get(f"{name}_variants")):
            if not isinstance(variant.get(name), Mapping):
                continue
            pending = self.pending(variant.get("when"), "when", block.place, negated=before)
            found.append((variant[name], [pending]))
            before = [*before, *([pending.node] if pending.node else [])]
        if len(found) > 1:
            self.losses.changed(
                Problem(
                    "Each of its variants is a question; conditions that look at it look at the"
                    " first"
                ),
                block.id,
                block.place,
            )
        return found

    # Conditions

    def conditions(
        self, value: Any, construct: str, place: Problem, *, is_shown: bool
    ) -> list[Pending]:
        """Conditions to be shown, from a `when` that shows or one that hides."""
        if not value:
            return []
        if isinstance(value, list):  # the older form: any of them hides
            whens = [each.get("when") for each in _maps(value)]
        else:
            whens = [value.get("when")] if isinstance(value, Mapping) else []
        found = [self.pending(when, construct, place) for when in whens]
        if is_shown:
            return found
        return [_turned(each) for each in found]

    def pending(
        self, when: Any, construct: str, place: Problem, negated: list[Node] | None = None
    ) -> Pending:
        """A condition, with those before it not met."""
        try:
            node = read_when(when) if when is not None else Literal(value=True)
        except Untold as error:
            return Pending(construct, place, shown(when), why=error.why)
        nodes = [node, *(call("not", each) for each in negated or ())]
        return Pending(construct, place, shown(when), every(nodes))

    def jump(self, blocks: list[_Block], place: int, block: _Block) -> None:
        """Hide what a block's rules pass over."""
        before: list[Node] = []
        for rule in _maps(block.data.get("routing_rules")):
            older = rule.get("goto")
            inside: Json = older if isinstance(older, Mapping) else rule
            pending = self.pending(inside.get("when"), "routing_rules", block.place)
            if pending.node is None:
                self.losses.left_out(
                    Problem(
                        "The jump to %(target)s is left out: %(why)s",
                        params={"target": _target(inside), "why": pending.why or Problem("")},
                    ),
                    "routing_rules",
                    block.place,
                )
                return
            taken = [*block.met, pending.node, *(call("not", each) for each in before)]
            before.append(pending.node)
            self.pass_over(blocks, place, inside, every(taken) or Literal(value=True))

    def pass_over(self, blocks: list[_Block], place: int, rule: Json, taken: Node) -> None:
        target = _target(rule)
        ids = [each.id for each in blocks]
        is_in_group = target in ids and "section" not in rule
        end = ids.index(target) if is_in_group else len(blocks)
        if end <= place:
            self.losses.left_out(
                Problem("The jump back to %(target)s is left out", params={"target": target}),
                "routing_rules",
                blocks[place].place,
            )
            return
        for passed in blocks[place + 1 : end]:
            node: Node = Call("not", (taken,))
            passed.met.append(node)
            condition = Pending("routing_rules", blocks[place].place, shown(rule), node)
            for item in passed.items:
                item.conditions.append(condition)

    def left_out(self, name: str, value: Any, place: Problem) -> None:
        self.losses.left_out(
            Problem("This property is left out: %(value)s", params={"value": shown(value)}),
            name,
            place,
        )


def _turned(pending: Pending) -> Pending:
    if pending.node is None:
        return pending
    return Pending(pending.construct, pending.place, pending.source, call("not", pending.node))


def _target(rule: Json) -> str:
    return str(rule.get("block") or rule.get("group") or rule.get("section") or "")


def _maps(value: Any) -> list[Json]:
    if not isinstance(value, list):
        return []
    return [each for each in value if isinstance(each, Mapping)]
