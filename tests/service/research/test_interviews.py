import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from foundation.clock import stopped_at, today
from foundation.errors import Conflict, DomainError, Invalid, NotFound
from research.interview_file import Agreement, Mark, read_interview
from research.models.interview import Excerpt, Interview
from research.services import client_lists, contacts, interviews, studies
from research.services.interviews import Talk
from research.services.steps import StepState
from research.study_file import read_study

SAMPLE = Path(__file__).parents[3] / "examples" / "halden-marsh"
TALK = Talk(date(2026, 10, 7), "Maren", "th")
CONSENT = Agreement("internal_quote", date(2026, 10, 7), "May we quote you?")
TEXT = "She waited. 🙂 ช้ามาก\n\nThen she left."


@pytest.fixture
def ann(session, study):
    values = {"email": "ann@orrin.example", "segment": "lost"}
    return contacts.add(session, study, "Orrin Ltd", values)


@pytest.fixture
def interview(session, study, ann):
    return interviews.log(session, study, ann, TALK, CONSENT)


@pytest.fixture
def note(session, study, interview):
    return interviews.add_note(session, study, interview, stage="client_experience", text=TEXT)


def mark(session, study, note, start, end, **values):
    quote = values.pop("quote", None)
    return interviews.mark(session, study, note, Mark(start, end, **values), quote=quote)


def test_an_interview_keeps_the_segment_of_its_day(session, ann, interview):
    contacts.change(session, ann, {"segment": "current"})
    assert interview.segment == "lost"


def test_consent_is_kept_with_its_wording(interview):
    assert (interview.consent.scope, interview.consent.wording) == (
        "internal_quote",
        "May we quote you?",
    )


def test_consent_can_be_changed_and_taken_away(session, interview):
    interviews.change(session, interview, TALK, Agreement("attributed", date(2026, 10, 8)))
    assert interview.consent.scope == "attributed"
    interviews.change(session, interview, TALK, None)
    assert interview.consent is None


def test_consent_that_is_taken_back_or_over_holds_no_more(session, interview):
    assert interview.consent.holds_on(today())
    interview.consent.expires_on = today() - timedelta(days=1)
    assert not interview.consent.holds_on(today())
    interview.consent.expires_on = None
    interviews.withdraw_consent(session, interview)
    assert not interview.consent.holds_on(today())


def test_consent_is_taken_back_once(session, interview):
    interviews.withdraw_consent(session, interview)
    with pytest.raises(Conflict, match="no consent to take back"):
        interviews.withdraw_consent(session, interview)


def test_a_passage_is_marked_by_code_points(session, study, note):
    excerpt = mark(session, study, note, 14, 20, quote="ช้ามาก", kind="pain", severity=3, emotion=-2)
    assert (excerpt.quote, excerpt.kind, excerpt.severity) == ("ช้ามาก", "pain", 3)


def test_overlapping_passages_may_say_two_things(session, study, note):
    mark(session, study, note, 0, 20)
    mark(session, study, note, 0, 11)
    assert [excerpt.quote for excerpt in note.excerpts][-1] == "She waited."


def test_a_mark_can_be_changed_and_removed(session, study, note):
    excerpt = mark(session, study, note, 0, 11)
    interviews.change_mark(session, study, excerpt, Mark(0, 11, "pre_purchase", "praise"))
    assert (excerpt.stage, excerpt.kind) == ("pre_purchase", "praise")
    interviews.unmark(session, excerpt)
    assert session.scalar(select(func.count(Excerpt.id))) == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"start": 5, "end": 5}, "inside the note"),
        ({"start": -1, "end": 5}, "inside the note"),
        ({"start": 0, "end": 999}, "inside the note"),
        ({"start": 20, "end": 22}, "holds words"),
        ({"start": 0, "end": 3, "quote": "He "}, "changed meanwhile"),
        ({"start": 0, "end": 3, "kind": "anger"}, "values offered"),
        ({"start": 0, "end": 3, "severity": 5}, "from 1 to 4"),
        ({"start": 0, "end": 3, "emotion": -4}, "from -3 to 3"),
        ({"start": 0, "end": 3, "stage": "moon"}, "no stage “moon”"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(session, study, note, values, said):
    with pytest.raises(DomainError, match=said):
        mark(session, study, note, **values)
    assert note.excerpts == []


def test_one_passage_is_marked_once(session, study, note):
    mark(session, study, note, 0, 11)
    with pytest.raises(Conflict, match="marked already"):
        mark(session, study, note, 0, 11)


def test_a_marked_note_keeps_its_text_but_may_change_its_stage(session, study, note):
    mark(session, study, note, 0, 11)
    interviews.change_note(session, study, note, stage="", text=TEXT)
    assert note.stage == ""
    with pytest.raises(Invalid, match="remove the marks"):
        interviews.change_note(session, study, note, stage="", text="other")
    with pytest.raises(Conflict, match="remove the marks first"):
        interviews.remove_note(session, note)


def test_a_note_without_marks_can_be_changed_and_removed(session, study, interview, note):
    interviews.change_note(session, study, note, stage="", text="one\r\ntwo")
    assert note.text == "one\ntwo"
    interviews.remove_note(session, note)
    assert interview.notes == []


@pytest.mark.parametrize(
    ("talk", "consent", "said"),
    [
        (Talk(date(2026, 10, 7), " "), None, "Name who held the interview."),
        (Talk(date(2026, 10, 7), "x" * 201), None, "at most 200 characters"),
        (Talk(date(2199, 1, 1), "Maren"), None, "in the future"),
        (Talk(date(2026, 10, 7), "Maren", "xx"), None, "no language we know"),
        (TALK, Agreement("all", date(2026, 1, 1)), "values offered"),
        (TALK, Agreement("attributed", date(2026, 2, 1), "", date(2026, 1, 1)), "ends before"),
    ],
)
def test_an_interview_that_cannot_be_is_refused(session, study, ann, talk, consent, said):
    with pytest.raises(Invalid, match=said):
        interviews.log(session, study, ann, talk, consent)


@pytest.mark.parametrize(("text", "said"), [(" ", "Write down"), ("x" * 200_001, "at most 200000")])
def test_a_note_without_usable_text_is_refused(session, study, interview, text, said):
    with pytest.raises(Invalid, match=said):
        interviews.add_note(session, study, interview, stage="", text=text)


@pytest.mark.parametrize("find", [interviews.find, interviews.find_note, interviews.find_excerpt])
def test_what_is_not_there_is_not_found(session, study, find):
    with pytest.raises(NotFound, match="in this study"):
        find(session, study, uuid.uuid4())


def test_nothing_of_another_study_is_found(session, study, make_study, interview, note):
    excerpt, other = mark(session, study, note, 0, 11), make_study()
    assert interviews.find_excerpt(session, study, excerpt.id) is excerpt
    for find, row in (
        (interviews.find, interview),
        (interviews.find_note, note),
        (interviews.find_excerpt, excerpt),
    ):
        with pytest.raises(NotFound):
            find(session, other, row.id)


def test_removing_an_interview_removes_its_words(session, study, interview, note):
    mark(session, study, note, 0, 11)
    interviews.remove(session, interview)
    assert session.scalar(select(func.count(Excerpt.id))) == 0


def test_the_list_counts_marked_passages(session, study, interview, note):
    mark(session, study, note, 0, 11)
    assert interviews.list_interviews(session, study) == [(interview, 1)]


def test_the_sample_enters_by_the_same_ways_as_anybodys_data(session):
    study = studies.create(session, *read_study((SAMPLE / "study.yaml").read_text("utf-8")))
    clients = (SAMPLE / "clients.csv").read_bytes()
    client_lists.carry_out(
        session, study, client_lists.plan(session, study, clients, "clients.csv")
    )
    files = sorted((SAMPLE / "interviews").glob("*.yaml"))
    records = [(path.name, read_interview(path.read_text("utf-8"))) for path in files]
    with stopped_at(study.created_at.replace(year=2027)):
        assert interviews.import_all(session, study, records) == (12, 0)
        assert interviews.import_all(session, study, records) == (0, 12)
    assert session.scalar(select(func.count(Interview.id))) == 12


def test_every_interview_that_cannot_enter_is_named(session, study, ann):
    record = read_interview(
        "{contact: x@y.example, date: 2026-01-02, interviewer: M, notes: [{text: a}]}"
    )
    with pytest.raises(Conflict, match=r"(?s)a.yaml: There is no contact.*b.yaml: There is no"):
        interviews.import_all(session, study, [("a.yaml", record), ("b.yaml", record)])


def test_the_step_of_the_interviews_waits_for_the_opening(session, study):
    assert interviews.interviews_step(session, study).state == StepState.WAITING
    studies.open_study(session, study)
    assert interviews.interviews_step(session, study).state == StepState.READY


def test_the_step_of_the_interviews_is_done_when_there_are_some(session, study, interview):
    step = interviews.interviews_step(session, study)
    assert str(step.detail) == "1 interview, 0 passages marked"
