"""Names of themes before readers."""

from types import SimpleNamespace

import pytest

from findings.naming import has_borrowed_name, is_said, safe_name
from tests.unit.findings.test_tallies import say

SAID = "Invoices come three months late"


def theme(**values):
    return SimpleNamespace(**{"label": SAID, "labels": {}, "name_locked": False} | values)


def test_words_that_may_be_quoted_may_be_a_name():
    assert safe_name(theme(), [say(text=f"{SAID}!")], "en") == SAID


def test_words_that_may_not_be_quoted_are_no_name():
    voices = [say(text=f"{SAID}!", may_quote=False)]
    assert safe_name(theme(), voices, "en") == ""


def test_words_in_another_language_are_no_name():
    assert safe_name(theme(), [say(text=f"{SAID}!")], "ko") == ""
    assert safe_name(theme(), [say(text=f"{SAID}!", language="")], "ko") == SAID


def test_a_theme_called_by_somebody_s_words_awaits_a_name():
    assert has_borrowed_name(theme(), [say(text=f"{SAID}!")], "en")
    assert not has_borrowed_name(theme(name_locked=True), [say(text=f"{SAID}!")], "en")
    assert not has_borrowed_name(theme(label="Late invoices"), [say(text=f"{SAID}!")], "en")


@pytest.mark.parametrize("name", [f"{SAID}…", f"“{SAID.upper()}”", "invoices  come three", "Never"])
def test_a_name_is_a_quote_where_a_text_says_it(name):
    assert is_said(name, ["Other words", f"{SAID}, always!", "“Never.”"])
    assert not is_said(name, ["Three months late", "Nevermore"])


def test_an_early_signal_is_never_named_by_words_said():
    assert safe_name(theme(), [say(text=SAID)], "en", quotable=False) == ""


def test_a_person_s_own_name_stands():
    assert safe_name(theme(name_locked=True), [say(text=SAID, may_quote=False)], "en") == SAID


@pytest.mark.parametrize("name", ["Late", "Nothing anybody said"])
def test_a_short_or_a_made_name_is_no_quote(name):
    voices = [say(text=f"Late. {SAID}", may_quote=False)]
    assert safe_name(theme(label=name), voices, "en") == name


def test_a_cut_off_name_is_still_somebody_s_words():
    voices = [say(text=f"{SAID} and wrong", may_quote=False)]
    assert (
        safe_name(theme(label="“Invoices come three…”"), voices, "en") != "“Invoices come three…”"
    )


def test_the_reader_s_language_comes_first():
    assert safe_name(theme(labels={"fa": "دیر"}), [], "fa") == "دیر"


def test_a_few_words_are_somebody_s_only_when_they_are_all_that_was_said():
    short = theme(label="Split it up")
    assert has_borrowed_name(short, [say(text="Split it up.")], "en")
    assert safe_name(short, [say(text="Split it up.")], "ko") == ""
    assert not has_borrowed_name(short, [say(text="Split it up, please, by month.")], "en")
