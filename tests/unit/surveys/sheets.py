"""Small files of another tool, for tests."""

from surveys.answer_sheet import AnswerMap, Cells, Taking, read_answers
from tests.unit.surveys.definitions import FOUND, GRID, LEFT, MONTH, NPS, WHY, YEARS, questionnaire

SURVEY = questionnaire(NPS, GRID, WHY, FOUND, LEFT, YEARS, MONTH)


def cells(text: str) -> Cells:
    """A table written with one row a line and `|` between its cells."""
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
    numbers = tuple(range(2, len(rows) + 1))
    overfull = tuple(n for n, row in zip(numbers, rows[1:], strict=True) if len(row) > len(rows[0]))
    fitted = tuple(row[: len(rows[0])] for row in rows[1:])
    return Cells(rows[0], fitted, numbers, overfull)


def mapped(**properties) -> AnswerMap:
    """A map; questions may be given as plain column names."""
    questions = {
        name: taking if isinstance(taking, Taking) else Taking(taking)
        for name, taking in properties.pop("questions", {"nps": "Score"}).items()
    }
    return AnswerMap("test", "Email", questions=questions, **properties)


def read(text: str, **properties):
    """Read such a file by such a map."""
    return read_answers(cells(text), SURVEY, mapped(**properties))


def only(text: str, question: str, **properties):
    """The one answer to a question in a file of one row, which must have no problem."""
    sheet = read(text, **properties)
    assert [str(problem) for problem in sheet.problems] == []
    return sheet.responses[0].answers[question]


def told(text: str, **properties) -> list[str]:
    """The problems of a file, as sentences."""
    return [str(problem) for problem in read(text, **properties).problems]
