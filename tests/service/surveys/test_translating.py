"""Reviews and files of translations where several things happen to one draft."""

from dataclasses import replace

import pytest

from surveys.building import editing
from surveys.building.languages import State
from surveys.building.translators import Brought, Sheet
from surveys.documents import write_yaml
from surveys.models.questionnaire import TranslationReview
from surveys.services import designing
from surveys.services.translating import exchange, reviews
from tests.factories.surveys import make_questionnaire, make_study
from tests.unit.surveys.definitions import LEFT, NPS, questionnaire

THAI = {"title": "แบบทดสอบ", "main.title": "ทุกอย่าง", "nps.text": "แนะนำเราไหม"}
DRAFT = questionnaire(NPS, LEFT, id="current", segments=("current",), translations={"th": THAI})


@pytest.fixture
def study(session):
    return make_study(session, languages=["en", "th", "fa"])


@pytest.fixture
def made(session, study):
    return make_questionnaire(session, study, DRAFT, published=False)


def states(session, questionnaire, language="th"):
    found = reviews.lines(session, questionnaire, language)
    return {line.key: line.state for line in found if line.state is not State.MISSING}


def find_right(session, made, *keys):
    bases = {each.key: each.base for each in reviews.lines(session, made, "th")}
    reviews.review(session, made, "th", {key: bases[key] for key in keys}, "Robin")


def test_a_document_with_other_source_words_makes_its_translations_outdated(session, study, made):
    other = editing.changed(DRAFT, replace(NPS, text="Praise us?"))
    designing.import_document(session, study, write_yaml(other))
    assert states(session, made)["nps.text"] is State.OUTDATED


def test_reviews_go_along_into_the_next_wave(session, study, made):
    find_right(session, made, "title", "nps.text")
    following = make_study(session, slug="next", languages=["en", "th", "fa"])
    designing.carry(session, study, following)
    copied = designing.find(session, following, "current")
    assert states(session, copied) == {
        "title": State.REVIEWED, "nps.text": State.REVIEWED, "main.title": State.DRAFT,
    }  # fmt: skip


def test_a_second_review_takes_the_place_of_the_first(session, made):
    find_right(session, made, "title")
    find_right(session, made, "title")
    assert session.query(TranslationReview).count() == 1


def test_a_text_changed_since_it_was_read_is_not_marked(session, made):
    [line] = [each for each in reviews.lines(session, made, "th") if each.key == "title"]
    designing.edit(session, made, replace(DRAFT, title="Another test"))
    with pytest.raises(reviews.ChangedMeanwhile):
        reviews.review(session, made, "th", {"title": line.base}, "Robin")


@pytest.mark.parametrize("code", ["fa", "FA", "fa-IR", "fa_IR"])
def test_a_language_is_known_by_the_names_tools_give_it(study, code):
    dry = exchange.plan(study, DRAFT, [Sheet(code, (Brought("title", "A test", "آزمون"),))])
    assert [(each.language, list(each.new)) for each in dry.intakes] == [("fa", ["title"])]


def test_two_sheets_of_one_language_are_refused(study):
    sheet = Sheet("th", (Brought("left.price", "Price", "ราคา"),))
    dry = exchange.plan(study, DRAFT, [sheet, replace(sheet, language="TH")])
    assert "Two sheets of the file are in “th”" in str(dry.problems[0])


def test_the_source_is_no_translation(study):
    dry = exchange.plan(study, DRAFT, [Sheet("en", ())])
    assert "is the language of the source" in str(dry.problems[0])


def test_what_is_no_language_code_is_no_target(study):
    strange = replace(DRAFT, translations={"th/x": {"title": "x"}, "vi": {"title": "x"}})
    assert exchange.targets(study, strange) == ["th", "fa", "vi"]


@pytest.mark.parametrize("code", ["qps", "qpr"])
def test_no_draft_is_in_a_made_up_language_wherever_it_comes_from(session, made, code):
    strange = replace(DRAFT, translations={code: {"title": "[Å ţéšţ]"}})
    with pytest.raises(designing.Unsound, match="made up for the preview"):
        designing.edit(session, made, strange)
