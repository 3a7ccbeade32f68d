"""A firm's own pains: problems told with their row, and a file read as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import LANGUAGES
from analysis.library import STAGES, library_version, load_library
from findings.known.own_themes import (
    OwnTheme,
    Said,
    raw_cells,
    raw_lines,
    read_own,
    read_rows,
    with_own,
    written,
)

WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
EXAMPLES = st.lists(st.tuples(LINES, st.sampled_from(LANGUAGES)), min_size=3, max_size=5)
THEMES = st.builds(
    OwnTheme,
    key=st.from_regex(r"own_[a-z0-9_]{1,20}", fullmatch=True),
    names=st.dictionaries(st.sampled_from(LANGUAGES), LINES, min_size=1),
    definition=LINES,
    difference=LINES | st.just(""),
    stage=st.sampled_from(STAGES),
    severity=st.integers(1, 4),
    examples=EXAMPLES.map(
        lambda told: tuple(Said(f"{n} {text}", code) for n, (text, code) in enumerate(told))
    ),
)


def raw(**values):
    return {
        "id": "own_parking",
        "names": {"en": "No place to park"},
        "definition": "Clients who visit find nowhere to leave the car.",
        "difference": "",
        "stage": "usage",
        "severity": 1,
        "examples": ["No place to park.", "Visitor spaces are full.", "주차할 곳이 없어요."],
    } | values


def test_a_sound_theme_is_read_with_the_language_of_each_example():
    theme, problems = read_own(raw())
    assert problems == []
    assert [each.language for each in theme.examples] == ["en", "en", "ko"]
    assert theme.name == "No place to park"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"names": {}}, "row 7: Give it a name in one language at least."),
        ({"names": {"de": "Kein Parkplatz"}}, "row 7: “de” is no language of the product."),
        ({"names": {"en": "x" * 201}}, "row 7: A name has at most 200 characters."),
        ({"definition": " "}, "row 7: Say in a sentence what it is."),
        ({"definition": "x" * 1001}, "row 7: Say what it is in 1000 characters at most."),
        ({"difference": "x" * 1001}, "row 7: Say what it is not in 1000 characters at most."),
        ({"examples": ["One.", "Two.", "Three, " + "x" * 500]},
         f"row 7: The example “Three, {'x' * 33}…” has more than 500 characters."),
        ({"stage": "someday"}, f"row 7: Give it a home stage: {', '.join(STAGES)}."),
        ({"severity": "5"}, "row 7: Give it a typical severity from 1 to 4."),
        ({"severity": None}, "row 7: Give it a typical severity from 1 to 4."),
        ({"examples": ["One."]}, "row 7: Write 3 examples at least; there are 1."),
        ({"examples": "One."}, "row 7: Write 3 examples at least; there are 0."),
        ({"examples": ["One.", "Two.", "one"]}, "row 7: The example “one” stands twice."),
        ({"id": "late"},
         "row 7: An id begins with own_ and has small letters, digits and underscores."),
        ({"colour": "red"}, "row 7: “colour” is no field of a theme."),
        ({"examples": [{"text": t, "language": "xx"} for t in "abc"]},
         "row 7: “xx” is no language of the product."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_row(values, said):
    theme, problems = read_own(raw(**values), 7)
    assert theme is None
    assert said in [str(problem) for problem in problems]


def test_an_id_that_stands_twice_in_a_file_is_told():
    themes, problems = read_rows([(1, raw()), (2, raw())])
    assert len(themes) == 1
    assert [str(each) for each in problems] == [
        "row 2: The id “own_parking” stands in an earlier row."
    ]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("", "", 1), ("own_parking", "", 1), ("", "own_parking", 1), ("own_parking", "own_lift", 2)],
)
def test_a_name_that_stands_twice_without_two_ids_is_told(one, other, count):
    themes, problems = read_rows([(1, raw(id=one)), (2, raw(id=other, names={"th": "ลิฟต์", "en":
                                                            "NO PLACE to park"}))])  # fmt: skip
    assert len(themes) == count
    said = ["row 2: The name “NO PLACE to park” stands in an earlier row."]
    assert [str(each) for each in problems] == said[: 2 - count]


def test_a_stage_is_read_in_any_case():
    assert read_own(raw(stage=" Usage "))[0].stage == "usage"


def test_a_line_that_is_no_object_is_a_problem_of_its_row():
    themes, problems = read_rows(raw_lines('{"id": \n[1]\n' + "[" * 200_000))
    assert themes == []
    assert {problem.row for problem in problems} == {1, 2, 3}


def test_what_no_page_can_show_is_kept_as_an_unreadable_letter():
    theme, problems = read_own(raw(names={"en": "No \ud800 place"}, definition="Cars\0outside."))
    assert problems == []
    assert (theme.name, theme.definition) == ("No \ufffd place", "Cars\ufffdoutside.")


def test_a_row_of_a_table_holds_the_same():
    cells = {
        "ID": "own_parking", "name_en": "No place to park", "name_th": "", "definition":
        "Clients who visit find nowhere to leave the car.", "difference": "", "stage": "usage",
        "severity": "1", "example_1": "No place to park.", "example_2": "Visitor spaces are full.",
        "Example 3": "주차할 곳이 없어요.", "": "",
    }  # fmt: skip
    assert read_own(raw_cells(cells)) == read_own(raw())


@given(st.lists(THEMES, max_size=4, unique_by=lambda theme: theme.key))
def test_a_file_is_read_as_it_was_written(themes):
    read, problems = read_rows(raw_lines(written(themes)))
    assert problems == []
    assert read == themes


@given(
    st.dictionaries(
        st.sampled_from(["id", "names", "stage", "severity", "examples"]),
        st.none() | st.integers() | st.text() | st.lists(st.text()),
    )
)
def test_no_file_crashes_the_reader(told):
    theme, problems = read_own(told)
    assert (theme is None) == bool(problems)


def test_own_pains_stand_beside_those_that_ship_whatever_their_order():
    one, other = read_own(raw())[0], read_own(raw(id="own_lift"))[0]
    library = with_own([one, other])
    assert with_own([other, one]) == library
    assert [pain.id for pain in library.pains[-2:]] == ["own_lift", "own_parking"]
    assert {each.text for each in library.examples if each.pain == "own_lift"} == {
        *(each.text for each in one.examples), "No place to park",
    }  # fmt: skip
    assert library_version(library).startswith(f"{library_version(load_library())}+")


def test_without_own_pains_it_is_the_very_library_that_ships():
    assert with_own([]) is load_library()
