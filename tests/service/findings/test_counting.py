"""Counting themes: who speaks, who was asked, and whose words may be shown."""

from datetime import date

import pytest

from findings.services.counting import count_themes
from findings.services.voices import voices_by_theme
from foundation.clock import now


def counted(world):
    return count_themes(world.session, world.study)


def say(world, theme, firm, text="Slow", question="hard", **values):
    response = world.response(world.contact(firm, **values))
    return world.evidence(world.answer(f"{text} {firm}", question, response), theme)


def voice(world, theme):
    [only] = voices_by_theme(world.session, world.study.id)[theme.id]
    return only


def test_themes_of_more_clients_come_first(world):
    few, many = world.theme("Few"), world.theme("Many")
    for firm in ("Acme", "Acme", "Beta"):
        say(world, many, firm)
    for firm in ("Acme", "Acme", "Acme"):
        say(world, few, firm)
    assert [(c.theme.label, c.tally.clients, c.tally.mentions) for c in counted(world)] == [
        ("Many", 2, 3), ("Few", 1, 3),
    ]  # fmt: skip


def test_the_base_is_whoever_came_past_the_question(world):
    theme = world.theme()
    say(world, theme, "Acme")
    world.answer("Fine", "hard", world.response(world.contact("Beta")))
    world.response(world.contact("Cay"), submitted_at=None)
    [only] = counted(world)
    assert len(only.asked.whole.firms) == 2


def test_everyone_interviewed_is_in_the_base(world):
    theme = world.theme()
    say(world, theme, "Acme")
    world.talk(world.contact("Beta", "lost"))
    [only] = counted(world)
    assert sorted(only.asked.segments) == ["current", "lost"]


def test_merged_themes_are_not_counted(world):
    theme, other = world.theme(), world.theme("Other")
    say(world, theme, "Acme")
    other.merged_into_id = theme.id
    world.session.flush()
    assert [each.theme for each in counted(world)] == [theme]


def test_a_proposed_theme_without_evidence_is_not_shown_but_an_approved_one_is(world):
    world.theme("Empty")
    kept = world.theme("Awaited", status="approved")
    assert [each.theme for each in counted(world)] == [kept]


def test_erased_people_test_responses_and_withdrawn_talks_count_nothing(world):
    theme = world.theme()
    say(world, theme, "Acme", erased_at=now())
    world.evidence(world.answer("Test", response=world.response(is_test=True)), theme)
    talk = world.talk()
    world.consent(talk, withdrawn_on=date(2026, 6, 1))
    world.evidence(world.excerpt(talk, "Gone"), theme)
    assert voices_by_theme(world.session, world.study.id) == {}


@pytest.mark.parametrize(("quote", "may"), [("anonymous", True), ("no", False), ("", False)])
def test_an_answer_is_quoted_only_with_permission(world, quote, may):
    theme = world.theme()
    world.evidence(world.answer("Slow", quote=quote), theme)
    assert voice(world, theme).may_quote is may


def test_a_redacted_answer_is_not_quoted_from_its_unredacted_words(world):
    theme = world.theme()
    world.evidence(
        world.answer("Bo is slow", quote="anonymous", redacted_text="[…] is slow"), theme
    )
    assert voice(world, theme).may_quote is False


@pytest.mark.parametrize(
    ("scope", "may"),
    [("internal_aggregate", False), ("internal_quote", True), ("attributed", True)],
)
def test_an_excerpt_is_quoted_as_far_as_the_consent_goes(world, scope, may):
    theme, talk = world.theme(), world.talk()
    world.consent(talk, scope)
    world.evidence(world.excerpt(talk, "Slow"), theme)
    assert voice(world, theme).may_quote is may


def test_without_a_consent_nothing_is_quoted(world):
    theme = world.theme()
    world.evidence(world.excerpt(world.talk(), "Slow"), theme)
    assert voice(world, theme).may_quote is False


def test_an_interview_is_told_from_a_survey(world):
    theme, talk = world.theme(), world.talk(world.contact("Acme", "former", role="finance"))
    world.evidence(world.excerpt(talk, "Slow"), theme)
    only = voice(world, theme)
    assert (only.source, only.segment, only.role, only.link) == (
        "interview", "former", "finance", talk.id,
    )  # fmt: skip
