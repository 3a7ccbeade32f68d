"""Rules in words: questions by number, options as they read; what has no words stays as written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from surveys.definition import Definition
from surveys.question_types import Choice, Problem, Question, Row
from surveys.question_types.measure import written
from surveys.question_types.values import END, Jump
from surveys.rules import Formula, Rule

LONGEST = 60
_COMPARED = {
    "==": Problem("%(left)s is %(right)s"),
    "!=": Problem("%(left)s is not %(right)s"),
    "<": Problem("%(left)s is below %(right)s"),
    "<=": Problem("%(left)s is at most %(right)s"),
    ">": Problem("%(left)s is above %(right)s"),
    ">=": Problem("%(left)s is at least %(right)s"),
}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_JOINED = {"and": Problem("%(one)s and %(other)s"), "or": Problem("%(one)s or %(other)s")}
_ABOUT = {
    "segment": Problem("the segment"),
    "language": Problem("the language"),
    "item": Problem("the item"),
}
_ANY = Problem("%(left)s includes at least one of %(right)s")
_ALL = Problem("%(left)s includes all of %(right)s")
#: By whether it is denied: the answer is in a list, and an option is in the answer.
_LISTED = (Problem("%(left)s is one of %(right)s"), Problem("%(left)s is none of %(right)s"))
_INCLUDED = (Problem("%(left)s includes %(right)s"), Problem("%(left)s does not include %(right)s"))
_PROPERTIES = {
    "show_if": Problem("condition"),
    "go_to": Problem("go-on rule %(n)s"),
    "checks": Problem("check %(n)s"),
    "values": Problem("calculated value “%(n)s”"),
    "quotas": Problem("quota “%(n)s”"),
    "loop": Problem("repetition"),
}
Words = Problem | str


class _Untold(Exception):
    """A part of a condition that has no words."""


class Teller:
    """Tells the rules of one questionnaire, in the language its definition is in.

    `numbers` are those of the questions; without them all questions are counted.
    """

    def __init__(self, definition: Definition, numbers: Mapping[str, int] | None = None) -> None:
        self.definition = definition
        self.numbers = numbers or {each.id: n for n, each in enumerate(definition.questions, 1)}

    def question(self, question_id: str) -> Problem:
        """A question by its number and its first words."""
        asked = self.definition.question(question_id)
        if asked is None or asked.id not in self.numbers:
            return Problem("“%(id)s”", params={"id": question_id})
        params = {"n": self.numbers[asked.id], "words": shortened(asked.text)}
        return Problem("Q%(n)s “%(words)s”", params=params)

    def part(self, section_id: str) -> str:
        """The title of a part."""
        found = (each.title for each in self.definition.sections if each.id == section_id)
        return next(found, section_id)

    def property(self, problem: Problem) -> Problem | None:
        """What of a question or of the whole a problem is about, where that has a name."""
        name, _, which = problem.part.partition(" ")
        known = _PROPERTIES.get(name)
        return replace(known, params={"n": which} if which else {}) if known else None

    def jump(self, jump: Jump) -> Problem:
        """Where a question leads, and when."""
        rule = self.rule(jump.when)
        if jump.to == END:
            return Problem("Goes on to the end if %(rule)s", params={"rule": rule})
        params = {"target": self.question(jump.to), "rule": rule}
        return Problem("Goes on with %(target)s if %(rule)s", params=params)

    def rule(self, rule: Formula) -> Problem:
        """A condition as a sentence."""
        return self.tree(rule.tree)

    def tree(self, tree: Mapping[str, Any]) -> Problem:
        """One clause of a condition, or all of it."""
        [(operator, operands)] = tree.items()
        if operator in _JOINED:
            return self._chain(operator, operands)
        try:
            return self._clause(operator, operands)
        except _Untold:
            return Problem(Rule(tree).text)

    def _chain(self, operator: str, operands: Sequence[Mapping[str, Any]]) -> Problem:
        told, *rest = [self._inner(each) for each in operands]
        for each in rest:
            told = replace(_JOINED[operator], params={"one": told, "other": each})
        return told

    def _inner(self, tree: Mapping[str, Any]) -> Problem:
        told = self.tree(tree)
        return Problem("(%(rule)s)", params={"rule": told}) if set(tree) & set(_JOINED) else told

    def _clause(self, operator: str, operands: Sequence[Any]) -> Problem:
        if operator == "not":
            return self._denied(operands[0])
        if operator == "answered":
            return Problem("%(left)s is answered", params={"left": self._name(operands[0])})
        if operator in {"any-in", "all-in"}:
            values, source = operands
            return self._held(_ANY if operator == "any-in" else _ALL, source, values)
        if operator == "in":
            return self._membership(*operands)
        if operator not in _COMPARED:
            raise _Untold
        left, right = operands
        if _is_source(left):
            return self._held(_COMPARED[operator], left, right)
        return self._held(_COMPARED[_MIRRORED[operator]], right, left)

    def _denied(self, tree: Mapping[str, Any]) -> Problem:
        [(operator, operands)] = tree.items()
        if operator == "in":
            return self._membership(*operands, is_denied=True)
        if operator == "answered":
            return Problem("%(left)s is not answered", params={"left": self._name(operands[0])})
        return Problem("it is not so that %(rule)s", params={"rule": self._inner(tree)})

    def _membership(self, left: Any, right: Any, *, is_denied: bool = False) -> Problem:
        if _is_source(left):
            return self._held(_LISTED[is_denied], left, right)
        return self._held(_INCLUDED[is_denied], right, left)

    def _held(self, sentence: Problem, source: Any, value: Any) -> Problem:
        params = {"left": self._name(source), "right": self._value(source, value)}
        return replace(sentence, params=params)

    def _name(self, source: Any) -> Words:
        if not _is_source(source):
            raise _Untold
        if "count" in source:
            counted = {"left": self._name(source["count"][0])}
            return Problem("the number of answers to %(left)s", params=counted)
        name, row = source["identifier"], source.get("selector", "")
        if source["source"] == "metadata":
            return _ABOUT[name]
        if name in {each.id for each in self.definition.values} and not row:
            return Problem("“%(id)s”", params={"id": name})
        asked = self.definition.question(name)
        if asked is None or "@" in name:
            raise _Untold
        if not row:
            return self.question(name)
        words = dict(_parts(asked)).get(row)
        if words is None:
            raise _Untold
        params = {"question": self.question(name), "row": shortened(words)}
        return Problem("%(question)s, “%(row)s”", params=params)

    def _value(self, source: Any, value: Any) -> Words:
        if _is_source(value):
            return self._name(value)
        if isinstance(value, list):
            return ", ".join(str(self._value(source, each)) for each in value)
        if isinstance(value, str):
            asked = self.definition.question(source.get("identifier", ""))
            words = {each.id: each.text for each in asked.choices} if asked else {}
            return f"“{shortened(words.get(value, value))}”"
        if isinstance(value, int | float):
            return written(value)
        raise _Untold


def _is_source(node: Any) -> bool:
    """Say whether something is a question or the like, or the number of its answers."""
    return isinstance(node, Mapping) and ("source" in node or "count" in node)


def _parts(question: Question) -> list[tuple[str, str]]:
    parts: tuple[Choice | Row, ...] = (*question.rows, *question.choices)
    return [(each.id, each.text) for each in parts]


def shortened(text: str) -> str:
    """The first words of a text, on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"
