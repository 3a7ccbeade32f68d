"""A small study to test on: a journey, clients, one questionnaire, answers and an interview."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from findings.models import Assignment, Evidence, Theme
from findings.services.themes import find_theme
from findings.services.voices import voices_by_theme
from foundation.clock import now
from research.models.interview import Consent, Excerpt, Interview, Note
from research.models.journey import JourneyModel, Stage
from research.models.organisation import Contact, Organisation
from research.models.study import Study
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion
from surveys.models.response import Answer, Response
from tests.unit.surveys.definitions import questionnaire

from surveys.question_types import Question, Row  # isort: skip

GRID = Question(
    "work", "rating", "How do we do?", stage="usage", scale=("1", "2", "3", "4", "5"),
    rows=(
        Row("time", "On time"), Row("budget", "On budget"), Row("begin", "Starting", "onboarding"),
    ),
)  # fmt: skip
HARD = Question(
    "hard", "long_text", "What is hard?", stage="usage", theme_source=True, asks="pain", quote=True
)
START = Question("start", "long_text", "And at the start?", stage="onboarding", theme_source=True)
ASIDE = Question("aside", "long_text", "Anything for the file?", stage="usage")
STAGES = ("onboarding", "usage", "advocacy")


class World:
    """Adds rows to one study and hands them back."""

    def __init__(self, session: Session, *, preset: str = "eight-stage", stages=STAGES) -> None:
        self.session = session
        self.study = self.add(Study(slug="study", title="A study", firm="Firm"))
        self.journey = self.add(JourneyModel(study_id=self.study.id, name="J", preset=preset))
        for position, key in enumerate(stages):
            self.add(Stage(journey=self.journey, position=position, key=key, name=key.title()))
        asked = self.add(Questionnaire(study_id=self.study.id, key="current", title="Current"))
        self.version = self.add(
            QuestionnaireVersion(
                questionnaire=asked, number=1, content_hash="0", published_at=now(),
                definition=questionnaire(GRID, HARD, START, ASIDE).plain(),
            )
        )  # fmt: skip

    def add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def contact(self, firm: str = "Acme", segment: str = "current", **values: Any) -> Contact:
        known = self.session.query(Organisation).filter_by(name=firm).first()
        client = known or self.add(
            Organisation(study_id=self.study.id, name=firm, name_key=firm.casefold())
        )
        number = self.session.query(Contact).count()
        values = {"email": f"p{number}@{firm.casefold()}.example", "language": "en"} | values
        return self.add(Contact(organisation=client, segment=segment, **values))

    def response(self, contact: Contact | None = None, **values: Any) -> Response:
        contact = contact or self.contact()
        number = self.session.query(Response).count()
        given = {
            "study_id": self.study.id, "version": self.version, "contact": contact,
            "segment": contact.segment, "started_at": now(), "submitted_at": now(),
            "source_ref": f"r{number:03}",
        }  # fmt: skip
        return self.add(Response(**given | values))

    def answer(self, text: str, question: str = "hard", response=None, **values: Any) -> Answer:
        response = response or self.response()
        given = {"response": response, "question_id": question, "value": None, "text": text}
        return self.add(Answer(**given | values))

    def rate(self, response: Response, **points: int) -> Answer:
        return self.answer("", "work", response, value=points)

    def talk(self, contact: Contact | None = None, **values: Any) -> Interview:
        contact = contact or self.contact()
        given = {
            "study_id": self.study.id, "contact": contact, "segment": contact.segment,
            "held_on": date(2026, 5, 4), "interviewer": "Ann",
        }  # fmt: skip
        return self.add(Interview(**given | values))

    def consent(self, talk: Interview, scope: str = "internal_quote", **values: Any) -> Consent:
        given = {"interview": talk, "scope": scope, "given_on": date(2026, 5, 4)}
        return self.add(Consent(**given | values))

    def excerpt(self, talk: Interview, text: str, stage: str = "", **values: Any) -> Excerpt:
        position = self.session.query(Note).count()
        note = self.add(Note(interview=talk, position=position, stage=stage, text=text))
        return self.add(Excerpt(note=note, start=0, end=len(text), quote=text, **values))

    def theme(self, label: str = "Late invoices", **values: Any) -> Theme:
        number = self.session.query(Theme).count()
        given = {
            "study_id": self.study.id, "slug": f"t{number}", "label": label, "kind": "pain",
            "stage": "usage",
        }  # fmt: skip
        return self.add(Theme(**given | values))

    def evidence(self, source: Answer | Excerpt, theme: Theme | None = None, **values: Any):
        is_answer = isinstance(source, Answer)
        text = source.text if is_answer else source.quote
        given = {
            "study_id": self.study.id, "start": 0, "end": len(text), "text": text,
            "source_key": f"{'answer' if is_answer else 'excerpt'}:{source.id}",
            "answer_id": source.id if is_answer else None,
            "excerpt_id": None if is_answer else source.id,
            "language": "en", "kind": "pain", "stage": "usage",
        }  # fmt: skip
        unit = self.add(Evidence(**given | values))
        if theme:
            self.assign(unit, theme)
        return unit

    def assign(self, unit: Evidence, theme: Theme, **values: Any) -> Assignment:
        given = {"evidence": unit, "theme": theme, "origin": "machine", "score": 0.5}
        return self.add(Assignment(**given | values))

    def heard(self, slug: str) -> list[str]:
        """The words that stand in a theme."""
        self.session.flush()
        theme = find_theme(self.session, self.study.id, slug)
        voices = voices_by_theme(self.session, self.study.id).get(theme.id, [])
        return [voice.text for voice in voices]
