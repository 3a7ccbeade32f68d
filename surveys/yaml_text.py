"""A YAML loader for documents people write by hand."""

import re
from typing import Any

import yaml

from research.yaml_reader import only_value

MOST_NESTING = 40


class Refused(yaml.MarkedYAMLError):
    """Something YAML allows and we do not; `message` is a sentence's id."""

    def __init__(self, message: str, mark: Any, **params: str) -> None:
        self.message = message
        self.params = params
        super().__init__(problem=str(self), problem_mark=mark)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class StrictLoader(yaml.SafeLoader):
    """Plain values only: no aliases, no doubled keys, no dates, no `yes` that becomes true."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Read a node, refusing aliases and endless nesting."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML has no types here
        if isinstance(event, yaml.AliasEvent):
            raise Refused("aliases (*name) are not allowed, write the text out", event.start_mark)
        self._depth = getattr(self, "_depth", 0) + 1
        if self._depth > MOST_NESTING:
            raise Refused("the document is nested too deeply", event.start_mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002  PyYAML's signature
        """Read a mapping, refusing doubled and unnamed keys."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise Refused("a property's name must be a word", key_node.start_mark)
            if key_node.value in seen:
                raise Refused(
                    "“%(key)s” stands here twice", key_node.start_mark, key=key_node.value
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def read_strictly(text: str) -> Any:
    """Return what the document holds; raises what `research.yaml_reader.only_value` raises."""
    return only_value(StrictLoader(text))


_PLAIN = {
    "tag:yaml.org,2002:bool": (r"^(?:true|false)$", "tf"),
    "tag:yaml.org,2002:int": (r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    "tag:yaml.org,2002:float": (r"^[-+]?[0-9]+\.[0-9]+(?:e[-+]?[0-9]+)?$", "-+0123456789"),
    "tag:yaml.org,2002:null": (r"^(?:null|~|)$", ["n", "~", ""]),
}
StrictLoader.yaml_implicit_resolvers = {}
for _tag, (_pattern, _starts) in _PLAIN.items():
    StrictLoader.add_implicit_resolver(_tag, re.compile(_pattern), list(_starts))
