"""A study read by endpoint: off without a word, sent without names, told with what it took."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import User
from findings.models import AnalysisRun, Assignment, Evidence, Proposal, ReaderReply, Theme
from findings.services import evidence as units
from findings.services.reader import switching
from findings.services.reader.endpoint import EndpointChat
from findings.services.reader.journals import StudyJournal
from findings.services.reader.names import redactor_of
from findings.services.runs import running
from findings.services.runs.running import prepare, store
from foundation import jobs
from foundation.clock import now
from foundation.db import db
from foundation.errors import Conflict
from foundation.jobs import Job, JobState
from tests.service.findings.machine import found
from tests.support.analyst import Analyst, Truth
from tests.support.endpoint import Answer, ScriptedEndpoint

SAID = {
    "[person] of [organisation] never calls back.": Truth(
        "pain", "Nobody calls back", "usage", 3, "never calls back"
    ),
    "We wait weeks for a call.": Truth("pain", "Nobody calls back", "usage", 2),
    "The invoices never match the quote.": Truth("pain", "Invoices differ", "usage", 2),
    "[person] is a joy to work with.": Truth("praise", "Kind people", "advocacy"),
}
WORDS = (
    "Anna Winterberg of Acme never calls back.", "We wait weeks for a call.",
    "The invoices never match the quote.", "anna winterberg is a joy to work with.",
)  # fmt: skip


@pytest.fixture
def told(world):
    """Four clients who have said something; one of them is named."""
    for number, text in enumerate(WORDS):
        firm = "Acme Logistics Ltd" if number == 0 else f"Firm {number}"
        name = "Anna Winterberg" if number == 0 else ""
        contact = world.contact(firm, name=name, email=f"c{number}@clients.example")
        world.answer(text, "start", response=world.response(contact))
    world.session.commit()
    return world


@pytest.fixture
def settings(app, monkeypatch):
    """Let the settings name a server as the reader; returns them."""

    def name(server, **values):
        given = {"reader_url": server.url, "reader_model": "small", "reader_key": "sk-1234"}
        changed = replace(app.extensions["settings"], **given | values)
        monkeypatch.setitem(app.extensions, "settings", changed)
        return changed

    return name


def analyse(world):
    job = running.enqueue(world.session, world.study)
    world.session.commit()
    state = jobs.run(db.engine, job.id)
    world.session.expire_all()
    return state, job


def agree(world, named):
    switching.switch_on(world.session, world.study, named, url=named.reader_url, actor=None)
    world.session.commit()


def last_run(world):
    return running.last_run(world.session, world.study.id)


def test_without_an_owner_s_word_nothing_is_sent(told, settings):
    with ScriptedEndpoint(Analyst(SAID)) as server:
        settings(server)
        state, _ = analyse(told)
    assert (state, server.asked) == (JobState.DONE, [])
    assert last_run(told).reader == {}
    assert {each.coder for each in told.session.query(Evidence)} == {"engine"}


def test_a_study_is_read_as_the_analyst_reads_it(told, settings):
    with ScriptedEndpoint(Analyst(SAID)) as server:
        agree(told, settings(server))
        state, job = analyse(told)
    assert state == JobState.DONE
    rows = select(Evidence.text, Theme.label).join(
        Assignment, Assignment.evidence_id == Evidence.id
    ).join(Theme, Assignment.theme_id == Theme.id)  # fmt: skip
    assert dict(map(tuple, told.session.execute(rows))) == dict(
        zip(WORDS, [truth.theme for truth in SAID.values()], strict=True)
    )
    first = told.session.scalars(select(Evidence).where(Evidence.text == WORDS[0])).one()
    assert (first.coder, first.severity) == ("reader", 3)
    assert [WORDS[0][start:end] for start, end in first.shown_by] == ["never calls back"]
    assert {theme.agreement is not None for theme in told.session.query(Theme)} == {True}
    assert job.result["reader"]["read"] == 4


def test_names_and_the_key_stay_here_and_what_it_took_stays_with_the_run(told, settings):
    with ScriptedEndpoint(Analyst(SAID)) as server:
        agree(told, settings(server, reader_price_in=1000.0, reader_price_out=2000.0))
        analyse(told)
    sent = json.dumps([each.body for each in server.asked])
    assert not [name for name in ("nna", "interberg", "Acme") if name in sent]
    kept = [str(vars(row)) for table in (ReaderReply, AnalysisRun) for row in
            told.session.query(table)]  # fmt: skip
    assert kept
    assert not [row for row in kept if "sk-1234" in row]
    reader, paid = last_run(told).reader, len(server.paid)
    assert (reader["url"], reader["model"], reader["answered"]) == (
        server.url, "small", ["small-2026"],
    )  # fmt: skip
    assert (reader["tokens_in"], reader["tokens_out"]) == (100 * paid, 10 * paid)
    assert reader["cost"] == pytest.approx(paid * 0.12)
    assert (reader["read"], reader["left"], reader["stopped"]) == (4, 0, None)


def test_a_second_run_pays_nothing_and_the_command_says_so(app, told, settings):
    with ScriptedEndpoint(Analyst(SAID)) as server:
        agree(told, settings(server))
        analyse(told)
        paid = len(server.asked)
        done = app.test_cli_runner().invoke(args=["analyse", "study"])
        told.session.expire_all()
    assert len(server.asked) == paid
    assert "4 statements read, 0 left to the offline engine" in done.output
    assert "of them 0 new" in done.output
    assert last_run(told).reader["paid_requests"] == 0
    assert told.session.query(Theme).count() == 3


def test_a_worker_that_dies_leaves_what_was_paid_for(told, settings, monkeypatch):
    asked_for, ask = iter(range(1_000)), EndpointChat.ask

    def die_once(self, *request):
        if next(asked_for) == 3:
            raise SystemExit
        return ask(self, *request)

    monkeypatch.setattr(EndpointChat, "ask", die_once)
    with ScriptedEndpoint(Analyst(SAID)) as server:
        agree(told, settings(server))
        with pytest.raises(SystemExit):
            analyse(told)
        told.session.query(Job).update({"lease_until": now() - timedelta(hours=1)})
        state, _ = analyse(told)
    bodies = [json.dumps(body) for body in server.paid]
    assert state == JobState.DONE
    assert len(bodies) == len(set(bodies)) == last_run(told).reader["requests"]
    assert last_run(told).reader["paid_requests"] == len(bodies) - 3


def test_replies_about_words_that_are_no_more_are_forgotten(told, settings):
    with ScriptedEndpoint(Analyst(SAID)) as server:
        agree(told, settings(server))
        analyse(told)
        before = set(told.session.scalars(select(ReaderReply.key)))
        answer = told.session.scalars(select(Evidence).where(Evidence.text == WORDS[1])).one()
        told.session.delete(answer.answer)
        analyse(told)
    after = set(told.session.scalars(select(ReaderReply.key)))
    assert len(after) <= len(before)
    assert not [each for each in told.session.query(ReaderReply) if "wait weeks" in each.reply]


def test_a_wrong_key_fails_the_job_with_its_sentence_and_changes_nothing(told, settings):
    with ScriptedEndpoint(lambda _: Answer(status=401)) as server:
        agree(told, settings(server))
        state, job = analyse(told)
    assert (state, len(server.asked)) == (JobState.FAILED, 1)
    assert "does not accept the key" in job.error
    assert told.session.query(Theme).count() == 0


def test_a_model_that_cannot_read_fails_the_job_with_its_sentence(told, settings):
    with ScriptedEndpoint(lambda _: Answer({"choices": []})) as server:
        agree(told, settings(server))
        state, job = analyse(told)
    assert state == JobState.FAILED
    assert "not in the form it is asked for" in job.error


def test_where_the_budget_ends_it_is_said(told, settings):
    with ScriptedEndpoint(Analyst(SAID, tokens=(1_500, 300))) as server:
        agree(told, settings(server, reader_most_tokens=9_000))
        analyse(told)
    reader = last_run(told).reader
    assert reader["read"] + reader["left"] == 4
    assert "bounds of tokens or money" in reader["stopped"]["message"]
    assert reader["tokens_in"] + reader["tokens_out"] <= 9_000


def test_a_budget_for_nothing_fails_the_job_with_its_sentence(told, settings):
    with ScriptedEndpoint(Analyst(SAID)) as server:
        agree(told, settings(server, reader_most_tokens=500))
        state, job = analyse(told)
    assert (state, server.asked) == (JobState.FAILED, [])
    assert "bounds of tokens or money" in job.error


def test_another_server_is_not_asked_on_an_old_word(told, settings):
    with ScriptedEndpoint(Analyst(SAID)) as one, ScriptedEndpoint(Analyst(SAID)) as other:
        agree(told, settings(one))
        settings(other)
        analyse(told)
    assert (one.asked, other.asked) == ([], [])


def test_a_reader_nobody_set_up_cannot_be_switched_on(app, world):
    with pytest.raises(Conflict, match="name no reader"):
        switching.switch_on(
            world.session, world.study, app.extensions["settings"], url="", actor=None
        )


def test_everybody_a_study_knows_is_taken_out(world):
    world.study.contact_name = "Ben Host"
    world.contact("Bright Logistics Co., Ltd.", name="สมชาย วงศ์ใหญ่")
    world.talk(world.contact("Beta"), interviewer="Ms Quill")
    world.add(User(email="a@b.example", name="Zoë Owner", role="owner", password_hash="x"))
    redact = redactor_of(world.session, world.study)
    text = "คุณสมชาย, Ben, Quill and Zoe met Bright Logistics; the logistics of Firm are bad."
    assert redact(text).text == (
        "คุณ[person], [person], [person] and [person] met [organisation]; "
        "the logistics of [organisation] are bad."
    )


def test_the_journal_of_one_study_knows_nothing_of_another_s(world):
    journal = StudyJournal(db.engine, world.study.id)
    world.session.commit()
    journal["a"] = b"one"
    journal["a"] = b"two"
    assert dict(StudyJournal(db.engine, world.study.id)) == {"a": b"two"}
    del journal["a"]
    assert dict(StudyJournal(db.engine, world.study.id)) == {}


@pytest.fixture
def two(world):
    """Three texts, of which the last was found to speak of two things."""
    for text in ("Slow", "Dear", "Slow and dear"):
        world.answer(text)

    def run(*further):
        prepared = prepare(world.session, world.study)
        ids = {theme.labels["en"]: theme.id for theme in prepared.known.themes}
        slow, dear = ids.get("Slow", "slow"), ids.get("Dear", "dear")
        plain = found(prepared, {"Slow": slow, "Dear": dear, "Slow and dear": slow})
        further = tuple(dear for _ in further)
        units = tuple(
            replace(unit, further_themes=further if unit.text == "Slow and dear" else ())
            for unit in plain.units
        )
        store(world.session, prepared, replace(plain, units=units))
        world.session.flush()
        world.session.expire_all()
        rows = world.session.query(Assignment)
        return {(row.theme.label, row.state) for row in rows if "and" in row.evidence.text}

    return run


BOTH = {("Slow", "suggested"), ("Dear", "suggested")}


def test_a_text_that_says_two_things_stands_in_two_themes(two, world):
    assert two("dear") == BOTH
    assert two("dear") == BOTH
    assert world.session.query(Theme).count() == 2


def test_a_further_theme_that_is_not_found_again_lets_go(two):
    two("dear")
    assert two() == {("Slow", "suggested")}


def test_a_further_theme_a_person_refused_is_not_offered_again(two, world):
    two("dear")
    [dear] = world.session.scalars(select(Theme).where(Theme.label == "Dear"))
    [unit] = world.session.scalars(select(Evidence).where(Evidence.text == "Slow and dear"))
    units.reject(world.session, [unit], dear, actor=None)
    assert two("dear") == {("Slow", "suggested"), ("Dear", "rejected")}


def test_a_further_theme_is_no_reason_to_leave_a_theme_somebody_approved(two, world):
    two("dear")
    for theme in world.session.query(Theme):
        theme.status = "approved"
    assert two() == BOTH
    assert world.session.query(Proposal).count() == 0
