"""Looks at the machine: what is there, what is missing, and what to do about it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from foundation.children import ChildFailed, run_in_child
from foundation.db import SAFE_WAL, sqlite_driver
from foundation.machine import schema
from foundation.settings import ROOT, Settings

FONTS = {
    "Inter": "fontpkg_inter",
    "Source Serif 4": "fontpkg_source_serif_4",
    "Noto Sans Thai": "fontpkg_noto_sans_thai",
    "IBM Plex Sans Arabic": "fontpkg_ibm_plex_sans_arabic",
    "Noto Sans KR": "justmytype_intl_cjk",
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    title: str
    detail: str
    is_good: bool = True
    is_needed: bool = True

    @property
    def mark(self) -> str:
        """Return the sign before the line."""
        if self.is_good:
            return "✓"
        return "✗" if self.is_needed else "–"


Look = Callable[[Settings], Iterator[Finding]]
_looks: list[Look] = []


def looks(look: Look) -> None:
    """Let the doctor look at something of a room above."""
    if look not in _looks:
        _looks.append(look)


def examine(settings: Settings, engine: Engine) -> list[Finding]:
    """Look at everything the product needs or can use."""
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _look_at_database(engine),
        lambda: _look_at_folder(settings),
        _look_at_report_libraries,
        _look_at_fonts,
        *(partial(look, settings) for look in _looks),
        _look_at_translations,
        _look_at_programs,
    )
    return [finding for check in checks for finding in check()]


def _look_at_database(engine: Engine) -> Iterator[Finding]:
    if engine.dialect.name == "sqlite":
        version = sqlite_driver.sqlite_version
        safe = sqlite_driver.sqlite_version_info >= SAFE_WAL
        detail = (
            version if safe else f"{version}: older than 3.51.3, so journal_mode=DELETE is used"
        )
        yield Finding("SQLite", detail, is_good=safe, is_needed=False)
    try:
        state = schema.describe(engine)
    except SQLAlchemyError as error:
        yield Finding("Database", f"cannot be reached: {type(error).__name__}", is_good=False)
        return
    yield Finding("Database", state.sentence, is_good=state.is_current)


def _look_at_folder(settings: Settings) -> Iterator[Finding]:
    probe = settings.instance / ".write-test"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        yield Finding("Instance folder", f"is not writable: {error}", is_good=False)
        return
    yield Finding("Instance folder", str(settings.instance))


def load_report_library() -> str:
    """Import WeasyPrint (in a child, since a missing library fails loudly) and name its version."""
    return str(import_module("weasyprint").__version__)


def _look_at_report_libraries() -> Iterator[Finding]:
    try:
        version = run_in_child(
            "foundation.machine.doctor:load_report_library", seconds=60, megabytes=4096
        )
    except ChildFailed as error:
        remedy = "run `make setup`, or install Pango (macOS: brew install pango)"
        yield Finding("PDF", f"WeasyPrint does not load: {error}; {remedy}", is_good=False)
        return
    yield Finding("PDF", f"WeasyPrint {version}")


def _look_at_fonts() -> Iterator[Finding]:
    for family, package in FONTS.items():
        there = find_spec(package) is not None
        yield Finding(f"Font {family}", package if there else f"install {package}", is_good=there)


def _look_at_translations(folder: Path = ROOT / "translations") -> Iterator[Finding]:
    sources = sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    stale = [source.parts[-3] for source in sources if not _is_compiled(source)]
    detail = "run `make setup`, which compiles them: not compiled or older than their texts: "
    if stale:
        yield Finding("Translations", detail + ", ".join(stale), is_good=False)
    else:
        yield Finding("Translations", ", ".join(source.parts[-3] for source in sources))


def _is_compiled(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def _look_at_programs() -> Iterator[Finding]:
    for program, use in (("pg_dump", "backups of PostgreSQL"), ("chromium", "browser tests")):
        path = shutil.which(program)
        yield Finding(
            program,
            f"{path}, for {use}" if path else f"missing, but only for {use}",
            is_good=bool(path),
            is_needed=False,
        )
