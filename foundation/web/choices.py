"""What a form offers to choose from."""

from collections.abc import Mapping

from wtforms.fields.choices import SelectChoice


def offer(labels: Mapping[str, str]) -> list[SelectChoice]:
    """Return one choice an entry: the value it posts, and the words a person reads."""
    return [SelectChoice(value, label) for value, label in labels.items()]
