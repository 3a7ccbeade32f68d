"""Reports are ordered, frozen, finished, and then never change."""

from datetime import timedelta

import pytest

from foundation import clock
from foundation.errors import Conflict, Invalid, NotFound
from foundation.jobs import enqueue, run
from foundation.paper.writer import NotDrawn, Pdf
from reports import jobs, services
from reports.models import Report
from research.services.steps import StepState
from surveys.models.response import Answer, Response


@pytest.fixture
def report(clients) -> Report:
    """A report that waits to be made."""
    clients.said(clients.theme(), 6)
    return services.order(clients.session, clients.study, actor=None)


def finished(session, report, pdf=b"%PDF"):
    services.draw_up(session, report)
    services.finish(session, report, pdf=pdf, pages=3)
    return report


def test_a_report_bears_the_studys_title_unless_told_otherwise(clients, report):
    named = services.order(clients.session, clients.study, title=" Spring ", actor=None)
    assert (report.title, named.title) == ("A study", "Spring")


def test_an_unknown_language_is_refused(clients):
    with pytest.raises(Invalid):
        services.order(clients.session, clients.study, language="xx", actor=None)


def test_the_frozen_figures_come_back_as_they_were(clients, report):
    document = services.draw_up(clients.session, report)
    clients.said(clients.theme("Another"), 6)
    assert services.reopen(report) == document
    assert services.snapshot_hash(report) == report.snapshot_hash


def test_a_finished_report_cannot_be_finished_again(clients, report):
    finished(clients.session, report)
    with pytest.raises(Conflict):
        services.finish(clients.session, report, pdf=b"other", pages=1)


def test_a_report_that_would_show_one_new_voice_is_refused(clients, report):
    finished(clients.session, report)
    report.frozen_at -= timedelta(hours=1)
    clients.said(None, 1)
    for response in clients.session.query(Response).order_by(Response.source_ref).all()[:-1]:
        response.submitted_at -= timedelta(hours=2)
        for answer in clients.session.query(Answer).filter_by(response_id=response.id):
            answer.updated_at = response.submitted_at
    clients.session.flush()
    with pytest.raises(Conflict, match="Of the 5 people a new report needs, 1 were heard"):
        services.order(clients.session, clients.study, actor=None)


def test_nobody_who_stands_in_no_result_makes_the_new_voices_look_like_more(clients, report):
    finished(clients.session, report)
    report.frozen_at = clock.now()
    with clock.stopped_at(report.frozen_at + timedelta(hours=1)):
        fresh = clients.response(clients.contact())
        fresh.submitted_at = clock.now()
        clients.talk(fresh.contact)  # the same person once more
        clients.consent(clients.talk(), withdrawn_on=clock.today())
        clients.talk(clients.contact(erased_at=clock.now()))
        for left_out in ({"is_test": True}, {"full_quota": "few"}):
            clients.response(clients.contact(), submitted_at=clock.now(), **left_out)
        erased = clients.contact(erased_at=clock.now())
        clients.response(erased, submitted_at=clock.now())
    with pytest.raises(Conflict, match="Of the 5 people a new report needs, 1 were heard"):
        services.order(clients.session, clients.study, actor=None)


def test_words_of_who_has_not_handed_in_yet_or_changes_them_count_too(clients, report):
    finished(clients.session, report)
    begun = clients.response(clients.contact(), submitted_at=None)
    first = clients.session.query(Answer).first()
    for row in (begun, first):
        row.created_at -= timedelta(hours=2)
    report.frozen_at = clock.now()
    with clock.stopped_at(report.frozen_at + timedelta(hours=1)):
        clients.answer("Slow", response=begun)
        first.text = "Slower"
        clients.session.flush()
    with pytest.raises(Conflict, match="Of the 5 people a new report needs, 2 were heard"):
        services.order(clients.session, clients.study, actor=None)


def test_a_report_of_the_same_voices_may_be_made_again(clients, report):
    finished(clients.session, report)
    assert services.order(clients.session, clients.study, actor=None).status == "waiting"


def test_another_studys_report_is_not_found(clients, report):
    other = type(clients.study)(slug="other", title="Other", firm="F")
    clients.add(other)
    with pytest.raises(NotFound):
        services.find(clients.session, other, report.id)


def test_the_latest_is_the_newest_finished_one(clients, report):
    assert services.find_latest(clients.session, clients.study) is None
    finished(clients.session, report)
    services.order(clients.session, clients.study, actor=None)
    assert services.find_latest(clients.session, clients.study) == report


def order_job(session, report):
    job = enqueue(session, "report", payload={"report": str(report.id)})
    session.commit()
    return job


def test_the_job_makes_the_report(clients, report, monkeypatch):
    monkeypatch.setattr(jobs, "write", lambda _html: Pdf(b"%PDF-made", 7, ()))
    job = order_job(clients.session, report)
    assert run(clients.session.get_bind(), job.id) == "done"
    clients.session.expire_all()
    assert (report.status, report.pages, report.pdf) == ("ready", 7, b"%PDF-made")
    assert (job.done, job.total) == (3, 3)


def test_a_renderer_that_fails_leaves_a_failed_report_and_a_sentence(clients, report, monkeypatch):
    def fail(html):
        raise NotDrawn("The PDF could not be made: %(reason)s.", reason="no memory")

    monkeypatch.setattr(jobs, "write", fail)
    job = order_job(clients.session, report)
    assert run(clients.session.get_bind(), job.id) == "failed"
    clients.session.expire_all()
    assert (report.status, job.error) == ("failed", "The PDF could not be made: no memory.")


def test_the_overview_counts_the_reports_that_are_ready(clients, report):
    before = services.report_step(clients.session, clients.study)
    finished(clients.session, report)
    after = services.report_step(clients.session, clients.study)
    assert (before.state, after.state) == (StepState.WAITING, StepState.DONE)
    assert str(after.detail) == "1 report ready"
