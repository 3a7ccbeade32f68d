import pytest

from analysis.corpus import KINDS, Passage
from analysis.language import detect
from analysis.library import shipped_head
from analysis.polarity import kind_odds, worded_severity


def odds(vectors, *passages):
    head, texts = shipped_head(), [passage.text for passage in passages]
    features = head.centre(vectors.of(texts), [detect(text) for text in texts])
    return kind_odds(head, features, texts, passages)


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
