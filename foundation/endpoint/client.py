"""Asks an OpenAI-compatible server, as Ollama, llama.cpp, vLLM and hosted services are.

A request has a time limit. Busy servers (429, 5xx), time-outs and broken connections are tried
again with growing pauses, or after the time the server names (`Retry-After`). What cannot get
better by waiting, such as a wrong key, is one sentence at once. The key goes out in the header of
a request and nowhere else; redirects are not followed, so it reaches no other server.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import (
    HTTPError,
    MaxRetryError,
    ProtocolError,
    ReadTimeoutError,
    ResponseError,
    SSLError,
)

from foundation.errors import DomainError, Invalid, Unavailable

#: Answers after which the same request may succeed.
BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
#: No pause is longer, whatever the server asks for.
LONGEST_PAUSE = 120
#: So many connections to a server are kept open.
MOST_AT_ONCE = 16
#: So much of a server's own words is shown.
LONGEST_WORDS = 200


class RequestRefused(DomainError):
    """The server takes requests, but not this one: a smaller or another one may pass."""

    status = 502


@dataclass(frozen=True)
class Client:
    """One server. `url` is what its paths hang on, for instance `http://127.0.0.1:11434/v1`.

    `seconds` is how long one answer may take, `attempts` how often a request is sent at most, and
    `pause` the first pause between two attempts in seconds; each further one is twice as long.
    """

    url: str
    key: str = field(default="", repr=False)
    seconds: float = 300.0
    attempts: int = 5
    pause: float = 1.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Invalid(
                "url",
                "“%(url)s” is no address of a server: it begins with http:// or https://.",
                url=self.url,
            )
        if parts.username or parts.password:
            raise Invalid("url", "The key does not belong into the address: give it as the key.")

    @property
    def host(self) -> str:
        """The server's name and port, as a person is told where something goes."""
        return urlsplit(self.url).netloc

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Send `body` to `path` below the address and return the JSON object that comes back.

        Raises `Invalid` (field `url`, `key` or `model`) where a setting is wrong, `RequestRefused`
        where this request is, and `Unavailable` where the server stays out of reach.
        """
        address = f"{self.url.rstrip('/')}/{path.lstrip('/')}"
        data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        try:
            answer = self._pool.request("POST", address, body=data, headers=self._headers())
        except HTTPError as error:
            raise self._unreachable(error) from error
        if answer.status != 200:
            raise self._refusal(answer.status, answer.data, str(body.get("model", "")))
        found = _object(answer.data)
        if found is None:
            raise Invalid(
                "url",
                "%(host)s does not answer as an OpenAI-compatible server does: the address"
                " usually ends in /v1.",
                host=self.host,
            )
        return found

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        again = self.attempts - 1
        retries = urllib3.Retry(
            total=again,
            connect=min(again, 1),
            redirect=0,
            allowed_methods=None,
            status_forcelist=BUSY,
            backoff_factor=self.pause,
            backoff_jitter=self.pause / 2,
            backoff_max=LONGEST_PAUSE,
            retry_after_max=LONGEST_PAUSE,
            raise_on_status=False,
            raise_on_redirect=False,
        )
        timeout = urllib3.Timeout(connect=min(self.seconds, 10.0), read=self.seconds)
        return urllib3.PoolManager(maxsize=MOST_AT_ONCE, retries=retries, timeout=timeout)

    def _headers(self) -> dict[str, str]:
        told = {"Content-Type": "application/json", "Accept": "application/json"}
        return told | ({"Authorization": " ".join(("Bearer", self.key))} if self.key else {})

    def _unreachable(self, error: HTTPError) -> DomainError:
        reason = error.reason if isinstance(error, MaxRetryError) else error
        if isinstance(reason, ReadTimeoutError):
            message = "%(host)s took longer than %(seconds)s seconds to answer."
            return Unavailable(message, host=self.host, seconds=f"{self.seconds:g}")
        if isinstance(reason, SSLError):
            return Unavailable("%(host)s has no certificate that is trusted here.", host=self.host)
        if isinstance(reason, ProtocolError | ResponseError):
            return Unavailable("%(host)s broke off while it answered.", host=self.host)
        return Unavailable(
            "%(host)s cannot be reached: is the server running, and is the address right?",
            host=self.host,
        )

    def _refusal(self, status: int, data: bytes, model: str) -> DomainError:
        if status in {401, 403}:
            return Invalid("key", "%(host)s does not accept the key.", host=self.host)
        words = self._words(data)
        if status == 404 and "model" in words.lower():
            return Invalid(
                "model", "%(host)s has no model “%(model)s”.", host=self.host, model=model
            )
        if status in {404, 405} or 300 <= status < 400:
            return Invalid(
                "url",
                "There is no such service at %(url)s: the address usually ends in /v1.",
                url=self.url,
            )
        if status in BUSY:
            return Unavailable(
                "%(host)s is too busy or out of order (%(status)s): try again later.",
                host=self.host,
                status=status,
            )
        return RequestRefused(
            "%(host)s refuses the request (%(status)s): %(words)s",
            host=self.host,
            status=status,
            words=words or "–",
        )

    def _words(self, data: bytes) -> str:
        """What the server itself says, without the key should it repeat it."""
        told = (_object(data) or {}).get("error", "")
        said = told.get("message", "") if isinstance(told, dict) else told
        words = " ".join(str(said).split())
        return (words.replace(self.key, "…") if self.key else words)[:LONGEST_WORDS]


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
