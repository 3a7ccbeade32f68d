"""Themes from the command line: of any table of texts, and of a study."""

import csv
import os
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import click
from flask import current_app
from flask.cli import with_appcontext

import analysis
from analysis.corpus import Analysis, Corpus, Known, Options, StageSpec
from analysis.library import Library
from findings import theme_sheet
from findings.embedding.doctor import look_at_embedder
from findings.embedding.sending import destination
from findings.library_cli import library_with
from findings.services.reader import switching
from findings.services.reader.doctor import look_at_reader
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
from foundation.texts import from_plain
from research.journey_presets import PRESETS, Model, read_model
from research.services import studies

#: Place of the theme's name, the only cell with words that do not come from the file.
NAME_PLACE = theme_sheet.HEADER.index("theme")
#: What is to be analysed: the texts, the stages, and how.
Asked = tuple[Corpus, Sequence[StageSpec], Options]
#: What is said before a study is sent anywhere.
STUDY_NOTICE = (
    "Each analysis will send what people wrote and said in this study to {host}, where {model} "
    "reads it. Names the study knows, email addresses, links and telephone numbers are taken out "
    "before; nothing else is. Switch it on?"
)
#: What is said before texts are embedded on another machine.
EMBEDDED_NOTICE = (
    "The texts are sent to {host}, where {model} turns them into vectors: as they are, with the "
    "names that stand in them."
)


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
    _tell_where()
    with ProgressBar() as bar:
        state = jobs.run(db.engine, job.id, bar)
    db.session.expire_all()
    done = db.session.get_one(Job, job.id)
    if state != JobState.DONE:
        raise click.ClickException(done.error or "Another process is analysing this study now.")
    click.echo(_summary(done.result))
    if done.result.get("reader"):
        click.echo(_reading(done.result["reader"]))


@click.command("reader")
@click.argument("study")
@click.option(
    "--on/--off", "turn", default=None, help="Let the model read the study, or no longer."
)
@click.option("--yes", is_flag=True, help="With --on: you know what is sent where, do not ask.")
def switch_reader(study: str, turn: bool | None, yes: bool) -> None:
    """Let a model read STUDY, or say whether one does.

    Which one, the settings say. Before it is switched on you are told what is sent where.
    """
    settings: Settings = current_app.extensions["settings"]
    found = studies.find(db.session, study)
    reader = switching.look(db.session, found, settings)
    if turn:
        if reader.is_offered and not yes:
            told = STUDY_NOTICE.format(host=reader.host, model=reader.model)
            click.confirm(told, abort=True)
        switching.switch_on(db.session, found, settings, url=reader.url, actor=None)
    elif turn is False:
        switching.switch_off(db.session, found, actor=None)
    db.session.commit()
    reader = switching.look(db.session, found, settings)
    click.echo(
        f"{reader.model} at {reader.host} reads it." if reader.is_on else "The reader is off."
    )


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
    "--pains",
    "own",
    type=click.Path(path_type=Path),
    help="File of known pains of your own: JSON, CSV or XLSX, as `flask library add` reads it.",
)
@click.option(
    "--cache", type=OutFile(), help="File that keeps the vectors: a second run embeds what is new."
)
@click.option(
    "--dask", default="", help="Scheduler of a Dask cluster that embeds: tcp://HOST:8786."
)
@click.option("--reader", is_flag=True, help="Let the model that the settings name read them.")
@click.option(
    "--names",
    type=click.Path(path_type=Path),
    help="With --reader: text file of names to take out before anything is sent, one a line.",
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
    texts_and_options = (corpus, stages, Options(all_kinds=choices["all_kinds"]))
    library = library_with(choices["own"])
    _tell_where()
    if choices["reader"]:
        found = _ask_reader(texts_and_options, vectors, library, _names(choices["names"]))
    else:
        found = _analyse(texts_and_options, vectors, library)
    _write(out, *_table(ids, found, **choices))
    click.echo(f"{len(ids)} rows, {len(found.themes)} themes: {out}", err=True)


def _vectors(cache: Path | None, dask: str) -> "analysis.Vectors":
    choice = import_module("findings.embedding.choice")  # numpy loads where something is analysed
    settings: Settings = current_app.extensions["settings"]
    store = analysis.FileStore(cache) if cache else {}
    vectors: analysis.Vectors = choice.vectors_for(settings, store, dask)
    return vectors


def _analyse(asked: Asked, vectors: "analysis.Vectors", library: Library) -> Analysis:
    corpus, stages, options = asked
    plainly = import_module("findings.embedding.choice").plainly
    with ProgressBar() as bar, plainly():
        reading = analysis.Reading(vectors, bar, library)
        return analysis.analyse_by(reading, corpus, stages, Known(), options)


def _table(
    ids: Sequence[str], found: Analysis, *, split: bool, reader: bool, **_: object
) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
    """The header and the rows to write, with the cells of a reader where one read."""
    header = theme_sheet.SPLIT_HEADER if split else theme_sheet.HEADER
    lines = theme_sheet.split_lines if split else theme_sheet.lines
    if not reader:
        return header, lines(ids, found)
    return (*header, *theme_sheet.READER_HEADER), lines(ids, found, theme_sheet.reader_cells)


def _names(file: Path | None) -> tuple[str, ...]:
    """The names in a file, one a line; none where there is no file."""
    try:
        text = file.read_text(encoding="utf-8") if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} cannot be read as a text file.") from error
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _ask_reader(
    asked: Asked,
    vectors: "analysis.Vectors",
    library: Library,
    names: tuple[str, ...],
) -> Analysis:
    """Let the reader by endpoint read; who asks for it is told what is sent where."""
    corpus, stages, options = asked
    settings: Settings = current_app.extensions["settings"]
    readings = import_module("findings.services.reader.readings")
    plainly = import_module("findings.embedding.choice").plainly
    reader = readings.make_file_reader(settings, names, vectors, library)
    click.echo(_notice(settings, names), err=True)
    with ProgressBar() as bar, plainly():
        reading = readings.read_texts(reader, corpus, tuple(stages), Known(), options, bar)
    click.echo(_reading(readings.summary(reading, reader, settings)), err=True)
    return cast("Analysis", reading.analysis)


def _tell_where() -> None:
    """Say, before it is sent, what an embedder on another machine is sent."""
    place = destination(current_app.extensions["settings"])
    if place:
        click.echo(EMBEDDED_NOTICE.format(host=place.host, model=place.model), err=True)


def _notice(settings: Settings, names: tuple[str, ...]) -> str:
    """Say what is sent where."""
    reader = switching.Switch(settings.reader_url, settings.reader_model)
    taken_out = "The names given, email" if names else "Email"
    return (
        f"The texts are sent to {reader.host}, where {reader.model} reads them. {taken_out} "
        "addresses, links and telephone numbers are taken out before; nothing else is."
    )


def _reading(told: dict[str, Any]) -> str:
    text = (
        "{read} statements read, {left} left to the offline engine; {requests} requests, of them "
        "{paid_requests} new; {tokens_in} + {tokens_out} tokens, cost {cost}."
    ).format(**told)
    stopped = from_plain(told["stopped"]) if told["stopped"] else None
    return f"{text} The reader was not asked about everything: {stopped}" if stopped else text


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


commands = in_words(analyse_study, switch_reader, theme_table)
looks(look_at_embedder)
looks(look_at_reader)
