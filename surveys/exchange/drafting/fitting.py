"""The type we wrote beside a question of another tool's file, taken as its own."""

from surveys.exchange.drafting.draft import Item
from surveys.question_types import QUESTION_TYPES


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
