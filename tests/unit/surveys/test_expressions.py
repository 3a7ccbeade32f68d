"""What calculated values and the arithmetic of rules give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.rules import Expression, Names, Rule, RuleSyntaxError, make

ANSWERS = {
    ("nps", None): 6,
    ("years", None): 2.5,
    ("reasons", None): ["price", "time"],
    ("left", None): "price",
    ("work", None): {"time": 4, "budget": 2, "people": "na"},
    ("work", "time"): 4,
    ("start", None): "2026-03-01",
    ("end", None): "2026-05",
    ("language", None): "th",
    ("all_reasons", None): [["price"], ["time", "price"]],
    ("fees", None): {"tax": {"now": 3, "last": 1.5}, "audit": {"now": 2}},
    ("vast", None): 10**200,
}
SCORES = {"left": {"price": 3, "people": 1}, "reasons": {"price": 3, "time": 2}}
SCORES["all_reasons"] = SCORES["reasons"]


def look(name, row):
    return ANSWERS.get((name, row))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nps + 2 * 3", 12),
        ("(nps + 2) * 3", 24),
        ("nps - 2 - 1", 3),
        ("nps - (2 - 1)", 5),
        ("-nps + 10", 4),
        ("nps / 4", 1.5),
        ("nps / (nps - 6)", None),
        ("nps + nobody", None),
        ("left + 1", None),
        ("min(nps, years)", 2.5),
        ("max(work)", 4),
        ("sum(work)", 6),
        ("sum(work, nps, 1)", 13),
        ("sum(nps, nobody)", None),
        ("count(reasons) + count(work)", 5),
        ("round(years)", 3),
        ("round(nps / 7, 2)", 0.86),
        ("round(-years)", -3),
        ('if(nps <= 6, "critic", "friend")', "critic"),
        ('if(nobody <= 6, "critic", "friend")', "friend"),
        ("if(answered(nobody), 1, nps * 2)", 12),
        ("score(left)", 3),
        ("score(reasons) / count(reasons)", 2.5),
        ("score(nps)", 6),
        ("score(nobody)", None),
        ("score(all_reasons)", 3 + 2 + 3),
        ("sum(fees) + max(fees)", 9.5),
        ("vast * vast", None),
        ("work.time - 1", 3),
        ("nps >= 6", True),
        ("nps * 1000000 * 1000000 * 1000000", 6e18),
        ("language", "th"),
    ],
)
def test_an_expression_gives_what_it_says(text, expected):
    found = make(Expression.from_text(text).tree, Names(scores=SCORES))(look)
    assert found == expected
    assert type(found) is not float or found == round(found, 6)


def test_numbers_beyond_all_measure_are_missing():
    assert Expression.from_text(" * ".join(["1000000000"] * 40)).value(look) is None


@pytest.mark.parametrize(
    "text",
    [
        "nps + 1 > 6",
        "sum(work) / 2 == 3",
        'language == "th" and nps * 2 >= 12',
        "start < end",
        'start <= "2026-03-01"',
        "nps in (1 + 5, 3)",
        "not nps - 1 > 5",
        '"time" in all_reasons and "none" not in all_reasons',
        'any of ("time", "none") in all_reasons and all of ("time", "price") in all_reasons',
    ],
)
def test_a_rule_may_calculate(text):
    assert Rule.from_text(text).holds(look)


@pytest.mark.parametrize("text", ["nobody + 1 > 0", "nps > nobody", "sum(nobody) == 0"])
def test_what_is_missing_meets_no_comparison(text):
    assert not Rule.from_text(text).holds(look)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nps > nobody", None),
        ("not nps > nobody", None),
        ("nps > nobody and nps == 1", False),
        ("nps > nobody or nps == 6", True),
        ("answered(nobody)", False),
        ("nps < 3", False),
    ],
)
def test_not_known_yet_can_be_told_from_no(text, expected):
    assert make(Rule.from_text(text).tree, missing=None)(look) is expected


def test_a_value_may_stand_on_another_and_never_on_itself():
    values = {"twice": "nps * 2", "more": "twice + 1", "round_trip": "round_trip + 1"}
    names = Names({name: Expression.from_text(text).tree for name, text in values.items()})
    assert make(names.values["more"], names)(look) == 13
    assert make(names.values["round_trip"], names)(look) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nps + 1", "expected a comparison"),
        ('nps > "a" + 1', "expected a question, a number"),
        ("(nps > 1) + 1 == 2", "expected a question, a number"),
        ("nps > (nps == 6)", "expected a question, a number"),
        ("if(nps, 1, 2) > 1", "expected a comparison"),
        ("if(nps > 1, 2) > 1", "if takes other things than these"),
        ("count(a, b) > 1", "count takes other things than these"),
        ("sum(nps > 1) > 1", "expected a question, a number"),
        ("1" * 5000 + " == nps", "the number is too long"),
        (" + ".join(["nps"] * 200) + " > 1", "too many steps"),
    ],
)
def test_a_broken_calculation_says_what_was_expected(text, sentence):
    with pytest.raises(RuleSyntaxError, match=sentence):
        Rule.from_text(text)


def test_a_question_may_bear_the_name_of_a_function():
    assert Rule.from_text("sum > 3 and round(score) == 2").holds(
        lambda name, _: {"sum": 4}.get(name, 2)
    )


def test_a_tree_from_before_may_name_a_question_by_a_word_of_today():
    tree = {"==": [{"source": "answers", "identifier": "language"}, "th"]}
    assert Rule.from_tree(tree).tree == tree


names = st.sampled_from(["a", "b.row", "c@item", "d@2.row", "segment", "item"])


def source(name):
    identifier, _, row = name.partition(".")
    kind = "metadata" if name in {"segment", "item"} else "answers"
    return {"source": kind, "identifier": identifier} | ({"selector": row} if row else {})


sources = names.map(source)
numbers = st.integers(-99, 99) | st.floats(-99, 99).map(lambda n: round(n, 3))


def functions(inner):
    condition = st.builds(lambda a, b: {"<": [a, b]}, inner, inner)
    return (
        st.builds(lambda s, a, b: {s: [a, b]}, st.sampled_from("+-*/"), inner, inner)
        | st.builds(lambda f, a: {f: a}, st.sampled_from(["sum", "min", "max"]),
                    st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda c, a, b: {"if": [c, a, b]}, condition, inner, inner)
        | inner.map(lambda a: {"round": [a, 1]})
        | sources.map(lambda a: {"score": [a]})
    )  # fmt: skip


expressions = st.recursive(sources | numbers, functions, max_leaves=8)


@given(expressions)
def test_any_expression_reads_back_from_its_text(tree):
    assert Expression.from_text(Expression(tree).text).tree == tree
    assert Expression.from_tree(tree).tree == tree


@given(expressions, st.none() | numbers | st.text(max_size=3) | st.lists(numbers, max_size=2))
def test_any_expression_can_be_asked_of_any_answers(tree, answer):
    found = make(tree)(lambda *_: answer)
    assert found is None or isinstance(found, int | float | str | list)
