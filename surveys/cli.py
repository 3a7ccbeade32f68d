"""Questionnaires, links and answers from the command line."""

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from accounts.services import record
from foundation.clock import now
from foundation.db import begin_write, db
from foundation.errors import DomainError
from foundation.files.private import write_private
from foundation.files.spreadsheets import write_table
from foundation.files.tables import read_table
from foundation.machine.terminal import OutFile, in_words
from foundation.settings import Settings
from research.models.study import Study
from research.services import studies
from surveys.checking.wording import advice
from surveys.definition import SEGMENTS, Definition
from surveys.exchange.terminal import counted, gathered, lines_of
from surveys.models.questionnaire import Questionnaire
from surveys.problems import problems
from surveys.question_types import Problem
from surveys.services import designing, exporting, importing, inviting
from surveys.services.exchange import handing, taking
from surveys.services.translating import exchange
from surveys.simulating import Simulation, simulate

P = ParamSpec("P")
R = TypeVar("R")

IN_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
OUT_TABLE = OutFile(".csv", ".xlsx")

questionnaires = AppGroup("questionnaire", help="Questionnaires: check, add, publish, move.")
answers = AppGroup("answers", help="Answers another tool collected.")


def told(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what cannot be done into its sentence on standard error, with exit code 1."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return _or_nothing(command, *args, **kwargs)
        except importing.ImportRefused as error:
            _list_problems(error.problems)
            raise click.ClickException("Nothing was imported.") from error
        except designing.Unsound as error:
            _list_problems(gathered(error.problems))
            raise click.ClickException(str(error)) from error
        except DomainError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"{error.filename}: {error.strerror}") from error

    return run


def _or_nothing(command: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run the command; where it fails, nothing of it stays."""
    try:
        return command(*args, **kwargs)
    except BaseException:
        db.session.rollback()
        raise


def _list_problems(problems: Iterable[object]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


@questionnaires.command("check")
@click.argument("file", type=IN_FILE)
@click.option("--study", help="Check against this study's journey and languages.")
@click.option(
    "--walk",
    type=click.IntRange(1, 100_000),
    help="Let so many simulated people go through, who answer at random.",
)
@click.option("--seed", type=int, default=0, help="Other people; the same seed gives the same.")
@told
def check(file: Path, study: str | None, walk: int | None, seed: int) -> None:
    """List every problem of a questionnaire's YAML FILE.

    Advice on its words stands below. The exit code is 1 when there is a problem; advice is none.
    """
    definition = designing.read_document(_text(file))
    found = problems(definition)
    if study:
        found = designing.check_for(db.session, studies.find(db.session, study), definition)
    if found:
        raise designing.Unsound(found)
    for each in advice(definition):
        click.echo(f"Advice: {each}")
    click.echo(
        f"{definition.id} is sound: {len(definition.questions)} questions"
        f" in {', '.join(definition.languages)}."
    )
    if walk:
        _tell_simulation(simulate(definition, walk, seed))


def _tell_simulation(found: Simulation) -> None:
    """Say where simulated people came, and how long they needed."""
    spread = ", ".join(f"{minutes} min: {people}" for minutes, people in found.minutes.items())
    click.echo(
        f"{found.people} simulated people: half of them need at most"
        f" {counted(found.minutes_of(0.5), 'minute', 'minutes')}, nine of ten"
        f" {found.minutes_of(0.9)} ({spread})."
    )
    for question in found.never:
        click.echo(f"Nobody was asked {question.id}: {question.text}")
    if not found.never:
        click.echo("Every question was asked of somebody.")


@questionnaires.command("add")
@click.argument("study")
@click.argument("keys", nargs=-1, type=click.Choice(designing.shipped_keys()))
@click.option("--publish", is_flag=True, help="Publish them at once.")
@told
def add(study: str, keys: tuple[str, ...], publish: bool) -> None:
    """Give STUDY shipped questionnaires. Without names it gets one for each of its segments."""
    found = studies.find(db.session, study)
    for key in keys or found.segments:
        questionnaire = designing.create_from_shipped(db.session, found, key)
        _say_state(found, questionnaire, is_to_publish=publish)
    db.session.commit()


@questionnaires.command("import")
@click.argument("study")
@click.argument("files", type=IN_FILE, nargs=-1, required=True)
@click.option("--publish", is_flag=True, help="Publish it at once.")
@click.option("--dry-run", is_flag=True, help="Say what would be lost and change nothing.")
@told
def import_questionnaire(study: str, files: tuple[Path, ...], publish: bool, dry_run: bool) -> None:
    """Take a questionnaire's FILES into STUDY. One whose id is known becomes its draft.

    A file is YAML of ours, an XLSForm, SurveyJS, LimeSurvey or ONS (one file for each language),
    Word or plain text; all that another tool's file loses is said.
    """
    found = studies.find(db.session, study)
    definition = _read_questionnaire(files)
    if dry_run:
        questions = counted(len(definition.questions), "question", "questions")
        to_fix = _list_to_fix(designing.check_for(db.session, found, definition))
        click.echo(f"{definition.id} would be imported: {questions}, with {to_fix} to fix.")
        return
    questionnaire = taking.take(db.session, found, definition)
    _say_state(found, questionnaire, is_to_publish=publish)
    db.session.commit()


def _read_questionnaire(files: tuple[Path, ...]) -> Definition:
    """Read files of ours or of another tool, and say what the other's loses."""
    given = [(file.name, file.read_bytes()) for file in files]
    if not taking.is_foreign(*given[0]):
        return designing.read_document(_text(files[0]))
    reading = taking.read(given)
    _list_problems(lines_of(reading.report))
    if reading.definition is None:
        raise click.ClickException(str(reading.report.refusal))
    return reading.definition


@questionnaires.command("publish")
@click.argument("study")
@click.argument("key")
@told
def publish_questionnaire(study: str, key: str) -> None:
    """Freeze the draft of the questionnaire KEY as its next version."""
    found = studies.find(db.session, study)
    _say_state(found, designing.find(db.session, found, key), is_to_publish=True)
    db.session.commit()


def _say_state(study: Study, questionnaire: Questionnaire, *, is_to_publish: bool) -> None:
    """Publish where asked to, and say where the questionnaire stands."""
    if is_to_publish:
        version = designing.publish(db.session, study, questionnaire)
        record(db.session, None, "publish", version, {"number": version.number})
        click.echo(f"{questionnaire.key}: version {version.number} is published.")
        return
    to_fix = _list_to_fix(designing.check(db.session, study, questionnaire))
    click.echo(f"{questionnaire.key}: the draft is saved, with {to_fix} to fix.")


def _list_to_fix(found: list[Problem]) -> str:
    _list_problems(gathered(found))
    return counted(len(found), "problem", "problems")


@questionnaires.command("export")
@click.argument("study")
@click.argument("key")
@click.option("--out", type=OutFile(), required=True, help="The file to write.")
@click.option("--draft", is_flag=True, help="The draft instead of the newest version.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(handing.FORMS)),
    default="yaml",
    show_default=True,
    help="What to write it as.",
)
@click.option("--language", default="", help="The language of a PDF or Word file.")
@told
def export_questionnaire(
    study: str, key: str, out: Path, draft: bool, form: str, language: str
) -> None:
    """Write the questionnaire KEY. It is the newest version, else the draft."""
    found = studies.find(db.session, study)
    questionnaire = designing.find(db.session, found, key)
    version = None if draft else designing.newest_version(db.session, questionnaire)
    definition = version.read() if version else designing.draft_of(questionnaire)
    out.write_bytes(handing.write(definition, form, language))
    click.echo(f"{key} ({f'version {version.number}' if version else 'draft'}) in {out}.")


translations = AppGroup("translations", help="Translators' files: PO or XLSX, out and in.")
questionnaires.add_command(translations)


@translations.command("export")
@click.argument("study")
@click.argument("key")
@click.option("--out", type=OutFile(".po", ".xlsx"), required=True, help="A .po or .xlsx file.")
@click.option("--language", default="", help="Its code. PO needs one; XLSX holds all without it.")
@told
def export_translations(study: str, key: str, out: Path, language: str) -> None:
    """Write the texts of the draft KEY for translators."""
    found = studies.find(db.session, study)
    questionnaire = designing.find(db.session, found, key)
    known = exchange.targets(found, designing.draft_of(questionnaire))
    codes = ", ".join(known) or "–"
    if language and language not in known:
        raise click.ClickException(f"{key} is not translated into “{language}”, but into: {codes}.")
    if out.suffix.lower() == ".po":
        if not language:
            raise click.ClickException(f"Say by --language which one: {codes}.")
        data = exchange.export_po(db.session, questionnaire, language, now())
    elif chosen := [language] if language else known:
        data = exchange.export_xlsx(db.session, questionnaire, chosen)
    else:
        raise click.ClickException(f"{key} is in one language only.")
    out.write_bytes(data)
    click.echo(f"{key} in {out}: {language or codes}.")


@translations.command("import")
@click.argument("study")
@click.argument("key")
@click.argument("file", type=IN_FILE)
@click.option("--language", default="", help="The language a PO file must be in.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@told
def import_translations(study: str, key: str, file: Path, language: str, dry_run: bool) -> None:
    """Take a translators' FILE into the draft KEY, in whole or not at all."""
    found = studies.find(db.session, study)
    questionnaire = designing.find(db.session, found, key)
    sheets = exchange.read_file(file.read_bytes(), file.name, language)
    dry = exchange.plan(found, designing.draft_of(questionnaire), sheets)
    for each in dry.intakes:
        click.echo(
            f"{each.language}: {len(each.new)} new, {len(each.changed)} changed,"
            f" {len(each.confirmed)} up to date again, {each.same} the same, {each.left} left"
            f" empty, {len(each.refused)} refused."
        )
    _list_problems(dry.problems)
    if dry.problems:
        raise click.ClickException("Nothing was imported.")
    if dry_run:
        return
    db.session.rollback()  # reading the file took its time: begin anew, as a writer
    dry = exchange.take_in(db.session, found, questionnaire, sheets, "")
    change: dict[str, object] = {"new": dry.count, "file": file.name}
    record(db.session, None, "import_translations", questionnaire, change)
    db.session.commit()
    click.echo(f"{counted(dry.count, 'translation is', 'translations are')} taken in.")


@click.command("invite")
@click.argument("study")
@click.option("--links", type=OUT_TABLE, help="Write the links to this .csv or .xlsx file.")
@click.option("--questionnaire", "key", default="", help="Only to this; else each segment's usual.")
@with_appcontext
@told
def invite(study: str, links: Path | None, key: str) -> None:
    """Make a personal link for everyone STUDY may ask. Later runs add only new people."""
    begin_write(db.session)
    found = studies.find(db.session, study)
    secret = current_app.config["SECRET_KEY"]
    only = designing.find(db.session, found, key) if key else None
    chosen = [(each, only.key) for each in SEGMENTS] if only else None
    plan = inviting.make_links(db.session, found, secret=secret, chosen=chosen)
    if plan.new:
        record(db.session, None, "make_links", found, {"new": len(plan.new)})
    db.session.commit()
    for skipped in plan.skipped:
        click.echo(f"No link for {skipped.contact.email}: {skipped.reason}", err=True)
    if not plan.new and not plan.kept:
        raise click.ClickException(_nobody(plan, study))
    new = counted(len(plan.new), "new link", "new links")
    out = counted(len(plan.skipped), "person", "people")
    click.echo(f"{new}, {plan.kept} there before, {out} left out.")
    if links:
        settings: Settings = current_app.extensions["settings"]
        people = inviting.list_people(db.session, found)
        rows = inviting.link_rows(people, found, secret=secret, public_url=settings.public_url)
        write_private(links, write_table(links.name, inviting.LINK_COLUMNS, rows))
        count = counted(len(rows), "link", "links")
        click.echo(f"{count} in {links}. Keep the file safe: each link is a key.")


def _nobody(plan: inviting.Plan, study: str) -> str:
    """Say why there is not one link."""
    if plan.skipped:
        return "There is nobody to invite: each person is left out for the reason above."
    return (
        "There is nobody to invite: the study has no contacts."
        f" Bring them in with: flask contacts import {study} FILE"
    )


@answers.command("import")
@click.argument("study")
@click.argument("file", type=IN_FILE)
@click.option(
    "--map",
    "map_file",
    type=IN_FILE,
    required=True,
    help=("YAML file that says which column answers which question (docs/answers.md)."),
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@told
def import_answers(study: str, file: Path, map_file: Path, dry_run: bool) -> None:
    """Take answers from another tool's table.

    FILE is CSV, XLSX or JSON Lines; nothing of it is imported twice.
    """
    answer_map = importing.parse_map(_text(map_file))
    table = read_table(file.read_bytes(), file.name)
    if not dry_run:
        begin_write(db.session)
    found = studies.find(db.session, study)
    if dry_run:
        _tell(importing.plan_import(db.session, found, table=table, answer_map=answer_map), "would")
        return
    plan = importing.import_answers(db.session, found, table=table, answer_map=answer_map)
    record(db.session, None, "import_answers", found, {"new": len(plan.new), "file": file.name})
    db.session.commit()
    _tell(plan, "did")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8 text: save it as UTF-8.") from error


def _tell(plan: importing.ImportPlan, tense: str) -> None:
    if plan.problems:
        raise importing.ImportRefused(plan.problems)
    _list_problems(plan.remarks)
    verb = "would be imported" if tense == "would" else "imported"
    click.echo(
        f"{len(plan.new)} responses {verb}, {plan.already} there before,"
        f" {len(plan.newcomers)} people added to the client list."
    )


@click.command("export")
@click.argument("study")
@click.option("--out", type=OUT_TABLE, required=True, help="A .csv or .xlsx file.")
@click.option("--without-names", is_flag=True, help="Leave names and addresses empty.")
@with_appcontext
@told
def export(study: str, out: Path, without_names: bool) -> None:
    """Write the answers of STUDY as a table. One row is one response; columns never move."""
    found = studies.find(db.session, study)
    table = exporting.export_answers(db.session, found, with_names=not without_names)
    rows = list(table.rows)
    write_private(out, write_table(out.name, table.header, rows))
    record(db.session, None, "export_answers", found, {"rows": len(rows)})
    db.session.commit()
    click.echo(f"{len(rows)} responses in {out}.")


commands = in_words(questionnaires, invite, answers, export)
