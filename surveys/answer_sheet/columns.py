"""The columns a map names, found in a file and made ready to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.cells import Problem, date_order, word_key
from research.contact_sheet import VALUES
from surveys.answer_sheet.cells import (
    ANY_OTHER,
    NO_ANSWER,
    Column,
    known_words,
    our_words,
    strange_parts,
)
from surveys.answer_sheet.mapping import AnswerMap, Taking
from surveys.answer_sheet.targets import Target, targets
from surveys.definition import Definition


@dataclass(frozen=True, slots=True)
class Cells:
    """A table: its heading, its rows as long as the heading, and the rows' numbers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    overfull: tuple[int, ...] = ()


def strange_words(
    cells: Cells, definition: Definition, answer_map: AnswerMap
) -> dict[str, tuple[str, ...]]:
    """Words of choices and scores that are none of ours, by target, in the order they come.

    Empty where the map does not fit the file at all.
    """
    found = Columns(cells, definition, answer_map)
    return {column.target.name: _strange(column, cells.rows) for column in found.columns}


def _strange(column: Column, rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    texts = dict.fromkeys(row[column.place].strip() for row in rows)
    found = (part for text in texts if text for part in strange_parts(column, text))
    return tuple(dict.fromkeys(found))


class Columns:
    """The columns of a file that a map names.

    `places` is the place of every heading, `columns` those that answer something; with
    `problems` nothing may be read.
    """

    def __init__(self, cells: Cells, definition: Definition, answer_map: AnswerMap) -> None:
        self.cells = cells
        self.definition = definition
        self.map = answer_map
        self.places = {name: place for place, name in reversed([*enumerate(cells.header)])}
        self.known = targets(definition)
        self.columns: list[Column] = []
        self.problems: list[Problem] = []
        self._check()

    def texts(self, column: str) -> list[str]:
        """Every cell of a column; nothing where the map names none."""
        place = self.places.get(column) if column else None
        return [] if place is None else [row[place] for row in self.cells.rows]

    def cell(self, row: Sequence[str], column: str) -> str:
        """One cell, trimmed; empty where the map names no column."""
        place = self.places.get(column) if column else None
        return "" if place is None else row[place].strip()

    def _check(self) -> None:
        self._check_header()
        for name, taking in self.map.questions.items():
            target = self.known.get(name)
            if target is None:
                self._say_strange(name)
            elif taking.column in self.places:
                self.columns.append(self._column(target, taking))
        if not self.cells.rows:
            self._say("There is no row below the header.")
        self._check_segment()

    def _check_segment(self) -> None:
        word = self.map.segment
        if word and word not in self.places and word_key(word) not in VALUES["segment"]:
            self._say("“%(word)s” is neither a column of the file nor a segment.", {"word": word})

    def _say_strange(self, name: str) -> None:
        question = self.definition.question(name)
        if question and question.rows:
            rows = ", ".join(f"{name}.{row.id}" for row in question.rows)
            params = {"name": name, "rows": rows}
            self._say("Name the rows of “%(name)s” one by one: %(rows)s.", params)
        else:
            params = {"name": name, "ids": ", ".join(q.id for q in self.definition.questions)}
            self._say("The questionnaire has no question “%(name)s”; it has: %(ids)s.", params)

    def _check_header(self) -> None:
        named = dict.fromkeys(self.map.columns)
        for name in named:
            times = self.cells.header.count(name)
            if times > 1:
                self._say("Two columns have this name: rename or remove one.", column=name)
            elif not times:
                listed = ", ".join(f"“{each}”" for each in self.cells.header if each)
                self._say(
                    "The file has no column “%(name)s”; it has: %(columns)s.",
                    {"name": name, "columns": listed},
                )

    def _column(self, target: Target, taking: Taking) -> Column:
        place = self.places[taking.column]
        words, ours = known_words(self.definition, target), our_words(target)
        for theirs, value in taking.values.items():
            if ours and value not in {*ours, NO_ANSWER}:
                self._say(
                    "Under “values”, “%(value)s” is none of: %(known)s.",
                    {"value": value, "known": ", ".join(ours)},
                    taking.column,
                )
            words[word_key(theirs) or theirs] = value
        order = date_order(row[place] for row in self.cells.rows)
        other = words.pop(ANY_OTHER, "")
        return Column(place, taking.column, target, words, other, taking.quote, order)

    def _say(
        self, message: str, params: Mapping[str, object] | None = None, column: str = ""
    ) -> None:
        self.problems.append(Problem(message, params or {}, 0, column))
