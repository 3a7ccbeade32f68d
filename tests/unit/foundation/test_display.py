from datetime import UTC, date, datetime

import pytest
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import force_locale

from foundation.web import display, locale

DAY = date(2026, 12, 18)


@pytest.fixture
def spoken():
    """Speak a language in a bare application."""
    app = Flask(__name__)
    app.secret_key = "tests only"
    locale.init_app(app)
    with app.test_request_context():
        yield force_locale


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "12,345"), ("vi", "12.345"), ("ko", "12,345"), ("th", "12,345"), ("fa", "۱۲٬۳۴۵")],
)
def test_a_number_is_grouped_and_written_as_its_reader_does(spoken, language, text):
    with spoken(language):
        assert display.num(12345) == text


def test_a_number_keeps_the_places_asked_for(spoken):
    assert [display.num(2.5, 2), display.num(2.5, 0), display.num(3, 1)] == ["2.50", "3", "3.0"]


def test_a_text_only_changes_its_digits(spoken):
    with spoken("fa"):
        assert display.num("Q12-b") == "Q۱۲-b"


@pytest.mark.parametrize(
    ("value", "text"), [(0.6, "+0.6"), (-1.2, "−1.2"), (0, "0.0"), (-0.04, "0.0")]
)
def test_a_signed_number_shows_its_sign_and_no_minus_zero(spoken, value, text):
    assert display.signed(value) == f'<bdi dir="ltr">{text}</bdi>'


def test_shares_and_intervals_are_isolated_percentages(spoken):
    assert display.percent(0.667) == '<bdi dir="ltr">67%</bdi>'
    assert display.interval(0.312, 0.518) == '<bdi dir="ltr">31–52%</bdi>'
    with spoken("fa"):
        assert "۶۷٪" in display.percent(0.667)


def test_an_unknown_share_is_a_dash_not_a_zero(spoken):
    assert display.percent(None) == "–"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "18 December 2026"),
        ("th", "18 ธันวาคม 2569"),
        ("fa", "۲۷ آذر ۱۴۰۵"),
        ("ko", "2026년 12월 18일"),
        ("vi", "18 tháng 12, 2026"),
    ],
)
def test_a_respondent_reads_the_day_in_their_own_calendar(language, text):
    assert display.own_day(DAY, language) == text


def test_a_colleague_reads_gregorian_days_in_any_language(spoken):
    with spoken("th"):
        assert "2026" in display.day(DAY)
    with spoken("fa"):
        assert "۲۰۲۶" in display.day(DAY)


def test_a_respondents_page_turns_days_to_their_calendar(spoken):
    locale.speak("fa")
    assert display.day(DAY) == "۲۷ آذر ۱۴۰۵"


def test_no_day_is_no_text(spoken):
    assert display.day(None) == display.moment(None) == ""


def test_a_moment_is_shown_in_utc(spoken):
    assert display.moment(datetime(2026, 11, 25, 14, 5, tzinfo=UTC)) == "25 Nov 2026, 14:05"


@pytest.mark.parametrize(
    ("name", "text"),
    [("Priya Raman", "PR"), ("Ana María de la Cruz", "AC"), ("อนันดา", "อ"), ("", "")],
)
def test_initials_take_the_first_and_last_name(name, text):
    assert display.initials(name) == text


def test_an_icon_is_inline_hidden_from_readers_and_of_its_size():
    drawn = display.icon("users", 17)
    assert drawn.startswith('<svg class="icon" width="17" height="17"')
    assert 'aria-hidden="true"' in drawn


def test_an_unknown_icon_is_an_error_where_it_is_written():
    with pytest.raises(KeyError):
        display.icon("no-such-icon")


def test_babel_alone_would_not_write_persian_digits():
    assert format_decimal(12, locale="fa") == "12"


def test_words_one_after_another_take_the_comma_of_the_language(spoken):
    assert display.listed("a", "<b>") == "a, &lt;b&gt;"
    locale.speak("fa")
    assert display.listed("یک", "دو") == "یک، دو"
