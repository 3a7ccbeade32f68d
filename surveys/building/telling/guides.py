"""How rules are written, shown with the questionnaire's own earlier questions."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.building import sentences
from surveys.building.sentences import Look
from surveys.definition import Definition
from surveys.question_types import Question
from surveys.rules import Rule

_MOST = 60
_EXAMPLES = 4
_POINTS = {"number": "10", "slider": "10"}
_PREFERRED = ("is", "has", "at_most", "answered")


@dataclass(frozen=True)
class Guide:
    """The questions a rule may look at, the newest first, and rules about them as examples."""

    questions: tuple[Question, ...]
    examples: tuple[str, ...]

    @property
    def example(self) -> str:
        """The example that stands beside a field."""
        return self.examples[0] if self.examples else ""


def guide(definition: Definition, before: str | None) -> Guide:
    """The guide for rules of a question, or of the whole where there is none."""
    order = [each.id for each in definition.questions]
    at = order.index(before) if before in order else len(order)
    earlier = [each for each in definition.questions[:at] if each.type != "information"]
    seen = earlier or list(definition.questions[at : at + 1])
    nearest = tuple(reversed(seen))[:_MOST]
    examples = tuple(dict.fromkeys(_examples(nearest)))
    return Guide(nearest, examples[:_EXAMPLES])


def _examples(questions: tuple[Question, ...]) -> Iterator[str]:
    """One example for each kind of comparison there is."""
    met: set[str] = set()
    for question in questions:
        for look in sentences.looks_at(question)[:1]:
            operator = next(each for each in _PREFERRED if each in look.operators)
            if operator not in met:
                met.add(operator)
                yield _example(look, operator)


def _example(look: Look, operator: str) -> str:
    value = next(iter(look.values), "") if look.values else _POINTS.get(look.question.type, "3")
    tree = sentences.clause(look, operator, value)
    return Rule(tree).text if tree else ""
