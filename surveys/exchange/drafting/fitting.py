"""Kinds of question that ours has no type for: the nearest ones, each with a sentence.

The registry of types is asked, so a type that is added later is taken as soon as it is there.
"""

from collections.abc import Iterator
from dataclasses import replace

from surveys.exchange.drafting.draft import Item, Part, Words
from surveys.exchange.report import Losses
from surveys.question_types import QUESTION_TYPES, Problem

#: A type that may be missing -> the one that takes the same answers in a plainer form.
_PLAINER = {
    "dropdown": "single",
    "ranking": "multiple",
    "maxdiff": "multiple",
    "slider": "number",
    "nps_why": "nps",
    "touchpoint": "matrix_single",
    "awareness": "matrix_single",
    "email": "short_text",
    "phone": "short_text",
    "time": "short_text",
}
#: Grids that may be missing -> the type of a question for each row.
_BY_ROW = {
    "matrix_single": "single",
    "matrix_multiple": "multiple",
    "matrix_text": "short_text",
    "matrix_number": "number",
}


def fitting(item: Item, losses: Losses) -> Iterator[Item]:
    """The item itself where ours has its type, else what stands for it."""
    if item.type in QUESTION_TYPES:
        yield item
        return
    for each in _instead(item, losses):
        yield from fitting(each, losses)


def _instead(item: Item, losses: Losses) -> Iterator[Item]:
    if item.type in _PLAINER:
        _say_plainer(item, _PLAINER[item.type], losses)
        yield replace(item, type=_PLAINER[item.type])
    elif item.type == "picture":
        plainer = "single" if item.properties.get("max_choices") == 1 else "multiple"
        _say_plainer(item, plainer, losses)
        item.properties.pop("max_choices", None)
        yield replace(item, type=plainer)
    elif item.type in {"csat", "ces"}:
        _say_plainer(item, "single", losses)
        points = [Part(str(n), words) for n, words in enumerate(item.scale, 1)]
        yield replace(item, type="single", choices=points, scale=[])
    elif item.type in _BY_ROW:
        yield from _by_part(item, item.rows, _BY_ROW[item.type], losses)
    elif item.type == "constant_sum":
        yield from _by_part(replace(item, choices=[]), item.choices, "number", losses)
    elif item.type == "date_range":
        yield from _two_dates(item, losses)
    else:
        losses.left_out(
            Problem("There is no question of the type %(type)s here", params={"type": item.type}),
            item.name,
            item.place,
        )


def _say_plainer(item: Item, plainer: str, losses: Losses) -> None:
    losses.changed(
        Problem(
            "There is no question of the type %(type)s here: it is asked as %(plainer)s",
            params={"type": item.type, "plainer": plainer},
        ),
        item.name,
        item.place,
    )


def _by_part(item: Item, parts: list[Part], plainer: str, losses: Losses) -> Iterator[Item]:
    """One question for each row, the grid's words before the row's."""
    _say_plainer(item, plainer, losses)
    # Names that meant a row now mean a question.
    aliases: dict[str, list[str]] = {}
    for name, (_kind, part) in item.names.items():
        aliases.setdefault(part, []).append(name)
    for row in parts:
        named = aliases.get(row.name) or [f"{item.name}_{row.name}"]
        yield replace(
            item,
            name=named[0],
            type=plainer,
            text=_together(item.text, row.words),
            choices=[replace(each, flags=dict(each.flags)) for each in item.choices],
            rows=[],
            names={},
            properties=dict(item.properties),
        )


def _together(whole: Words, part: Words) -> Words:
    languages = dict.fromkeys([*whole, *part])
    return {
        language: " – ".join(
            text for text in (whole.get(language, ""), part.get(language, "")) if text
        )
        for language in languages
    }


def _two_dates(item: Item, losses: Losses) -> Iterator[Item]:
    _say_plainer(item, "date", losses)
    for end in ("from", "to"):
        words = {language: f"{text} ({end})" for language, text in item.text.items()}
        yield replace(item, name=f"{item.name}_{end}", type="date", text=words)


def take_own_type(item: Item) -> None:
    """Take the type we wrote beside a question, with the list as the names of its scale.

    What only the other tool's type needs goes.
    """
    own = item.kept.own.pop("type", None)
    if not isinstance(own, str) or own not in QUESTION_TYPES:
        return
    item.type = own
    uses = QUESTION_TYPES[own].uses
    if "scale" in uses and "choices" not in uses and item.choices:
        item.scale = [part.words for part in item.choices]
        item.choices = []
    for name in ("minimum", "maximum", "step", "accepts", "max_choices", "precision"):
        if name not in uses:
            item.properties.pop(name, None)
    if "choices" not in uses:
        item.choices = []
