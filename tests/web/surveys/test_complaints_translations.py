"""What people complain of in other tools about languages, each as a test of its own.

The complaint about rows and buttons from right to left is a browser's: test_translations.py there.
"""

import io
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from foundation.files.spreadsheets import write_sheets
from research.journey_presets import preset
from research.services import journeys
from surveys.building.translators import COLUMNS
from surveys.models.questionnaire import Questionnaire
from surveys.problems import problems
from surveys.question_types import QUESTION_TYPES, Question
from surveys.services import designing
from surveys.services.files import pictures
from tests.factories.respondents import LANGUAGES, make_link, shipped
from tests.factories.surveys import make_questionnaire, make_study, publish_version
from tests.support.files import picture
from tests.support.pages import follow, read_page, text_of
from tests.unit.surveys import definitions, scored
from tests.unit.surveys.definitions import (
    FOUND,
    LOOK,
    NPS,
    WHY,
    YEARS,
    in_every_language,
    questionnaire,
)

URL = "/studies/survey/questionnaires/current/"
FILES = f"{URL}translators/"
WHOLE = in_every_language(questionnaire(NPS, FOUND, WHY, YEARS, id="current"))
LATIN = re.compile(r"[A-Za-z]{3,}")


@pytest.fixture
def many(session):
    """A study in five languages, its questionnaire translated into all of them."""
    study = make_study(session, languages=list(LANGUAGES))
    journeys.install(session, study, preset("eight-stage"))
    return make_questionnaire(session, study, WHOLE, published=False)


@pytest.fixture
def draft(session, many):
    def read():
        session.expire_all()
        return designing.draft_of(many)

    return read


def test_own_words_of_an_option_are_asked_for_in_the_language_of_the_page(client, session):
    token = make_link(session, definition=WHOLE, language="fa")
    client.post(f"/r/{token}/")
    page = client.get(f"/r/{token}/q/found")
    assert LATIN.findall(text_of(read_page(page).find(".//form[@id='q']"))) == []


@pytest.fixture
def pictured(session):
    """A draft of a question of two pictures, of 40 and 50 pixels, and the link to its version."""
    study = make_study(session, languages=["en", "th", "ko"])
    journeys.install(session, study, preset("eight-stage"))
    kept = [pictures.keep(session, study, picture(width=n)).content_hash for n in (40, 50)]
    choices = zip(LOOK.choices, kept, strict=True)
    look = replace(LOOK, choices=tuple(replace(each, image=name) for each, name in choices))
    asked = in_every_language(questionnaire(look, id="current", segments=("current",)))
    return make_link(session, definition=asked, study=study)


def first_draft(session):
    session.expire_all()
    return designing.draft_of(session.scalars(select(Questionnaire)).one())


def draw(researcher, language, width=60):
    """Upload a picture for the first option, by the form on the page of the translations."""
    page = f"{URL}translations/?language=th"
    box = read_page(researcher.get(page)).find(".//section[@id='pictures']")
    form = box.find(".//form[@enctype='multipart/form-data']")
    hidden = {each.get("name"): each.get("value") for each in form.findall("input[@type='hidden']")}
    file = (io.BytesIO(picture(width=width)), "a.png")
    data = {**hidden, "language": language, "picture": file}
    return researcher.post(form.get("action"), data=data, content_type="multipart/form-data")


def test_a_language_may_have_pictures_of_its_own(client, researcher, session, pictured):
    assert draw(researcher, "th").location == f"{URL}translations/?language=th#pictures"
    made = first_draft(session)
    publish_version(session, session.scalars(select(Questionnaire)).one(), made)
    session.commit()
    client.post(f"/r/{pictured}/")

    def widths(language):
        client.post(f"/r/{pictured}/", data={"language": language})
        shown = read_page(client.get(f"/r/{pictured}/q/look")).findall(".//main//img")
        assert {client.get(each.get("src")).status_code for each in shown} == {200}
        return [each.get("width") for each in shown]

    assert widths("en") == widths("ko") == ["40", "50"]
    assert widths("th") == ["60", "50"]


def test_the_picture_of_a_language_is_taken_away_again(researcher, session, pictured):
    draw(researcher, "th")
    assert list(first_draft(session).questions[0].choices[0].images) == ["th"]
    address = "/studies/survey/pictures/current/look/old/remove"
    assert researcher.post(address, data={"language": "th", "back": "builder"}).status_code == 303
    choice = first_draft(session).questions[0].choices[0]
    assert (choice.images, bool(choice.image)) == ({}, True)
    assert draw(researcher, "xx").status_code == 404


def test_exported_translations_are_never_empty_and_need_no_page(researcher, many, app, tmp_path):
    for language in LANGUAGES[1:]:
        po = researcher.get(f"{FILES}texts.po?language={language}").get_data(as_text=True)
        assert po.count("\nmsgctxt ") == len(WHOLE.texts)
        assert 'msgstr ""' not in po.partition("\n\n")[2]
    file = tmp_path / "current.fa.po"
    words = ["translations", "export", "survey", "current", "--language", "fa", "--out", str(file)]
    assert app.test_cli_runner().invoke(args=["questionnaire", *words]).exit_code == 0
    assert file.read_text(encoding="utf-8").count("\nmsgctxt ") == len(WHOLE.texts)


def test_translations_are_managed_where_the_questionnaire_is_built(researcher, many):
    page = read_page(researcher.get(f"{URL}builder/edit/nps?language=fa"))
    links = [link.get("href") for link in page.iter("a")]
    assert f"{URL}translations/?language=fa" in links
    table = read_page(researcher.get(f"{URL}translations/?language=fa"))
    assert len(list(table.iter("textarea"))) == len(WHOLE.texts)


def test_languages_are_not_swapped_by_an_import_whatever_their_order(researcher, many, draft):
    sheets = {
        language: (
            ("translation", "source", "key", "state"),
            [(f"{language} {key}", WHOLE.texts[key], key, "") for key in WHOLE.texts],
        )
        for language in reversed(LANGUAGES[1:])
    }
    data = {"file": (io.BytesIO(write_sheets(sheets)), "back.xlsx")}
    page = follow(researcher, researcher.post(FILES, data=data))
    forms = [form.get("action") for form in read_page(page).iter("form")]
    researcher.post(next(each for each in forms if each.endswith("/confirm")))
    assert draft().translations == {
        language: {key: f"{language} {key}" for key in WHOLE.texts} for language in LANGUAGES[1:]
    }


def test_a_sheet_of_a_language_nobody_speaks_is_refused_with_those_there_are(researcher, many):
    sheet = write_sheets({"de": (COLUMNS, [("nps.text", "", "Recommend us?", "Empfehlen?", "")])})
    data = {"file": (io.BytesIO(sheet), "back.xlsx")}
    page = follow(researcher, researcher.post(FILES, data=data))
    said = "The texts are in “de”, which the questionnaire is not translated into: th, ko, vi, fa."
    assert said in text_of(read_page(page))


def test_a_missing_translation_is_told_by_question_text_and_language():
    words = {key: text for key, text in WHOLE.translations["th"].items() if key != "found.peer"}
    holed = replace(WHOLE, translations={**WHOLE.translations, "th": words})
    assert [str(each) for each in problems(holed)] == [
        "found found.peer (th): The translation is missing"
    ]


@pytest.mark.parametrize("language", ["th", "fa"])
def test_a_form_is_in_one_language_from_its_first_page_to_its_last(client, session, language):
    token = make_link(session, language=language)
    source = {text for text in shipped("current").texts.values() if len(text) > 20}
    page = client.get(f"/r/{token}/")
    page = follow(client, client.post(f"/r/{token}/"))
    for _ in range(3):
        said = text_of(read_page(page))
        assert read_page(page).get("lang") == language
        assert [text for text in source if text in said] == []
        wrong = client.post(page.request.path, data={"go": "1"})
        if wrong.status_code == 422:
            assert LATIN.findall(text_of(read_page(wrong).find(".//div[@class='errors']"))) == []
            return
        page = follow(client, wrong)
    raise AssertionError("No question needs an answer.")


def test_another_language_in_the_middle_keeps_place_and_answer_and_translates_all(client, session):
    token = make_link(session, definition=WHOLE, language="en")
    client.post(f"/r/{token}/")
    client.post(f"/r/{token}/q/nps", data={"nps": "9"})
    half = {"found": ["peer", "other"], "found.other.text": "At a fair", "language": "fa"}
    page = follow(client, client.post(f"/r/{token}/q/found", data=half))
    tree = read_page(page)
    assert page.request.path.endswith("/q/found")
    assert ticked(tree) == ["peer", "other"]
    assert 'value="At a fair"' in page.get_data(as_text=True)
    assert tree.get("lang") == "fa"
    assert LATIN.findall(text_of(tree.find(".//main"))) == []
    back = read_page(client.get(f"/r/{token}/q/nps"))
    assert (back.get("lang"), ticked(back)) == ("fa", ["9"])


def ticked(page):
    boxes = [box for box in page.iter("input") if box.get("checked") is not None]
    return [box.get("value") for box in boxes]


#: A telephone number as it is dialled, between marks of its direction.
FENCED = re.compile("\u200e[^\u200e]*\u200e")
EVERY_TYPE = tuple(
    replace(each, stage="", show_if=None, go_to=(), checks=(), required=True)
    for each in {
        each.id: each
        for room in (definitions, scored)
        for each in vars(room).values()
        if isinstance(each, Question) and "{" not in each.text
    }.values()
)


def test_no_type_has_digits_of_another_script_on_a_persian_page(client, session):
    whole = questionnaire(*EVERY_TYPE)
    words = dict.fromkeys(whole.texts, "سخنی")
    spoken = replace(whole, translations={"fa": words})
    token = make_link(session, definition=spoken, language="fa")
    client.post(f"/r/{token}/")
    assert {each.type for each in EVERY_TYPE} >= QUESTION_TYPES.keys() - {
        "information",
        "short_text",
    }
    for question in EVERY_TYPE:
        page = client.get(f"/r/{token}/q/{question.id}?check=1")
        wrong = client.post(page.request.path, data={"go": "1"})
        for each in (page, wrong) if wrong.status_code == 422 else (page,):
            main = read_page(each).find(".//main")
            said = [*main.itertext(), *(e.get("aria-label") or "" for e in main.iter())]
            assert [text for text in said if re.search(r"[0-9]", FENCED.sub("", text))] == []
