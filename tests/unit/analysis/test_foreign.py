"""Texts in a language the library does not know are told from its own five."""

import pytest

from analysis.library import load_library
from analysis.library.foreign import PERHAPS, SURELY, foreign


@pytest.mark.parametrize(
    "text",
    [
        "Nous avons attendu trois semaines avant une réponse.",
        "Wir haben drei Wochen auf eine Antwort gewartet.",
        "Nadie nos contesta el teléfono.",
        "Demorou três semanas para responder",
        "Abbiamo aspettato una risposta per tre settimane, e nessuno ci richiama.",
        "Tidak ada yang membalas email kami.",
        "Niemand belt ons terug.",
        "停车位总是不够用",
        "駐車場がいつも満車です",
        "Парковка всегда занята",
        "لا يوجد مكان للوقوف عند الزيارة",
        "ہمیں پارکنگ کی جگہ نہیں ملی",
    ],
)
def test_a_sentence_of_another_language_is_surely_foreign(text):
    assert foreign(text) == SURELY


@pytest.mark.parametrize("text", ["Alldeles för dyrt", "Veel te duur", "Czekaliśmy trzy tygodnie"])
def test_a_few_words_of_another_language_are_perhaps_foreign(text):
    assert foreign(text) == PERHAPS


@pytest.mark.parametrize(
    "text",
    [
        "The façade at Zürich was unclear, and so was the exposé.",
        "We asked Müller & Söhne for a quote and they sent one",
        "khong co cho dau xe",
        "Bãi đỗ xe lúc nào cũng đầy",
        "ร้านนี้ไม่มีที่จอดรถ OK ไหม",
        "CRM 연동이 안 돼요 ㅠㅠ",
        "جای پارک نیست",
        "",
        "👍 5/5",
    ],
)
def test_the_five_languages_are_not_foreign(text):
    assert foreign(text) == ""


def test_no_example_of_the_library_is_surely_foreign():
    said = [each for each in load_library().examples if each.pain]
    assert [each.text for each in said if foreign(each.text) == SURELY] == []
