"""A Word document as the lines of an outline: what people see, wherever Word keeps it.

Text stands in paragraphs, tables, text boxes and content controls; what a change adds counts, what
it takes away does not.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError

from surveys.exchange.outline.lines import LINES_MOST, Raw, grid
from surveys.exchange.outline.marks import BOX, Mark, mark_of
from surveys.exchange.outline.numbering import Numbering
from surveys.exchange.outside import check_zip
from surveys.exchange.report import NOWHERE, Losses, Unreadable, path_place
from surveys.question_types import Problem

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What holds paragraphs and tables without being one.
_HOLDERS = {
    f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
}
_GONE = {
    *(f"{_W}{n}" for n in ("del", "moveFrom", "instrText", "delText", "rPrChange", "txbxContent")),
    _FALLBACK,
}
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BLANK = "_____"
_SECTION_STYLES = re.compile(r"heading|überschrift|titre|título|标题|제목", re.IGNORECASE)


def word_lines(data: bytes, losses: Losses) -> list[Raw]:
    """The lines of a Word document; raises Unreadable."""
    if data.startswith(_LOCKED):
        raise Unreadable(
            Problem("The file is locked by a password, or of an old Word: save it as .docx without")
        )
    check_zip(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, XMLSyntaxError) as error:
        raise Unreadable(Problem("The file is damaged: it can't be read as a Word document")) from (
            error
        )
    body = document.element.body
    pictures = sum(1 for _ in body.iter(f"{_W}drawing", f"{_W}pict")) - sum(
        1 for _ in body.iter(f"{_W}txbxContent")
    )
    if pictures > 0:
        losses.left_out(
            Problem(
                "Pictures have to be added here again: there are %(n)s", params={"n": pictures}
            ),
            "picture",
            path_place(""),
        )
    _tell_of_the_rest(document, losses)
    found = list(_Reader(document).lines(body))
    return _with_gaps(found)[:LINES_MOST]


def _tell_of_the_rest(document: Any, losses: Losses) -> None:
    """Headers, footers and comments are no part of the questions."""
    texts = []
    for section in document.sections:
        for part in (section.header, section.footer):
            texts += [paragraph.text.strip() for paragraph in part.paragraphs]
    words = " / ".join(dict.fromkeys(text for text in texts if text))
    if words:
        losses.left_out(
            Problem("What stands above and below every page is left out: %(text)s",
                    params={"text": words[:120]}),
            "header",
            NOWHERE,
        )  # fmt: skip
    kinds = [relation.reltype.rsplit("/", 1)[-1] for relation in document.part.rels.values()]
    for kind in ("comments", "footnotes"):
        marks = {"comments": f"{_W}commentReference", "footnotes": f"{_W}footnoteReference"}
        count = sum(1 for _ in document.element.body.iter(marks[kind]))
        if kind in kinds and count:
            losses.left_out(
                Problem("Notes beside the text are left out: there are %(n)s", params={"n": count}),
                kind,
                NOWHERE,
            )


def _with_gaps(found: list[Raw | None]) -> list[Raw]:
    """The lines, each knowing whether an empty paragraph stands before it."""
    lines: list[Raw] = []
    gap = False
    for each in found:
        if each is None:
            gap = True
            continue
        lines.append(
            Raw(each.text, each.place, each.mark, each.kind, each.indent, gap, each.is_bold)
        )
        gap = False
    return lines


class _Reader:
    """Goes through the body; empty paragraphs are None."""

    def __init__(self, document: Any) -> None:
        self.numbering = Numbering(document)
        self.styles = {style.style_id: style.name or "" for style in document.styles}
        self.count = 0

    def lines(self, holder: Any) -> Iterator[Raw | None]:
        for part in holder:
            if part.tag == f"{_W}p":
                yield from self.paragraph(part)
            elif part.tag == f"{_W}tbl":
                self.count += 1
                place = Problem("Paragraph %(n)s", params={"n": self.count})
                yield None
                yield from of_table(_cells(part), place)
                yield None
            elif part.tag in _HOLDERS:
                yield from self.lines(part)

    def paragraph(self, element: Any) -> Iterator[Raw | None]:
        self.count += 1
        place = Problem("Paragraph %(n)s", params={"n": self.count})
        text = text_of(element)
        yield from self.words(element, text, place)
        for box in element.iter(f"{_W}txbxContent"):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                yield from self.lines(box)

    def words(self, element: Any, text: str, place: Problem) -> Iterator[Raw | None]:
        if not text.strip():
            yield None
            return
        kind, mark = self.known(element, text.strip())
        for line in text.split("\n"):
            words = line.strip()
            if not words:
                continue
            indent = 4 * self.numbering.level(element) if mark else self.numbering.indent(element)
            if kind in {"title", "heading"}:
                yield Raw(words, place, kind=kind)
            elif mark is not None:
                # What a line break parts is one question or option with more words below.
                yield Raw(words, place, Mark(mark.kind, mark.style, mark.label, words), "", indent)
            else:
                is_bold = _is_bold(element)
                yield Raw(words, place, mark_of(words), indent=indent, is_bold=is_bold)
            kind, mark = "", None

    def known(self, element: Any, text: str) -> tuple[str, Mark | None]:
        """What a paragraph's style and numbering say that it is."""
        style = self.styles.get(_style(element), "")
        if style in {"Title", "Titel", "Titre", "Título"}:
            return "title", None
        if _SECTION_STYLES.match(style):
            return "heading", None
        return "", self.numbering.mark(element, style, text)


def _style(element: Any) -> str:
    found = element.find(f"{_W}pPr/{_W}pStyle")
    return found.get(f"{_W}val", "") if found is not None else ""


def _is_bold(element: Any) -> bool:
    """Say whether all words of a paragraph are bold."""
    runs = [
        run
        for run in element.iter(f"{_W}r")
        if "".join(t.text or "" for t in run.iter(f"{_W}t")).strip()
    ]
    return bool(runs) and all(_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)


def _on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in {"0", "false", "none"}


def text_of(element: Any) -> str:
    """The words of a paragraph as a reader sees them, with boxes to tick and blanks."""
    return "".join(_pieces(element)).replace("\xa0", " ")


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag in _SAID:
            yield _SAID[child.tag](child)
        elif child.tag == f"{_W}sdt":
            yield from _control(child)
        else:
            yield from _pieces(child)


def _symbol(element: Any) -> str:
    """A character of a symbol font: boxes and circles to tick."""
    code = element.get(f"{_W}char", "").upper()[-2:]
    return {"A8": "☐", "6F": "☐", "71": "☐", "A1": "○", "6D": "○", "FE": "☑", "B7": "•"}.get(
        code, ""
    )


def _control(element: Any) -> Iterator[str]:
    """A content control: a box, a list to choose from, or a place for words."""
    properties = element.find(f"{_W}sdtPr")
    inside = element.find(f"{_W}sdtContent")
    if properties is not None and properties.find(f"{_W14}checkbox") is not None:
        yield "☐ "
        return
    choices = (
        [
            item.get(f"{_W}displayText") or item.get(f"{_W}value", "")
            for name in ("dropDownList", "comboBox")
            for item in properties.iter(f"{_W}listItem")
            if properties.find(f"{_W}{name}") is not None
        ]
        if properties is not None
        else []
    )
    if choices:
        yield "".join(f"\n• {choice}" for choice in choices if choice)
    elif properties is not None and properties.find(f"{_W}showingPlcHdr") is not None:
        yield BLANK
    elif inside is not None:
        yield from _pieces(inside)


def _cells(table: Any) -> list[list[str]]:
    """The words of a table, row by row; a cell over several columns counts once."""
    return [
        [
            "\n".join(text_of(each).strip() for each in cell.iter(f"{_W}p")).strip()
            for cell in row.iter(f"{_W}tc")
        ]
        for row in table.findall(f"{_W}tr")
    ]


def of_table(cells: list[list[str]], place: Problem) -> Iterator[Raw | None]:
    """The lines of a table."""
    rows = [row for row in cells if any(row)]
    if _is_grid(rows):
        yield from grid(_without_numbers(rows), place)
    elif rows and max(map(len, rows)) == 2 and _is_form(rows):
        for label, _blank in rows:
            yield Raw(f"{label.rstrip(' :：')}: {BLANK}", place)
    else:
        for row in rows:
            for text in row:
                for line in text.split("\n"):
                    if line.strip():
                        yield Raw(line.strip(), place, mark_of(line.strip()))
            yield None


def _is_grid(rows: list[list[str]]) -> bool:
    """A head of columns, and rows whose cells are empty, or hold the same boxes or numbers."""
    if len(rows) < 2 or len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return False
    if len(rows[0]) == 2 and not rows[0][0]:
        return False
    inside = [cell for row in _without_numbers(rows)[1:] for cell in row[1:]]
    is_open = all(
        not cell or BOX.sub("", cell).strip(" _.") == "" or cell.isdigit() for cell in inside
    )
    return is_open and len(rows[0]) > 2


def _is_form(rows: list[list[str]]) -> bool:
    return all(len(row) == 2 and row[0] and not row[1].strip(" _.") for row in rows)


def _without_numbers(rows: list[list[str]]) -> list[list[str]]:
    """The rows without a first column that only counts them."""
    counts = [row[0].strip(" .") for row in rows[1:]]
    is_counted = counts == [str(n) for n in range(1, len(counts) + 1)]
    if len(rows[0]) > 2 and is_counted and not rows[0][0].isdigit():
        return [row[1:] for row in rows]
    return rows


def _form_field(element: Any) -> str:
    return "☐ " if element.find(f"{_W}checkBox") is not None else BLANK


#: Elements that stand for a piece of text themselves.
_SAID: dict[str, Callable[[Any], str]] = {
    f"{_W}t": lambda each: each.text or "",
    f"{_W}br": lambda _: "\n",
    f"{_W}cr": lambda _: "\n",
    f"{_W}tab": lambda _: "\t",
    f"{_W}ptab": lambda _: "\t",
    f"{_W}noBreakHyphen": lambda _: "-",
    f"{_W}sym": _symbol,
    f"{_W}ffData": _form_field,
}
