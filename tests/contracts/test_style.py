"""The style figures of docs/architecture.md, held by a test."""

import ast
import io
import re
import statistics
import tokenize
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("foundation", "accounts", "research", "surveys", "analysis", "findings", "reports")
FILES = [ROOT / "app.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))]

OURS = [
    path
    for path in ROOT.rglob("*.py")
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
]
#: A mark names the rule it sets aside, then says why: `
MARK = re.compile(r"#\s*(noqa|type:\s*ignore|pragma)")
REASONED = re.compile(
    r"#\s*(noqa: [A-Z]+\d+(, [A-Z]+\d+)*|type: ignore\[[a-z-]+\]|pragma: no cover)  (# )?\w.{5,}"
)


def marks_without_reason(path: Path) -> list[str]:
    source = path.read_text(encoding="utf-8")
    if not MARK.search(source):
        return []
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [
        f"{path.relative_to(ROOT)}:{token.start[0]} {token.string}"
        for token in tokens
        if token.type == tokenize.COMMENT
        and MARK.match(token.string)
        and not REASONED.fullmatch(token.string)
    ]


@cache
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


def test_a_rule_is_set_aside_only_for_a_reason():
    assert [mark for path in OURS for mark in marks_without_reason(path)] == []


@pytest.mark.parametrize(
    ("comment", "is_refused"),
    [
        ("# noqa", True),
        ("# noqa: S704", True),
        ("# noqa: S704  our own file", False),
        ("# type: ignore[misc]", True),
        ("# type: ignore", True),
        ("# type: ignore[misc]  # huey ships no types", False),
        ("# why it is so", False),
    ],
)
def test_a_mark_is_told_from_a_reason(tmp_path, monkeypatch, comment, is_refused):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    path = tmp_path / "sample.py"
    path.write_text(f"x = 1  {comment}\n", encoding="utf-8")
    assert bool(marks_without_reason(path)) == is_refused


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py", "misc.py"])
def test_no_drawer_for_odds_and_ends(name):
    assert [str(path) for path in FILES if path.name == name] == []
