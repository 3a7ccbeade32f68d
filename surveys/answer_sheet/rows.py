"""The rows of another tool's file, read as responses; every problem by row and column."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time

from research.cells import (
    Problem,
    date_order,
    plain_digits,
    read_date,
    read_email,
    shown,
    tidy,
    word_key,
)
from research.contact_sheet import VALUES
from surveys.answer_sheet.cells import Posted, read_cell
from surveys.answer_sheet.columns import Cells, Columns
from surveys.answer_sheet.mapping import AnswerMap
from surveys.definition import Definition
from surveys.question_types import AnswerValue, Question, kind
from surveys.question_types.values import QUOTES

LONGEST_IMPORTED = 20_000  # characters: answers already held are kept whole, within reason
LONGEST_ID = 120
_TEXTS = frozenset({"short_text", "long_text"})


@dataclass(frozen=True, slots=True)
class SheetResponse:
    """One row, read. `ref` is the other tool's id of it, else a hash of what it holds."""

    row: int
    ref: str
    email: str
    organisation: str = ""
    name: str = ""
    segment: str = ""
    language: str = ""
    submitted_at: datetime | None = None
    answers: Mapping[str, AnswerValue] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What a file holds. With a problem nothing may be imported; remarks only tell."""

    responses: tuple[SheetResponse, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


def read_answers(cells: Cells, definition: Definition, answer_map: AnswerMap) -> AnswerSheet:
    """Read every row by the map."""
    columns = Columns(cells, definition, answer_map)
    reader = _Reader(columns, answer_map)
    if not reader.problems:
        reader.read_all()
    return AnswerSheet(tuple(reader.responses), tuple(reader.problems), tuple(reader.remarks))


class _Reader:
    """Goes through the rows and gathers responses, problems and remarks."""

    def __init__(self, columns: Columns, answer_map: AnswerMap) -> None:
        self.cells = columns.cells
        self.columns = columns
        self.map = answer_map
        self.questions = {each.id: each for each in columns.definition.every}
        self.order = date_order(columns.texts(answer_map.submitted_at))
        self.responses: list[SheetResponse] = []
        self.problems: list[Problem] = list(columns.problems)
        self.remarks: list[Problem] = []
        self.rows_of: dict[str, int] = {}

    def read_all(self) -> None:
        for number, row in zip(self.cells.numbers, self.cells.rows, strict=True):
            if number in self.cells.overfull:
                self._say(
                    "The row has more cells than the header: put a cell with a comma in quotes.",
                    row=number,
                )
            else:
                self._read(number, row)

    def _read(self, number: int, row: Sequence[str]) -> None:
        before = len(self.problems)
        answers = self._answers(number, row)
        email = self._email(number, row)
        submitted = self._submitted(number, row)
        segment = self._word("segment", number, row)
        language = self._word("language", number, row)
        if len(self.problems) > before:
            return
        if not answers:
            self.remarks.append(Problem("The row answers nothing and is left out.", row=number))
            return
        response = SheetResponse(
            number, "", email, self.columns.cell(row, self.map.organisation),
            self.columns.cell(row, self.map.name), segment, language, submitted, answers,
            self._attributes(row),
        )  # fmt: skip
        self._keep(response, self.columns.cell(row, self.map.id))

    def _keep(self, response: SheetResponse, given: str) -> None:
        if self.map.id and not given:
            self._say("The id is missing.", row=response.row, column=self.map.id)
            return
        if len(given) > LONGEST_ID:
            params = {"most": LONGEST_ID}
            self._say(
                "The id is longer than %(most)s characters.", params, self.map.id, response.row
            )
            return
        ref = given or content_hash(response)
        first = self.rows_of.setdefault(ref, response.row)
        if first == response.row:
            self.responses.append(replace(response, ref=ref))
        elif given:
            self._say(
                "The id “%(id)s” is already in row %(row)s.",
                {"id": given, "row": first},
                self.map.id,
                response.row,
            )
        else:
            self.remarks.append(
                Problem(
                    "The row repeats row %(row)s and is left out.", {"row": first}, response.row
                )
            )

    def _answers(self, number: int, row: Sequence[str]) -> dict[str, AnswerValue]:
        posted: dict[str, Posted] = {}
        headings: dict[str, str] = {}
        for column in self.columns.columns:
            found = read_cell(column, row[column.place])
            if isinstance(found, Problem):
                self.problems.append(found.at(number, column.heading))
                continue
            form = posted.setdefault(column.target.question.id, {})
            headings.setdefault(column.target.question.id, column.heading)
            for name, values in found.items():
                form[name] = [*form.get(name, []), *values]
        forms = ((self.questions[name], form) for name, form in posted.items() if form)
        read = ((q, self._judged(q, form, number, headings[q.id])) for q, form in forms)
        return {question.id: answer for question, answer in read if answer is not None}

    def _judged(
        self, question: Question, form: Posted, number: int, heading: str
    ) -> AnswerValue | None:
        answer = kind(question).parse(question, form)
        if answer is None:
            return None
        if question.type in _TEXTS:
            # The permission can come from a column of its own even where we would not ask.
            said = form.get(f"{question.id}.quote", [])
            quote = answer.quote or next((each for each in QUOTES if each in said), None)
            answer = replace(answer, quote=quote)
        found = [*_flaws(question, answer)]
        self.problems += [each.at(number, heading) for each in found]
        return answer

    def _email(self, number: int, row: Sequence[str]) -> str:
        text = tidy(self.columns.cell(row, self.map.email))
        if not text:
            self._say("The email is missing.", row=number, column=self.map.email)
            return ""
        email = read_email(text)
        if isinstance(email, Problem):
            self.problems.append(email.at(number, self.map.email))
            return ""
        return email

    def _submitted(self, number: int, row: Sequence[str]) -> datetime | None:
        text = self.columns.cell(row, self.map.submitted_at)
        if not text:
            return None
        found = read_moment(text, self.order)
        if isinstance(found, Problem):
            self.problems.append(found.at(number, self.map.submitted_at))
            return None
        return found

    def _word(self, name: str, number: int, row: Sequence[str]) -> str:
        """A fixed word, a segment or a language, as people write it."""
        column = getattr(self.map, name)
        text = tidy(self.columns.cell(row, column))
        if column and column not in self.columns.places:
            text = column  # the word itself, for every row
        if not text:
            return ""
        found = VALUES[name].get(word_key(text))
        if found is None:
            known = ", ".join(dict.fromkeys(VALUES[name].values()))
            self._say(
                "“%(value)s” is not a known %(field)s; write one of: %(known)s.",
                {"value": shown(text), "field": name, "known": known},
                column,
                number,
            )
        return found or ""

    def _attributes(self, row: Sequence[str]) -> dict[str, str]:
        if self.map.keep != "rest":
            return {}
        taken = {*self.map.columns, self.map.segment}
        pairs = zip(self.cells.header, row, strict=True)
        return {name: cell.strip() for name, cell in pairs if name not in taken and cell.strip()}

    def _say(
        self,
        message: str,
        params: Mapping[str, object] | None = None,
        column: str = "",
        row: int = 0,
    ) -> None:
        self.problems.append(Problem(message, params or {}, row, column))


def _flaws(question: Question, answer: AnswerValue) -> Iterator[Problem]:
    """What keeps an answer out; a text may be longer than we would let a respondent write."""
    if question.type not in _TEXTS:
        optional = replace(question, required=False)
        for each in kind(optional).validate(optional, answer):
            yield Problem(each.message, each.params)
    elif len(answer.text) > LONGEST_IMPORTED:
        yield Problem("The text is longer than %(most)s characters.", {"most": LONGEST_IMPORTED})


def content_hash(response: SheetResponse) -> str:
    """SHA-256 of who answered what, in hexadecimal: the reference of a row that has no id."""
    answers = {name: (each.value, each.text) for name, each in response.answers.items()}
    when = response.submitted_at.isoformat() if response.submitted_at else ""
    whole = json.dumps([response.email, when, answers], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def read_moment(text: str, order: str = "") -> datetime | Problem:
    """Read a date with or without a time of day; without a zone it is taken as UTC."""
    plain = plain_digits(text).strip()
    try:
        found = datetime.fromisoformat(plain.removesuffix(" UTC"))
    except ValueError:
        day = read_date(plain.rsplit(" ", 1)[0] if ":" in plain else plain, order)
        if isinstance(day, Problem):
            day = read_date(plain, order)
        if isinstance(day, Problem):
            return day
        found = datetime.combine(day, time())
    if not 1900 <= found.year < 2200:
        return Problem("“%(value)s” is not a date: write it as 2026-03-04.", {"value": shown(text)})
    return found if found.tzinfo else found.replace(tzinfo=UTC)
