"""The texts of a draft beside their translations: written, reviewed, sent out and taken in."""

import io
from dataclasses import replace

import openpyxl
import pytest

from foundation.files.spreadsheets import write_sheets
from surveys.building import editing
from surveys.building.translators import COLUMNS
from surveys.models.questionnaire import TranslationReview
from surveys.services import designing
from tests.factories.surveys import make_questionnaire
from tests.support.pages import follow, read_page, text_of
from tests.unit.surveys.definitions import LEFT, NPS, questionnaire

URL = "/studies/survey/questionnaires/current/"
TABLE = f"{URL}translations/"
FILES = f"{URL}translators/"
BUILD = f"{URL}builder/edit/nps"
THAI = {"title": "แบบทดสอบ", "main.title": "ทุกอย่าง", "nps.text": "แนะนำเราไหม"}
DRAFT = questionnaire(NPS, LEFT, id="current", segments=("current",), translations={"th": THAI})


@pytest.fixture
def made(session, study):
    """A questionnaire with three of its six texts in Thai."""
    return make_questionnaire(session, study, DRAFT, published=False)


@pytest.fixture
def draft(session, study):
    def read():
        session.expire_all()
        return designing.draft_of(designing.find(session, study, "current"))

    return read


@pytest.fixture
def stale(session, made):
    """The same, one source changed since."""
    other = replace(NPS, text="Praise us?")
    designing.edit(session, made, editing.changed(DRAFT, other))


def rows(page):
    """What the form of the page would post, by key: base and text."""
    found = {}
    for line in read_page(page).iter("tr"):
        if line.get("class") == "spoken-line":
            inputs = {each.get("name"): each.get("value") for each in line.iter("input")}
            text = "".join(next(line.iter("textarea")).itertext())
            found[inputs["key"]] = (inputs["base"], text)
    return found


def save(browser, page, right="", query="", **changed):
    data = {"key": [], "base": [], "text": [], "right": right}
    for key, (base, text) in rows(page).items():
        data["key"].append(key)
        data["base"].append(base)
        data["text"].append(changed.get(key.replace(".", "_"), text))
    return browser.post(TABLE + query, data=data)


def said(page):
    return text_of(read_page(page))


def test_all_texts_stand_beside_their_translations(researcher, made):
    page = researcher.get(TABLE)
    assert list(rows(page)) == list(DRAFT.texts)
    assert rows(page)["nps.text"][1] == "แนะนำเราไหม"


def test_what_is_missing_can_be_shown_alone(researcher, made):
    page = researcher.get(f"{TABLE}?show=missing")
    assert list(rows(page)) == ["left.text", "left.price", "left.other"]


def test_words_are_saved_and_nothing_else_changes(researcher, made, draft):
    page = researcher.get(TABLE)
    assert "1 text is saved." in said(follow(researcher, save(researcher, page, left_price="ราคา")))
    assert draft() == replace(DRAFT, translations={"th": {**THAI, "left.price": "ราคา"}})


def test_a_colleague_who_was_faster_loses_nothing(researcher, owner, made, draft):
    page = researcher.get(TABLE)
    save(owner, owner.get(TABLE), nps_text="ของเจ้าของ", title="ชื่อใหม่")
    late = save(researcher, page, nps_text="ของฉัน", left_price="ราคา")
    assert late.status_code == 409
    assert "Somebody changed some of these texts meanwhile." in said(late)
    assert rows(late)["nps.text"][1] == "ของฉัน"
    assert "Stored now: ของเจ้าของ" in said(late)
    assert "left.price" not in draft().translations["th"]
    save(researcher, late)
    words = draft().translations["th"]
    assert (words["nps.text"], words["title"], words["left.price"]) == ("ของฉัน", "ชื่อใหม่", "ราคา")


def test_an_outdated_translation_is_marked_with_what_it_was_made_from(researcher, stale):
    page = researcher.get(f"{TABLE}?show=outdated")
    assert list(rows(page)) == ["nps.text"]
    assert "May be out of date Made from: Recommend us?" in said(page)
    assert "may be out of date" in said(researcher.get(URL))


def test_still_right_brings_it_up_to_date_and_says_who_said_so(researcher, stale, draft):
    page = researcher.get(f"{TABLE}?show=outdated")
    follow(researcher, save(researcher, page, right="nps.text"))
    assert draft().made_from == {}
    assert "Reviewed by Robin Researcher" in said(researcher.get(TABLE))


def test_a_review_counts_for_these_words_only(session, researcher, made, draft):
    save(researcher, researcher.get(TABLE), right="title")
    assert "Reviewed by Robin" in said(researcher.get(TABLE))
    save(researcher, researcher.get(TABLE), title="ชื่ออื่น")
    assert "Reviewed by Robin" not in said(researcher.get(TABLE))
    researcher.post(f"{URL}builder/undo", data={"here": "intro"})
    assert "Reviewed by Robin" in said(researcher.get(TABLE))


def test_reviewing_changes_no_version(researcher, made, draft):
    before = draft().content_hash
    save(researcher, researcher.get(TABLE), right="title")
    assert draft().content_hash == before


def seen(page):
    return next(e.get("value") for e in read_page(page).iter("input") if e.get("name") == "seen")


def test_a_whole_language_is_marked_at_once(session, researcher, stale, draft):
    page = researcher.get(TABLE)
    done = researcher.post(f"{TABLE}review?language=th", data={"seen": seen(page)})
    assert "3 translations are marked as reviewed." in said(follow(researcher, done))
    assert draft().made_from == {}
    assert session.query(TranslationReview).count() == 3


def test_a_language_that_changed_meanwhile_is_not_marked(session, researcher, owner, made):
    page = researcher.get(TABLE)
    save(owner, owner.get(TABLE), title="ชื่อใหม่")
    done = researcher.post(f"{TABLE}review?language=th", data={"seen": seen(page)})
    assert "Texts were changed meanwhile" in said(follow(researcher, done))
    assert session.query(TranslationReview).count() == 0


def test_the_builder_shows_the_state_beside_the_field(researcher, stale):
    page = researcher.get(f"{BUILD}?language=th")
    assert "May be out of date Made from: Recommend us?" in said(page)
    assert "Still right: Question" in said(page)


def test_the_builders_button_says_it_is_still_right(researcher, stale, draft):
    page = researcher.get(f"{BUILD}?language=th")
    base = next(e.get("value") for e in read_page(page).iter("input") if e.get("name") == "base")
    data = {"base": base, "second": "th", "text.source": "Praise us?", "required": "1",
            "text.target": THAI["nps.text"], "right": "nps.text"}  # fmt: skip
    follow(researcher, researcher.post(f"{BUILD}?language=th", data=data))
    assert draft().made_from == {}
    assert "Reviewed by Robin Researcher" in said(researcher.get(f"{BUILD}?language=th"))


def test_a_language_nobody_asked_for_is_not_found(researcher, made):
    assert researcher.get(f"{TABLE}?language=qps").status_code == 404
    assert researcher.get(f"{FILES}texts.po?language=qps").status_code == 404


def test_readers_may_not_translate(reader, made):
    assert reader.get(TABLE).status_code == 403
    assert reader.post(TABLE, data={}).status_code == 403


def sheet(**texts):
    """A workbook as it comes back: the key's dot is written `_`."""
    lines = [
        (key, "", DRAFT.texts.get(key, ""), texts.get(key.replace(".", "_"), ""), "draft")
        for key in DRAFT.texts
    ]
    return write_sheets({"th": (COLUMNS, lines)})


def send(researcher, data, name="back.xlsx"):
    return follow(researcher, researcher.post(FILES, data={"file": (io.BytesIO(data), name)}))


def confirm(researcher, page):
    forms = [form.get("action") for form in read_page(page).iter("form")]
    return researcher.post(next(each for each in forms if each.endswith("/confirm")))


def test_a_file_is_shown_before_it_is_taken_in_and_can_be_undone(session, researcher, made, draft):
    page = send(researcher, sheet(title="แบบทดสอบ", nps_text="ชมเราไหม", left_price="ราคา"))
    assert "Take in 2 translations" in said(page)
    assert draft() == DRAFT
    assert "2 translations are taken in." in said(follow(researcher, confirm(researcher, page)))
    assert draft().translations["th"]["left.price"] == "ราคา"
    researcher.post(f"{URL}builder/undo", data={"here": "nps"})
    assert draft() == DRAFT


def test_a_refused_text_keeps_the_whole_file_out(researcher, stale, draft):
    before = draft()
    page = send(researcher, sheet(nps_text="ชมเราไหม", left_price="ราคา"))
    assert "Row 4, column “th nps.text”: The source has changed" in said(page)
    assert "Take in" not in [b.text for b in read_page(page).iter("button")]
    upload = page.request.path
    assert researcher.post(f"{upload}/confirm").status_code == 422
    assert draft() == before


def test_a_machines_drafts_stay_marked_until_somebody_reads_them(researcher, made):
    machine = write_sheets({"th": (COLUMNS, [("left.price", "", "Price", "ราคา", "machine")])})
    confirm(researcher, send(researcher, machine))
    assert "Machine draft" in said(researcher.get(TABLE))
    save(researcher, researcher.get(TABLE), right="left.price")
    assert "Machine draft" not in said(researcher.get(TABLE))


def test_the_po_file_comes_back(researcher, made, draft):
    po = researcher.get(f"{FILES}texts.po?language=th").get_data(as_text=True)
    filled = po.replace('msgid "Price"\nmsgstr ""', 'msgid "Price"\nmsgstr "ราคา"')
    confirm(researcher, send(researcher, filled.encode(), "current.th.po"))
    assert draft().translations["th"] == {**THAI, "left.price": "ราคา"}


def test_the_workbook_holds_a_sheet_a_language_and_no_formula(session, researcher, made):
    designing.edit(session, made, editing.changed(DRAFT, replace(NPS, hint="=1+1")))
    data = researcher.get(f"{FILES}texts.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["th"]
    cells = [cell for row in book["th"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
    assert [cell.value for cell in book["th"][1]] == list(COLUMNS)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.csv", b"a,b", "from a .po or an .xlsx file"),
        ("x.po", b"\xff\xfe\xfa", "not UTF-8"),
        ("x.po", b"hello", "not a PO file"),
        ("x.xlsx", b"PK\x03\x04broken", "damaged"),
        ("x.xlsx", write_sheets({"th": (("a", "b"), [("1", "2")])}), "no column “key”"),
    ],
)
def test_what_is_no_translators_file_gets_one_sentence(researcher, made, name, data, reason):
    page = researcher.post(FILES, data={"file": (io.BytesIO(data), name)})
    assert page.status_code == 422
    assert reason in said(page)


def test_a_file_taken_away_is_gone(researcher, made):
    page = send(researcher, sheet(left_price="ราคา"))
    forms = [form.get("action") for form in read_page(page).iter("form")]
    researcher.post(next(each for each in forms if each.endswith("/forget")))
    gone = follow(researcher, researcher.get(page.request.path))
    assert "no longer kept" in said(gone)


@pytest.mark.parametrize(("code", "way"), [("qps", "ltr"), ("qpr", "rtl")])
def test_the_preview_tries_out_made_up_languages(researcher, made, code, way):
    page = researcher.get(f"{URL}preview/nps?language={code}&segment=current")
    assert read_page(page).get("dir") == way
    assert "[" in said(page)
    assert "Recommend us?" not in said(page)
