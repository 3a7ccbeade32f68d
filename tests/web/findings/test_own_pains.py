"""The firm's own pains on pages: added by a form or a file, changed, removed, handed out."""

import json
from io import BytesIO

import pytest

from tests.support.pages import read_page, text_of
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
    assert "Added by your firm" in found.text


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
    gone = researcher.post(f"{where}/remove", data={"rev": "2"})
    assert "Removed." in follow(researcher, gone).text
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
    assert page.text.index("Theirs.") < page.text.index("Mine.")
    again = researcher.post(where, data=mine | {"rev": rev_of(page)})
    assert "Mine." in follow(researcher, again).text


def test_what_was_typed_of_a_removed_pain_is_kept_and_can_be_added_anew(added, researcher):
    where = f"{LIBRARY}/own_no_place_to_park"
    researcher.post(f"{where}/remove", data={"rev": "1"})
    page = researcher.post(f"{where}/edit", data=GIVEN | {"definition": "Mine.", "rev": "1"})
    assert page.status_code == 422
    assert "Somebody removed this pain since you opened it" in page.text
    assert "Mine." in page.text
    assert f'action="{LIBRARY}/new"' in page.text
    assert researcher.get(f"{where}/edit").status_code == 404


@pytest.mark.parametrize("data", [{"rev": "1"}, {"rev": "x"}, {}])
def test_whoever_removes_what_was_changed_since_is_led_to_how_it_stands(added, researcher, data):
    where = f"{LIBRARY}/own_no_place_to_park"
    researcher.post(f"{where}/edit", data=GIVEN | {"definition": "Theirs.", "rev": "1"})
    page = follow(researcher, researcher.post(f"{where}/remove", data=data))
    assert "Somebody else changed this pain since you opened it, so it is not removed." in page.text
    assert "Theirs." in page.text
    gone = researcher.post(f"{where}/remove", data={"rev": rev_of(page)})
    assert "Removed." in follow(researcher, gone).text


def test_a_name_there_is_leads_to_the_pain_that_bears_it(added, researcher):
    given = GIVEN | {"name_ko": "noplace TO park", "name_en": "Website does not say what they do"}
    given["examples"] = "x"  # other problems hide none
    page = researcher.post(f"{LIBRARY}/new", data=given)
    assert page.status_code == 422
    assert "The library has a pain called “Website does not say what they do” already" in page.text
    assert "There is a pain of your own called “No place to park” already" in page.text
    assert 'href="/library/own_no_place_to_park"' in page.text
    assert 'href="/library/rs_website_vague"' in page.text


def test_stage_and_severity_are_to_be_chosen(researcher):
    form = read_page(researcher.get(f"{LIBRARY}/new"))
    for name in ("stage", "severity"):
        options = form.findall(f".//select[@name='{name}']/option")
        assert options[0].get("value") == ""
        assert not [each for each in options[1:] if each.get("selected") is not None]
    page = researcher.post(f"{LIBRARY}/new", data=GIVEN | {"stage": "", "severity": ""})
    assert page.text.count("Choose the stage where it is at home.") == 2
    assert page.text.count("Choose how much it typically weighs.") == 2


def test_an_example_perhaps_in_another_language_is_told_on_the_pain_s_page(researcher, reader):
    given = GIVEN | {"examples": GIVEN["examples"] + "\nAlldeles för dyrt"}
    page = follow(researcher, researcher.post(f"{LIBRARY}/new", data=given))
    told = "Perhaps in a language the library does not know: “Alldeles för dyrt”."
    assert told in page.text
    assert told in researcher.get(f"{LIBRARY}/own_no_place_to_park").text
    given["examples"] += "\nOn attend toujours la réponse depuis trois semaines."
    page = researcher.post(f"{LIBRARY}/own_no_place_to_park/edit", data=given | {"rev": "1"})
    assert "In a language the library does not know: “On attend" in page.text


def test_an_own_pain_is_marked_where_it_is_listed(added, reader):
    [entry] = read_page(reader.get(LIBRARY)).findall(".//article[@id='own_no_place_to_park']")
    assert "Added by your firm" in text_of(entry.find("details/summary"))


def rev_of(page):
    fields = [each for each in read_page(page).iter("input") if each.get("name") == "rev"]
    [rev] = {field.get("value") for field in fields}
    return rev


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


def test_a_file_that_takes_the_name_of_a_pain_saves_nothing(added, researcher):
    rows = [raw(), raw(id="own_lift", names={"en": "Lift"}, colour="red")]
    rows[0]["names"]["en"] = "No place to  PARK"
    file = (BytesIO(json.dumps(rows).encode()), "own.json")
    page = researcher.post(f"{LIBRARY}/import", data={"file": file})
    assert page.status_code == 422
    assert "at /library/own_no_place_to_park: change that one" in page.text
    assert "Not read, for a pain has no such field: “colour”." in page.text
    assert researcher.get(f"{LIBRARY}/own_lift").status_code == 404


def test_the_export_is_a_file_to_import(added, researcher):
    file = researcher.get(f"{LIBRARY}/own.jsonl")
    assert "attachment" in file.headers["Content-Disposition"]
    page = researcher.post(f"{LIBRARY}/import", data={"file": (BytesIO(file.data), "own.jsonl")})
    assert "New: 0. Changed: 0. Unchanged: 1." in page.text


@pytest.mark.parametrize("path", ["new", "import", "own.jsonl", "own_x/edit"])
def test_readers_only_read(reader, path):
    assert reader.get(f"{LIBRARY}/{path}").status_code == 403
