"""What every command does alike: it fails with a sentence, and looks at its target first."""

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from foundation.db import db, is_busy
from foundation.errors import DomainError
from foundation.machine import schema


class OutFile(click.Path):
    """A file to write: refused before the work when its folder or its ending is no good."""

    def __init__(self, *endings: str) -> None:
        super().__init__(path_type=Path, dir_okay=False, writable=True)
        self.endings = endings

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """Return the path, or fail with what is wrong with it."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if self.endings and path.suffix.lower() not in self.endings:
            raise click.ClickException(
                f"The file {path.name} must end in {' or '.join(self.endings)}."
            )
        if not path.parent.is_dir():
            raise click.ClickException(f"There is no folder {path.parent} to write into.")
        if not path.exists() and not os.access(path.parent, os.W_OK):
            raise click.ClickException(f"The folder {path.parent} cannot be written into.")
        return path


#: Stands at the end of the help of every command that works on a study.
WHICH_STUDY = "STUDY is the short name of a study, as `flask study list` prints it."


def in_words(*commands: click.Command) -> list[click.Command]:
    """Let these commands fail with one sentence, never with a trace of the code."""
    for command in commands:
        if isinstance(command, click.Group):
            in_words(*command.commands.values())
        elif command.callback is not None:
            command.callback = with_appcontext(_told(command.callback))
            if any(each.name == "study" for each in command.params if each.required):
                command.epilog = WHICH_STUDY
    return list(commands)


def _told(callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return callback(*args, **kwargs)
        except DomainError as error:
            raise click.ClickException(str(error)) from error
        except IntegrityError as error:
            sentence = "Somebody else saved the same thing at this moment. Run the command again."
            raise click.ClickException(sentence) from error
        except DBAPIError as error:
            db.session.rollback()
            reason = _reason(error)
            if reason is None:
                raise
            raise click.ClickException(reason) from error

    return run


def _reason(error: DBAPIError) -> str | None:
    """Say why the database did not do it; None when the fault is ours."""
    if is_busy(error):
        return "The database is busy with other changes. Run the command again."
    try:
        state = schema.describe(db.engine)
    except SQLAlchemyError:
        return f"The database cannot be used: {str(error.orig).strip()}"
    return None if state.is_current else state.sentence
