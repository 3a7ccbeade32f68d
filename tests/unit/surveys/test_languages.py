"""Which words each translation was made from, and the files translators get and give back."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from surveys.building import editing, languages, pseudo, translators
from surveys.building.editing import Starters
from surveys.building.languages import State
from surveys.definition import Definition
from surveys.documents import DefinitionError, read_plain, read_yaml, write_yaml
from surveys.problems import problems
from surveys.services.designing import read_shipped
from tests.unit.surveys.definitions import GRID, LEFT, LOOK, NPS, WHY, questionnaire

AT = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
THAI = {"title": "แบบทดสอบ", "main.title": "ทุกอย่าง", "nps.text": "แนะนำเราไหม"}
BASE = questionnaire(NPS, translations={"th": THAI})
WORDS = Starters("Question", "Part", "Option", "Row", "Point", "Follow-up")


def reworded(definition: Definition, text: str) -> Definition:
    question = replace(definition.questions[0], text=text)
    return languages.traced(editing.changed(definition, question), definition)


def translated(definition: Definition, key: str, text: str) -> Definition:
    return languages.traced(languages.worded(definition, "th", {key: text}), definition)


def test_a_translation_remembers_the_words_it_was_made_from():
    assert reworded(BASE, "Praise us?").outdated("th") == {"nps.text": "Recommend us?"}


def test_the_first_words_are_remembered_through_many_changes():
    twice = reworded(reworded(BASE, "Praise us?"), "Like us?")
    assert twice.outdated("th") == {"nps.text": "Recommend us?"}


def test_the_old_words_make_it_up_to_date_again():
    assert reworded(reworded(BASE, "Praise us?"), NPS.text).made_from == {}


def test_a_new_translation_is_of_the_present_words():
    assert translated(reworded(BASE, "Praise us?"), "nps.text", "ชมเราไหม").made_from == {}


def test_another_text_being_translated_leaves_it_outdated():
    made = translated(reworded(BASE, "Praise us?"), "title", "แบบสอบถาม")
    assert made.outdated("th") == {"nps.text": "Recommend us?"}


def test_somebody_says_it_is_still_right():
    stale = reworded(BASE, "Praise us?")
    made = languages.traced(languages.confirmed(stale, "th", {"nps.text"}), stale)
    assert made.made_from == {}


def test_a_missing_translation_is_never_outdated():
    assert reworded(questionnaire(NPS, translations={"th": {"title": "ก"}}), "New?").made_from == {}


def test_the_check_says_that_a_translation_may_be_out_of_date():
    [found] = problems(reworded(BASE, "Praise us?"))
    assert str(found) == (
        "nps nps.text (th): The translation may be out of date: its source has changed"
    )


def test_documents_keep_what_translations_were_made_from():
    stale = reworded(BASE, "Praise us?")
    assert read_yaml(write_yaml(stale)) == stale
    assert "made_from:\n  th:\n    nps.text: Recommend us?" in write_yaml(stale)
    assert stale.content_hash != replace(stale, made_from={}).content_hash


def test_a_document_of_earlier_days_keeps_its_hash():
    assert "made_from" not in BASE.plain()
    assert read_plain(BASE.plain()).content_hash == BASE.content_hash


def test_points_of_a_scale_take_their_origins_along():
    names = {f"work.scale.{n}": f"ข้อ {n}" for n in range(1, 6)}
    whole = questionnaire(GRID, translations={"th": names})
    other = replace(GRID, scale=("Awful", *GRID.scale[1:]))
    stale = languages.traced(editing.changed(whole, other), whole)
    moved = editing.with_line_moved(stale, stale.questions[0], "scale", 0, 1)
    assert languages.traced(moved, stale).outdated("th") == {"work.scale.2": "Very poor"}


def test_a_copied_question_takes_its_origins_along():
    stale = reworded(BASE, "Praise us?")
    made, new = editing.copied(stale, stale, "nps")
    assert languages.traced(made, stale).outdated("th")[f"{new}.text"] == "Recommend us?"


def test_a_question_of_another_type_takes_its_origins_along():
    stale = reworded(BASE, "Praise us?")
    made, new = editing.retyped(stale, "nps", "number", WORDS, taken={"nps"})
    assert languages.traced(made, stale).outdated("th") == {f"{new}.text": "Recommend us?"}


def test_every_shipped_text_goes_out_as_po_and_comes_back_the_same():
    shipped = read_shipped("current")
    for language in shipped.translations:
        file = translators.po_file(shipped, language, languages.lines(shipped, language), AT)
        sheet = translators.read_po_text(file.decode())
        found = translators.intake(shipped, sheet)
        assert (sheet.language, found.same) == (language, len(shipped.texts))
        assert (found.words, found.refused) == ({}, [])


def po(definition: Definition) -> str:
    return translators.po_file(definition, "th", languages.lines(definition, "th"), AT).decode()


def test_po_says_where_a_text_stands_and_what_it_was_made_from():
    text = po(reworded(BASE, "Praise us?"))
    assert "#. Question 1 (nps): Praise us?\n#. Place: text\n#, fuzzy\n" in text
    assert '#| msgid "Recommend us?"\nmsgctxt "nps.text"\nmsgid "Praise us?"\n' in text


def test_signs_of_program_formats_are_no_flags():
    share = replace(NPS, text="Is 100 %s of {nps|it} right?")
    assert "-format" not in po(questionnaire(share, translations={"th": {"title": "ก"}}))


def taken(definition: Definition, *brought: translators.Brought) -> translators.Intake:
    return translators.intake(definition, translators.Sheet("th", brought))


def test_new_changed_same_and_empty_texts_are_told_apart():
    whole = questionnaire(NPS, LEFT, translations={"th": THAI})
    found = taken(
        whole,
        translators.Brought("title", "A test", "อื่น"),
        translators.Brought("nps.text", "Recommend us?", "แนะนำเราไหม\r\n"),
        translators.Brought("left.price", "Price", "ราคา"),
        translators.Brought("left.other", "Other", ""),
    )
    assert (list(found.new), list(found.changed)) == (["left.price"], ["title"])
    assert (found.same, found.left, found.refused) == (1, 1, [])


PLACED = questionnaire(NPS, replace(WHY, text="Why {nps}?"), translations={"th": {"title": "ก"}})


@pytest.mark.parametrize(
    ("key", "source", "text", "reason"),
    [
        ("gone.text", "Gone?", "ไป", "no text with the key “gone.text”"),
        ("nps.text", "Like us?", "ชอบ", "It is now “Recommend us?”; the file has “Like us?”"),
        ("why.text", "Why {nps}?", "ทำไม", "the same places as the text: {nps}"),
        ("why.text", "Why {nps}?", "ทำไม {nps} {left}", "the same places as the text: {nps}"),
        ("nps.text", "Recommend us?", "ก" * 4001, "longer than 4000"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(key, source, text, reason):
    found = taken(PLACED, translators.Brought(key, source, text, 7))
    [(brought, problem)] = found.refused
    assert (brought.row, found.words) == (7, {})
    assert reason in problem.sentence


def test_a_key_that_stands_twice_is_refused():
    one = translators.Brought("nps.text", "Recommend us?", "หนึ่ง")
    [(_, problem)] = taken(PLACED, one, replace(one, text="สอง")).refused
    assert "stands twice" in problem.sentence


def test_an_old_file_whose_words_are_here_already_is_no_problem():
    old = translators.Brought("nps.text", "Like us?", THAI["nps.text"])
    assert taken(BASE, old).same == 1


def test_a_translator_confirms_an_outdated_translation():
    stale = reworded(BASE, "Praise us?")
    settled = po(stale).replace("#, fuzzy\n", "")
    found = translators.intake(stale, translators.read_po_text(settled))
    assert list(found.confirmed) == ["nps.text"]
    left_fuzzy = translators.intake(stale, translators.read_po_text(po(stale)))
    assert left_fuzzy.confirmed == {}


@pytest.mark.parametrize(
    "text", ["", "no po", "\ufeff", 'msgid "a', 'msgid ""\nmsgstr ""\n', "msgstr 'x'", "\0\1"]
)
def test_what_is_no_po_is_not_read_as_one(text):
    assert translators.read_po_text(text) is None


def test_pseudo_texts_are_longer_bracketed_accented_and_keep_their_places():
    made = pseudo.pseudo("Why did you answer {nps|so}?")
    assert made.startswith("[Ŵĥý đîđ ýöû åñšŵéŕ {nps|so}? ~")
    assert made.endswith("~]")
    assert 1.3 <= len(made) / len("Why did you answer {nps|so}?") < 1.4


def test_every_text_of_a_shipped_questionnaire_is_made_up():
    made = pseudo.pretended(read_shipped("current"), "qps")
    assert [text for text in made.texts.values() if text[0] + text[-1] != "[]"] == []
    assert made.languages == ("en",)


def test_words_are_turned_round_one_by_one():
    assert pseudo.pseudo("An {nps} ox", "qpr")[:14] == "\u200f[\u202eÅñ\u202c {nps} \u202e"


@pytest.mark.parametrize("given", [{"language": "qps"}, {"translations": {"qpr": {"title": "x"}}}])
def test_no_document_is_in_a_made_up_language(given):
    with pytest.raises(DefinitionError, match="made up for the preview"):
        read_plain(BASE.plain() | given)


def test_states_are_told_by_text():
    states = {line.key: line.state for line in languages.lines(reworded(BASE, "New?"), "th")}
    assert states == {
        "title": State.DRAFT, "main.title": State.DRAFT, "nps.text": State.OUTDATED,
    }  # fmt: skip


def test_a_picture_of_a_language_is_shown_in_it_and_the_source_s_in_all_others():
    old, new = LOOK.choices
    look = replace(LOOK, choices=(replace(old, images={"th": "t" * 64}), new))
    definition = questionnaire(look)  # without a single translated word
    shown = {
        language: [each.image for each in definition.localised(language).questions[0].choices]
        for language in ("en", "th", "ko")
    }
    assert shown["en"] == shown["ko"] == [old.image, new.image]
    assert shown["th"] == ["t" * 64, new.image]
