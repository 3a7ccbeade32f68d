from dataclasses import replace

from surveys.definition import Definition, Section
from tests.unit.surveys import definitions as d

TRANSLATED = d.questionnaire(
    d.GRID,
    d.LEFT,
    translations={
        "th": {
            "title": "แบบทดสอบ",
            "main.title": "ทั้งหมด",
            "work.text": "เราทำได้ดีเพียงใด",
            "work.time": "ตรงเวลา",
            "work.scale.1": "แย่มาก",
            "left.price": "ราคา",
        }
    },
)


def test_every_text_has_a_key():
    assert list(d.questionnaire(d.LEFT).texts) == [
        "title", "main.title", "left.text", "left.price", "left.other",
    ]  # fmt: skip


def test_a_questionnaire_speaks_another_language():
    thai = TRANSLATED.localised("th")
    assert thai.title == "แบบทดสอบ"
    assert thai.questions[0].rows[0].text == "ตรงเวลา"
    assert thai.questions[0].scale[:2] == ("แย่มาก", "Poor")
    assert thai.questions[1].choices[0].text == "ราคา"


def test_what_is_not_translated_stays_in_the_source_language():
    assert TRANSLATED.localised("th").questions[1].text == "Why did you leave?"


def test_an_unknown_language_is_the_source():
    assert TRANSLATED.localised("ko") is TRANSLATED


def test_languages_begin_with_the_source():
    assert TRANSLATED.languages == ("en", "th")


def test_ids_and_rules_stay_in_translation():
    asked = d.questionnaire(d.NPS, d.shown_if(d.WHY, "nps <= 6"), translations={"th": {"x": "y"}})
    assert asked.localised("th").questions[1].show_if == asked.questions[1].show_if


def test_the_estimate_adds_seconds_by_type():
    # 20 s start, 8 s score, 2 rows of 5 s, 45 s open text
    definition = d.questionnaire(d.NPS, d.GRID, d.WHY)
    assert definition.seconds("lost") == 20 + 8 + 10 + 45
    assert definition.minutes("lost") == 2


def test_only_questions_for_the_segment_count():
    definition = d.questionnaire(d.NPS, replace(d.WHY, audience=("lost",)))
    assert [q.id for q in definition.asked("current")] == ["nps"]
    assert definition.seconds("current") == 28


def test_a_question_knows_its_section():
    first, second = Section("a", "A", (d.NPS,)), Section("b", "B", (d.WHY,))
    definition = Definition("x", "X", sections=(first, second))
    assert definition.section_of(d.WHY) is second
    assert definition.question("nope") is None
