import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from research.journey_presets import PRESETS, Model, from_eight, preset, read_model

EIGHT = [
    "awareness",
    "research",
    "consideration",
    "decision",
    "onboarding",
    "usage",
    "expansion",
    "advocacy",
]


def keys(model: str) -> list[str]:
    return [stage.key for stage in preset(model).stages]


def sentences(text: str) -> str:
    problems = read_model(text)
    assert isinstance(problems, tuple)
    return "\n".join(str(problem) for problem in problems)


def test_the_eight_stages_stand_in_their_order():
    assert keys("eight-stage") == EIGHT


def test_the_three_stages_stand_in_their_order():
    assert keys("three-stage") == ["awareness", "consideration", "decision"]


def test_the_four_stages_stand_in_their_order():
    expected = ["pre_purchase", "client_experience", "between_engagements", "former_clients"]
    assert keys("four-stage") == expected


def test_before_the_purchase_a_client_hires_or_not_now_or_no_way():
    first = preset("four-stage").stages[0]
    assert [outcome.key for outcome in first.outcomes] == ["hired", "not_now", "no_way"]


def test_a_referral_by_a_former_client_starts_a_new_journey():
    refers = preset("four-stage").stages[-1].outcomes[0]
    assert (refers.key, refers.leads_to) == ("refers", "pre_purchase")


@pytest.mark.parametrize("key", PRESETS)
def test_each_of_the_eight_stages_falls_in_a_stage_of_every_model(key):
    table = from_eight(key)
    assert list(table) == EIGHT or sorted(table) == sorted(EIGHT)
    assert set(table.values()) == set(keys(key))


@pytest.mark.parametrize("key", PRESETS)
def test_every_shipped_stage_can_be_used_as_it_is(key):
    for stage in preset(key).stages:
        assert stage.description
        assert len(stage.seed_words) >= 8
        assert all(point.owner and point.metric for point in stage.touchpoints)
        assert stage.touchpoints


@pytest.mark.parametrize("key", PRESETS)
def test_every_model_marks_a_decision_point(key):
    assert any(stage.decision_point for stage in preset(key).stages)


def test_a_plain_list_of_stages_is_a_model():
    model = read_model("- {key: first_call}\n- {key: advice, name: Tư vấn}")
    assert isinstance(model, Model)
    assert [stage.name for stage in model.stages] == ["First call", "Tư vấn"]


def test_a_model_may_stand_on_a_shipped_one():
    text = "model: eight-stage\nstages: [{key: usage, name: The work}, {key: advocacy}]"
    model = read_model(text)
    assert isinstance(model, Model)
    assert model.stages[0].name == "The work"
    assert model.stages[0].seed_words == preset("eight-stage").stages[5].seed_words


def test_a_touchpoint_may_say_that_it_is_online():
    model = read_model("- {key: a, touchpoints: [{name: Site, online: true}]}\n- {key: b}")
    assert isinstance(model, Model)
    assert model.stages[0].touchpoints[0].place == "online"


@pytest.mark.parametrize("key", PRESETS)
def test_every_shipped_stage_has_its_name_in_five_languages(key):
    assert all(sorted(stage.names) == ["fa", "ko", "th", "vi"] for stage in preset(key).stages)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stages: [", "not valid YAML"),
        ("just words", "list of stages"),
        ("", "list of stages"),
        ("- {key: one}", "has 2 to 20 stages; this one has 1"),
        ("- {key: one}\n- {key: one}", "“one” is used twice"),
        ("- {key: one}\n- {key: Two words}", "stages[2].key: A key is made of small letters"),
        ("- {key: one}\n- just text", "stages[2]: Here a mapping"),
        ("- {key: one, nmae: One}\n- {key: two}", "“nmae”; did you mean name"),
        ("- {key: one, name: [1]}\n- {key: two}", "`name` must be text"),
        ("- {key: one, seed_words: slow}\n- {key: two}", "`seed_words` must be a list"),
        ("- {key: one, seed_words: [1]}\n- {key: two}", "list of words"),
        ("- {key: a, outcomes: [{key: x, leads_to: z}]}\n- {key: b}", "“z”, which is no stage"),
        ("- {key: a, touchpoints: [{name: T, place: moon}]}\n- {key: b}", "online, offline"),
        ("- {key: a, touchpoints: [{channel: T}]}\n- {key: b}", "touchpoint needs a name"),
        ("from_eight: {usage: z}\nstages: [{key: a}, {key: b}]", "no stage “z”"),
        ("model: two-stage", "no journey model “two-stage”; there are three-stage, four-stage"),
        ("- {key: a, names: [x]}\n- {key: b}", "stage's name by language code"),
        ("from_eight: 3\nstages: [{key: a}, {key: b}]", "from_eight"),
        ("a: &a [*a]", "did you mean"),
        ("[" * 5000, "nested too deeply at line 1"),
        ("x" * 200_001, "longer than"),
        (f"- {{key: a, name: {'n' * 121}}}\n- {{key: b}}", "stages[1].name: Use at most 120"),
        (f"- {{key: a, names: {{th: {'n' * 121}}}}}\n- {{key: b}}", "names.th: Use at most 120"),
        (
            f"- {{key: a, touchpoints: [{{name: {'n' * 121}}}]}}\n- {{key: b}}",
            "stages[1].touchpoints[1].name: Use at most 120",
        ),
        ("when: !!int many", "not valid YAML"),
    ],
)
def test_a_broken_model_is_named_in_one_sentence(text, said):
    assert said in sentences(text)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_reader(text):
    assert isinstance(read_model(text), Model | tuple)
