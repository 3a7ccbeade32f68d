"""Conditions of other tools as rules of ours, and ours in their words."""

import pytest

from surveys.exchange.conditions.languages import read_limesurvey, read_surveyjs, read_xpath
from surveys.exchange.conditions.settling import Target, settle, settle_value
from surveys.exchange.conditions.tree import Untold
from surveys.exchange.conditions.writing import SurveyJsWriter, Unsaid, XPathWriter
from surveys.exchange.ons.rules import read_when
from surveys.rules import Expression, Rule

TARGETS = {
    "": Target("years", is_number=True),
    "one": Target("one", values={"a-1": "a_1", "b": "b", "2": "o2", "9": "o9"}),
    "Several": Target("several", values={"x": "x", "y": "y"}, is_many=True),
    "years": Target("years", is_number=True),
    "words": Target("words"),
    "grid.row": Target("grid", "row", values={"low": 1, "high": 2}),
    "ls_a": Target("several", option="x", is_many=True),
    "flag": Target("flag", values={"true": "yes", "false": "no"}),
}
XPATH = {
    "${one} = 'a-1'": 'one == "a_1"',
    "${one} = ‘b’": 'one == "b"',
    "${one} = ’b’ or ${words} = ’x'": 'one == "b" or words == "x"',
    "${one} != 'b'": 'not one == "b"',
    "count-selected(${Several}) = 0": "not answered(several)",
    "string-length(${words}) > 0": "answered(words)",
    "coalesce(${years}, 0) > 5": "if(answered(years), years, 0) > 5",
    "selected(${Several}, 'x')": '"x" in several',
    "not(selected(${Several}, 'x'))": '"x" not in several',
    "selected(${one}, 'b')": 'one == "b"',
    "count-selected(${Several}) >= 2": "count(several) >= 2",
    "${Several} = 'x'": '"x" in several and count(several) == 1',
    "${words} != ''": "answered(words)",
    "${words} = ''": "not answered(words)",
    "${years} > 3 and (${years} <= 10 or ${words} = 'x')": (
        'years > 3 and (years <= 10 or words == "x")'
    ),
    "3 < ${years}": "years > 3",
    ". >= 18": "years >= 18",
    "${years} + 1 > ${years} * 2": "years + 1 > years * 2",
    "../years div 2 = 4": "years / 2 == 4",
    "${one} > 3": 'one == "o9"',
    "true() or ${years} > 1": True,
    "false()": False,
}
SURVEYJS = {
    "{one} = 'b'": 'one == "b"',
    "{Several} contains 'x'": '"x" in several',
    "{Several} notcontains 'x'": '"x" not in several',
    "{Several} anyof ['x', 'y']": 'any of ("x", "y") in several',
    "{Several} allof ['x', 'y']": 'all of ("x", "y") in several',
    "{one} anyof ['b', 'a-1']": 'one in ("b", "a_1")',
    "{words} empty || {years} notempty": "not answered(words) or answered(years)",
    "!({years} >= 2 && {flag} = true)": 'not (years >= 2 and flag == "yes")',
    "{flag}": 'flag == "yes"',
    "{grid.row} = 'high'": "grid.row == 2",
    "{Several.length} > 1": "count(several) > 1",
    "{years} <> 3": "not years == 3",
    "iif({years} > 2, 1, 0) = 1": "if(years > 2, 1, 0) == 1",
}
LIMESURVEY = {
    "(ls_a.NAOK == 'Y')": '"x" in several',
    'ls_a != "Y"': '"x" not in several',
    "!is_empty(words.NAOK)": "answered(words)",
    "is_empty(words)": "not answered(words)",
    "one.NAOK eq '2' && years.NAOK ge 3": 'one == "o2" and years >= 3',
    "self > 4": "years > 4",
    "1": True,
    "0": False,
}


def text(settled):
    return settled if isinstance(settled, bool) else Rule(settled).text


@pytest.mark.parametrize(
    ("read", "source", "ours"),
    [
        (read, source, ours)
        for read, table in (
            (read_xpath, XPATH), (read_surveyjs, SURVEYJS), (read_limesurvey, LIMESURVEY),
        )
        for source, ours in table.items()
    ],
)  # fmt: skip
def test_a_foreign_condition_becomes_a_rule(read, source, ours):
    assert text(settle(read(source), TARGETS)) == ours


ONE = {"source": "answers", "identifier": "one"}
SEVERAL = {"source": "answers", "identifier": "Several"}
ONS = [
    ({"==": [ONE, "b"]}, 'one == "b"'),
    ({"==": [ONE, None]}, "not answered(one)"),
    ({"in": [ONE, ["b", "a-1"]]}, 'one in ("b", "a_1")'),
    ({"in": ["x", SEVERAL]}, '"x" in several'),
    ({"any-in": [SEVERAL, ["x", "y"]]}, 'any of ("x", "y") in several'),
    ({"not": [{"all-in": [["x", "y"], SEVERAL]}]}, 'not all of ("x", "y") in several'),
    ({">": [{"count": [SEVERAL]}, 1]}, "count(several) > 1"),
    ([{"id": "one", "condition": "equals", "value": "b"}], 'one == "b"'),
    ([{"id": "one", "condition": "not set"}], "not answered(one)"),
]


@pytest.mark.parametrize(("when", "ours"), ONS)
def test_a_condition_of_the_ons_becomes_a_rule(when, ours):
    assert text(settle(read_when(when), TARGETS)) == ours


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("regex(${words}, 'x')", "our rules have no “regex”"),
        ("${other} = 1", "it looks at “other”, which is no question here"),
        ("${one} = 'c'", "“c” is no answer to “one”"),
        ("${years} >", "it ends too early"),
        ("(${years} > 1", "a bracket is not closed"),
        ("${years} > 1 ?", "it can't be read at “?”"),
        ("(" * 60 + "1" + ")" * 60, "its brackets are nested too deeply"),
        ("${years} + 'a' > 1", "it joins texts, which ours does not"),
    ],
)
def test_a_condition_that_ours_cant_tell_says_why(source, why):
    with pytest.raises(Untold) as caught:
        settle(read_xpath(source), TARGETS)
    assert str(caught.value) == why


@pytest.mark.parametrize(
    ("source", "ours"),
    [
        ("round(${years} div 3, 1)", "round(years / 3, 1)"),
        ("if(${years} > 3, 'much', 'little')", 'if(years > 3, "much", "little")'),
        ("-${years}", "-1 * years"),
        ("selected(${Several}, 'x')", '"x" in several'),
    ],
)
def test_a_calculation_becomes_an_expression(source, ours):
    assert Expression(settle_value(read_xpath(source), TARGETS)).text == ours


def name(question, row):
    if question == "unknown":
        raise Unsaid
    return f"{question}_{row}" if row else question


SAID = {
    'one == "b"': ("${one} = 'b'", "{one} = 'b'"),
    '"x" in several': ("selected(${several}, 'x')", "{several} contains 'x'"),
    'any of ("x", "y") in several': (
        "(selected(${several}, 'x') or selected(${several}, 'y'))",
        "{several} anyof ['x', 'y']",
    ),
    'one in ("a", "b")': ("(${one} = 'a' or ${one} = 'b')", "{one} anyof ['a', 'b']"),
    "not answered(one)": ("not(${one} != '')", "!({one} notempty)"),
    "one != 3": ("(${one} != '' and ${one} != 3)", "({one} notempty and {one} <> 3)"),
    "grid.row <= 2": ("${grid_row} <= 2", "{grid_row} <= 2"),
    "count(several) > 1": ("count-selected(${several}) > 1", "{several.length} > 1"),
    "one / 2 + 1 > 3": ("((${one} div 2) + 1) > 3", "(({one} / 2) + 1) > 3"),
    'segment == "lost"': ("", ""),
    "unknown == 1": ("", ""),
    "score(one) > 1": ("", ""),
    'one == "it\'s"': ('${one} = "it\'s"', ""),
}


@pytest.mark.parametrize(("ours", "theirs"), SAID.items())
def test_a_rule_is_said_in_other_tools_words_or_not_at_all(ours, theirs):
    tree = Rule.from_text(ours).tree
    writers = [
        kind(name, lambda question, _row: question == "several")
        for kind in (XPathWriter, SurveyJsWriter)
    ]
    assert tuple(each.write(tree) for each in writers) == theirs
