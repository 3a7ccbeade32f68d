"""A study's texts read by endpoint: who reads, and what is told of it afterwards.

Loads the analysis with all it stands on: import it where something is read.
"""

from collections.abc import MutableMapping
from typing import Any

from analysis.corpus import Corpus, Known, Options, StageSpec
from analysis.library import Library
from analysis.reader import prompts
from analysis.reader.asking import Unusable
from analysis.reader.chat import Budget, BudgetSpent, NoReply
from analysis.reader.reading import Reader, Reading, read
from analysis.reader.redaction import Redactor
from analysis.vectors import Progress, Vectors
from findings.services.reader.endpoint import EndpointChat
from findings.services.reader.journals import FileJournal
from findings.services.reader.names import everyday_words
from foundation.endpoint.client import Client
from foundation.errors import DomainError, Invalid, Unavailable
from foundation.files.private import keep_private
from foundation.settings import Settings
from foundation.texts import Phrase, Said, to_plain

#: Replies about tables of texts, in the instance folder.
JOURNAL = "reader.jsonl"


def make_reader(
    settings: Settings,
    redact: Redactor,
    store: MutableMapping[str, bytes],
    vectors: Vectors,
    library: Library,
) -> Reader:
    """Return the reader the settings name; raises `Invalid` where its address is none."""
    client = Client(settings.reader_url, settings.reader_key, seconds=settings.reader_seconds)
    budget = Budget(
        tokens=settings.reader_most_tokens,
        money=settings.reader_most_money,
        price_in=settings.reader_price_in,
        price_out=settings.reader_price_out,
    )
    chat = EndpointChat(client, settings.reader_model)
    return Reader(chat, redact, store, budget, vectors, settings.reader_at_once, library)


def make_file_reader(
    settings: Settings, names: tuple[str, ...], vectors: Vectors, library: Library
) -> Reader:
    """Return the reader of a table of texts; its replies are kept in the instance folder.

    Raises `Invalid` where the settings name no reader.
    """
    if not settings.reader_url or not settings.reader_model:
        raise Invalid("READER_URL", "The settings name no reader: set READER_URL and READER_MODEL.")
    path = settings.instance / JOURNAL
    keep_private(path)
    redact = Redactor(people=names, words=everyday_words())
    return make_reader(settings, redact, FileJournal(path), vectors, library)


def read_texts(
    reader: Reader,
    corpus: Corpus,
    stages: tuple[StageSpec, ...],
    known: Known,
    options: Options,
    progress: Progress,
) -> Reading:
    """Read the texts; where not one reply could be used, raise what a person is told of it."""
    try:
        return read(corpus, stages, known, options, reader=reader, progress=progress)
    except NoReply as error:
        raise _told(error) from error


def summary(reading: Reading, reader: Reader, settings: Settings) -> dict[str, Any]:
    """Return what is kept of a reading beside its run: JSON values only."""
    account, units = reading.account, reading.analysis.units
    read_ = sum(unit.coder == "reader" for unit in units)
    stopped = to_plain(_why(reading.stopped)) if reading.stopped else None
    return {
        "url": settings.reader_url,
        "model": settings.reader_model,
        "answered": sorted(account.models),
        "prompts": prompts.VERSION,
        "requests": account.requests,
        "tokens_in": account.tokens_in,
        "tokens_out": account.tokens_out,
        "cost": round(reader.budget.cost(account.tokens_in, account.tokens_out), 4),
        "paid_requests": account.paid_requests,
        "paid_cost": round(reader.budget.cost(account.paid_in, account.paid_out), 4),
        "read": read_,
        "left": len(units) - read_,
        "checked": reading.check.texts,
        "agreed": reading.check.theme,
        "stopped": stopped,
    }


def _told(error: NoReply) -> DomainError:
    cause = error.__cause__
    if isinstance(cause, DomainError):
        return cause
    why = _why(error)
    return Unavailable(why.message, **why.params)


def _why(error: NoReply) -> Said:
    """Why nothing more was asked."""
    if isinstance(error.__cause__, DomainError):
        return error.__cause__
    if isinstance(error, BudgetSpent):
        return Phrase("The next request might have passed the bounds of tokens or money.")
    if isinstance(error, Unusable):
        return Phrase("The model answers, but not in the form it is asked for: try another one.")
    return Phrase("The reader did not answer.")
