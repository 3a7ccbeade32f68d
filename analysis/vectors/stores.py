"""Where vectors and learnt heads are kept when the process ends."""

import fcntl
import os
import struct
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any


class FileStore(dict[str, bytes]):
    """A store that outlives the process: one file, only ever appended to, by one process at a time.

    A record that was cut off by a crash is dropped; its text is embedded again. A file
    that cannot be written is a loss of time, not of results: the store then lives in memory.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        with suppress(OSError), path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            stored, whole = file.read(), 0
            for key, value, end in _records(stored):
                self[key], whole = value, end
            if whole < len(stored):
                file.truncate(whole)

    def update(self, *args: Any, **kwargs: bytes) -> None:
        """Add vectors, in memory and in the file."""
        new = dict(*args, **kwargs)
        super().update(new)
        packed = b"".join(map(_packed, new.keys(), new.values()))
        with suppress(OSError), self.path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(packed)


def _packed(key: str, value: bytes) -> bytes:
    name = key.encode("utf-8")
    return struct.pack("<HI", len(name), len(value)) + name + value


def _records(stored: bytes) -> Iterator[tuple[str, bytes, int]]:
    """Yield each whole record: its key, its value and where it ends."""
    at, head = 0, struct.calcsize("<HI")
    while at + head <= len(stored):
        name, value = struct.unpack_from("<HI", stored, at)
        start = at + head
        at = start + name + value
        if at <= len(stored):
            key = stored[start : start + name].decode("utf-8", "replace")
            yield key, stored[start + name : at], at


class FolderStore(MutableMapping[str, bytes]):
    """A store of few large values, a file each; of more than `most` the longest unused goes.

    Keys are file names. A file appears whole or not at all, so processes may share the folder;
    where nothing can be written, nothing is kept.
    """

    def __init__(self, folder: Path, most: int = 8) -> None:
        self.folder = folder
        self.most = most

    def __getitem__(self, key: str) -> bytes:
        path = self.folder / key
        try:
            value = path.read_bytes()
        except OSError as error:
            raise KeyError(key) from error
        with suppress(OSError):
            path.touch()
        return value

    def __setitem__(self, key: str, value: bytes) -> None:
        part = self.folder / f".{key}.{os.getpid()}"
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(value)
            part.replace(self.folder / key)
        for old in sorted(self, key=self._age)[: -self.most]:
            self.pop(old, None)

    def __delitem__(self, key: str) -> None:
        try:
            (self.folder / key).unlink()
        except OSError as error:
            raise KeyError(key) from error

    def __iter__(self) -> Iterator[str]:
        return iter([path.name for path in self.folder.glob("[!.]*")])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _age(self, key: str) -> int:
        try:
            return (self.folder / key).stat().st_mtime_ns
        except OSError:
            return 0
