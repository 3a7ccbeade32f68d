"""Files only their owner may read: the database, the queue, and what is written out of them."""

import os
import stat
from contextlib import suppress
from pathlib import Path

MODE = 0o600


def keep_private(path: Path) -> None:
    """Let only the owner read this SQLite file, made empty where there is none yet.

    SQLite gives its write-ahead log and journal the mode of the file they belong to. Somebody
    else's file is left as it is.
    """
    if path.parent.is_dir():
        with suppress(OSError):
            path.touch(mode=MODE)
            path.chmod(MODE)


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, whatever the machine's habit."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MODE)
    with os.fdopen(descriptor, "wb") as file:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):  # not /dev/stdout
            os.fchmod(descriptor, MODE)
        file.write(data)
