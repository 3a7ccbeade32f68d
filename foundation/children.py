"""Runs a parser or a renderer in a child process that can be killed.

Files from outside and large documents may take all memory or never end. The child has a limit of
time and of memory, returns one picklable value, and its death is one clear sentence here.
"""

import os
import pickle
import resource
import subprocess
import sys
from importlib import import_module
from typing import Any

from foundation.errors import DomainError
from foundation.settings import ROOT

#: Where set-up unpacks the libraries of the PDF writer on a machine where nobody is root.
UNPACKED = ROOT / ".system"


class ChildFailed(DomainError):
    """The child ended without a result; the message, half a sentence, says why."""


def run_in_child(
    function: str, *args: Any, seconds: int = 30, megabytes: int = 1024, **environment: str
) -> Any:
    """Call `"module:function"` with these arguments in a child process and return its value.

    `seconds` is wall time, `megabytes` the child's address space beyond what Python itself needs.
    Keyword arguments become environment variables of the child. A `DomainError` raised inside is
    raised here; running out of time or memory, or any other end, raises `ChildFailed`.
    """
    task = pickle.dumps((function, args, seconds, megabytes))
    try:
        # The command is this module itself; nothing of it comes from outside.
        child = subprocess.run(
            [sys.executable, "-m", "foundation.children"],
            input=task,
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env={**_environment(), **environment},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ChildFailed("it took longer than %(seconds)s seconds", seconds=seconds) from error
    if child.returncode != 0:
        raise _failure(child, megabytes)
    good, value = pickle.loads(child.stdout)  # noqa: S301  our own child wrote it
    if good:
        return value
    raise value


def _environment() -> dict[str, str]:
    # The loader reads this when a process starts: no process can set it for itself.
    given = os.environ.get("LD_LIBRARY_PATH", "")
    unpacked = [*UNPACKED.glob("usr/lib/*-linux-gnu"), *UNPACKED.glob("lib/*-linux-gnu")]
    path = os.pathsep.join([*map(str, unpacked), *filter(None, [given])])
    return {**os.environ, "LD_LIBRARY_PATH": path} if path else dict(os.environ)


def _failure(child: "subprocess.CompletedProcess[bytes]", megabytes: int) -> ChildFailed:
    last = child.stderr.decode(errors="replace").strip().splitlines()[-1:]
    if last and "MemoryError" in last[0]:
        return ChildFailed("it needed more than %(megabytes)s MB of memory", megabytes=megabytes)
    if child.returncode < 0:
        return ChildFailed("the system ended it (signal %(number)s)", number=-child.returncode)
    if last:
        return ChildFailed("it stopped with “%(words)s”", words=last[0])
    return ChildFailed("it ended with code %(code)s", code=child.returncode)


def _limit(seconds: int, megabytes: int) -> None:
    bytes_ = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if sys.platform == "linux":  # macOS has no usable limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (bytes_, bytes_))


def main() -> None:
    """Read the task from standard input, do it, write the result to standard output."""
    function, args, seconds, megabytes = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  our parent wrote it
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever the code prints must not mix with the result
    module, name = function.split(":")
    _limit(seconds, megabytes)
    try:
        result = (True, getattr(import_module(module), name)(*args))
    except DomainError as error:
        result = (False, error)
    output.write(pickle.dumps(result))


if __name__ == "__main__":
    main()
