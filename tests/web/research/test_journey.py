import io

import pytest

from research.services import journeys, studies
from tests.support.pages import read_page, text_of

HOME = "/studies/stay/journey"


@pytest.fixture
def journey(session, study):
    return journeys.newest(session, study)


def keys(session, journey):
    session.expire_all()
    return [stage.key for stage in journey.stages]


def text(response):
    return text_of(read_page(response).find("body"))


def test_the_journey_shows_stages_outcomes_and_touchpoints(researcher, study):
    seen = text(researcher.get(HOME))
    for words in ("1 Pre-purchase", "Not now", "Decision point", "Kick-off meeting", "Delivery"):
        assert words in seen


def test_a_stage_moves_by_buttons_without_scripts(researcher, study, session, journey):
    answer = researcher.post(f"{HOME}/stages/pre_purchase/move", data={"by": "1"})
    assert answer.location == f"{HOME}#stage-pre_purchase"
    assert keys(session, journey)[:2] == ["client_experience", "pre_purchase"]


def test_a_whole_order_can_be_posted(researcher, study, session, journey):
    order = list(reversed(keys(session, journey)))
    researcher.post(f"{HOME}/order", data={"key": order})
    assert keys(session, journey) == order


def test_an_order_of_strange_stages_changes_nothing(researcher, study, session, journey):
    before = keys(session, journey)
    researcher.post(f"{HOME}/order", data={"key": ["x"]})
    assert keys(session, journey) == before
    assert "changed meanwhile" in text(researcher.get(HOME))


def test_our_script_gets_the_list_alone(researcher, study):
    answer = researcher.get(HOME, headers={"X-Fragment": "1"})
    assert b'id="journey-stages"' in answer.data
    assert b"<html" not in answer.data


def test_a_stage_is_added_changed_and_removed(researcher, study, session, journey):
    values = {"name": "Referral", "seeds": "one\ntwo", "outcomes": "Refers\n", "name_fa": "معرفی"}
    researcher.post(f"{HOME}/stages/new", data=values)
    stage = journeys.find_stage(journey, keys(session, journey)[-1])
    assert (stage.key, stage.seeds, stage.names) == ("referral", ["one", "two"], {"fa": "معرفی"})
    assert "one\ntwo" in researcher.get(f"{HOME}/stages/referral").get_data(as_text=True)
    researcher.post(f"{HOME}/stages/referral", data={**values, "name": "Sends others"})
    assert "Sends others" in text(researcher.get(HOME))
    researcher.post(f"{HOME}/stages/referral/remove")
    assert "referral" not in keys(session, journey)


def test_a_stage_without_a_name_stays_on_the_form(researcher, study):
    answer = researcher.post(f"{HOME}/stages/new", data={"name": " "})
    assert (answer.status_code, "Give the stage a name." in text(answer)) == (422, True)


def test_a_touchpoint_is_added_changed_moved_and_removed(researcher, study, session, journey):
    home = f"{HOME}/stages/former_clients/touchpoints"
    values = {"name": "Letter", "place": "offline", "owner_team": "Partners", "moves_kpi": "y"}
    assert researcher.post(f"{home}/new", data=values).status_code == 303
    point = journeys.find_stage(journey, "former_clients").touchpoints[-1]
    assert (point.name, point.place, point.moves_kpi) == ("Letter", "offline", True)
    researcher.post(f"{home}/{point.id}", data={**values, "name": "Last letter"})
    researcher.post(f"{home}/{point.id}/move", data={"by": "-9"})
    session.expire_all()
    assert journeys.find_stage(journey, "former_clients").touchpoints[0].name == "Last letter"
    researcher.post(f"{home}/{point.id}/remove")
    assert "Last letter" not in text(researcher.get(HOME))


def test_a_touchpoint_without_a_name_stays_on_the_form(researcher, study):
    answer = researcher.post(f"{HOME}/stages/pre_purchase/touchpoints/new", data={"place": "moon"})
    assert answer.status_code == 422
    assert "Give the touchpoint a name." in text(answer)


def test_a_journey_in_force_is_copied_before_it_changes(researcher, study, session):
    studies.open_study(session, study)
    assert "In force since" in text(researcher.get(HOME))
    researcher.post(f"{HOME}/stages/pre_purchase/move", data={"by": "1"})
    assert "make a new version first" in text(researcher.get(HOME))
    researcher.post(f"{HOME}/version")
    assert "This version is a draft" in text(researcher.get(HOME))
    researcher.post(f"{HOME}/publish")
    session.expire_all()
    assert journeys.in_force(session, study).version == 2
    assert "1 Pre-purchase" in text(researcher.get(f"{HOME}?version=1"))


def test_a_draft_study_comes_into_force_by_opening_only(researcher, study):
    researcher.post(f"{HOME}/publish")
    assert "when the study is opened" in text(researcher.get(HOME))


def test_another_shipped_model_replaces_the_stages(researcher, study):
    assert researcher.get(f"{HOME}/model").status_code == 200
    researcher.post(f"{HOME}/model", data={"model": "three-stage"})
    assert "3 Decision" in text(researcher.get(HOME))


def own(content):
    return {"model": "own", "file": (io.BytesIO(content), "stages.yaml")}


def test_an_own_model_comes_from_a_file(researcher, study):
    researcher.post(f"{HOME}/model", data=own("[{key: a, name: ก}, {key: b}]".encode()))
    assert "1 ก" in text(researcher.get(HOME))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[{key: a}]", "has 2 to 20 stages"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"stages: [", "not valid YAML"),
    ],
)
def test_a_file_that_is_no_model_is_refused(researcher, study, content, said):
    answer = researcher.post(f"{HOME}/model", data=own(content))
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert "4 Former clients" in text(researcher.get(HOME))


@pytest.mark.parametrize(
    ("model", "said"), [("own", "Choose a YAML file of stages."), ("moon", "Not a valid choice.")]
)
def test_no_model_is_refused(researcher, study, model, said):
    answer = researcher.post(f"{HOME}/model", data={"model": model})
    assert (answer.status_code, said in text(answer)) == (422, True)


def test_what_is_not_there_is_not_found(researcher, study):
    assert researcher.get(f"{HOME}/stages/nothing").status_code == 404
    nobody = "00000000-0000-4000-8000-000000000000"
    path = f"{HOME}/stages/pre_purchase/touchpoints/{nobody}"
    assert researcher.get(path).status_code == 404


def test_a_reader_has_no_way_to_the_journey(reader, study):
    assert reader.get(HOME).status_code == 403
    assert reader.post(f"{HOME}/order", data={"key": "x"}).status_code == 403
