from analysis.naming import phrases
from analysis.naming.phrases import keywords


def test_key_phrases_are_what_sets_a_theme_apart_in_each_language():
    texts = ["The invoice was wrong", "wrong invoice again", "slow reply", "ใบแจ้งหนี้ผิด"]
    found = keywords(texts, ["en", "en", "en", "th"], [0, 0, 1, 0])
    assert found[0]["en"][0] in {"invoice", "wrong"}
    assert "reply" in found[1]["en"]
    assert "ใบแจ้งหนี้" in found[0]["th"]


def test_forms_of_one_word_count_as_one_and_the_commonest_is_shown():
    texts = ["invoices late", "late invoices", "invoice missing", "slow team"]
    found = keywords(texts, ["en"] * 4, [0, 0, 0, 1])[0]["en"]
    assert found[0] == "invoices"
    assert "invoice" not in found


def test_words_that_stand_together_by_more_than_chance_are_one_phrase():
    texts = [*["the exit clause was hidden"] * 4, *["slow reply", "new people", "old prices"] * 3]
    found = keywords(texts, ["en"] * len(texts), [0] * 4 + [1] * 9)[0]["en"]
    assert "exit clause" in found or "clause hidden" in found


def test_a_language_spoken_seldom_in_a_large_theme_keeps_its_phrases(monkeypatch):
    monkeypatch.setattr(phrases, "MOST_TEXTS", 3)
    texts = ["invoice arrives late", "faktur rechnung spaet"] + ["invoice arrives late"] * 9
    languages = ["en", "de"] + ["en"] * 9
    found = phrases.keywords(texts, languages, [0] * 11)
    assert set(found[0]) == {"en", "de"}
    assert "rechnung" in " ".join(found[0]["de"])
