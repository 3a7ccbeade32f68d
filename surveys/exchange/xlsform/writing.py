"""A questionnaire of ours as an XLSForm that other tools take, with what they can't hold beside it.

The workbook is written twice: the first is read as any other, and what it lost is put into columns
of our own prefix in the second.
"""

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from surveys.definition import Definition, Section
from surveys.exchange.conditions.writing import Unsaid, XPathWriter
from surveys.exchange.drafting.building import build
from surveys.exchange.drafting.own import (
    FLAGS,
    PART,
    PREFIX,
    SECTION,
    WAS,
    Leftovers,
    as_json,
    bare,
    kept_for,
    nothing_kept,
)
from surveys.exchange.languages import language_label
from surveys.exchange.report import Losses
from surveys.exchange.xlsform.reading import read_xlsform
from surveys.exchange.xlsform.shapes import Shape, is_whole, shape_of
from surveys.exchange.xlsform.workbook import IN_CHOICES
from surveys.question_types import Choice, Question
from surveys.walking.piping import Place, filled

_QUOTE = re.compile(r"\$\{[^}]*\}?")
CELL_MOST = 30_000  # a spreadsheet's cell holds 32,767 characters
Cells = dict[str, str]
_OLD = dt.datetime(2020, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def write_xlsform(definition: Definition) -> bytes:
    """The workbook; the same questionnaire gives the same bytes."""
    first = _Writer(definition, nothing_kept()).book()
    read, _names = build(read_xlsform(first, Losses()), Losses())
    return _Writer(definition, kept_for(definition, read)).book()


@dataclass
class _Sheet:
    """Rows of cells by column; the columns come in the order they are first used."""

    columns: list[str]
    rows: list[Cells] = field(default_factory=list)

    def add(self, cells: Mapping[str, str]) -> None:
        self.rows.append({name: cell for name, cell in cells.items() if cell})


class _Writer:
    """Writes one questionnaire: a method a part."""

    def __init__(self, definition: Definition, kept: Leftovers) -> None:
        self.definition = definition
        self.kept = kept
        self.labels = {code: language_label(code) for code in definition.languages}
        spoken = [
            f"{name}::{label}" for name in ("label", "hint") for label in self.labels.values()
        ]
        self.survey = _Sheet(
            [
                "type",
                "name",
                *spoken,
                "required",
                "relevant",
                "constraint",
                "appearance",
                "parameters",
            ]
        )
        self.choices = _Sheet(["list_name", "name", *spoken[: len(self.labels)]])
        self.settings = _Sheet(["form_title", "form_id", "default_language"])
        self.conditions = XPathWriter(self.known, self.is_many)
        self.calculations: dict[str, str] = {}
        self.calculate()

    def book(self) -> bytes:
        for place, section in enumerate(self.definition.sections):
            self.section(place, section)
        for name, calculation in self.calculations.items():
            self.survey.add({"type": "calculate", "name": name, "calculation": calculation})
        self.whole()
        return _workbook(
            {"survey": self.survey, "choices": self.choices, "settings": self.settings}
        )

    def whole(self) -> None:
        cells = {
            "form_title": self.definition.title,
            "form_id": self.definition.id,
            "default_language": self.labels[self.definition.language],
            **_kept_cells(self.kept.whole.own, self.kept.whole.was),
        }
        if self.kept.texts.own:
            texts = {"own": self.kept.texts.own, "was": self.kept.texts.was}
            whole = as_json(texts)
            for number, start in enumerate(range(0, len(whole), CELL_MOST), 1):
                cells[f"{PREFIX}translations.{number}"] = whole[start : start + CELL_MOST]
        self.settings.add(cells)

    def section(self, place: int, section: Section) -> None:
        kept = self.kept.section(place)
        shown = section.show_if
        repeats = self.repeats(section)
        self.survey.add(
            {
                "type": "begin_repeat" if repeats else "begin_group",
                "name": section.id,
                **self.spoken("label", f"{section.id}.title"),
                "relevant": self.conditions.write(shown.tree) if shown else "",
                "repeat_count": repeats,
                f"{PREFIX}{PART}": SECTION,
                **_kept_cells(kept.own, kept.was),
            }
        )
        for number, question in enumerate(section.questions):
            kept = self.kept.question(place, number)
            self.question(question, {**_kept_cells(kept.own, kept.was)})
        self.survey.add({"type": "end_repeat" if repeats else "end_group"})

    def repeats(self, section: Section) -> str:
        """How often a repeated section is asked there, as far as it can be said."""
        source = {"source": "answers", "identifier": section.loop}
        if not section.loop or not self.is_many(section.loop, ""):
            return ""
        return self.conditions.expression({"count": [source]})

    def calculate(self) -> None:
        """Say the values that can be said; those that look at others come when these are."""
        while True:
            said = {
                each.id: calculation
                for each in self.definition.values
                if each.id not in self.calculations
                and (calculation := self.conditions.expression(each.value.tree))
            }
            if not said:
                return
            self.calculations |= said

    # Questions

    def question(self, question: Question, kept: Cells) -> None:
        shape = shape_of(question)
        cells = {
            "name": question.id,
            **self.spoken("label", f"{question.id}.text"),
            **self.spoken("hint", f"{question.id}.hint"),
            "required": "yes" if question.required and not shape.rows else "",
            "relevant": self.conditions.write(question.show_if.tree) if question.show_if else "",
            "constraint": self.constraint(question, shape),
            **self.message(question),
            "appearance": shape.appearance,
            "parameters": "randomize=true"
            if question.order and shape.list and not shape.rows
            else shape.parameters,
            f"{PREFIX}type": question.type,
        }
        if shape.list:
            self.listed(question, shape)
        if shape.rows:
            self.grid(question, shape, cells | kept)
            return
        list_name = f" {question.id}" if shape.list else ""
        self.survey.add({"type": f"{shape.type}{list_name}", **cells, **kept})
        self.beside(question, shape)

    def constraint(self, question: Question, shape: Shape) -> str:
        """The bounds of the answer, then the checks of it, which look at it as `.`."""
        said = [each for each in question.checks if not is_whole(each, question)]
        checks = [self.conditions.write(each.when.tree) for each in said]
        own = [each.replace(f"${{{question.id}}}", ".") for each in checks if each]
        bracketed = [f"({each})" if " or " in each else each for each in own]
        return " and ".join(filter(None, [shape.constraint, *bracketed]))

    def message(self, question: Question) -> Cells:
        """What is said of an answer that does not meet the first check there."""
        checks = enumerate(question.checks, 1)
        first = next((n for n, each in checks if not is_whole(each, question)), 1)
        return self.spoken("constraint_message", f"{question.id}.check.{first}")

    def grid(self, question: Question, shape: Shape, cells: Cells) -> None:
        self.survey.add({"type": "begin_group", **cells})
        if shape.rows == "cells":
            self.cells(question, shape)
            self.survey.add({"type": "end_group"})
            return
        for row in question.rows if shape.rows == "rows" else question.choices:
            own = {f"{PREFIX}id": bare(row.id)}
            if stage := getattr(row, "stage", ""):
                own[f"{PREFIX}stage"] = bare(stage)
            if not shape.list:
                own[f"{PREFIX}{PART}"] = "choice" if shape.rows == "choices" else "row"
            self.survey.add(
                {
                    "type": f"{shape.type} {question.id}" if shape.list else shape.type,
                    "name": self.name(question.id, row.id),
                    **self.spoken("label", f"{question.id}.{row.id}"),
                    "required": "yes" if question.required else "",
                    **own,
                }
            )
        self.survey.add({"type": "end_group"})

    def cells(self, question: Question, shape: Shape) -> None:
        """A row of the sheet for each cell of a table to write in."""
        for row in question.rows:
            for choice in question.choices:
                words = {
                    column: f"{text} – {rest}" if rest else text
                    for (column, text), rest in zip(
                        self.spoken("label", f"{question.id}.{row.id}").items(),
                        self.spoken("label", f"{question.id}.{choice.id}").values(),
                        strict=True,
                    )
                }
                self.survey.add(
                    {
                        "type": shape.type,
                        "name": f"{question.id}_{row.id}_{choice.id}",
                        **words,
                        f"{PREFIX}{PART}": "cell",
                    }
                )

    def beside(self, question: Question, shape: Shape) -> None:
        """Rows that other tools need to ask the same: own words, the reason for a score."""
        for choice in question.choices:
            if choice.other and shape.list:
                chosen = {"source": "answers", "identifier": question.id}
                self.survey.add(
                    {
                        "type": "text",
                        "name": f"{question.id}_{choice.id}_text",
                        **self.spoken("label", f"{question.id}.{choice.id}"),
                        "relevant": self.conditions.write({"in": [choice.id, chosen]}),
                        f"{PREFIX}part": "other",
                    }
                )
        for number, _band in enumerate(question.bands, 1):
            self.survey.add(
                {
                    "type": "text",
                    "name": f"{question.id}_why_{number}",
                    **self.spoken("label", f"{question.id}.band.{number}"),
                    "relevant": shape.band(number),
                    f"{PREFIX}part": "band",
                }
            )

    def listed(self, question: Question, shape: Shape) -> None:
        if shape.list == "scale":
            for point, _name in enumerate(question.scale, 1):
                self.choices.add(
                    {
                        "list_name": question.id,
                        "name": str(point),
                        **self.spoken("label", f"{question.id}.scale.{point}"),
                    }
                )
            return
        for choice in question.choices:
            flags = {name: getattr(choice, name) for name in FLAGS}
            self.choices.add(
                {
                    "list_name": question.id,
                    "name": choice.id,
                    **self.spoken("label", f"{question.id}.{choice.id}"),
                    **self.pictures(choice),
                    **{
                        IN_CHOICES + name: bare(value)
                        for name, value in flags.items()
                        if value != FLAGS[name]
                    },
                }
            )

    def pictures(self, choice: Choice) -> Cells:
        """The pictures of an option, by the column of their language."""
        named = {self.definition.language: choice.image, **choice.images}
        return {
            f"media::image::{self.labels[code]}": name
            for code, name in named.items()
            if name and code in self.labels
        }

    # Words

    def spoken(self, column: str, key: str) -> Cells:
        """A text in each language, by its column."""
        source = {self.definition.language: self.definition.texts.get(key, "")}
        texts = {code: words.get(key, "") for code, words in self.definition.translations.items()}
        return {
            f"{column}::{self.labels[code]}": self.written(text)
            for code, text in (texts | source).items()
        }

    def written(self, text: str) -> str:
        """A text with its quotes; what only looks like one there is broken up."""
        quotes: set[str] = set()

        def put(place: Place) -> str | None:
            quote = self.quoted(place)
            quotes.add(quote or "")
            return quote

        return _QUOTE.sub(lambda m: m[0] if m[0] in quotes else f"$ {m[0][1:]}", filled(text, put))

    def quoted(self, place: Place) -> str | None:
        """An earlier answer inside a text; None where it stays as it is written."""
        try:
            return f"${{{self.known(place.name, place.row or '')}}}"
        except Unsaid:
            return None

    def known(self, question: str, row: str) -> str:
        """The name of something that is written in the workbook; raises Unsaid."""
        if question in self.calculations and not row:
            return question
        asked = self.definition.question(question) if "@" not in question else None
        shape = shape_of(asked) if asked else None
        if asked is None or shape is None or shape.type in {"note", "acknowledge"}:
            raise Unsaid
        is_row = shape.rows == "rows" and row in {each.id for each in asked.rows}
        if is_row if row else not shape.rows:
            return self.name(question, row)
        raise Unsaid

    def name(self, question: str, part: str) -> str:
        """The name of a question, or of the question that a row of a grid becomes."""
        return f"{question}_{part}" if part else question

    def is_many(self, question: str, _row: str) -> bool:
        asked = self.definition.question(question)
        return asked is not None and shape_of(asked).is_many


def _kept_cells(own: Mapping[str, Any], was: Mapping[str, Any]) -> Cells:
    cells = {f"{PREFIX}{name}": bare(value) for name, value in own.items()}
    return cells | ({f"{PREFIX}{WAS}": bare(was)} if was else {})


def _workbook(sheets: Mapping[str, _Sheet]) -> bytes:
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"in_memory": True, **plain})
    book.set_properties({"created": _OLD})
    bold = book.add_format({"bold": True})
    for name, sheet in sheets.items():
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        columns = dict.fromkeys([*sheet.columns, *(each for row in sheet.rows for each in row)])
        for place, column in enumerate(columns):
            page.write_string(0, place, column, bold)
        for number, row in enumerate(sheet.rows, 1):
            for place, column in enumerate(columns):
                if cell := row.get(column):
                    page.write_string(number, place, cell)
    book.close()
    return file.getvalue()
