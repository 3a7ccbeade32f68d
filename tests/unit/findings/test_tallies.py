"""Tallies: clients before mentions, grades, and what small groups may be shown."""

import uuid
from datetime import date
from functools import partial

import pytest

from findings import tallies
from findings.tallies import Asked, Grade, Voice
from research.small_groups import Group, Minimum

tally = partial(tallies.tally, on=date(2026, 11, 1))


def named(name):
    return uuid.uuid5(uuid.NAMESPACE_OID, name)


def say(client="Acme", person="Ann", **values):
    given = {
        "evidence_id": uuid.uuid4(), "text": "Slow", "language": "en", "kind": "pain",
        "severity": None, "stage": "usage", "segment": "current", "role": "user",
        "client": named(client) if client else None, "person": named(person), "question": "hard",
        "link": uuid.uuid4(), "may_quote": True, "said_on": date(2026, 5, 4),
    }  # fmt: skip
    return Voice(**given | values)


def firms(count, **values):
    return [say(f"firm {n}", f"person {n}", **values) for n in range(count)]


def people(count, firms=3, of=""):
    return Group.of((f"{of} person {n}", f"firm {n % firms}") for n in range(count))


def test_clients_count_once_however_much_they_say():
    counts = tally([say(), say(), say(person="Bob"), say("Beta", "Cay")])
    assert (counts.clients, counts.people, counts.mentions) == (2, 3, 4)


def test_words_of_an_unknown_client_are_mentions_of_no_client():
    counts = tally([say(client=None)])
    assert (counts.clients, counts.people, counts.mentions) == (0, 1, 1)


def test_languages_are_counted_by_mention_the_most_used_first():
    counts = tally([say(language="th"), say(language="en"), say(language="en")])
    assert list(counts.languages.items()) == [("en", 2), ("th", 1)]


def test_segments_count_clients():
    counts = tally([say(), say(person="Bob"), say("Beta", "Cay", segment="lost")])
    assert counts.clients_by_segment() == {"current": 1, "lost": 1}


def test_severity_is_the_median_of_the_rated_pains():
    counts = tally([say(severity=n) for n in (1, 3, 3, 4)] + [say(kind="praise", severity=1)])
    assert (counts.severity, counts.worst) == (3, 4)


def test_unrated_pains_have_no_severity():
    assert tally([say()]).severity is None


@pytest.mark.parametrize(
    ("voices", "grade"),
    [
        (firms(2), Grade.THIN),
        (firms(3), Grade.MODERATE),
        (firms(5), Grade.MODERATE),
        ([*firms(4), say("firm 9", segment="lost")], Grade.STRONG),
        ([*firms(4), say("firm 9", question="")], Grade.STRONG),
        ([*firms(4), say("firm 9", question="", said_on=date(2024, 10, 31))], Grade.MODERATE),
        ([*firms(4), say("firm 9", question="", said_on=date(2024, 11, 1))], Grade.STRONG),
    ],
)
def test_the_grade_asks_for_clients_and_for_breadth(voices, grade):
    assert tally(voices).grade == grade


@pytest.mark.parametrize(("count", "finding"), [(2, False), (3, True)])
def test_a_theme_is_a_finding_from_the_smallest_number_of_firms_on(count, finding):
    assert tally(firms(count)).is_finding(Minimum()) is finding


def test_readers_see_segments_that_stand_on_enough_people_asked():
    asked = Asked(
        {"current": people(9), "former": people(2, of="former"), "lost": people(4, of="lost")}
    )
    counts = tally([*firms(4), *firms(2, segment="former"), *firms(1, segment="lost")])
    assert counts.shown_segments(Minimum(), asked) == {"current": 4}


def test_one_hidden_segment_takes_another_with_it():
    asked = Asked({"current": people(9), "former": people(5), "lost": people(2)})
    counts = tally([*firms(4), *firms(2, segment="former"), *firms(1, segment="lost")])
    assert counts.shown_segments(Minimum(), asked) == {"current": 4}


def test_all_segments_together_are_the_denominator():
    asked = Asked({"current": people(9, firms=6), "lost": people(5, of="lost")})
    assert len(asked.whole.firms) == 6
