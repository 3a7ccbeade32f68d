import csv
import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from research.words import ConsentScope, Kind

SAMPLE = Path(__file__).parents[3] / "examples" / "halden-marsh"
INTERVIEWS = sorted((SAMPLE / "interviews").glob("*.yaml"))
STAGES = {
    "awareness", "research", "consideration", "decision",
    "onboarding", "usage", "expansion", "advocacy",
}  # fmt: skip

each_interview = pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_twelve_people_were_interviewed_in_five_languages():
    interviews = [loaded(path) for path in INTERVIEWS]
    languages = Counter(interview["language"] for interview in interviews)
    assert languages == {"en": 4, "th": 2, "ko": 2, "vi": 2, "fa": 2}
    assert len({interview["contact"] for interview in interviews}) == 12


@each_interview
def test_the_interviewed_person_is_on_the_client_list(path):
    with (SAMPLE / "clients.csv").open(encoding="utf-8-sig", newline="") as file:
        people = {row["E-mail"] for row in csv.DictReader(file, delimiter=";")}
    assert loaded(path)["contact"] in people


@each_interview
def test_consent_is_given_by_the_day_of_the_interview(path):
    interview = loaded(path)
    assert interview["consent"]["scope"] in set(ConsentScope)
    assert interview["consent"]["given"] <= interview["date"]
    assert dt.date(2026, 9, 28) <= interview["date"] <= dt.date(2026, 11, 20)


@each_interview
def test_every_excerpt_is_found_word_for_word_and_once_in_its_note(path):
    interview = loaded(path)
    for excerpt in interview["excerpts"]:
        text = interview["notes"][excerpt["section"]]["text"]
        assert text.count(excerpt["quote"]) == 1, excerpt["quote"]


@each_interview
def test_every_excerpt_is_judged_in_the_words_of_the_field(path):
    interview = loaded(path)
    assert {note["stage"] for note in interview["notes"]} <= STAGES
    for excerpt in interview["excerpts"]:
        assert excerpt["stage"] in STAGES
        assert excerpt["kind"] in set(Kind)
        assert (excerpt["severity"] in {1, 2, 3, 4}) == (excerpt["kind"] == "pain")
        assert excerpt["emotion"] in range(-3, 4)


def test_the_interviews_speak_of_every_stage():
    told = {excerpt["stage"] for path in INTERVIEWS for excerpt in loaded(path)["excerpts"]}
    assert told == STAGES
