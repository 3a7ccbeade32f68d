from datetime import date

import pytest
from flask import Flask, g, session

from foundation.languages import direction, find_language, is_language, language_name
from foundation.web import display, locale


@pytest.fixture
def app():
    """A bare application that speaks."""
    app = Flask(__name__)
    app.secret_key = "tests only"
    locale.init_app(app)
    return app


def test_the_browsers_wish_is_heard(app):
    with app.test_request_context(headers={"Accept-Language": "de,ko;q=0.8,en;q=0.5"}):
        assert locale.current_locale() == "ko"


def test_a_language_we_do_not_ship_becomes_english(app):
    with app.test_request_context(headers={"Accept-Language": "de"}):
        assert locale.current_locale() == "en"


def test_the_kept_choice_beats_the_browser(app):
    with app.test_request_context(headers={"Accept-Language": "ko"}):
        session["locale"] = "vi"
        assert locale.current_locale() == "vi"


def test_the_colleagues_setting_beats_the_kept_choice(app):
    with app.test_request_context():
        session["locale"] = "vi"
        locale.speak_to_colleague("th")
        assert locale.current_locale() == "th"


def test_a_respondents_language_beats_them_all_even_when_set_late(app):
    with app.test_request_context():
        locale.speak_to_colleague("th")
        assert locale.current_locale() == "th"
        locale.speak("fa")
        assert locale.current_locale() == "fa"
        assert locale.is_respondent()


def test_an_unknown_code_is_ignored(app):
    with app.test_request_context():
        locale.speak("xx")
        locale.keep_locale("<script>")
        assert "locale" not in g
        assert "locale" not in session
        assert locale.current_locale() == "en"


def test_outside_a_request_the_product_speaks_english(app):
    with app.app_context():
        assert locale.current_locale() == "en"
        assert not locale.is_respondent()


@pytest.mark.parametrize(
    ("language", "side"),
    [("fa", "rtl"), ("fa-IR", "rtl"), ("ar", "rtl"), ("th", "ltr"), ("", "ltr")],
)
def test_direction_follows_the_script(language, side):
    assert direction(language) == side


def test_a_language_is_called_as_it_calls_itself():
    called = [language_name(code) for code in ("ko", "de", "pt-BR", "xx")]
    assert called == ["한국어", "Deutsch", "Português (Brasil)", "xx"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("de", "de"), ("German", "de"), ("deutsch", "de"), ("pt_BR", "pt-BR"), ("Thai (th)", "th"),
        ("de-informal", "de"),
        ("zh-Hant-HK", "zh-Hant"),
        ("", ""), ("Klingon", ""), ("und", ""), ("xx", ""), ("<b>", ""),
    ],
)  # fmt: skip
def test_a_language_is_known_by_name_or_code(written, code):
    found = find_language(written)
    assert (found if is_language(found) else "") == code


def test_a_respondent_may_have_any_language_and_its_own_numbers(app):
    with app.test_request_context():
        locale.speak("pt-BR")
        assert locale.current_locale() == "pt-BR"
        assert (display.num(1234.5), display.own_day(date(2026, 3, 1), "pt-BR")) == (
            "1.234,5", "1 de março de 2026",
        )  # fmt: skip


def test_a_colleagues_page_stays_in_a_language_of_ours(app):
    with app.test_request_context():
        locale.keep_locale("de")
        assert locale.current_locale() == "en"
