import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.rules import Reference, Rule, RuleSyntaxError, references

ANSWERS = {
    ("nps", None): 6,
    ("reasons", None): ["price", "time"],
    ("grid", "clear"): 2,
    ("left", None): "price",
    ("segment", None): "lost",
}


def holds(text):
    return Rule.from_text(text).holds(lambda name, row: ANSWERS.get((name, row)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nps <= 6", True),
        ("nps < 6", False),
        ("nps > 5 and nps != 7", True),
        ('"price" in reasons', True),
        ('nps <= 6 and "people" in reasons', False),
        ('nps > 6 or left == "price"', True),
        ('left in ("price", "people")', True),
        ('left not in ("price", "people")', False),
        ('not (left == "price" or nps == 6)', False),
        ("not not nps == 6", True),
        ('any of ("people", "time") in reasons', True),
        ('all of ("people", "time") in reasons', False),
        ("count(reasons) >= 2", True),
        ("answered(left)", True),
        ("answered(nobody)", False),
        ("grid.clear < 3", True),
        ("grid.other < 3", False),
        ('segment == "lost"', True),
        ("nps == 6.0", True),
        ("nps > -1", True),
    ],
)
def test_a_rule_holds_as_it_reads(text, expected):
    assert holds(text) is expected


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">=", "in"])
def test_a_comparison_with_a_missing_answer_is_false(sign):
    assert holds(f"nobody {sign} 3") is False


def test_a_word_held_against_a_number_is_false():
    assert holds('nps < "many"') is False


def test_a_declined_score_meets_no_threshold():
    rule = Rule.from_text("nps <= 6")
    assert not rule.holds(lambda *_: "na")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "found the end"),
        ("nps", "expected a comparison"),
        ("nps <=", "expected a question, a number or a text in quotes, found the end"),
        ("nps <= 6 reasons", "“and” or “or” is needed before “reasons”"),
        ("q8 o1", '“q8 o1” lacks a comparison between the two: write q8 == "o1"'),
        ('nps <= 6 and q8 "o 1"', '“q8 "o 1"” lacks a comparison between the two'),
        ("q8 equals o1", "“equals” is no comparison"),
        ("q8 == 'o1", "a text in quotes begins here and does not end"),
        ("Q8 == 1", "names are written small, as in q8"),
        ("nps <= 6)", 'expected the end, found ")"'),
        ("(nps <= 6", 'expected ")"'),
        ("nps & 6", '"&" has no meaning here'),
        ("nps == __import__('os')", "has no meaning here"),
        ('left == "\\u00"', "can't be read"),
        ("(" * 30 + "a == 1" + ")" * 30, "nested too deeply"),
        ("any in reasons", 'expected "of"'),
    ],
)
def test_a_broken_rule_says_what_was_expected(text, sentence):
    with pytest.raises(RuleSyntaxError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        Rule.from_text(text)


OPTIONS = {"q8": {"o1", "o2", "nps"}, "q9": {"o1"}, "nps": ()}


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("q8 = 'o1'", 'q8 == "o1"'),
        ("q8 == 'o1'", 'q8 == "o1"'),
        ("q8 is o1", 'q8 == "o1"'),
        ("q8 is not “o1”", 'q8 != "o1"'),
        ("q8 is 3 AND Not nps ≥ 7", "q8 == 3 and not nps >= 7"),
        ("nps<>3 OR nps ≤ −1", "nps != 3 or nps <= -1"),
        ("nps ≠ 3", "nps != 3"),
        ("'it\\'s \"so\"' in q8", '"it\'s \\"so\\"" in q8'),
        ("q8 in (o1, o2)", 'q8 in ("o1", "o2")'),
        ("any of (o1, o2) in q8", 'any of ("o1", "o2") in q8'),
        ("o1 in q8 and not q8.o2 == o1", '"o1" in q8 and not q8.o2 == "o1"'),
        ("q8 == o3", "q8 == o3"),
        ("q8 == nps", "q8 == nps"),
        ("q8 == q9", "q8 == q9"),
        ("answered(o1)", "answered(o1)"),
    ],
)
def test_other_ways_to_write_a_rule_are_read_and_ours_is_written(written, canonical):
    assert Rule.from_text(written, OPTIONS).text == canonical
    assert Rule.from_text(canonical, OPTIONS).text == canonical


def test_a_broken_rule_says_where():
    with pytest.raises(RuleSyntaxError) as caught:
        Rule.from_text("nps <= 6 & left")
    assert caught.value.at == 9


@pytest.mark.parametrize("tree", [{"exec": ["x"]}, {"==": [1]}, [], "x", None, {"and": []}, {}])
def test_a_tree_of_unknown_shape_is_refused(tree):
    with pytest.raises(RuleSyntaxError):
        Rule.from_tree(tree)


def test_a_rule_names_the_questions_it_looks_at():
    tree = Rule.from_text('nps <= 6 and grid.clear in (1, 2) and segment == "lost"').tree
    assert list(references(tree)) == [
        Reference("nps", None, (6,)),
        Reference("grid", "clear", (1, 2)),
    ]


names = st.from_regex(r"q[a-z0-9]{0,5}", fullmatch=True)
values = st.one_of(
    st.integers(-99, 99), st.text(max_size=8).filter(lambda text: "\x00" not in text)
)


def source(name):
    return {"source": "answers", "identifier": name}


comparisons = st.builds(
    lambda sign, name, value: {sign: [source(name), value]},
    st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
    names,
    values,
) | st.builds(
    lambda sign, name, several: {sign: [several, source(name)]},
    st.sampled_from(["any-in", "all-in"]),
    names,
    st.lists(values, min_size=1, max_size=3),
)
trees = st.recursive(
    comparisons,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"and": parts})
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"or": parts})
        | inner.filter(lambda tree: "not" not in tree).map(lambda tree: {"not": [tree]})
    ),
    max_leaves=8,
)


@given(trees)
def test_any_rule_reads_back_from_its_text(tree):
    assert Rule.from_text(Rule(tree).text).tree == tree


@given(trees, st.dictionaries(names, st.one_of(st.none(), values, st.lists(values))))
def test_any_rule_can_be_asked_of_any_answers(tree, known):
    assert Rule(tree).holds(lambda name, _: known.get(name)) in {True, False}


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        said = repr(Rule.from_text(text))
    except RuleSyntaxError as error:
        said = str(error)
    assert said
