"""SurveyJS's tables: rows by columns, whose cells may each be of another kind."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from surveys.exchange.drafting.draft import Item, Part
from surveys.exchange.stock import stock
from surveys.exchange.surveyjs.options import Options
from surveys.exchange.surveyjs.values import Element
from surveys.question_types import Problem

_CELLS = {
    "dropdown": "matrix_single",
    "radiogroup": "matrix_single",
    "default": "matrix_single",
    "boolean": "matrix_single",
    "rating": "matrix_single",
    "slider": "matrix_number",
    "checkbox": "matrix_multiple",
    "tagbox": "matrix_multiple",
    "text": "matrix_text",
    "comment": "matrix_text",
}
POINTS_MOST = 20


def tables(
    item: Item, part: Element, kind: str, options: Options, field: Callable[[Item, Element], None]
) -> list[Item]:
    """What a table becomes: one grid, one for each kind of column, or a question a `field`."""
    if kind == "matrix":
        item.type = "matrix_multiple" if part.text("cellType") == "checkbox" else "matrix_single"
        item.choices = options.of(part, "columns")
        item.rows = options.of(part, "rows")
        _name_rows(item)
        item.properties["required"] |= part.flag("isAllRowRequired", "eachRowRequired")
        if item.rows:
            return [item]
        item.type = "single"
        return [item]
    if kind == "multipletext":
        return _fields(item, part, options, field)
    item.rows = options.of(part, "rows")
    if kind == "matrixdynamic":
        item.rows = _numbered(item, part, options)
    return list(_by_column(item, part, options))


def _name_rows(item: Item) -> None:
    for row in item.rows:
        item.names[f"{item.name}.{row.name}"] = ("row", row.name)


def _numbered(item: Item, part: Element, options: Options) -> list[Part]:
    count = part.number("rowCount", "minRowCount")
    rows = max(1, min(int(count if count is not None else 2), 20))
    options.losses.changed(
        Problem("Rows can't be added here: there are %(n)s", params={"n": rows}),
        item.name,
        part.place,
    )
    return [Part(f"row{n}", {options.texts.source: str(n)}) for n in range(1, rows + 1)]


def _fields(
    item: Item, part: Element, options: Options, field: Callable[[Item, Element], None]
) -> list[Item]:
    """One grid of like fields, or questions of their own where they differ."""
    fields = part.elements("items")
    kinds = {each.text("inputType") or "text" for each in fields}
    needed = {each.flag("isRequired") for each in fields}
    is_ours = item.kept.own.get("type") is not None
    if not is_ours and (not kinds <= {"text", "number"} or len(kinds) > 1 or len(needed) > 1):
        return [_alone(item, each, options, field) for each in fields]
    item.properties["required"] |= needed == {True}
    item.type = "matrix_number" if kinds == {"number"} else "matrix_text"
    parts = [options.one(each) for each in fields]
    if item.kept.own.get("type") == "constant_sum":
        item.choices = parts
    else:
        item.rows = parts
        _name_rows(item)
    return [item]


def _alone(
    item: Item, each: Element, options: Options, field: Callable[[Item, Element], None]
) -> Item:
    head = options.one(each)
    alone = _like(item, f"{item.name}.{head.name}")
    alone.text = _titled(item, head)
    alone.properties["required"] |= each.flag("isRequired")
    field(alone, each)
    return alone


def _by_column(item: Item, part: Element, options: Options) -> Iterator[Item]:
    whole = part.text("cellType") or "default"
    shared = options.of(part, "choices")
    together: dict[str, Item] = {}
    needed: dict[str, set[bool]] = {}
    for column in part.elements("columns"):
        kind = column.text("cellType") or "default"
        kind = whole if kind == "default" else kind
        name = column.text("name") or column.text("title") or "column"
        head = options.one(column)
        type_ = _type_of(kind, column, options)
        if not type_:
            continue
        if type_ in {"matrix_text", "matrix_number"}:
            if type_ not in together:
                together[type_] = _like(item, item.name if not together else f"{item.name}_{name}")
                together[type_].type = type_
            together[type_].choices.append(head)
            needed.setdefault(type_, set()).add(column.flag("isRequired"))
            continue
        grid = _like(item, f"{item.name}_{name}")
        grid.type = type_
        grid.text = _titled(item, head)
        own = options.of(column, "choices") or _standard(kind, column, options)
        _choose(grid, column, own or shared, options)
        for row in grid.rows:
            grid.names[f"{item.name}.{row.name}.{name}"] = ("row", row.name)
        yield grid
    for type_, grid in together.items():
        grid.properties["required"] |= needed[type_] == {True}
        if needed[type_] == {True, False}:
            _tell_of_needs(grid, options)
        yield grid


def _choose(grid: Item, column: Element, given: list[Part], options: Options) -> None:
    """The options of a column; those of a table ask for no words of one's own here."""
    grid.properties["required"] |= column.flag("isRequired")
    grid.choices = _copied([*given, *options.special(column)])
    for each in grid.choices:
        if each.flags.pop("other", False):
            options.losses.changed(
                Problem("An option of a table asks for no other words here"),
                each.name,
                column.place,
            )


def _tell_of_needs(grid: Item, options: Options) -> None:
    options.losses.changed(
        Problem("Only some columns need an answer there, and none here"), grid.name, grid.place
    )


def _type_of(kind: str, column: Element, options: Options) -> str:
    """The type of a column's cells; empty where there is none, which is told."""
    if kind not in _CELLS:
        options.losses.left_out(
            Problem("There is no such cell in a table here, so the column is left out"),
            kind,
            column.place,
        )
        column.read.update(column.data)
        return ""
    written = column.text("inputType") or "text"
    if written == "number":
        return "matrix_number"
    if written != "text":
        options.losses.changed(Problem("It is asked as a short text"), written, column.place)
    return _CELLS[kind]


def _like(item: Item, name: str) -> Item:
    return replace(
        item,
        name=name,
        rows=_copied(item.rows),
        choices=[],
        names={},
        properties=dict(item.properties),
        conditions=list(item.conditions),
        demands=list(item.demands),
    )


def _copied(parts: list[Part]) -> list[Part]:
    return [replace(part, flags=dict(part.flags)) for part in parts]


def _standard(kind: str, column: Element, options: Options) -> list[Part]:
    """The options of cells that need none written."""
    if kind == "boolean":
        labels = (("yes", "labelTrue"), ("no", "labelFalse"))
        return [
            Part(
                name,
                options.texts.words(column.get(label), label, column.place)
                or stock(name, [options.texts.source]),
            )
            for name, label in labels
        ]
    if kind == "rating":
        given = options.of(column, "rateValues")
        least, most = column.number("rateMin"), column.number("rateMax", "rateCount")
        points = range(int(least or 1), int(min(most or 5, POINTS_MOST)) + 1)
        return given or [Part(str(n), {options.texts.source: str(n)}) for n in points]
    return []


def _titled(item: Item, head: Part) -> dict[str, str]:
    both = item.text, head.words
    whole, part = (next(iter(words.values()), "") for words in both)
    return {
        language: f"{item.text.get(language, whole)} – {head.words.get(language, part)}"
        for language in dict.fromkeys([*item.text, *head.words])
    }
