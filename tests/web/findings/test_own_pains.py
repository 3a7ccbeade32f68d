"""The firm's own pains on pages: added by a form or a file, changed, removed, handed out."""

import json
from io import BytesIO

import pytest

from tests.support.pages import read_page
from tests.unit.findings.test_own_themes import raw
from tests.web.findings.conftest import follow

LIBRARY = "/library"
GIVEN = {
    "name_en": "No place to park",
    "definition": "Visitors find nowhere to leave the car.",
    "difference": "Not that the office is far away.",
    "stage": "usage",
    "severity": "1",
    "examples": "No place to park.\nVisitor spaces are full.\n주차할 곳이 없어요.",
}


@pytest.fixture
def added(researcher):
    return follow(researcher, researcher.post(f"{LIBRARY}/new", data=GIVEN))


def test_a_researcher_adds_a_pain_that_every_reader_finds(added, reader):
    assert "No place to park" in added.text
    assert "Not that the office is far away." in added.text
    found = reader.get(f"{LIBRARY}?q=visitor+spaces")
    assert "No place to park" in found.text
    assert "Your own" in found.text


def test_what_is_missing_stands_at_its_field(researcher):
    page = researcher.post(f"{LIBRARY}/new", data=GIVEN | {"name_en": "", "examples": "One."})
    assert page.status_code == 422
    assert "Give it a name in one language at least." in page.text
    assert "Write 3 examples at least; there are 1." in page.text
    assert "Visitors find nowhere" in page.text


def test_a_pain_is_changed_and_removed(added, researcher):
    where = f"{LIBRARY}/own_no_place_to_park"
    assert "Visitor spaces are full." in researcher.get(f"{where}/edit").text
    changed = researcher.post(f"{where}/edit", data=GIVEN | {"name_en": "Nowhere", "rev": "1"})
    assert "Nowhere" in follow(researcher, changed).text
    assert "Removed." in follow(researcher, researcher.post(f"{where}/remove")).text
    assert researcher.get(where).status_code == 404


def test_whoever_saves_second_keeps_what_was_typed_and_sees_how_it_stands(added, researcher):
    where = f"{LIBRARY}/own_no_place_to_park/edit"
    assert rev_of(researcher.get(where)) == "1"
    researcher.post(where, data=GIVEN | {"definition": "Theirs.", "rev": "1"})
    mine = GIVEN | {"definition": "Mine.", "rev": "1"}
    page = researcher.post(where, data=mine)
    assert page.status_code == 422
    assert "Somebody else changed this pain since you opened it" in page.text
    assert "Mine." in page.text
    assert "Theirs." in page.text
    again = researcher.post(where, data=mine | {"rev": rev_of(page)})
    assert "Mine." in follow(researcher, again).text


def test_what_was_typed_of_a_removed_pain_is_kept_and_can_be_added_anew(added, researcher):
    where = f"{LIBRARY}/own_no_place_to_park"
    researcher.post(f"{where}/remove")
    page = researcher.post(f"{where}/edit", data=GIVEN | {"definition": "Mine.", "rev": "1"})
    assert page.status_code == 422
    assert "Somebody removed this pain since you opened it" in page.text
    assert "Mine." in page.text
    assert f'action="{LIBRARY}/new"' in page.text
    assert researcher.get(f"{where}/edit").status_code == 404


def rev_of(page):
    [field] = [each for each in read_page(page).iter("input") if each.get("name") == "rev"]
    return field.get("value")


def test_a_file_is_tried_before_it_is_saved(researcher):
    def send(**values):
        file = (BytesIO(json.dumps(raw()).encode()), "own.jsonl")
        return researcher.post(f"{LIBRARY}/import", data={"file": file, **values})

    assert "nothing is saved" in send(dry_run="y").text
    assert researcher.get(f"{LIBRARY}/own_parking").status_code == 404
    assert "It is saved." in send().text
    assert researcher.get(f"{LIBRARY}/own_parking").status_code == 200


def test_a_file_with_problems_is_told_row_by_row(researcher):
    file = (BytesIO(b"name_en,stage\nLate,someday\n"), "own.csv")
    page = researcher.post(f"{LIBRARY}/import", data={"file": file})
    assert page.status_code == 422
    assert "Say in a sentence what it is." in page.text
    assert "Give it a home stage" in page.text
    many = (BytesIO(b"name_en\n" + b"Late\n" * 9), "own.csv")
    page = researcher.post(f"{LIBRARY}/import", data={"file": many})
    assert page.text.count("Say in a sentence what it is.") == 5
    assert "more problems are not listed." in page.text


def test_a_file_that_is_none_is_told(researcher):
    for file in ((BytesIO(b""), "own.jsonl"), (BytesIO(b"\xff\xfe\x00"), "own.jsonl")):
        assert researcher.post(f"{LIBRARY}/import", data={"file": file}).status_code == 422


def test_the_export_is_a_file_to_import(added, researcher):
    file = researcher.get(f"{LIBRARY}/own.jsonl")
    assert "attachment" in file.headers["Content-Disposition"]
    page = researcher.post(f"{LIBRARY}/import", data={"file": (BytesIO(file.data), "own.jsonl")})
    assert "New: 0. Changed: 0. Unchanged: 1." in page.text


@pytest.mark.parametrize("path", ["new", "import", "own.jsonl", "own_x/edit"])
def test_readers_only_read(reader, path):
    assert reader.get(f"{LIBRARY}/{path}").status_code == 403
