"""The firm's own pains in the database: added once, changed, named by a run, exported."""

import json

from accounts.services import list_events
from analysis.library import load_library
from findings.known.own_themes import read_own, written
from findings.services.library import own_pains
from findings.services.runs.running import prepare
from tests.service.findings.world import World
from tests.unit.findings.test_own_themes import raw


def own(**values):
    return read_own(raw(**values))[0]


def test_a_theme_without_an_id_is_given_one_of_its_own(session):
    first = own_pains.save_own(session, [own(id="")], actor=None)
    again = own_pains.save_own(session, [own(id="")], actor=None)
    assert first.added == ("own_no_place_to_park",)
    assert again.added == ("own_no_place_to_park_2",)


def test_the_same_again_changes_nothing_and_a_change_is_told(session):
    own_pains.save_own(session, [own()], actor=None)
    same = own_pains.save_own(session, [own()], actor=None)
    assert (same.added, same.changed, same.unchanged) == ((), (), 1)
    assert own_pains.save_own(session, [own(severity=3)], actor=None).changed == ("own_parking",)
    assert own_pains.find_own(session, "own_parking").severity == 3
    verbs = [event.verb for event in list_events(session, offset=0, limit=9)[0]]
    assert sorted(verbs) == ["add_own_pain", "change_own_pain"]


def test_an_export_is_imported_again_unchanged(session):
    own_pains.save_own(session, [own(), own(id="own_lift")], actor=None)
    file = written(own_pains.list_own(session)).encode()
    themes, problems = own_pains.read_file(file, "own.jsonl")
    assert problems == []
    assert own_pains.save_own(session, themes, actor=None).unchanged == 2
    assert written(own_pains.list_own(session)).encode() == file


def test_the_next_analysis_of_a_study_reads_them(session):
    world = World(session)
    world.answer("No place to park at all")
    assert prepare(session, world.study).library is load_library()
    own_pains.save_own(session, [own()], actor=None)
    assert prepare(session, world.study).library.pains[-1].id == "own_parking"
    own_pains.remove_own(session, "own_parking", actor=None)
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
