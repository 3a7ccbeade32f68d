"""What respondents complain of on other tools' pages, by docs/complaints.md."""

import time
from dataclasses import replace

import pytest

from surveys.definition import Quota, Section
from surveys.question_types import Question
from surveys.rules import Rule
from surveys.walking import walk
from tests.factories.respondents import make_link
from tests.support.pages import read_page, text_of
from tests.unit.surveys.definitions import FEES, GRID, NPS, USES, questionnaire, shown_if


@pytest.fixture
def walks(monkeypatch):
    """Counts how often a respondent's way is computed."""
    count = []
    before = walk._Walker.walk

    def counted(self):
        count.append(1)
        return before(self)

    monkeypatch.setattr(walk._Walker, "walk", counted)
    return count


def long_one():
    """150 questions of which 100 have a condition."""
    asked = [Question("q0", "number", "Number 0?")]
    for n in range(1, 150):
        question = Question(f"q{n}", "number", f"Number {n}?")
        asked.append(shown_if(question, f"q{n - 1} >= 1 or q0 >= 1") if n > 49 else question)
    parts = tuple(
        Section(f"s{at}", f"Part {at}", tuple(asked[at : at + 10])) for at in range(0, 150, 10)
    )
    return replace(questionnaire(NPS), sections=parts)


def test_a_page_of_a_long_questionnaire_computes_its_way_once(client, session, walks):
    token = make_link(session, definition=long_one())
    client.post(f"/r/{token}/")
    for n in range(3):
        client.post(f"/r/{token}/q/q{n}", data={f"q{n}": "2", "rev": "0"})
    walks.clear()
    assert client.get(f"/r/{token}/q/q3").status_code == 200
    assert len(walks) == 1
    walks.clear()
    client.post(f"/r/{token}/q/q3", data={"q3": "2", "rev": "0"})
    assert len(walks) <= 2  # before the answer, and after it
    walks.clear()
    client.post(f"/r/{token}/q/q4/save", data={"q4": "2", "rev": "0"})
    assert len(walks) <= 2


def test_five_hundred_quotas_do_not_make_saving_slow(client, session):
    quotas = tuple(
        Quota(f"quota{n}", Rule.from_text(f"q0 == {n} and q1 > 5"), 5) for n in range(500)
    )
    token = make_link(session, definition=replace(long_one(), quotas=quotas))
    client.post(f"/r/{token}/")
    client.post(f"/r/{token}/q/q0", data={"q0": "7", "rev": "0"})
    start = time.process_time()
    for n in range(1, 6):
        client.post(f"/r/{token}/q/q{n}", data={f"q{n}": "9", "rev": "0"})
    assert (time.process_time() - start) / 5 < 0.5


def spoken(page, part):
    """The words a screen reader says for an element by its id."""
    return text_of(page.find(f".//*[@id='{part}']"))


@pytest.mark.parametrize(
    ("question", "kind", "role"),
    [(GRID, "radio", "radiogroup"), (FEES, "radio", "radiogroup"), (USES, "checkbox", "group")],
)
def test_a_screen_reader_is_told_row_and_column_of_every_cell(
    client, session, question, kind, role
):
    token = make_link(session, definition=questionnaire(question))
    client.post(f"/r/{token}/")
    page = read_page(client.get(f"/r/{token}/q/{question.id}"))
    groups = [each for each in page.iter() if each.get("role") == role]
    rows = [spoken(page, group.get("aria-labelledby")) for group in groups]
    assert rows == [row.text for row in question.rows]
    columns = question.scale or [choice.text for choice in question.choices]
    for group in groups:
        cells = [
            field.get("aria-label") or text_of(label)
            for label in group.iter("label")
            for field in label.findall(f".//input[@type='{kind}']")
        ]
        assert all(any(column in cell for cell in cells) for column in columns), cells


def test_answers_handed_in_twice_are_handed_in_once(client, session):
    token = make_link(session, definition=questionnaire(NPS))
    client.post(f"/r/{token}/")
    places = [
        client.post(f"/r/{token}/q/nps", data={"nps": "9", "rev": "0"}).headers["Location"]
        for _ in range(2)
    ]
    assert [place.rpartition("/")[2] for place in places] == ["done", "done"]
    pages = [text_of(read_page(client.get(f"/r/{token}/done")).find(".//main")) for _ in range(2)]
    assert pages[0] == pages[1]
