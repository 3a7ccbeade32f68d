from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from research import contact_sheet
from research.cells import word_key
from research.contact_sheet import (
    VALUES,
    ContactSheet,
    near_key,
    organisation_key,
    read_contacts,
)

WORDS = Path(contact_sheet.__file__).parents[1] / "presets" / "client-list.yaml"

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
        ("Company *", "Name (full)", "Work e-mail", "Segment [current/lost]"),
        ("ชื่อบริษัท", "ผู้ติดต่อ", "อีเมล", "กลุ่มลูกค้า"),
        ("회사명", "담당자", "이메일", "고객 구분"),
        ("Tên công ty", "Họ và tên", "Địa chỉ email", "Phân khúc"),
        ("نام شركت", "نام و نام خانوادگی", "ایمیل", "وضعیت مشتری"),
    ],
)
def test_headings_are_known_in_five_languages(header):
    assert sheet(ROW, header=header).contacts == sheet(ROW).contacts


def test_a_heading_with_more_in_brackets_yields_to_the_plain_one():
    read = column("Name (local)", "안")
    assert (read.problems, read.contacts[0].values) == ((), {"name": "A"})
    assert read.contacts[0].attributes == {"Name (local)": "안"}


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


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Left on", "engaged_until"),
        ("End date", "engaged_until"),
        ("Contract end", "engaged_until"),
        ("วันที่สิ้นสุดสัญญา", "engaged_until"),
        ("계약 만료일", "engaged_until"),
        ("Ngày kết thúc hợp đồng", "engaged_until"),
        ("تاریخ پایان قرارداد", "engaged_until"),
        ("Contract start", "engaged_from"),
        ("Left company", "left_at"),
        ("Contract end (dd/mm/yyyy)", "engaged_until"),
    ],
)
def test_a_date_is_known_by_what_people_call_it(heading, field):
    read = column(heading, "2023-04-05")
    assert read.contacts[0].values[field] == date(2023, 4, 5)


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("Title", ["Head of IT"], "job_title"),
        ("Position", ["Partner"], "job_title"),
        ("Role", ["Finance Director", "CFO"], "job_title"),
        ("Role", ["Decision maker", "", "End user"], "role"),
        ("역할", ["대표이사"], "job_title"),
        ("บทบาท", ["ผู้ตัดสินใจ"], "role"),
        ("Vai trò", ["Giám đốc"], "job_title"),
        ("نقش", ["کاربر"], "role"),
        ("Role", [""], "job_title"),
    ],
)
def test_the_cells_say_what_an_open_heading_means(heading, cells, field):
    read = column(heading, *cells)
    assert (read.columns[heading], read.problems) == (field, ())


def test_a_role_that_is_mostly_a_part_in_buying_is_told_why_it_is_a_title():
    read = column("Role", "Decision maker", "Boss")
    assert read.columns["Role"] == "job_title"
    assert [str(each) for each in read.remarks] == [
        "column “Role”: “Boss” is no part in buying: the column is read as job titles."
    ]


def test_a_job_title_of_its_own_goes_before_a_role():
    header = (*HEADER, "Job title", "Role")
    read = sheet((*ROW, "CEO", "Boss"), header=header)
    assert read.contacts[0].values["job_title"] == "CEO"
    assert read.contacts[0].attributes == {"Role": "Boss"}


@pytest.mark.parametrize(
    ("heading", "cell", "segment"),
    [
        ("Status", "Active", "current"),
        ("Status", "client", "current"),
        ("Status", "Churned", "former"),
        ("Status", "ex-client", "former"),
        ("Status", "Lead", "prospect"),
        ("Status", "Closed lost", "lost"),
        ("สถานะ", "ลูกค้าเก่า", "former"),
        ("상태", "이탈 고객", "former"),
        ("Trạng thái", "Đang hoạt động", "current"),
        ("وضعیت", "سرنخ", "prospect"),
    ],
)
def test_a_status_says_the_segment(heading, cell, segment):
    read = sheet((*ROW[:3], cell), header=(*HEADER[:3], heading))
    assert read.contacts[0].segment == segment


def test_a_status_that_is_not_clear_is_a_problem():
    read = sheet(
        (*ROW[:3], "Active"), ("B", "B", "b@b.example", "On hold"), header=(*HEADER[:3], "Status")
    )
    assert "Row 3, column “Status”: “On hold” is not a known segment" in sentences(read)


def test_a_status_of_no_known_word_is_kept_and_said():
    header = (*HEADER[:3], "Status")
    read = read_contacts(header, [(*ROW[:3], "VIP")], segment="lost")
    assert read.contacts[0].attributes == {"Status": "VIP"}
    (remark,) = read.remarks
    assert str(remark).startswith("column “Status”: “VIP” does not say how the client stands")


def test_a_status_beside_a_segment_is_kept_as_it_is():
    read = column("Status", "Active")
    assert (read.contacts[0].segment, read.contacts[0].attributes) == ("lost", {"Status": "Active"})
    assert read.remarks == ()


DAY, MONTH = date(2019, 4, 3), date(2019, 3, 4)


@pytest.mark.parametrize(
    ("proof", "expected", "said"),
    [
        ("25/04/2019", DAY, "The day comes first in this column, as 25/04/2019 shows: "),
        ("04/25/2019", MONTH, "The month comes first in this column, as 04/25/2019 shows: "),
        ("2019-04-25", DAY, "Nothing in the list tells whether the day or the month comes first."),
        ("", DAY, "Nothing in the list tells whether the day or the month comes first."),
    ],
)
def test_the_order_of_dates_is_settled_by_the_whole_column_and_said(proof, expected, said):
    read = column("Client since", "03/04/2019", proof)
    assert read.contacts[0].values["engaged_from"] == expected
    (remark,) = map(str, read.remarks)
    assert remark.startswith(f"column “Client since”: {said}")
    assert f"03/04/2019 is read as {expected}." in remark


def test_a_column_that_tells_nothing_follows_the_others_of_its_list():
    header = (*HEADER, "Client since", "Left on")
    read = sheet((*ROW, "03/04/2019", "04/25/2020"), header=header)
    assert read.contacts[0].values["engaged_from"] == MONTH
    assert "The month is taken to come first, as in the column “Left on”" in str(read.remarks[0])


@pytest.mark.parametrize("cells", [("25/04/2019",), ("03.04.2019",), ("04/04/2019",), ("",)])
def test_where_no_date_may_be_two_nothing_is_said_of_the_order(cells):
    assert column("Client since", *cells).remarks == ()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2023", date(2023, 1, 1)),
        ("2023-05", date(2023, 5, 1)),
        ("2023/5", date(2023, 5, 1)),
        ("05/2023", date(2023, 5, 1)),
        ("5.2023", date(2023, 5, 1)),
        ("May 2023", date(2023, 5, 1)),
        ("Sept. 2023", date(2023, 9, 1)),
        ("2023 May", date(2023, 5, 1)),
        ("๒๕๖๖", date(2023, 1, 1)),
        ("05/2566", date(2023, 5, 1)),
        ("۱۴۰۲/۰۵", date(2023, 7, 23)),
    ],
)
def test_a_year_or_a_month_is_a_date_without_its_day_and_that_is_said(cell, expected):
    read = column("Client since", cell)
    assert read.contacts[0].values["engaged_from"] == expected
    assert [str(each) for each in read.remarks] == [
        f"column “Client since”: “{cell}” names no day: the first day is taken, {expected}."
    ]


def test_many_rough_dates_are_counted():
    read = column("Client since", "2023", "2023", "May 2022", "2021-01-02")
    assert str(read.remarks[0]).startswith(
        "column “Client since”: 3 dates name no day, such as “2023”"
    )


@pytest.mark.parametrize(
    "cell", ["1023", "9999", "13/2023", "Mayor 2020", "Decided 2023", "0/2023"]
)
def test_what_is_neither_year_nor_month_is_a_problem(cell):
    assert f"“{cell}” is not a date" in sentences(column("Client since", cell))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Ltd", "ACME Limited"),
        ("Acme Ltd", "Acme Ltd."),
        ("Acme, Inc.", "Acme"),
        ("Acme S.A.", "ACME SA"),
        ("Smith & Sons", "Smith and Sons"),
        ("Data Works", "DataWorks"),
        ("บริษัท พลอยธารา จำกัด", "พลอยธารา"),
        ("บริษัทพลอยธารา จำกัด (มหาชน)", "บจก. พลอยธารา"),
        ("㈜한빛", "주식회사 한빛"),
        ("Công ty TNHH Sao Mai", "Công ty cổ phần Sao Mai"),
        ("شرکت نگار", "نگار (سهامی خاص)"),
    ],
)
def test_names_alike_but_for_form_and_marks_are_near(one, other):
    assert near_key(one) == near_key(other)
    assert organisation_key(one) != organisation_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Acme", "Acne"), ("Halden Marsh", "Marsh"), ("The Company", "Co. Ltd")]
)
def test_other_names_are_not_near(one, other):
    assert near_key(one) != near_key(other)


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
        (
            column("Buying role", "Boss"),
            "“Boss” is not a known role; write one of: decision, technical",
        ),
        (column("Language", "Klingon"), "“Klingon” is not a known language; write one of: en, th"),
        (column("Lawful basis", "sure"), "“sure” is not a known lawful basis"),
        (column("Do not contact", "perhaps"), "“perhaps” is not a known do not contact"),
        (column("Client since", "long ago"), "column “Client since”: “long ago” is not a date"),
        (
            column("Client since", "25/04/2019", "04/25/2019", "01/02/2019"),
            "Row 4, column “Client since”: “01/02/2019” may be 2019-02-01 or 2019-01-02",
        ),
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
