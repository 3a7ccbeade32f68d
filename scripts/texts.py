"""Finds the texts to translate in Python code, for Babel; `scripts/texts.sh` brings them home.

Babel's own reader takes every call of a name. This one looks at the syntax tree: it knows which
argument is the text, reads both sides of `a if b else c`, and follows a local variable to the
texts it was given.
"""

import ast
from collections.abc import Iterator, Mapping
from typing import BinaryIO

#: What is said to a person -> the places of its texts; two places are singular and plural.
SAYERS: dict[str, tuple[int, ...]] = {
    "gettext": (0,),
    "lazy_gettext": (0,),
    "_": (0,),
    "ngettext": (0, 1),
    "lazy_ngettext": (0, 1),
    "msgid": (0,),
    "Phrase": (0,),
    "Phrase.counted": (0, 1),
    "Problem": (0,),
    "_say": (0,),
    "say": (0,),
    "problem": (0,),
    "unexpected": (0, 1),
    "Sentence": (0,),
    "Sentence.of": (0,),
    "Sentence.counted": (0, 1),
    "cls.counted": (0, 1),
    "Change": (1,),
    "RuleSyntaxError": (0,),
    "Refused": (0,),
    "progress": (0, 2),
    "tell": (0,),
    "phase": (0,),
    # Domain errors; tests/contracts/test_texts.py holds the list to the code.
    "DomainError": (0,),
    "NotFound": (0,),
    "Gone": (0,),
    "Conflict": (0,),
    "NotAllowed": (0,),
    "Invalid": (1,),
    "Unavailable": (0,),
    "TooMany": (0,),
    "ChildFailed": (0,),
    "TableError": (0,),
    "NotDrawn": (0,),
    "RequestRefused": (0,),
    # What the analysis cannot use.
    "EmbedderError": (0,),
}
#: Places that are two texts of their own, not one text in singular and plural.
_APART = {"unexpected", "progress"}

Found = tuple[int, str | tuple[str, str]]


def extract(
    fileobj: BinaryIO,
    _keywords: object,
    _comment_tags: object,
    options: object,  # noqa: ARG001  Babel gives it by this name, and no file needs any
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """Give Babel every text of a file (an extraction method of Babel's)."""
    for line, text in find(ast.parse(fileobj.read())):
        yield line, "gettext" if isinstance(text, str) else "ngettext", text, []


def find(tree: ast.AST) -> Iterator[Found]:
    """Every text of the tree, with its line."""
    yield from _in(tree, {})


def _in(node: ast.AST, variables: Mapping[str, list[str]]) -> Iterator[Found]:
    if isinstance(node, ast.FunctionDef):
        variables = {**variables, **_assigned(node)}
    if isinstance(node, ast.Call):
        yield from _said(node, variables)
    for child in ast.iter_child_nodes(node):
        yield from _in(child, variables)


def _assigned(function: ast.FunctionDef) -> dict[str, list[str]]:
    """The literal texts given to each local variable."""
    texts: dict[str, list[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            texts.setdefault(node.targets[0].id, []).extend(_literals(node.value, {}))
    return texts


def _said(call: ast.Call, variables: Mapping[str, list[str]]) -> Iterator[Found]:
    name = sayer(call)
    if name is None:
        return
    given = [
        _literals(call.args[place], variables) for place in SAYERS[name] if place < len(call.args)
    ]
    if len(given) == 2 and all(given) and name not in _APART:
        yield call.lineno, (given[0][0], given[1][0])
        return
    for texts in given:
        yield from ((call.lineno, text) for text in texts if text.strip())


def sayer(call: ast.Call) -> str | None:
    """The name under which the call is known to say something, or None."""
    function = call.func
    if isinstance(function, ast.Name):
        return function.id if function.id in SAYERS else None
    if not isinstance(function, ast.Attribute):
        return None
    whose = function.value.id if isinstance(function.value, ast.Name) else ""
    names = (f"{whose}.{function.attr}", function.attr)
    return next((name for name in names if name in SAYERS), None)


def _literals(node: ast.expr, variables: Mapping[str, list[str]]) -> list[str]:
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return _literals(node.body, variables) + _literals(node.orelse, variables)
    if isinstance(node, ast.Name):
        return variables.get(node.id, [])
    return []
