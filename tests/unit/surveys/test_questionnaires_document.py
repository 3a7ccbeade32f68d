"""The page about questionnaire documents keeps up with the code."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from surveys.definition import Definition, Quota, Section
from surveys.documents import read_yaml
from surveys.problems import problems
from surveys.question_types import QUESTION_TYPES, Check, Jump
from surveys.rules import Expression, Rule

TEXT = (Path(__file__).parents[3] / "docs" / "questionnaires.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL))
def test_its_examples_have_no_problem(example):
    assert problems(read_yaml(example)) == []


def test_it_describes_every_type():
    assert [name for name in QUESTION_TYPES if f"`{name}`" not in TEXT] == []


def test_it_describes_every_property_of_a_type():
    names = frozenset().union(*(kind.uses for kind in QUESTION_TYPES.values()))
    assert [name for name in names if name not in TEXT] == []


def snippets(heading):
    """The rules or expressions in the first column of the table under a heading."""
    table = TEXT.partition(heading)[2].partition("\n\n")[0]
    cells = re.findall(r"^\| ([^|]*) \|", table, re.MULTILINE)
    found = [snippet for cell in cells for snippet in re.findall(r"`([^`]*)`", cell)]
    return [each for each in found if ("(" in each or " " in each) and "…" not in each]


@pytest.mark.parametrize("text", snippets("| form | true when |"))
def test_its_conditions_can_be_read(text):
    assert Rule.from_text(text).text


@pytest.mark.parametrize("text", snippets("| form | gives |"))
def test_its_expressions_can_be_read(text):
    assert Expression.from_text(text).text


def test_it_describes_every_property_of_logic():
    names = {
        each.name for kind in (Section, Definition, Quota, Jump, Check) for each in fields(kind)
    }
    assert [name for name in names if name not in TEXT] == []
