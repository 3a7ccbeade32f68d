import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from findings.gathering import points
from research.journey_presets import preset
from surveys.definition import Definition
from surveys.documents import read_yaml
from surveys.question_types import AnswerValue
from surveys.routing import Respondent, open_problems, walk

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "examples" / "halden-marsh"
SEGMENTS = {
    "current": "Current client",
    "lost": "Lost",
    "former": "Former client",
    "prospect": "Prospect",
}
OPENS, CLOSES = dt.date(2026, 9, 28), dt.date(2026, 11, 20)


def table(name: str, delimiter: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def loaded(name: str) -> Any:
    return yaml.safe_load((SAMPLE / name).read_text(encoding="utf-8"))


def values(response: dict[str, Any]) -> dict[str, AnswerValue]:
    return {name: AnswerValue(**answer) for name, answer in response["answers"].items()}


def shipped(segment: str) -> Definition:
    path = ROOT / "surveys" / "shipped" / f"{segment}.yaml"
    return read_yaml(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def clients() -> dict[str, dict[str, str]]:
    return {row["E-mail"]: row for row in table("clients.csv", ";")}


@pytest.fixture(scope="module")
def responses() -> dict[str, list[dict[str, Any]]]:
    return {segment: loaded(f"answers/{segment}.yaml")["responses"] for segment in SEGMENTS}


@pytest.fixture(scope="module")
def everyone(responses) -> list[dict[str, Any]]:
    return [response for each in responses.values() for response in each]


@pytest.fixture(scope="module")
def words(everyone) -> list[dict[str, Any]]:
    answers = [answer for response in everyone for answer in response["answers"].values()]
    return [answer for answer in answers if "text" in answer]


@pytest.mark.parametrize("segment", SEGMENTS)
def test_the_shipped_questionnaire_asks_every_question_that_was_answered(segment, responses):
    definition = shipped(segment)
    for response in responses[segment]:
        given = values(response)
        known = walk(definition, given, Respondent(segment)).known
        assert known == given, response["contact"]


@pytest.mark.parametrize("segment", SEGMENTS)
def test_the_respondent_pages_would_accept_every_submitted_answer(segment, responses):
    definition = shipped(segment)
    for response in responses[segment]:
        if response["submitted"]:
            assert not open_problems(walk(definition, values(response), Respondent(segment))), (
                response["contact"]
            )


@pytest.mark.parametrize("segment", SEGMENTS)
def test_people_answer_the_questionnaire_of_their_segment_once(segment, responses, clients):
    people = [response["contact"] for response in responses[segment]]
    assert {clients[person]["Relationship"] for person in people} == {SEGMENTS[segment]}
    assert len(set(people)) == len(people)


def test_nobody_answers_who_asked_to_be_left_alone(everyone, clients):
    left_alone = {each for each, row in clients.items() if row["Do not contact"]}
    left_alone |= {each["contact"] for each in loaded("opted-out.yaml")}
    assert len(left_alone) == 3
    assert not left_alone & {response["contact"] for response in everyone}


def test_some_never_answer_and_some_break_off(everyone, clients):
    assert len(clients) - len(everyone) - 3 == 20
    assert sum(response["submitted"] is False for response in everyone) == 4


def test_everyone_answers_between_the_opening_and_the_closing(everyone):
    for response in everyone:
        started = dt.datetime.fromisoformat(response["started"])
        ended = dt.datetime.fromisoformat(response["submitted"] or response["started"])
        assert OPENS <= started.date() <= ended.date() <= CLOSES
        assert started <= ended


def test_three_hundred_answers_in_own_words_and_no_two_alike(words):
    texts = [" ".join(answer["text"].casefold().split()) for answer in words]
    texts += [
        row["What should we do better?"].casefold() for row in table("earlier-survey.csv", ",")
    ]
    assert len(texts) >= 380
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_about_a_third_of_the_words_may_not_be_quoted(words):
    silent = sum(answer.get("quote") != "anonymous" for answer in words)
    assert 0.3 <= silent / len(words) <= 0.4


def test_every_language_is_heard_often_enough(everyone):
    heard = Counter(
        response["language"]
        for response in everyone
        for answer in response["answers"].values()
        if "text" in answer
    )
    assert set(heard) == {"en", "th", "ko", "vi", "fa"}
    assert min(heard.values()) >= 40


def test_the_columns_of_the_earlier_survey_are_those_the_map_names(clients):
    mapping, rows = loaded("earlier-survey-map.yaml"), table("earlier-survey.csv", ",")
    named = [mapping["id"], mapping["submitted_at"], *mapping["contact"].values()]
    assert len(rows) == 24
    assert set(named) | set(mapping["questions"].values()) | {"Device"} == set(rows[0])
    assert {row["Email"].lower() for row in rows} <= set(clients)


def rated(definition: Definition, response: dict[str, Any]) -> Iterator[str]:
    """Yield the stage of each rating a person gave."""
    for question in definition.questions:
        answer = response["answers"].get(question.id)
        if question.type in {"rating", "nps"} and answer:
            yield from (stage for stage, _ in points(question, answer["value"]))


def test_at_least_ten_clients_tell_how_they_felt_at_each_stage(responses, clients):
    felt: dict[str, set[str]] = defaultdict(set)
    for segment, given in responses.items():
        definition = shipped(segment)
        for response in given:
            for stage in rated(definition, response):
                felt[stage].add(clients[response["contact"]]["Company"])
    standard = {stage.key for stage in preset("eight-stage").stages}
    assert {stage for stage, firms in felt.items() if len(firms) >= 10} == standard


def test_most_leave_a_step_out_and_a_few_the_whole_grid(responses):
    grids = {
        segment: next(q for q in shipped(segment).questions if q.id.endswith("_steps"))
        for segment in SEGMENTS
    }
    left_out = [
        sum(row.id not in value for row in grid.rows) / len(grid.rows)
        for segment, grid in grids.items()
        for response in responses[segment]
        if response["submitted"]
        for value in [response["answers"].get(grid.id, {"value": {}})["value"]]
    ]
    assert sum(share > 0 for share in left_out) > len(left_out) / 2
    assert 0.05 <= sum(share == 1 for share in left_out) / len(left_out) <= 0.15


@pytest.fixture(scope="module")
def pains(clients) -> dict[str, set[tuple[str, str]]]:
    named = defaultdict(set)
    for row in table("meant.csv", ","):
        speaker = clients[row["contact"]]
        for pain in filter(None, row["pains"].split("; ")):
            named[pain].add((speaker["Company"], speaker["Language"]))
    return named


def test_what_each_text_means_is_noted_once_for_each_text(everyone):
    written = {
        (response["contact"], name)
        for response in everyone
        for name, answer in response["answers"].items()
        if "text" in answer
    }
    noted = [(row["contact"], row["question"]) for row in table("meant.csv", ",")]
    assert len(noted) == len(set(noted))
    assert set(noted) == written


def test_pains_recur_across_firms_and_languages_at_every_stage(pains):
    recurring = [
        pain
        for pain, speakers in pains.items()
        if 3 <= len({firm for firm, _ in speakers}) <= 12
        and len({language for _, language in speakers}) >= 3
    ]
    assert len(recurring) >= 20
    stages = Counter(pain.split("_")[0] for pain in recurring)
    assert set(stages) == {"aw", "rs", "co", "de", "on", "us", "ex", "ad"}
    assert min(stages.values()) >= 2
