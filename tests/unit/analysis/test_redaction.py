"""Who is named in a text goes out of it, and what is quoted of the rest is found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reader.redaction import Redactor, everyday

WORDS = everyday(
    ["the price is fair, we will mark it", "고객 지원이 느려요", "a good logistics partner"]
)
REDACT = Redactor(
    people=(
        "Anna Price", "Will Mark", "สมชาย วงศ์ใหญ่", "김민수", "이지원", "Nguyễn Văn Hà",
        "سارا کریمی", "Zoë O'Neill",
    ),
    firms=("Siemens Energy", "Bright Logistics Co., Ltd."),
    words=WORDS,
)  # fmt: skip

SAID = [
    ("Anna Price never calls back.", "[person] never calls back."),
    ("ANNA  PRICE never calls back.", "[person] never calls back."),
    ("I told anna twice.", "I told [person] twice."),
    ("The price is too high, Price said.", "The price is too high, [person] said."),
    ("Will you mark this?", "[person] you mark this?"),
    ("The pricelist is old.", "The pricelist is old."),
    ("Zoe O’Neill and Zoë.", "[person] O’Neill and [person]."),
    ("คุณสมชายตอบช้ามาก", "คุณ[person]ตอบช้ามาก"),
    ("สมชาย วงศ์ใหญ่ ไม่โทรกลับ", "[person] ไม่โทรกลับ"),
    ("김민수 부장님은 친절해요", "[person] 부장님은 친절해요"),
    ("민수씨가 답이 없어요", "[person]씨가 답이 없어요"),
    ("고객 지원이 느려요", "고객 지원이 느려요"),
    ("Chị Hà trả lời chậm", "Chị [person] trả lời chậm"),
    ("chi ha tra loi cham", "chi [person] tra loi cham"),
    ("خانم كريمي پاسخ نمی‌دهد", "خانم [person] پاسخ نمی‌دهد"),
    ("At Siemens Energy we wait.", "At [organisation] we wait."),
    ("Siemens waits.", "[organisation] waits."),
    ("Good logistics; Logistics is hard.", "Good logistics; Logistics is hard."),
    ("Write to anna.p@bright.co.th today", "Write to [email] today"),
    ("See https://bright.example/a?b=1 now", "See [link] now"),
    ("Call +66 2 123 4567 or 02-123-4567.", "Call [phone] or [phone]."),
    ("Call (030) 123 45 67.", "Call [phone]."),
    ("It cost 1,250,000 in 2024, 12.5 % up.", "It cost 1,250,000 in 2024, 12.5 % up."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "redacted"), SAID)
def test_names_go_and_the_rest_stays(text, redacted):
    assert REDACT(text).text == redacted


@pytest.mark.parametrize(("text", "redacted"), SAID)
def test_what_stays_is_found_where_it_stood(text, redacted):
    found = REDACT(text)
    at = 0
    for start, end, first, last in found.cuts:
        if start > at:
            begin, stop = found.original(at, start)
            assert text[begin:stop] == found.text[at:start]
        assert found.original(start, end) == (first, last)
        at = end


def test_a_name_written_with_loose_marks_goes_with_its_marks():
    assert REDACT("Chi\u0323 Ha\u0300 tra\u0309 lo\u0301i").text[:14] == "Chi\u0323 [person] "


def test_without_names_only_forms_go():
    assert Redactor()("Anna: a@b.example").text == "Anna: [email]"


@given(st.text(), st.lists(st.text(max_size=8), max_size=4))
def test_any_text_survives_and_every_span_leads_back(text, names):
    found = Redactor(people=tuple(names))(text)
    spans = [found.original(at, at + 1) for at in range(len(found.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(st.sampled_from(REDACT.people), st.text(), st.text())
def test_a_whole_name_between_words_never_stays(name, before, after):
    assert name not in REDACT(f"{before} {name} {after}").text
