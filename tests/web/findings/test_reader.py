"""The reader by endpoint: off until an owner has read what is sent where."""

import re
from dataclasses import replace

import pytest

from accounts.models import AuditEvent
from findings.models import AnalysisRun, ReaderConsent
from foundation.clock import now
from tests.support.pages import read_page, text_of

PAGE = "/studies/study/reader"
HERE = "http://127.0.0.1:11434/v1"
THERE = "https://models.example.com/v1"
TOLD = {
    "url": THERE, "model": "small", "answered": ["small-2026"], "prompts": "1", "requests": 12,
    "tokens_in": 8000, "tokens_out": 900, "cost": 0.42, "paid_requests": 3, "paid_cost": 0.1,
    "read": 40, "left": 2, "checked": 10, "agreed": 0.917,
    "stopped": {"message": "The reader did not answer.", "params": {}},
}  # fmt: skip


@pytest.fixture
def settings(app, monkeypatch):
    """Sets what the settings say of the reader."""

    def change(**values):
        changed = replace(app.extensions["settings"], **values)
        monkeypatch.setitem(app.extensions, "settings", changed)

    change(reader_url=THERE, reader_model="small", reader_key="sk-1234")
    return change


def words(response):
    return text_of(read_page(response).find(".//main"))


def agree(browser, url=THERE):
    return browser.post(PAGE, data={"verb": "on", "url": url})


def test_without_an_endpoint_there_is_nothing_to_switch(owner, world):
    page = words(owner.get(PAGE))
    assert "No reader is set up" in page
    assert "switch the reader on" not in page
    [link] = [a for a in read_page(owner.get(PAGE)).iter("a") if "setting-up" in a.get("href", "")]
    manual = words(owner.get(link.get("href")))
    assert "READER_URL and READER_MODEL name it; it is off until an owner switches it on" in manual
    assert "What it costs." in manual
    assert "firm's own pains stand beside" not in manual
    assert agree(owner).status_code == 409


def test_an_owner_reads_what_is_sent_where_and_switches_it_on(owner, world, settings):
    page = words(owner.get(PAGE))
    assert "sends what people wrote and said in this study to models.example.com" in page
    assert "the texts leave this one" in page
    agree(owner)
    assert "On since" in words(owner.get(PAGE))
    consent = world.session.query(ReaderConsent).one()
    assert (consent.url, consent.study_id) == (THERE, world.study.id)


def test_a_server_on_the_same_machine_is_said_to_be_one(owner, world, settings):
    settings(reader_url=HERE)
    assert "the texts do not leave it" in words(owner.get(PAGE))


def test_the_key_is_on_no_page_and_in_no_table(owner, world, settings):
    agree(owner)
    assert "sk-1234" not in owner.get(PAGE).text
    consent = world.session.query(ReaderConsent).one()
    assert "sk-1234" not in str(vars(consent))


def test_switching_stands_in_the_trail(owner, world, settings):
    agree(owner)
    owner.post(PAGE, data={"verb": "off"})
    verbs = [event.verb for event in world.session.query(AuditEvent)]
    assert verbs[-2:] == ["reader_on", "reader_off"]
    trail = owner.get("/audit/").text
    assert "models.example.com" in trail
    assert world.session.query(ReaderConsent).count() == 0


def test_what_the_owner_did_not_see_is_not_agreed_to(owner, world, settings):
    assert agree(owner, HERE).status_code == 409
    assert world.session.query(ReaderConsent).count() == 0


def test_another_server_in_the_settings_needs_another_word(owner, world, settings):
    agree(owner)
    settings(reader_url=HERE)
    page = words(owner.get(PAGE))
    assert "nothing is sent" in page
    agree(owner, HERE)
    assert "nothing is sent." not in words(owner.get(PAGE))
    assert world.session.query(ReaderConsent).one().url == HERE


def test_a_researcher_looks_and_cannot_switch(researcher, world, settings):
    assert "Only an owner can switch it" in words(researcher.get(PAGE))
    assert agree(researcher).status_code == 403


def test_a_reader_does_not_see_it(reader, world, settings):
    assert reader.get(PAGE).status_code == 403


def test_the_last_reading_is_told_with_what_it_took(researcher, world, settings, heard):
    heard.agreement = 0.25
    world.add(
        AnalysisRun(
            study_id=world.study.id, corpus_hash="0" * 64, started_at=now(), ended_at=now(),
            reader=TOLD,
        )
    )  # fmt: skip
    page = words(researcher.get(PAGE))
    for told in ("small-2026", THERE, "8,000 + 900", "0.42", "92%", "of 10 statements",
                 "The reader did not answer.", "Late invoices", "25%"):  # fmt: skip
        assert told in page


def test_a_theme_tells_how_far_the_engine_agrees_but_not_to_readers(
    researcher, reader, world, heard
):
    heard.agreement = 0.25
    page = "/studies/study/themes/late"
    assert re.search(r"Agreement with the offline engine\s*25%", words(researcher.get(page)))
    assert "offline engine" not in words(reader.get(page))


def test_an_embedder_elsewhere_is_told_before_anything_is_sent(owner, world, settings):
    told = "It is sent as it is, with the names that stand in it."
    for embedder, is_told in ((THERE, True), (HERE, False), ("", False)):
        settings(reader_url="", embedder=embedder, embedder_model="vectors-1")
        for page in (PAGE, "/studies/study/themes"):
            said = words(owner.get(page))
            assert (told in said) == is_told
            assert ("to models.example.com, where the model vectors-1" in said) == is_told
