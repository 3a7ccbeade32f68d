from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from research.passages import cut, paragraphs

TEXT = "She waited. 🙂 ช้ามาก\n\n  Then she left. \n"


@dataclass(frozen=True)
class Mark:
    start: int
    end: int


def texts(*marks: Mark) -> list[list[str]]:
    return [[piece.text for piece in paragraph.pieces] for paragraph in cut(TEXT, marks)]


def test_a_paragraph_is_a_line_with_words():
    found = [TEXT[start:end] for start, end in paragraphs(TEXT)]
    assert found == ["She waited. 🙂 ช้ามาก", "Then she left."]


def test_a_paragraph_is_cut_at_the_borders_of_its_marks():
    assert texts(Mark(0, 11)) == [["She waited.", " 🙂 ช้ามาก"], ["Then she left."]]


def test_overlapping_marks_cut_each_other():
    first = cut(TEXT, [Mark(0, 11), Mark(4, 13)])[0]
    assert [len(piece.marks) for piece in first.pieces] == [1, 2, 1, 0]


def test_a_mark_is_shown_beneath_the_paragraph_it_ends_in():
    across = Mark(4, 30)
    assert [paragraph.ending for paragraph in cut(TEXT, [across])] == [(), (across,)]


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4)
)
def test_every_word_stays_in_its_place(text, spans):
    marks = [
        Mark(start, min(start + length, len(text))) for start, length in spans if start < len(text)
    ]
    for paragraph in cut(text, marks):
        assert (
            "".join(piece.text for piece in paragraph.pieces)
            == text[paragraph.start : paragraph.end]
        )
        assert all(text[piece.start :].startswith(piece.text) for piece in paragraph.pieces)


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4)
)
def test_every_mark_ends_somewhere_once(text, spans):
    marks = [Mark(start, start + length) for start, length in spans if start + length <= len(text)]
    found = [mark for paragraph in cut(text, marks) for mark in paragraph.ending]
    first = next(iter(paragraphs(text)), (len(text),))[0]
    assert sorted(found, key=id) == sorted((m for m in marks if m.end > first), key=id)
