"""Formatted texts of other tools as plain ones: HTML and the Markdown of XLSForm."""

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "li", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_HIDDEN = {"script", "style", "head", "title"}
_TAG = re.compile(r"<(?:[a-zA-Z!/][^<>]*)>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]+);")
#: Tags that are kept as what they mean in plain text, so that nothing is lost.
_PLAIN = {"p", "br", "div", "span"}


def is_markup(text: str) -> bool:
    """Say whether the text holds tags or entities."""
    return bool(_TAG.search(text))


def plain_text(html: str) -> tuple[str, tuple[str, ...]]:
    """The words of HTML, and the tags whose meaning is lost."""
    if not is_markup(html):
        return tidy(html), ()
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tidy("".join(reader.parts)), tuple(dict.fromkeys(reader.lost))


class _Reader(HTMLParser):
    """Keeps words, line ends and the addresses of links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: list[str] = []
        self.hidden = 0
        self.links: list[tuple[str, int]] = []
        self.stars = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag as what it means."""
        given = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self.hidden += 1
        if tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append("\n\n" if tag != "li" else "\n- ")
        elif tag == "a":
            self.links.append((given.get("href", ""), len(self.parts)))
        elif tag == "em" and self._is_inside_a_word():
            # A tool took the stars of “Kolleg*in” for emphasis; they were meant as stars.
            self.parts.append("*")
            self.stars += 1
        elif tag not in _PLAIN:
            self.lost.append(tag)
        if tag == "img" and given.get("alt"):
            self.parts.append(given["alt"])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in {"br", "img", "hr", "input"}:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what a tag began."""
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag == "a" and self.links:
            self._end_link(*self.links.pop())
        elif tag == "em" and self.stars:
            self.parts.append("*")
            self.stars -= 1

    def handle_data(self, data: str) -> None:
        """Keep words; line ends of the file are blanks."""
        if not self.hidden:
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _end_link(self, target: str, start: int) -> None:
        words = "".join(self.parts[start:]).strip()
        address = target.removeprefix("mailto:")
        if address and address != words and not address.startswith("#"):
            self.parts.append(f" ({address})")

    def _is_inside_a_word(self) -> bool:
        return bool(self.parts) and self.parts[-1][-1:].isalnum()


def tidy(text: str) -> str:
    """The text with LF line ends, at most one empty line, single blanks and none around lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = re.sub(r"[ \t\u00a0]+", " ", text).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip(" ") for line in lines)).strip()


_MARKDOWN = (
    (re.compile(r"^#{1,6} +", re.MULTILINE), ""),
    (re.compile(r"(?<![\w*])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])__(?=\S)([^_\n]+?)(?<=\S)__(?![\w_])"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"\[([^\]\n]+)\]\((\S+?)\)"), r"\1 (\2)"),
)


def without_markdown(text: str) -> str:
    """The words of a text with XLSForm's Markdown."""
    for pattern, instead in _MARKDOWN:
        text = pattern.sub(instead, text)
    return text
