"""The style figures of docs/architecture.md, held by a test."""

import ast
import statistics
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("foundation", "accounts", "research", "surveys", "analysis", "findings", "reports")
FILES = [ROOT / "app.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))]


def function_lengths(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    ]


def test_no_function_is_longer_than_forty_lines():
    assert [found for path in FILES for found in function_lengths(path) if found[0] > 40] == []


def test_functions_are_short_as_a_rule():
    lengths = sorted(length for path in FILES for length, _ in function_lengths(path))
    assert statistics.median(lengths) <= 9
    assert lengths[int(len(lengths) * 0.95)] <= 25


def test_no_file_is_longer_than_four_hundred_lines():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {str(path): length for path, length in lengths.items() if length > 400} == {}


def test_no_folder_holds_more_than_twelve_files():
    folders = Counter(path.parent for path in FILES if path.name != "__init__.py")
    assert {str(folder): count for folder, count in folders.items() if count > 12} == {}


def test_the_front_door_stays_small():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 90


def test_commit_stands_only_at_the_edges():
    edges = ("views", "jobs", "cli", "queue", "progress")
    inner = [p for p in FILES if not any(edge in p.relative_to(ROOT).as_posix() for edge in edges)]
    assert [str(path) for path in inner if ".commit(" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py", "misc.py"])
def test_no_drawer_for_odds_and_ends(name):
    assert [str(path) for path in FILES if path.name == name] == []
