"""The documents keep up with the code."""

import dataclasses
import re
from pathlib import Path

from foundation.db import Base
from foundation.settings import Settings
from tests.contracts.test_style import FILES

ROOT = Path(__file__).resolve().parents[2]


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
    targets = re.findall(r"^([a-z]+):.*## ", read("Makefile"), re.MULTILINE)
    assert set(targets) == {"help", "demo", "serve", "worker", "test", "check", "fix", "bench"}


def test_no_machine_path_and_no_network_address_of_ours_is_in_the_code():
    forbidden = re.compile(r"/(?:root|home|work)/|pypi\.org|registry\.npmjs")
    assert [str(path) for path in FILES if forbidden.search(path.read_text("utf-8"))] == []
