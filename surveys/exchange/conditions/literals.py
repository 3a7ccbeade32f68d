"""Literals of other tools' conditions: as codes, as numbers, compared."""

from typing import Any


def code(value: Any) -> str:
    """A literal as the code of an option is written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def as_number(value: Any) -> float | int | None:
    """The number a literal is or spells; None where it is none."""
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if not abs(number) < 1e15:
        return None
    return int(number) if number.is_integer() else number


def plain(value: Any) -> Any:
    """A literal as our rules hold it: yes and no are the words for them."""
    return code(value) if isinstance(value, bool) else value


def holds(operator: str, value: float | None, bound: float) -> bool:
    """Compare a number with a bound; no number is never within one."""
    if value is None:
        return False
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
    }[operator]
