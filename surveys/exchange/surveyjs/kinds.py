"""The question types of SurveyJS and what they are here."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from surveys.exchange.conditions.languages import read_surveyjs
from surveys.exchange.drafting.draft import Figure, Item, Part, Words, filled, pending
from surveys.exchange.drafting.fitting import take_own_type
from surveys.exchange.drafting.own import kept_in
from surveys.exchange.report import Losses, shown
from surveys.exchange.stock import stock
from surveys.exchange.surveyjs.checks import Checks
from surveys.exchange.surveyjs.options import Options
from surveys.exchange.surveyjs.tables import tables
from surveys.exchange.surveyjs.values import Element, Texts
from surveys.question_types import QUESTION_TYPES, Problem
from surveys.question_types.values import RANDOM

_INPUTS = {
    "text": "short_text",
    "number": "number",
    "range": "slider",
    "date": "date",
    "datetime-local": "date",
    "datetime": "date",
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
#: Endings and media types of files, by the kind of file they are here.
_ACCEPTED = {
    "image": re.compile(r"image/|\.(?:png|jpe?g|webp|gif|heic)\b"),
    "document": re.compile(r"\.(?:pdf|docx?|odt)\b|/pdf|msword|wordprocessing|opendocument\.text"),
    "sheet": re.compile(r"\.(?:xlsx?|ods|csv)\b|excel|spreadsheet|/csv"),
    "audio": re.compile(r"audio/|\.(?:mp3|m4a|ogg|wav)\b"),
}
#: Widgets that many sites add.
_WIDGETS = {
    "datepicker": "date",
    "editor": "long_text",
    "microphone": "file",
    "bootstrapslider": "slider",
    "nouislider": "slider",
    "sortablelist": "ranking",
    "barrating": "single",
}
#: A score of 0 to 10 under these words is the recommendation score.
_RECOMMEND = re.compile(
    r"recommend|recomend|recommand|empfehl|raccomand|aanbeve|แนะนำ|추천|giới thiệu|توصیه",
    re.IGNORECASE,
)
FULL_SCALES = {5: "csat", 7: "ces"}


class Kinds:
    """Makes items of SurveyJS questions."""

    def __init__(self, texts: Texts, losses: Losses, lists: Mapping[str, list[Any]]) -> None:
        self.texts = texts
        self.losses = losses
        self.options = Options(texts, losses, lists)
        self.checks = Checks(texts, losses)
        self.figures: list[Figure] = []

    def items(self, part: Element) -> list[Item]:
        """What a question becomes: one item as a rule, several for a table of mixed cells."""
        kind = part.text("type") or "text"
        item = self._common(part)
        if kind == "expression":
            return self._figure(item, part)
        if kind in _TABLES:
            found = tables(item, part, kind, self.options, self.field)
        else:
            self.field(item, part)
            found = [item]
        for each in found:
            take_own_type(each)
        return [*found, *self.comment(item, part)]

    def field(self, item: Item, part: Element) -> None:
        """A question with one field, and what its answer has to be."""
        kind = part.text("type") or "text"
        self._makers().get(kind, self._unknown)(item, part)
        self.checks.validators(item, part)

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

    def _figure(self, item: Item, part: Element) -> list[Item]:
        given = pending(part.text("expression"), read_surveyjs, "expression", part.place)
        if given is not None:
            self.figures.append(Figure(item.name, given))
        part.read -= {"title", "description"}
        return []

    def _unknown(self, item: Item, part: Element) -> None:
        """A widget or a type of the site's own: its words are asked in the nearest way."""
        kind = part.text("type")
        item.choices = self.options.choices(part)
        item.type = _WIDGETS.get(kind, "single" if item.choices else "short_text")
        if item.type == "slider":
            self.slider(item, part)
        done = Problem("This type of question is unknown: it is asked as a short text")
        if item.type != "short_text":
            done = Problem("This type of question is unknown: it is asked in the nearest way")
        self.losses.changed(done, kind, part.place)

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
        part.read.update({"titleLocation", "descriptionLocation", "startWithNewLine"})
        return item

    # One field

    def input(self, item: Item, part: Element) -> None:
        """A line of text, a number, a date and the like."""
        kind = part.text("inputType") or "text"
        item.type = _INPUTS.get(kind, "short_text")
        if kind not in _INPUTS:
            self.losses.changed(Problem("It is asked as a short text"), kind, part.place)
        if kind.startswith("datetime"):
            self.losses.changed(Problem("Only the day is asked, not the time"), kind, part.place)
        if kind == "month":
            item.properties["precision"] = "month"
        if item.type in {"number", "slider"}:
            self.bounds(item, part, "step" if item.type == "slider" else "")
        elif item.type == "date":
            self.checks.days(item, part)
        elif item.type == "short_text":
            self.length(item, part)
        if item.type in {"number", "date"}:
            self.checks.calculated(item, part)

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
            accepted = part.text("acceptedTypes").lower()
            item.properties["accepts"] = [
                name for name, pattern in _ACCEPTED.items() if pattern.search(accepted)
            ]
            if accepted and not item.properties["accepts"]:
                part.read.discard("acceptedTypes")

    def boolean(self, item: Item, part: Element) -> None:
        """Yes or no, as two options."""
        item.type = "single"
        if not part.data.get("title"):
            item.text = self.texts.words(part.get("label"), "label", part.place) or item.text
        options = (("true", "labelTrue", "valueTrue"), ("false", "labelFalse", "valueFalse"))
        for value, label, stored in options:
            name = {"true": "yes", "false": "no"}[value]
            words = self.texts.words(part.get(label), label, part.place)
            if not filled(words):
                words = stock(name, [self.texts.source])
            item.choices.append(Part(name, words))
            item.codes |= {value: name, str(part.get(stored) or value): name}

    def rating(self, item: Item, part: Element) -> None:
        """A scale: the recommendation score, named points, or a line with two ends."""
        values = part.elements("rateValues")
        low, high = part.number("rateMin"), part.number("rateMax")
        least = 1 if low is None else low
        count = part.number("rateCount")
        most = high if high is not None else (least + count - 1 if count else 5)
        ends = [
            self.texts.words(part.get(*names), names[0], part.place)
            for names in (
                ("minRateDescription", "mininumRateDescription", "minimumRateDescription"),
                ("maxRateDescription", "maximumRateDescription"),
            )
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
        item.choices = [*self.options.choices(part), *self.options.special(part)]
        self.declines(item, part)
        self.checks.least(item, part, "minSelectedChoices")
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

    def declines(self, item: Item, part: Element) -> None:
        """The ways to decline; their words are ours."""
        ways = [
            ("dont_know", part.flag("showDontKnowItem")),
            ("prefer_not", part.flag("showRefuseItem")),
        ]
        if given := [name for name, is_offered in ways if is_offered]:
            item.properties["declines"] = given

    def comment(self, item: Item, part: Element) -> list[Item]:
        """The field for words beside an answer, as a question of its own."""
        if not part.flag("showCommentArea", "hasComment"):
            return []
        words = self.texts.words(part.get("commentText"), "commentText", part.place)
        text = words or stock("comment", [self.texts.source])
        return [Item(f"{item.name}-Comment", "long_text", part.place, text)]
