"""The lists of options of an XLSForm."""

from collections.abc import Iterable

from surveys.exchange.drafting.draft import Part
from surveys.exchange.drafting.own import FLAGS, from_bare, kept_in, with_pictures
from surveys.exchange.report import Losses, cell_place
from surveys.exchange.stock import stock
from surveys.exchange.xlsform.kinds import Kind
from surveys.exchange.xlsform.texts import Texts
from surveys.exchange.xlsform.workbook import Book, Row
from surveys.question_types import Problem


class Lists:
    """Makes options of the rows of the sheet `choices`."""

    def __init__(self, book: Book, texts: Texts, losses: Losses) -> None:
        self.texts = texts
        self.losses = losses
        self.lists = _by_list(book.choices)
        self.external = _by_list(book.external)
        self.used: set[str] = set()

    def is_external(self, kind: Kind) -> bool:
        """Say whether a question chooses from a list that the workbook holds apart."""
        return kind.word == "select_one_external" and kind.list in self.external

    def options(self, kind: Kind, place: Problem) -> list[Part]:
        """The options a question chooses from."""
        self.used.add(kind.list)
        rows = (self.external if self.is_external(kind) else self.lists).get(kind.list, [])
        if not rows:
            self.losses.changed(
                Problem("The list %(list)s has no options", params={"list": kind.list}),
                kind.word,
                place,
            )
        parts = [self._option(row) for row in rows]
        if kind.or_other:
            self._add_other(parts, place)
        return parts

    def _option(self, row: Row) -> Part:
        place = cell_place("choices", row.number)
        kept = kept_in((name, from_bare(cell)) for name, cell in row.kept.items())
        flags = {n: v for n, v in kept.own.items() if n in FLAGS}
        words = self.texts.words(row, "label", place)
        again = Problem("The picture has to be added here again")
        flags = with_pictures(
            flags,
            {self.texts.codes[each]: link for each, link in row.words("media::image").items()},
            self.texts.source,
            lambda link: self.losses.left_out(again, link, place),
        )
        for name in [*row.cells, *row.spoken]:
            if name not in {"list_name", "name", "label", "media::image"}:
                self.losses.left_out(
                    Problem("This column of the options is left out"), name, Problem("")
                )
        return Part(row["name"], words, flags)

    def _add_other(self, parts: list[Part], place: Problem) -> None:
        there = next((part for part in parts if part.name.lower() == "other"), None)
        if there is None:
            there = Part("other", stock("other", [self.texts.source, *self.texts.codes.values()]))
            parts.append(there)
            self.losses.noted(
                Problem(
                    "The option has the tool's own words there: here it is “%(text)s”",
                    params={"text": next(iter(there.words.values()))},
                ),
                "or_other",
                place,
            )
        there.flags["other"] = True

    def tell_of_the_rest(self) -> None:
        """Lists that no question chooses from."""
        for name, rows in {**self.lists, **self.external}.items():
            if name not in self.used:
                self.losses.left_out(
                    Problem("No question chooses from this list, so it is left out"),
                    name or next(iter(rows[0].words("label").values()), rows[0]["name"]),
                    cell_place(rows[0].sheet, rows[0].number),
                )


def _by_list(rows: Iterable[Row]) -> dict[str, list[Row]]:
    lists: dict[str, list[Row]] = {}
    for row in rows:
        if row.cells or row.spoken:
            lists.setdefault(row["list_name"], []).append(row)
    return lists
