"""Options, rows and columns of a SurveyJS question."""

from collections.abc import Iterator, Mapping
from typing import Any

from surveys.exchange.drafting.draft import Part, filled
from surveys.exchange.drafting.own import FLAGS, kept_in, with_pictures
from surveys.exchange.report import Losses, shown
from surveys.exchange.stock import stock
from surveys.exchange.surveyjs.values import Element, Texts, elements
from surveys.question_types import Problem

#: What a list of numbers may have at most.
NUMBERS_MOST = 1000


class Options:
    """Makes parts of items that are values, or objects with a value and a text.

    `lists` are the options of the whole survey's questions by name, which others may take.
    """

    def __init__(
        self, texts: Texts, losses: Losses, lists: Mapping[str, list[Any]] | None = None
    ) -> None:
        self.texts = texts
        self.losses = losses
        self.lists = lists or {}

    def of(self, part: Element, *names: str) -> list[Part]:
        """The options of a property."""
        return [self.one(each) for each in part.elements(*names)]

    def choices(self, part: Element) -> list[Part]:
        """The options of a choice: its own, those of another question, or numbers in a row."""
        found = self.of(part, "choices", "areas")
        source = part.text("choicesFromQuestion")
        if not found and source in self.lists:
            self._tell_of_mode(part, source)
            path = f"{part.path}.choicesFromQuestion"
            return [self.one(each) for each in elements(self.lists[source], path)]
        if source:
            part.read.discard("choicesFromQuestion")
        if not found and (numbers := list(_numbers(part))):
            return [Part(str(n), {self.texts.source: str(n)}) for n in numbers]
        return found

    def _tell_of_mode(self, part: Element, source: str) -> None:
        if part.text("choicesFromQuestionMode") in {"selected", "unselected"}:
            self.losses.changed(
                Problem(
                    "All options of “%(name)s” are offered, whichever were chosen there",
                    params={"name": shown(source)},
                ),
                "choicesFromQuestion",
                part.place,
            )

    def one(self, each: Element) -> Part:
        """An option, a row or a column; its text is its value where it has none."""
        value = each.get("value", "name")
        title = each.get("text", "title")
        if title is None and isinstance(value, str) and "|" in value:
            value, _bar, title = value.partition("|")
        name = str(value).lower() if isinstance(value, bool) else str(value)
        words = self.texts.words(title, "text", each.place)
        kept = kept_in(each.data.items())
        flags = {n: v for n, v in kept.own.items() if n in {*FLAGS, "stage"}}
        if each.flag("isExclusive"):
            flags["exclusive"] = True
        if each.flag("showCommentArea", "hasComment"):
            flags["other"] = True
        self._tell_of_conditions(each)
        return Part(name, words or {self.texts.source: name}, self._with_pictures(each, flags))

    def _tell_of_conditions(self, each: Element) -> None:
        for left in ("visibleIf", "enableIf"):
            if each.text(left):
                self.losses.left_out(
                    Problem(
                        "An option has no condition of its own here, so it is always shown:"
                        " %(source)s",
                        params={"source": shown(each.text(left))},
                    ),
                    left,
                    each.place,
                )

    def _with_pictures(self, each: Element, flags: dict[str, Any]) -> dict[str, Any]:
        again = Problem("The picture has to be added here again")
        links = self.texts.words(each.get("imageLink"), "imageLink", each.place)
        return with_pictures(
            flags,
            links,
            self.texts.source,
            lambda link: self.losses.left_out(again, link, each.place),
        )

    def special(self, part: Element) -> Iterator[Part]:
        """“Other” and “none”, which SurveyJS adds by a switch."""
        if part.flag("showOtherItem", "hasOther"):
            yield self.switched(part, "other", "otherText", "other")
        if part.flag("showNoneItem", "hasNone"):
            yield self.switched(part, "none", "noneText", "exclusive")
        part.get("otherText", "noneText")

    def switched(self, part: Element, name: str, text: str, flag: str) -> Part:
        """An option that SurveyJS adds by a switch."""
        words = self.texts.words(part.get(text), text, part.place)
        if not filled(words):
            words = stock(name, [self.texts.source])
            self.losses.noted(
                Problem(
                    "The option has the tool's own words there: here it is “%(text)s”",
                    params={"text": next(iter(words.values()))},
                ),
                text,
                part.place,
            )
        flags: dict[str, Any] = {flag: True}
        return Part(name, words, flags)


def _numbers(part: Element) -> Iterator[int]:
    """`choicesMin` to `choicesMax`, in steps."""
    least, most = part.number("choicesMin"), part.number("choicesMax")
    step = part.number("choicesStep") or 1
    if least is None or most is None or step < 1 or (most - least) / step > NUMBERS_MOST:
        part.read -= {"choicesMin", "choicesMax", "choicesStep"}
        return
    yield from range(int(least), int(most) + 1, int(step))


def lists_in(value: Any) -> Iterator[tuple[str, list[Any]]]:
    """The options of every question, by its name."""
    if isinstance(value, Mapping):
        name, choices = value.get("name"), value.get("choices")
        if isinstance(name, str) and isinstance(choices, list):
            yield name, choices
    inside = value.values() if isinstance(value, Mapping) else value
    for each in inside if isinstance(value, Mapping | list) else ():
        yield from lists_in(each)
