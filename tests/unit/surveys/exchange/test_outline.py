"""Questionnaires as somebody wrote them down: as a text, as a Word document."""

import io

import docx
import pytest

from surveys.exchange.files import read_file

TEXT = """# What you think
Language: th
Before we begin.

## Overall
1. How likely are you to recommend us? [nps] [required]
2) What do you value? (choose all that apply)
- Price
- Other (please specify)
- None of these [exclusive]
Q3. Which office?
 a) Bangkok
 b) Seoul
4. Why Seoul?
   A few words are enough.
If 3 = b
5. When? [month]
If 2 includes Price

## Details
6. How are these?
Rows:
- Speed
- Care
Columns:
- Bad
- Good
Anything else?
"""


def read(text=TEXT):
    return read_file(text.encode(), "views.txt")


def test_a_text_becomes_a_questionnaire():
    definition = read().definition
    assert (definition.title, definition.language) == ("What you think", "th")
    assert definition.intro == "Before we begin."
    assert [each.title for each in definition.sections] == ["Overall", "Details"]
    assert [each.type for each in definition.questions] == [
        "nps", "multiple", "single", "long_text", "date", "matrix_single", "long_text",
    ]  # fmt: skip


def test_its_rules_hints_and_marks_are_kept():
    definition = read().definition
    assert definition.question("q1").required
    assert definition.question("q4").show_if.text == 'q3 == "seoul"'
    assert definition.question("q4").hint == "A few words are enough."
    assert definition.question("q5").show_if.text == '"price" in q2'
    options = definition.question("q2").choices
    assert [(each.text, each.other, each.exclusive) for each in options] == [
        ("Price", False, False), ("Other", True, False), ("None of these", False, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("If 9 = a", "there is no question 9"),
        ("If 1 = Mars", "“Mars” is no answer to “q1”"),
    ],
)
def test_a_rule_that_cant_be_told_is_said(line, sentence):
    found = read(f"# T\n1. Where?\n- Earth\n- Moon\n2. Why?\n{line}\n")
    assert any(sentence in each for each in found.report.sentences)


def word():
    document = docx.Document()
    document.add_paragraph("Your view", style="Title")
    document.add_paragraph("Thank you for your time.")
    document.add_paragraph("Work", style="Heading 1")
    document.add_paragraph("What do you value?", style="List Number")
    document.add_paragraph("Price", style="List Bullet")
    document.add_paragraph("Care", style="List Bullet")
    document.add_paragraph("How are these?", style="List Number")
    table = document.add_table(3, 3)
    for place, words in enumerate(["", "Bad", "Good", "Speed", "", "", "Care", "", ""]):
        table.cell(place // 3, place % 3).text = words
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_word_document_becomes_a_questionnaire():
    definition = read_file(word(), "view.docx").definition
    assert (definition.title, definition.intro) == ("Your view", "Thank you for your time.")
    first, second = definition.questions
    assert (first.type, [each.text for each in first.choices]) == ("single", ["Price", "Care"])
    assert (second.type, [each.text for each in second.rows]) == (
        "matrix_single",
        ["Speed", "Care"],
    )
    assert [each.text for each in second.choices] == ["Bad", "Good"]
