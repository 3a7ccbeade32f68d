"""The page of reports: made as a job, listed, downloaded."""

import pytest

from foundation.paper.writer import Pdf
from reports import jobs, services
from reports.views import reports as views
from tests.service.reports.clients import Clients
from tests.support.pages import read_page


@pytest.fixture
def clients(session) -> Clients:
    """A study with something to report."""
    clients = Clients(session)
    clients.said(clients.theme("Late invoices"), 6)
    return clients


@pytest.fixture(autouse=True)
def quick_renderer(monkeypatch):
    """Leave the drawing to its own tests."""
    monkeypatch.setattr(jobs, "write", lambda _html: Pdf(b"%PDF-made", 7, ()))


def make(browser):
    return browser.post("/studies/study/reports/", data={"title": "Spring", "language": "en"})


def test_a_researcher_makes_a_report_and_watches_it(clients, researcher):
    response = make(researcher)
    assert response.status_code == 303
    assert response.location.startswith("/jobs/")
    assert "Spring" in researcher.get("/studies/study/reports/").text


def test_a_reader_can_look_again_for_a_report_being_made(clients, reader, session):
    services.commission(session, clients.study, title="Spring", language="en", actor=None)
    session.commit()
    page = read_page(reader.get("/studies/study/reports/"))
    assert [a.get("href") for a in page.findall(".//tbody//a")] == ["/studies/study/reports/"]


def test_the_pdf_is_handed_out_as_a_file(clients, researcher, session):
    make(researcher)
    session.expire_all()
    report = services.find_latest(session, clients.study)
    response = researcher.get(f"/studies/study/reports/{report.id}.pdf")
    assert (response.mimetype, response.data) == ("application/pdf", b"%PDF-made")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="study-')


def test_a_report_still_being_made_has_no_pdf(clients, researcher, session):
    report = services.order(session, clients.study, actor=None)
    assert researcher.get(f"/studies/study/reports/{report.id}.pdf").status_code == 404


def test_a_reader_sees_reports_but_makes_none(clients, reader):
    assert reader.get("/studies/study/reports/").status_code == 200
    assert "Make report" not in reader.get("/studies/study/reports/").text
    assert make(reader).status_code == 403


def test_a_title_too_long_is_told_on_the_page(clients, researcher, session):
    data = {"title": "x" * 201, "language": "en"}
    response = researcher.post("/studies/study/reports/", data=data)
    assert response.status_code == 422
    assert "Use at most 200 characters." in response.text
    assert services.list_reports(session, clients.study) == []


def test_the_same_report_ordered_again_is_the_one_being_made(
    clients, researcher, session, monkeypatch
):
    monkeypatch.setattr(views, "send", lambda _app, _job_id: None)  # nobody takes it up
    places = {make(researcher).location for _ in range(4)}
    assert len(places) == 1
    assert len(services.list_reports(session, clients.study)) == 1


def test_the_list_watches_a_report_being_made(clients, researcher, session, monkeypatch):
    monkeypatch.setattr(views, "send", lambda _app, _job_id: None)
    job = make(researcher).location.partition("?")[0]
    listed = read_page(researcher.get("/studies/study/reports/"))
    (watched,) = (part.get("data-job") for part in listed.iter("div") if part.get("data-job"))
    assert watched == f"{job}?next=/studies/study/reports/"


def test_another_language_is_another_report(clients, researcher, session, monkeypatch):
    monkeypatch.setattr(views, "send", lambda _app, _job_id: None)
    make(researcher)
    researcher.post("/studies/study/reports/", data={"title": "Spring", "language": "fa"})
    assert len(services.list_reports(session, clients.study)) == 2


def remove(browser, report):
    return browser.post(f"/studies/study/reports/{report.id}/remove")


def test_an_older_report_is_removed(clients, researcher, session):
    make(researcher)
    make(researcher)
    session.expire_all()
    newest, older = services.list_reports(session, clients.study)
    assert researcher.get("/studies/study/reports/").text.count("/remove") == 1
    assert remove(researcher, older).status_code == 303
    session.expire_all()
    assert services.list_reports(session, clients.study) == [newest]


def test_the_newest_report_stays(clients, researcher, session):
    make(researcher)
    session.expire_all()
    assert remove(researcher, services.find_latest(session, clients.study)).status_code == 409


def test_a_report_being_made_is_not_removed(clients, researcher, session, monkeypatch):
    monkeypatch.setattr(views, "send", lambda _app, _job_id: None)
    make(researcher)
    assert remove(researcher, services.list_reports(session, clients.study)[0]).status_code == 409


def test_a_reader_removes_nothing(clients, researcher, reader, session):
    make(researcher)
    session.expire_all()
    assert remove(reader, services.list_reports(session, clients.study)[0]).status_code == 403


def test_an_unknown_study_is_a_plain_404(researcher):
    assert researcher.get("/studies/nothing/reports/").status_code == 404
