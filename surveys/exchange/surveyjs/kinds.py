"""The question types of SurveyJS and what they are here."""

import re
from collections.abc import Callable
from typing import Any

from surveys.exchange.conditions.languages import read_surveyjs
from surveys.exchange.drafting.draft import Demand, Figure, Item, Part, Words, filled, pending
from surveys.exchange.drafting.fitting import take_own_type
from surveys.exchange.drafting.own import kept_in
from surveys.exchange.report import Losses, shown
from surveys.exchange.stock import stock
from surveys.exchange.surveyjs.options import Options
from surveys.exchange.surveyjs.tables import tables
from surveys.exchange.surveyjs.values import Element, Texts, elements
from surveys.question_types import QUESTION_TYPES, Problem
from surveys.question_types.values import RANDOM

_INPUTS = {
    "text": "short_text",
    "number": "number",
    "range": "slider",
    "date": "date",
    "datetime-local": "date",
    "month": "date",
    "email": "email",
    "tel": "phone",
    "time": "time",
}
_CHOOSING = {
    "radiogroup": "single",
    "buttongroup": "single",
    "dropdown": "dropdown",
    "checkbox": "multiple",
    "tagbox": "multiple",
    "ranking": "ranking",
    "imagepicker": "picture",
    "imagemap": "multiple",
}
_PLAIN = {"comment": "long_text", "signaturepad": "signature", "file": "file"}
_TABLES = {"matrix", "matrixdropdown", "matrixdynamic", "multipletext"}
_BOUNDS = {
    "numeric": (("minValue", "minimum"), ("maxValue", "maximum")),
    "text": (("maxLength", "max_length"),),
    "answercount": (("maxCount", "max_choices"),),
}
#: A score of 0 to 10 under these words is the recommendation score.
_RECOMMEND = re.compile(
    r"recommend|recomend|recommand|empfehl|raccomand|aanbeve|แนะนำ|추천|giới thiệu|توصیه",
    re.IGNORECASE,
)
FULL_SCALES = {5: "csat", 7: "ces"}


class Kinds:
    """Makes items of SurveyJS questions."""

    def __init__(self, texts: Texts, losses: Losses) -> None:
        self.texts = texts
        self.losses = losses
        self.options = Options(texts, losses)
        self.figures: list[Figure] = []

    def items(self, part: Element) -> list[Item]:
        """What a question becomes: one item as a rule, several for a table of mixed cells."""
        kind = part.text("type") or "text"
        item = self._common(part)
        if kind in _TABLES:
            found = tables(item, part, kind, self.options)
        elif make := self._makers().get(kind):
            make(item, part)
            found = [item]
        else:
            return self._unknown(item, part, kind)
        for each in found:
            take_own_type(each)
        return found

    def _makers(self) -> dict[str, Callable[[Item, Element], None]]:
        makers: dict[str, Callable[[Item, Element], None]] = {
            "text": self.input,
            "boolean": self.boolean,
            "rating": self.rating,
            "slider": self.slider,
            "html": self.information,
            "image": self.picture,
        }
        makers |= dict.fromkeys(_CHOOSING, self.choosing)
        return makers | dict.fromkeys(_PLAIN, self.plain)

    def _unknown(self, item: Item, part: Element, kind: str) -> list[Item]:
        if kind == "expression":
            given = pending(part.text("expression"), read_surveyjs, "expression", part.place)
            if given is not None:
                self.figures.append(Figure(item.name, given))
            return []
        self.losses.left_out(
            Problem("This type of question is unknown, so it is left out"), kind, part.place
        )
        return []

    def _common(self, part: Element) -> Item:
        name = part.text("name") or part.text("valueName") or part.text("type") or "question"
        title = self.texts.words(part.get("title"), "title", part.place)
        # SurveyJS shows the name where there is no title.
        item = Item(
            name,
            "",
            part.place,
            title or {self.texts.source: name},
            self.texts.words(part.get("description"), "description", part.place),
            kept=kept_in(part.data.items()),
        )
        own = item.kept.own.get("type")
        if not isinstance(own, str) or own not in QUESTION_TYPES:
            item.kept.own.pop("type", None)
        item.properties["required"] = part.flag("isRequired")
        if shared := part.text("valueName"):
            item.names[shared] = ("", "")
        self._validators(item, part)
        part.read.update({"titleLocation", "descriptionLocation", "startWithNewLine"})
        return item

    def _validators(self, item: Item, part: Element) -> None:
        for each in elements(part.items("validators"), f"{part.path}.validators"):
            kind = each.text("type").removesuffix("validator")
            taken = _BOUNDS.get(kind, ())
            for theirs, ours in taken:
                if (number := each.number(theirs)) is not None:
                    item.properties[ours] = number
            if kind == "expression":
                self._demand(item, each)
            elif not taken and kind != "email":
                self.losses.left_out(
                    Problem(
                        "The check of the answer is left out: %(source)s",
                        params={"source": shown(each.data)},
                    ),
                    "validators",
                    each.place,
                )

    def _demand(self, item: Item, validator: Element) -> None:
        given = pending(validator.text("expression"), read_surveyjs, "validators", validator.place)
        if given is not None:
            words = self.texts.words(validator.get("text"), "text", validator.place)
            item.demands.append(Demand(given, words or stock("check", [self.texts.source])))

    # One field

    def input(self, item: Item, part: Element) -> None:
        """A line of text, a number, a date and the like."""
        kind = part.text("inputType") or "text"
        item.type = _INPUTS.get(kind, "short_text")
        if kind not in _INPUTS:
            self.losses.changed(Problem("It is asked as a short text"), kind, part.place)
        if kind == "datetime-local":
            self.losses.changed(Problem("Only the day is asked, not the time"), kind, part.place)
        if kind == "month":
            item.properties["precision"] = "month"
        if item.type in {"number", "slider"}:
            self.bounds(item, part, "step" if item.type == "slider" else "")
        else:
            self.length(item, part)

    def bounds(self, item: Item, part: Element, step: str) -> None:
        """The bounds of a number, and the step of a slider."""
        given = {"minimum": part.number("min"), "maximum": part.number("max")}
        if step:
            given["step"] = part.number("step")
        item.properties |= {name: value for name, value in given.items() if value is not None}

    def length(self, item: Item, part: Element) -> None:
        """The longest text."""
        most = part.number("maxLength")
        if most is not None and most > 0:
            item.properties["max_length"] = int(most)

    def plain(self, item: Item, part: Element) -> None:
        """Long texts, files and signatures."""
        kind = part.text("type")
        item.type = _PLAIN[kind]
        if kind == "comment":
            self.length(item, part)
        if kind == "file":
            accepted = part.text("acceptedTypes")
            item.properties["accepts"] = [
                name for name in ("image", "audio") if accepted.startswith(f"{name}/")
            ]

    def boolean(self, item: Item, part: Element) -> None:
        """Yes or no, as two options."""
        item.type = "single"
        options = (("true", "labelTrue", "valueTrue"), ("false", "labelFalse", "valueFalse"))
        for value, label, stored in options:
            name = {"true": "yes", "false": "no"}[value]
            words = self.texts.words(part.get(label), label, part.place)
            if not filled(words):
                words = {"en": name.capitalize()}
            item.choices.append(Part(name, words))
            item.codes |= {value: name, str(part.get(stored) or value): name}

    def rating(self, item: Item, part: Element) -> None:
        """A scale: the recommendation score, named points, or a line with two ends."""
        values = elements(part.items("rateValues"), f"{part.path}.rateValues")
        low, high = part.number("rateMin"), part.number("rateMax")
        least = 1 if low is None else low
        count = part.number("rateCount")
        most = high if high is not None else (least + count - 1 if count else 5)
        ends = [
            self.texts.words(part.get(name), name, part.place)
            for name in ("minRateDescription", "maxRateDescription")
        ]
        points = [self.options.one(each) for each in values]
        if points and len(points) in FULL_SCALES and all(filled(each.words) for each in points):
            item.type = FULL_SCALES[len(points)]
            item.scale = [each.words for each in points]
            item.codes = {each.name: n for n, each in enumerate(points, 1)}
        elif points:
            item.type, item.choices = "single", points
        elif (least, most) == (0, 10) and any(map(_RECOMMEND.search, item.text.values())):
            item.type = "nps"
        else:
            item.type = "slider"
            step = part.number("rateStep") or 1
            item.properties |= {"minimum": least, "maximum": most, "step": step}
            if all(filled(each) for each in ends):
                item.scale = ends
                return
        self._tell_of_ends(ends, part)

    def _tell_of_ends(self, ends: list[Words], part: Element) -> None:
        for name, words in zip(("minRateDescription", "maxRateDescription"), ends, strict=True):
            if filled(words):
                self.losses.left_out(
                    Problem(
                        "The name of the scale's end is left out: %(value)s",
                        params={"value": shown(next(iter(words.values())))},
                    ),
                    name,
                    part.place,
                )

    def slider(self, item: Item, part: Element) -> None:
        """A line between two numbers."""
        item.type = "slider"
        item.properties |= {"minimum": 0, "maximum": 100}
        self.bounds(item, part, "step")
        if part.text("sliderType") == "range":
            self.losses.changed(Problem("One number is asked, not two"), "sliderType", part.place)

    def information(self, item: Item, part: Element) -> None:
        """A page that informs."""
        item.type = "information"
        words = self.texts.words(part.get("html"), "html", part.place)
        item.text = words or item.text

    def picture(self, item: Item, part: Element) -> None:
        """A picture alone: its words stay."""
        item.type = "information"
        words = self.texts.words(part.get("altText"), "altText", part.place)
        item.text = words or item.text
        self.losses.left_out(
            Problem("The picture has to be added here again"),
            shown(part.get("imageLink") or "image"),
            part.place,
        )

    # Options

    def choosing(self, item: Item, part: Element) -> None:
        """One option, several, or their order."""
        kind = part.text("type")
        item.type = _CHOOSING[kind]
        item.choices = self.options.of(part, "choices", "areas")
        self.special(item, part)
        most = part.number("maxSelectedChoices")
        if most:
            item.properties["max_choices"] = int(most)
        if kind == "imagepicker" and not part.flag("multiSelect"):
            item.properties["max_choices"] = 1
        if part.text("choicesOrder") == "random":
            item.properties["order"] = RANDOM
        elif part.text("choicesOrder") not in {"", "none"}:
            self.losses.left_out(
                Problem(
                    "The order of the options is the one of the file: %(order)s is left out",
                    params={"order": part.text("choicesOrder")},
                ),
                "choicesOrder",
                part.place,
            )

    def special(self, item: Item, part: Element) -> None:
        """“Other”, “none”, and the ways to decline."""
        if part.flag("showOtherItem", "hasOther"):
            item.choices.append(self.switched(part, "other", "otherText", "Other", "other"))
        if part.flag("showNoneItem", "hasNone"):
            item.choices.append(self.switched(part, "none", "noneText", "None", "exclusive"))
        ways = [
            ("dont_know", part.flag("showDontKnowItem")),
            ("prefer_not", part.flag("showRefuseItem")),
        ]
        if declines := [name for name, is_offered in ways if is_offered]:
            item.properties["declines"] = declines

    def switched(self, part: Element, name: str, text: str, instead: str, flag: str) -> Part:
        """An option that SurveyJS adds by a switch."""
        words = self.texts.words(part.get(text), text, part.place)
        if not filled(words):
            self.losses.noted(
                Problem(
                    "The option has the tool's own words there: here it is “%(text)s”",
                    params={"text": instead},
                ),
                text,
                part.place,
            )
        flags: dict[str, Any] = {flag: True}
        return Part(name, words or {self.texts.source: instead}, flags)
