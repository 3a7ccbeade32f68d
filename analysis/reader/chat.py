"""What the reader asks of an endpoint, what it has cost, and the journal of what was paid for."""

import hashlib
import json
from collections.abc import MutableMapping, Sequence
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import NamedTuple, Protocol

#: Bytes of text a token stands for, by a low guess: three bytes are one Thai or Korean letter.
BYTES_PER_TOKEN = 3


class Message(NamedTuple):
    """One message of a chat; `role` is `system` or `user`."""

    role: str
    text: str


@dataclass(frozen=True)
class Reply:
    """What came back: the text, the model that answered, and the tokens it took."""

    text: str
    model: str
    tokens_in: int
    tokens_out: int


class Chat(Protocol):
    """An endpoint. `name` tells it and the model asked for; two of one name answer alike."""

    @property
    def name(self) -> str:
        """Endpoint and model."""
        ...

    def ask(self, messages: Sequence[Message], most_tokens: int) -> Reply:
        """Return a reply of `most_tokens` at most.

        Raises `Declined` where this request is not taken, `Silent` where no answer came.
        """
        ...


class NoReply(Exception):
    """A request that brought nothing; the cause says why."""


class Declined(NoReply):
    """The endpoint does not take this request: a smaller one may pass."""


class Silent(NoReply):
    """No answer came, however often it was asked for."""


class BudgetSpent(NoReply):
    """The next request might cost more than is left."""


@dataclass(frozen=True)
class Budget:
    """What one reading may cost in all, counting what earlier runs have paid for it.

    `tokens` in and out together, `money` in the currency of the prices, which are for a million
    tokens in and out; 0 sets no bound.
    """

    tokens: int = 0
    money: float = 0.0
    price_in: float = 0.0
    price_out: float = 0.0

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """Return what so many tokens cost."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000

    def covers(self, tokens_in: int, tokens_out: int) -> bool:
        """Say whether so many tokens are within the bounds."""
        is_within = not self.tokens or tokens_in + tokens_out <= self.tokens
        return is_within and (not self.money or self.cost(tokens_in, tokens_out) <= self.money)


@dataclass
class Account:
    """What a reading took: `tokens_*` are those of all its replies, `paid_*` those of this run."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    paid_requests: int = 0
    paid_in: int = 0
    paid_out: int = 0
    models: set[str] = field(default_factory=set)

    def enter(self, reply: Reply, *, is_new: bool) -> None:
        """Count a reply."""
        self.requests += 1
        self.tokens_in += reply.tokens_in
        self.tokens_out += reply.tokens_out
        self.models.add(reply.model)
        if is_new:
            self.paid_requests += 1
            self.paid_in += reply.tokens_in
            self.paid_out += reply.tokens_out


@dataclass
class Journal:
    """A chat that pays for each request once: a reply stands in `store` before anybody sees it.

    `store` maps the hash of endpoint, model, version of the prompts and request to the reply. It
    must keep what it is given before it returns, or raise.
    """

    chat: Chat
    version: str
    store: MutableMapping[str, bytes]
    budget: Budget = field(default_factory=Budget)
    account: Account = field(default_factory=Account)

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._promised = (0, 0)

    def ask(self, messages: Sequence[Message], most_tokens: int) -> Reply:
        """Return the reply there is, else ask for it; raises as `Chat.ask`, and `BudgetSpent`.

        Several threads may ask at once: what each may cost at most is set aside beforehand.
        """
        key = self._key(messages, most_tokens)
        asking = sum(len(each.text.encode("utf-8", "replace")) for each in messages)
        most = (asking // BYTES_PER_TOKEN, most_tokens)
        with self._lock:
            known = _read(self.store.get(key))
            if known:
                self.account.enter(known, is_new=False)
                return known
            self._promise(*most)
        try:
            reply = self.chat.ask(messages, most_tokens)
        finally:
            with self._lock:
                self._promised = (self._promised[0] - most[0], self._promised[1] - most[1])
        with self._lock:
            self.store[key] = json.dumps(asdict(reply)).encode()
            self.account.enter(reply, is_new=True)
        return reply

    def _promise(self, most_in: int, most_out: int) -> None:
        spent, promised = self.account, self._promised
        tokens_in = spent.tokens_in + promised[0] + most_in
        tokens_out = spent.tokens_out + promised[1] + most_out
        if not self.budget.covers(tokens_in, tokens_out):
            raise BudgetSpent
        self._promised = (promised[0] + most_in, promised[1] + most_out)

    def _key(self, messages: Sequence[Message], most_tokens: int) -> str:
        request = json.dumps([self.chat.name, self.version, most_tokens, *messages])
        return hashlib.sha256(request.encode()).hexdigest()


def _read(stored: bytes | None) -> Reply | None:
    try:
        return Reply(**json.loads(stored)) if stored else None
    except (ValueError, TypeError):
        return None
