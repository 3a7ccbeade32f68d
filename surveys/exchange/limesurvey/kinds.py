"""The question types of LimeSurvey and what they are here."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from surveys.exchange.conditions.languages import read_limesurvey
from surveys.exchange.conditions.settling import as_number, looks_like_email
from surveys.exchange.conditions.tree import Call, Literal, Untold
from surveys.exchange.drafting.draft import Demand, Figure, Item, Part, Words, pending
from surveys.exchange.limesurvey.survey import LsPart, LsQuestion
from surveys.exchange.markup import plain_text
from surveys.exchange.report import Losses, shown
from surveys.exchange.stock import stock
from surveys.question_types import Problem
from surveys.question_types.values import RANDOM

_TYPES = {
    "L": "single", "!": "dropdown", "O": "single", "M": "multiple", "P": "multiple",
    "F": "matrix_single", "H": "matrix_single", "A": "matrix_single", "B": "matrix_single",
    "C": "matrix_single", "E": "matrix_single", ":": "matrix_number", ";": "matrix_text",
    "N": "number", "K": "matrix_number", "S": "short_text", "T": "long_text", "U": "long_text",
    "Q": "matrix_text", "D": "date", "G": "single", "Y": "single", "5": "single", "R": "ranking",
    "X": "information", "|": "file", "1": "matrix_single", "Z": "single", "^": "short_text",
}  # fmt: skip
_NAMED = {
    "C": (("Y", "Yes"), ("U", "Uncertain"), ("N", "No")),
    "E": (("I", "Increase"), ("S", "Same"), ("D", "Decrease")),
    "G": (("F", "Female"), ("M", "Male")),
}
_POINTS = {"A": 5, "B": 10, "5": 5}
_OPTIONS_BELOW = {"M", "P"}
_LISTS = {"L", "!", "O", "R", "Z"}
_GRIDS = {"F", "H", "A", "B", "C", "E", "1", ":", ";", "K", "Q"}
#: Attributes whose meaning is carried, or told of where they are read.
_READ = {
    "max_answers", "exclude_all_others", "maximum_chars", "min_num_value_n", "max_num_value_n",
    "suffix", "other_replace_text", "hidden", "em_validation_q", "multiflexible_min",
    "multiflexible_max", "multiflexible_checkbox", "equals_num_value", "dualscale_headerA",
    "dualscale_headerB", "date_format", "em_validation_q_tip", "random_order", "answer_order",
    "subquestion_order",
}  # fmt: skip
#: What an attribute is where nobody has set it.
_UNSET = {"", "0", "N", "none", "default", "random", "normal", "text", "left", "core"}
_MEANT_BY_ONE = {"statistics_showgraph", "assessment_value", "public_statistics", "save_as_default"}


class Kinds:
    """Makes items of LimeSurvey questions."""

    def __init__(self, languages: list[str], losses: Losses) -> None:
        self.languages = languages
        self.losses = losses
        self.figures: list[Figure] = []

    def items(self, question: LsQuestion) -> list[Item]:
        """What a question becomes: none, one, or two for a dual scale."""
        kind = question.type
        if kind == "*" or question.attributes.get("hidden") == "1":
            return self._hidden(question)
        if kind not in _TYPES:
            self.losses.left_out(
                Problem("This type of question is unknown, so it is left out"),
                kind or question.code,
                question.place,
            )
            return []
        item = self._common(question)
        self._options(item, question)
        self.special(item, question)
        self._attributes(item, question)
        self._tell_of_attributes(question)
        return self.two_scales(item, question) if kind == "1" else [item]

    def _hidden(self, question: LsQuestion) -> list[Item]:
        if question.type == "*":
            text, _tags = plain_text(next(iter(question.text.values()), ""))
            source = text.removeprefix("{").removesuffix("}")
            given = pending(source, read_limesurvey, question.code, question.place)
            if given is not None:
                self.figures.append(Figure(question.code, given))
            return []
        self.losses.left_out(
            Problem("It is never shown there, so it is left out"), question.code, question.place
        )
        return []

    def _common(self, question: LsQuestion) -> Item:
        place = question.place
        item = Item(
            question.code,
            _TYPES[question.type],
            place,
            self.words(question.text, "text", place),
            self.words(question.help, "help", place),
        )
        item.properties["required"] = question.mandatory in {"Y", "S"}
        if question.mandatory == "S":
            self.losses.changed(
                Problem("An answer is asked for there, and needed here"), "mandatory", place
            )
        for name in question.ids:
            item.names[name] = ("", "")
        return item

    def words(self, texts: Words, name: str, place: Problem) -> Words:
        """Texts without their HTML."""
        words: Words = {}
        for language, text in texts.items():
            plain, tags = plain_text(text)
            if tags:
                done = Problem(
                    "The formatting is taken off: %(text)s", params={"text": shown(plain)}
                )
                self.losses.changed(done, name, place)
            if plain:
                words[language] = plain
        return words

    # Options

    def _options(self, item: Item, question: LsQuestion) -> None:
        kind = question.type
        below = question.scale(question.subquestions, "0")
        if kind in _LISTS:
            item.choices = self.parts(question.answers, question)
        elif kind in _OPTIONS_BELOW:
            item.choices = self.parts(below, question)
            self._name_parts(item, question, "option", below)
        elif kind in _GRIDS:
            item.rows = self.parts(below, question)
            self._name_parts(item, question, "row", below)
            self._columns(item, question)
            item.properties["required"] |= any(part.is_mandatory for part in below)
        elif kind in _POINTS or kind in _NAMED or kind == "Y":
            item.choices = self.standard(kind, question)

    def _columns(self, item: Item, question: LsQuestion) -> None:
        kind = question.type
        if kind in {":", ";"}:
            item.choices = self.parts(question.scale(question.subquestions, "1"), question)
            if kind == ":" and question.attributes.get("multiflexible_checkbox") == "1":
                item.type = "matrix_multiple"
        elif kind in {"F", "H", "1"}:
            item.choices = self.parts(question.scale(question.answers, "0"), question)
        elif kind in _POINTS or kind in _NAMED:
            item.choices = self.standard(kind, question)

    def standard(self, kind: str, question: LsQuestion) -> list[Part]:
        """The options that a type brings along."""
        source = self.languages[0]
        if kind in _POINTS:
            return [Part(str(n), {source: str(n)}) for n in range(1, _POINTS[kind] + 1)]
        if kind == "Y":
            return [Part(code, stock(name, self.languages)) for code, name in
                    (("Y", "yes"), ("N", "no"))]  # fmt: skip
        self.losses.noted(
            Problem("The options have the tool's own words there: here they are in English"),
            question.code,
            question.place,
        )
        return [Part(code, {"en": name}) for code, name in _NAMED[kind]]

    def parts(self, parts: Iterable[LsPart], question: LsQuestion) -> list[Part]:
        """Options or rows, with their words."""
        found = []
        for part in parts:
            if part.relevance not in {"", "1"}:
                self.losses.left_out(
                    Problem(
                        "A row has no condition of its own here, so it is always shown: %(source)s",
                        params={"source": shown(part.relevance)},
                    ),
                    f"{question.code}_{part.code}",
                    question.place,
                )
            found.append(Part(part.code, self.words(part.text, part.code, question.place)))
        return found

    def _name_parts(
        self, item: Item, question: LsQuestion, kind: str, parts: Iterable[LsPart]
    ) -> None:
        for part in parts:
            item.names[f"{question.code}_{part.code}"] = (kind, part.code)
            for name in question.ids:
                item.names[f"{name}{part.code}"] = (kind, part.code)

    def two_scales(self, item: Item, question: LsQuestion) -> list[Item]:
        """A grid of two scales as two grids."""
        second = replace(
            item,
            name=f"{item.name}_2",
            choices=self.parts(question.scale(question.answers, "1"), question),
            rows=[replace(part, flags=dict(part.flags)) for part in item.rows],
            names={},
            properties=dict(item.properties),
        )
        found = [item, second] if second.choices else [item]
        for each, name in zip(found, ("dualscale_headerA", "dualscale_headerB"), strict=False):
            heads = self.words(question.spoken.get(name, {}), name, question.place)
            each.text = {
                language: f"{text} – {heads[language]}" if language in heads else text
                for language, text in each.text.items()
            }
        for row in item.rows:
            item.names[f"{question.code}_{row.name}_0"] = ("row", row.name)
            second.names[f"{question.code}_{row.name}_1"] = ("row", row.name)
        self.losses.changed(
            Problem("The two scales of the grid are two grids"), question.code, question.place
        )
        return found

    def special(self, item: Item, question: LsQuestion) -> None:
        """“Other”, comments and files."""
        if question.other == "Y" and item.type in {"single", "dropdown", "multiple"}:
            own = self.words(question.spoken.get("other_replace_text", {}), "other", question.place)
            words = own or stock("other", self.languages)
            item.choices.append(Part("other", words, {"other": True}))
            item.codes = {part.name: part.name for part in item.choices} | {"-oth-": "other"}
        if question.type in {"O", "P"}:
            self.losses.left_out(
                Problem("The field for a comment beside the options is left out"),
                question.code,
                question.place,
            )
        if question.default:
            self.losses.left_out(
                Problem(
                    "Nothing is filled in beforehand here: %(value)s is left out",
                    params={"value": shown(question.default)},
                ),
                "default",
                question.place,
            )

    # Attributes

    def _attributes(self, item: Item, question: LsQuestion) -> None:
        taken: dict[str, tuple[str, Callable[[str], Any]]] = {
            "max_answers": ("max_choices", _count),
            "maximum_chars": ("max_length", _count),
            "min_num_value_n": ("minimum", as_number),
            "max_num_value_n": ("maximum", as_number),
            "multiflexible_min": ("minimum", as_number),
            "multiflexible_max": ("maximum", as_number),
        }
        for theirs, (ours, read) in taken.items():
            given = question.attributes.get(theirs)
            if given and not (theirs.startswith("multiflexible") and question.type != ":"):
                self._take(item, ours, read(given), theirs, given)
        if "suffix" in question.spoken:
            item.unit = self.words(question.spoken["suffix"], "suffix", question.place)
        alone = re.split(r"[;,\s]+", question.attributes.get("exclude_all_others", ""))
        for part in item.choices:
            if part.name in alone:
                part.flags["exclusive"] = True
        self.total(item, question)
        self._check(item, question)
        self._order(item, question)

    def _take(self, item: Item, ours: str, value: Any, theirs: str, given: str) -> None:
        if value is not None:
            item.properties[ours] = value
            return
        self.losses.left_out(
            Problem("This setting is left out: %(value)s", params={"value": shown(given)}),
            theirs,
            item.place,
        )

    def total(self, item: Item, question: LsQuestion) -> None:
        """Numbers that have to reach a sum are shares of it."""
        if not (given := question.attributes.get("equals_num_value")):
            return
        total = as_number(given)
        if question.type == "K" and total is not None:
            item.type, item.choices, item.rows = "constant_sum", item.rows, []
            item.properties["total"] = total
        else:
            self._take(item, "total", None, "equals_num_value", given)

    def _check(self, item: Item, question: LsQuestion) -> None:
        source = question.attributes.get("em_validation_q", "")
        for pattern in (question.preg, source):
            if pattern and item.type == "short_text" and _is_email(pattern):
                item.type = "email"
                return
        if question.preg:
            self.losses.left_out(
                Problem(
                    "The check of the answer is left out: %(source)s",
                    params={"source": shown(question.preg)},
                ),
                "validation",
                question.place,
            )
        given = pending(source, read_limesurvey, "em_validation_q", question.place)
        if given is not None:
            tips = question.spoken.get("em_validation_q_tip", {})
            words = self.words(tips, "em_validation_q_tip", question.place)
            item.demands.append(Demand(given, words or stock("check", self.languages)))

    def _order(self, item: Item, question: LsQuestion) -> None:
        said = {question.attributes.get(name, "") for name in ("random_order", "answer_order")}
        is_random = bool(said & {"1", "random"}) or "random" in question.attributes.get(
            "subquestion_order", ""
        )
        if is_random and (item.choices or item.rows):
            item.properties["order"] = RANDOM

    def _tell_of_attributes(self, question: LsQuestion) -> None:
        left = [
            f"{name} = {shown(value)}"
            for name, value in sorted(question.attributes.items())
            if name not in _READ
            and value not in _UNSET
            and not (value == "1" and name in _MEANT_BY_ONE)
        ]
        if left:
            self.losses.left_out(
                Problem(
                    "Its further settings are left out: %(names)s",
                    params={"names": ", ".join(left)[:600]},
                ),
                question.code,
                question.place,
            )


def _count(text: str) -> int | None:
    number = as_number(text)
    return int(number) if number is not None and number >= 1 and number == int(number) else None


def _is_email(source: str) -> bool:
    if looks_like_email(Literal(source)):
        return True
    try:
        node = read_limesurvey(source)
    except Untold:
        return False
    return (
        isinstance(node, Call)
        and node.name == "regexMatch"
        and any(map(looks_like_email, node.operands))
    )
