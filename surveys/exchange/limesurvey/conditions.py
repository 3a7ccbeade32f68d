"""Conditions as LimeSurvey kept them before it had formulas: rows of field, method and value.

Within a scenario, rows about the same field are alternatives and different fields go together;
scenarios are alternatives.
"""

import re
from itertools import groupby

from surveys.exchange.limesurvey.survey import LsCondition, LsQuestion

_ALWAYS = {"", "1"}
_FIELD = re.compile(r"@(\d+X\d+X\d+[^@]*)@")


def relevance_of(question: LsQuestion) -> str:
    """The formula of a question; its old conditions as one where nobody wrote another."""
    if question.relevance not in _ALWAYS or not question.conditions:
        return question.relevance
    rows = sorted(question.conditions, key=lambda row: (row.scenario, row.field))
    scenarios = [
        " and ".join(
            f"({' or '.join(_formula(row) for row in same)})"
            for _field, same in groupby(scenario, key=lambda row: row.field)
        )
        for _name, scenario in groupby(rows, key=lambda row: row.scenario)
    ]
    return " or ".join(f"({each})" for each in scenarios)


def _formula(row: LsCondition) -> str:
    method = row.method.strip() or "=="
    if method == "RX":
        return f'regexMatch("{row.value}", {row.field})'
    if not row.value.strip():
        return f"{'!' if method == '!=' else ''}is_empty({row.field})"
    other = _FIELD.fullmatch(row.value.strip())
    return f"{row.field} {method} {other[1] if other else _quoted(row.value)}"


def _quoted(value: str) -> str:
    inside = value.strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inside}"'


def read_condition(scenario: str, name: str, method: str, value: str) -> LsCondition:
    """A row of the table; several choices are told by a field for each of them, or by its value."""
    name = name.strip().strip("{}")
    return LsCondition(scenario, name.removeprefix("+"), method, value)


def of_several_choices(condition: LsCondition, question: LsQuestion) -> LsCondition:
    """A condition on a question with several choices, whose field lacks the option."""
    if question.type in {"M", "P"} and condition.field in {*question.ids, question.code}:
        field = f"{condition.field}{condition.value}"
        return LsCondition(condition.scenario, field, condition.method, "Y")
    return condition
