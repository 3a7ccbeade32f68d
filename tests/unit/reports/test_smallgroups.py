"""Which groups may be shown, and what must be withheld with them."""

from hypothesis import given
from hypothesis import strategies as st

from reports.document.smallgroups import Group, Minimum

RULE = Minimum(5, 3)


def group(people: int, firms: int, start: int = 0) -> Group:
    return Group.of((f"p{start + i}", f"f{start + i % firms}") for i in range(people))


def test_five_people_of_three_firms_may_be_shown():
    assert RULE.allows(group(5, 3))


def test_five_people_of_two_firms_may_not():
    assert not RULE.allows(group(5, 2))


def test_four_people_of_four_firms_may_not():
    assert not RULE.allows(group(4, 4))


def test_large_parts_are_all_shown():
    parts = {"current": group(20, 10), "lost": group(8, 4, 100)}
    assert RULE.withheld(parts) == frozenset()


def test_one_small_part_takes_the_next_smallest_with_it():
    parts = {"current": group(20, 10), "lost": group(8, 4, 100), "former": group(2, 2, 200)}
    assert RULE.withheld(parts) == {"former", "lost"}


def test_two_small_parts_that_hide_each_other_are_enough():
    parts = {"a": group(20, 10), "b": group(3, 2, 100), "c": group(3, 3, 200)}
    assert RULE.withheld(parts) == {"b", "c"}


def test_an_empty_part_hides_nothing():
    parts = {"current": group(20, 10), "former": Group()}
    assert RULE.withheld(parts) == frozenset()


def test_everything_is_withheld_when_the_whole_is_small():
    assert RULE.withheld({"a": group(2, 2), "b": group(2, 1, 50)}) == {"a", "b"}


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 9), st.integers(1, 5))))
def test_what_is_withheld_is_nothing_all_or_itself_large_enough(sizes):
    parts = {
        key: group(people, firms, 100 * index)
        for index, (key, (people, firms)) in enumerate(sizes.items())
    }
    hidden = RULE.withheld(parts)
    together = Group()
    for key in hidden:
        together |= parts[key]
    filled = {key for key, part in parts.items() if part}
    assert not hidden or hidden == filled or RULE.allows(together)
    assert all(RULE.allows(parts[key]) for key in filled - hidden)
