from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from research.interview_file import InterviewRecord, read_interview

GOOD = {
    "contact": "Ann@Orrin.Example",
    "date": date(2026, 10, 7),
    "interviewer": "Maren",
    "language": "th",
    "consent": {"scope": "internal_quote", "given": date(2026, 10, 7)},
    "notes": [
        {"stage": "usage", "text": "She waited. 🙂 ช้ามาก\n\nThen she left."},
        {"stage": "advocacy", "text": "No, no."},
    ],
    "excerpts": [
        {"section": 0, "quote": "ช้ามาก", "kind": "pain", "severity": 3, "emotion": -2},
        {"section": 0, "quote": "she left", "stage": "decision"},
    ],
}


def read(**changes: object) -> object:
    return read_interview(yaml.safe_dump({**GOOD, **changes}, allow_unicode=True))


def sentences(text: str) -> str:
    problems = read_interview(text)
    assert isinstance(problems, tuple)
    return "\n".join(str(problem) for problem in problems)


def test_an_interview_is_read_with_its_marks_as_code_points():
    record = read()
    assert isinstance(record, InterviewRecord)
    mark = record.sections[0].marks[0]
    assert record.sections[0].text[mark.start : mark.end] == "ช้ามาก"
    assert (mark.start, mark.stage, mark.severity) == (14, "usage", 3)


def test_a_mark_has_its_own_stage_or_that_of_its_note():
    assert [mark.stage for mark in read().sections[0].marks] == ["usage", "decision"]


def test_the_contact_is_known_by_the_address_in_lower_case():
    assert read().contact == "ann@orrin.example"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"contact": None}, "`contact` is missing."),
        ({"date": None}, "`date` is missing."),
        ({"date": "yesterday"}, "`date` must be a date"),
        ({"language": "xx"}, "language: “xx” is no language we know"),
        ({"notes": []}, "needs at least one note"),
        ({"notes": [{"text": " "}], "excerpts": []}, "notes[1]: A note needs its text."),
        ({"notes": "words"}, "`notes` must be a list."),
        ({"consent": {"scope": "all", "given": date(2026, 1, 1)}}, "consent.scope: “all” is not"),
        ({"consent": {"scope": "attributed"}}, "consent: `given` is missing."),
        ({"excerpts": [{"section": 9, "quote": "a"}]}, "no note number 9 (the first is 0)"),
        ({"excerpts": [{"section": 0, "quote": "nowhere"}]}, "excerpts[1]: The quote does not"),
        ({"excerpts": [{"section": 1, "quote": "o"}]}, "more than once: take more words"),
        ({"excerpts": [{"section": 0, "quote": "left", "severity": 5}]}, "from 1 to 4"),
        ({"excerpts": [{"section": 0, "quote": "left", "kind": "anger"}]}, "“anger” is not one"),
        ({"excerpts": ["left"]}, "mapping such as"),
        ({"mood": "good"}, "There is no field “mood”"),
    ],
)
def test_a_broken_interview_is_named_in_one_sentence(changes, said):
    assert said in sentences(yaml.safe_dump({**GOOD, **changes}, allow_unicode=True))


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*GOOD, "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_document_breaks_the_reader(values):
    result = read_interview(yaml.safe_dump(values))
    assert isinstance(result, InterviewRecord | tuple)
