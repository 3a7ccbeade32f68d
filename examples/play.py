"""Plays the sample study: the product's own commands and its real respondent pages, no short cut.

What a researcher would type is printed as it is run; the answers of the sample's people go
through their personal links, page by page, with the clock at the time they answered, several
people at once. The last line is the path of the report.
"""

import logging
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import click
import yaml
from flask import Flask
from flask.cli import ScriptInfo

from app import create_app
from examples.respondent import Respondent, Sitting, read_links, read_sittings
from foundation.clock import stopped_at
from foundation.db import db
from foundation.settings import read_settings
from research.models.study import Study

SAMPLE = Path("examples") / "halden-marsh"
OWNER = "owner@haldenmarsh.example"
#: The working day on which the firm prepared its study.
PREPARED = datetime(2026, 9, 25, 9, tzinfo=UTC)
ASKED = datetime(2026, 9, 28, 7, tzinfo=UTC)
MOST_AT_ONCE = 4
SEGMENTS = ("current", "lost", "former", "prospect")


class Play:
    """The application with a voice: runs commands as `flask` would and says so."""

    def __init__(self, app: Flask, study: str) -> None:
        self.app = app
        self.study = study
        self.folder: Path = app.extensions["settings"].instance

    def flask(self, *words: str, at: datetime | None = None) -> None:
        """Run one command of the `flask` command line; its failure ends the play."""
        shown = " ".join(f'"{word}"' if " " in word else word for word in words)
        click.secho(f"$ flask {shown}", bold=True)
        with stopped_at(at) if at else nullcontext():
            info = ScriptInfo(create_app=lambda: self.app)
            self.app.cli.main(args=list(words), prog_name="flask", obj=info, standalone_mode=False)

    def is_played(self) -> bool:
        """Say whether the study is in the database already."""
        with self.app.app_context():
            return db.session.query(Study).filter_by(slug=self.study).count() > 0


def set_up(play: Play) -> None:
    """Make the study, its clients and questionnaires, and open it."""
    play.flask(
        "accounts", "create-owner", "--email", OWNER, "--name", "Maren Tollefsen", at=PREPARED
    )
    play.flask("study", "create", str(SAMPLE / "study.yaml"), at=PREPARED)
    play.flask("contacts", "import", play.study, str(SAMPLE / "clients.csv"), at=PREPARED)
    for segment in SEGMENTS:
        file = f"surveys/shipped/{segment}.yaml"
        play.flask("questionnaire", "import", play.study, file, "--publish", at=PREPARED)
    play.flask("study", "open", play.study, at=ASKED)


def collect(play: Play) -> None:
    """Send the links, let the people answer, bring in what was held already, log interviews."""
    links = play.folder / f"{play.study}-links.csv"
    play.flask("invite", play.study, "--links", str(links), at=ASKED)
    answer_all(play, read_links(links))
    survey = str(SAMPLE / "earlier-survey.csv")
    fit = str(SAMPLE / "earlier-survey-map.yaml")
    play.flask("answers", "import", play.study, survey, "--map", fit)
    play.flask("interviews", "import", play.study, str(SAMPLE / "interviews"))


def answer_all(play: Play, links: dict[str, str]) -> None:
    """Let everybody answer through their own link."""
    sittings = read_sittings(SAMPLE / "answers")
    label = f"{len(sittings)} people answer by their links"
    bar = click.progressbar(length=len(sittings), label=label, file=sys.stderr)
    # In processes, for each person answers at a time of their own and a process has one clock.
    workers = min(os.cpu_count() or 1, MOST_AT_ONCE)
    with ProcessPoolExecutor(workers, get_context("spawn")) as people, bar:
        at_work = [people.submit(answer_one, one, links[one.contact.lower()]) for one in sittings]
        for done in as_completed(at_work):
            done.result()
            bar.update(1)
    for person in yaml.safe_load((SAMPLE / "opted-out.yaml").read_text(encoding="utf-8")):
        with stopped_at(datetime.fromisoformat(person["at"])):
            Respondent(play.app.test_client(), links[person["contact"]]).opt_out()


@cache
def own_app() -> Flask:
    """Make this process's application, once."""
    return create_app(read_settings())


def answer_one(sitting: Sitting, link: str) -> None:
    """Let one person answer through their own link."""
    with stopped_at(sitting.started):
        Respondent(own_app().test_client(), link).answer(sitting)


def main() -> None:
    """Play the whole line, from an empty database to the PDF."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    study = yaml.safe_load((SAMPLE / "study.yaml").read_text(encoding="utf-8"))["slug"]
    play = Play(create_app(read_settings()), study)
    play.flask("db", "upgrade")
    if not play.is_played():
        set_up(play)
        collect(play)
    report = play.folder / f"{study}.pdf"
    play.flask("analyse", study)
    play.flask("report", study, "--out", str(report))
    click.echo("Open the study in the browser: make serve, then http://127.0.0.1:5000")
    click.echo(report)


if __name__ == "__main__":
    main()
