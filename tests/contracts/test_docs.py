"""The documents keep up with the code."""

import dataclasses
import re
from pathlib import Path

import pytest

from foundation.db import Base
from foundation.settings import Settings
from tests.contracts.test_style import FILES, ROOMS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path.relative_to(ROOT) for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_table_is_described():
    text = read("docs/data-model.md")
    assert [name for name in Base.metadata.tables if not re.search(rf"\b{name}\b", text)] == []


def test_every_setting_is_described():
    text = read("README.md")
    fields = [f for f in dataclasses.fields(Settings) if f.metadata.get("environment", True)]
    assert [f.name.upper() for f in fields if f"`{f.name.upper()}`" not in text] == []


def test_every_command_of_the_makefile_is_explained():
    targets = set(re.findall(r"^([a-z-]+):.*## ", read("Makefile"), re.MULTILINE))
    usual = {"help", "demo", "serve", "worker", "test", "check", "fix", "bench"}
    assert targets == usual | {"bench-themes"}


def test_the_architecture_names_only_what_is_there():
    places = re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w./]*)`", read("docs/architecture.md"))
    assert places
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_the_architecture_names_every_room_of_the_ground_floor():
    text = read("docs/architecture.md")
    rooms = [path.parent.name for path in (ROOT / "foundation").glob("*/__init__.py")]
    assert [room for room in rooms if f"`foundation/{room}/`" not in text] == []


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_every_row_of_a_table_has_as_many_cells_as_its_head(path):
    rows = re.findall(r"(?:^\|.*\n?)+", read(path), re.MULTILINE)
    cells = [[len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()] for table in rows]
    assert [table for table in cells if len(set(table)) > 1] == []


def test_no_machine_path_and_no_network_address_of_ours_is_in_the_code():
    forbidden = re.compile(r"/(?:root|home|work)/|pypi\.org|registry\.npmjs")
    assert [str(path) for path in FILES if forbidden.search(path.read_text("utf-8"))] == []
