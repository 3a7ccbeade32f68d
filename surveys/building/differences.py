"""Where two documents differ."""

from collections.abc import Iterator, Mapping
from typing import Any

#: Follows from the words of the rest.
_DERIVED = "made_from"


def changed_paths(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Return the paths of plain values that one of the documents lacks or has otherwise."""
    old, new = dict(_values(before, "")), dict(_values(after, ""))
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def _values(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key in value:
            if path or key != _DERIVED:
                yield from _values(value[key], f"{path}/{key}")
    elif isinstance(value, list):
        for place, each in enumerate(value):
            known = each.get("id", place) if isinstance(each, Mapping) else place
            yield from _values(each, f"{path}/{known}")
    else:
        yield path, value
