"""Studies, client lists and interviews from the command line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from accounts.services import record
from foundation.db import db
from foundation.errors import DomainError
from foundation.machine.terminal import in_words
from research.cells import Problem
from research.contact_sheet import read_word
from research.interview_file import InterviewRecord, read_interview
from research.journey_presets import PRESETS, SHIPPED, Model, read_model
from research.models.study import Study
from research.services import client_lists, erasing, interviews, journeys, studies
from research.services.client_lists import Given, ImportPlan
from research.study_file import SEGMENTS, StudyPlan, read_study

study_group = AppGroup("study", help="Studies: create, list, duplicate, open, close, archive.")
contacts_group = AppGroup("contacts", help="The client list of a study.")
interviews_group = AppGroup("interviews", help="Interviews held for a study.")

_file = partial(click.Path, exists=True, path_type=Path)


@contextmanager
def _one_transaction() -> Iterator[Session]:
    """Commit when all went well; a domain error becomes one sentence and changes nothing."""
    try:
        yield db.session
    except DomainError as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from error
    except click.ClickException:
        db.session.rollback()
        raise
    db.session.commit()


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path.name} is not UTF-8 text.") from error


def _refuse(name: str, problems: tuple[object, ...]) -> click.ClickException:
    lines = "\n".join(f"  {problem}" for problem in problems)
    return click.ClickException(f"{name} cannot be used:\n{lines}")


@study_group.command("create")
@click.argument("file", type=_file(dir_okay=False), required=False)
@click.option("--title", help="Title, where there is no FILE.")
@click.option("--firm", help="The firm whose clients are asked, where there is no FILE.")
@click.option("--journey", default="eight-stage", show_default=True, help=(
    f"{', '.join(SHIPPED)}, or a YAML file of stages; FILE's own journey goes before."
))  # fmt: skip
def create(file: Path | None, title: str | None, firm: str | None, journey: str) -> None:
    """Make a study from a YAML FILE, or from --title and --firm."""
    with _one_transaction() as session:
        if file is not None:
            found = read_study(_text_of(file))
            if not isinstance(found[0], StudyPlan):
                raise _refuse(file.name, found)
            study = studies.create(session, *found)
        else:
            plan = StudyPlan(title=title or "", firm=firm or "")
            study = studies.create(session, plan, _model(journey))
        click.echo(f"Study {study.slug} is made.")


def _model(journey: str) -> Model:
    if journey in PRESETS:
        return PRESETS[journey]
    path = Path(journey)
    if not path.is_file():
        known = ", ".join(SHIPPED)
        raise click.ClickException(f"{journey} is neither one of {known} nor a YAML file.")
    model = read_model(_text_of(path))
    if isinstance(model, tuple):
        raise _refuse(path.name, model)
    return model


@study_group.command("list")
@click.option("--archived", is_flag=True, help="Those in the archive instead.")
def list_studies(archived: bool) -> None:
    """Print every study: short name, state, counts, title."""
    for study, firms, people in studies.list_studies(db.session, archived=archived):
        click.echo(f"{study.slug}\t{study.state}\t{firms}\t{people}\t{study.title}")


@study_group.command("duplicate")
@click.argument("study")
@click.option("--wave", required=True, help="Name of the next wave, for instance “Spring 2027”.")
def duplicate(study: str, wave: str) -> None:
    """Make the study of the next wave. It keeps goal, journey, clients and questionnaires."""
    with _one_transaction() as session:
        copy = studies.duplicate(session, studies.find(session, study), wave=wave)
        click.echo(f"Study {copy.slug} is made.")


def _add_state_command(
    name: str, act: Callable[[Session, Study], None], said: str, help_: str
) -> None:
    @study_group.command(name, help=help_)
    @click.argument("study")
    def command(study: str) -> None:
        with _one_transaction() as session:
            found = studies.find(session, study)
            act(session, found)
            is_shut = act is studies.unarchive and found.opened_at is not None
        click.echo(f"Study {study} is {said}.")
        if is_shut:
            click.echo(f"It is closed. To take answers again: flask study open {study}")


for _each in (
    (
        "open",
        studies.open_study,
        "open",
        "Begin to take answers. Fixes journey and smallest group.",
    ),
    ("close", studies.close, "closed", "Take no more answers."),
    ("archive", studies.archive, "archived", "Put a closed study away, out of the list."),
    ("unarchive", studies.unarchive, "out of the archive", "Take a study out of the archive."),
):
    _add_state_command(*_each)


@study_group.command("journey")
@click.argument("study")
def show_journey(study: str) -> None:
    """Print the journey in force. Each stage has its key, name and touchpoints."""
    with _one_transaction() as session:
        journey = journeys.in_force(session, studies.find(session, study))
        for stage in journey.stages:
            click.echo(f"{stage.key}\t{stage.name}\t{len(stage.touchpoints)}")


def _basis(_context: click.Context, _option: click.Parameter, words: str) -> str:
    found = read_word("lawful_basis", words) if words else ""
    if isinstance(found, Problem):
        raise click.BadParameter(str(found))
    return found


@contacts_group.command("import")
@click.argument("study")
@click.argument("file", type=_file(dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--segment", default="", type=click.Choice(["", *SEGMENTS]), help=(
    "Segment of rows that name none."
))  # fmt: skip
@click.option("--lawful-basis", default="", callback=_basis, metavar="BASIS", help=(
    "Lawful basis of everyone who has none: consent, contract or \"legitimate interest\"."
))  # fmt: skip
def import_contacts(study: str, file: Path, dry_run: bool, segment: str, lawful_basis: str) -> None:
    """Import a client list, CSV or XLSX. It is taken whole, or every problem is printed."""
    with _one_transaction() as session:
        found = studies.find(session, study)
        given = Given(segment, lawful_basis)
        plan = client_lists.plan(session, found, file.read_bytes(), file.name, given)
        _say_plan(plan)
        if plan.problems:
            problems = _counted(len(plan.problems), "problem", "problems")
            raise click.ClickException(f"{file.name} has {problems}: nothing was imported.")
        if not dry_run:
            client_lists.carry_out(session, found, plan)
    people = _counted(plan.count("added"), "person", "people")
    would_be = " would be" if dry_run else ""
    unchanged = plan.count("unchanged")
    click.echo(f"{people}{would_be} added, {plan.count('updated')} updated, {unchanged} unchanged.")
    if dry_run:
        click.echo("Dry run: nothing was changed.")


@contacts_group.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def erase_contact(email: str, yes: bool) -> None:
    """Erase the person of this address for good, in every study. Scores and ticks stay."""
    with _one_transaction() as session:
        known = erasing.studies_of(session, erasing.find_all(session, email))
        titles = ", ".join(each.title for each in known)
        if known and not yes:
            click.confirm(f"This can't be undone. Erase {email} from: {titles}?", abort=True)
        erasing.erase(session, email)
        slugs = ", ".join(each.slug for each in known)
        record(session, None, "erase_person", known[0], {"studies": slugs})
    click.echo(f"Erased from: {titles}.")


def _say_plan(plan: ImportPlan) -> None:
    if plan.encoding:
        click.echo(f"Read as {plan.encoding}.")
    if plan.sheet:
        click.echo(f"Read from the sheet “{plan.sheet}”.")
    names = {name: field.replace("_", " ") for name, field in plan.columns.items() if field}
    known = [f"{name} = {field}" for name, field in names.items() if name.lower() != field]
    if known:
        click.echo(f"Columns: {', '.join(known)}.")
    kept = [name for name, field in plan.columns.items() if name and not field]
    if kept:
        click.echo(f"Kept as attributes: {', '.join(kept)}.")
    for problem in plan.problems:
        click.echo(f"Problem: {problem}")
    for remark in plan.remarks:
        click.echo(f"Note: {remark}")
    if plan.without_basis and not plan.problems:
        have = _counted(plan.without_basis, "person has", "people have")
        click.echo(
            f"Warning: {have} no lawful basis for asking and would get no link. Add a column"
            " “Lawful basis” to the list, or give one for all of it, for instance"
            ' --lawful-basis "legitimate interest"'
        )


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


@interviews_group.command("import")
@click.argument("study")
@click.argument("source", type=_file())
def import_interviews(study: str, source: Path) -> None:
    """Import interviews into STUDY. SOURCE is a YAML file or a folder of them; all or none."""
    files = sorted(source.glob("*.y*ml")) if source.is_dir() else [source]
    if not files:
        raise click.ClickException(f"There is no YAML file in {source.name}.")
    with _one_transaction() as session:
        found = studies.find(session, study)
        added, known = interviews.import_all(session, found, [_record(path) for path in files])
        click.echo(f"{added} added, {known} there already.")


def _record(path: Path) -> tuple[str, InterviewRecord]:
    record = read_interview(_text_of(path))
    if isinstance(record, tuple):
        raise _refuse(path.name, record)
    return path.name, record


commands = in_words(study_group, contacts_group, interviews_group)
