import uuid

import pytest

from foundation.errors import Conflict, Invalid, NotFound
from research.journey_presets import PRESETS, read_model
from research.services import journeys, studies


@pytest.fixture
def journey(session, study):
    return journeys.newest(session, study)


def keys(journey):
    return [stage.key for stage in journey.stages]


def test_a_stage_is_added_at_the_end_with_a_key_from_its_name(session, journey):
    stage = journeys.add_stage(session, journey, name="Référral phase", decision="Refer or not")
    assert (stage.key, stage.position, stage.decision_point) == ("referral_phase", 4, True)


def test_two_stages_of_one_name_have_two_keys(session, journey):
    names = [journeys.add_stage(session, journey, name="แนะนำ").key for _ in range(2)]
    assert names == ["stage", "stage_2"]


def test_a_stage_keeps_its_key_when_renamed(session, journey):
    stage = journey.stages[0]
    journeys.change_stage(
        session, stage, name="Before", seeds=["a", " a ", ""], outcomes=["Hired", "Maybe"]
    )
    assert (stage.key, stage.name, stage.seeds) == ("pre_purchase", "Before", ["a"])
    assert [(each["key"], each["leads_to"]) for each in stage.outcomes] == [
        ("hired", "client_experience"),
        ("maybe", ""),
    ]


def test_a_stage_can_be_moved_and_positions_stay_dense(session, journey):
    journeys.move_stage(session, journey.stages[3], 0)
    assert keys(journey)[:2] == ["former_clients", "pre_purchase"]
    assert [stage.position for stage in journey.stages] == [0, 1, 2, 3]


def test_a_move_past_the_end_is_a_move_to_the_end(session, journey):
    journeys.move_stage(session, journey.stages[0], 99)
    assert keys(journey)[-1] == "pre_purchase"


def test_all_stages_can_be_put_in_one_order(session, journey):
    order = list(reversed(keys(journey)))
    journeys.order_stages(session, journey, order)
    assert keys(journey) == order


def test_an_order_of_other_stages_is_refused(session, journey):
    with pytest.raises(Conflict, match="changed meanwhile"):
        journeys.order_stages(session, journey, ["pre_purchase"])


def test_a_removed_stage_leaves_dense_positions(session, journey):
    journeys.remove_stage(session, journey.stages[1])
    assert [stage.position for stage in journey.stages] == [0, 1, 2]


def test_two_stages_remain(session, make_study):
    journey = journeys.newest(session, make_study("three-stage"))
    journeys.remove_stage(session, journey.stages[0])
    with pytest.raises(Conflict, match="at least two stages"):
        journeys.remove_stage(session, journey.stages[0])


def test_touchpoints_are_added_changed_moved_and_removed(session, journey):
    stage = journey.stages[3]
    point = journeys.add_touchpoint(session, stage, name="Letter", place="offline", moves_kpi=True)
    journeys.change_touchpoint(session, point, name="Last letter", channel="Post")
    journeys.move_touchpoint(session, point, 0)
    assert stage.touchpoints[0].name == "Last letter"
    journeys.remove_touchpoint(session, journeys.find_touchpoint(stage, point.id))
    assert [each.position for each in stage.touchpoints] == [0, 1]


def test_once_in_force_a_journey_is_only_copied(session, study, journey):
    studies.open_study(session, study)
    with pytest.raises(Conflict, match="make a new version first"):
        journeys.add_stage(session, journey, name="Late")
    copy = journeys.new_version(session, study)
    journeys.add_stage(session, copy, name="Late")
    assert (copy.version, len(copy.stages), len(journey.stages)) == (2, 5, 4)


def test_a_version_in_the_making_is_not_yet_in_force(session, study, journey):
    studies.open_study(session, study)
    copy = journeys.new_version(session, study)
    assert journeys.in_force(session, study) is journey
    journeys.publish(session, study)
    assert journeys.in_force(session, study) is copy


def test_a_second_version_waits_for_the_first(session, study):
    with pytest.raises(Conflict, match="Version 1 is not in force yet"):
        journeys.new_version(session, study)


def test_another_model_replaces_one_not_yet_in_force(session, study):
    journeys.install(session, study, PRESETS["three-stage"])
    assert [each.version for each in journeys.list_versions(session, study)] == [1]
    assert keys(journeys.newest(session, study)) == ["awareness", "consideration", "decision"]


def test_a_journey_in_force_is_not_replaced(session, study):
    studies.open_study(session, study)
    with pytest.raises(Conflict, match="in force"):
        journeys.install(session, study, PRESETS["three-stage"])


def test_the_eight_stages_fall_in_those_that_are_left(session, journey):
    journeys.remove_stage(session, journeys.find_stage(journey, "former_clients"))
    table = journeys.from_eight(journey)
    assert table["usage"] == "client_experience"
    assert "advocacy" not in table


def test_an_own_model_keeps_the_standard_stages_it_has(session, study):
    journeys.install(session, study, read_model("[{key: usage}, {key: own_stage}]"))
    assert journeys.from_eight(journeys.newest(session, study)) == {"usage": "usage"}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": " "}, "Give it a name."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "A", "description": "x" * 2_001}, "at most 2000 characters"),
    ],
)
def test_a_stage_without_a_usable_name_is_refused(session, journey, values, said):
    with pytest.raises(Invalid, match=said):
        journeys.add_stage(session, journey, **values)


def test_a_touchpoint_stands_online_or_offline(session, journey):
    with pytest.raises(Invalid, match="online, offline or both"):
        journeys.add_touchpoint(session, journey.stages[0], name="A", place="moon")


def test_twenty_stages_are_the_most(session, journey):
    for number in range(16):
        journeys.add_stage(session, journey, name=f"Stage {number}")
    with pytest.raises(Conflict, match="at most 20 stages"):
        journeys.add_stage(session, journey, name="One more")


def test_what_is_not_there_is_not_found(session, journey):
    with pytest.raises(NotFound, match="no stage “nothing”"):
        journeys.find_stage(journey, "nothing")
    with pytest.raises(NotFound, match="no such touchpoint"):
        journeys.find_touchpoint(journey.stages[0], uuid.uuid4())
