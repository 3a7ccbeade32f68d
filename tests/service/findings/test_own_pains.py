"""The firm's own pains in the database: added once, changed, named by a run, exported."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from accounts.services import list_events
from analysis.library import load_library
from findings.known.own_files import written
from findings.known.own_themes import read_own
from findings.models import OwnPain
from findings.services.library import own_pains
from findings.services.runs.running import prepare
from foundation.errors import Conflict, Invalid, NotFound
from tests.service.findings.world import World
from tests.unit.findings.test_own_themes import raw


def own(**values):
    return read_own(raw(**values))[0]


def test_a_file_without_ids_finds_its_pains_by_their_names(session):
    given = own(id="", names={"en": "No place to park", "ko": "주차"})
    assert own_pains.save_own(session, [given], actor=None).added == ("own_no_place_to_park",)
    assert own_pains.save_own(session, [given], actor=None).unchanged == 1
    korean = own(id="", names={"en": "Parking", "ko": "주차"})
    assert own_pains.save_own(session, [korean], actor=None).changed == ("own_no_place_to_park",)
    assert [each.name for each in own_pains.list_own(session)] == ["Parking"]


LIFT = {"id": "own_lift", "names": {"en": "Lift"}}


def test_a_name_that_several_bear_needs_an_id(session):
    own_pains.save_own(session, [own(), own(**LIFT)], actor=None)
    named = select(OwnPain).where(OwnPain.key == "own_lift")
    session.scalars(named).one().names = own().names  # as it could stand in an older database
    with pytest.raises(Invalid, match="Several pains are called “No place to park”"):
        own_pains.save_own(session, [own(id="", severity=4)], actor=None)
    assert own_pains.save_own(session, [own(**LIFT)], actor=None).changed == ("own_lift",)


@pytest.mark.parametrize(
    ("names", "field", "said"),
    [
        ({"en": "no place to PARK"}, "name_en", "at /library/own_no_place_to_park: change that"),
        ({"en": "Parking", "vi": "Noplace to park"}, "name_vi", "a pain of your own called “No pl"),
        ({"th": "Website does not say what they do"}, "name_th", "at /library/rs_website_vague:"),
    ],
)
def test_a_new_pain_of_a_name_there_is_takes_nothing_s_place(session, names, field, said):
    own_pains.add_own(session, own(id="", severity=3), actor=None)
    with pytest.raises(Invalid) as refused:
        own_pains.add_own(session, own(id="", names=names), actor=None)
    assert refused.value.field == field
    assert said in str(refused.value)
    assert [each.severity for each in own_pains.list_own(session)] == [3]


def test_a_pain_is_not_renamed_to_what_another_is_called(session):
    own_pains.save_own(session, [own(), own(**LIFT)], actor=None)
    with pytest.raises(Invalid, match="at /library/own_parking: change that one"):
        own_pains.change_own(session, own(id="own_lift"), rev=1, actor=None)
    own_pains.change_own(session, own(severity=4), rev=1, actor=None)
    assert {each.name for each in own_pains.list_own(session)} == {"Lift", "No place to park"}


def test_a_file_that_names_a_pain_as_another_is_called_saves_nothing(session):
    own_pains.save_own(session, [own()], actor=None)
    file = [own(id="own_new", names={"en": "New"}), replace(own(id="own_lift"), row=3)]
    done = own_pains.save_own(session, file, actor=None)
    assert [str(each).split(":")[0] for each in done.problems] == ["row 3"]
    assert [each.key for each in own_pains.list_own(session)] == ["own_parking"]


def test_two_pains_change_names_in_one_file(session):
    own_pains.save_own(session, [own(), own(**LIFT)], actor=None)
    file = [own(names=LIFT["names"]), own(id="own_lift")]
    assert own_pains.save_own(session, file, actor=None).changed == ("own_parking", "own_lift")


def test_whoever_removes_what_somebody_changed_since_is_told(session):
    own_pains.save_own(session, [own()], actor=None)
    own_pains.change_own(session, own(severity=2), rev=1, actor=None)
    with pytest.raises(Conflict, match="so it is not removed"):
        own_pains.remove_own(session, "own_parking", rev=1, actor=None)
    own_pains.remove_own(session, "own_parking", rev=2, actor=None)
    assert own_pains.list_own(session) == []


def test_of_two_who_change_a_pain_the_second_is_told(session):
    own_pains.save_own(session, [own()], actor=None)
    seen = own_pains.find_own(session, "own_parking").rev
    own_pains.change_own(session, own(severity=2), rev=seen, actor=None)
    with pytest.raises(Conflict, match="Somebody else changed this pain"):
        own_pains.change_own(session, own(severity=4), rev=seen, actor=None)
    own_pains.change_own(session, own(severity=2), rev=seen, actor=None)
    assert own_pains.find_own(session, "own_parking").severity == 2
    own_pains.remove_own(session, "own_parking", rev=2, actor=None)
    with pytest.raises(NotFound, match="Somebody removed this pain"):
        own_pains.change_own(session, own(severity=4), rev=seen + 1, actor=None)


def test_the_same_again_changes_nothing_and_a_change_is_told(session):
    own_pains.save_own(session, [own()], actor=None)
    same = own_pains.save_own(session, [own()], actor=None)
    assert (same.added, same.changed, same.unchanged) == ((), (), 1)
    assert own_pains.save_own(session, [own(severity=3)], actor=None).changed == ("own_parking",)
    assert own_pains.find_own(session, "own_parking").severity == 3
    verbs = [event.verb for event in list_events(session, offset=0, limit=9)[0]]
    assert sorted(verbs) == ["add_own_pain", "change_own_pain"]


def test_an_export_is_imported_again_unchanged(session):
    own_pains.save_own(session, [own(), own(**LIFT)], actor=None)
    file = written(own_pains.list_own(session)).encode()
    read = own_pains.read_file(file, "own.jsonl")
    assert read.problems == ()
    assert own_pains.save_own(session, read.themes, actor=None).unchanged == 2
    assert written(own_pains.list_own(session)).encode() == file


def test_the_next_analysis_of_a_study_reads_them(session):
    world = World(session)
    world.answer("No place to park at all")
    assert prepare(session, world.study).library is load_library()
    own_pains.save_own(session, [own()], actor=None)
    assert prepare(session, world.study).library.pains[-1].id == "own_parking"
    own_pains.remove_own(session, "own_parking", rev=1, actor=None)
    assert prepare(session, world.study).library is load_library()


def test_commands_add_try_and_export(app, tmp_path):
    run = app.test_cli_runner().invoke
    file, out = tmp_path / "own.jsonl", tmp_path / "out.jsonl"
    file.write_text(json.dumps(raw()), "utf-8")
    tried = run(args=["library", "add", str(file), "--dry-run"])
    assert "own_parking: new" in tried.output
    assert "1 new, 0 changed, 0 unchanged: a dry run, nothing is saved." in tried.output
    assert "1 new, 0 changed, 0 unchanged." in run(args=["library", "add", str(file)]).output
    assert "1 themes" in run(args=["library", "export", "--out", str(out)]).output
    assert "0 new, 0 changed, 1 unchanged." in run(args=["library", "add", str(out)]).output


def test_a_file_with_problems_saves_nothing_and_names_its_rows(app, tmp_path):
    file = tmp_path / "own.csv"
    file.write_text("name_en,definition,stage,severity\nLate,It is late,usage,9\n", "utf-8")
    result = app.test_cli_runner().invoke(args=["library", "add", str(file)])
    assert result.exit_code == 1
    assert "own.csv: row 2: Give it a typical severity from 1 to 4." in result.output
    assert "own.csv: row 2: Write 3 examples at least; there are 0." in result.output
    assert "2 problems; nothing is saved." in result.output


def test_a_table_as_excel_writes_it_is_read_and_what_is_left_out_is_told(app, tmp_path):
    file = tmp_path / "own.csv"
    head = "name_en,definition,stage,severity,owner,example 1,example 2,example 3\n"
    said = "No place to park.,Visitor spaces are full.,There is nowhere to park."
    file.write_text(f"{head}Parking,It is full.,usage,2.0,Kim,{said}\n", "utf-8")
    output = app.test_cli_runner().invoke(args=["library", "add", str(file)]).output
    assert "own.csv: Not read, for a pain has no such field: “owner”." in output
    assert "1 new, 0 changed, 0 unchanged." in output
    file.write_text(f"{head}Parking,It is full, always,usage,2.0,Kim,{said}\n", "utf-8")
    output = app.test_cli_runner().invoke(args=["library", "add", str(file)]).output
    assert "row 2: This row has more cells than the header has names" in output
    assert "1 problem; nothing is saved." in output


def test_a_json_file_is_no_table(app, tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps([raw()], indent=2), "utf-8")
    output = app.test_cli_runner().invoke(args=["library", "add", str(file)]).output
    assert "1 new, 0 changed, 0 unchanged." in output


def test_of_many_problems_the_first_are_told(app, tmp_path):
    file = tmp_path / "own.jsonl"
    file.write_text("{}}\n" * 30, "utf-8")
    result = app.test_cli_runner().invoke(args=["library", "add", str(file)])
    assert result.output.count("own.jsonl: row") == 20
    assert "30 problems, 10 of them not listed; nothing is saved." in result.output
