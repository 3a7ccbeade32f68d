"""Answers another tool collected: its columns, read as answers to our questions."""

from surveys.answer_sheet.cells import our_words
from surveys.answer_sheet.columns import Cells, strange_words
from surveys.answer_sheet.guessing import guess_map
from surveys.answer_sheet.mapping import (
    AnswerMap,
    MapError,
    Taking,
    plain_map,
    read_map,
    read_plain_map,
    write_map,
)
from surveys.answer_sheet.rows import AnswerSheet, SheetResponse, read_answers
from surveys.answer_sheet.targets import Target, targets

__all__ = [
    "AnswerMap",
    "AnswerSheet",
    "Cells",
    "MapError",
    "SheetResponse",
    "Taking",
    "Target",
    "guess_map",
    "our_words",
    "plain_map",
    "read_answers",
    "read_map",
    "read_plain_map",
    "strange_words",
    "targets",
    "write_map",
]
