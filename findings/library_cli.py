"""The pain library from the command line."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup

from analysis.library import FOLDER, Library, load_library
from findings.known.own_files import Reading, written
from findings.known.own_themes import MOST_LISTED, Problem, with_keys, with_own
from findings.services.library import own_pains
from foundation.db import db
from foundation.errors import DomainError
from foundation.machine.terminal import OutFile, in_words

library = AppGroup("library", help="The library of known pains.")


@library.command("check")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=FOLDER,
    help="Folder of pains.json, topics.json and examples/; the one that ships by default.",
)
def check_library(folder: Path) -> None:
    """Say what is wrong with the library that ships: file, line and what to do.

    Looks for names, definitions, neighbours and eight examples in each language; for texts told
    twice, texts filled into one frame, texts in another language than they say, and words that
    could tell who is meant. The exit code is 1 when something is wrong.
    """
    linter = import_module("analysis.library.linter")  # numpy loads only where it is asked for
    faults = linter.check(folder)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise click.ClickException(f"{len(faults)} things to mend.")
    click.echo(_summary() if folder == FOLDER else "Nothing to mend.")


@library.command("add")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def add_themes(file: Path, dry_run: bool) -> None:
    """Add the firm's own known pains from FILE, or change those it names.

    A row's id says which pain it changes, or without one its name in any language.
    FILE is JSON, CSV or XLSX: id, names, definition, difference, stage, severity, and three
    examples or more. Every problem is told with its row, and then nothing is saved.
    """
    reading = _read(file, "nothing is saved")
    done = own_pains.save_own(db.session, reading.themes, actor=None)
    if done.problems:
        db.session.rollback()
        _refuse(file, done.problems, "nothing is saved")
    for word, keys in (("new", done.added), ("changed", done.changed)):
        for key in keys:
            click.echo(f"{key}: {word}")
    click.echo(
        f"{len(done.added)} new, {len(done.changed)} changed, {done.unchanged} unchanged"
        + (": a dry run, nothing is saved." if dry_run else ".")
    )
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()


def library_with(file: Path | None) -> Library:
    """Return the library that ships, with the own pains of a file; those of no database."""
    if file is None:
        return load_library()
    return with_own(with_keys(_read(file, "nothing is analysed").themes))


def _read(file: Path, outcome: str) -> Reading:
    """Read a file of own pains and say what is to be known of it; raise where it has problems."""
    try:
        reading = own_pains.read_file(file.read_bytes(), file.name)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    except DomainError as error:
        raise click.ClickException(f"{file}: {error}") from error
    for notice in reading.notices[:MOST_LISTED]:
        click.echo(f"{file.name}: {notice}", err=True)
    if reading.problems:
        _refuse(file, reading.problems, outcome)
    return reading


def _refuse(file: Path, problems: Sequence[Problem], outcome: str) -> NoReturn:
    for problem in problems[:MOST_LISTED]:
        click.echo(f"{file.name}: {problem}", err=True)
    more = len(problems) - MOST_LISTED
    left = f", {more} of them not listed" if more > 0 else ""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    raise click.ClickException(f"{count}{left}; {outcome}.")


@library.command("export")
@click.option("--out", required=True, type=OutFile(".jsonl"), help="JSON Lines file to write.")
def export_themes(out: Path) -> None:
    """Write the firm's own known pains to a file that `flask library add` reads unchanged."""
    themes = own_pains.list_own(db.session)
    out.write_text(written(themes), "utf-8")
    click.echo(f"{len(themes)} themes: {out}")


def _summary() -> str:
    known = load_library()
    praise = sum(topic.kind == "praise" for topic in known.topics)
    return (
        f"Nothing to mend: {len(known.pains)} pains, {praise} topics of praise, "
        f"{len(known.examples)} examples."
    )


commands = in_words(library)
