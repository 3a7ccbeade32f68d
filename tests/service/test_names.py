"""A character that turns the text around it never gets into a name."""

from findings.services import themes
from reports import services as reports
from research.journey_presets import PRESETS
from research.services import client_lists, contacts, studies
from research.study_file import StudyPlan

TURNED = "\u202eevil\u2066 name"
CLEAN = "evil name"


def make_study(session):
    plan = StudyPlan(title=TURNED, firm=TURNED)
    return studies.create(session, plan, PRESETS["eight-stage"])


def test_names_of_studies_reports_and_themes_do_not_turn_what_follows(session):
    study = make_study(session)
    report = reports.order(session, study, title=TURNED, actor=None)
    theme = themes.create(session, study, label=TURNED, kind="pain", stage="", actor=None)
    assert {study.title, study.firm, report.title, theme.label} == {CLEAN}


def test_names_of_organisations_and_contacts_do_not_turn_what_follows(session):
    values = {"email": "a@b.example", "name": TURNED, "segment": "current"}
    contact = contacts.add(session, make_study(session), TURNED, values)
    assert {contact.name, contact.organisation.name} == {CLEAN}


def test_names_of_an_imported_list_do_not_turn_what_follows(session):
    study = make_study(session)
    data = f"Firm,Name,Mail,Segment\n{TURNED},{TURNED},a@b.example,current\n".encode()
    client_lists.carry_out(session, study, client_lists.plan(session, study, data, "c.csv"))
    contact = contacts.find_by_email(session, study, "a@b.example")
    assert {contact.name, contact.organisation.name} == {CLEAN}
