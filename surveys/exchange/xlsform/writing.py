"""A questionnaire of ours as an XLSForm that other tools take, with what they can't hold beside it.

The workbook is written twice: the first is read as any other, and what it lost is put into columns
of our own prefix in the second.
"""

import datetime as dt
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from surveys.definition import Definition, Section
from surveys.exchange.building import build
from surveys.exchange.conditions.writing import XPathWriter
from surveys.exchange.languages import language_label
from surveys.exchange.own import PART, PREFIX, SECTION, WAS, Leftovers, bare, kept_for, nothing_kept
from surveys.exchange.report import Losses
from surveys.exchange.xlsform.reading import read_xlsform
from surveys.exchange.xlsform.shapes import Shape, shape_of
from surveys.exchange.xlsform.workbook import IN_CHOICES
from surveys.question_types import Question

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
        self.conditions = XPathWriter(self.name, self.is_many)

    def book(self) -> bytes:
        for place, section in enumerate(self.definition.sections):
            self.section(place, section)
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
            whole = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
            for number, start in enumerate(range(0, len(whole), CELL_MOST), 1):
                cells[f"{PREFIX}translations.{number}"] = whole[start : start + CELL_MOST]
        self.settings.add(cells)

    def section(self, place: int, section: Section) -> None:
        kept = self.kept.section(place)
        shown = getattr(section, "show_if", None)
        self.survey.add(
            {
                "type": "begin_group",
                "name": section.id,
                **self.spoken("label", f"{section.id}.title"),
                "relevant": self.conditions.write(shown.tree) if shown else "",
                f"{PREFIX}{PART}": SECTION,
                **_kept_cells(kept.own, kept.was),
            }
        )
        for number, question in enumerate(section.questions):
            kept = self.kept.question(place, number)
            self.question(question, {**_kept_cells(kept.own, kept.was)})
        self.survey.add({"type": "end_group"})

    # Questions

    def question(self, question: Question, kept: Cells) -> None:
        shape = shape_of(question)
        cells = {
            "name": question.id,
            **self.spoken("label", f"{question.id}.text"),
            **self.spoken("hint", f"{question.id}.hint"),
            "required": "yes" if question.required and not shape.rows else "",
            "relevant": self.conditions.write(question.show_if.tree) if question.show_if else "",
            "constraint": shape.constraint,
            "appearance": shape.appearance,
            "parameters": shape.parameters,
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

    def grid(self, question: Question, shape: Shape, cells: Cells) -> None:
        self.survey.add({"type": "begin_group", **cells})
        for row in question.rows if shape.rows == "rows" else question.choices:
            own = {f"{PREFIX}id": bare(row.id)}
            if stage := getattr(row, "stage", ""):
                own[f"{PREFIX}stage"] = bare(stage)
            if shape.rows == "choices":
                own[f"{PREFIX}part"] = "choice"
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
            flags = {name: getattr(choice, name) for name in ("other", "exclusive", "image")}
            self.choices.add(
                {
                    "list_name": question.id,
                    "name": choice.id,
                    **self.spoken("label", f"{question.id}.{choice.id}"),
                    **{IN_CHOICES + name: bare(value) for name, value in flags.items() if value},
                }
            )

    # Words

    def spoken(self, column: str, key: str) -> Cells:
        """A text in each language, by its column."""
        source = {self.definition.language: self.definition.texts.get(key, "")}
        texts = {code: words.get(key, "") for code, words in self.definition.translations.items()}
        return {f"{column}::{self.labels[code]}": text for code, text in (texts | source).items()}

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
