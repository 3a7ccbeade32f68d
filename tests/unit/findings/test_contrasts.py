"""Segments compared: against all others, only where groups are large, corrected for them all."""

import uuid
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from findings.contrasts import clear, compared, contrast
from findings.tallies import Asked, tally
from research.small_groups import Group, Minimum
from tests.unit.findings.test_tallies import named, say

THEME = uuid.UUID(int=1)
DAY = date(2026, 11, 1)


def group(segment, count):
    return Group.of((named(f"{segment} person {n}"), named(f"{segment} {n}")) for n in range(count))


def heard(counts, theme=THEME):
    """A theme by segment: (clients that name it, clients asked)."""
    voices = [
        say(f"{segment} {n}", f"{segment} person {n}", segment=segment)
        for segment, (told, _) in counts.items()
        for n in range(told)
    ]
    asked = Asked({segment: group(segment, base) for segment, (_, base) in counts.items()})
    return theme, tally(voices, DAY), asked


def test_a_segment_is_held_against_all_others():
    found = contrast([heard({"lost": (9, 10), "current": (2, 12), "former": (1, 8)})], Minimum())
    lost = next(each for each in found[THEME] if each.segment == "lost")
    assert (lost.difference.here.count, lost.difference.here.base) == (9, 10)
    assert (lost.difference.there.count, lost.difference.there.base) == (3, 20)
    assert lost.difference.low > 0
    assert lost.is_clear


def test_two_segments_that_are_nearly_all_asked_are_compared_once():
    found = contrast([heard({"lost": (9, 13), "prospect": (2, 10), "current": (1, 5)})], Minimum())
    assert [each.segment for each in found[THEME]] == ["current", "lost"]


def test_a_segment_too_small_to_show_is_not_compared_nor_one_that_would_tell_it():
    found = contrast([heard({"lost": (4, 4), "current": (2, 12)})], Minimum())
    assert found == {}


def test_an_early_signal_is_not_compared():
    assert contrast([heard({"lost": (2, 10), "current": (0, 12)})], Minimum()) == {}


def test_a_client_of_two_segments_stands_on_one_side_only():
    theme, told, asked = heard({"lost": (5, 10), "current": (4, 12)})
    shared = Group.of([(named("both"), named("lost 0"))])
    asked = Asked({**asked.segments, "current": asked.segments["current"] | shared})
    lost = next(
        e for e in contrast([(theme, told, asked)], Minimum())[theme] if e.segment == "lost"
    )
    assert (lost.difference.there.count, lost.difference.there.base) == (4, 12)


def test_what_is_clear_alone_may_be_chance_among_many():
    one = {"lost": (6, 10), "current": (2, 14)}
    alone = contrast([heard(one)], Minimum())
    plain = [heard({"lost": (3, 10), "current": (4, 14)}, uuid.UUID(int=n)) for n in range(2, 12)]
    among = contrast([heard(one), *plain], Minimum())
    assert clear(alone)
    assert not clear(among)
    assert (compared(alone), compared(among)) == (1, 11)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6))
def test_the_order_of_the_themes_decides_nothing(counts):
    told = [
        heard({"lost": (lost, 9), "current": (current, 9)}, uuid.UUID(int=number))
        for number, (lost, current) in enumerate(counts)
    ]
    assert contrast(told, Minimum()) == contrast(told[::-1], Minimum())
