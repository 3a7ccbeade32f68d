"""What another tool's file lost on its way in: a sentence for each thing that is not the same.

Nothing of a source is dropped in silence. A loss names the construct in the source's own words,
the place in the file, and what was done.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from surveys.question_types import Problem

LONGEST_QUOTED = 120


class Weight(StrEnum):
    """How much of a construct is lost."""

    LEFT_OUT = "left_out"
    CHANGED = "changed"
    NOTED = "noted"


@dataclass(frozen=True)
class Loss:
    """One thing that is not carried over exactly.

    `construct` is the source's own word for it, `place` where it stands in the file, `done` what
    became of it. `message` and `params` make one sentence of the three, to be translated.
    """

    construct: str
    place: Problem
    done: Problem
    weight: Weight = Weight.CHANGED

    @property
    def message(self) -> str:
        """The sentence's message id."""
        return _WITH_PLACE.message if self.place.message else _PLAIN.message

    @property
    def params(self) -> Mapping[str, Any]:
        """What fills its places."""
        return {"place": self.place, "construct": self.construct, "done": self.done}

    def __str__(self) -> str:
        return self.message % self.params


_WITH_PLACE = Problem("%(place)s, “%(construct)s”: %(done)s")
_PLAIN = Problem("“%(construct)s”: %(done)s")


@dataclass(frozen=True)
class Renamed:
    """A name of the source and the id it became; `owner` is the question of an option or row."""

    name: str
    id: str
    owner: str = ""


@dataclass(frozen=True)
class Report:
    """All that a person should know before taking a file in.

    `format` is what the file was read as. `refusal` is the one sentence for a file that is not
    what it says; then there is no questionnaire.
    """

    format: str = ""
    losses: tuple[Loss, ...] = ()
    names: tuple[Renamed, ...] = ()
    refusal: Problem | None = None

    def __iter__(self) -> Iterator[Loss]:
        return iter(self.losses)

    def __len__(self) -> int:
        return len(self.losses)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything said, in English."""
        first = (str(self.refusal),) if self.refusal else ()
        return first + tuple(str(loss) for loss in self.losses)

    def of(self, weight: str) -> tuple[Loss, ...]:
        """The losses of one weight."""
        return tuple(loss for loss in self.losses if loss.weight == weight)


class Unreadable(ValueError):
    """The file can't be read at all; `problem` is the sentence for it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass
class Losses:
    """The losses met so far, each told once."""

    found: dict[Loss, None] = field(default_factory=dict)

    def left_out(self, done: Problem, construct: str, place: Problem) -> None:
        """Tell of something that is not there any more."""
        self._add(Loss(shown(construct), place, done, Weight.LEFT_OUT))

    def changed(self, done: Problem, construct: str, place: Problem) -> None:
        """Tell of something that is there in another form."""
        self._add(Loss(shown(construct), place, done, Weight.CHANGED))

    def noted(self, done: Problem, construct: str, place: Problem) -> None:
        """Tell of something that had to be assumed."""
        self._add(Loss(shown(construct), place, done, Weight.NOTED))

    def _add(self, loss: Loss) -> None:
        key = Loss(loss.construct, _hashed(loss.place), _hashed(loss.done), loss.weight)
        self.found.setdefault(key, None)

    @property
    def all(self) -> tuple[Loss, ...]:
        """The losses in the order they were met."""
        return tuple(self.found)


class _Fixed(dict[str, Any]):
    """Parameters that may be looked up by."""

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none; this one never changes
        return hash(tuple(sorted((name, str(value)) for name, value in self.items())))


def _hashed(problem: Problem) -> Problem:
    return Problem(problem.message, params=_Fixed(problem.params))


def shown(text: object) -> str:
    """A text of the source, on one line and cut for use inside a sentence."""
    if isinstance(text, Mapping | list | bool):
        text = json.dumps(text, ensure_ascii=False, default=str)
    line = " ".join(str(text).split())
    return line if len(line) <= LONGEST_QUOTED else f"{line[: LONGEST_QUOTED - 1].rstrip()}…"


NOWHERE = Problem("")


def cell_place(sheet: str, row: int) -> Problem:
    """A row of a sheet, as a spreadsheet numbers it."""
    return Problem("Sheet %(sheet)s, row %(row)s", params={"sheet": sheet, "row": row})


def line_place(line: int) -> Problem:
    """A line of a text."""
    return Problem("Line %(line)s", params={"line": line})


def path_place(path: str) -> Problem:
    """A path into a JSON document, or a name that stands in the file."""
    return Problem("%(path)s", params={"path": path}) if path else NOWHERE


def question_place(name: str) -> Problem:
    """A question, by the name the file gives it."""
    return Problem("Question %(name)s", params={"name": name})
