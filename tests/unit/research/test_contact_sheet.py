from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from research import contact_sheet
from research.cells import word_key
from research.contact_sheet import VALUES, ContactSheet, read_contacts

WORDS = Path(contact_sheet.__file__).parent / "presets" / "client-list.yaml"

HEADER = ("Company", "Name", "E-mail", "Relationship")
ROW = ("Halden Ltd", "Ann", "ann@halden.example", "Current client")


def sheet(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> ContactSheet:
    return read_contacts(header, rows)


def column(heading: str, *cells: str) -> ContactSheet:
    """A list of lost clients with one more column."""
    rows = [(f"Firm {n}", "A", f"a{n}@b.example", "lost", cell) for n, cell in enumerate(cells)]
    return sheet(*rows, header=(*HEADER, heading))


def value(heading: str, cell: str) -> object:
    """The one value a column gave beside the name."""
    read = column(heading, cell)
    assert read.problems == ()
    return next(value for name, value in read.contacts[0].values.items() if name != "name")


def sentences(read: ContactSheet) -> str:
    return "\n".join(str(problem) for problem in read.problems)


def test_a_row_becomes_a_contact():
    contact = sheet(ROW).contacts[0]
    assert (contact.organisation, contact.email) == ("Halden Ltd", "ann@halden.example")
    assert (contact.segment, contact.values, contact.row) == ("current", {"name": "Ann"}, 2)


@pytest.mark.parametrize(
    "header",
    [
        ("FIRM:", "Contact person", "e_mail address", "Client status"),
        ("ชื่อบริษัท", "ผู้ติดต่อ", "อีเมล", "กลุ่มลูกค้า"),
        ("회사명", "담당자", "이메일", "고객 구분"),
        ("Tên công ty", "Họ và tên", "Địa chỉ email", "Phân khúc"),
        ("نام شركت", "نام و نام خانوادگی", "ایمیل", "وضعیت مشتری"),
    ],
)
def test_headings_are_known_in_five_languages(header):
    assert sheet(ROW, header=header).contacts == sheet(ROW).contacts


@pytest.mark.parametrize(
    ("cell", "segment"),
    [
        ("CURRENT", "current"),
        ("Closed - lost", "lost"),
        ("อดีตลูกค้า", "former"),
        ("잠재 고객", "prospect"),
        ("khách hàng hiện tại", "current"),
        ("مشتری سابق", "former"),
    ],
)
def test_segments_are_known_in_five_languages(cell, segment):
    assert sheet((*ROW[:3], cell)).contacts[0].segment == segment


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        ("Role in buying", "Decision-maker", "decision"),
        ("Language", "Farsi", "fa"),
        ("Language", "tiếng Việt", "vi"),
        ("Language", "en-GB", "en"),
        ("Lawful basis", "Legitimate interest", "legitimate_interest"),
        ("Do not contact", "✓", True),
        ("Do not contact", "ไม่", False),
        ("Employees", "۱۲۰", "120"),
        ("Client since", "2019-05-01", date(2019, 5, 1)),
        ("Services bought", "Audit; Tax ; Audit", ("Audit", "Tax")),
        ("Services bought", "Audit, Tax", ("Audit", "Tax")),
        ("Services bought", "Audit", ("Audit",)),
        ("Job title", "Head of IT", "Head of IT"),
    ],
)
def test_every_field_is_read_in_its_own_way(heading, cell, expected):
    assert value(heading, cell) == expected


def test_first_and_last_name_make_the_name():
    header = ("Company", "First name", "Surname", "E-mail", "Segment")
    read = sheet(("Halden", "Ann", "Lee", "a@b.example", "lost"), header=header)
    assert read.contacts[0].values == {"name": "Ann Lee"}


def test_a_column_we_have_no_field_for_is_kept_as_an_attribute():
    read = column("CRM id", "HM-7")
    assert read.contacts[0].attributes == {"CRM id": "HM-7"}
    assert read.columns["CRM id"] == ""


def test_one_day_above_twelve_settles_the_whole_column():
    read = column("Client since", "03/04/2019", "25/04/2019")
    assert read.contacts[0].values["engaged_from"] == date(2019, 4, 3)


def test_a_segment_for_all_rows_can_be_given():
    read = read_contacts(HEADER[:3], [ROW[:3]], segment="former")
    assert read.contacts[0].segment == "former"


def test_the_first_row_of_a_firm_speaks_for_it_and_a_difference_is_remarked_on():
    header = (*HEADER, "Industry")
    second = ("halden  LTD", "Bo", "bo@halden.example", "lost", "Food")
    read = sheet((*ROW, "Trade"), second, header=header)
    assert [contact.values["industry"] for contact in read.contacts] == ["Trade", "Trade"]
    assert str(read.remarks[0]).startswith("Row 3, column “Industry”: Row 2 says “Trade”")


def test_one_address_may_serve_two_firms():
    assert sheet(ROW, ("Marsh Ltd", *ROW[1:])).problems == ()


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (
            sheet((*ROW[:2], "ann(at)halden", "lost")),
            "Row 2, column “E-mail”: “ann(at)halden” is no",
        ),
        (sheet((*ROW[:2], "", "lost")), "Row 2, column “E-mail”: The email is missing."),
        (sheet(("", *ROW[1:])), "Row 2, column “Company”: The organisation is missing."),
        (sheet(("-", *ROW[1:])), "Row 2, column “Company”: The organisation is missing."),
        (sheet((*ROW[:3], "")), "Row 2, column “Relationship”: The segment is missing."),
        (
            sheet((*ROW[:3], "Friend")),
            "“Friend” is not a known segment; write one of: current, lost",
        ),
        (sheet((*ROW[:3], "#N/A")), "Row 2, column “Relationship”: The cell holds the error #N/A."),
        (
            sheet(ROW, ROW),
            "Row 3, column “E-mail”: ann@halden.example of this organisation is already",
        ),
        (sheet(("H" * 201, *ROW[1:])), "column “Company”: The text is longer than 200 characters."),
        (sheet(("ﷺ" * 30, *ROW[1:])), "longer than 200 characters"),
        (column("Role", "Boss"), "“Boss” is not a known role; write one of: decision, technical"),
        (column("Language", "German"), "“German” is not a known language; write one of: en, th"),
        (column("Lawful basis", "sure"), "“sure” is not a known lawful basis"),
        (column("Do not contact", "perhaps"), "“perhaps” is not a known do not contact"),
        (column("Client since", "03/04/2019"), "may be 2019-04-03 or 2019-03-04"),
        (column("Client since", "long ago"), "column “Client since”: “long ago” is not a date"),
        (column("Client since", "25/04/2019", "04/25/2019", "01/02/2019"), "Row 4"),
        (sheet(ROW[:3], header=HEADER[:3]), "There is no column for the segment; name one"),
        (sheet(ROW, header=("A", *HEADER[1:])), "no column for the organisation"),
        (sheet(ROW, header=(*HEADER[:2], "Phone", "Segment")), "no column for the email"),
        (column("company", "x"), "column “Company”: Two columns have this name"),
        (column("Firm", "x"), "The columns “Company”, “Firm” all name the organisation: keep one"),
        (sheet(), "There is no row below the header."),
        (
            read_contacts(HEADER, [ROW], overfull=[2]),
            "Row 2: The row has more cells than the header",
        ),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_place(read, said):
    assert said in sentences(read)


def test_every_problem_of_a_list_is_named_at_once():
    read = sheet(("", "", "x", "y"), ("", "", "z", "current"))
    assert [problem.row for problem in read.problems] == [2, 2, 2, 3, 3]


def test_a_row_with_a_problem_gives_no_contact():
    assert [contact.row for contact in sheet(ROW, ("", "", "x", "y")).contacts] == [2]


def test_the_rows_keep_their_numbers_in_the_sheet():
    assert read_contacts(HEADER, [ROW], [7]).contacts[0].row == 7


@pytest.mark.parametrize("section", ["columns", *VALUES])
def test_no_word_stands_for_two_things(section):
    data = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    table = data["columns"] if section == "columns" else data["values"][section]
    keys = [
        (name, key) for name, words in table.items() for key in {word_key(w) or w for w in words}
    ]
    assert len({key for _, key in keys}) == len(keys)


CELL = st.one_of(
    st.text(max_size=8), st.sampled_from(["Company", "E-mail", "Segment", "lost", "3/4/2020"])
)


@given(
    st.lists(CELL, min_size=4, max_size=4),
    st.lists(st.lists(CELL, min_size=4, max_size=4), max_size=4),
)
@settings(max_examples=150, deadline=None)
def test_no_list_breaks_the_reader(header, rows):
    read = read_contacts(header, rows)
    assert all(str(problem) for problem in read.problems)
    assert len(read.contacts) + len(read.problems) >= min(len(rows), 1)
