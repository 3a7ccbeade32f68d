"""Asks, checks, asks again, and stops where asking is of no use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from analysis.reader import prompts
from analysis.reader.chat import BudgetSpent, Journal, Message, NoReply, Silent
from analysis.reader.replies import Malformed

#: So many replies in a row that cannot be used, or requests without an answer, end a reading.
MOST_UNUSABLE, MOST_SILENT = 24, 3

T = TypeVar("T")


class Unusable(NoReply):
    """The model answers, but not as it is asked to."""


@dataclass
class Asker:
    """Asks through a journal. `stopped` says why nothing more is asked, if so."""

    journal: Journal
    stopped: NoReply | None = None
    _unusable: int = field(default=0, init=False)
    _silent: int = field(default=0, init=False)

    def ask(self, messages: Sequence[Message], most_tokens: int, check: Callable[[str], T]) -> T:
        """Return what `check` makes of the reply; raises its `Malformed`, or `NoReply`."""
        if self.stopped:
            raise self.stopped
        text = self._reply(messages, most_tokens)
        try:
            found = check(text)
        except Malformed:
            self._unusable += 1
            if self._unusable >= MOST_UNUSABLE:
                self.stopped = Unusable()
            raise
        self._unusable = 0
        return found

    def insist(
        self, messages: Sequence[Message], most_tokens: int, check: Callable[[str], T]
    ) -> T | None:
        """Ask, and once more where the reply cannot be used; None where neither can."""
        try:
            return self.ask(messages, most_tokens, check)
        except Malformed as error:
            why = str(error)
        except NoReply:
            return None
        try:
            return self.ask(prompts.again(messages, why), most_tokens, check)
        except (Malformed, NoReply):
            return None

    def _reply(self, messages: Sequence[Message], most_tokens: int) -> str:
        try:
            reply = self.journal.ask(messages, most_tokens)
        except BudgetSpent as error:
            self.stopped = error
            raise
        except Silent as error:
            self._silent += 1
            if self._silent >= MOST_SILENT:
                self.stopped = error
            raise
        self._silent = 0
        return reply.text
