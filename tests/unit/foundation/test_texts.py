import pytest

from foundation.texts import Phrase, from_plain, one_line, steadied, to_plain


@pytest.mark.parametrize("steering", ["\u202a", "\u202e", "\u202c", "\u2066", "\u2069", "\0"])
def test_a_name_keeps_nothing_that_turns_its_surroundings(steering):
    assert one_line(f"Halden {steering} & {steering}Marsh ") == "Halden & Marsh"


@pytest.mark.parametrize("needed", ["\u200c", "\u200d", "\u200e", "\u200f"])
def test_joiners_and_direction_marks_stay(needed):
    assert one_line(f"می{needed}خواهم") == f"می{needed}خواهم"


def test_lines_stay_where_only_the_steering_goes():
    assert steadied("a\u202e\nب") == "a\nب"


@pytest.mark.parametrize(("n", "told"), [(0, "0 people"), (1, "1 person"), (2, "2 people")])
def test_a_count_takes_its_own_number_and_keeps_it_as_json(n, told):
    said = Phrase("%(who)s here", {"who": Phrase.counted("%(n)s person", "%(n)s people", n)})
    assert str(said) == str(from_plain(to_plain(said))) == f"{told} here"
