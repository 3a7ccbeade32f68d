import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definition import Definition, Quota, Section, Value
from surveys.documents import (
    DefinitionError,
    read_json,
    read_plain,
    read_yaml,
    write_json,
    write_yaml,
)
from surveys.question_types import QUESTION_TYPES, Check, Choice, Jump, Question, Row
from surveys.rules import Expression, Rule
from tests.unit.surveys import definitions as d

HEAD = "format: throughline/1\nid: x\ntitle: T\n"
ONE = HEAD + "sections:\n- {id: s, title: S, questions: [{id: q, type: nps, text: Q%s}]}\n"

ids = st.text(string.ascii_lowercase + string.digits + "_", min_size=1, max_size=8)
some_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1, max_size=40
)
maybe_text = st.just("") | some_text
bounds = st.none() | st.integers(-999, 999) | st.floats(-999, 999).map(lambda n: round(n, 3))
rules = st.sampled_from(["a == 1", '"b" in c and not a <= 3', "grid.row > 2 or answered(b)"])
expressions = st.sampled_from(
    ["a + 1", "sum(a, b.row) / 2", 'if(a > 1, "x", "y")', '"just words"', "7"]
)
jumps = st.builds(Jump, when=rules.map(Rule.from_text), to=ids)
checks = st.builds(Check, when=rules.map(Rule.from_text), say=some_text)
orders = st.sampled_from(["", "random"])
choices = st.builds(
    Choice,
    id=ids,
    text=some_text,
    other=st.booleans(),
    exclusive=st.booleans(),
    image=st.sampled_from(["", "a1"]),
    score=st.none() | st.integers(-9, 9),
)
questions = st.builds(
    Question,
    id=ids,
    type=st.sampled_from(sorted(QUESTION_TYPES)),
    text=some_text,
    hint=maybe_text,
    stage=st.sampled_from(["", "usage"]),
    required=st.booleans(),
    theme_source=st.booleans(),
    asks=st.sampled_from(["", "pain", "praise"]),
    quote=st.booleans(),
    audience=st.lists(st.sampled_from(["lost", "former"]), max_size=2).map(tuple),
    show_if=st.none() | rules.map(Rule.from_text),
    choices=st.lists(choices, max_size=3).map(tuple),
    rows=st.lists(st.builds(Row, id=ids, text=some_text), max_size=3).map(tuple),
    scale=st.lists(some_text, max_size=5).map(tuple),
    minimum=bounds,
    maximum=bounds,
    max_length=st.none() | st.integers(1, 4000),
    declines=st.lists(st.sampled_from(["dont_know", "prefer_not"]), max_size=2).map(tuple),
    bands=st.lists(some_text, max_size=3).map(tuple),
    accepts=st.lists(st.sampled_from(["image", "document"]), max_size=2).map(tuple),
    step=bounds,
    total=bounds,
    per_set=st.none() | st.integers(1, 9),
    sets=st.none() | st.integers(1, 9),
    order=orders,
    go_to=st.lists(jumps, max_size=2).map(tuple),
    checks=st.lists(checks, max_size=2).map(tuple),
)
sections = st.builds(
    Section,
    id=ids,
    title=some_text,
    questions=st.lists(questions, max_size=3).map(tuple),
    show_if=st.none() | rules.map(Rule.from_text),
    loop=st.just("") | ids,
    loop_limit=st.none() | st.integers(1, 9),
    order=orders,
)
whole = st.builds(
    Definition,
    id=ids,
    title=some_text,
    intro=maybe_text,
    sections=st.lists(sections, min_size=1, max_size=2).map(tuple),
    language=st.sampled_from(["en", "fa"]),
    segments=st.lists(st.sampled_from(["lost", "former"]), max_size=2).map(tuple),
    values=st.lists(
        st.builds(Value, id=ids, value=expressions.map(Expression.from_text)), max_size=2
    ).map(tuple),
    quotas=st.lists(
        st.builds(Quota, id=ids, when=rules.map(Rule.from_text), limit=st.integers(1, 99)),
        max_size=2,
    ).map(tuple),
    translations=st.dictionaries(
        st.sampled_from(["th", "fa"]), st.dictionaries(ids, some_text, max_size=2), max_size=2
    ),
)


@given(whole)
def test_any_questionnaire_survives_yaml(definition):
    assert read_yaml(write_yaml(definition)) == definition


@given(whole)
def test_any_questionnaire_survives_json(definition):
    assert read_json(write_json(definition)) == definition


@given(whole)
def test_both_forms_have_the_same_hash(definition):
    same = read_yaml(write_yaml(definition)).content_hash
    assert same == read_json(write_json(definition)).content_hash


def test_a_changed_word_changes_the_hash():
    one, other = d.questionnaire(d.NPS), d.questionnaire(d.NPS, title="Another test")
    assert one.content_hash != other.content_hash


def test_rules_are_text_in_yaml_and_a_tree_in_json():
    definition = d.questionnaire(d.NPS, d.shown_if(d.WHY, "nps <= 6"))
    assert "show_if: nps <= 6" in write_yaml(definition)
    assert '"<=": [' in write_json(definition)


BROKEN = {
    "empty": ("", "Expected properties such as"),
    "list": ("[1, 2]", "Expected properties such as"),
    "no yaml": ("a: [", "Line 1, column 5"),
    "doubled": ("a: 1\na: 2", "Line 2, column 1: “a” stands here twice"),
    "alias": ("a: &x [1]\nb: *x", "aliases (*name) are not allowed"),
    "deep": ("- " * 60, "nested too deeply"),
    "tag": ("!!python/object/apply:os.system [x]", "could not determine a constructor"),
    "odd key": ("[1]: 2", "a property's name must be a word"),
    "format": (
        "format: other/2\nid: x\ntitle: T\nsections: []",
        "begins with “format: throughline",
    ),
    "type": (ONE.replace("nps", "conjoint") % "", "q type: “conjoint” is not one of the types nps"),
    "missing": (HEAD, "“sections” is missing"),
    "no list": (HEAD + "sections: 3", "sections: Expected a list"),
    "unknown": (ONE % ", colour: red", "q: “colour” is not a property known here"),
    "flag": (ONE % ", required: maybe", "q required: Expected true or false"),
    "number": (ONE % ", minimum: low", "q minimum: Expected a number"),
    "infinite": (ONE % ", maximum: 1.0e+400", "q maximum: Expected a number"),
    "count": (ONE % ", max_choices: 0", "q max_choices: Expected a whole number above 0"),
    "text": (ONE % ", hint: [x]", "q hint: Expected a text"),
    "long": (ONE % f", hint: {'x' * 4001}", "q hint: The text is longer than 4000 characters"),
    "rule": (ONE % ', show_if: "q <"', "q show_if: The rule can't be read at character 4"),
    "tree": (ONE % ", show_if: {exec: [x]}", "q show_if: The rule can't be read"),
    "jump": (ONE % ", go_to: [{when: q > 1}]", "q go_to 1: “to” is missing"),
    "check": (ONE % ", checks: [{when: q >, say: x}]", "q checks 1.when: The rule can't be read"),
    "value": (
        HEAD + "sections: []\nvalues: [{id: v, value: {exec: [x]}}]",
        "values 1.value: The rule can't be read",
    ),
    "quota": (
        HEAD + "sections: []\nquotas: [{id: v, when: q > 1, limit: many}]",
        "quotas 1.limit: Expected a whole number above 0",
    ),
    "option": (ONE % ", choices: [{id: a}]", "q choices a: “text” is missing"),
    "languages": (HEAD + "sections: []\ntranslations: [th]", "Expected a language and its texts"),
    "words": (HEAD + "sections: []\ntranslations: {th: x}", "Expected texts by their keys"),
}


@pytest.mark.parametrize(("text", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_document_says_what_is_wrong_and_where(text, sentence):
    with pytest.raises(DefinitionError) as caught:
        read_yaml(text)
    assert sentence in str(caught.value)


def test_all_problems_are_named_at_once():
    with pytest.raises(DefinitionError) as caught:
        read_yaml(ONE % ", colour: red, required: maybe, minimum: low")
    assert len(caught.value.problems) == 3


def test_no_and_yes_stay_words():
    definition = read_yaml(ONE % ", choices: [{id: no, text: No}, {id: yes, text: Yes}]")
    assert [choice.id for choice in definition.questions[0].choices] == ["no", "yes"]


def test_a_huge_document_is_refused_unread():
    with pytest.raises(DefinitionError, match="two million"):
        read_yaml("x" * 2_000_001)


@pytest.mark.parametrize("text", ["{", "1" * 5000])
def test_broken_json_is_refused(text):
    with pytest.raises(DefinitionError, match="The file is not JSON"):
        read_json(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_plain_value_crashes_the_reader(data):
    with pytest.raises(DefinitionError):
        read_plain(data)


@given(st.text())
def test_no_text_crashes_the_yaml_reader(text):
    with pytest.raises(DefinitionError):
        read_yaml(text)
