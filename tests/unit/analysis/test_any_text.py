"""Whatever people write, and whatever was decided before: what `analyse` promises, held."""

import random
from dataclasses import asdict, replace

import pytest
from hypothesis import Phase, assume, example, given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from analysis import Corpus, Decision, Known, KnownTheme, Options, Passage
from analysis.corpus import KINDS
from analysis.pipeline import analyse_by
from analysis.units import Reading
from analysis.vectors import Vectors
from tests.unit.analysis.small import Hashed, small_library
from tests.unit.analysis.voices import PAINS, PRAISE

LIBRARY = small_library()
VOICES = [text for said in PAINS.values() for _, text in said] + [text for _, text in PRAISE]
ODD = [
    "", " ", "\0", "a\0b", "\ud800", "late\udfff bill", "\ud83d\ude00", "👍🏽", "👨‍👩‍👧", "🇹🇭",
    "\u202ereversed\u202c", "\u2066isolated\u2069", "\u200f\u200e", "\x1b[31mred", "\x07",
    "\r\n\r\n", "\u2028\u2029", "\ufeffbom", "\u200b", "e\u0301" * 40, "ﷺ", "①②", "x" * 10_000,
    "but " * 2_500, "แต่" * 3_000, "。" * 500, "...", "?!", "10/10", "٪۱۰۰", "\uffff\ufffe",
    "İ" * 9, "\U0010ffff", "می\u200cخواهم",
]  # fmt: skip
PIECES = st.one_of(
    st.sampled_from([*ODD, *VOICES]),
    st.text(max_size=60),
    st.text(st.characters(categories=("Cs", "Cc", "Cf", "Co", "Cn")), max_size=10),
)
TEXTS = st.lists(PIECES, max_size=3).map(" ".join)
PASSAGES = st.lists(
    st.builds(
        Passage,
        id=st.just(""),
        text=TEXTS,
        language=st.sampled_from([None, "en", "th", "ko", "vi", "fa", "xx"]),
        client=st.sampled_from([None, "a", "b"]),
        kind_hint=st.sampled_from([None, *KINDS]),
        stage_hint=st.sampled_from([None, "usage", "none"]),
        ratings=st.lists(st.floats(0, 1), max_size=2).map(tuple),
        severity=st.sampled_from([None, 1, 4]),
    ),
    max_size=8,
).map(lambda told: tuple(replace(each, id=f"p{n}") for n, each in enumerate(told)))
# To make one failing analysis smaller would take minutes.
NO_SHRINKING = (Phase.explicit, Phase.generate)
OPTIONS = st.builds(
    Options, all_kinds=st.booleans(), split=st.booleans(),
    granularity=st.sampled_from([0.5, 1.0, 2.0]),
)  # fmt: skip


@pytest.fixture(scope="module")
def read():
    """Analyse with the small library, over one memory."""
    memory = Vectors(Hashed())

    def run(passages, stages, known=None, options=None):
        reading = Reading(memory, lambda *_: None, LIBRARY)
        return analyse_by(reading, Corpus(passages), stages, known or Known(), options or Options())

    return run


@settings(phases=NO_SHRINKING, max_examples=60)
@given(passages=PASSAGES, options=OPTIONS)
def test_offsets_cut_the_text_they_claim_and_every_word_has_a_unit(read, stages, passages, options):
    found = read(passages, stages, options=options)
    text = {passage.id: passage.text for passage in passages}
    assert all(text[u.passage_id][u.start : u.end] == u.text for u in found.units)
    covered = {(u.passage_id, place) for u in found.units for place in range(u.start, u.end)}
    spoken = {(key, n) for key, said in text.items() for n, c in enumerate(said) if c.isalnum()}
    assert spoken <= covered
    assert len(covered) == sum(u.end - u.start for u in found.units)
    assert [u.passage_id for u in found.units] == sorted(u.passage_id for u in found.units)


@settings(phases=NO_SHRINKING, max_examples=40)
@given(passages=PASSAGES, options=OPTIONS, seed=st.integers(0, 9))
def test_another_order_changes_nothing_but_the_order(read, stages, passages, options, seed):
    shuffled = random.Random(seed).sample(passages, len(passages))
    one, other = (read(tuple(each), stages, options=options) for each in (passages, shuffled))
    assert sorted(one.units, key=lambda u: u.key) == sorted(other.units, key=lambda u: u.key)
    assert [without_places(one, t) for t in one.themes] == [
        without_places(other, t) for t in other.themes
    ]


def without_places(found, theme):
    """A theme by the spans of its units, whatever their numbers are."""
    told = asdict(theme)
    told["units"] = sorted(found.units[unit].key for unit in theme.units)
    told["exemplars"] = [found.units[unit].key for unit in theme.exemplars]
    return told


@settings(phases=NO_SHRINKING, max_examples=25)
@given(passages=PASSAGES, options=OPTIONS)
def test_one_thread_or_two_give_the_same_bytes(read, stages, passages, options):
    with threadpool_limits(limits=1):
        one = read(passages, stages, options=options)
    with threadpool_limits(limits=2):
        two = read(passages, stages, options=options)
    assert repr(one) == repr(two)


@settings(phases=NO_SHRINKING, max_examples=60)
@given(passages=PASSAGES, options=OPTIONS, data=st.data())
def test_what_a_person_decided_is_never_lost(read, stages, passages, options, data):
    before = read(passages, stages, options=replace(options, all_kinds=True))
    assume(before.units)
    themes = tuple(
        KnownTheme(
            t.id, t.labels, t.kind, t.stage, locked=data.draw(st.booleans()),
            examples=tuple(before.units[u].text for u in t.units),
        )
        for t in before.themes
    )  # fmt: skip
    ids = st.sampled_from([None, *(theme.id for theme in themes)])
    drawn = data.draw(st.lists(st.sampled_from(before.units), unique_by=lambda u: u.key))
    decisions = tuple(
        Decision(
            *unit.key, theme_id=data.draw(ids), kind=data.draw(st.sampled_from([None, *KINDS])),
            stage=data.draw(st.sampled_from([None, "usage", "advocacy"])),
        )
        for unit in drawn
    )  # fmt: skip
    others = [unit for unit in before.units if unit.key not in {d.key for d in decisions}]
    rejected = frozenset((unit.key, unit.theme_id) for unit in others[::2] if unit.theme_id)
    retired = frozenset({"gone", "late"})
    known = Known(themes, decisions, rejected, retired)
    after = read(passages, stages, known, options)
    units = {unit.key: unit for unit in after.units}
    for decision in decisions:
        unit = units[decision.key]
        assert decision.kind is None or unit.kind == decision.kind
        assert decision.stage is None or unit.stage == decision.stage
        assert decision.theme_id is None or unit.theme_id == decision.theme_id
    assert all((unit.key, unit.theme_id) not in rejected for unit in after.units)
    new = {theme.id for theme in after.themes if theme.is_new}
    assert not new & ({theme.id for theme in themes} | retired)
    locked = {theme.id for theme in themes if theme.locked}
    placed = {decision.key for decision in decisions if decision.theme_id in locked}
    assert {unit.key for unit in after.units if unit.theme_id in locked} <= placed


@settings(phases=NO_SHRINKING, max_examples=40)
@given(spans=st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)), max_size=4))
@example(spans=[(0, 5), (3, 9)])
@example(spans=[(0, 0), (44, 45), (40, 400)])
def test_a_decision_about_a_span_of_its_own_stands_as_it_is(read, stages, spans):
    text = "Great people to work with. The bill is late."
    decisions = tuple(Decision("p", a, b, kind="suggestion") for a, b in spans)
    found = read((Passage("p", text, "en"),), stages, Known(decisions=decisions))
    units = {unit.key: unit for unit in found.units}
    for decision in decisions:
        if 0 <= decision.start < decision.end <= len(text):
            assert units[decision.key].kind == "suggestion"
    assert all(text[u.start : u.end] == u.text for u in found.units)
