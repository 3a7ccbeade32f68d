import numpy as np

from analysis.corpus import Unit
from analysis.naming.labelling import exemplars, library_names, slug, unused, worded_labels


def unit(number, text, score=0.9):
    return Unit(str(number), 0, len(text), text, "en", "pain", 0.9, "t", score, "usage", 0.5)


def told(*pains, texts=10):
    """A theme of so many texts, all with these odds."""
    return np.array([pains] * texts, np.float32)


def test_a_known_pain_names_only_the_theme_it_fits_best():
    odds = np.concatenate([told(0.8, 0.1, 0.1), told(0.6, 0.3, 0.1)])
    given = library_names(("a", "b", "c"), odds, [range(10), range(10, 20)], np.zeros((3, 3)))
    assert {theme: pain for theme, (pain, _) in given.items()} == {0: "a"}


def test_a_doubtful_pain_names_nothing():
    odds = np.full((10, 20), 0.05, np.float32)
    pains = tuple("abcdefghijklmnopqrst")
    assert library_names(pains, odds, [range(10)], np.zeros((20, 20))) == {}


def test_few_texts_must_sound_clearer_than_many():
    odds, pains = told(0.3, *[0.05] * 14, texts=40), tuple("abcdefghijklmno")
    themes = [range(40), range(2)]
    assert list(library_names(pains, odds, themes[:1], np.zeros((15, 15)))) == [0]
    assert library_names(pains, odds, themes[1:], np.zeros((15, 15))) == {}


def test_pains_that_are_taken_for_one_another_speak_for_the_likelier_one():
    odds, pains = told(0.1, 0.09, *[0.06] * 13, texts=20), tuple("abcdefghijklmno")
    near = np.zeros((15, 15), np.float32)
    assert library_names(pains, odds, [range(20)], near) == {}
    near[0, 1] = near[1, 0] = 1
    assert library_names(pains, odds, [range(20)], near)[0][0] == "a"


def test_a_pain_only_a_few_texts_shout_must_be_clearer():
    loud, quiet = told(0.9, *[0.0] * 8, 0.1, texts=2), told(0.0, *[0.11] * 8, 0.12, texts=10)
    odds, pains = np.concatenate([loud, quiet]), tuple("abcdefghij")
    assert library_names(pains, odds, [range(12)], np.zeros((10, 10))) == {}


def test_words_that_name_somebody_name_a_theme_last():
    texts = ["Ask Patrick, he always knows", "Somebody always knows the whole file by heart"]
    assert worded_labels(texts, ["en", "en"], np.array([0.9, 0.8]))["en"] == texts[1]
    mixed = worded_labels(["ถามคุณหนึ่งตลอด", "Ask on Monday"], ["th", "en"], np.ones(2))
    assert mixed == {"en": "Ask on Monday"}
    assert worded_labels(texts[:1], ["en"], np.ones(1)) == {"en": texts[0]}


def test_the_shortest_of_equally_central_texts_names_a_theme():
    long = "We were quite surprised to see that the invoice differed from the quote by a third"
    labels = worded_labels([long, "Invoices differ from quotes."], ["en", "en"], np.ones(2))
    assert labels == {"en": "Invoices differ from quotes"}


def test_a_long_name_is_cut_where_a_phrase_ends_and_begins_with_a_capital():
    text = (
        "the invoice never matches the quote, whatever we do and however often we complain about it"
    )
    assert worded_labels([text], ["en"], np.ones(1))["en"] == "The invoice never matches the quote…"


def test_a_slug_is_readable_or_gives_way():
    assert slug("Invoices don't match the quote!", "x") == "invoices-don-t-match-the-quote"
    assert slug("ใบแจ้งหนี้", "pain-1a2b") == "pain-1a2b"


def test_a_taken_name_gets_a_number():
    assert unused("slow", {"slow", "slow-2"}) == "slow-3"


def test_quotes_come_from_different_clients_first_and_read_well():
    units = [unit(0, "x" * 60), unit(1, "y" * 60, 0.8), unit(2, "z" * 60, 0.7), unit(3, "no")]
    assert exemplars(units, [0, 1, 2, 3], ["a", "a", "b", "c"])[:2] == (0, 2)
