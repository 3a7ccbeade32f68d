"""All answers of a study as one table whose columns never move.

Columns are those of every version ever published, in the order of publication: a new version or
another questionnaire only adds at the end, and a question that was dropped keeps its column.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from foundation.files.spreadsheets import Cell
from research.models.organisation import Contact
from research.models.study import Study
from surveys.definition import Definition
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion, is_published
from surveys.models.response import Answer, Response, stands_in_results
from surveys.question_types import AnswerValue, Question, kind
from surveys.results import column_places
from surveys.routing import walk

FIXED = (
    "response_id", "questionnaire", "version", "organisation", "contact", "email", "segment",
    "language", "started_at", "submitted_at", "source", "other_columns",
)  # fmt: skip
BATCH = 500


@dataclass(frozen=True)
class Export:
    """The table: its heading, and its rows, which are read from the database as they are used."""

    header: tuple[str, ...]
    rows: Iterator[tuple[Cell, ...]]


def export_answers(session: Session, study: Study, *, with_names: bool) -> Export:
    """One row per response, pilots left out; without names those columns stay, but empty."""
    versions = list_versions(session, study)
    definitions = {each.id: each.read() for each in versions}
    keyed = ((each.questionnaire.key, definitions[each.id]) for each in versions)
    places = column_places(keyed, reserved=FIXED)
    writer = _Writer(places, definitions, with_names=with_names)
    return Export((*FIXED, *places.values()), _rows(session, study, writer))


def list_versions(session: Session, study: Study) -> list[QuestionnaireVersion]:
    """Every version ever published in the study, in the order of publication."""
    statement = (
        select(QuestionnaireVersion)
        .join(QuestionnaireVersion.questionnaire)
        .where(Questionnaire.study_id == study.id, is_published())
        .options(contains_eager(QuestionnaireVersion.questionnaire))
        .order_by(QuestionnaireVersion.published_at, Questionnaire.key, QuestionnaireVersion.number)
    )
    return list(session.scalars(statement))


def value_of(row: Answer) -> AnswerValue:
    """The answer as the engine knows it."""
    return AnswerValue.kept(row.value, row.text, row.quote)


def counted(
    response: Response, definition: Definition, answers: Mapping[str, AnswerValue]
) -> dict[str, AnswerValue]:
    """The answers that belong to the response: those on its path, or all that were imported."""
    if response.source == "import":
        return dict(answers)
    return walk(definition, answers, response.respondent).known


def answers_by_response(
    session: Session, responses: Iterable[Response]
) -> dict[uuid.UUID, dict[str, AnswerValue]]:
    """The answers of these responses, by response and question."""
    found: dict[uuid.UUID, dict[str, AnswerValue]] = {each.id: {} for each in responses}
    for row in session.scalars(select(Answer).where(Answer.response_id.in_(list(found)))):
        found[row.response_id][row.question_id] = value_of(row)
    return found


def list_responses(session: Session, study: Study) -> list[Response]:
    """The study's responses, oldest first, pilots left out."""
    return list(session.scalars(_responses(study).order_by(Response.started_at, Response.id)))


def _responses(study: Study) -> Select[Response]:
    return (
        select(Response)
        .where(Response.study_id == study.id, stands_in_results())
        .options(
            joinedload(Response.contact).joinedload(Contact.organisation),
            # Apart, for a join would read the whole definition again in every row.
            selectinload(Response.version).selectinload(QuestionnaireVersion.questionnaire),
        )
    )


#: Which responses are meant, by what the page calls them.
_STATES = {
    "": true(),
    "complete": Response.submitted_at.is_not(None),
    "partial": Response.submitted_at.is_(None),
}


def count_responses(session: Session, study: Study) -> dict[str, int]:
    """How many responses there are, complete and only begun; pilots left out."""
    own = select(func.count(Response.id)).where(Response.study_id == study.id, stands_in_results())
    return {key: session.scalar(own.where(state)) or 0 for key, state in _STATES.items()}


def newest_responses(
    session: Session, study: Study, state: str, *, start: int, most: int
) -> list[Response]:
    """Some of the responses in a state, the newest first."""
    order = Response.started_at.desc(), Response.id.desc()
    statement = _responses(study).where(_STATES[state]).order_by(*order)
    return list(session.scalars(statement.offset(start).limit(most)))


def _rows(session: Session, study: Study, writer: "_Writer") -> Iterator[tuple[Cell, ...]]:
    responses = list_responses(session, study)
    for start in range(0, len(responses), BATCH):
        some = responses[start : start + BATCH]
        answers = answers_by_response(session, some)
        for response in some:
            yield writer.row(response, answers[response.id])


class _Writer:
    """Turns responses into rows under one heading."""

    def __init__(
        self,
        places: Mapping[tuple[str, str], str],
        definitions: Mapping[uuid.UUID, Definition],
        *,
        with_names: bool,
    ) -> None:
        self.places = {pair: place for place, pair in enumerate(places, len(FIXED))}
        self.definitions = definitions
        self.with_names = with_names

    def row(self, response: Response, answers: Mapping[str, AnswerValue]) -> tuple[Cell, ...]:
        """The cells of one response."""
        definition = self.definitions[response.version_id]
        key = response.version.questionnaire.key
        cells: list[Cell] = [*self._fixed(response), *("" for _ in self.places)]
        given = [
            *_answer_cells(definition, counted(response, definition, answers)),
            *_value_cells(walk(definition, answers, response.respondent).values()),
        ]
        for column, cell in given:
            cells[self.places[key, column]] = cell
        return tuple(cells)

    def _fixed(self, response: Response) -> tuple[Cell, ...]:
        contact = response.contact if self.with_names else None
        return (
            str(response.id),
            response.version.questionnaire.key,
            response.version.number,
            contact.organisation.name if contact else "",
            contact.name if contact else "",
            contact.email if contact else "",
            response.segment,
            response.language,
            _moment(response.started_at),
            _moment(response.submitted_at),
            response.source,
            self._others(response),
        )

    def _others(self, response: Response) -> str:
        """Columns of an imported file that no question took; they may name people."""
        if not response.attributes or not self.with_names:
            return ""
        return json.dumps(response.attributes, ensure_ascii=False, sort_keys=True)


def _moment(value: datetime | None) -> str:
    return value.isoformat(timespec="seconds") if value else ""


def _answer_cells(
    definition: Definition, answers: Mapping[str, AnswerValue]
) -> Iterator[tuple[str, Cell]]:
    for question in definition.every:
        if question.id in answers:
            known = kind(question).columns(question)
            cells = kind(question).export(question, answers[question.id])
            yield from (
                (name, _cell(question, name, cells[name])) for name in known if name in cells
            )


def _value_cells(values: Mapping[str, object]) -> Iterator[tuple[str, Cell]]:
    for name, value in values.items():
        if isinstance(value, bool):
            yield f"value.{name}", int(value)
        elif isinstance(value, int | float | str):
            yield f"value.{name}", value


def _cell(question: Question, column: str, text: str) -> Cell:
    """A number where the column holds numbers; all else is text."""
    if column not in kind(question).numeric(question):
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
