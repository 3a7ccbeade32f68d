"""Whoever is erased stands nowhere any more, and every figure stays as it was."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from findings.models import Evidence, ReaderReply
from foundation.db import Base
from foundation.errors import NotFound
from research.models.interview import Interview
from research.models.organisation import Contact
from research.models.study import Upload
from research.services import contacts, erasing
from surveys.models.files import AnswerFile
from surveys.models.invitation import Invitation
from surveys.models.response import Answer, Response
from surveys.question_types import AnswerValue
from surveys.services import answering, exporting, tallying
from surveys.services.files import handing_in
from tests.factories.respondents import make_link
from tests.factories.surveys import make_contact, make_study
from tests.unit.surveys import definitions as d

CANARY = "Canary"
QUESTIONS = (
    replace(d.NPS, declines=()), d.WHY, d.LEFT, d.EMAIL, d.PHONE, d.AGREE, d.SIGN, d.PROOF,
    d.WISHES, d.STAY, d.PEOPLE,
)  # fmt: skip
ASKED = d.questionnaire(*QUESTIONS)
ASKED = replace(
    ASKED,
    sections=(
        *ASKED.sections,
        replace(d.LOOPED.sections[2], questions=(d.ROLE, replace(d.FIT, text="Fit?"))),
    ),
)
HANDED = handing_in.take(f"{CANARY}.csv", f"a;b\n1;{CANARY}\n".encode())
GIVEN = {
    "nps": AnswerValue(3),
    "why": AnswerValue(text=f"Ask {CANARY}", quote="anonymous"),
    "left": AnswerValue("other", f"{CANARY} left"),
    "email_me": AnswerValue(text="canary@firm.example"),
    "call_me": AnswerValue(text="+66 2 123 4567"),
    "agree": AnswerValue(value=True),
    "sign": AnswerValue({"typed": CANARY}),
    "proof": AnswerValue(HANDED.facts),
    "wishes": AnswerValue({"audit": {"": f"As {CANARY} said"}}),
    "stay": AnswerValue({"from": "2024-01-01", "to": "2024-02-01"}),
    "people": AnswerValue(text=f"Mr {CANARY}\nMs {CANARY}"),
    "role@2": AnswerValue(text=f"Boss of {CANARY}"),
    "fit@2": AnswerValue(7),
}


@pytest.fixture
def visit(session):
    """A person who said who they are wherever it is asked."""
    token = make_link(session, definition=ASKED)
    visit = answering.begin(session, answering.open_to_write(session, token), language="en")
    for name, answer in GIVEN.items():
        question = ASKED.question(name)
        visit = answering.record(session, visit, question, answer, rev=0)
        if name == "proof":
            handing_in.keep(session, visit, question, HANDED)
    assert answering.submit(session, visit).is_first
    person = visit.contact
    person.name, person.email, person.attributes = CANARY, "canary@firm.example", {"x": CANARY}
    session.add(Interview(study_id=visit.study.id, contact=person, segment="lost", summary=CANARY,
                          held_on=person.created_at.date(), interviewer="Ann"))  # fmt: skip
    session.add(Upload(study_id=visit.study.id, purpose="contacts", filename="a.csv",
                       data=f"{CANARY}".encode(), choices={}))  # fmt: skip
    session.add(ReaderReply(study_id=visit.study.id, key="0" * 64, reply=CANARY))
    why = session.scalars(select(Answer).where(Answer.question_id == "why")).one()
    session.add(Evidence(study_id=visit.study.id, source_key=f"answer:{why.id}", answer_id=why.id,
                         start=0, end=3, text=why.text, kind="pain"))  # fmt: skip
    session.flush()
    return visit


def everything(session) -> str:
    """All that stands in the database, as text."""
    session.flush()
    tables = {
        table.name: session.execute(select(table)).all() for table in Base.metadata.sorted_tables
    }
    return repr(tables)


def figures(session, visit):
    """What is counted of closed questions."""
    whole = visit.version.questionnaire
    found = tallying.tally(session, visit.study, whole)
    closed = {"nps", "left", "agree", "stay", "fit@2"}
    kept = {
        each.question.id: (each.asked, each.summary)
        for each in found.questions
        if each.question.id in closed
    }
    return found.complete, kept


def test_nothing_of_an_erased_person_is_left_and_the_figures_stay(session, visit):
    before = figures(session, visit)
    assert CANARY in everything(session)
    erasing.erase(session, " CANARY@firm.example ")
    session.expire_all()
    left = everything(session).lower()
    assert [each for each in ("canary", "123 4567", HANDED.key) if each in left] == []
    assert figures(session, visit) == before
    counts = [
        session.scalar(select(func.count()).select_from(table))
        for table in (Interview, Invitation, AnswerFile, Upload, ReaderReply, Evidence)
    ]
    assert counts == [0] * len(counts)
    kept = session.execute(select(Answer.question_id, Answer.value)).all()
    assert {name for name, _ in kept} == {
        "nps", "left", "agree", "wishes", "stay", "people", "fit@2",
    }  # fmt: skip
    response = session.scalars(select(Response)).one()
    assert (response.contact, response.invitation, response.segment) == (None, None, "current")


def test_the_export_holds_what_is_left_without_a_name(session, visit):
    erasing.erase(session, visit.contact.email)
    session.expire_all()
    table = exporting.export_answers(session, visit.study, with_names=True)
    row = dict(zip(table.header, next(iter(table.rows)), strict=True))
    assert (row["contact"], row["email"], row["organisation"]) == ("", "", "")
    assert (row["nps"], row["left"], row["left.other.text"], row["sign"]) == (3, "other", "", "")
    assert (row["stay.from"], row["fit@2"]) == ("2024-01-01", 7)


def test_a_person_is_erased_in_every_study_and_nobody_else_is(session, visit):
    other = make_study(session, "other")
    twice = make_contact(session, other, "canary@firm.example", firm="Another")
    ann = make_contact(session, other, "ann@firm.example")
    assert len(erasing.erase(session, "canary@firm.example")) == 2
    assert (twice.called, twice.do_not_contact) == ("", True)
    assert (ann.email, ann.erased_at) == ("ann@firm.example", None)
    with pytest.raises(NotFound):
        contacts.find(session, other, twice.id)
    with pytest.raises(NotFound):
        erasing.erase(session, "canary@firm.example")
    assert session.scalar(select(func.count(Contact.id))) == 3
