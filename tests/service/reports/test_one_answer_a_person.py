"""A person who answered twice counts once, by the newest answer."""

from datetime import timedelta

import pytest

from foundation.clock import now
from surveys.models.questionnaire import QuestionnaireVersion
from surveys.question_types import Question
from tests.unit.surveys.definitions import questionnaire

NPS = Question("recommend", "nps", "Would you recommend us?", stage="advocacy")


@pytest.fixture
def scored(clients):
    """Five people of five firms who would recommend the firm, and the version they answered."""
    version = clients.add(
        QuestionnaireVersion(
            questionnaire=clients.version.questionnaire,
            number=2,
            content_hash="1",
            published_at=now(),
            definition=questionnaire(NPS).plain(),
        )
    )
    people = [clients.contact(firm=f"Firm {number}") for number in range(5)]
    for person in people:
        score(clients, version, person, 10)
    return version, people


def score(clients, version, contact, value, **response):
    given = clients.response(contact, version=version, **response)
    return clients.answer("", NPS.id, given, value=value)


def everyone(clients):
    clients.session.flush()
    return clients.document().recommendation[0]


def counts(line):
    return line.score.promoters, line.score.passives, line.score.detractors


@pytest.mark.parametrize(("days", "expected"), [(-400, (5, 0, 0)), (1, (4, 0, 1))])
def test_the_newest_answer_of_a_person_is_the_one_that_counts(clients, scored, days, expected):
    version, people = scored
    moment = now() + timedelta(days=days)
    score(clients, version, people[0], 2, source="import", submitted_at=moment)
    line = everyone(clients)
    assert (counts(line), line.score.people, line.clients) == (expected, 5, 5)
    assert clients.document().sample.people == 5


def test_a_person_counts_in_the_segment_of_the_newest_answer(clients, scored):
    version, people = scored
    earlier = {"source": "import", "submitted_at": now() - timedelta(days=400)}
    for person in people:
        score(clients, version, person, 0, segment="prospect", **earlier)
    lines = {line.key: counts(line) for line in clients.document().recommendation}
    assert lines == {"all": (5, 0, 0), "current": (5, 0, 0)}


def test_answers_nobody_can_be_matched_with_are_people_of_their_own(clients, scored):
    version, people = scored
    for _ in range(2):
        answer = score(clients, version, people[0], 7, source="import")
        answer.response.contact = None
    line = everyone(clients)
    assert (counts(line), line.clients) == ((5, 2, 0), 5)


def test_an_earlier_rating_of_the_same_line_gives_way(clients):
    for answer in clients.said(None, 5):
        clients.rate(answer.response, time=5)
        earlier = now() - timedelta(days=400)
        old = clients.response(answer.response.contact, source="import", submitted_at=earlier)
        clients.rate(old, time=1)
    clients.session.flush()
    (rating,) = clients.document().stages[1].ratings
    assert (rating.counts, rating.people, rating.clients) == ((0, 0, 0, 0, 5), 5, 5)


EASY = Question("easy", "ces", "How easy?", stage="usage", scale=tuple("1234567"))
REASON = Question("why", "nps_why", "Recommend us?", stage="advocacy", bands=("A", "B", "C"))


def test_scores_of_every_type_stand_in_the_report_on_their_own_scale(clients):
    asked = questionnaire(EASY, REASON)
    version = clients.add(
        QuestionnaireVersion(
            questionnaire=clients.version.questionnaire, number=2, published_at=now(),
            content_hash=asked.content_hash, definition=asked.plain(),
        )
    )  # fmt: skip
    for number in range(5):
        given = clients.response(clients.contact(firm=f"Firm {number}"), version=version)
        clients.answer("", "easy", given, value=7 if number else 2)
        clients.answer("Fine", "why", given, value=9)
    assert counts(everyone(clients)) == (5, 0, 0)
    lines = [line for stage in clients.document().stages for line in stage.ratings]
    assert [(line.text, line.counts, line.ends) for line in lines] == [
        ("How easy?", (0, 1, 0, 0, 0, 0, 4), ("1", "7"))
    ]
