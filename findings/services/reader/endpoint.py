"""The reader's chat over an OpenAI-compatible endpoint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.reader.chat import BYTES_PER_TOKEN, Declined, Message, NoReply, Reply, Silent
from foundation.endpoint.client import Client, RequestRefused
from foundation.errors import DomainError, Invalid, Unavailable
from foundation.settings import Settings

#: What some servers do not take, and what they want instead, if anything.
OPTIONAL = {"response_format": "", "temperature": "", "max_tokens": "max_completion_tokens"}
#: What is asked to see whether anybody answers.
PROBE = Message("user", "Reply with the JSON object {}.")
PROBE_SECONDS, PROBE_TOKENS = 60.0, 16


@dataclass
class EndpointChat:
    """Asks `model` at one endpoint, as steadily and as much in JSON as the server is able to."""

    client: Client
    model: str
    _left_out: frozenset[str] = field(default=frozenset(), init=False, repr=False)

    @property
    def name(self) -> str:
        """Endpoint and model."""
        return f"{self.client.url} {self.model}"

    def ask(self, messages: Sequence[Message], most_tokens: int) -> Reply:
        """Return the model's reply; wrong settings raise the endpoint's own `Invalid`."""
        left_out = self._left_out
        body = self._body(messages, most_tokens, left_out)
        try:
            answer = self.client.post("chat/completions", body)
        except RequestRefused as error:
            sent = (name for name in OPTIONAL if name not in left_out)
            refused = next((name for name in sent if name in str(error)), None)
            if refused is None:
                raise Declined from error
            self._left_out |= {refused}
            return self.ask(messages, most_tokens)
        except Unavailable as error:
            raise Silent from error
        return self._reply(answer, messages)

    def _body(
        self, messages: Sequence[Message], most_tokens: int, left_out: frozenset[str]
    ) -> dict[str, Any]:
        body: dict[str, Any] = {
            "response_format": {"type": "json_object"},
            "temperature": 0,
            "max_tokens": most_tokens,
        }
        for name in left_out:
            value = body.pop(name)
            if OPTIONAL[name]:
                body[OPTIONAL[name]] = value
        told = [{"role": each.role, "content": each.text} for each in messages]
        return {"model": self.model, "messages": told, **body}

    def _reply(self, answer: Mapping[str, Any], messages: Sequence[Message]) -> Reply:
        text, usage = _content(answer), answer.get("usage")
        counted = usage if isinstance(usage, dict) else {}
        asked = "".join(each.text for each in messages)
        return Reply(
            text=text,
            model=str(answer.get("model") or self.model),
            tokens_in=_count(counted.get("prompt_tokens"), asked),
            tokens_out=_count(counted.get("completion_tokens"), text),
        )


def probe(settings: Settings) -> Reply:
    """Ask the model that the settings name for one word; raises what a person is told."""
    if not settings.reader_url or not settings.reader_model:
        raise Invalid("READER_URL", "The settings name no reader: set READER_URL and READER_MODEL.")
    client = Client(settings.reader_url, settings.reader_key, seconds=PROBE_SECONDS, attempts=1)
    try:
        return EndpointChat(client, settings.reader_model).ask([PROBE], PROBE_TOKENS)
    except NoReply as error:
        if isinstance(error.__cause__, DomainError):
            raise error.__cause__ from error
        raise


def _content(answer: Mapping[str, Any]) -> str:
    """What the model says; nothing where it refuses or the answer has another form."""
    try:
        content = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        return ""
    return content if isinstance(content, str) else ""


def _count(told: object, text: str) -> int:
    """Tokens as the server counts them, else by a guess."""
    if type(told) is int and told >= 0:
        return told
    return len(text.encode("utf-8", "replace")) // BYTES_PER_TOKEN + 1
