"""Tables larger than ours on their way in: in parts, so that a phone shows them and nothing goes.

A table of too many columns becomes a question for each row, where one row is one choice; else its
columns, and in any case its rows, are shared out evenly.
"""

from collections.abc import Iterator
from dataclasses import replace

from surveys.exchange.drafting.draft import Draft, Item, Part, joined
from surveys.exchange.report import Losses
from surveys.question_types import Problem
from surveys.question_types.matrix import MOST_COLUMNS, MOST_ROWS

_OF_A_ROW = {"matrix_single": "single", "matrix_multiple": "multiple"}

#: Questions in the person's own words, which are never needed here.
_UNFORCED = {"short_text", "long_text", "matrix_text"}


def split_tables(draft: Draft, losses: Losses) -> None:
    """Part every table that is too large; one of ours stays as it is."""
    for stretch in draft.stretches:
        stretch.items = [part for item in stretch.items for part in _parts(item, losses)]


def unforce(item: Item, losses: Losses) -> None:
    """Let an answer in the person's own words be left out, as always here."""
    if item.type in _UNFORCED and item.properties.pop("required", False):
        losses.changed(
            Problem("Nobody is forced to write: the answer may be left out"), item.name, item.place
        )


def _parts(item: Item, losses: Losses) -> list[Item]:
    is_table = item.type.startswith("matrix_") and not item.kept.own
    if not is_table or (len(item.rows) <= MOST_ROWS and len(item.choices) <= MOST_COLUMNS):
        return [item]
    if len(item.choices) > MOST_COLUMNS and item.type in _OF_A_ROW and item.rows:
        found = list(_of_rows(item))
        done = Problem(
            "The table of %(columns)s columns is a question for each of its %(rows)s rows",
            params={"columns": len(item.choices), "rows": len(item.rows)},
        )
    else:
        found = list(_shared(item))
        done = Problem(
            "The table of %(rows)s rows and %(columns)s columns is asked in %(n)s parts",
            params={"rows": len(item.rows), "columns": len(item.choices), "n": len(found)},
        )
    losses.changed(done, item.name, item.place)
    return found


def _of_rows(item: Item) -> Iterator[Item]:
    for number, row in enumerate(item.rows):
        names = {
            name: ("", "")
            for name, (kind, part) in item.names.items()
            if (kind, part) == ("row", row.name)
        }
        yield replace(
            item,
            name=f"{item.name}_{row.name}",
            type=_OF_A_ROW[item.type],
            text=joined(item.text, row.words, " – "),
            hint=item.hint if number == 0 else {},
            choices=_copies(item.choices),
            rows=[],
            names=names,
            properties=dict(item.properties),
            demands=item.demands if number == 0 else [],
            jumps=item.jumps if number == len(item.rows) - 1 else [],
        )


def _shared(item: Item) -> Iterator[Item]:
    number = 0
    for choices in _evenly(item.choices, MOST_COLUMNS) or [[]]:
        for rows in _evenly(item.rows, MOST_ROWS) or [[]]:
            number += 1
            mine = {part.name for part in rows}
            names = {
                name: (kind, part)
                for name, (kind, part) in item.names.items()
                if (kind != "row" and number == 1) or (kind == "row" and part in mine)
            }
            yield replace(
                item,
                name=item.name if number == 1 else f"{item.name}_{number}",
                hint=item.hint if number == 1 else {},
                choices=_copies(choices),
                rows=_copies(rows),
                names=names,
                properties=dict(item.properties),
                demands=item.demands if number == 1 else [],
            )


def _evenly(parts: list[Part], most: int) -> list[list[Part]]:
    """The parts in as few lists as can be, of lengths that differ by one at most."""
    n = -(-len(parts) // most)
    return [parts[len(parts) * each // n : len(parts) * (each + 1) // n] for each in range(n)]


def _copies(parts: list[Part]) -> list[Part]:
    return [replace(part, flags=dict(part.flags)) for part in parts]
