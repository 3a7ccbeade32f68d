import json
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from foundation.errors import Conflict, Invalid, NotFound
from research.journey_presets import PRESETS
from research.services import studies
from research.study_file import StudyPlan
from surveys.building import editing
from surveys.documents import write_json, write_yaml
from surveys.models.questionnaire import Questionnaire
from surveys.services import designing, drafts
from surveys.services.designing import Unsound
from tests.unit.surveys.definitions import NPS, WHY, YEARS, questionnaire

SMALL = questionnaire(NPS, WHY, id="small", segments=("current",))


def make_study(session, model="eight-stage", **values):
    plan = StudyPlan(
        **{"title": "What clients say", "firm": "Halden & Marsh", "languages": ("en",)} | values
    )
    return studies.create(session, plan, PRESETS[model])


@pytest.fixture
def study(session):
    return make_study(session)


def test_there_is_a_shipped_questionnaire_for_each_segment_and_purpose():
    by_segment = ["current", "lost", "former", "prospect"]
    assert designing.shipped_keys() == [*by_segment, *designing.PURPOSES]


def test_an_unknown_shipped_questionnaire_is_named(session):
    with pytest.raises(NotFound, match="no shipped questionnaire “gone”"):
        designing.read_shipped("gone")


@pytest.mark.parametrize("key", designing.shipped_keys())
@pytest.mark.parametrize("model", sorted(PRESETS))
def test_a_shipped_questionnaire_fits_every_shipped_journey(session, model, key):
    study = make_study(session, model)
    taken = designing.create_from_shipped(session, study, key)
    assert designing.check(session, study, taken) == []


def test_a_questionnaire_by_purpose_is_published_and_taken_again(session, study):
    taken = designing.create_from_shipped(session, study, "pulse")
    assert (taken.key, designing.newest_version(session, taken)) == ("pulse", None)
    assert designing.publish(session, study, taken).number == 1
    more = [designing.create_from_shipped(session, study, "pulse").key for _ in range(2)]
    assert more == ["pulse_2", "pulse_3"]


def test_only_the_study_s_languages_are_taken(session):
    study = make_study(session, languages=("en", "fa"))
    taken = designing.create_from_shipped(session, study, "lost")
    assert designing.draft_of(taken).languages == ("en", "fa")


def test_a_questionnaire_is_found_by_its_key(session, study):
    made = designing.create(session, study, SMALL)
    assert designing.find(session, study, "small") is made
    assert (made.title, made.audience) == ("A test", ["current"])
    with pytest.raises(NotFound):
        designing.find(session, study, "other")


def test_a_key_is_taken_once(session, study):
    designing.create(session, study, SMALL)
    with pytest.raises(Conflict, match="has a questionnaire “small” already"):
        designing.create(session, study, SMALL)


def test_the_same_key_is_free_in_another_study(session, study):
    designing.create(session, study, SMALL)
    assert designing.create(session, make_study(session), SMALL)


def test_a_published_version_never_changes(session, study):
    made = designing.create(session, study, SMALL)
    version = designing.publish(session, study, made)
    designing.edit(session, made, replace(SMALL, title="Another title"))
    assert version.definition["title"] == "A test"
    assert version.content_hash == SMALL.content_hash


def test_versions_are_numbered(session, study):
    made = designing.create(session, study, SMALL)
    designing.publish(session, study, made)
    designing.edit(session, made, replace(SMALL, title="Another title"))
    assert designing.publish(session, study, made).number == 2
    assert designing.newest_version(session, made).number == 2


def test_nothing_new_is_not_published_again(session, study):
    made = designing.create(session, study, SMALL)
    designing.publish(session, study, made)
    with pytest.raises(Conflict, match="Nothing has changed since version 1"):
        designing.publish(session, study, made)


def test_problems_keep_a_draft_from_being_published(session, study):
    made = designing.create(session, study, replace(SMALL, segments=("gone",)))
    with pytest.raises(Unsound, match=r"has a problem: segments: “gone” is not") as caught:
        designing.publish(session, study, made)
    assert len(caught.value.problems) == 1
    assert designing.newest_version(session, made) is None


def test_a_stage_of_another_journey_is_a_problem(session):
    study = make_study(session, "four-stage")
    made = designing.create(session, study, SMALL)
    [problem] = designing.check(session, study, made)
    assert "“usage” is not a stage of the journey" in problem.sentence


def test_the_study_s_languages_must_be_complete(session):
    study = make_study(session, languages=("en", "th"))
    made = designing.create(session, study, SMALL)
    assert {problem.language for problem in designing.check(session, study, made)} == {"th"}


def test_an_id_keeps_its_type_over_versions(session, study):
    made = designing.create(session, study, SMALL)
    designing.publish(session, study, made)
    changed = questionnaire(NPS, replace(YEARS, id="why"), id="small", segments=("current",))
    designing.edit(session, made, changed)
    [problem] = designing.check(session, study, made)
    assert "was of the type long_text in an earlier version" in problem.sentence


@pytest.mark.parametrize("write", [write_yaml, write_json])
def test_a_document_becomes_a_questionnaire_and_then_its_next_draft(session, study, write):
    made = designing.import_document(session, study, write(SMALL))
    again = designing.import_document(session, study, write(replace(SMALL, title="Next")))
    assert again is made
    assert designing.draft_of(made).title == "Next"


@pytest.mark.parametrize("name", ["a/b", "../x", '"><script>', "q" * 300, "Ä", "a\nb"])
def test_a_questionnaire_has_an_id_that_its_pages_can_be_opened_by(session, study, name):
    with pytest.raises(
        Unsound, match="may hold only a-z, 0-9 and _, begins with a letter"
    ) as found:
        designing.import_document(session, study, write_yaml(replace(SMALL, id=name)))
    assert "at most 60 characters: write another one after “id:”" in str(found.value)
    assert len(str(found.value)) < 300
    assert designing.list_questionnaires(session, study) == []


@pytest.mark.parametrize("name", ["intro", "thanks", "a/b"])
def test_no_question_or_part_bears_the_name_of_another_page(session, study, name):
    made = designing.create(session, study, SMALL)
    for sections in (
        (replace(SMALL.sections[0], id=name),),
        (replace(SMALL.sections[0], questions=(replace(NPS, id=name),)),),
    ):
        with pytest.raises(Unsound, match=f"“{name}” (has a meaning of its own|may hold only)"):
            designing.edit(session, made, replace(SMALL, sections=sections))


def test_a_question_that_stood_under_such_a_name_keeps_nobody_from_mending_it(session, study):
    made = designing.create(session, study, SMALL)
    bad = questionnaire(replace(NPS, id="intro"), WHY, id="small", segments=("current",))
    made.draft = bad.plain()
    session.flush()
    designing.edit(session, made, replace(bad, title="Another title"))
    assert designing.draft_of(made).title == "Another title"


def test_what_no_file_can_hold_is_left_out_of_texts(session, study):
    halves = "\ud83d\ude00"
    asked = replace(NPS, text=f"How\x00 \x1bare\x0byou\ufffe?{halves}", hint="\u200b")
    translations = {"th": {"nps.text": "ก\x07ข"}}
    draft = questionnaire(asked, WHY, id="small", segments=("current",))
    made = designing.create(session, study, replace(draft, translations=translations))
    kept = designing.draft_of(made)
    assert kept.questions[0].text == "How are\nyou?😀"
    assert kept.questions[0].hint == ""
    assert kept.translations["th"]["nps.text"] == "กข"


@pytest.mark.parametrize("nothing", ["\u200b", "\u3164 \u2060", "\ufeff"])
def test_a_title_or_a_question_is_something_to_see(session, study, nothing):
    part = replace(SMALL.sections[0], title=nothing)
    asked = questionnaire(replace(NPS, text=nothing), id="small")
    for draft in (replace(SMALL, title=nothing), replace(SMALL, sections=(part,)), asked):
        with pytest.raises(Invalid, match=r"“(title|text)” is missing"):
            designing.create(session, study, draft)
        session.rollback()


def test_a_broken_document_changes_nothing(session, study):
    with pytest.raises(Unsound, match="A questionnaire begins with “format: throughline/1”"):
        designing.import_document(session, study, json.dumps({"id": "x"}))
    assert designing.list_questionnaires(session, study) == []


def test_a_draft_keeps_the_questionnaire_s_id(session, study):
    made = designing.create(session, study, SMALL)
    with pytest.raises(Invalid, match="is of “other”, not of the questionnaire “small”"):
        designing.edit(session, made, replace(SMALL, id="other"))


def changed_by_a_colleague(session, made, title):
    """Save another title in another session, as a colleague does at the same moment."""
    session.commit()
    designing.draft_of(made)  # as the page was read
    with Session(session.get_bind()) as other:
        theirs = other.get_one(Questionnaire, made.id)
        designing.edit(other, theirs, replace(SMALL, title=title))
        other.commit()


@pytest.mark.parametrize(
    "step",
    [
        lambda session, _, made: designing.edit(session, made, replace(SMALL, title="Mine")),
        designing.publish,
    ],
    ids=["edit", "publish"],
)
def test_what_a_colleague_saved_at_the_same_moment_is_not_passed_over(session, study, step):
    made = designing.create(session, study, SMALL)
    changed_by_a_colleague(session, made, "Theirs")
    with pytest.raises(Conflict, match="The draft was changed meanwhile"):
        step(session, study, made)
    session.rollback()
    assert (designing.draft_of(made).title, made.versions) == ("Theirs", [])


def test_undoing_takes_back_what_was_saved_last_and_loses_nothing(session, study):
    made = designing.create(session, study, SMALL)
    designing.edit(session, made, replace(SMALL, title="Mine"))
    changed_by_a_colleague(session, made, "Theirs")
    drafts.undo(session, made)
    assert designing.draft_of(made).title == "Mine"
    session.commit()
    drafts.redo(session, made)
    assert designing.draft_of(made).title == "Theirs"


def test_only_the_draft_that_was_seen_is_published(session, study):
    made = designing.create(session, study, SMALL)
    seen = designing.draft_of(made).content_hash
    designing.edit(session, made, replace(SMALL, title="Next"))
    with pytest.raises(Conflict, match="The draft was changed meanwhile"):
        designing.publish(session, study, made, seen=seen)
    assert designing.publish(session, study, made).read().title == "Next"


def test_questionnaires_go_along_into_the_next_wave(session, study):
    designing.publish(session, study, designing.create(session, study, SMALL))
    following = studies.duplicate(session, study, wave="2")
    [taken] = designing.list_questionnaires(session, following)
    assert designing.draft_of(taken) == SMALL
    assert designing.newest_version(session, taken) is None


def test_a_draft_with_a_text_of_a_time_without_limit_opens_and_is_mended_step_by_step(
    session, study
):
    lost = designing.create_from_shipped(session, study, "lost")
    draft = designing.draft_of(lost)
    one, other = draft.questions[:2]
    long = editing.changed(draft, replace(one, hint="w" * 5000))
    lost.draft = long.plain()  # as an earlier version stored it
    problems = designing.check(session, study, lost)
    assert "The text is longer than 4000 characters" in {each.sentence for each in problems}
    designing.edit(session, lost, editing.changed(long, replace(other, text="Another?")))
    assert designing.draft_of(lost).question(other.id).text == "Another?"
    with pytest.raises(Invalid, match="longer than 4000"):
        designing.edit(session, lost, editing.changed(long, replace(other, text="w" * 5000)))
    designing.edit(session, lost, editing.changed(long, replace(one, hint="short")))
    sentences = {each.sentence for each in designing.check(session, study, lost)}
    assert "The text is longer than 4000 characters" not in sentences


def test_a_draft_that_cannot_be_read_says_so_and_is_replaced_by_a_file(session, study):
    lost = designing.create_from_shipped(session, study, "lost")
    whole = designing.draft_of(lost)
    lost.draft = lost.draft | {"colour": "red"}
    with pytest.raises(designing.Unreadable, match="“colour” is not a property"):
        designing.draft_of(lost)
    designing.import_document(session, study, write_yaml(whole))
    assert designing.draft_of(lost) == whole
