"""The commands of the ground floor: flask db, worker, doctor; and the progress all of them show."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from foundation.clock import now
from foundation.db import db
from foundation.machine import doctor, schema
from foundation.machine.terminal import OutFile, in_words
from foundation.queue import Queue

BAR_WIDTH = 30


class ProgressBar:
    """Shows phases with their steps on a stream, standard error unless told otherwise.

    Call it with (phase, done, total); `total` 0 means that nobody knows. On a terminal one line is
    rewritten; elsewhere each phase is one line, so that a log stays short. Use it as a context
    manager: leaving ends the line.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._phase = ""
        self._drawn = ""

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_: object) -> None:
        self._end_line()

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Show that `done` of `total` steps of this phase are done."""
        if phase != self._phase:
            self._end_line()
            self._phase = phase
            if not self._is_terminal:
                print(phase, file=self._stream, flush=True)
        if self._is_terminal:
            self._draw(f"{phase} {_bar(done, total)}")

    def _draw(self, line: str) -> None:
        if line != self._drawn:
            print(f"\r{line:<{len(self._drawn)}}", end="", file=self._stream, flush=True)
            self._drawn = line

    def _end_line(self) -> None:
        if self._drawn:
            print(file=self._stream, flush=True)
            self._drawn = ""


def _bar(done: int, total: int) -> str:
    if not total:
        return "…"
    share = min(done / total, 1.0)
    filled = round(BAR_WIDTH * share)
    return f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {share:4.0%}"


database = AppGroup("db", help="The database: upgrade, check, backup.")


@database.command("upgrade")
@with_appcontext
def upgrade() -> None:
    """Bring the database to this version's schema. A SQLite file is backed up first."""
    url = db.engine.url
    if url.get_backend_name() == "sqlite" and url.database and schema.is_behind(db.engine):
        backup = schema.back_up(Path(url.database))
        if backup:
            click.echo(f"Backed up to {backup}.")
    click.echo(f"The schema is at {schema.upgrade(db.engine)}.")


@database.command("check")
@with_appcontext
def check() -> None:
    """Say whether the database fits this version. The exit code is 1 when it does not."""
    state = schema.describe(db.engine)
    click.echo(state.sentence)
    sys.exit(0 if state.is_current else 1)


@database.command("backup")
@click.argument("target", type=OutFile())
@with_appcontext
def backup(target: Path) -> None:
    """Copy the database into TARGET, safely while the server runs."""
    if target.exists():
        raise click.ClickException(f"{target} is there already: give another name, or remove it.")
    url = db.engine.url
    if url.get_backend_name() == "sqlite" and url.database:
        schema.copy_sqlite(Path(url.database), target)
    else:
        _dump_postgresql(url.render_as_string(hide_password=False), target)
    click.echo(f"Backed up to {target}.")


def _dump_postgresql(url: str, target: Path) -> None:
    tool = shutil.which("pg_dump")
    if tool is None:
        raise click.ClickException("pg_dump was not found: install PostgreSQL's client programs.")
    address = url.replace("+psycopg", "")
    result = subprocess.run(  # noqa: S603  the address is the administrator's own setting
        [tool, "--format=custom", f"--file={target}", address], check=False
    )
    if result.returncode:
        raise click.ClickException("pg_dump could not copy the database; its words are above.")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do the jobs of the queue (QUEUE_URL) until stopped."""
    queue: Queue = current_app.extensions["queue"]
    if queue.url in {"thread:", "immediate:"}:
        raise click.ClickException(
            f"QUEUE_URL is {queue.url}, so the server does its jobs itself. "
            "Set QUEUE_URL to sqlite:///…, redis://… or postgresql://… to run a worker."
        )
    queue.work()


@click.command("doctor")
@with_appcontext
def doctor_command() -> None:
    """Print what is there and what is missing. The exit code is 1 when something needed is."""
    findings = doctor.examine(current_app.extensions["settings"], db.engine)
    for finding in findings:
        click.echo(f"{finding.mark} {finding.title}: {finding.detail}")
    click.echo(f"Looked at {now():%Y-%m-%d %H:%M} UTC.")
    sys.exit(0 if all(finding.is_good or not finding.is_needed for finding in findings) else 1)


commands = in_words(database, worker, doctor_command)
