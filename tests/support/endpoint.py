"""A real HTTP server on this machine that answers by a script and keeps what it was asked."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """What the server does with one request; `body` is sent as JSON unless it is bytes."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    #: Seconds before it answers.
    after: float = 0.0
    #: The connection ends without a word.
    breaks_off: bool = False


@dataclass
class Asked:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    #: Whether a whole answer with status 200 went out.
    is_paid: bool = False


class ScriptedEndpoint:
    """`with ScriptedEndpoint(script) as server`: `script` turns a request into an `Answer`."""

    def __init__(self, script: Callable[[Asked], Answer]) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self._stopping = threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                endpoint._answer(self)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False  # so that leaving waits for what is being answered
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def paid(self) -> list[dict[str, Any]]:
        """Bodies of the requests that were answered."""
        return [each.body for each in self.asked if each.is_paid]

    def __enter__(self) -> "ScriptedEndpoint":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        data = handler.rfile.read(int(handler.headers["Content-Length"]))
        asked = Asked(handler.path, dict(handler.headers), json.loads(data))
        self.asked.append(asked)
        answer = self.script(asked)
        if answer.after:
            self._stopping.wait(answer.after)
        if answer.breaks_off or self._stopping.is_set():
            handler.close_connection = True
            return
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        try:
            handler.send_response(answer.status)
            for name, value in answer.headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:  # whoever asked did not wait
            return
        asked.is_paid = answer.status == 200
