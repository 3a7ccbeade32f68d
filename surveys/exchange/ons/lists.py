"""Lists that people add to, one thing a page: here one question, with a line for each name.

What is asked of each thing beside its name is asked again for each line.
"""

from collections.abc import Mapping
from typing import Any

from surveys.exchange.drafting.draft import Item, joined
from surveys.exchange.ons.answers import Answers
from surveys.exchange.ons.ways import Block, maps
from surveys.exchange.stock import stock
from surveys.question_types import Problem

Json = Mapping[str, Any]
COLLECTORS = {"ListCollector", "PrimaryPersonListCollector", "ListCollectorContent"}
#: So many names of a list are gone through.
MOST = 10
_ADDING = ("add_block", "add_or_edit_block")
_NAMES = {"TextField", "TextArea"}


class Lists:
    """Makes list questions; knows which lists there are, and by which answers each is named."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: set[str] = set()

    def prepare(self, blocks: list[Json]) -> None:
        """Learn the names of all lists beforehand, since texts quote them anywhere."""
        for block in blocks:
            listed = str(block.get("for_list", ""))
            for answer in self.naming(block) if str(block.get("type")) in COLLECTORS else []:
                self.answers.texts.names[str(answer.get("id", ""))] = listed

    def naming(self, block: Json) -> list[Json]:
        """The answers that name a thing of the list."""
        questions = [block[name].get("question") for name in _ADDING if _is_map(block.get(name))]
        found = [
            answer
            for question in questions
            if isinstance(question, Mapping)
            for answer in maps(question.get("answers"))
        ]
        texts = [answer for answer in found if answer.get("type") in _NAMES]
        return texts or found[:1]

    def take(self, block: Block) -> bool:
        """Fill the block of a list; False where it names no things, and is asked as any other."""
        listed = str(block.data.get("for_list", ""))
        adding = (block.data[name] for name in _ADDING if _is_map(block.data.get(name)))
        question = next((each.get("question") for each in adding), None)
        if not listed or not isinstance(question, Mapping):
            return False
        naming = self.naming(block.data)
        if listed not in self.asked:
            self.asked.add(listed)
            block.items.append(self.question(listed, question, naming, block.place))
        self.told(block)
        names = [str(each.get("id")) for each in naming]
        others = [
            each for each in maps(question.get("answers")) if str(each.get("id")) not in names
        ]
        told = {"id": question.get("id"), "title": "{item}", "answers": others}
        self.repeat(block, listed, [told] if others else [])
        return True

    def question(self, listed: str, question: Json, naming: list[Json], place: Problem) -> Item:
        """The question for all names at once."""
        texts = self.answers.texts
        labels = [texts.words(each.get("label"), "label", place) for each in naming]
        spoken = [next(iter(words.values())) for words in labels if words]
        hint = {texts.language: ", ".join(spoken)} if spoken else {}
        item = Item(
            listed,
            "long_text",
            place,
            texts.words(self.answers.title(question, place), "title", place),
            joined(
                joined(texts.hint(question, place), hint, "\n"),
                stock("a_line_each", [texts.language]),
                "\n",
            ),
        )
        for each in naming:
            item.names[str(each.get("id", ""))] = ("", "")
        return item

    def told(self, block: Block) -> None:
        """Say what becomes of the pages that add, change and take away."""
        self.answers.losses.changed(
            Problem(
                "The list is written at once, a line for each; what is asked of each is asked for"
                " the first %(most)s",
                params={"most": MOST},
            ),
            block.id,
            block.place,
        )

    def repeat(self, block: Block, listed: str, questions: list[Json]) -> None:
        """Ask questions again for each thing on the list."""
        more = maps(block.data.get("repeating_blocks"))
        found = [*questions, *(each["question"] for each in more if _is_map(each.get("question")))]
        self.answers.texts.loop = listed
        items = [
            item
            for each in found
            for item in self.answers.items(each, block.place, is_part=each.get("title") == "{item}")
        ]
        self.answers.texts.loop = ""
        if items:
            block.repeated.append((listed, items))

    def dynamic(self, block: Block, question: Json) -> None:
        """Answers for each thing of a list, or each option chosen, as a repeated part."""
        given = question.get("dynamic_answers")
        if not isinstance(given, Mapping):
            return
        values = given.get("values")
        source: Json = values if isinstance(values, Mapping) else {}
        loop = str(source.get("identifier", ""))
        self.answers.texts.loop = loop
        items = self.answers.items(
            {**question, "answers": given.get("answers")}, block.place, is_part=True
        )
        self.answers.texts.loop = ""
        if source.get("source") in {"list", "answers"} and items:
            block.repeated.append((loop, items))
            return
        self.answers.left_out("dynamic_answers", values, block.place)


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping)
