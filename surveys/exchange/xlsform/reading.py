"""An XLSForm becomes a draft of ours: a group is a section, a list's grid one question."""

import re
from dataclasses import dataclass, field
from typing import Any

from surveys.exchange.conditions.languages import read_xpath
from surveys.exchange.drafting.draft import (
    Draft,
    Figure,
    Item,
    Part,
    Stretch,
    Words,
    filled,
    pending,
)
from surveys.exchange.drafting.fitting import take_own_type
from surveys.exchange.drafting.own import PART, PREFIX, SECTION, from_bare, kept_in
from surveys.exchange.report import Losses, cell_place, shown
from surveys.exchange.xlsform import kinds
from surveys.exchange.xlsform.bounds import constrain, driver
from surveys.exchange.xlsform.fields import take_field, take_order
from surveys.exchange.xlsform.kinds import Kind, kind_of
from surveys.exchange.xlsform.lists import Lists
from surveys.exchange.xlsform.looks import after_looks
from surveys.exchange.xlsform.telling import READ_TEXTS, tell_of_cells, tell_of_the_rest
from surveys.exchange.xlsform.texts import Texts
from surveys.exchange.xlsform.workbook import Book, Row, read_book
from surveys.question_types import QUESTION_TYPES, Problem

PIPING = re.compile(r"\$\{\s*(?P<name>[^}\s]+)\s*\}")
_GRIDS = {"select_one": "matrix_single", "select_multiple": "matrix_multiple"}
_CHOOSE = {"select_one": "single", "select_multiple": "multiple", "rank": "ranking"}
_YES = {"yes", "true", "true()", "1"}
_NO = {"", "no", "false", "false()", "0"}


def read_xlsform(data: bytes, losses: Losses) -> Draft:
    """Read a workbook; raises Unreadable."""
    book = read_book(data)
    return _Reader(book, losses).whole()


@dataclass
class _Group:
    """A group that is open; `question` where all of it is one question."""

    row: Row
    label: Words
    question: Item | None = None
    is_told: bool = False
    loop: str = ""


@dataclass
class _Place:
    """Where the reader is: the groups around it, the grid a header has begun."""

    groups: list[_Group] = field(default_factory=list)
    grid: Item | None = None
    grid_list: str = ""
    stretch: Stretch | None = None


class _Reader:
    """Goes through the sheet row by row."""

    def __init__(self, book: Book, losses: Losses) -> None:
        self.book = book
        self.losses = losses
        self.texts = Texts(book, losses)
        self.at = _Place()
        self.stretches: list[Stretch] = []
        self.figures: list[Figure] = []
        #: Questions whose message for a wrong answer is kept.
        self.checked: set[str] = set()
        self.lists = Lists(book, self.texts, losses)
        self.title = book.settings["form_title"] or book.settings["form_id"]

    def whole(self) -> Draft:
        for row in self.book.survey:
            self.row(row)
        self.lists.tell_of_the_rest()
        tell_of_the_rest(self.book, self.losses)
        cells = dict(self.book.settings.kept)
        texts = _joined_texts(cells)
        kept = kept_in((name, from_bare(cell)) for name, cell in cells.items())
        if texts:
            kept.own["translations"] = texts.get("own", {})
            kept.was["translations"] = texts.get("was", {})
        return Draft(
            name=self.book.settings["form_id"] or self.title,
            language=self.texts.source,
            title={self.texts.source: self.title} if self.title else {},
            stretches=self.stretches,
            figures=self.figures,
            piping=PIPING,
            kept=kept,
        )

    # Rows

    def row(self, row: Row) -> None:
        place = cell_place("survey", row.number)
        kind = kind_of(row["type"])
        if row["disabled"].lower() in _YES:
            self.losses.left_out(
                Problem("The row is switched off and left out"), row["type"], place
            )
        elif kind.word.startswith("begin"):
            self.begin(row, kind, place)
        elif kind.word == "end":
            tell_of_cells(self.losses, row, place, set(), ())
            self.end()
        elif f"{PREFIX}part" in row.kept:
            self.part(row, row.kept[f"{PREFIX}part"], place)
        elif row["type"] and self.is_asked(row, kind, place):
            self.ask(row, kind, place)
        elif not row["type"] and (row["name"] or row.words("label")):
            self.losses.left_out(
                Problem("The row has no type and is left out"),
                row["name"] or next(iter(row.words("label").values())),
                place,
            )

    def is_asked(self, row: Row, kind: Kind, place: Problem) -> bool:
        if kind.word in kinds.METADATA:
            self.losses.left_out(
                Problem("The device fills this in, so it is left out"), kind.word, place
            )
        elif kind.word in kinds.UNKNOWN_HERE:
            self.losses.left_out(
                Problem("Respondents can't answer this here, so it is left out"), kind.word, place
            )
        elif kind.word == "calculate":
            calculation = pending(row["calculation"], read_xpath, kind.word, place)
            if calculation is not None:
                self.figures.append(Figure(row["name"], calculation))
            tell_of_cells(self.losses, row, place, {"calculation"}, ())
        elif kind.list or kind.word in kinds.PLAIN:
            return True
        else:
            self.losses.left_out(
                Problem("This type of question is unknown, so it is left out"), row["type"], place
            )
        return False

    # Groups

    def begin(self, row: Row, kind: Kind, place: Problem) -> None:
        self.at.grid = None
        group = _Group(row, self.texts.words(row, "label", place))
        own_type = from_bare(row.kept.get(f"{PREFIX}type", '""'))
        is_grid = "table-list" in row["appearance"].split()
        if is_grid or own_type in QUESTION_TYPES:
            group.question = self.item(row, "matrix_single" if is_grid else "information", place)
            self.put(group.question, row, place)
        self.at.groups.append(group)
        if group.question is None:
            self.at.stretch = None
            if row.kept.get(f"{PREFIX}{PART}") == SECTION:
                self.here()
            read = {"appearance", "relevant", "required", "repeat_count"}
            tell_of_cells(self.losses, row, place, read)
            if kind.word == "begin_repeat":
                group.loop = driver(row["repeat_count"]) or "?"

    def end(self) -> None:
        self.at.grid = None
        if not self.at.groups:
            return
        group = self.at.groups.pop()
        if group.question is not None:
            return
        self.at.stretch = None
        if self.is_news(group):
            self.losses.left_out(
                Problem("The group holds no question and is left out"),
                next(iter(filled(group.label).values())),
                cell_place("survey", group.row.number),
            )

    def here(self) -> Stretch:
        """The section that questions go to now."""
        if self.at.stretch is None:
            groups = [group for group in self.at.groups if group.question is None]
            self.at.stretch = self.begun(groups)
            self.stretches.append(self.at.stretch)
        return self.at.stretch

    def begun(self, groups: list[_Group]) -> Stretch:
        if not groups:
            title = {self.texts.source: self.title} if self.title else {}
            return Stretch("", title)
        inner = groups[-1]
        place = cell_place("survey", inner.row.number)
        stretch = Stretch(inner.row["name"] or "group", inner.label, place)
        stretch.is_ours = inner.row.kept.get(f"{PREFIX}{PART}") == SECTION
        if not inner.is_told:
            stretch.kept = kept_in((n, from_bare(cell)) for n, cell in inner.row.kept.items())
        for group in groups:
            stretch.loop = stretch.loop or group.loop
            condition = pending(
                group.row["relevant"],
                read_xpath,
                "relevant",
                cell_place("survey", group.row.number),
            )
            stretch.conditions += [condition] if condition else []
        stretch.items = [self.announced(group) for group in groups[:-1] if self.is_news(group)]
        for group in groups:
            group.is_told = True
        return stretch

    def is_news(self, group: _Group) -> bool:
        """Say whether a group's words have not been seen: it holds only groups so far."""
        return not group.is_told and bool(filled(group.label))

    def announced(self, group: _Group) -> Item:
        """The words of a group around others, as a page that informs."""
        place = cell_place("survey", group.row.number)
        return Item(group.row["name"] or "group", "information", place, group.label)

    # Questions

    def ask(self, row: Row, kind: Kind, place: Problem) -> None:
        looks = row["appearance"].split()
        open_group = self.at.groups[-1].question if self.at.groups else None
        if kind.word in _GRIDS and open_group is not None:
            self.grid_row(open_group, row, kind, place)
        elif kind.word in _GRIDS and "list-nolabel" in looks and self.continues(kind):
            self.grid_row(self.at.grid or Item("", ""), row, kind, place)
        elif kind.word in _GRIDS and "label" in looks:
            self.at.grid = self.item(row, _GRIDS[kind.word], place)
            self.at.grid_list = f"{kind.word} {kind.list}"
            self.at.grid.choices = self.lists.options(kind, place)
            self.put(self.at.grid, row, place)
        else:
            self.at.grid = None
            self.single(row, kind, place)

    def continues(self, kind: Kind) -> bool:
        return self.at.grid is not None and self.at.grid_list == f"{kind.word} {kind.list}"

    def grid_row(self, grid: Item, row: Row, kind: Kind, place: Problem) -> None:
        if not grid.choices and not grid.scale:
            grid.choices = self.lists.options(kind, place)
            grid.type = _GRIDS[kind.word]
            take_own_type(grid)
        if not grid.rows:
            grid.properties["required"] = self.is_required(row, place)
        elif self.is_required(row, place) != grid.properties.get("required", False):
            self.losses.changed(
                Problem("Whether an answer is needed is taken from the first row of the grid"),
                row["name"],
                place,
            )
        kept = kept_in((name, from_bare(cell)) for name, cell in row.kept.items())
        part = Part(str(kept.own.pop("id", row["name"])), self.texts.words(row, "label", place))
        part.flags = {name: value for name, value in kept.own.items() if name == "stage"}
        grid.rows.append(part)
        grid.names[row["name"]] = ("row", part.name)
        self.tell_of_row(row, place)

    def tell_of_row(self, row: Row, place: Problem) -> None:
        if row["relevant"]:
            self.losses.left_out(
                Problem(
                    "A row has no condition of its own here, so it is always shown: %(source)s",
                    params={"source": shown(row["relevant"])},
                ),
                "relevant",
                place,
            )
        tell_of_cells(self.losses, row, place, {"relevant", "required", "appearance"})

    def single(self, row: Row, kind: Kind, place: Problem) -> None:
        word = "select_one" if self.lists.is_external(kind) else kind.word
        if kind.list and word not in _CHOOSE:
            item = self.item(row, "short_text", place)
            self.losses.changed(
                Problem("The options stand in another file: it is asked as a short text"),
                kind.word,
                place,
            )
        elif kind.list:
            item = self.item(row, _CHOOSE[word], place)
            item.choices = self.lists.options(kind, place)
            take_order(item, row, self.losses)
        else:
            item = self.item(row, kinds.PLAIN[kind.word], place)
            take_field(item, row, kind, self.texts, self.losses)
        after_looks(item, row["appearance"], kind.word, self.losses)
        self.checked |= constrain(item, row, self.texts, is_whole=kind.word == "integer")
        take_own_type(item)
        self.put(item, row, place)

    def item(self, row: Row, type_: str, place: Problem) -> Item:
        kept = kept_in((name, from_bare(cell)) for name, cell in row.kept.items())
        own_type = kept.own.pop("type", None)
        item = Item(
            row["name"],
            type_,
            place,
            self.texts.words(row, "label", place),
            self.texts.hint(row, place),
            kept=kept,
        )
        if isinstance(own_type, str) and own_type in QUESTION_TYPES:
            item.kept.own["type"] = own_type
        return item

    def put(self, item: Item, row: Row, place: Problem) -> None:
        if not item.rows:
            item.properties["required"] = self.is_required(row, place)
        condition = pending(row["relevant"], read_xpath, "relevant", place)
        item.conditions += [condition] if condition else []
        self.here().items.append(item)
        tell_of_cells(
            self.losses,
            row,
            place,
            {"relevant", "required", "appearance", "constraint", "parameters"},
            {*READ_TEXTS, "constraint_message"} if item.name in self.checked else READ_TEXTS,
        )

    def is_required(self, row: Row, place: Problem) -> bool:
        said = row["required"].strip().lower()
        if said not in _YES | _NO:
            self.losses.changed(
                Problem(
                    "An answer is needed under a condition there, and never here: %(source)s",
                    params={"source": shown(row["required"])},
                ),
                "required",
                place,
            )
        return said in _YES

    # The rest

    def part(self, row: Row, part: str, place: Problem) -> None:
        """A row that we wrote for other tools; of its words, those of a band are ours."""
        group = self.at.groups[-1].question if self.at.groups else None
        items = self.at.stretch.items if self.at.stretch else []
        item = group or (items[-1] if items else None)
        if item is None:
            return
        name = str(from_bare(row.kept.get(f"{PREFIX}id", '""'))) or row["name"]
        words = self.texts.words(row, "label", place)
        if part == "band":
            item.bands.append(words)
        elif part in {"choice", "row"}:
            take_own_type(item)
            item.properties.setdefault("required", self.is_required(row, place))
            parts = item.choices if part == "choice" else item.rows
            stage = from_bare(row.kept.get(f"{PREFIX}stage", '""'))
            parts.append(Part(name, words, {"stage": stage} if stage else {}))


def _joined_texts(cells: dict[str, str]) -> dict[str, Any]:
    """The kept translations, which may stand in several cells; they are taken out of `cells`."""
    start = f"{PREFIX}translations"
    names = sorted((name for name in cells if name.startswith(start)), key=_number)
    whole = "".join(cells.pop(name) for name in names)
    found = from_bare(whole) if whole else {}
    return found if isinstance(found, dict) else {}


def _number(name: str) -> int:
    digits = name.rpartition(".")[2]
    return int(digits) if digits.isdigit() else 0
