"""Themes from the command line: of any table of texts, and of a study."""

import csv
import os
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

import analysis
from analysis.corpus import Analysis, Corpus, Options, StageSpec
from findings import theme_sheet
from findings.embedding.doctor import look_at_embedder
from findings.services.runs import running
from foundation import jobs
from foundation.db import db
from foundation.errors import DomainError
from foundation.files.spreadsheets import neutralise
from foundation.files.tables import Table, read_table
from foundation.jobs import Job, JobState
from foundation.machine.cli import ProgressBar
from foundation.machine.doctor import looks
from foundation.machine.terminal import OutFile, in_words
from foundation.settings import Settings
from research.journey_presets import PRESETS, Model, read_model
from research.services import studies

#: Place of the theme's name, the only cell with words that do not come from the file.
NAME_PLACE = theme_sheet.HEADER.index("theme")


@click.command("analyse")
@click.argument("study")
@with_appcontext
def analyse_study(study: str) -> None:
    """Find the themes of STUDY, now. What people decided about them stays as it is."""
    try:
        job = running.enqueue(db.session, studies.find(db.session, study))
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    with ProgressBar() as bar:
        state = jobs.run(db.engine, job.id, bar)
    db.session.expire_all()
    done = db.session.get_one(Job, job.id)
    if state != JobState.DONE:
        raise click.ClickException(done.error or "Another process is analysing this study now.")
    click.echo(_summary(done.result))


@click.command("themes")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--text", "text_column", required=True, help="Column that holds the texts.")
@click.option("--id", "id_column", default="", help="Column that names each row.")
@click.option("--lang", "lang_column", default="", help="Column with each text's language.")
@click.option("--all-kinds", is_flag=True, help="Give every text a theme, whatever its kind.")
@click.option(
    "--stages",
    "model",
    default="eight-stage",
    show_default=True,
    help="three-stage, four-stage, eight-stage or a YAML file of stages.",
)
@click.option("--split", is_flag=True, help="Write one row per thing said instead of per text.")
@click.option(
    "--cache", type=OutFile(), help="File that keeps the vectors: a second run embeds what is new."
)
@click.option(
    "--dask", default="", help="Scheduler of a Dask cluster that embeds: tcp://HOST:8786."
)
@click.option("--out", required=True, type=OutFile(), help="CSV file to write.")
def theme_table(file: Path, out: Path, model: str, **choices: Any) -> None:
    """Find the themes in a table of texts, without a study.

    FILE is CSV, XLSX or JSON Lines; OUT is CSV.

    A text that says several things is told by its worst pain, else by a suggestion, else by
    praise; with --split each thing has a row of its own. Needs no database.
    """
    table = _read(file)
    texts = _column(table, choices["text_column"], file)
    ids = _column(table, choices["id_column"], file) or _numbers(texts)
    corpus = theme_sheet.corpus_of(texts, _column(table, choices["lang_column"], file))
    if not corpus.passages:
        raise click.ClickException(f"{file}: the column “{choices['text_column']}” is empty.")
    stages = theme_sheet.stages_of(_model(model))
    vectors = _vectors(choices["cache"], choices["dask"])
    found = _analyse(corpus, stages, Options(all_kinds=choices["all_kinds"]), vectors)
    if choices["split"]:
        _write(out, theme_sheet.SPLIT_HEADER, theme_sheet.split_lines(ids, found))
    else:
        _write(out, theme_sheet.HEADER, theme_sheet.lines(ids, found))
    click.echo(f"{len(ids)} rows, {len(found.themes)} themes: {out}", err=True)


def _vectors(cache: Path | None, dask: str) -> "analysis.Vectors":
    choice = import_module("findings.embedding.choice")  # numpy loads where something is analysed
    settings: Settings = current_app.extensions["settings"]
    store = analysis.FileStore(cache) if cache else {}
    vectors: analysis.Vectors = choice.vectors_for(settings, store, dask)
    return vectors


def _analyse(
    corpus: Corpus, stages: Sequence[StageSpec], options: Options, vectors: "analysis.Vectors"
) -> Analysis:
    plainly = import_module("findings.embedding.choice").plainly
    with ProgressBar() as bar, plainly():
        return analysis.analyse(corpus, stages, None, options, progress=bar, vectors=vectors)


def _read(file: Path) -> Table:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    try:
        table = read_table(data, file.name)
    except DomainError as error:
        raise click.ClickException(f"{file}: {error}") from error
    if not table.rows:
        raise click.ClickException(f"{file}: there are no rows below the header.")
    return table


def _column(table: Table, name: str, file: Path) -> tuple[str, ...]:
    """The cells of a column; nothing where no column is asked for."""
    try:
        return table.column(name) if name else ()
    except DomainError as error:
        raise click.ClickException(f"{file}: {error}") from error


def _numbers(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, len(texts) + 1))


def _model(name: str) -> Model:
    """A shipped model, or one read from a YAML file."""
    if name in PRESETS:
        return PRESETS[name]
    path = Path(name)
    if path.suffix.lower() not in {".yaml", ".yml"}:
        known = ", ".join(PRESETS)
        raise click.ClickException(
            f"There is no journey model “{name}”: give {known} or a YAML file of stages."
        )
    try:
        model = read_model(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{path} cannot be read as a text file.") from error
    if isinstance(model, Model):
        return model
    raise click.ClickException(f"{path}: {'; '.join(map(str, model))}")


def _write(out: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write the whole file or none of it: it appears under its name once it is complete."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.touch(mode=0o600)
        with part.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            writer.writerows(map(_guarded, rows))
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error


def _guarded(row: Sequence[str]) -> list[str]:
    cells = list(row)
    cells[NAME_PLACE] = neutralise(cells[NAME_PLACE])
    return cells


def _summary(counts: dict[str, object]) -> str:
    return (
        "{passages} texts, {units} statements, {themes} themes, {new_themes} of them new, "
        "{proposals} proposals about themes you have judged."
    ).format(**counts)


commands = in_words(analyse_study, theme_table)
looks(look_at_embedder)
