"""Static files that browsers keep: addresses that name their content, and bytes sent compressed.

A style sheet's address carries a hash of it, so a browser may keep it for a year and still gets
the next release at once. Pages themselves are not compressed here: they hold secrets next to
words from outside, which compression would help to guess (BREACH).
"""

import functools
import gzip
import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

KEPT = "public, max-age=31536000, immutable"
ASKED_EACH_TIME = "no-cache"
_WORTH_COMPRESSING = {".css", ".js", ".svg"}


@functools.lru_cache(maxsize=256)
def _read(path: Path, _changed: float) -> tuple[str, bytes]:
    data = path.read_bytes()
    return hashlib.sha256(data).hexdigest()[:12], gzip.compress(data, 9, mtime=0)


def _find(filename: str) -> tuple[str, bytes] | None:
    """Return the file's hash and its compressed bytes, or None when there is no such file."""
    path = Path(current_app.static_folder or "", filename)
    return _read(path, path.stat().st_mtime) if path.is_file() else None


def _name_content(endpoint: str, values: dict[str, Any]) -> None:
    found = _find(values["filename"]) if endpoint == "static" and "filename" in values else None
    if found:
        values.setdefault("v", found[0])


def _send_well(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code != 200:
        return response
    filename = (request.view_args or {})["filename"]
    found = _find(filename)
    if found is None:
        return response
    is_named = request.args.get("v") == found[0]
    response.headers["Cache-Control"] = KEPT if is_named else ASKED_EACH_TIME
    if Path(filename).suffix in _WORTH_COMPRESSING:
        _compress(response, found[1])
    return response


def _compress(response: Response, data: bytes) -> None:
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") == 0:
        return
    response.close()
    response.direct_passthrough = False
    response.set_data(data)
    response.headers["Content-Encoding"] = "gzip"
    response.set_etag(hashlib.sha256(data).hexdigest()[:16])


def init_app(app: Flask) -> None:
    """Name and compress what lies in the folder `static`."""
    app.url_defaults(_name_content)
    app.after_request(_send_well)
