"""Makes Thai text in a PDF copy and search exactly.

Thai marks stand above and below their letter, and readers of PDF put them back in the wrong place.
So each Thai run is wrapped in its own words (``ActualText``). Persian must not be: readers would
turn it round a second time.
"""

import re
from collections.abc import Callable
from typing import Any

THAI = re.compile("[\u0e00-\u0e7f]")
KNOWN_ARGUMENTS = ("stream", "textbox", "text_overflow", "block_ellipsis", "matrix")


class PatchRefused(Exception):
    """The renderer draws lines in a way this patch does not know; the text says which."""


def install(drawing: Any) -> None:
    """Wrap *drawing*.draw_first_line, the renderer's function that draws one line of text.

    Raises PatchRefused where that function is not the one known here, so that a new release of the
    renderer fails a test instead of losing Thai words in silence.
    """
    draw = getattr(drawing, "draw_first_line", None)
    code = getattr(draw, "__code__", None)
    if draw is None or code is None or code.co_varnames[: code.co_argcount] != KNOWN_ARGUMENTS:
        raise PatchRefused("the renderer's draw_first_line has other arguments than known")
    drawing.draw_first_line = _wrapped(draw)


def _wrapped(draw: Callable[..., Any]) -> Callable[..., Any]:
    def draw_first_line(
        stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any
    ) -> Any:
        text = getattr(textbox, "text", None) or ""
        if not THAI.search(text) or text_overflow != "clip" or block_ellipsis != "none":
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        written = ("\ufeff" + text).encode("utf-16-be").hex()
        stream.stream.append(f"/Span <</ActualText <{written}>>> BDC".encode())
        try:
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        finally:
            stream.stream.append(b"EMC")

    return draw_first_line
