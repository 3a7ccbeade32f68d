"""Every complaint has a test that exists, or says what it waits for."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = re.findall(
    r"^\| (\d+) \| .* \| (.*) \|$",
    (ROOT / "docs/complaints.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@cache
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_all_thirty_are_answered():
    assert sorted({int(number) for number, _ in LINES}) == list(range(1, 31))


@pytest.mark.parametrize(("number", "shown"), LINES)
def test_a_complaint_names_tests_that_exist_or_what_it_waits_for(number, shown):
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", shown)
    assert named or re.search(r"later: \w+", shown), number
    assert [name for path, name in named if name not in names_in(ROOT / path)] == []
