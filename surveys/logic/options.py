"""Options written without quotes: `q8 == o1` means `q8 == "o1"` where q8 has such an option."""

from collections.abc import Collection, Mapping
from typing import Any

from surveys.logic.syntax import COMPARISONS, SETS

Options = Mapping[str, Collection[str]]
"""The ids of options by the question that has them; of one without options there are none."""

_HOLDING = {*COMPARISONS, *SETS.values()}


def with_options(tree: Any, options: Options) -> Any:
    """Read a bare name as an option where the question beside it has one, and no question bears
    the name."""
    if isinstance(tree, list):
        return [with_options(each, options) for each in tree]
    if not isinstance(tree, dict) or "source" in tree:
        return tree
    [(operator, operands)] = tree.items()
    if operator not in _HOLDING:
        return {operator: [with_options(each, options) for each in operands]}
    offered = {option for each in operands for option in _offered(each, options)}
    return {operator: [_read(each, offered, options) for each in operands]}


def _offered(node: Any, options: Options) -> Collection[str]:
    if not isinstance(node, dict) or "source" not in node:
        return ()
    return options.get(node["identifier"].partition("@")[0], ())


def _read(node: Any, offered: Collection[str], options: Options) -> Any:
    if isinstance(node, list):
        return [_read(each, offered, options) for each in node]
    if not isinstance(node, dict) or "source" not in node:
        return with_options(node, options)
    name = node["identifier"]
    is_option = name in offered and name not in options and "selector" not in node
    return name if is_option else node
