"""A questionnaire of ours as a SurveyJS definition, with what that can't hold beside it."""

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from surveys.definition import Definition, Section
from surveys.exchange.conditions.writing import SurveyJsWriter, Unsaid
from surveys.exchange.drafting.building import build
from surveys.exchange.drafting.draft import Kept
from surveys.exchange.drafting.own import (
    FLAGS,
    PART,
    PREFIX,
    SECTION,
    WAS,
    Leftovers,
    kept_for,
    nothing_kept,
)
from surveys.exchange.report import Losses
from surveys.exchange.surveyjs.reading import read_surveyjs_definition
from surveys.question_types import Choice, Question, Row
from surveys.walking.piping import Place, filled

Json = dict[str, Any]
_MANY = {"multiple", "ranking", "picture", "matrix_multiple"}
_CHOOSING = {
    "single": "radiogroup",
    "multiple": "checkbox",
    "dropdown": "dropdown",
    "ranking": "ranking",
    "picture": "imagepicker",
    "maxdiff": "ranking",
}
_INPUTS = {"email": "email", "phone": "tel", "time": "time", "date_range": "date"}
_OTHERS = {
    "consent": "boolean",
    "file": "file",
    "signature": "signaturepad",
    "long_text": "comment",
}
_GRIDS = {"rating", "touchpoint", "awareness", "matrix_single", "matrix_multiple"}
_CELLS = {"matrix_text", "matrix_number"}
_BANDS = ("{%s} <= 6", "{%s} >= 7 and {%s} <= 8", "{%s} >= 9")


def write_surveyjs(definition: Definition) -> bytes:
    """The definition as JSON text in UTF-8."""
    first = _Writer(definition, nothing_kept()).survey()
    read, _names = build(read_surveyjs_definition(first, Losses()), Losses())
    whole = _Writer(definition, kept_for(definition, read)).survey()
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


class _Writer:
    """Writes one questionnaire: a method a part."""

    def __init__(self, definition: Definition, kept: Leftovers) -> None:
        self.definition = definition
        self.kept = kept
        self.conditions = SurveyJsWriter(self.known, self.is_many)

    def known(self, question: str, row: str) -> str:
        """A question's, a row's or a value's name; raises Unsaid for a repetition."""
        if "@" in question:
            raise Unsaid
        return f"{question}.{row}" if row else question

    def is_many(self, question: str, _row: str) -> bool:
        asked = self.definition.question(question)
        return asked is not None and asked.type in _MANY

    def survey(self) -> Json:
        definition = self.definition
        whole: Json = {
            "title": self.words("title"),
            f"{PREFIX}id": definition.id,
            "locale": definition.language,
        }
        if definition.intro:
            whole["description"] = self.words("intro")
        if definition.thanks:
            whole["completedHtml"] = self.html("thanks")
        whole["pages"] = [
            self.page(place, section) for place, section in enumerate(definition.sections)
        ]
        if values := self.values():
            whole["calculatedValues"] = values
        own, was = dict(self.kept.whole.own), dict(self.kept.whole.was)
        if self.kept.texts.own:
            own["translations"] = self.kept.texts.own
            was["translations"] = self.kept.texts.was
        return whole | _kept(Kept(own, was))

    def values(self) -> list[Json]:
        """Calculated values that can be said."""
        said = [
            (each.id, self.conditions.expression(each.value.tree))
            for each in self.definition.values
        ]
        return [{"name": name, "expression": expression} for name, expression in said if expression]

    def page(self, place: int, section: Section) -> Json:
        page: Json = {
            "name": section.id,
            "title": self.words(f"{section.id}.title"),
            f"{PREFIX}{PART}": SECTION,
        }
        shown = section.show_if
        if shown and (condition := self.conditions.write(shown.tree)):
            page["visibleIf"] = condition
        page["elements"] = [
            element
            for number, question in enumerate(section.questions)
            for element in self.elements(question, self.kept.question(place, number))
        ]
        return page | _kept(self.kept.section(place))

    def elements(self, question: Question, kept: Kept) -> list[Json]:
        element: Json = {
            "type": "html",
            "name": question.id,
            f"{PREFIX}type": question.type,
            "title": self.words(f"{question.id}.text"),
        }
        if question.hint:
            element["description"] = self.words(f"{question.id}.hint")
        if question.required:
            element["isRequired"] = True
        condition = self.conditions.write(question.show_if.tree) if question.show_if else ""
        if condition:
            element["visibleIf"] = condition
        element |= self.kind(question)
        if checks := self.checks(question):
            element["validators"] = checks
        if question.order and "choices" in element:
            element["choicesOrder"] = "random"
        return [element | _kept(kept), *self.bands(question)]

    def checks(self, question: Question) -> list[Json]:
        """Checks of the answer that can be said."""
        said = [self.conditions.write(check.when.tree) for check in question.checks]
        return [
            {
                "type": "expression",
                "expression": expression,
                "text": self.words(f"{question.id}.check.{number}"),
            }
            for number, expression in enumerate(said, 1)
            if expression
        ]

    def bands(self, question: Question) -> list[Json]:
        """The follow-ups to a score, which other tools ask as questions of their own."""
        return [
            {
                "type": "comment",
                "name": f"{question.id}_why_{number}",
                f"{PREFIX}part": "band",
                "title": self.words(f"{question.id}.band.{number}"),
                "visibleIf": _BANDS[min(number, 3) - 1].replace("%s", question.id),
            }
            for number, _band in enumerate(question.bands, 1)
        ]

    # Types

    def kind(self, question: Question) -> Json:
        if question.type in _CHOOSING and question.choices:
            return self.choosing(question)
        if question.type in _GRIDS and question.rows:
            return self.grid(question)
        if question.type in {"csat", "ces"} and question.scale:
            return {"type": "rating", "rateValues": self.points(question)}
        if question.type == "constant_sum" and question.choices:
            return {"type": "multipletext", "items": self.fields(question, question.choices)}
        if question.type in _CELLS and question.rows:
            return self.cells(question)
        return self.plain(question)

    def choosing(self, question: Question) -> Json:
        listed, switches = list(question.choices), Json()
        last = listed[-1]
        if (
            last.id == "none"
            and last.exclusive
            and not (last.other or last.image or last.score is not None)
            and question.type != "ranking"
        ):
            switches |= {"showNoneItem": True, "noneText": self.words(f"{question.id}.none")}
            listed.pop()
        other = next((each for each in listed[-1:] if each.id == "other" and each.other), None)
        if (
            other
            and not (other.exclusive or other.image or other.score is not None)
            and len(listed) > 1
        ):
            switches |= {"showOtherItem": True, "otherText": self.words(f"{question.id}.other")}
            listed.pop()
        found: Json = {
            "type": _CHOOSING[question.type],
            "choices": [self.choice(question, each) for each in listed],
            **switches,
        }
        if question.type == "picture":
            found["multiSelect"] = question.max_choices != 1
        elif question.max_choices:
            found["maxSelectedChoices"] = question.max_choices
        return found

    def choice(self, question: Question, choice: Choice) -> Json:
        flags = {name: getattr(choice, name) for name in FLAGS}
        found = {"value": choice.id, "text": self.words(f"{question.id}.{choice.id}")}
        if choice.image:
            by_language = {"default": choice.image, **choice.images}
            found["imageLink"] = by_language if choice.images else choice.image
        return found | {
            f"{PREFIX}{name}": value for name, value in flags.items() if value != FLAGS[name]
        }

    def row(self, question: Question, row: Row) -> Json:
        found = {"value": row.id, "text": self.words(f"{question.id}.{row.id}")}
        return found | ({f"{PREFIX}stage": row.stage} if row.stage else {})

    def grid(self, question: Question) -> Json:
        columns = (
            [self.choice(question, each) for each in question.choices]
            if question.type.startswith("matrix")
            else self.points(question)
        )
        found: Json = {
            "type": "matrix",
            "columns": columns,
            "rows": [self.row(question, each) for each in question.rows],
        }
        if question.type == "matrix_multiple":
            found["cellType"] = "checkbox"
        if question.required:
            found["eachRowRequired"] = True
        return found

    def points(self, question: Question) -> list[Json]:
        return [
            {"value": point, "text": self.words(f"{question.id}.scale.{point}")}
            for point, _name in enumerate(question.scale, 1)
        ]

    def fields(self, question: Question, parts: Iterable[Choice | Row]) -> list[Json]:
        """A field for each option or row."""
        kind = {} if question.type == "matrix_text" else {"inputType": "number"}
        stages = [{f"{PREFIX}stage": stage} if (stage := getattr(each, "stage", "")) else {}
                  for each in parts]  # fmt: skip
        return [
            {
                "name": each.id,
                "title": self.words(f"{question.id}.{each.id}"),
                **kind,
                **stage,
            }
            for each, stage in zip(parts, stages, strict=True)
        ]

    def cells(self, question: Question) -> Json:
        """A table to write in: a field for each row, or a cell for each row and column."""
        if not question.choices:
            return {"type": "multipletext", "items": self.fields(question, question.rows)}
        columns = self.fields(question, question.choices)
        return {
            "type": "matrixdropdown",
            "rows": [self.row(question, each) for each in question.rows],
            "columns": [{**column, "cellType": "text"} for column in columns],
        }

    def plain(self, question: Question) -> Json:
        kind = question.type
        if kind in {"nps", "nps_why"}:
            return {"type": "rating", "rateMin": 0, "rateMax": 10}
        if kind in {"slider", "number"}:
            return _measuring(question)
        if kind == "date":
            return {
                "type": "text",
                "inputType": (question.precision == "month" and "month") or "date",
            }
        if kind in _INPUTS:
            return {"type": "text", "inputType": _INPUTS[kind]}
        if kind in _OTHERS or kind == "short_text":
            found: Json = {"type": _OTHERS.get(kind, "text")}
            return found | ({"maxLength": question.max_length} if question.max_length else {})
        return {"type": "html", "html": self.html(f"{question.id}.text")}

    # Words

    def words(self, key: str) -> Any:
        """A text, by language where it has translations."""
        source = filled(self.definition.texts.get(key, ""), self.quoted)
        spoken = {
            code: filled(words[key], self.quoted)
            for code, words in self.definition.translations.items()
            if words.get(key) and code != self.definition.language
        }
        return {"default": source, **spoken} if spoken else source

    def quoted(self, place: Place) -> str | None:
        """An earlier answer inside a text, without what stands for a missing one."""
        try:
            return f"{{{self.known(place.name, place.row or '')}}}"
        except Unsaid:
            return None

    def html(self, key: str) -> Any:
        """The same as HTML."""
        words = self.words(key)
        if isinstance(words, Mapping):
            return {language: _html(text) for language, text in words.items()}
        return _html(words)


def _measuring(question: Question) -> Json:
    given = {"min": question.minimum, "max": question.maximum}
    if question.type == "slider":
        given["step"] = question.step
        return {"type": "slider"} | {n: v for n, v in given.items() if v is not None}
    # The bounds of a text field are texts, since they may be dates.
    written = {name: str(value) for name, value in given.items() if value is not None}
    return {"type": "text", "inputType": "number", **written}


def _html(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _kept(kept: Kept) -> Json:
    cells = {f"{PREFIX}{name}": value for name, value in kept.own.items()}
    return cells | ({f"{PREFIX}{WAS}": kept.was} if kept.was else {})
