import numpy as np

from analysis.corpus import Unit
from analysis.naming.labelling import exemplars, library_names, slug, unused, worded_labels


def unit(number, text, score=0.9):
    return Unit(str(number), 0, len(text), text, "en", "pain", 0.9, "t", score, "usage", 0.5)


def test_a_known_pain_names_only_the_theme_it_fits_best():
    odds = np.array([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1]], np.float32)
    assert library_names(("a", "b", "c"), odds, [[0], [1]]) == {0: ("a", np.float32(0.8))}


def test_a_doubtful_pain_names_nothing():
    odds = np.full((1, 20), 0.05, np.float32)
    assert library_names(tuple("abcdefghijklmnopqrst"), odds, [[0]]) == {}


def test_one_text_alone_must_sound_clearer_than_many():
    odds = np.array([[0.15, *[0.05] * 17]] * 10, np.float32)
    pains = tuple("abcdefghijklmnopqr")
    assert library_names(pains, odds, [list(range(10))])
    assert library_names(pains, odds, [[0]]) == {}


def test_the_shortest_of_equally_central_texts_names_a_theme():
    long = "We were quite surprised to see that the invoice differed from the quote by a third"
    labels = worded_labels([long, "Invoices differ from quotes."], ["en", "en"], np.ones(2))
    assert labels == {"en": "Invoices differ from quotes"}


def test_a_long_name_is_cut_where_a_phrase_ends():
    text = (
        "The invoice never matches the quote, whatever we do and however often we complain about it"
    )
    assert worded_labels([text], ["en"], np.ones(1))["en"] == "The invoice never matches the quote"


def test_a_slug_is_readable_or_gives_way():
    assert slug("Invoices don't match the quote!", "x") == "invoices-don-t-match-the-quote"
    assert slug("ใบแจ้งหนี้", "pain-1a2b") == "pain-1a2b"


def test_a_taken_name_gets_a_number():
    assert unused("slow", {"slow", "slow-2"}) == "slow-3"


def test_quotes_come_from_different_clients_first_and_read_well():
    units = [unit(0, "x" * 60), unit(1, "y" * 60, 0.8), unit(2, "z" * 60, 0.7), unit(3, "no")]
    assert exemplars(units, [0, 1, 2, 3], ["a", "a", "b", "c"])[:2] == (0, 2)
