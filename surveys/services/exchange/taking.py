"""Questionnaires of other tools: read in a child process, and kept until it is decided.

What is taken in is what the report was shown for: the questionnaire is kept, not the file.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from foundation.children import ChildFailed, run_in_child
from foundation.errors import Gone, Invalid
from foundation.texts import Phrase, from_plain, to_plain
from research.models.study import Study, Upload
from surveys.definition import Definition
from surveys.documents import read_json, write_json
from surveys.exchange.files import SUFFIXES, Reading
from surveys.exchange.report import Report
from surveys.exchange.terminal import alike
from surveys.models.questionnaire import Questionnaire
from surveys.question_types import Problem
from surveys.services import designing
from surveys.walking.piping import FIRST_ISOLATE, POP_ISOLATE

PURPOSE = "questionnaire"
SECONDS = 60
MEGABYTES = 1024


@dataclass(frozen=True, eq=False)
class Told:
    """A loss as it was kept, ready to be said in any language."""

    said: Phrase
    weight: str


@dataclass(frozen=True)
class Waiting:
    """A questionnaire that was read and is not yet taken in, with its report."""

    upload: Upload
    definition: Definition
    format: str
    losses: tuple[Told, ...]
    names: tuple[tuple[str, str, str], ...]

    def of(self, weight: str) -> tuple[Told, ...]:
        """The losses of one weight."""
        return tuple(each for each in self.losses if each.weight == weight)

    def kinds(self, weight: str) -> list[tuple[Phrase, list[Told]]]:
        """The losses of one weight, those of a kind together under what they have in common."""
        done = {each: each.said.params.get("done", each.said) for each in self.of(weight)}
        groups = alike((done[each].message, each) for each in done)
        return [(in_kind(done[group[0]]), group) for group in groups]


def is_foreign(filename: str, data: bytes) -> bool:
    """Say whether a file is another tool's, by its ending, and by its words where it is JSON."""
    suffix = PurePath(filename).suffix.lower()
    if suffix == ".json":
        return b'"throughline/' not in data
    return suffix in SUFFIXES


def read(files: Sequence[tuple[str, bytes]]) -> Reading:
    """Read a questionnaire from one file, or one for each language, in a child process."""
    try:
        reading: Reading = run_in_child(
            "surveys.exchange.files:read_files", list(files), seconds=SECONDS, megabytes=MEGABYTES
        )
    except ChildFailed as error:
        params = {"reason": Phrase(error.message, error.params)}
        refusal = Problem("The file could not be read: %(reason)s", params=params)
        return Reading(None, Report(refusal=refusal))
    return reading


def keep(
    session: Session, study: Study, files: Sequence[tuple[str, bytes]], *, user_id: uuid.UUID
) -> Upload:
    """Read files and keep the questionnaire with its report; raises Invalid with one sentence.

    What the same person left undecided in the study before goes.
    """
    reading = read(files)
    if reading.definition is None or reading.report.refusal is not None:
        refusal = reading.report.refusal or Problem("The file holds no question")
        raise Invalid("file", refusal.message, **refusal.params)
    old = (Upload.study_id == study.id, Upload.created_by == user_id)
    session.execute(delete(Upload).where(Upload.purpose == PURPOSE, *old))
    upload = Upload(
        study_id=study.id,
        purpose=PURPOSE,
        filename=", ".join(name for name, _data in files)[-255:],
        data=write_json(reading.definition).encode(),
        choices=_plain_report(reading.report),
        created_by=user_id,
    )
    session.add(upload)
    session.flush()
    return upload


def _plain_report(report: Report) -> dict[str, Any]:
    return {
        "format": report.format,
        "losses": [{"said": to_plain(loss), "weight": loss.weight.value} for loss in report],
        "names": [[each.owner, each.name, each.id] for each in report.names],
    }


def find_waiting(session: Session, study: Study, upload_id: uuid.UUID) -> Waiting:
    """What was read and waits to be decided; raises Gone."""
    upload = session.get(Upload, upload_id)
    if upload is None or upload.study_id != study.id or upload.purpose != PURPOSE:
        raise Gone("This file is no longer kept: it was imported or taken away.")
    choices: Mapping[str, Any] = upload.choices
    losses = tuple(
        Told(_fenced(from_plain(each["said"])), str(each["weight"])) for each in choices["losses"]
    )
    names = tuple((str(owner), str(name), str(id_)) for owner, name, id_ in choices["names"])
    definition = read_json(upload.data.decode())
    return Waiting(upload, definition, str(choices["format"]), losses, names)


def in_kind(said: Phrase) -> Phrase:
    """The sentence without what it says of one place."""
    return Phrase(said.message, dict.fromkeys(said.params, "…"))


def _fenced(said: Phrase) -> Phrase:
    """The sentence with each word of the file fenced off, whichever way it runs."""
    params = {
        name: _fenced(value)
        if isinstance(value, Phrase)
        else f"{FIRST_ISOLATE}{value}{POP_ISOLATE}"
        if isinstance(value, str)
        else value
        for name, value in said.params.items()
    }
    return Phrase(said.message, params, said.plural)


def take(session: Session, study: Study, definition: Definition) -> Questionnaire:
    """Make it a new questionnaire of the study, or the next draft of the one of its id."""
    for questionnaire in designing.list_questionnaires(session, study):
        if questionnaire.key == definition.id:
            designing.edit(session, questionnaire, definition)
            return questionnaire
    return designing.create(session, study, definition)
