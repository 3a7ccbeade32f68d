"""Appearances of an XLSForm: a few say what a question is, the others only how it looks."""

from surveys.exchange.drafting.draft import Item
from surveys.exchange.report import Losses, shown
from surveys.question_types import Problem

_MEANINGS = {
    ("select_one", "minimal"): "dropdown",
    ("select_one", "autocomplete"): "dropdown",
    ("select_one", "search"): "dropdown",
    ("text", "multiline"): "long_text",
    ("image", "signature"): "signature",
}
_GRID = {"label", "list-nolabel", "list", "table-list", "field-list"}


def after_looks(item: Item, written: str, word: str, losses: Losses) -> None:
    """Take from the appearance what it means, and tell of the rest."""
    rest = []
    for look in written.split():
        meaning = _MEANINGS.get((word, look))
        if meaning:
            item.type = meaning
            if meaning == "signature":
                item.properties.pop("accepts", None)
        elif word.startswith("date") and look in {"month-year", "year"}:
            item.properties["precision"] = "month"
            rest += [look] if look == "year" else []
        elif look not in _GRID:
            rest.append(look)
    if rest:
        losses.noted(
            Problem(
                "Questions have our own looks here, so this one is left out: %(look)s",
                params={"look": shown(" ".join(rest))},
            ),
            "appearance",
            item.place,
        )
