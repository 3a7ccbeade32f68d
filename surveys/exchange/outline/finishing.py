"""What is known of a question when all of it is read: its type, and what does not fit it."""

import re

from surveys.exchange.drafting.draft import Draft, Part, same
from surveys.exchange.outline.asked import Asked
from surveys.exchange.outline.tags import NONE, recommends, type_of_blank
from surveys.exchange.report import Losses, shown
from surveys.question_types import Problem

_WITH_OPTIONS = {
    "single", "multiple", "dropdown", "ranking", "matrix_single", "matrix_multiple", "consent",
    "slider",
}  # fmt: skip
_CHOICES = {"single", "multiple", "dropdown", "ranking"}
NPS = (0, 10)
LONGEST_LABEL = 40
_COLUMNS = re.compile(r"\s*[(（]([^()（）]*[/|][^()（）]*)[)）]\s*[:.]?$")


def finish(asked: Asked, draft: Draft, losses: Losses) -> None:
    """Settle the type of a question and what hangs on it."""
    item = asked.item
    _columns_of_text(asked, draft)
    if asked.rows:
        item.rows = asked.rows
        if item.type not in {"matrix_single", "matrix_multiple"}:
            item.type = "matrix_multiple" if asked.is_tick else "matrix_single"
    if not item.type:
        item.type = _type_of(asked, draft)
    if asked.blanks:
        item.text = {each: text.rstrip(" :：") or text for each, text in item.text.items()}
    _scale(asked, draft)
    _single_other(asked)
    _alone(asked, losses)
    if asked.is_wordy and item.choices:
        losses.noted(
            Problem(
                "The lines below it are taken as its options: %(options)s",
                params={"options": shown(", ".join(part.name for part in item.choices))},
            ),
            next(iter(item.text.values()), item.name),
            item.place,
        )
    _fit(asked, losses)


def _columns_of_text(asked: Asked, draft: Draft) -> None:
    """Options named in brackets behind the question; what stands below are then lines to rate."""
    item = asked.item
    text = item.text.get(draft.language, "")
    found = _COLUMNS.search(text)
    if not found or asked.rows or item.type:
        return
    names = [each.strip() for each in re.split(r"[/|]", found[1]) if each.strip()]
    asked.rows = item.choices
    item.choices = [Part(each, same(each, draft.language)) for each in names]
    item.text = same(text[: found.start()], draft.language)


def _type_of(asked: Asked, draft: Draft) -> str:
    item = asked.item
    text = item.text.get(draft.language, "")
    if item.choices:
        is_scale = all(part.name.isdigit() for part in item.choices)
        return "multiple" if asked.is_tick and not is_scale else "single"
    if asked.scale:
        return "nps" if asked.scale == NPS and recommends(text) else "slider"
    # A label with a colon is a line of a form.
    is_label = text.endswith((":", "：")) and len(text) <= LONGEST_LABEL
    blanks = asked.blanks or int(is_label)
    return type_of_blank(text, blanks) if blanks else "long_text"


def _scale(asked: Asked, draft: Draft) -> None:
    """The ends of a slider, their names, and what named points are elsewhere."""
    item = asked.item
    if item.type == "slider":
        _ends(asked, draft)
    elif item.type != "nps" and not item.choices and len(asked.points) > 1:
        item.type = "single"
        item.choices = [Part(each, same(each, draft.language)) for each in asked.points.values()]
        asked.points = {}
    if asked.points:
        said = "\n".join(f"{point} = {words}" for point, words in asked.points.items())
        before = item.hint.get(draft.language, "")
        item.hint = same(f"{before}\n{said}".strip(), draft.language)


def _ends(asked: Asked, draft: Draft) -> None:
    """The bounds of a slider and their names; from 0 to 10 it may ask for a recommendation."""
    item = asked.item
    if asked.scale and "minimum" not in item.properties:
        item.properties |= {"minimum": asked.scale[0], "maximum": asked.scale[1]}
    ends = (item.properties.get("minimum"), item.properties.get("maximum"))
    if ends == NPS and recommends(item.text.get(draft.language, "")):
        item.type = "nps"
        del item.properties["minimum"], item.properties["maximum"]
        return
    names = [asked.points.get(end, "") for end in ends if isinstance(end, int)]
    if len(names) == len(ends) and all(names):
        item.scale = [same(name, draft.language) for name in names]
        for end in ends:
            asked.points.pop(end or 0, None)


def _single_other(asked: Asked) -> None:
    asking = [part for part in asked.item.choices if part.flags.get("other")]
    for part in asking[:-1]:
        part.flags.pop("other")


def _alone(asked: Asked, losses: Losses) -> None:
    """“None of these” among options to tick stands alone."""
    if asked.item.type != "multiple":
        return
    for part in asked.item.choices:
        if NONE.fullmatch(part.name) and not part.flags.get("exclusive"):
            part.flags["exclusive"] = True
            losses.noted(Problem("The option stands alone"), part.name, asked.item.place)


def _fit(asked: Asked, losses: Losses) -> None:
    """Tell where options stand under a question that takes none, or none where it needs some."""
    item = asked.item
    if item.type in _CHOICES and not item.choices:
        item.type = "long_text"
        losses.changed(
            Problem("It names no options, so it is an open question"),
            next(iter(item.text.values()), item.name),
            item.place,
        )
    if item.choices and (item.type not in _WITH_OPTIONS or item.type == "slider"):
        losses.left_out(
            Problem(
                "The options under a question of the type %(type)s are left out: %(options)s",
                params={
                    "type": item.type,
                    "options": shown(", ".join(part.name for part in item.choices)),
                },
            ),
            next(iter(item.text.values()), item.name),
            item.place,
        )
        item.choices = []
