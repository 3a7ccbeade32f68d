"""Answers with a whole page, or with its inner part when our own script asks for that."""

from typing import Any

from flask import render_template, request

#: Our `swap(element, url)` sends this header; the layout then leaves out everything but `main`.
FRAGMENT_HEADER = "X-Fragment"


def wants_fragment() -> bool:
    """Say whether the request comes from our script and needs only the page's inner part."""
    return FRAGMENT_HEADER in request.headers


def page(template: str, /, **context: Any) -> str:
    """Return the page of this template; the layout reads `fragment` and leaves out its frame."""
    return render_template(template, fragment=wants_fragment(), **context)


def local_path(target: str | None) -> str | None:
    """Return the target when it is a plain path on this server, else None.

    Browsers read `//host`, `/\\host` and paths with control characters as other servers.
    """
    if not target or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return None
    if "\\" in target or any(ord(letter) < 33 for letter in target):
        return None
    return target
