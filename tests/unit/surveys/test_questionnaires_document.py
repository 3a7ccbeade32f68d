"""The page about questionnaire documents keeps up with the code."""

import re
from pathlib import Path

import pytest

from surveys.documents import read_yaml
from surveys.problems import problems
from surveys.question_types import QUESTION_TYPES
from surveys.rules import Rule

TEXT = (Path(__file__).parents[3] / "docs" / "questionnaires.md").read_text(encoding="utf-8")


def test_its_example_has_no_problem():
    [example] = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert problems(read_yaml(example)) == []


def test_it_describes_every_type():
    assert [name for name in QUESTION_TYPES if f"`{name}`" not in TEXT] == []


def test_it_describes_every_property_of_a_type():
    names = frozenset().union(*(kind.uses for kind in QUESTION_TYPES.values()))
    assert [name for name in names if name not in TEXT] == []


CELLS = re.findall(r"^\| ([^|]*) \|", TEXT.partition("| form |")[2], re.MULTILINE)
SNIPPETS = [snippet for cell in CELLS for snippet in re.findall(r"`([^`]*)`", cell)]
RULES = [snippet for snippet in SNIPPETS if "(" in snippet or " " in snippet]


@pytest.mark.parametrize("text", [rule for rule in RULES if "…" not in rule])
def test_its_conditions_can_be_read(text):
    assert Rule.from_text(text).text
