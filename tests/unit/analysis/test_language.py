import re
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import language as reading
from analysis.language import detect, spans, thai_words, whole

PIECES = st.sampled_from(
    [
        "แต่ช้ามาก ครับ ",
        "ولی ",
        "하지만 ",
        "nhưng ",
        "but ",
        ". ",
        "\n",
        "\u200c",
        "👍🏽",
        "a\u0301",
        "\u202b",
    ]
)
LETTERS = "abcé đươ ไทยม 한국어 فارسیك أةى ال\u200c., 1٣½²_ﬁ\u0301"
WORDS = [
    "the report",
    "was late",
    "bao gia",
    "chậm",
    "ไม่เคย",
    "제안서가",
    "دیر",
    "هذا التقرير",
    "a@b.co",
]
MIXED = st.lists(st.one_of(st.sampled_from(WORDS), st.text(LETTERS)), max_size=8).map(" ".join)
ANY_TEXT = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text())).map("".join))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The proposal was late.", "en"),
        ("ใบเสนอราคามาช้ามาก", "th"),
        ("KPI report ไม่เคยตรงเวลา", "th"),
        ("제안서가 늦었어요", "ko"),
        ("Báo giá gửi quá chậm", "vi"),
        ("bao gia gui qua cham, khong ai tra loi", "vi"),
        ("پیشنهاد دیر رسید", "fa"),
    ],
)
def test_a_language_is_read_from_its_letters_and_words(text, language):
    assert detect(text) == language


def test_a_text_too_short_to_tell_takes_the_contacts_language():
    assert detect("OK", "vi") == "vi"
    assert detect("10/10", "th") == "th"


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "a@" * 5_000, "uye" * 4_000, "ال" * 5_000, "\ud800" * 10_000]
)
def test_a_long_text_is_read_at_once(text):
    assert detect(text, "vi") in {"en", "vi", "ar", "fa"}


@given(MIXED, st.sampled_from([None, "en", "vi", "fa"]))
def test_a_text_of_one_script_has_the_language_its_counted_letters_have(text, fallback):
    # Every text is taken for one that may hold other letters: then all are counted.
    counted = dict.fromkeys(reading.OTHER_LETTER, re.compile(""))
    with patch.object(reading, "OTHER_LETTER", counted):
        slow = detect(text, fallback)
    assert detect(text, fallback) == slow


@given(ANY_TEXT)
def test_a_text_is_read_where_it_holds_a_letter_or_a_digit(text):
    assert bool(whole(text)) == any(each.isalnum() for each in text)


def test_a_borrowed_accent_does_not_make_english_vietnamese():
    assert detect("We met in a café and the attaché was late") == "en"


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "Great team. The bill was wrong.", ["Great team.", "The bill was wrong."]),
        ("en", "Approx. 3.5 days, e.g. in May.", ["Approx. 3.5 days, e.g. in May."]),
        ("en", "Great people to work with, but the invoices never match the quote", None),
        ("th", "ทีมงานเก่งมากและสุภาพ แต่ใบแจ้งหนี้ไม่เคยตรงกับใบเสนอราคา", None),
        ("ko", "팀은 정말 친절했지만 청구서가 견적과 달랐습니다", None),
        ("vi", "Đội ngũ rất nhiệt tình nhưng hóa đơn luôn sai so với báo giá", None),
        ("fa", "تیم بسیار خوب بود ولی صورتحساب با پیش‌فاکتور نمی‌خواند", None),
    ],
)
def test_sentences_and_contrasts_are_cut(language, text, parts):
    cut = [text[a:b] for a, b in spans(text, language)]
    assert cut == parts if parts else len(cut) == 2


def test_a_thai_word_that_begins_like_but_is_not_cut():
    assert len(spans("ลูกค้าแต่ละรายได้รับรายงานไม่เหมือนกันเลยสักครั้ง", "th")) == 1


@given(ANY_TEXT, st.sampled_from(["en", "th", "ko", "vi", "fa"]))
def test_no_text_breaks_the_cutter(text, language):
    found = spans(text, language)
    assert all(a < b and text[a:b].strip() == text[a:b] for a, b in found)
    assert all(left[1] <= right[0] for left, right in pairwise(found))


@given(ANY_TEXT, st.sampled_from(["en", "th", "ko", "vi", "fa"]))
def test_no_letter_is_lost_between_spans(text, language):
    kept = {i for a, b in spans(text, language) for i in range(a, b)}
    assert all(i in kept for i, letter in enumerate(text) if letter.isalnum())


@given(ANY_TEXT)
def test_every_text_gets_one_of_the_languages(text):
    assert detect(text) in {"en", "th", "ko", "vi", "fa", "ar"}
    assert len(whole(text)) <= 1


@given(ANY_TEXT)
def test_thai_words_joined_are_the_text(text):
    assert "".join(thai_words(text)) == text
