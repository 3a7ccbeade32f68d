"""The condition of a question as the builder's page changes it, clause by clause."""

from typing import Any

from flask import request

from foundation.errors import Invalid
from surveys.building import sentences
from surveys.definition import Definition
from surveys.question_types import Question


def changed_rule(draft: Definition, question: Question) -> Any:
    """The rule with a clause more or less, or joined otherwise, as posted."""
    joiner, found = sentences.clauses(question.show_if)
    gone = request.form.get("gone", "")
    if gone.isascii() and gone.isdigit():
        return sentences.joined(joiner, [t for n, t in enumerate(found) if n != int(gone)])
    if (wish := request.form.get("joiner", "")) in sentences.JOINERS and "look" not in request.form:
        return sentences.joined(wish, found)
    wanted = request.form.get("look", "")
    look = next((e for e in sentences.looks(draft, question.id) if e.name == wanted), None)
    operator, value = request.form.get("operator", ""), request.form.get("value", "")
    tree = sentences.clause(look, operator, value) if look else None
    if tree is None:
        raise Invalid("value", "Choose an answer to compare with, or enter a number.")
    return sentences.joined(joiner, [*found, tree])
