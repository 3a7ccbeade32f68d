"""How far the evidence carries: who was heard when, and what is recent."""

from datetime import UTC, datetime

from findings.services.counting import count_themes
from findings.services.strength import fillings, hearings
from findings.tallies import Grade
from foundation.clock import stopped_at
from research.small_groups import Minimum
from tests.service.findings.world import World


def at(year):
    return datetime(year, 3, 1, tzinfo=UTC)


def test_people_are_heard_once_in_the_order_they_first_spoke(session):
    world = World(session)
    late, slow = world.theme("Late"), world.theme("Slow")
    second, first = world.contact("Beta", "lost"), world.contact("Acme")
    for contact, theme, year in ((second, late, 2025), (first, late, 2024), (first, slow, 2026)):
        response = world.response(contact, submitted_at=at(year))
        world.evidence(world.answer("Words", response=response), theme)
    world.evidence(world.answer("Hm", response=world.response(second)), kind="neutral")
    heard = hearings(session, world.study.id, count_themes(session, world.study))
    assert [one.person for one in heard] == [first.id, second.id]
    assert [one.themes for one in heard] == [{late.id, slow.id}, {late.id}]
    assert [one.segment for one in heard] == ["current", "lost"]


def test_a_segment_too_small_to_show_has_no_filling_for_readers(session):
    world = World(session)
    theme = world.theme()
    for number in range(11):
        contact = world.contact(f"Firm {number}", "current" if number else "lost")
        world.evidence(world.answer("Words", response=world.response(contact)), theme)
    heard = hearings(session, world.study.id, count_themes(session, world.study))
    assert [one.segment for one in fillings(heard, None)] == ["", "current", "lost"]
    assert [one.segment for one in fillings(heard, Minimum())] == [""]


def test_what_was_said_years_ago_is_no_strong_evidence_any_more(session):
    world = World(session)
    theme = world.theme()
    for number in range(5):
        contact = world.contact(f"Firm {number}", "current" if number else "lost")
        response = world.response(contact, submitted_at=at(2026))
        world.evidence(world.answer("Words", response=response), theme)
    for year, grade in ((2027, Grade.STRONG), (2029, Grade.MODERATE)):
        with stopped_at(at(year)):
            assert count_themes(session, world.study)[0].tally.grade == grade
