"""The library of known pains: readable by every role, searchable, linked from the themes."""

import pytest

from tests.support.pages import read_page, text_of
from tests.web.findings.conftest import BOARD, drawer

LIBRARY = "/library"


def entry(response, key):
    return text_of(read_page(response).find(f".//article[@id='{key}']"))


def test_a_reader_reads_what_a_pain_is_and_what_it_is_not(reader):
    said = entry(reader.get(LIBRARY), "rs_website_vague")
    assert "Website does not say what they do" in said
    assert "Typically slows the work" in said
    assert "leave the scope of services unclear" in said
    assert "Not to be taken for:" in said


def test_the_journey_s_stages_lead_to_their_pains(reader):
    page = read_page(reader.get(LIBRARY))
    ids = {each.get("id") for each in page.iter()}
    links = [a.get("href") for a in page.iter("a") if (a.get("href") or "").startswith("#stage-")]
    assert len(links) >= 8
    assert {link[1:] for link in links} <= ids


def test_entries_are_folded_but_few_that_were_found_are_open(reader):
    whole = read_page(reader.get(LIBRARY))
    assert not [
        each
        for each in whole.iter("details")
        if each.get("open") is not None and each.find("summary/h3") is not None
    ]
    found = read_page(reader.get(f"{LIBRARY}?q=leave the scope of services unclear"))
    assert found.find(".//article[@id='rs_website_vague']/details").get("open") is not None


def test_a_search_needs_no_script_and_finds_other_languages(reader):
    page = reader.get(f"{LIBRARY}?q=เว็บไซต์ไม่บอก")
    assert "Website does not say what they do" in page.text
    assert "No timetable" not in page.text


def test_a_search_that_finds_nothing_says_so(reader):
    page = reader.get(f"{LIBRARY}?q=<b>zzz")
    assert "Nothing holds these words" in page.text
    assert "<b>zzz" not in page.text


def test_a_pain_s_own_page_has_its_examples_in_every_language(reader):
    page = read_page(reader.get(f"{LIBRARY}/rs_website_vague"))
    heads = [text_of(head) for head in page.iter("h2")]
    assert [head for head in heads if head.startswith("What clients say: ")] == [
        f"What clients say: {name}" for name in ("English", "ไทย", "한국어", "Tiếng Việt", "فارسی")
    ]
    assert {"en", "th", "ko", "vi", "fa"} <= {li.get("lang") for li in page.iter("li")}


def test_praise_has_a_page_too(reader):
    assert "Fast answers" in reader.get(f"{LIBRARY}/praise_quick_answers").text


def test_a_name_the_library_does_not_have_is_told(reader):
    page = reader.get(f"{LIBRARY}/late")
    assert page.status_code == 404
    assert "The library has no pain or praise of this name" in page.text


@pytest.mark.parametrize(("kind", "link"), [("pain", "Known pain"), ("praise", "Known praise")])
def test_a_theme_leads_to_the_known_pain_it_was_recognised_as(researcher, heard, kind, link):
    heard.library_id, heard.kind = "us_slow_replies", kind
    page = researcher.get(f"{BOARD}/late")
    assert link in drawer(page)
    assert 'href="/library/us_slow_replies"' in page.text


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(LIBRARY).status_code in {302, 303}
