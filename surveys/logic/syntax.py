"""The words of the language, and the error that says where a text leaves it."""

COMPARISONS = ("==", "!=", "<=", ">=", "<", ">", "in")
SETS = {"any": "any-in", "all": "all-in"}
#: Words that are never a question.
WORDS = {"and", "or", "not", "in", "any", "all", "of", "count", "answered"}
#: Operators of a tree whose value is true or false.
CONDITIONS = frozenset({"and", "or", "not", "answered", *SETS.values(), *COMPARISONS})
ARITHMETIC = {"+": 1, "-": 1, "*": 2, "/": 2}
"""How close each sign binds."""
#: Functions of numbers; a name is one of them only before a bracket, so a question may bear it.
FUNCTIONS = frozenset({"score", "sum", "min", "max", "round", "if", "count", "answered"})
#: Words about the person or the repetition instead of an answer.
METADATA = ("segment", "language", "item")
MAX_DEPTH = 20
MAX_STEPS = 100


class RuleSyntaxError(ValueError):
    """The text can't be read; `message` is a sentence's id and `at` counts characters from 0."""

    def __init__(self, message: str, at: int, **params: str) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


def is_condition(node: object) -> bool:
    """Say whether a tree is true or false, rather than a value."""
    return isinstance(node, dict) and not CONDITIONS.isdisjoint(node)
