"""Tables: the same question about several rows, answered by choosing or by filling in."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from surveys.question_types.base import Form, QuestionType, Summary, first, shortened
from surveys.question_types.measure import ambiguity, number, plain, written
from surveys.question_types.values import NAMELESS, AnswerValue, Choice, Problem, Question, Row

MOST_ROWS = 6
MOST_COLUMNS = 6
LONGEST_CELL = 200


class _Matrix(QuestionType):
    """What all tables share: an answer is a value for each row that has one."""

    is_read_whole = False
    uses = frozenset({"rows", "choices"})

    def name(self, question: Question, row: Row) -> str:
        """Name of a row's fields, or of what they have in common."""
        return f"{question.id}.{row.id}"

    def fields(self, question: Question) -> list[str]:
        return [self.name(question, row) for row in question.rows]

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        given = {row.id: self.read_row(question, row, form) for row in question.rows}
        value = {row: said for row, said in given.items() if said}
        return AnswerValue(value) if value else None

    @abstractmethod
    def read_row(self, question: Question, row: Row, form: Form) -> Any:
        """What was posted for one row; empty where nothing was."""

    def validate(self, question: Question, answer: AnswerValue | None) -> list[Problem]:
        given = answer.value if answer and isinstance(answer.value, dict) else {}
        left_out = [row for row in question.rows if not given.get(row.id)]
        open_rows = [self.unanswered(question, row) for row in left_out if question.required]
        return [*open_rows, *(self.check(question, answer) if answer else [])]

    @abstractmethod
    def unanswered(self, question: Question, row: Row) -> Problem:
        """The sentence for a row of a required question that was left out."""

    def missing(self, question: Question) -> Problem:
        return self.unanswered(question, question.rows[0])

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return {"given": answer.value if answer else {}}

    def flaws(self, question: Question) -> Iterator[Problem]:
        if not question.rows:
            yield Problem("A table needs at least one row", part="rows")
        if len(question.rows) > MOST_ROWS:
            yield Problem(
                "A table has at most %(most)s rows, this one has %(n)s: split it in two",
                part="rows",
                params={"most": MOST_ROWS, "n": len(question.rows)},
            )
        if len(question.choices) > MOST_COLUMNS:
            yield Problem(
                "A table has at most %(most)s columns, this one has %(n)s: split it in two",
                part="choices",
                params={"most": MOST_COLUMNS, "n": len(question.choices)},
            )
        both = {row.id for row in question.rows} & {choice.id for choice in question.choices}
        for name in sorted(both):
            yield Problem(
                "The id “%(id)s” is a row's and an option's, choose another for one",
                part="rows",
                params={"id": name},
            )
        if any(choice.other for choice in question.choices):
            yield Problem("An option of a table can't ask for other words", part="choices")


class _Choosing(_Matrix):
    """Tables whose columns are chosen."""

    def unanswered(self, question: Question, row: Row) -> Problem:
        at = next((choice.id for choice in question.choices), "")
        return Problem(
            "Choose an answer for “%(row)s”",
            question=question.id,
            part=f"{self.name(question, row)}-{at}",
            params={"row": shortened(row.text)},
        )

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        """Sum up each row by itself: its base is who said anything to it."""
        given = [answer.value for answer in answers]
        parts = {row.id: self._of_row(question, row, given) for row in question.rows}
        counts = {f"{row}.{at}": n for row, part in parts.items() for at, n in part.counts.items()}
        return Summary(len(given), counts=counts, parts=parts)

    def _of_row(self, question: Question, row: Row, given: list[Mapping[str, Any]]) -> Summary:
        said = [self.chosen(each[row.id]) for each in given if each.get(row.id)]
        counts = Counter(choice for chosen in said for choice in chosen)
        return Summary(len(said), counts={each.id: counts[each.id] for each in question.choices})

    @abstractmethod
    def chosen(self, said: Any) -> list[str]:
        """The options that stand for one row."""

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from super().flaws(question)
        if len(question.choices) < 2:
            yield Problem("A choice needs at least two options", part="choices")


class MatrixSingle(_Choosing):
    """One option in each row."""

    key = "matrix_single"

    def read_row(self, question: Question, row: Row, form: Form) -> Any:
        posted = first(form, self.name(question, row))
        return posted if posted in {choice.id for choice in question.choices} else ""

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {f"{question.id}.{row}": [choice] for row, choice in answer.value.items()}

    def chosen(self, said: Any) -> list[str]:
        return [said]

    def columns(self, question: Question) -> list[str]:
        return self.fields(question)

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {f"{question.id}.{row}": choice for row, choice in answer.value.items()}

    def seconds(self, question: Question) -> int:
        return 5 * len(question.rows)


class MatrixMultiple(_Choosing):
    """Any number of options in each row; an exclusive one stands alone in its row."""

    key = "matrix_multiple"

    def read_row(self, question: Question, row: Row, form: Form) -> Any:
        posted = {value.strip() for value in form.get(self.name(question, row)) or []}
        return [choice.id for choice in question.choices if choice.id in posted]

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {f"{question.id}.{row}": list(chosen) for row, chosen in answer.value.items()}

    def chosen(self, said: Any) -> list[str]:
        return list(said)

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        return [
            Problem(
                "Choose “%(option)s” alone for “%(row)s”, or take it back",
                question=question.id,
                part=f"{self.name(question, row)}-{choice.id}",
                params={"option": shortened(choice.text), "row": shortened(row.text)},
            )
            for row in question.rows
            for choice in question.choices
            if choice.exclusive
            and len(answer.value.get(row.id, [])) > 1
            and choice.id in answer.value[row.id]
        ]

    def columns(self, question: Question) -> list[str]:
        return [f"{question.id}.{r.id}.{c.id}" for r in question.rows for c in question.choices]

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {
            f"{question.id}.{row}.{choice.id}": str(int(choice.id in chosen))
            for row, chosen in answer.value.items()
            for choice in question.choices
        }

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset(self.columns(question))

    def seconds(self, question: Question) -> int:
        return 8 * len(question.rows)


class _Filling(_Matrix):
    """Tables whose cells are filled in; without columns one field a row, under the name ""."""

    def cells(self, question: Question) -> list[tuple[Row, Choice | None]]:
        """Every cell in the order of reading."""
        columns = question.choices or (None,)
        return [(row, column) for row in question.rows for column in columns]

    def cell(self, question: Question, row: Row, column: Choice | None) -> str:
        """Name of a cell's field and of its export column."""
        return self.name(question, row) + (f".{column.id}" if column else "")

    def called(self, row: Row, column: Choice | None) -> str:
        """A cell in words."""
        return shortened(f"{row.text}, {column.text}" if column else row.text)

    def fields(self, question: Question) -> list[str]:
        return [self.cell(question, *each) for each in self.cells(question)]

    def columns(self, question: Question) -> list[str]:
        return self.fields(question)

    def read_row(self, question: Question, row: Row, form: Form) -> Any:
        columns = question.choices or (None,)
        typed = {
            column.id if column else "": first(form, self.cell(question, row, column))
            for column in columns
        }
        return {column: self.read(text) for column, text in typed.items() if text}

    @abstractmethod
    def read(self, typed: str) -> Any:
        """What was typed into a cell."""

    def written(self, said: Any) -> str:
        """What stands in a cell."""
        return str(said)

    def given(self, question: Question, answer: AnswerValue) -> Iterator[tuple[str, str, Any]]:
        """The filled cells: the name of the field, the cell in words, and what it holds."""
        for row, column in self.cells(question):
            said = answer.value.get(row.id, {}).get(column.id if column else "")
            if said is not None:
                yield self.cell(question, row, column), self.called(row, column), said

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {name: [self.written(said)] for name, _, said in self.given(question, answer)}

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        filled = self.given(question, answer) if answer else ()
        return {"given": {name: self.written(said) for name, _, said in filled}}

    def operand(self, question: Question, answer: AnswerValue, row: str | None = None) -> Any:
        if row is None:
            return answer.value
        said = answer.value.get(row, {})
        # Of several cells a rule could not say which it means.
        return next(iter(said.values()), None) if len(question.choices) < 2 else None

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return self.written_cells(question, answer)

    def written_cells(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        """The filled cells by their export column."""
        return {name: self.written(said) for name, _, said in self.given(question, answer)}


class MatrixText(_Filling):
    """A few words in each cell."""

    key = "matrix_text"
    uses = frozenset({"rows", "choices", "max_length"})

    def most(self, question: Question) -> int:
        """Longest text of a cell in characters."""
        return question.max_length or LONGEST_CELL

    def read(self, typed: str) -> Any:
        return typed

    def impersonal(self, question: Question, answer: AnswerValue) -> AnswerValue | None:
        """Which cells were filled; sections may be repeated for them."""
        rows = answer.value.items()
        return AnswerValue({row: dict.fromkeys(cells, NAMELESS) for row, cells in rows})

    def unanswered(self, question: Question, row: Row) -> Problem:
        column = next(iter(question.choices), None)
        wanted = Problem("Write something for “%(cell)s”", params={"cell": shortened(row.text)})
        return wanted.at(question.id, self.cell(question, row, column))

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        most = self.most(question)
        return [
            Problem(
                "Shorten “%(cell)s” to %(most)s characters; it has %(n)s",
                question=question.id,
                part=name,
                params={"cell": cell, "most": most, "n": len(said)},
            )
            for name, cell, said in self.given(question, answer)
            if len(said) > most
        ]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return super().show(question, answer, language) | {"most": self.most(question)}

    def has_words(self, question: Question, answer: AnswerValue) -> bool:
        return any(self.given(question, answer))

    def said(self, question: Question, answer: AnswerValue) -> str:
        given = self.given(question, answer)
        return "\n".join(f"{cell}: {said}" for _, cell, said in given)

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        given = [set(self.written_cells(question, answer)) for answer in answers]
        counts = {
            name.removeprefix(f"{question.id}."): sum(name in cells for cells in given)
            for name in self.columns(question)
        }
        return Summary(len(given), counts=counts)

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from super().flaws(question)
        if question.required:
            yield Problem("Nobody should be forced to write: drop required", part="required")

    def seconds(self, question: Question) -> int:
        return 20 * len(self.cells(question))


class MatrixNumber(_Filling):
    """A number in each cell, between two bounds."""

    key = "matrix_number"
    uses = frozenset({"rows", "choices", "minimum", "maximum", "unit"})

    def read(self, typed: str) -> Any:
        value = number(typed)
        return typed if value is None else value

    def written(self, said: Any) -> str:
        return said if isinstance(said, str) else written(said)

    def unanswered(self, question: Question, row: Row) -> Problem:
        column = next(iter(question.choices), None)
        params = {"cell": self.called(row, column)}
        wanted = Problem("Enter a number for “%(cell)s”, for example 3", params=params)
        return wanted.at(question.id, self.cell(question, row, column))

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        found = (
            (name, self._wrong(question, cell, said))
            for name, cell, said in self.given(question, answer)
        )
        return [problem.at(question.id, name) for name, problem in found if problem]

    def _wrong(self, question: Question, cell: str, said: Any) -> Problem | None:
        if isinstance(said, str):
            wrong = Problem("Enter a number for “%(cell)s”, for example 3", params={"cell": cell})
            return ambiguity(said) or wrong
        if question.minimum is not None and said < question.minimum:
            low = {"cell": cell, "least": plain(question.minimum)}
            return Problem("Enter %(least)s or more for “%(cell)s”", params=low)
        if question.maximum is not None and said > question.maximum:
            high = {"cell": cell, "most": plain(question.maximum)}
            return Problem("Enter %(most)s or less for “%(cell)s”", params=high)
        return None

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        """Sum up each cell by itself, under `row` or `row.column`."""
        given = [dict(self._numbers(question, answer)) for answer in answers]
        parts = {}
        for name in self.columns(question):
            numbers = tuple(sorted(cells[name] for cells in given if name in cells))
            part = name.removeprefix(f"{question.id}.")
            parts[part] = Summary(len(numbers), numbers=numbers)
        return Summary(len(given), parts=parts)

    def _numbers(self, question: Question, answer: AnswerValue) -> Iterator[tuple[str, float]]:
        for name, _, said in self.given(question, answer):
            if not isinstance(said, str):
                yield name, said

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset(self.columns(question))

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from super().flaws(question)
        bounds = question.minimum, question.maximum
        if bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]:
            yield Problem("The minimum is above the maximum", part="minimum")

    def seconds(self, question: Question) -> int:
        return 8 * len(self.cells(question))
