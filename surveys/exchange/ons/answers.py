"""The answer types of the ONS runner and what they are here."""

from collections.abc import Mapping
from typing import Any

from surveys.exchange.conditions.literals import as_number
from surveys.exchange.drafting.draft import Item, Part, Words, joined
from surveys.exchange.ons.bounds import bound, demand, sums
from surveys.exchange.ons.texts import Texts, written
from surveys.exchange.report import NOWHERE, Losses, shown
from surveys.question_types import Problem

Json = Mapping[str, Any]
_TYPES = {
    "Radio": "single", "Checkbox": "multiple", "Dropdown": "dropdown", "TextField": "short_text",
    "TextArea": "long_text", "Number": "number", "Currency": "number", "Percentage": "number",
    "Unit": "number", "Date": "date", "MonthYearDate": "date", "YearDate": "date",
    "MobileNumber": "phone", "Address": "long_text", "Duration": "short_text",
}  # fmt: skip
_NOTHING: tuple[Any, ...] = (None, "", [], {})
_PLAINER = {
    "Address": Problem("The address is asked as one text, without a look-up"),
    "Duration": Problem("The duration is asked as a text"),
    "YearDate": Problem("A month is asked with the year"),
}
_READ = {
    "id", "type", "mandatory", "label", "options", "max_length", "minimum", "maximum", "unit",
    "currency", "q_code", "rows", "unit_length", "description", "guidance", "dynamic_options",
    "alias", "parent_answer_id", "decimal_places", "calculated", "visible", "instruction",
}  # fmt: skip
_READ_OF_QUESTION = {
    "id", "type", "title", "titles", "answers", "description", "instruction", "guidance",
    "definition", "definitions", "warning", "content", "calculations", "period_limits", "number",
    "dynamic_answers", "q_code", "mandatory",
}  # fmt: skip


class Answers:
    """Makes items of the answers of a question."""

    def __init__(self, texts: Texts, losses: Losses) -> None:
        self.texts = texts
        self.losses = losses

    def items(self, question: Json, place: Problem, *, is_part: bool = False) -> list[Item]:
        """What a question becomes: one item for each answer, or one for all.

        `is_part`: the answers are some of the question's, so that its title does not tell them.
        """
        title = self.texts.words(self.title(question, place), "title", place)
        hint = self.texts.hint(question, place)
        answers = self.own(question, place)
        if question.get("type") == "DateRange" and len(answers) == 2:
            return [self.date_range(question, answers, title, hint, place)]
        found = [each for answer in answers if (each := self.item(answer, place))]
        for item in found:
            if len(answers) == 1 and title and not is_part:
                label = item.text if item.text != title else {}
                item.text, item.hint = title, joined(label, item.hint, "\n")
            else:
                item.text = joined(title, item.text, " – ")
        for item in found[:1]:
            item.hint = joined(hint, item.hint, "\n")
            item.properties["required"] |= question.get("mandatory") is True
        self.sums(question, found)
        if question.get("type") == "MutuallyExclusive" and len(found) > 1:
            return self.exclusive(found)
        return found

    def own(self, question: Json, place: Problem) -> list[Json]:
        """The answers that are questions here; own words are asked for by their option."""
        for name, value in question.items():
            if name not in _READ_OF_QUESTION and value not in _NOTHING:
                self.left_out(name, value, place)
        found = []
        for answer in _list(question.get("answers")):
            if isinstance(answer, Mapping) and answer.get("parent_answer_id"):
                self.detail(answer, place)
            elif isinstance(answer, Mapping):
                found.append(answer)
        return found

    def title(self, question: Json, place: Problem) -> Any:
        """The title; of those that hang on answers, in the older form, the one for all others."""
        titles = [each for each in _list(question.get("titles")) if isinstance(each, Mapping)]
        if not titles:
            return question.get("title")
        kept = next((each for each in titles if not each.get("when")), titles[-1])
        for each in titles:
            if each is not kept:
                self.losses.left_out(
                    Problem(
                        "Of its titles one is kept; this one is left out: %(text)s",
                        params={"text": shown(each.get("value", ""))},
                    ),
                    "titles",
                    place,
                )
        return kept.get("value")

    def sums(self, question: Json, found: list[Item]) -> None:
        """The sums that the answers must reach, checked with the last of them."""
        for node, given in sums(question):
            if node is None or not found:
                self.left_out("calculations", given, found[0].place if found else NOWHERE)
            else:
                demand(found[-1], node, "calculations", written(given), self.texts.language)

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
        words = " / ".join(text for part in last.choices for text in part.words.values())
        for item in items:
            item.properties["declines"] = ["not_applicable"]
        self.losses.changed(
            Problem(
                "“%(option)s” is offered as “not applicable” below the answer",
                params={"option": shown(words or last.name)},
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
            self.texts.hint(answer, place),
        )
        if answer.get("alias"):
            item.names[str(answer["alias"])] = ("", "")
        item.properties["required"] = answer.get("mandatory") is True
        if kind in _PLAINER:
            self.losses.changed(_PLAINER[kind], kind, place)
        if kind in {"MonthYearDate", "YearDate"}:
            item.properties["precision"] = "month"
        if kind in {"Radio", "Checkbox", "Dropdown"}:
            self.options(item, answer, place)
        elif item.type in {"number", "date"}:
            self.bounds(item, answer)
        elif most := as_number(answer.get("max_length")):
            item.properties["max_length"] = int(most)
        self.tell_of_the_rest(answer, place, set())
        return item

    def bounds(self, item: Item, answer: Json) -> None:
        """Bounds and unit."""
        for name in ("minimum", "maximum"):
            if not bound(item, answer, name, self.texts.language):
                self.left_out(name, answer[name], item.place)
        unit = answer.get("currency") or answer.get("unit")
        if answer.get("type") == "Percentage":
            unit = "%"
        if unit and item.type == "number":
            item.unit = {self.texts.language: str(unit)}

    def options(self, item: Item, answer: Json, place: Problem) -> None:
        """The options; one that asks for details asks for own words."""
        for option in _list(answer.get("options")):
            if not isinstance(option, Mapping):
                continue
            label = self.texts.words(option.get("label"), "label", place)
            name = str(option.get("value") or next(iter(label.values()), ""))
            words = self.texts.words(option.get("description"), "description", place)
            part = Part(name, joined(label, words, " – "))
            if isinstance(option.get("detail_answer"), Mapping):
                part.flags["other"] = True
                self.detail(option["detail_answer"], place)
            elif option.get("child_answer_id"):
                part.flags["other"] = True
            # Leading on to a list, which is asked for below in any case.
            action = option.get("action")
            is_known = isinstance(action, Mapping) and "ListAddBlock" in str(action.get("type"))
            if action and not is_known:
                self.left_out("action", action, place)
            item.choices.append(part)
        self.single_other(item)
        if answer.get("dynamic_options"):
            self.left_out("dynamic_options", answer["dynamic_options"], place)

    def detail(self, detail: Json, place: Problem) -> None:
        """Tell where an option asks for more than words of one's own."""
        kind = str(detail.get("type", "TextField"))
        label = self.texts.words(detail.get("label"), "label", place)
        if kind != "TextField" or detail.get("mandatory") or label:
            self.losses.changed(
                Problem(
                    "The option asks for own words, if one likes: %(text)s",
                    params={"text": shown(next(iter(label.values()), kind))},
                ),
                "detail_answer",
                place,
            )

    def single_other(self, item: Item) -> None:
        """Only one option of ours asks for own words: the last."""
        asking = [part for part in item.choices if part.flags.get("other")]
        for part in asking[:-1]:
            part.flags.pop("other")
            self.left_out("detail_answer", part.name, item.place)

    def tell_of_the_rest(self, answer: Json, place: Problem, bounds: set[str]) -> None:
        """Name what of an answer nobody read."""
        for name, value in answer.items():
            if value not in _NOTHING and (name not in _READ or name in bounds):
                self.left_out(name, value, place)

    def left_out(self, name: str, value: Any, place: Problem) -> None:
        """Tell of a property."""
        self.losses.left_out(
            Problem("This property is left out: %(value)s", params={"value": written(value)}),
            name,
            place,
        )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
