"""The house's plan is enforced: a drawer for odds and ends makes the check fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("foundation", "accounts", "research", "surveys", "analysis", "findings", "reports")


@pytest.fixture
def copied_house(tmp_path):
    for room in ROOMS:
        ignore = shutil.ignore_patterns("__pycache__", "*.json", "*.npz", "*.npy", "*.bin")
        shutil.copytree(ROOT / room, tmp_path / room, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(house):
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {"PYTHONPATH": str(house), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        command, cwd=house, env=environment, capture_output=True, text=True, check=False
    )


def test_the_house_as_it_stands_keeps_every_contract(copied_house):
    result = lint_imports(copied_house)
    assert result.returncode == 0, result.stdout


def test_a_utils_module_makes_the_check_fail(copied_house):
    (copied_house / "surveys" / "utils.py").write_text('"""Odds and ends."""\n', encoding="utf-8")
    result = lint_imports(copied_house)
    assert result.returncode != 0
    assert "surveys.utils" in result.stdout


def test_a_service_that_asks_the_web_makes_the_check_fail(copied_house):
    path = copied_house / "accounts" / "services.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\nimport foundation.web.locale\n", encoding="utf-8")
    result = lint_imports(copied_house)
    assert "accounts.services -> foundation.web.locale" in result.stdout


def test_an_upward_import_makes_the_check_fail(copied_house):
    path = copied_house / "research" / "words.py"
    path.write_text(
        path.read_text(encoding="utf-8") + "\nimport reports.models\n", encoding="utf-8"
    )
    assert lint_imports(copied_house).returncode != 0
