import pytest

from analysis.corpus import KINDS, Passage
from analysis.language import detect
from analysis.library import letter_groups, shipped_head
from analysis.polarity import read_kinds, worded_severity


def odds(vectors, *passages, at_home=1.0):
    head, texts = shipped_head(), [passage.text for passage in passages]
    features = head.centre(vectors.of(texts), [detect(text) for text in texts])
    return read_kinds(head, features, letter_groups(texts), passages, at_home).odds()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They were patient with us and the result is wonderful.", "praise"),
        ("คุณภาพงานยอดเยี่ยม ทีมงานน่ารัก", "praise"),
        ("정말 감사합니다. 큰 도움이 됐어요.", "praise"),
        ("Our emails stay unanswered for weeks and nobody apologises.", "pain"),
        ("Hóa đơn sai ba tháng liền mà không ai sửa.", "pain"),
        ("You could offer the training in Korean as well.", "suggestion"),
        ("بهتر است جلسه‌ها کوتاه‌تر شود.", "suggestion"),
        ("We have two offices and forty people.", "neutral"),
    ],
)
def test_a_plain_text_is_of_its_kind(vectors, text, kind):
    assert KINDS[odds(vectors, Passage("1", text)).argmax()] == kind


@pytest.mark.parametrize("at_home", [0.0, 0.5, 1.0])
def test_away_from_home_only_complaint_and_praise_are_told_apart_anew(vectors, at_home):
    passages = [Passage("1", "A dull film, we left early."), Passage("2", "بهتر است کوتاه‌تر شود.")]
    here, there = odds(vectors, *passages), odds(vectors, *passages, at_home=at_home)
    assert there.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert there[:, 2:] == pytest.approx(here[:, 2:], abs=1e-5)


def test_a_mark_beside_the_words_counts(vectors):
    told = odds(
        vectors, Passage("1", "The partner."), Passage("2", "The partner.", kind_hint="praise")
    )
    assert told[1, KINDS.index("praise")] > told[0, KINDS.index("praise")]


def test_a_bad_rating_makes_a_pain_likelier(vectors):
    told = odds(
        vectors, Passage("1", "The team", ratings=(1.0,)), Passage("2", "The team", ratings=(0.0,))
    )
    assert told[1, KINDS.index("pain")] > told[0, KINDS.index("pain")]


def test_leaving_over_it_is_worse_than_being_irritated(vectors):
    texts = [
        "We ended the contract at once because of this.",
        "The font in the report is a bit small.",
    ]
    head = shipped_head()
    severe, mild = worded_severity(head, head.centre(vectors.of(texts), ["en", "en"]))
    assert severe > mild
