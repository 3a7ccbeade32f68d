"""The pain library from the command line."""

from importlib import import_module
from pathlib import Path

import click
from flask.cli import AppGroup

from analysis.library import FOLDER, load_library
from foundation.machine.terminal import in_words

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


def _summary() -> str:
    known = load_library()
    praise = sum(topic.kind == "praise" for topic in known.topics)
    return (
        f"Nothing to mend: {len(known.pains)} pains, {praise} topics of praise, "
        f"{len(known.examples)} examples."
    )


commands = in_words(library)
