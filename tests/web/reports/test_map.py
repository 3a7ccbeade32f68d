"""The journey map and its stage pages."""

import pytest

from reports import services
from tests.service.reports.clients import Clients


@pytest.fixture
def clients(session) -> Clients:
    """A study with something to show."""
    clients = Clients(session)
    clients.said(clients.theme("Late invoices"), 6)
    return clients


def test_the_map_shows_each_stage_with_its_pain(clients, researcher):
    text = researcher.get("/studies/study/map/").text
    assert "Late invoices" in text
    assert "6 of 6" in text
    assert "/studies/study/map/usage" in text


def test_a_stage_nobody_spoke_of_is_shown_as_unknown(clients, researcher):
    assert 'class="jmap-unknown"' in researcher.get("/studies/study/map/").text


def test_a_stage_has_a_page_of_its_own(clients, researcher):
    text = researcher.get("/studies/study/map/usage").text
    assert "6 of 6" in text
    assert "The invoice never matches what we agreed" in text


def test_an_unknown_stage_is_a_plain_404(clients, researcher):
    response = researcher.get("/studies/study/map/nothing")
    assert response.status_code == 404
    assert "no stage “nothing”" in response.text


def test_a_reader_sees_no_map_before_the_first_report(clients, reader):
    text = reader.get("/studies/study/map/").text
    assert "No map yet" in text
    assert "Late invoices" not in text


def test_a_reader_sees_the_last_reports_figures(clients, reader, session):
    report = services.order(session, clients.study, actor=None)
    services.draw_up(session, report)
    services.finish(session, report, pdf=b"%PDF", pages=1)
    clients.said(clients.theme("A later pain"), 6)
    text = reader.get("/studies/study/map/").text
    assert "Late invoices" in text
    assert "A later pain" not in text


@pytest.mark.parametrize("language", ["en", "th", "ko", "vi", "fa"])
def test_the_map_is_a_valid_page_in_every_language(clients, researcher, language):
    with researcher.session_transaction() as cookie:
        cookie["locale"] = language
    assert researcher.get("/studies/study/map/").status_code == 200
    assert researcher.get("/studies/study/map/usage").status_code == 200


def test_words_with_markup_stay_words(clients, researcher):
    clients.said(clients.theme("<b>bold</b> claims"), 6)
    text = researcher.get("/studies/study/map/").text
    assert "<b>bold</b> claims" not in text
    assert "&lt;b&gt;bold" in text
