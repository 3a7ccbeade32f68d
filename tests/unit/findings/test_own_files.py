"""A file of own pains: read as it was written, and whatever is wrong told once and by its row."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import LANGUAGES
from analysis.library import STAGES
from findings.known.namesakes import namesakes
from findings.known.own_files import raw_cells, raw_json, read_rows, written
from findings.known.own_themes import OwnTheme, Said, read_own
from tests.unit.findings.test_own_themes import raw

WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
EXAMPLES = st.lists(st.tuples(LINES, st.sampled_from(LANGUAGES)), min_size=3, max_size=5)
THEMES = st.builds(
    OwnTheme,
    key=st.from_regex(r"own_[a-z0-9_]{1,20}", fullmatch=True),
    names=st.integers(0).map(lambda number: {"en": f"Pain {number}", "fa": f"درد {number}"}),
    definition=LINES,
    difference=LINES | st.just(""),
    stage=st.sampled_from(STAGES),
    severity=st.integers(1, 4),
    examples=EXAMPLES.map(
        lambda told: tuple(
            Said(f"{n} at the very {text}", code) for n, (text, code) in enumerate(told)
        )
    ),
)


def problems_of(rows):
    return [str(each) for each in read_rows(rows).problems]


def test_an_id_that_stands_twice_in_a_file_is_told():
    assert problems_of([(1, raw()), (2, raw())]) == ["row 2: The id “own_parking” stands in row 1."]


@pytest.mark.parametrize("key", ["", "own_lift"])
@pytest.mark.parametrize("name", ["NO PLACE to park", "No place  topark", "ＮＯ place to park"])
def test_a_name_that_stands_twice_is_told_however_it_is_written(key, name):
    assert problems_of([(1, raw()), (2, raw(id=key, names={"vi": name}))]) == [
        f"row 2: The name “{' '.join(name.split())}” stands in row 1: name them apart."
    ]


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("questions are ANSWERED too slowly", "/library/us_slow_replies"),
        ("문의에대한 답이 너무늦음", "/library/us_slow_replies"),
        ("Fast answers", "/library/praise_quick_answers"),
    ],
)
def test_a_name_the_library_has_is_refused_in_any_language(name, where):
    [said] = problems_of([(3, raw(names={"en": "Parking", "th": name}))])
    assert said.startswith("row 3: The library has ")
    assert f"at {where}: choose another name." in said


def test_accents_in_two_forms_are_the_same_name_and_without_them_another():
    there = read_own(raw(names={"vi": "Chậm trả lời"}))[0]
    apart = "Cha\u0323\u0302m tra\u0309 lo\u031b\u0300i"
    assert [each.key for each in namesakes({"en": apart}, [there])] == ["own_parking"]
    assert namesakes({"en": "Cham tra loi"}, [there]) == []


def test_what_is_no_json_is_told_once_with_its_line():
    rows = raw_json(json.dumps(raw()) + '\n\n{"id": \n[1]\n' + "[" * 200_000)
    fields = "id, names, definition, difference, stage, severity, examples"
    assert problems_of(rows) == [
        "row 3: This line is no JSON: mend it at character 8.",
        f"row 4: This is no pain: write an object in braces, with {fields}.",
        f"row 5: This is no pain: write an object in braces, with {fields}.",
    ]


def test_a_string_may_hold_what_only_some_take_for_a_line_s_end():
    theme = raw(definition="Cars\u2028outside\x85here.")
    read = read_rows(raw_json(json.dumps(theme, ensure_ascii=False) + "\r\n"))
    assert [each.definition for each in read.themes] == ["Cars outside here."]


@pytest.mark.parametrize("indent", [None, 1])
def test_an_array_of_objects_is_read_like_json_lines(indent):
    read = read_rows(raw_json(json.dumps([raw(), raw(id="own_lift", names={"en": "Lift"})],
                                         indent=indent)))  # fmt: skip
    assert [each.key for each in read.themes] == ["own_parking", "own_lift"]
    assert read_rows(raw_json(json.dumps(raw(), indent=indent))).themes == read.themes[:1]
    assert problems_of(raw_json("[{},\n 7]"))[-1].startswith("row 2: This is no pain: write an")


@pytest.mark.parametrize("text", ['[{"id": 1},\n{"id" 2}]', '{\n"id" 2}'])
def test_a_broken_array_or_object_is_one_problem(text):
    [said] = problems_of(raw_json(text))
    assert said.startswith("The file is no JSON: mend line 2, character ")


def test_fields_a_pain_has_not_are_left_out_and_told_once():
    rows = [(2, raw(colour="red")), (3, raw(id="own_lift", names={"en": "Lift"}, owner="Kim"))]
    read = read_rows(rows)
    assert len(read.themes) == 2
    assert read.problems == ()
    assert [str(each) for each in read.notices] == [
        "Not read, for a pain has no such field: “colour”, “owner”."
    ]


def test_examples_that_may_be_in_another_language_are_told_and_read():
    read = read_rows([(4, raw(examples=["Alldeles för dyrt", *raw()["examples"]]))])
    assert read.problems == ()
    assert "row 4: Perhaps in a language the library does not know: “Alldeles" in str(
        read.notices[0]
    )


def test_a_row_of_a_table_holds_the_same():
    cells = {
        "ID": "own_parking", "name_en": "No place to park", "name_th": "", "definition":
        "Clients who visit find nowhere to leave the car.", "difference": "", "stage": "usage",
        "severity": "1", "example_1": "No place to park.", "example_2": "Visitor spaces are full.",
        "Example 3": "주차할 곳이 없어요.", "": "",
    }  # fmt: skip
    assert read_own(raw_cells(cells)) == read_own(raw())


@given(
    st.lists(THEMES, max_size=2, unique_by=(lambda each: each.key, lambda each: each.names["en"]))
)
def test_a_file_is_read_as_it_was_written(themes):
    read = read_rows(raw_json(written(themes)))
    assert read.problems == ()
    assert list(read.themes) == themes
