"""The library as it is read: whole, by stage, and found by words of any language."""

import pytest

from analysis.library import STAGES, load_library
from findings.known.catalogue import catalogue, plain, shipped_catalogue
from findings.known.own_themes import OwnTheme, Said, with_own

WHOLE = shipped_catalogue()


def test_every_pain_and_every_named_praise_stands_in_it_once():
    library = load_library()
    praise = [topic.id for topic in library.topics if topic.kind == "praise"]
    listed = [e.id for c in WHOLE.chapters for e in (*c.pains, *c.praise)]
    assert sorted(listed) == sorted([*(pain.id for pain in library.pains), *praise])
    assert [chapter.stage for chapter in WHOLE.chapters] == [*STAGES, ""]


def test_an_entry_tells_examples_of_each_language_and_not_its_own_name():
    entry = WHOLE.entries["us_slow_replies"]
    assert {language: len(told) >= 8 for language, told in entry.examples.items()} == dict.fromkeys(
        ("en", "th", "ko", "vi", "fa"), True
    )
    assert entry.name("en") not in [each.text for each in entry.told("en")]
    assert entry.name("de") == entry.name("en")
    assert entry.told("de")


@pytest.mark.parametrize(
    "words",
    [
        "Questions are answered too slowly",
        "QUESTIONS slowly",
        "문의에 대한 답이 너무 늦음",
        "tra loi",
        "جواب",
    ],
)
def test_a_pain_is_found_by_its_name_in_any_language_and_writing(words):
    assert "us_slow_replies" in WHOLE.search(words).entries


def test_every_word_has_to_be_there():
    assert WHOLE.search("slowly zzz").entries == {}
    assert len(WHOLE.search("slowly").entries) < len(WHOLE.entries)


@pytest.mark.parametrize(
    ("words", "finds", "passes_over"),
    [
        ("ice", "the ice melts", "invoice, price, prices"),
        ("invo", "an invoice", "reinvoked"),
        ("30%", "by 30% each year", "30 of 100"),
        ("%", "a % sign", "30% more"),
        (".*", "is .* a word", "is anything a word"),
        ("주차", "주차할 곳이 없어요", "무단주차 많아요"),
        ("เว็บ", "ดูเว็บไซต์แล้ว", "ดูใบแจ้งหนี้"),
        ("ที่", "ที่จอดรถ", "ทำงานแทน"),
        ("crm", "ใช้CRMไม่ได้", "acrmony"),
        ("كي", "کیفیت پایین", "نزدیکی"),
    ],
)
def test_words_are_found_where_they_begin_and_signs_stand_for_themselves(words, finds, passes_over):
    whole = catalogue(with_own([own("own_a", finds), own("own_b", passes_over)]))
    found = whole.search(words).entries
    assert "own_a" in found
    assert "own_b" not in found


def own(key, definition):
    said = tuple(Said(f"qqq {n}", "en") for n in range(3))
    return OwnTheme(key, {"en": "Qqq"}, definition, "", "usage", 2, said)


def test_no_words_find_everything():
    assert WHOLE.search(" ").entries == WHOLE.entries


def test_accents_and_joiners_decide_nothing():
    assert plain("Đúng HẠN") == plain("dung han")
    assert plain("می‌شود") == plain("میشود")
