"""Questionnaires as somebody wrote them down: as a text, as a Word document."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

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


def written():
    """What people write, and what it asks: type and options, or rows, of each question."""
    path = Path(__file__).with_name("outlines.txt")
    for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, text = part.partition("\n")
        name, _, expected = head.partition(": ")
        yield pytest.param(text, expected, id=name)


@pytest.mark.parametrize(("text", "expected"), list(written()))
def test_questions_are_told_from_options_however_they_are_marked(text, expected):
    found = read_file(text.encode(), "x.txt").definition.questions
    told = [
        f"{each.type} {','.join(part.text for part in each.rows or each.choices)}".strip()
        for each in found
    ]
    assert "; ".join(told) == expected


def test_ways_on_and_conditions_of_those_who_write_them():
    text = (
        "T\n1. Client?\n- Yes\n- No (go to question 4)\n2. Which? [if Q1 = Yes]\n- Audit\n- Tax\n"
        "ASK IF CODE 1 AT Q1\n3. How long?\n4. If Q1 = No: why not?\nThank you!\n"
    )
    definition = read(text).definition
    assert [(each.to, each.when.text) for each in definition.question("q1").go_to] == [
        ("q4", 'q1 == "no"')
    ]
    assert definition.question("q2").show_if.text == 'q1 == "yes"'
    assert (definition.question("q4").text, definition.question("q4").show_if.text) == (
        "Why not?", 'q1 == "no"',
    )  # fmt: skip
    assert definition.thanks == "Thank you!"


def test_sections_are_known_without_their_marks():
    text = "Form\nABOUT YOU\n1. Who?\nSection B: Work\n2. Where?\nNote this.\n\nPart 3\n3. Why?\n"
    definition = read(text).definition
    assert [each.title for each in definition.sections] == [
        "ABOUT YOU",
        "Section B: Work",
        "Part 3",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [("1. Wie zufrieden sind Sie mit uns?", "de"), ("1. ชื่ออะไร", "th"), ("1. چرا؟ پ", "fa"),
     ("1. Quelle est votre fonction ?", "fr"), ("1. What is your name?", "en")],
)  # fmt: skip
def test_the_language_is_told_by_the_words(text, code):
    assert read(text).definition.language == code


NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def with_xml(*pieces):
    """A Word document whose paragraphs hold pieces of XML."""
    document = docx.Document()
    document.add_paragraph("Title")
    for piece in pieces:
        element = parse_xml(f"<w:p {NAMES} {W14}>{piece}</w:p>")
        document.element.body.insert(len(document.element.body) - 1, element)
    file = io.BytesIO()
    document.save(file)
    found = read_file(file.getvalue(), "x.docx")
    return [
        (each.type, each.text, [part.text for part in each.choices])
        for each in found.definition.questions
    ]


def run(text, name="t"):
    return f'<w:r><w:{name} xml:space="preserve">{text}</w:{name}></w:r>'


BOX = f"<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>{run('☐')}</w:sdtContent></w:sdt>"
ITEMS = '<w:listItem w:value="A"/><w:listItem w:value="B"/>'
LIST = f"<w:sdt><w:sdtPr><w:dropDownList>{ITEMS}</w:dropDownList></w:sdtPr></w:sdt>"


CHANGE = f"<w:ins>{run('new')}</w:ins><w:del>{run('old', 'delText')}</w:del>"
INSIDE = f"<w:txbxContent><w:p>{run('1. In a box?')}</w:p></w:txbxContent>"
TEXT_BOX = f"<w:r><w:pict>{INSIDE}</w:pict></w:r>"
SYMBOL = '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
FIELD = "<w:r><w:fldChar><w:ffData><w:checkBox/></w:ffData></w:fldChar></w:r>"
HIDDEN = [
    ([run("1. A ") + CHANGE + run(" role?")], ("long_text", "A new role?", [])),
    ([TEXT_BOX], ("long_text", "In a box?", [])),
    ([run("1. Which?"), BOX + run(" a"), BOX + run(" b")], ("multiple", "Which?", ["a", "b"])),
    ([run("1. Land? ") + LIST], ("single", "Land?", ["A", "B"])),
    ([run("1. Which?"), SYMBOL + run(" a"), FIELD + run(" b")], ("multiple", "Which?", ["a", "b"])),
]


@pytest.mark.parametrize(("pieces", "expected"), HIDDEN)
def test_what_word_hides_in_other_places_is_read(pieces, expected):
    assert with_xml(*pieces) == [expected]


def test_a_locked_document_gets_a_sentence_of_its_own():
    found = read_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.docx")
    assert "locked by a password" in str(found.report.refusal)
