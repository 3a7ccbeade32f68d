"""What `flask doctor` says of the reader by endpoint: which is set, and whether it answers."""

from collections.abc import Iterator
from importlib import import_module

from foundation.errors import DomainError
from foundation.machine.doctor import Finding
from foundation.settings import Settings

TITLE = "Reader by endpoint"


def look_at_reader(settings: Settings) -> Iterator[Finding]:
    """Ask the model for one word; nothing of any study is sent."""
    if not settings.reader_url and not settings.reader_model:
        yield Finding(TITLE, "none is set: texts are read by the offline engine alone")
        return
    endpoint = import_module("findings.services.reader.endpoint")
    try:
        reply = endpoint.probe(settings)
    except DomainError as error:
        yield Finding(TITLE, str(error), is_good=False, is_needed=False)
        return
    yield Finding(TITLE, f"{settings.reader_url}: {reply.model} answers; off until an owner agrees")
