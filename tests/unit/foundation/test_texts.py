import pytest

from foundation.texts import one_line, steadied


@pytest.mark.parametrize("steering", ["\u202a", "\u202e", "\u202c", "\u2066", "\u2069", "\0"])
def test_a_name_keeps_nothing_that_turns_its_surroundings(steering):
    assert one_line(f"Halden {steering} & {steering}Marsh ") == "Halden & Marsh"


@pytest.mark.parametrize("needed", ["\u200c", "\u200d", "\u200e", "\u200f"])
def test_joiners_and_direction_marks_stay(needed):
    assert one_line(f"می{needed}خواهم") == f"می{needed}خواهم"


def test_lines_stay_where_only_the_steering_goes():
    assert steadied("a\u202e\nب") == "a\nب"
