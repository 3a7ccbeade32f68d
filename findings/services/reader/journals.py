"""Where paid-for replies are kept: in a file of their own."""

import json
import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from foundation.errors import Unavailable


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
