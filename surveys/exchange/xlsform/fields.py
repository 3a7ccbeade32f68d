"""What the type and the parameters of an XLSForm's row make of its question."""

from surveys.exchange.conditions.literals import as_number
from surveys.exchange.conditions.tree import Ref, call
from surveys.exchange.drafting.draft import Demand, Item, Pending
from surveys.exchange.report import Losses, shown
from surveys.exchange.stock import stock
from surveys.exchange.xlsform import kinds
from surveys.exchange.xlsform.bounds import parameters
from surveys.exchange.xlsform.kinds import Kind
from surveys.exchange.xlsform.texts import Texts
from surveys.exchange.xlsform.workbook import Row
from surveys.question_types import Problem
from surveys.question_types.values import RANDOM


def take_order(item: Item, row: Row, losses: Losses) -> None:
    """Take the order that differs from person to person; tell of what else is written."""
    given = parameters(row["parameters"])
    if given.pop("randomize", "").lower() == "true":
        item.properties["order"] = RANDOM
    _tell_of(given, item, losses)


def take_field(item: Item, row: Row, kind: Kind, texts: Texts, losses: Losses) -> None:
    """Take what the type of a question without options says."""
    if kind.word in kinds.ACCEPTS:
        item.properties["accepts"] = kinds.ACCEPTS[kind.word]
    if kind.word == "integer":
        item.demands.append(_whole(item, texts))
    if kind.word == "dateTime":
        losses.changed(Problem("Only the day is asked, not the time"), kind.word, item.place)
    if kind.word == "barcode":
        losses.changed(Problem("It is asked as a short text"), kind.word, item.place)
    given = parameters(row["parameters"])
    if kind.word == "range":
        _take_range(item, given)
    _tell_of(given, item, losses)


def _whole(item: Item, texts: Texts) -> Demand:
    """That a number is a whole one."""
    node = call("==", call("round", Ref("")), Ref(""))
    words = stock("whole", [texts.source, *texts.codes.values()])
    return Demand(Pending("integer", item.place, "integer", node), words)


def _take_range(item: Item, given: dict[str, str]) -> None:
    """Take the two ends and the step; the usual ones stand for what is no number."""
    usual = {"start": ("minimum", 1), "end": ("maximum", 10), "step": ("step", None)}
    for theirs, (ours, instead) in usual.items():
        number = as_number(given.get(theirs))
        if number is not None and (theirs != "step" or number > 0):
            del given[theirs]
        else:
            number = None
        item.properties[ours] = instead if number is None else number
    if item.properties["step"] in {None, 1}:
        del item.properties["step"]


def _tell_of(given: dict[str, str], item: Item, losses: Losses) -> None:
    for name, value in given.items():
        losses.left_out(
            Problem("This cell is left out: %(value)s", params={"value": shown(value)}),
            name,
            item.place,
        )
