"""A real server and a real Chromium, with axe at hand."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from foundation.db import db
from foundation.machine import schema
from foundation.settings import Settings
from tests.support import speed

T = TypeVar("T")


def _find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORT = _find_free_port()
#: Where the product under test is reached.
HOME = f"http://127.0.0.1:{PORT}"

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
#: WCAG 2.2 A and AA, and axe's best practices.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


#: Chromium without the windows, extensions and form filling that no test asks for: the same pages
#: for less than half the work.
LEAN = "chromium-headless-shell"


def find_chromium() -> str | None:
    """Return Chromium's path, the lean one's first, installing Debian's when we may."""
    for package in (LEAN, "chromium"):
        if not shutil.which(package) and shutil.which("apt-get") and os.geteuid() == 0:
            subprocess.run(["apt-get", "update", "-qq"], check=False)
            install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
            # Another worker may be installing it.
            subprocess.run([*install, "-o", "DPkg::Lock::Timeout=120"], check=False)
        if shutil.which(package):
            return shutil.which(package)
    return shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        assert not os.environ.get("THROUGHLINE_NO_SKIPS"), "Chromium is missing."
        pytest.skip("Chromium is not installed, and only root may install it.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def inside(app: Flask, function: Callable[[], T]) -> T:
    """Run the function inside the application's context, in a thread of its own.

    Playwright keeps an event loop in the tests' thread, and leaving a context closes asynchronous
    sessions, which no thread with a running loop may do.
    """

    def run() -> T:
        with app.app_context():
            return function()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, compiled_templates: Path) -> Iterator[Flask]:
    """The whole product on an empty SQLite database, as `make serve` runs it."""
    with serve(tmp_path_factory.mktemp("server"), compiled_templates) as app:
        yield app


@contextmanager
def serve(instance: Path, compiled_templates: Path) -> Iterator[Flask]:
    """Serve the product from an empty folder."""
    settings = Settings(
        instance=instance, secret_key="browser tests only", mail_url="memory:", public_url=HOME
    )
    app = create_app(settings)
    speed.share_templates(app, compiled_templates)
    inside(app, prepare_database)
    http = make_server("127.0.0.1", PORT, app, threaded=True)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield app
    http.shutdown()
    http.server_close()
    app.extensions["queue"].stop()
    inside(app, _close_database)


def prepare_database() -> None:
    speed.forgo_the_disk(db.engine)
    schema.upgrade(db.engine)


def _close_database() -> None:
    db.engine.dispose()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a given width, language and, if asked, without JavaScript."""
    contexts = []

    def make(width: int = 1280, height: int = 800, locale: str = "en", **options) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, **options
        )
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def axe_findings(page: Page) -> list[str]:
    """Return what axe finds on the page, one readable line each."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    result = Axe().run(page, options=options)
    return [
        f"{page.url} {violation['id']}: {node['html'][:160]}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the page when somebody wants to look (THROUGHLINE_PICTURES=folder)."""
    folder = os.environ.get("THROUGHLINE_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
