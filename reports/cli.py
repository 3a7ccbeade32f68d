"""Reports from the command line."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from foundation.db import db
from foundation.errors import DomainError
from foundation.files.private import write_private
from foundation.machine.terminal import OutFile, in_words
from reports import services
from reports.jobs import produce
from research.services import studies
from research.words import LANGUAGES


@click.command("report")
@click.argument("study")
@click.option(
    "--out",
    required=True,
    type=OutFile(),
    help="The PDF to write.",
)
@click.option("--title", default="", help="Name of the report; the study's title by default.")
@click.option(
    "--language",
    default="en",
    type=click.Choice(LANGUAGES),
    help="Language of the report; quotes stay in their own.",
)
@with_appcontext
def report(study: str, out: Path, title: str, language: str) -> None:
    """Write the stage-by-stage report of STUDY. Its figures are frozen and kept with it."""
    try:
        found = studies.find(db.session, study)
        made = services.order(db.session, found, title=title, language=language, actor=None)
        db.session.commit()
        pdf = produce(db.session, made, _tell)
    except DomainError as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from error
    write_private(out, pdf.content)
    for letter in pdf.missing_glyphs:
        click.echo(f"Warning: {letter}", err=True)
    click.echo(f"{out}: {pdf.pages} pages, {len(made.snapshot['stages'])} stages")


def _tell(done: int, total: int, phase: str) -> None:
    click.echo(f"[{done}/{total}] {phase}", err=True)


commands = in_words(report)
