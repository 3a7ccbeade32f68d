"""A schema of the ONS runner becomes a draft: its jumps become conditions of what they pass over.

Blocks follow one another; a rule that leads from one block to a later one hides those between.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from surveys.exchange.conditions.tree import Node, Untold, call
from surveys.exchange.drafting.draft import Draft, Figure, Item, Pending, Stretch, joined
from surveys.exchange.languages import language_code
from surveys.exchange.ons.answers import Answers
from surveys.exchange.ons.bounds import calculation
from surveys.exchange.ons.lists import COLLECTORS, MOST, Lists
from surveys.exchange.ons.texts import PIPING, Texts, written
from surveys.exchange.ons.ways import Block, Json, lead_on, maps, pending
from surveys.exchange.report import NOWHERE, Losses, Unreadable, path_place, shown
from surveys.question_types import Problem

_SUMS = {"CalculatedSummary", "GrandCalculatedSummary"}
_NOTHING_ASKED = {"Summary", "SectionSummary", "Confirmation"}
_HEADER = {"title", "language", "sections"}
#: Properties of sections, groups and blocks that are read, or that say where things stand.
_READ = {
    "id", "type", "title", "groups", "blocks", "question", "questions", "question_variants",
    "content", "content_variants", "description", "skip_conditions", "routing_rules", "enabled",
    "repeat", "for_list", "add_block", "add_or_edit_block", "edit_block", "remove_block",
    "repeating_blocks", "primary_content", "preview_content", "secondary_content", "calculation",
    "sections",
}  # fmt: skip


def is_ons(data: Json) -> bool:
    """Say whether a JSON object is a schema of the ONS runner."""
    sections = _of_today(data).get("sections")
    return isinstance(sections, list) and any(
        isinstance(each, Mapping) and isinstance(each.get("groups"), list) for each in sections
    )


def _of_today(data: Json) -> Json:
    """A schema of the first form, groups of blocks of sections, in the order of today's."""
    groups = data.get("groups")
    if "sections" in data or not any("blocks" in each for each in maps(groups)):
        return data
    modern = [{**each, "blocks": list(map(_block_of_today, maps(each.get("blocks"))))}
              for each in maps(groups)]  # fmt: skip
    rest = {name: value for name, value in data.items() if name != "groups"}
    return {**rest, "sections": [{"id": "section", "groups": modern}]}


def _block_of_today(block: Json) -> Json:
    questions = [
        each for part in maps(block.get("sections")) for each in maps(part.get("questions"))
    ]
    return {**block, "questions": questions} if questions else block


def read_ons(data: Json, losses: Losses) -> Draft:
    """Read a schema; raises Unreadable."""
    data = _of_today(data)
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
        self.lists = Lists(self.answers)
        self.intro: list[str] = []
        self.figures: list[Figure] = []
        self.settings: dict[str, Any] = {}

    def whole(self) -> Draft:
        self.learn()
        parts = [
            part
            for number, section in enumerate(maps(self.data.get("sections")))
            for part in self.section(section, number)
        ]
        lead_on([block for _stretch, blocks in parts for block in blocks], self.losses)
        stretches = [each for part in parts for each in self.stretches(*part)]
        self.tell_of_settings()
        language = self.texts.language
        title = self.texts.words(self.data.get("title"), "title", NOWHERE)
        name = str(self.data.get("form_type") or next(iter(title.values()), "questionnaire"))
        return Draft(
            name=name,
            language=language,
            title=title,
            intro={language: "\n".join(self.intro)} if self.intro else {},
            stretches=stretches,
            figures=self.figures,
            piping=PIPING,
            has_variants=True,
            is_unforced=True,
        )

    def learn(self) -> None:
        """The names of lists and of answers, which texts anywhere may quote."""
        groups = [
            group
            for section in maps(self.data.get("sections"))
            for group in maps(section.get("groups"))
        ]
        blocks = [block for group in groups for block in maps(group.get("blocks"))]
        self.lists.prepare(blocks)
        for block in blocks:
            for question in maps(block.get("questions")):
                for answer in maps(question.get("answers")):
                    if answer.get("alias"):
                        self.texts.aliases[str(answer["alias"])] = str(answer.get("id", ""))

    def tell_of_settings(self) -> None:
        """One sentence about all that concerns the runner and not the questions."""
        named = {name: value for name, value in self.data.items() if name not in _HEADER and value}
        named |= {name: value for name, value in self.settings.items() if name not in named}
        plain = [
            f"{name} = {value}" if isinstance(value, str | int | float) else name
            for name, value in named.items()
        ]
        if plain:
            self.losses.left_out(
                Problem("Settings of the tool are left out: %(names)s",
                        params={"names": ", ".join(plain)[:600]}),
                "settings",
                NOWHERE,
            )  # fmt: skip

    def rest(self, data: Json) -> None:
        """Note the properties of a section, a group or a block that nobody reads."""
        for name, value in data.items():
            if name not in _READ and value not in (None, "", [], {}):
                self.settings.setdefault(name, value)

    # Sections and groups

    def section(self, section: Json, number: int) -> list[tuple[Stretch, list[Block]]]:
        groups = maps(section.get("groups"))
        name = str(section.get("id", "section"))
        place = path_place(name)
        self.rest(section)
        above = self.conditions(section.get("enabled"), "enabled", place, is_shown=True)
        above += self.conditions(
            section.get("skip_conditions"), "skip_conditions", place, is_shown=False
        )
        loop = self.loop(section, name)
        found = []
        for group in groups:
            self.rest(group)
            group_name = name if len(groups) == 1 else str(group.get("id", name))
            heading = group.get("title") or section.get("title")
            title = self.texts.words(heading, "title", place)
            stretch = Stretch(group_name, title, path_place(group_name), loop=loop)
            stretch.conditions = [*above, *self.conditions(
                group.get("skip_conditions"), "skip_conditions", place, is_shown=False
            )]  # fmt: skip
            if loop:
                stretch.properties["loop_limit"] = MOST
                stretch.title = joined(title, {self.texts.language: "{item}"}, " – ")
            blocks = [self.block(each) for each in maps(group.get("blocks"))]
            for block in blocks:
                block.section, block.group = number, str(group.get("id", ""))
            found.append((stretch, blocks))
        self.texts.loop = ""
        return found

    def loop(self, section: Json, name: str) -> str:
        """The list that a section is gone through for; empty where it is asked once."""
        repeat = section.get("repeat")
        if not isinstance(repeat, Mapping):
            return ""
        listed = str(repeat.get("for_list", ""))
        if listed in self.lists.asked:
            self.texts.loop = listed
            return listed
        self.losses.changed(Problem("The repeated part is asked once"), name, path_place(name))
        return ""

    def stretches(self, stretch: Stretch, blocks: Iterable[Block]) -> list[Stretch]:
        """A section of ours, in parts where something within it is repeated."""
        found = [stretch]
        for block in blocks:
            found[-1].items += block.items
            for loop, items in block.repeated:
                if stretch.loop:
                    found[-1].items += items
                    continue
                found.append(self.part(stretch, f"{block.id}-each", loop))
                found[-1].items += items
                found.append(self.part(stretch, f"{stretch.name}-2", ""))
        return found

    def part(self, stretch: Stretch, name: str, loop: str) -> Stretch:
        title = joined(stretch.title, {self.texts.language: "{item}"}, " – ")
        found = Stretch(name, title if loop else dict(stretch.title), stretch.place, loop=loop)
        found.conditions = list(stretch.conditions)
        if loop in self.lists.asked:
            found.properties["loop_limit"] = MOST
        return found

    # Blocks

    def block(self, data: Json) -> Block:
        block = Block(str(data.get("id", "")), data, path_place(str(data.get("id", ""))))
        self.rest(data)
        self.fill(block, str(data.get("type", "")))
        for given in self.conditions(
            data.get("skip_conditions"), "skip_conditions", block.place, is_shown=False
        ):
            block.met += [given.node] if given.node else []
            for item in block.asked:
                item.conditions.append(given)
        return block

    def fill(self, block: Block, kind: str) -> None:
        """Read what a block of a kind asks, shows or sums up."""
        if kind == "RelationshipCollector":
            self.relations(block)
        elif kind in _NOTHING_ASKED:
            self.losses.left_out(
                Problem("A page of this kind asks nothing here and is left out"), kind, block.place
            )
        elif kind in COLLECTORS and self.lists.take(block):
            return
        else:
            self.shown(block, kind)
            self.questions(block)

    def shown(self, block: Block, kind: str) -> None:
        """What a block shows beside its questions."""
        if kind in {"Introduction", "Questionnaire_Introduction"}:
            self.introduction(block.data, block.place)
        elif kind in _SUMS:
            self.sum(block)
        elif kind == "Interstitial" or "content" in block.data or "content_variants" in block.data:
            self.interstitial(block)
        elif block.data.get("title"):
            self.settings.setdefault("page titles", ())

    def relations(self, block: Block) -> None:
        """How each of a list is related to each other: not to be asked here."""
        question = block.data.get("question")
        given = question if isinstance(question, Mapping) else {}
        words = self.texts.words(given.get("title"), "title", block.place)
        self.losses.left_out(
            Problem(
                "How people of a list are related can't be asked here: %(text)s",
                params={"text": shown(next(iter(words.values()), block.id))},
            ),
            block.id,
            block.place,
        )

    def introduction(self, data: Json, place: Problem) -> None:
        for name in ("primary_content", "preview_content", "secondary_content"):
            self.intro += self.texts.page(data.get(name), place)

    def sum(self, block: Block) -> None:
        """A page that shows a sum, for people to look at."""
        inside = block.data.get("calculation")
        title = block.data.get("title")
        total = inside.get("title") if isinstance(inside, Mapping) else None
        try:
            given = Pending(block.id, block.place, block.id, calculation(block.data))
        except Untold as error:
            given = Pending(block.id, block.place, written(inside), why=error.why)
        self.figures.append(Figure(block.id, given))
        words = self.texts.words(title, "title", block.place)
        words = {each: text.replace("%(total)s", f"{{{block.id}}}") for each, text in words.items()}
        label = self.texts.words(total, "title", block.place)
        label = {each: f"{text}: {{{block.id}}}" for each, text in label.items()}
        item = Item(f"{block.id}-shown", "information", block.place, words or label)
        item.hint = label if words else {}
        block.items.append(item)

    def interstitial(self, block: Block) -> None:
        data = block.data
        if not ("content" in data or "content_variants" in data):  # the older form
            data = {**data, "content": {"title": data.get("title"), "contents": [data]}}
        for content, given in self.variants(block, data, "content"):
            heading = self.texts.words(content.get("title"), "title", block.place)
            parts = self.texts.page(
                [content.get(name) for name in ("instruction", "contents", "content")], block.place
            )
            parts = [part for part in parts if part not in heading.values()]
            hint = {self.texts.language: "\n".join(parts)} if parts else {}
            item = Item(block.id, "information", block.place, heading or hint)
            item.hint = hint if heading else {}
            item.conditions += given
            block.items.append(item)

    def questions(self, block: Block) -> None:
        found = self.variants(block, block.data, "question")
        # The older form has several questions on a page.
        found += [(each, []) for each in maps(block.data.get("questions"))]
        for question, given in found:
            before = len(block.repeated)
            for item in self.answers.items(
                question, block.place, is_part="dynamic_answers" in question
            ):
                item.conditions += given
                block.items.append(item)
            self.lists.dynamic(block, question)
            for _loop, items in block.repeated[before:]:
                for item in items:
                    item.conditions += given

    def variants(self, block: Block, data: Json, name: str) -> list[tuple[Json, list[Pending]]]:
        """The question, or its variants with the conditions that choose among them."""
        if isinstance(data.get(name), Mapping):
            return [(data[name], [])]
        found: list[tuple[Json, list[Pending]]] = []
        before: list[Node] = []
        for variant in maps(data.get(f"{name}_variants")):
            if not isinstance(variant.get(name), Mapping):
                continue
            given = pending(variant.get("when"), "when", block.place, negated=before)
            found.append((variant[name], [given]))
            before = [*before, *([given.node] if given.node else [])]
        if len(found) > 1:
            self.losses.changed(
                Problem("Each of its variants is a question of its own"), block.id, block.place
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
            whens = [each.get("when") for each in maps(value)]
        else:
            whens = [value.get("when")] if isinstance(value, Mapping) else []
        found = [pending(when, construct, place) for when in whens]
        if is_shown:
            return found
        return [_turned(each) for each in found]


def _turned(given: Pending) -> Pending:
    if given.node is None:
        return given
    return Pending(given.construct, given.place, given.source, call("not", given.node))
