"""SurveyJS's tables: rows by columns, whose cells may each be of another kind."""

from collections.abc import Iterator
from dataclasses import replace

from surveys.exchange.drafting.draft import Item, Part
from surveys.exchange.surveyjs.options import Options
from surveys.exchange.surveyjs.values import Element, elements
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
_POINTS = range(1, 6)


def tables(item: Item, part: Element, kind: str, options: Options) -> list[Item]:
    """What a table becomes: one grid, or one for each kind of column."""
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
        return _fields(item, part, options)
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


def _fields(item: Item, part: Element, options: Options) -> list[Item]:
    fields = elements(part.items("items"), f"{part.path}.items")
    are_numbers = bool(fields) and all(each.text("inputType") == "number" for each in fields)
    item.type = "matrix_number" if are_numbers else "matrix_text"
    parts = [options.one(each) for each in fields]
    if item.kept.own.get("type") == "constant_sum":
        item.choices = parts
    else:
        item.rows = parts
        _name_rows(item)
    return [item]


def _by_column(item: Item, part: Element, options: Options) -> Iterator[Item]:
    whole = part.text("cellType") or "default"
    shared = options.of(part, "choices")
    together: dict[str, Item] = {}
    for column in elements(part.items("columns"), f"{part.path}.columns"):
        kind = column.text("cellType") or "default"
        kind = whole if kind == "default" else kind
        name = column.text("name") or column.text("title") or "column"
        head = options.one(column)
        if kind not in _CELLS:
            options.losses.left_out(
                Problem("This type of question is unknown, so it is left out"), kind, column.place
            )
            continue
        type_ = _CELLS[kind]
        if column.text("inputType") == "number":
            type_ = "matrix_number"
        if type_ in {"matrix_text", "matrix_number"}:
            if type_ not in together:
                together[type_] = _like(item, item.name if not together else f"{item.name}_{name}")
                together[type_].type = type_
            together[type_].choices.append(head)
            continue
        grid = _like(item, f"{item.name}_{name}")
        grid.type = type_
        grid.text = _titled(item, head)
        own = options.of(column, "choices")
        grid.choices = _copied(own or _standard(kind, options) or shared)
        for row in grid.rows:
            grid.names[f"{item.name}.{row.name}.{name}"] = ("row", row.name)
        yield grid
    yield from together.values()


def _like(item: Item, name: str) -> Item:
    return replace(
        item,
        name=name,
        rows=_copied(item.rows),
        choices=[],
        names={},
        properties=dict(item.properties),
        conditions=list(item.conditions),
    )


def _copied(parts: list[Part]) -> list[Part]:
    return [replace(part, flags=dict(part.flags)) for part in parts]


def _standard(kind: str, options: Options) -> list[Part]:
    if kind == "boolean":
        return [Part("yes", {"en": "Yes"}), Part("no", {"en": "No"})]
    if kind == "rating":
        return [Part(str(n), {options.texts.source: str(n)}) for n in _POINTS]
    return []


def _titled(item: Item, head: Part) -> dict[str, str]:
    return {
        language: f"{text} – {head.words.get(language, head.name)}"
        for language, text in item.text.items()
    }
