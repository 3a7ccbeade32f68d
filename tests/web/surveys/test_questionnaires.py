"""The pages of questionnaires: add, read, edit, publish, preview."""

import io
from dataclasses import replace

import pytest
import yaml

from surveys.building import editing
from surveys.services import designing
from surveys.services.drafts import Step
from tests.factories.surveys import make_contact, make_response
from tests.support.pages import follow, read_page, text_of

URL = "/studies/survey/questionnaires/"


@pytest.fixture
def lost(session, study):
    """The shipped questionnaire for lost clients, as a draft."""
    return designing.create_from_shipped(session, study, "lost")


def words(response):
    return text_of(read_page(response))


def upload(browser, data, name="q.yaml"):
    return browser.post(f"{URL}import", data={"file": (io.BytesIO(data), name)})


def draft(session, study):
    session.expire_all()
    return designing.draft_of(designing.find(session, study, "lost"))


def reword(session, questionnaire, question, text):
    other = editing.changed(designing.draft_of(questionnaire), replace(question, text=text))
    designing.edit(session, questionnaire, other)


def settle(session, questionnaire):
    """Say that all translations are still right."""
    draft = designing.draft_of(questionnaire)
    designing.edit(session, questionnaire, replace(draft, made_from={}))


def document(browser):
    page = read_page(browser.get(f"{URL}lost/document"))
    fields = {each.get("name"): each for each in page.iter() if each.get("name")}
    return {"base": fields["base"].get("value"), "document": "".join(fields["document"].itertext())}


def test_the_shipped_questionnaires_are_offered(researcher, study):
    page = read_page(researcher.get(URL))
    assert len(page.findall(".//form[@action]")) >= 4
    assert "No questionnaire yet" in text_of(page)
    assert "begin one from nothing" in text_of(page)


def test_a_shipped_questionnaire_is_added_as_a_draft(researcher, study):
    page = follow(researcher, researcher.post(f"{URL}shipped/lost"))
    assert "added as a draft" in words(page)
    assert "Draft 1" in words(page)


@pytest.mark.parametrize("purpose", designing.PURPOSES)
def test_a_questionnaire_is_added_by_its_purpose(researcher, study, purpose):
    offered = read_page(researcher.get(URL)).find(".//section[@aria-labelledby='purposes']")
    assert "By purpose" in text_of(offered)
    actions = [form.get("action") for form in offered.iter("form")]
    assert f"{URL}shipped/{purpose}" in actions
    page = follow(researcher, researcher.post(f"{URL}shipped/{purpose}"))
    assert "Draft 1" in words(page)
    again = follow(researcher, researcher.post(f"{URL}shipped/{purpose}"))
    assert "Draft 1" in words(again)


def test_who_chooses_by_purpose_is_told_that_the_services_are_examples(researcher, study):
    told = "The six in it are examples"
    assert told in words(researcher.get(URL))
    assert not [text for text in designing.read_shipped("services").texts.values() if told in text]


def test_offers_are_read_in_the_reader_s_language(researcher, study):
    thai = designing.read_shipped("return").localised("th").title
    assert thai in words(researcher.get(URL, headers={"Accept-Language": "th"}))


def test_the_bank_offers_questions_by_purpose(researcher, lost):
    inputs = read_page(researcher.get(f"{URL}lost/bank/")).iter("input")
    chosen = {each.get("value") for each in inputs}
    assert {"shipped:pulse/pu_ease", "shipped:services/se_known"} <= chosen


def test_a_questionnaire_of_the_study_is_not_offered_again(researcher, lost):
    actions = [form.get("action") for form in read_page(researcher.get(URL)).iter("form")]
    assert f"{URL}shipped/lost" not in actions


def test_the_list_says_minutes_and_languages(researcher, lost):
    text = words(researcher.get(URL))
    assert lost.title in text
    assert "EN source" in text


@pytest.mark.parametrize("language", ["en", "th"])
def test_questions_are_shown_in_each_language(researcher, session, study, lost, language):
    text = words(researcher.get(f"{URL}lost/", query_string={"language": language}))
    assert draft(session, study).localised(language).questions[0].text in text


def test_an_unknown_questionnaire_is_not_found(researcher, study):
    assert researcher.get(f"{URL}none/").status_code == 404


def seen_by(browser):
    """Press the button of the page that says what publishing does."""
    inputs = read_page(browser.get(f"{URL}lost/publish")).iter("input")
    return {each.get("name"): each.get("value") for each in inputs if each.get("name") == "seen"}


def test_a_questionnaire_is_published_once_and_the_second_publisher_is_led_back(researcher, lost):
    seen = seen_by(researcher)
    page = follow(researcher, researcher.post(f"{URL}lost/publish", data=seen))
    assert "Version 1 is published" in words(page)
    again = researcher.post(f"{URL}lost/publish", data=seen)
    assert again.status_code == 409
    assert words(again).count("Nothing has changed since version 1") == 1
    assert f'href="{URL}lost/"' in again.text


def test_only_what_its_publisher_has_seen_is_published(researcher, session, study, lost):
    seen = seen_by(researcher)
    gone = designing.draft_of(lost).questions[-1].id
    colleague = Step("remove", gone, "Ann")
    less = editing.removed(designing.draft_of(lost), gone, is_published=False)
    designing.edit(session, lost, less, colleague)
    session.commit()
    answer = researcher.post(f"{URL}lost/publish", data=seen)
    text = words(answer)
    assert answer.status_code == 409
    assert "Changed since you opened this page, by Ann" in text
    assert gone in text
    session.expire_all()
    assert designing.newest_version(session, lost) is None
    assert researcher.post(f"{URL}lost/publish", data=seen_by(researcher)).status_code == 303


def test_the_publish_page_weighs_the_changes(researcher, session, study, lost):
    designing.publish(session, study, lost)
    question = draft(session, study).questions[0]
    reword(session, lost, question, "Other words")
    settle(session, lost)
    text = words(researcher.get(f"{URL}lost/publish"))
    assert "Changes since version 1" in text
    assert "Q1 “Other words”" in text
    assert f"In English “{question.text}” became “Other words”." in text


def test_only_what_the_page_showed_is_published(researcher, session, study, lost):
    [seen] = read_page(researcher.get(f"{URL}lost/publish")).findall(".//input[@name='seen']")
    reword(session, lost, draft(session, study).questions[0], "Other words")
    settle(session, lost)
    late = researcher.post(f"{URL}lost/publish", data={"seen": seen.get("value")})
    assert (late.status_code, "changed meanwhile" in words(late)) == (409, True)
    [seen] = read_page(late).findall(".//input[@name='seen']")
    done = researcher.post(f"{URL}lost/publish", data={"seen": seen.get("value")})
    assert done.status_code == 303


def test_the_page_says_which_texts_a_language_lacks(researcher, session, lost):
    draft = designing.draft_of(lost)
    designing.edit(session, lost, replace(draft, translations={}))
    assert "79 of 79 texts are not translated into ไทย yet" in words(
        researcher.get(f"{URL}lost/?language=th")
    )
    assert "of 79 texts are not translated" not in words(researcher.get(f"{URL}lost/"))


def test_the_publish_page_shows_changes_beside_what_stands_against_them(
    researcher, session, study, lost
):
    designing.publish(session, study, lost)
    first = designing.draft_of(lost).questions[0]
    reword(session, lost, first, "Another question?")  # its translations are out of date now
    text = words(researcher.get(f"{URL}lost/publish"))
    assert "This stands against publishing" in text
    assert "Changes since version 1" in text
    assert "Q1 “Another question?”: In English" in text
    assert not read_page(researcher.get(f"{URL}lost/publish")).findall(".//main//form")


def test_the_publish_page_says_who_finishes_on_the_version_they_began(
    researcher, session, study, lost
):
    version = designing.publish(session, study, lost)
    person = make_contact(session, study, segment="lost")
    make_response(session, person, version, submitted=False)
    reword(session, lost, draft(session, study).questions[0], "Other words")
    settle(session, lost)
    text = words(researcher.get(f"{URL}lost/publish"))
    assert "1 person is answering now and finishes on the version they began." in text


def test_problems_keep_a_draft_from_being_published(researcher, session, study, lost):
    study.languages = ["en", "th", "fr"]
    seen = {"seen": designing.draft_of(lost).content_hash}
    response = researcher.post(f"{URL}lost/publish", data=seen)
    assert response.status_code == 422
    assert "Français: 79 texts are not translated" in words(response)
    assert designing.newest_version(session, lost) is None


def test_every_question_can_be_opened(researcher, session, study, lost):
    for question in draft(session, study).questions:
        assert researcher.get(f"{URL}lost/builder/edit/{question.id}").status_code == 200


def test_the_draft_is_edited_as_yaml(researcher, session, study, lost):
    posted = document(researcher)
    posted["document"] = posted["document"].replace(lost.title, "Another title")
    page = follow(researcher, researcher.post(f"{URL}lost/document", data=posted))
    assert "The draft is saved." in words(page)
    assert draft(session, study).title == "Another title"


def test_a_draft_changed_meanwhile_is_not_overwritten(researcher, session, study, lost):
    posted = document(researcher)
    question = draft(session, study).questions[0]
    reword(session, lost, question, "Meanwhile")
    response = researcher.post(f"{URL}lost/document", data=posted)
    assert (response.status_code, "changed meanwhile" in words(response)) == (409, True)
    assert draft(session, study).questions[0].text == "Meanwhile"


def test_the_yaml_comes_out_as_it_went_in(researcher, session, study, lost):
    response = researcher.get(f"{URL}lost/document.yaml")
    assert designing.read_document(response.get_data(as_text=True)) == draft(session, study)


def test_a_published_version_stays_as_it_was(researcher, session, study, lost):
    before = draft(session, study)
    designing.publish(session, study, lost)
    reword(session, lost, before.questions[0], "Later words")
    response = researcher.get(f"{URL}lost/versions/1.yaml")
    assert designing.read_document(response.text) == before
    assert researcher.get(f"{URL}lost/versions/2.yaml").status_code == 404


def test_a_file_becomes_a_draft(researcher, session, study):
    data = yaml.safe_dump({
        "format": "throughline/1", "id": "own", "title": "Our own",
        "sections": [{"id": "a", "title": "A", "questions": [
            {"id": "q", "type": "number", "text": "How many?"}]}],
    }).encode()  # fmt: skip
    assert upload(researcher, data).headers["Location"] == f"{URL}own/"


BAD_FILES = {
    "no file": (b"", "", "Choose a file."),
    "broken YAML": (b"a: [", "q.yaml", "Line 1"),
    "wrong encoding": ("titre: é".encode("cp1252"), "q.yaml", "not UTF-8"),
    "no questionnaire": (b"a: 1", "q.yaml", "begins with"),
    "an alias": (b"format: &a throughline/1\nid: *a", "q.yaml", "aliases"),
    "script in a key": (b"format: throughline/1\n<script>: 1", "q.yaml", "is not a property"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_and_changes_nothing(researcher, session, study, name):
    data, filename, sentence = BAD_FILES[name]
    response = upload(researcher, data, filename)
    assert (response.status_code, sentence in words(response)) == (422, True), words(response)
    assert designing.list_questionnaires(session, study) == []


@pytest.mark.parametrize("path", ["", "lost/", "lost/document", "lost/publish"])
def test_a_reader_sees_no_questionnaires(reader, lost, path):
    assert reader.get(URL + path).status_code == 403


def test_a_title_cannot_run(researcher, session, lost):
    lost.title = "<script>alert(1)</script>"
    assert "<script>alert" not in researcher.get(URL).get_data(as_text=True)


def test_a_questionnaire_is_duplicated_under_a_name_of_its_own(researcher, session, study, lost):
    page = follow(researcher, researcher.post(f"{URL}lost/duplicate"))
    assert text_of(read_page(page).find(".//h1")) == f"Copy of {lost.title}"
    copy = designing.find(session, study, "lost_2")
    assert designing.draft_of(copy).sections == designing.draft_of(lost).sections


def test_a_questionnaire_nobody_was_asked_by_is_deleted(researcher, session, study, lost):
    page = follow(researcher, researcher.post(f"{URL}lost/delete"))
    assert "The questionnaire is deleted." in words(page)
    assert designing.list_questionnaires(session, study) == []


def test_a_questionnaire_with_answers_stays(researcher, session, study, lost):
    settle(session, lost)
    version = designing.publish(session, study, lost)
    make_response(session, make_contact(session, study, segment="lost"), version)
    page = follow(researcher, researcher.post(f"{URL}lost/delete"))
    assert "answered it, so it stays" in words(page)
    assert designing.list_questionnaires(session, study) == [lost]


def test_the_list_shows_what_can_hardly_be_read_with_its_sentence(researcher, session, study, lost):
    other = designing.create_from_shipped(session, study, "current")
    long, broken = dict(lost.draft), dict(other.draft)
    lost.draft = long | {"intro": "w" * 5000}
    other.draft = broken | {"colour": "red"}
    text = words(researcher.get(URL))
    assert "can't be read: “colour” is not a property known here" in text
    assert lost.title in text
    assert researcher.get(f"{URL}lost/bank/").status_code == 200
    assert "longer than 4000 characters" in words(researcher.get(f"{URL}lost/builder/edit/intro"))
    assert researcher.get(f"{URL}current/").status_code == 409
