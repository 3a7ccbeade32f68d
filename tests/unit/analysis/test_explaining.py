"""Explanations say what the analysis did: the same readings, taken apart."""

from math import log

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import Case, Corpus, Options, Passage, analyse, explain
from analysis.explaining import _heaviest
from analysis.language import tells_nothing
from analysis.library import letter_groups, letter_weights, load_library, shipped_head
from analysis.units import Draft
from tests.unit.analysis.voices import PAINS

SAID = [(language, text) for said in PAINS.values() for language, text in said]
CORPUS = Corpus(
    tuple(
        Passage(
            f"p{n:02}", text, language, question="hard" if n % 2 else "start", kind_hint="pain",
            stage_hint="usage" if n % 2 else "onboarding", ratings=(0.2, 0.6) if n % 3 else (),
        )
        for n, (language, text) in enumerate(SAID)
    )
)  # fmt: skip
INVOICE = Passage("i", "The invoice is never the same as the quote.", "en")
OTHERS = tuple((text, language) for language, text in PAINS["invoices"][1:])
STRANGER = ("They speak our language and know our trade.", "en")


@pytest.fixture(scope="module")
def found(vectors, stages):
    return analyse(CORPUS, stages, options=Options(split=False), vectors=vectors)


@pytest.fixture(scope="module")
def told(found, vectors, stages):
    """Each unit of the corpus with its explanation."""
    passages = {passage.id: passage for passage in CORPUS.passages}
    pairs = []
    for unit in found.units:
        passage = passages[unit.passage_id]
        trust = found.trust[passage.question][passage.stage_hint]
        case = Case(
            passage, unit.start, unit.end, unit.language,
            trust=trust, at_home=found.metrics["library_fit"],
        )  # fmt: skip
        pairs.append((unit, explain(case, stages, vectors)))
    return pairs


def case(passage=INVOICE, **values):
    return Case(passage, 0, len(passage.text), passage.language, **values)


def test_the_kind_explained_is_the_kind_found(told):
    assert [(e.kind.kind, e.kind.together[e.kind.kind]) for _, e in told] == [
        (unit.kind, pytest.approx(unit.kind_score, abs=1e-3)) for unit, _ in told
    ]


def test_the_stages_explained_are_the_two_found(told):
    for unit, explanation in told:
        (first, sure), (second, less) = explanation.stage.together
        assert (first, second) == (unit.stage, unit.second_stage)
        assert (sure, less) == pytest.approx((unit.stage_score, unit.second_stage_score), abs=1e-3)


def test_the_votes_add_up_to_the_odds(told):
    for _, explanation in told:
        kind = explanation.kind
        if min(kind.together[kind.kind], kind.together[kind.rival]) > 0.001:
            odds = log(kind.together[kind.kind] / kind.together[kind.rival])
            assert sum(kind.votes.values()) == pytest.approx(odds, rel=0.05)


@settings(max_examples=25)
@given(st.text(max_size=40))
@example("İstanbul'a ŞİKÂYET ß ﬁ")
@example("ใบแจ้งหนี้ไม่เคยตรงกับใบเสนอราคา")
def test_letters_share_out_exactly_what_the_wording_scores(text):
    layer = shipped_head().letters
    scores = layer.scores(letter_groups([text]))[0] - layer.bias
    weights = letter_weights(text, layer, 0, 1)
    assert weights.shape == (len(text),)
    assert float(weights.sum()) == pytest.approx(float(scores[0] - scores[1]), abs=1e-3)


def test_words_are_cut_from_the_unit_and_the_heaviest_come_first(told):
    for unit, explanation in told:
        words = explanation.kind.words
        assert all(word.text in unit.text.lower() for word in words)
        weights = [abs(word.weight) for word in words]
        assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("language", "text", "empty", "telling"),
    [
        ("en", "And the invoice is never the same as the quote.", {"and", "the", "is"}, "never"),
        ("th", "ใบแจ้งหนี้ไม่เคยตรงกับใบเสนอราคาเลยและเป็นแบบนี้", {"กับ", "และ", "เป็น"}, "ไม่"),
        ("ko", "그리고 우리는 견적서와 청구서가 왜 다른지 모릅니다", {"그리고", "우리는"}, "왜"),
        ("vi", "Và hóa đơn thì không bao giờ khớp với báo giá", {"và", "thì", "với"}, "không"),
        ("fa", "و صورتحساب هیچ وقت با پیشنهاد یکی نیست", {"و", "با"}, "نیست"),
    ],
)  # fmt: skip
def test_stop_words_are_no_reason_but_what_denies_is(language, text, empty, telling):
    assert {word for word in empty if not tells_nothing(word, language)} == set()
    assert not tells_nothing(telling, language)
    heavy = _heaviest(Draft.of(Passage("p", text), 0, len(text), language), np.ones(len(text)))
    assert empty.isdisjoint(word.text for word in heavy)


def test_the_nearest_are_the_theme_s_own_and_a_stranger_comes_last(vectors, stages):
    theme = explain(case(others=(STRANGER, *OTHERS[:2])), stages, vectors).theme
    assert theme.compared == 3
    assert [near.number for near in theme.nearest][-1] == 0
    assert all(((STRANGER, *OTHERS)[near.number]) == (near.text, near.language)
               for near in theme.nearest)  # fmt: skip


def test_shared_words_are_counted_in_the_unit_s_language(vectors, stages):
    others = (("Invoices are late", "en"), ("An invoice, again an invoice", "en"), OTHERS[1])
    theme = explain(case(others=others), stages, vectors).theme
    assert (theme.phrases, theme.spoken) == ({"invoice": 2}, 2)


def test_the_library_s_examples_speak_the_unit_s_language(vectors, stages):
    known = load_library().pains[0].id
    theme = explain(case(library_id=known), stages, vectors).theme
    examples = [
        each for each in load_library().examples if (each.pain, each.language) == (known, "en")
    ]
    assert theme.examples == len(examples) >= 9
    assert {near.language for near in theme.known} == {"en"}
    assert {near.text for near in theme.known} <= {each.text for each in examples}


def test_without_a_theme_there_is_nothing_to_compare_with(vectors, stages):
    theme = explain(case(), stages, vectors).theme
    assert (theme.nearest, theme.known, theme.compared, theme.examples) == ((), (), 0, 0)


def test_an_interviewer_s_mark_is_told_from_what_a_question_asks(vectors, stages):
    marked = Passage("m", INVOICE.text, "en", kind_hint="praise", stage_hint="usage")
    asked = Passage("a", INVOICE.text, "en", "c", question="q", kind_hint="praise")
    by_mark = explain(case(marked), stages, vectors)
    by_question = explain(case(asked), stages, vectors)
    assert (by_mark.kind.marked, by_mark.kind.asked) == ("praise", None)
    assert (by_question.kind.marked, by_question.kind.asked) == (None, "praise")
    assert (by_mark.stage.asked, by_mark.stage.is_marked) == ("usage", True)


def test_a_question_nobody_measured_is_not_trusted(vectors, stages):
    asked = Passage("a", INVOICE.text, "en", question="q", stage_hint="advocacy")
    stage = explain(case(asked), stages, vectors).stage
    assert (stage.asked, stage.trust) == ("advocacy", None)
    assert stage.together == stage.words


def test_a_pain_names_the_known_pain_and_its_home(vectors, stages):
    pain = explain(case(), stages, vectors).stage.pain
    home = {each.id: each.stage for each in load_library().pains}
    assert pain.stage == home[pain.id]


def test_a_run_says_how_far_it_trusts_each_question(found):
    assert set(found.trust) == {"hard", "start"}
    assert all(0 < value < 1 for of in found.trust.values() for value in of.values())
