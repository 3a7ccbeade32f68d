import uuid
from datetime import date

import pytest

from foundation.errors import Conflict, Invalid, NotFound
from research.services import contacts
from research.services.contacts import Wanted
from research.services.steps import StepState


@pytest.fixture
def ann(session, study):
    values = {"email": "Ann@Orrin.example", "name": "Ánn Lee", "segment": "lost"}
    return contacts.add(session, study, "Orrin Ltd", values)


def add(session, study, firm, email, segment="current"):
    return contacts.add(session, study, firm, {"email": email, "segment": segment})


def emails(session, study, **wanted):
    people, total = contacts.list_contacts(session, study, Wanted(**wanted))
    assert total == len(people)
    return [person.email for person in people]


def test_two_people_of_one_firm_share_the_organisation(session, study, ann):
    bo = add(session, study, " orrin  LTD", "bo@orrin.example")
    assert bo.organisation is ann.organisation


@pytest.mark.parametrize("search", ["orrin", "ann@", "ánn", "Ánn L"])
def test_people_are_found_by_firm_address_and_name(session, study, ann, search):
    add(session, study, "Marsh", "m@marsh.example")
    assert emails(session, study, search=search) == ["ann@orrin.example"]


def test_a_search_for_a_percent_sign_finds_nothing(session, study, ann):
    assert emails(session, study, search="%") == []


def test_people_are_listed_by_segment(session, study, ann):
    add(session, study, "Marsh", "m@marsh.example")
    assert emails(session, study, segment="current") == ["m@marsh.example"]
    assert contacts.count_by_segment(session, study)["lost"] == (1, 1)
    assert contacts.count_by_segment(session, study)["former"] == (0, 0)


def test_only_people_with_a_lawful_basis_and_no_objection_are_reachable(session, study, ann):
    assert emails(session, study, reachable_only=True) == []
    contacts.change(session, ann, {"lawful_basis": "consent"})
    assert emails(session, study, reachable_only=True) == ["ann@orrin.example"]
    contacts.change(session, ann, {"do_not_contact": True})
    assert emails(session, study, reachable_only=True) == []


def test_what_is_known_of_a_person_and_their_firm_can_be_changed(session, ann):
    values = {"role": "finance", "industry": " Ropes ", "services": ["Tax", ""], "notes": "a\r\nb"}
    contacts.change(session, ann, {**values, "engaged_from": date(2020, 1, 1)})
    firm = ann.organisation
    assert (ann.role, firm.industry, firm.services) == ("finance", "Ropes", ["Tax"])
    assert (firm.notes, firm.engaged_from) == ("a\nb", date(2020, 1, 1))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"email": "nobody"}, "“nobody” is not an email address."),
        ({"segment": "friend"}, "one of the values offered"),
        ({"role": "boss"}, "one of the values offered"),
        ({"language": "xx"}, "no language we know"),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"tier": "x" * 61}, "at most 60 characters"),
        ({"engaged_from": date(2021, 1, 1), "engaged_until": date(2020, 1, 1)}, "before it starts"),
    ],
)
def test_an_unusable_value_is_refused(session, ann, values, said):
    with pytest.raises(Invalid, match=said):
        contacts.change(session, ann, values)


def test_an_address_stands_once_in_a_firm(session, study, ann):
    bo = add(session, study, "Orrin Ltd", "bo@orrin.example")
    with pytest.raises(Invalid, match="Another contact of this organisation"):
        contacts.change(session, bo, {"email": "ANN@orrin.example"})


def test_a_contact_needs_an_organisation(session, study):
    with pytest.raises(Invalid, match="Name the organisation"):
        add(session, study, " ", "a@b.example")


def test_a_contact_of_another_study_is_not_found(session, make_study, ann):
    with pytest.raises(NotFound, match="no such contact"):
        contacts.find(session, make_study(), ann.id)


def test_an_erased_contact_is_not_found(session, study, ann):
    ann.erased_at = ann.created_at
    with pytest.raises(NotFound):
        contacts.find(session, study, ann.id)
    assert contacts.count_all(session, study) == (1, 0)


def test_a_contact_is_found_by_address(session, study, ann):
    assert contacts.find_by_email(session, study, "ANN@orrin.example") is ann
    with pytest.raises(NotFound, match="no contact x@y"):
        contacts.find_by_email(session, study, "x@y.example")


def test_an_address_of_two_firms_tells_nobody_apart(session, study, ann):
    add(session, study, "Marsh", "ann@orrin.example")
    with pytest.raises(Conflict, match="contact of two organisations"):
        contacts.find_by_email(session, study, "ann@orrin.example")


def test_an_unknown_contact_is_not_found(session, study):
    with pytest.raises(NotFound):
        contacts.find(session, study, uuid.uuid4())


def test_the_step_of_the_clients_is_done_when_there_are_some(session, study):
    assert contacts.clients_step(session, study).state == StepState.READY
    add(session, study, "Marsh", "m@marsh.example")
    step = contacts.clients_step(session, study)
    assert str(step.detail) == "1 person at 1 organisation"
