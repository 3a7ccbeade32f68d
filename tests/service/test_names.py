"""A character that turns the text around it never gets into a name."""

from findings.services import themes
from reports import services as reports
from research.journey_presets import PRESETS, read_model
from research.services import client_lists, contacts, journeys, studies
from research.study_file import StudyPlan
from surveys.services import designing

TURNED = "\u202eevil\u2066 name"
CLEAN = "evil name"
#: Persian writes many words with a joiner that parts; it steers nothing.
PERSIAN = "نام\u200cها"
JOURNEY = f"""
name: "{TURNED}"
stages:
  - key: first
    name: "{TURNED}"
    names: {{fa: "\u2067{PERSIAN}"}}
    touchpoints: [{{name: "{TURNED}", owner: "{TURNED}"}}]
  - key: second
"""
QUESTIONNAIRE = f"""
format: throughline/1
id: own
title: "{TURNED}"
sections:
  - id: one
    title: "{TURNED}"
    questions: [{{id: q1, type: short_text, text: "What hurts?"}}]
translations: {{fa: {{title: "{TURNED}", one.title: "\u202b{PERSIAN}"}}}}
"""


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


def test_names_of_a_journey_file_do_not_turn_what_follows(session):
    journey = journeys.install(session, make_study(session), read_model(JOURNEY))
    stage = journey.stages[0]
    point = stage.touchpoints[0]
    assert {journey.name, stage.name, point.name, point.owner_team} == {CLEAN}
    assert stage.names["fa"] == PERSIAN


def test_names_given_to_a_stage_on_its_page_do_not_turn_what_follows(session):
    journey = journeys.newest(session, make_study(session))
    stage = journeys.add_stage(session, journey, name=TURNED, names={"fa": "\u2067" + PERSIAN})
    point = journeys.add_touchpoint(session, stage, name=TURNED)
    assert {stage.name, point.name} == {CLEAN}
    assert stage.names["fa"] == PERSIAN


def test_titles_of_a_questionnaire_do_not_turn_what_follows(session):
    made = designing.import_document(session, make_study(session), QUESTIONNAIRE)
    draft = designing.draft_of(made)
    translated = draft.translations["fa"]
    assert {made.title, draft.title, draft.sections[0].title, translated["title"]} == {CLEAN}
    assert translated["one.title"] == PERSIAN
