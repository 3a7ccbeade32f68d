"""How each of our question types looks in an XLSForm."""

from dataclasses import dataclass

from surveys.question_types import Check, Question

_BANDS = ("<= 6", ">= 7 and ${{{id}}} <= 8", ">= 9")


@dataclass(frozen=True)
class Shape:
    """A question as rows of the sheet.

    `type` is the type of its row, or of each row of its grid. `list` says where the options come
    from: `choices` or `scale`. `rows` says what a grid has rows for: `rows`,
    `choices`, or `cells` for each of both.
    """

    type: str
    list: str = ""
    rows: str = ""
    appearance: str = ""
    constraint: str = ""
    parameters: str = ""
    id: str = ""
    is_many: bool = False

    def band(self, number: int) -> str:
        """The condition of the follow-up to a low, a middling or a high score."""
        return f"${{{self.id}}} {_BANDS[number - 1].format(id=self.id)}" if number <= 3 else ""


_TEXT = {"short_text": "", "long_text": "multiline", "email": "", "phone": "", "date_range": ""}
_PLAIN = {
    "time": "time",
    "information": "note",
    "consent": "acknowledge",
    "date_range": "date",
    "maxdiff": "note",
}
_CHOOSING = {
    "single": ("select_one", ""),
    "dropdown": ("select_one", "minimal"),
    "multiple": ("select_multiple", ""),
    "ranking": ("rank", ""),
    "maxdiff": ("select_multiple", ""),
}
#: Tables to write in: the type of a cell.
_CELLS = {"matrix_text": "text", "matrix_number": "decimal"}
_SCALES = {"csat", "ces"}
_GRIDS = {
    "rating": ("select_one", "scale"),
    "touchpoint": ("select_one", "scale"),
    "awareness": ("select_one", "scale"),
    "matrix_single": ("select_one", "choices"),
    "matrix_multiple": ("select_multiple", "choices"),
}


def shape_of(question: Question) -> Shape:
    """The shape of a question; a type that XLSForm knows nothing of is a note."""
    kind = question.type
    if kind in _CHOOSING:
        return _choosing(question, *_CHOOSING[kind])
    if kind == "picture":
        word = "select_one" if question.max_choices == 1 else "select_multiple"
        return _choosing(question, word, "")
    if kind in _SCALES:
        return Shape("select_one", "scale")
    if kind in _GRIDS:
        return _grid(question, *_GRIDS[kind])
    return _written(question) or _plain(question)


def _written(question: Question) -> Shape | None:
    """A table to write in; None for anything else."""
    if question.type == "constant_sum":
        return Shape("decimal", rows="choices", appearance="field-list")
    if question.type not in _CELLS or not question.rows:
        return None
    rows = "cells" if question.choices else "rows"
    return Shape(_CELLS[question.type], rows=rows, appearance="field-list")


def _choosing(question: Question, word: str, appearance: str) -> Shape:
    if not question.choices:
        return Shape("note")
    is_many = word != "select_one"
    constraint = " and ".join(_limits(question)) if word == "select_multiple" else ""
    return Shape(word, "choices", appearance=appearance, constraint=constraint, is_many=is_many)


def _limits(question: Question) -> list[str]:
    limits = []
    if question.max_choices:
        limits.append(f"count-selected(.) <= {question.max_choices}")
    limits += [
        f"not(selected(., '{choice.id}') and count-selected(.) > 1)"
        for choice in question.choices
        if choice.exclusive
    ]
    return limits


def _grid(question: Question, word: str, options: str) -> Shape:
    if not question.rows or not getattr(question, options):
        return Shape("note")
    return Shape(word, options, "rows", appearance="table-list", is_many=word == "select_multiple")


def _plain(question: Question) -> Shape:
    kind = question.type
    if kind in {"nps", "nps_why", "slider", "number", "date"}:
        return _measuring(question)
    if kind in _PLAIN:
        return Shape(_PLAIN[kind])
    if kind in _TEXT:
        most = question.max_length
        limit = f"string-length(.) <= {most}" if most else ""
        return Shape("text", appearance=_TEXT[kind], constraint=limit)
    if kind == "signature":
        return Shape("image", appearance="signature")
    if kind == "file":
        alone = question.accepts[0] if len(question.accepts) == 1 else ""
        return Shape(alone if alone in {"image", "audio"} else "file")
    return Shape("note")


def _measuring(question: Question) -> Shape:
    if question.type == "slider":
        return Shape("range", parameters=_range(question))
    if question.type == "number":
        word = (
            "integer" if any(is_whole(check, question) for check in question.checks) else "decimal"
        )
        return Shape(word, constraint=" and ".join(_bounds(question)))
    if question.type == "date":
        return Shape("date", appearance="month-year" if question.precision == "month" else "")
    return Shape("range", parameters="start=0 end=10 step=1", id=question.id)


def is_whole(check: Check, question: Question) -> bool:
    """Say whether a check asks for a whole number, as the type `integer` does."""
    answer = {"source": "answers", "identifier": question.id}
    return bool(check.when.tree == {"==": [{"round": [answer]}, answer]})


def _bounds(question: Question) -> list[str]:
    bounds = ((">=", question.minimum), ("<=", question.maximum))
    return [f". {sign} {value}" for sign, value in bounds if value is not None]


def _range(question: Question) -> str:
    given = {"start": question.minimum, "end": question.maximum, "step": question.step}
    stated = {name: value for name, value in given.items() if value is not None}
    return " ".join(f"{n}={value}" for n, value in stated.items() if n != "step" or value > 0)
