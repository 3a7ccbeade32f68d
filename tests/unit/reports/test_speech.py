"""What a report says in a language: numbers, parts, people's own words."""

from datetime import date

import pytest

from reports.document.sentences import Sentence
from reports.pdf.speech import Speech, script

ENGLISH, PERSIAN = Speech("en"), Speech("fa")


def test_numbers_use_the_digits_of_the_language():
    assert ENGLISH.number(1234.5, 1) == "1,234.5"
    assert "۱۲" in PERSIAN.number(12)


def test_a_negative_number_has_a_true_minus():
    assert ENGLISH.number(-1.3, 1) == "−1.3"


def test_a_signed_number_is_fenced_off():
    assert ENGLISH.signed(0.6) == '<bdi dir="ltr">+0.6</bdi>'


def test_persian_numbers_have_their_own_marks_and_keep_their_minus_before_them():
    assert PERSIAN.number(1234.5, 1) == "۱٬۲۳۴٫۵"
    assert PERSIAN.number(-0.9, 1) == "\u200e−۰٫۹"
    assert (PERSIAN.percentage("۴۵"), ENGLISH.percentage("45")) == ("۴۵٪", "45 %")
    assert PERSIAN.digits("5.1") == "۵٫۱"


def test_latin_words_run_from_the_left_in_a_persian_report():
    assert PERSIAN.words("The work itself.") == '<bdi dir="ltr">The work itself.</bdi>'
    assert PERSIAN.words("–") == "–"


def test_what_people_wrote_is_escaped_inside_a_sentence():
    said = ENGLISH.say(Sentence.of("They name %(pain)s", pain="<b>slow</b>"))
    assert said == "They name <bdi>&lt;b&gt;slow&lt;/b&gt;</bdi>"


def test_a_sentence_may_hold_a_sentence():
    inner = Sentence("lost clients")
    assert ENGLISH.say(Sentence.of("Least: %(who)s", who=inner)) == "Least: lost clients"


@pytest.mark.parametrize(("n", "said"), [(1, "1 client"), (2, "2 clients")])
def test_a_counted_sentence_follows_its_number(n, said):
    assert ENGLISH.say(Sentence.counted("%(n)s client", "%(n)s clients", n)) == said


def test_persian_words_carry_their_language_and_direction():
    assert ENGLISH.words("سلام", "fa") == '<bdi lang="fa" dir="rtl">سلام</bdi>'


def test_korean_words_do_not_break():
    assert ENGLISH.words("담당자 변경") == (
        '<bdi lang="ko" dir="ltr"><span class="nb">담당자</span> <span class="nb">변경</span></bdi>'
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [("ใบเสนอราคา", "th"), ("مبلغ فاکتور", "fa"), ("담당자", "ko"), ("Hello", ""), ("", "")],
)
def test_the_script_tells_the_language(text, language):
    assert script(text) == language


def test_days_are_written_out():
    assert ENGLISH.day(date(2026, 5, 12)) == "12 May 2026"
