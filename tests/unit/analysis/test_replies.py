"""Replies are checked word by word: what was not asked for never enters."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import LANGUAGES
from analysis.reader.codebook import Codebook, Entry
from analysis.reader.replies import (
    Coding,
    Frame,
    Malformed,
    read_codings,
    read_draft,
    read_names,
    read_twins,
)

BOOK = Codebook(
    (
        Entry("late", "pain", {"en": "Late"}, source="known"),
        Entry("dear", "pain", {"en": "Dear"}, source="known"),
        Entry("slow", "pain", {"en": "Slow"}),
        Entry("kind", "praise", {"en": "Kind"}),
    )
)
FRAME = Frame(BOOK, ("research", "usage"), ("pain", "praise"), may_be_new=True)
TEXT = "Your bills come late, every month."
SOUND = {"id": "u1", "kind": "pain", "themes": ["T1"], "stage": "usage", "severity": 2,
         "words": ["late"]}  # fmt: skip


def reply(*units):
    return json.dumps({"units": list(units)})


def code(frame=FRAME, **changes):
    sound, wrong = read_codings(reply({**SOUND, **changes}), {"u1": TEXT}, frame)
    return sound.get("u1") or wrong[0]


def test_a_sound_coding_is_taken_as_it_is():
    assert code() == Coding("pain", ("T1",), "usage", 2, ((16, 20),))


@pytest.mark.parametrize(
    ("changes", "coding"),
    [
        ({"words": "bills"}, Coding("pain", ("T1",), "usage", 2, ((5, 10),))),
        ({"words": ["month", "bills"]}, Coding("pain", ("T1",), "usage", 2, ((5, 10), (28, 33)))),
        ({"themes": ["T2", "T1", "T2"]}, Coding("pain", ("T2", "T1"), "usage", 2, ((16, 20),))),
        ({"themes": ["?"]}, Coding("pain", ("?",), "usage", 2, ((16, 20),))),
        (
            {"kind": "praise", "themes": ["T4"], "severity": None},
            Coding("praise", ("T4",), "usage", None, ((16, 20),)),
        ),
        (
            {"kind": "neutral", "themes": [], "severity": 3},
            Coding("neutral", (), "usage", None, ((16, 20),)),
        ),
        (
            {"kind": "suggestion", "themes": []},
            Coding("suggestion", (), "usage", None, ((16, 20),)),
        ),
    ],
)
def test_what_a_coding_may_say(changes, coding):
    assert code(**changes) == coding


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"kind": "bad"}, "kind"), ({"kind": None}, "kind"), ({"kind": ["pain"]}, "kind"),
        ({"stage": "later"}, "stage"), ({"stage": None}, "stage"), ({"stage": ["usage"]}, "stage"),
        ({"themes": []}, "at least one"), ({"themes": None}, "list"), ({"themes": "T1"}, "list"),
        ({"themes": ["T9"]}, "codes of the codebook"), ({"themes": [1]}, "list of texts"),
        ({"themes": ["?", "T1"]}, "codes of the codebook"),
        ({"themes": ["T1", "T4"]}, "only themes of the kind pain"),
        ({"severity": 0}, "1, 2, 3 or 4"), ({"severity": 5}, "1, 2, 3 or 4"),
        ({"severity": "2"}, "1, 2, 3 or 4"), ({"severity": True}, "1, 2, 3 or 4"),
        ({"severity": 2.0}, "1, 2, 3 or 4"), ({"severity": None}, "1, 2, 3 or 4"),
        ({"words": []}, "words"), ({"words": ""}, "letter by letter"), ({"words": None}, "list"),
        ({"words": ["Late"]}, "letter by letter"), ({"words": ["late", " "]}, "letter by letter"),
        ({"words": ["late"] * 6}, "words"), ({"words": [["late"]]}, "list of texts"),
    ],
)  # fmt: skip
def test_what_a_coding_may_not_say(changes, why):
    found = code(**changes)
    assert isinstance(found, str)
    assert why in found


def test_without_the_choice_a_theme_must_be_given():
    frame = Frame(BOOK, ("usage",), ("pain",))
    assert "codes of the codebook" in code(frame, themes=["?"])


def test_with_one_set_of_themes_any_theme_fits_any_kind():
    frame = Frame(BOOK, ("usage",), (), has_one_set=True)
    assert code(frame, kind="neutral").themes == ("T1",)
    assert "at least one" in code(frame, kind="neutral", themes=[])


def test_without_stages_there_is_none():
    frame = Frame(BOOK, (), ("pain",))
    assert code(frame, stage=None).stage is None
    assert "stage" in code(frame, stage="usage")


def test_one_bad_coding_does_not_spoil_the_others():
    units = [SOUND, {**SOUND, "id": "u2", "kind": "bad"}]
    sound, wrong = read_codings(reply(*units), {"u1": TEXT, "u2": TEXT}, FRAME)
    assert (set(sound), len(wrong)) == ({"u1"}, 1)
    assert wrong[0].startswith("u2: ")


@pytest.mark.parametrize(
    "text",
    [
        "", "I am sorry, but I cannot help with that.", "[]", "{}", '{"units": {}}',
        reply(), reply(SOUND, SOUND), reply({**SOUND, "id": "u9"}), reply({**SOUND, "id": None}),
        reply("u1"), reply(None), reply(SOUND)[:-1], f"Here: {reply(SOUND)}",
        f"{reply(SOUND)} {reply(SOUND)}", "[" * 100_000, '{"units": NaN}',
    ],
)  # fmt: skip
def test_a_reply_about_something_else_is_refused_whole(text):
    with pytest.raises(Malformed):
        read_codings(text, {"u1": TEXT}, FRAME)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text()
        | st.sampled_from(["u1", "pain", "T1", "usage", "late"]),
        lambda each: st.lists(each)
        | st.dictionaries(st.sampled_from([*SOUND, "units", "new", "use", "same", "names"]), each),
    )
)  # fmt: skip
def test_whatever_comes_only_what_was_asked_for_enters(value):
    text = json.dumps(value)
    for check in (
        lambda: read_codings(text, {"u1": TEXT}, FRAME),
        lambda: read_draft(text, ["C1"], ["u1"]),
        lambda: read_twins(text, BOOK),
        lambda: read_names(text, ["T1"]),
    ):
        sentence = "taken"
        try:
            check()
        except Malformed as error:
            sentence = str(error)
        assert sentence


def test_a_draft_is_taken():
    new = {
        "kind": "pain",
        "label": " Bills  differ ",
        "definition": "From quotes.",
        "units": ["u1"],
    }
    found = read_draft(json.dumps({"use": ["C2", "C2"], "new": [new]}), ["C1", "C2"], ["u1"])
    assert (found.use, found.new[0].label) == (("C2",), "Bills differ")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "bad"}, {"label": ""}, {"label": "x" * 81}, {"label": 3}, {"units": []},
        {"units": ["u7"]}, {"units": None}, {"definition": "x" * 301}, {"label": "a\u202eb"},
    ],
)  # fmt: skip
def test_a_theme_that_is_none_is_refused(change):
    new = {"kind": "pain", "label": "Bills differ", "units": ["u1"], **change}
    with pytest.raises(Malformed):
        read_draft(json.dumps({"new": [new]}), [], ["u1"])


def test_only_candidates_are_used():
    with pytest.raises(Malformed, match="candidates"):
        read_draft('{"use": ["C3"]}', ["C1"], ["u1"])


def test_twins_are_taken():
    assert read_twins('{"same": [["T3", "T1"]]}', BOOK) == [("T3", "T1")]
    assert read_twins('{"same": []}', BOOK) == []


@pytest.mark.parametrize(
    "same", [["T1"], [["T1"]], [["T1", "T9"]], [["T1", "T4"]], [["T1", "T2"]],
             [["T1", "T3"], ["T3", "T2"]], [["T1", "T1"]]],
)  # fmt: skip
def test_what_are_no_twins_is_refused(same):
    with pytest.raises(Malformed):
        read_twins(json.dumps({"same": same}), BOOK)


def test_names_need_every_language():
    names = dict.fromkeys(LANGUAGES, "Late")
    assert read_names(json.dumps({"names": {"T1": names}}), ["T1"]) == {"T1": names}
    for bad in ({}, {"T2": names}, {"T1": {"en": "Late"}}, {"T1": {**names, "th": " "}}):
        with pytest.raises(Malformed):
            read_names(json.dumps({"names": bad}), ["T1"])
