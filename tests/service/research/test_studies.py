from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from foundation.errors import Conflict, DomainError, Invalid, NotFound
from research.models.organisation import Contact, Organisation
from research.services import journeys, steps, studies


def add_client(session, study, name="Orrin Ltd", email="ann@orrin.example", **values):
    firm = Organisation(study_id=study.id, name=name, name_key=name.casefold())
    session.add(firm)
    session.flush()
    session.add(Contact(organisation_id=firm.id, email=email, segment="current", **values))
    session.flush()


def test_a_study_is_found_by_the_short_name_made_from_its_title(session, make_study):
    study = make_study(title="Why clients stay", wave="Autumn 2026")
    assert studies.find(session, "why-clients-stay-autumn-2026") is study


def test_two_studies_of_one_title_have_two_short_names(make_study):
    assert [make_study().slug, make_study().slug] == ["what-clients-say", "what-clients-say-2"]


def test_a_thai_title_still_gives_a_short_name(make_study):
    assert make_study(title="เสียงลูกค้า").slug == "study"


def test_a_new_study_stands_on_its_own_copy_of_the_model(session, study):
    stages = journeys.newest(session, study).stages
    assert stages[0].key == "pre_purchase"
    assert [outcome["key"] for outcome in stages[0].outcomes] == ["hired", "not_now", "no_way"]
    assert stages[0].touchpoints[0].owner_team == "Partners"


def test_opening_puts_the_journey_in_force(session, study):
    studies.open_study(session, study)
    assert study.is_open
    assert (
        journeys.in_force(session, study).published_at
        == journeys.newest(session, study).published_at
    )
    assert study.opened_at is not None


def test_a_closed_study_can_be_opened_again(session, study):
    studies.open_study(session, study)
    studies.close(session, study)
    studies.open_study(session, study)
    assert study.is_open
    assert study.closed_at is None


def test_an_archived_study_leaves_the_list(session, study):
    studies.archive(session, study)
    assert studies.list_studies(session) == []
    assert studies.list_studies(session, archived=True) == [(study, 0, 0)]


def test_the_list_counts_clients_and_people(session, study):
    add_client(session, study)
    add_client(session, study, "Marsh Ltd")
    assert studies.list_studies(session) == [(study, 2, 2)]


def test_the_next_wave_takes_journey_and_clients_along(session, study):
    add_client(session, study, do_not_contact=True)
    copy = studies.duplicate(session, study, wave="Spring 2027")
    person = session.scalar(
        select(Contact).join(Contact.organisation).where(Organisation.study_id == copy.id)
    )
    assert (copy.previous_id, copy.wave, copy.is_draft) == (study.id, "Spring 2027", True)
    assert (person.email, person.do_not_contact) == ("ann@orrin.example", True)
    assert len(journeys.newest(session, copy).stages) == 4
    assert journeys.newest(session, copy).published_at is None


def test_the_next_wave_leaves_erased_people_behind(session, study):
    add_client(session, study, erased_at=study.created_at)
    studies.duplicate(session, study, wave="2")
    assert [people for _, _, people in studies.list_studies(session)] == [0, 1]


def test_a_room_above_may_take_its_own_along(session, study, monkeypatch):
    seen = []
    monkeypatch.setattr(studies, "_carriers", [])
    studies.carries_over(lambda _session, old, new: seen.append((old, new)))
    copy = studies.duplicate(session, study, wave="2")
    assert seen == [(study, copy)]


def test_the_plan_of_a_study_can_be_changed(session, study):
    studies.change(session, study, replace(studies.plan_of(study), goal="Keep  them"))
    assert study.goal == "Keep them"


def test_the_smallest_group_is_fixed_once_the_study_was_opened(session, study):
    studies.open_study(session, study)
    with pytest.raises(Invalid, match="fixed since the study was opened"):
        studies.change(session, study, replace(studies.plan_of(study), min_people=8))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": " "}, "Give the study a title."),
        ({"firm": ""}, "Name the firm"),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"segments": ()}, "at least one segment"),
        ({"segments": ("friend",)}, "at least one segment"),
        ({"languages": ()}, "at least one language"),
        ({"languages": ("en", "Klingon")}, "“Klingon” is no language we know"),
        ({"min_people": 4}, "at least 5 people"),
        ({"min_firms": 2}, "at least 3 firms"),
        ({"opens_on": date(2026, 2, 2), "closes_on": date(2026, 2, 1)}, "before the first"),
        ({"contact_email": "me@home"}, "“me@home” is not an email address."),
        ({"slug": "Not Good"}, "small letters, digits and hyphens"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(session, make_study, values, said):
    with pytest.raises(Invalid, match=said):
        make_study(**values)
    assert studies.list_studies(session) == []


def test_a_short_name_is_given_only_once(make_study):
    make_study(slug="first")
    with pytest.raises(Conflict, match="a study “first” already"):
        make_study(slug="first")


def test_an_unknown_study_is_not_found(session):
    with pytest.raises(NotFound, match="no study “nothing”"):
        studies.find(session, "nothing")


@pytest.mark.parametrize(
    ("before", "act", "said"),
    [
        ([], studies.close, "Only an open study"),
        ([studies.open_study], studies.open_study, "open already"),
        ([studies.archive], studies.archive, "archived already"),
        ([studies.open_study], studies.archive, "close it first"),
        ([studies.archive], studies.open_study, "take it out of the archive"),
        ([], studies.unarchive, "not archived"),
    ],
)
def test_a_study_changes_its_state_only_in_order(session, study, before, act, said):
    for step in before:
        step(session, study)
    with pytest.raises(DomainError, match=said):
        act(session, study)


def test_the_next_wave_needs_a_name(session, study):
    with pytest.raises(Invalid, match="Name the next wave"):
        studies.duplicate(session, study, wave=" ")


def test_the_first_step_that_is_ready_comes_next(session, study):
    step = steps.next_step([studies.opening_step(session, study)])
    assert step.title == "Open the study"
    studies.open_study(session, study)
    assert steps.next_step([studies.opening_step(session, study)]) is None


def test_the_steps_stand_in_their_order(session, study):
    titles = [step.title for step in steps.list_steps(session, study)]
    assert titles.index("Describe the journey") < titles.index("Open the study")
