"""Answers given for each line of a list stay with their line, whatever happens to the list."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.definition import Definition
from surveys.models.files import AnswerFile
from surveys.models.response import Answer, Response
from surveys.question_types import AnswerValue
from surveys.walking.lines import Change, Lines, followed, is_list, lines_in


def follow(
    session: Session, response: Response, definition: Definition, driver: str,
    *, change: Change, given: Collection[str],
) -> Mapping[str, str]:  # fmt: skip
    """Move the answers after a change of a question's answer, and say from where to where.

    Nothing moves unless the question is a list that sections go through.
    """
    if not is_list(definition, driver):
        return {}
    old = lines_of(response, definition, driver, change[0])
    new, moves = followed(definition, driver, old, change, given)
    response.lines = {**response.lines, driver: new.plain}
    _move(session, response, moves)
    return moves


def lines_of(
    response: Response, definition: Definition, driver: str, answer: AnswerValue | None
) -> Lines:
    """The lines of a list as they are known; those of a list never changed go by their places."""
    stored = response.lines.get(driver)
    return Lines.read(stored) if stored else Lines.of(lines_in(definition, driver, answer))


def keep_words(
    response: Response, definition: Definition, question_id: str, given: Mapping[str, AnswerValue]
) -> None:
    """Remember of which words something is said now."""
    number, name, driver = _line(response, definition, question_id, given)
    if number and driver in response.lines:
        told = Lines.read(response.lines[driver]).said_of(number, name)
        response.lines = {**response.lines, driver: told.plain}


def number_of(
    response: Response, definition: Definition, question_id: str, given: Mapping[str, AnswerValue]
) -> int:
    """The number of the line that a repetition is about; 0 where it is about none."""
    return _line(response, definition, question_id, given)[0]


def present_id(
    response: Response, definition: Definition, question_id: str, given: Mapping[str, AnswerValue],
    *, number: int,
) -> str:  # fmt: skip
    """The id that a repetition about this line has now; empty where the line is gone."""
    base, driver = _driver(definition, question_id)
    present = lines_of(response, definition, driver, given.get(driver)).present
    return f"{base}@{present.index(number) + 1}" if number in present else ""


def _line(
    response: Response, definition: Definition, question_id: str, given: Mapping[str, AnswerValue]
) -> tuple[int, str, str]:
    driver, item = _driver(definition, question_id)[1], question_id.partition("@")[2]
    if not item.isdigit() or not is_list(definition, driver):
        return 0, "", driver
    names = lines_in(definition, driver, given.get(driver))
    numbers = lines_of(response, definition, driver, given.get(driver)).present
    place = int(item) - 1
    return (numbers[place], names[place], driver) if place < len(numbers) else (0, "", driver)


def _driver(definition: Definition, question_id: str) -> tuple[str, str]:
    """The repeated question, and the list it is repeated for."""
    base = question_id.partition("@")[0]
    question = definition.question(base)
    return base, definition.section_of(question).loop if question else ""


def _move(session: Session, response: Response, moves: Mapping[str, str]) -> None:
    if not moves:
        return
    answers = select(Answer).where(Answer.response_id == response.id)
    files = select(AnswerFile).where(AnswerFile.response_id == response.id)
    rows = [
        *session.scalars(answers.where(Answer.question_id.in_(moves))),
        *session.scalars(files.where(AnswerFile.question_id.in_(moves))),
    ]
    targets = [moves[row.question_id] for row in rows]
    for row in rows:
        row.question_id = f"{row.question_id}*"  # two may change places
    session.flush()
    for row, target in zip(rows, targets, strict=True):
        row.question_id = target
    session.flush()
