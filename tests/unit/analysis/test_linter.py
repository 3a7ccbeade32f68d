"""The library's linter: what ships is sound, and each kind of fault is found and placed."""

import json
import shutil

import pytest

from analysis.corpus import LANGUAGES
from analysis.library import FOLDER, STAGES
from analysis.library.linter import check


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A library of two pains, cut out of the one that ships."""
    folder = tmp_path_factory.mktemp("library")
    keys = ("us_slow_replies", "us_no_status_updates")
    told = json.loads((FOLDER / "pains.json").read_text("utf-8"))
    pains = {key: told[key] for key in keys}
    for key, other in zip(keys, reversed(keys), strict=True):
        pains[key]["neighbours"] = {other: "there it is the other way round."}
    write(folder / "pains.json", pains)
    write(folder / "topics.json", {})
    (folder / "examples").mkdir()
    lines = (FOLDER / "examples" / "usage.jsonl").read_text("utf-8").splitlines()
    kept = [line for line in lines if json.loads(line)["pain"] in keys]
    (folder / "examples" / "usage.jsonl").write_text("\n".join(kept), "utf-8")
    return folder


@pytest.fixture
def folder(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "library")


def write(file, entries):
    rows = (f"{json.dumps(key)}: {json.dumps(told)}" for key, told in entries.items())
    file.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")


def change(folder, key, **values):
    entries = json.loads((folder / "pains.json").read_text("utf-8"))
    entries[key] |= values
    write(folder / "pains.json", entries)


def add(folder, **values):
    """Add an example of a pain; return what is wrong at its line."""
    file = folder / "examples" / "usage.jsonl"
    example = {"language": "en", "kind": "pain", "pain": "us_slow_replies", "severity": 2} | values
    line = len(file.read_text("utf-8").splitlines()) + 1
    file.write_text(file.read_text("utf-8") + "\n" + json.dumps(example), "utf-8")
    return [fault.what for fault in check(folder) if fault.line == line and "usage" in fault.file]


def test_the_library_that_ships_is_sound():
    assert check() == []


def test_a_sound_library_has_no_faults(sound):
    assert check(sound) == []


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"labels": {}}, "give it a label in en"),
        ({"labels": dict.fromkeys(LANGUAGES, "Slow answers")}, "is not in th; write it in th"),
        ({"stage": "someday"}, "give it a home stage"),
        ({"definition": " "}, "say in a definition what it is"),
        ({"neighbours": {}}, "name its nearest neighbour"),
        ({"neighbours": {"us_nothing": "x"}}, "“us_nothing” is no other pain"),
        ({"neighbours": {"us_slow_replies": "x"}}, "“us_slow_replies” is no other pain"),
        ({"neighbours": {"us_no_status_updates": ""}}, "say how it differs"),
        ({"severity": 5}, "give it a typical severity, 1 to 4"),
        ({"severity": 4}, "its examples have moved"),
        ({"colour": "red"}, "“colour” is no field"),
    ],
)
def test_what_a_pain_lacks_is_told_at_its_line(folder, values, what):
    change(folder, "us_slow_replies", **values)
    faults = [fault for fault in check(folder) if what in fault.what]
    assert [(fault.file, fault.line) for fault in faults][:1] == [("pains.json", 2)]


def test_a_severity_with_a_reason_of_its_own_need_not_follow_the_marks(folder):
    change(folder, "us_slow_replies", severity=4, severity_reason="Partners lost clients by it.")
    assert check(folder) == []


def test_two_pains_of_one_name_are_told_apart(folder):
    labels = json.loads((folder / "pains.json").read_text("utf-8"))["us_slow_replies"]["labels"]
    change(folder, "us_no_status_updates", labels=labels)
    assert sum("name them apart" in fault.what for fault in check(folder)) == len(LANGUAGES)


def test_a_missing_example_is_counted_by_language(folder):
    file = folder / "examples" / "usage.jsonl"
    told = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    gone = [e for e in told if e["pain"] == "us_slow_replies" and e["language"] == "ko"][:3]
    file.write_text("\n".join(json.dumps(e) for e in told if e not in gone), "utf-8")
    missing = [fault.what for fault in check(folder) if "more examples" in fault.what]
    assert missing == ["us_slow_replies: write 3 more examples in ko, each with a severity."]


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"text": "이메일에 아무도 답하지 않아요."}, "not in en"),
        ({"text": "Nobody rings.", "language": "de"}, "say its language"),
        ({"text": " Nobody rings "}, "without spaces around it"),
        ({"text": "Write to anna@halden.example and see."}, "an e-mail address"),
        ({"text": "Call +44 207 946 0958 and wait."}, "a telephone number"),
        ({"text": "Our case 48213377 lies there."}, "a long number"),
        ({"text": "Mr. John Carter never rings."}, "a full name"),
        ({"text": "Nobody rings.", "pain": "us_nothing"}, "is no known pain"),
        ({"text": "Nobody rings.", "kind": "moan"}, "say its kind"),
        ({"text": "Nobody rings.", "topic": "praise_x"}, "is no topic of this kind"),
        ({"text": "Nobody rings.", "stage": "someday"}, "is no stage"),
        ({"text": "Nobody rings.", "severity": 9}, "a severity is 1 to 4"),
        ({"text": "Nobody rings.", "mood": "bad"}, "“mood” is no field"),
    ],
)
def test_what_is_wrong_with_an_example_is_told_at_its_line(folder, values, what):
    assert any(what in found for found in add(folder, **values))


def test_a_text_told_twice_names_the_first(folder):
    add(folder, text="Every letter we send them waits a fortnight for its answer.")
    found = add(folder, text="every letter we send them waits a fortnight for its answer")
    assert found[0].startswith("it is 100% like examples/usage.jsonl:")


def test_texts_filled_into_one_frame_are_a_template(folder):
    for what in ("corporation tax", "merger papers", "payroll mistakes"):
        add(folder, text=f"We asked them about {what} and nobody has answered us since")
    assert any("fills the same frame" in fault.what for fault in check(folder))


def test_a_broken_file_is_a_fault_and_no_crash(folder):
    with (folder / "examples" / "usage.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("\n{broken\n[]")
    (folder / "topics.json").write_text('{"a": {}, "a": {}}', "utf-8")
    told = [str(fault) for fault in check(folder)]
    assert any("It is no JSON" in line for line in told)
    assert any("Write an object with a “text”" in line for line in told)
    assert any(
        line.startswith("topics.json:1: It cannot be read: “a” stands twice") for line in told
    )


def test_the_sentences_of_the_stages_are_checked_where_they_are(folder):
    told = {stage: {code: [] for code in LANGUAGES} for stage in STAGES}
    told["usage"]["en"] = [
        "We wait for their report.",
        "we wait for their report",
        "보고서를 기다린다.",
    ]
    text = json.dumps({"moments": told, "models": []}, indent=1, ensure_ascii=False)
    (folder / "stages.json").write_text(text, "utf-8")
    told = [fault for fault in check(folder) if fault.file == "stages.json"]
    missing = [fault for fault in told if fault.what.startswith("Write sentences of ")]
    assert len(missing) == len(STAGES) * len(LANGUAGES) - 1
    lines = text.splitlines()
    assert {lines[fault.line - 1].strip(' ",') for fault in told if fault not in missing} == {
        "we wait for their report", "보고서를 기다린다.",
    }  # fmt: skip
