"""The answer types of the ONS runner and what they are here."""

from collections.abc import Mapping
from typing import Any

from surveys.exchange.conditions.settling import as_number
from surveys.exchange.drafting.draft import Item, Part, Words, joined
from surveys.exchange.ons.texts import Texts
from surveys.exchange.report import Losses, shown
from surveys.question_types import Problem

Json = Mapping[str, Any]
_TYPES = {
    "Radio": "single", "Checkbox": "multiple", "Dropdown": "dropdown", "TextField": "short_text",
    "TextArea": "long_text", "Number": "number", "Currency": "number", "Percentage": "number",
    "Unit": "number", "Date": "date", "MonthYearDate": "date", "YearDate": "date",
    "MobileNumber": "phone", "Address": "long_text", "Duration": "short_text",
}  # fmt: skip
_PLAINER = {
    "Address": Problem("The address is asked as one text, without a look-up"),
    "Duration": Problem("The duration is asked as a text"),
    "YearDate": Problem("A month is asked with the year"),
}
_READ = {
    "id", "type", "mandatory", "label", "options", "max_length", "minimum", "maximum", "unit",
    "currency", "q_code", "rows", "unit_length", "description",
}  # fmt: skip


class Answers:
    """Makes items of the answers of a question."""

    def __init__(self, texts: Texts, losses: Losses) -> None:
        self.texts = texts
        self.losses = losses

    def items(self, question: Json, place: Problem) -> list[Item]:
        """What a question becomes: one item for each answer, or one for all."""
        title = self.texts.words(question.get("title"), "title", place)
        hint = self.texts.hint(question, place)
        answers = [each for each in _list(question.get("answers")) if isinstance(each, Mapping)]
        if question.get("type") == "DateRange" and len(answers) == 2:
            return [self.date_range(question, answers, title, hint, place)]
        found: list[Item] = []
        for answer in answers:
            if item := self.item(answer, place):
                item.text = _titled(title, item.text, alone=len(answers) == 1)
                item.hint = joined(hint, item.hint, "\n") if not found else item.hint
                found.append(item)
        if question.get("type") == "MutuallyExclusive" and len(found) > 1:
            return self.exclusive(found)
        return found

    def date_range(
        self, question: Json, answers: list[Json], title: Words, hint: Words, place: Problem
    ) -> Item:
        """Two dates in one question."""
        name = str(question.get("id") or answers[0].get("id", ""))
        item = Item(name, "date_range", place, title, hint)
        item.properties["required"] = any(each.get("mandatory") is True for each in answers)
        for answer in answers:
            item.names[str(answer.get("id", ""))] = ("", "")
            self.tell_of_the_rest(answer, place, {"minimum", "maximum"})
        if "period_limits" in question:
            self.left_out("period_limits", question["period_limits"], place)
        return item

    def exclusive(self, found: list[Item]) -> list[Item]:
        """An answer that excludes the others: an option that stands alone, or a way to decline."""
        *items, last = found
        first = items[0]
        if len(items) == 1 and first.type == "multiple" and last.choices:
            for part in last.choices:
                part.flags["exclusive"] = True
            first.choices += last.choices
            first.names[last.name] = ("", "")
            return items
        words = next(iter(last.choices[0].words.values()), "") if last.choices else last.name
        for item in items:
            item.properties["declines"] = ["not_applicable"]
        self.losses.changed(
            Problem(
                "“%(option)s” is offered as “not applicable” below the answer",
                params={"option": shown(words)},
            ),
            last.name,
            last.place,
        )
        return items

    def item(self, answer: Json, place: Problem) -> Item | None:
        """One answer."""
        kind, name = str(answer.get("type", "")), str(answer.get("id", ""))
        if kind not in _TYPES:
            self.losses.left_out(
                Problem("This type of question is unknown, so it is left out"), kind or name, place
            )
            return None
        item = Item(
            name,
            _TYPES[kind],
            place,
            self.texts.words(answer.get("label"), "label", place),
            self.texts.words(answer.get("description"), "description", place),
        )
        item.properties["required"] = answer.get("mandatory") is True
        if kind in _PLAINER:
            self.losses.changed(_PLAINER[kind], kind, place)
        if kind in {"MonthYearDate", "YearDate"}:
            item.properties["precision"] = "month"
        if kind in {"Radio", "Checkbox", "Dropdown"}:
            self.options(item, answer, place)
        elif item.type == "number":
            self.number(item, answer, place)
        elif most := as_number(answer.get("max_length")):
            item.properties["max_length"] = int(most)
        read = {"minimum", "maximum"} if item.type == "date" else set()
        self.tell_of_the_rest(answer, place, read)
        return item

    def number(self, item: Item, answer: Json, place: Problem) -> None:
        """Bounds and unit."""
        for name in ("minimum", "maximum"):
            bound = answer.get(name)
            given: Json = bound if isinstance(bound, Mapping) else {}
            number = as_number(given.get("value"))
            if number is not None and not given.get("exclusive"):
                item.properties[name] = number
            elif bound is not None:
                self.left_out(name, bound, place)
        unit = answer.get("currency") or answer.get("unit")
        if answer.get("type") == "Percentage":
            unit = "%"
        if unit:
            item.unit = {self.texts.language: str(unit)}

    def options(self, item: Item, answer: Json, place: Problem) -> None:
        """The options; one that asks for details asks for own words."""
        for option in _list(answer.get("options")):
            if not isinstance(option, Mapping):
                continue
            label = self.texts.words(option.get("label"), "label", place)
            part = Part(str(option.get("value") or next(iter(label.values()), "")), label)
            if isinstance(option.get("detail_answer"), Mapping):
                part.flags["other"] = True
            for name in ("description", "action"):
                if option.get(name):
                    self.left_out(name, option[name], place)
            item.choices.append(part)
        if answer.get("dynamic_options"):
            self.left_out("dynamic_options", answer["dynamic_options"], place)

    def tell_of_the_rest(self, answer: Json, place: Problem, bounds: set[str]) -> None:
        """Name what of an answer nobody read."""
        for name, value in answer.items():
            if value not in (None, "", [], {}) and (name not in _READ or name in bounds):
                self.left_out(name, value, place)

    def left_out(self, name: str, value: Any, place: Problem) -> None:
        """Tell of a property."""
        self.losses.left_out(
            Problem("This property is left out: %(value)s", params={"value": shown(value)}),
            name,
            place,
        )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _titled(title: Words, label: Words, *, alone: bool) -> Words:
    return title if alone and title else joined(title, label, " – ")
