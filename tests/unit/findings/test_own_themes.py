"""A firm's own pains: what is wrong with one is told with its row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.library import STAGES, library_version, load_library
from findings.known.own_themes import doubts, read_own, with_own

SHORT = (
    "row 7: Too short to learn from: {}. Say each as a client would: in three words at least, in "
    "Thai in six letters, in Korean in five."
)
STRANGE = (
    "row 7: In a language the library does not know: {}. Write it in English, Thai, Korean, "
    "Vietnamese or Persian, or take it out."
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
        ({"severity": "2.5"}, "row 7: Give it a typical severity from 1 to 4."),
        ({"severity": "0.0"}, "row 7: Give it a typical severity from 1 to 4."),
        ({"severity": None}, "row 7: Give it a typical severity from 1 to 4."),
        ({"examples": ["One."]}, "row 7: Write 3 examples at least; there are 1."),
        ({"examples": "One."}, "row 7: Write 3 examples at least; there are 0."),
        ({"examples": ["Nowhere to park.", "It is full.", "nowhere to PARK"]},
         "row 7: The example “nowhere to PARK” stands twice."),
        ({"examples": ["x", "Late again", "Nowhere to park."]}, SHORT.format("“x” “Late again”")),
        ({"examples": ["จอดรถ", "없어요", "اینجا پر"]},
         SHORT.format("“จอดรถ” “없어요” “اینجا پر”")),
        ({"examples": ["Nous attendons une réponse.", "Nowhere to park.", "停车位总是不够用"]},
         STRANGE.format("“Nous attendons une réponse.” “停车位总是不够用”")),
        ({"id": "late"},
         "row 7: An id begins with own_ and has small letters, digits and underscores."),
        ({"examples": [{"text": t, "language": "xx"} for t in "abc"]},
         "row 7: “xx” is no language of the product."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_row(values, said):
    theme, problems = read_own(raw(**values), 7)
    assert theme is None
    assert said in [str(problem) for problem in problems]


@pytest.mark.parametrize("level", [2, 2.0, "2", "2.0", "2,00", " 2 ", "۲", "۲٫۰"])
def test_a_severity_is_read_as_spreadsheets_write_it(level):
    assert read_own(raw(severity=level))[0].severity == 2


def test_who_names_the_language_of_an_example_is_believed_and_asked_to_look():
    said = [{"text": text, "language": "en"} for text in ("Kein Platz zum Parken.", "It is full.")]
    theme, problems = read_own(raw(examples=[*said, "주차할 곳이 없어요."]), 7)
    assert problems == []
    [doubt] = doubts(theme)
    assert str(doubt).startswith("row 7: Perhaps in a language the library does not know: “Kein ")
    assert "It is full" not in str(doubt)


def test_of_many_examples_in_another_language_the_first_are_quoted():
    told = [f"Nous attendons depuis {'très ' * 12}longtemps, la {n}" for n in range(9)]
    [problem] = read_own(raw(examples=told))[1]
    assert str(problem).count("“Nous attendons") == 5
    assert "…” …. Write it" in str(problem)


def test_a_stage_is_read_in_any_case():
    assert read_own(raw(stage=" Usage "))[0].stage == "usage"


def test_what_no_page_can_show_is_kept_as_an_unreadable_letter():
    theme, problems = read_own(raw(names={"en": "No \ud800 place"}, definition="Cars\0outside."))
    assert problems == []
    assert (theme.name, theme.definition) == ("No \ufffd place", "Cars\ufffdoutside.")


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
