"""Static files that browsers keep: addresses that name their content, and bytes sent compressed.

A style sheet's address carries a hash of it, so a browser may keep it for a year and still gets
the next release at once. Pages themselves are not compressed here: they hold secrets next to
words from outside, which compression would help to guess (BREACH).

A page that needs several small scripts asks for them in one: `js/respond+search.js` is the two
files one after the other. Each keeps its names to itself.
"""

import functools
import gzip
import hashlib
import mimetypes
from pathlib import Path, PurePosixPath
from typing import Any

from flask import Flask, Response, current_app, request

KEPT = "public, max-age=31536000, immutable"
ASKED_EACH_TIME = "no-cache"
_WORTH_COMPRESSING = {".css", ".js", ".svg"}
MOST_IN_ONE = 4


@functools.lru_cache(maxsize=256)
def _read(paths: tuple[Path, ...], _changed: tuple[float, ...]) -> tuple[str, bytes]:
    data = _joined(paths)
    return hashlib.sha256(data).hexdigest()[:12], gzip.compress(data, 9, mtime=0)


def _joined(paths: tuple[Path, ...]) -> bytes:
    return b"\n".join(path.read_bytes() for path in paths)


def _paths(filename: str) -> tuple[Path, ...]:
    """The file of that name, or those it puts together; none where one of them is not there."""
    name = PurePosixPath(filename)
    parts = name.stem.split("+")[: MOST_IN_ONE + 1]
    folder = Path(current_app.static_folder or "", name.parent)
    paths = tuple(folder / f"{part}{name.suffix}" for part in parts)
    known = 0 < len(paths) <= MOST_IN_ONE and all(path.is_file() for path in paths)
    return paths if known else ()


def _find(filename: str) -> tuple[str, bytes] | None:
    """Return the file's hash and its compressed bytes, or None when there is no such file."""
    paths = _paths(filename)
    return _read(paths, tuple(path.stat().st_mtime for path in paths)) if paths else None


def _serve(filename: str) -> Response:
    """Send a static file, or several in one."""
    paths = _paths(filename) if "+" in PurePosixPath(filename).name else ()
    if not paths or any(part in {"..", ""} for part in filename.split("/")):
        return current_app.send_static_file(filename)
    kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    return Response(_joined(paths), mimetype=kind)


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
    app.view_functions["static"] = _serve
    app.url_defaults(_name_content)
    app.after_request(_send_well)
