"""Where paid-for replies are kept: with their study in the database, or in a file of their own."""

import json
import os
import uuid
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from findings.models import ReaderReply
from foundation.db import begin_write
from foundation.errors import Unavailable
from research.models.organisation import Contact
from research.services.erasing import on_erasure


class StudyJournal(MutableMapping[str, bytes]):
    """Replies by key as rows of one study, each in a transaction of its own.

    `used` holds the keys that were asked for; `forget_others` deletes the rest.
    """

    def __init__(self, engine: Engine, study_id: uuid.UUID) -> None:
        self.engine = engine
        self.study_id = study_id
        self.used: set[str] = set()
        statement = select(ReaderReply.key, ReaderReply.reply)
        with Session(engine) as session:
            rows = session.execute(statement.where(ReaderReply.study_id == study_id)).all()
        self._replies = {key: reply.encode() for key, reply in rows}

    def __getitem__(self, key: str) -> bytes:
        reply = self._replies[key]
        self.used.add(key)
        return reply

    def __setitem__(self, key: str, reply: bytes) -> None:
        with Session(self.engine) as session, session.begin():
            begin_write(session)
            self._delete(session, {key})
            session.add(ReaderReply(study_id=self.study_id, key=key, reply=reply.decode()))
        self._replies[key] = reply
        self.used.add(key)

    def __delitem__(self, key: str) -> None:
        del self._replies[key]
        with Session(self.engine) as session, session.begin():
            begin_write(session)
            self._delete(session, {key})

    def __iter__(self) -> Iterator[str]:
        return iter(self._replies)

    def __len__(self) -> int:
        return len(self._replies)

    def forget_others(self) -> None:
        """Delete the replies this reading did not need: they tell of texts that are no more."""
        with Session(self.engine) as session, session.begin():
            begin_write(session)
            self._delete(session, self._replies.keys() - self.used)

    def _delete(self, session: Session, keys: set[str]) -> None:
        for key in sorted(keys):
            session.execute(
                delete(ReaderReply).where(
                    ReaderReply.study_id == self.study_id, ReaderReply.key == key
                )
            )


@on_erasure
def forget_replies(session: Session, contact: Contact) -> None:
    """Delete the replies about a person's study: they may quote them, and none says whom."""
    study_id = contact.organisation.study_id
    session.execute(delete(ReaderReply).where(ReaderReply.study_id == study_id))


class FileJournal(MutableMapping[str, bytes]):
    """Replies by key in a file of JSON lines, only ever appended to and on the disk at once.

    A line that a crash cut off counts for nothing. Where the file cannot be written, `Unavailable`
    is raised: going on would mean to pay for what is lost.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        lines = path.read_bytes().splitlines() if path.exists() else []
        self._replies = dict(filter(None, map(_read, lines)))

    def __getitem__(self, key: str) -> bytes:
        return self._replies[key]

    def __setitem__(self, key: str, reply: bytes) -> None:
        line = json.dumps({"key": key, "reply": reply.decode()})
        try:
            with self.path.open("ab") as file:
                # The line break comes first: it ends a line that was cut off.
                file.write(f"\n{line}\n".encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Unavailable(
                "The journal %(path)s cannot be written, so nothing more is asked.", path=self.path
            ) from error
        self._replies[key] = reply

    def __delitem__(self, key: str) -> None:
        raise TypeError("A journal forgets nothing.")

    def __iter__(self) -> Iterator[str]:
        return iter(self._replies)

    def __len__(self) -> int:
        return len(self._replies)


def _read(line: bytes) -> tuple[str, bytes] | None:
    try:
        found = json.loads(line)
        return str(found["key"]), str(found["reply"]).encode()
    except (ValueError, KeyError, TypeError):
        return None
