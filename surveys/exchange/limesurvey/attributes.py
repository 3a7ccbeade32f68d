"""The attributes of LimeSurvey's questions: what they limit, check, order and look like."""

import re
from collections.abc import Callable
from typing import Any

from surveys.exchange.conditions.languages import read_limesurvey
from surveys.exchange.conditions.literals import as_number
from surveys.exchange.conditions.settling import looks_like_email
from surveys.exchange.conditions.tree import Call, Literal, Ref, Untold, call
from surveys.exchange.drafting.draft import Demand, Item, Pending, Words, pending
from surveys.exchange.limesurvey.settings import is_look
from surveys.exchange.limesurvey.survey import LsQuestion
from surveys.exchange.report import Losses, shown
from surveys.exchange.stock import stock
from surveys.question_types import Problem
from surveys.question_types.values import RANDOM

Reader = Callable[[str], Any]
#: What an attribute is where nobody has set it.
_UNSET = {"", "0", "N", "none", "default", "random", "normal", "text", "left", "core", "off"}
_MEANT_BY_ONE = {"statistics_showgraph", "assessment_value", "public_statistics", "save_as_default"}
#: Attributes that are read here, or told of where they are read.
_READ = {
    "max_answers", "min_answers", "max_subquestions", "exclude_all_others", "maximum_chars",
    "min_num_value_n", "max_num_value_n", "suffix", "prefix", "other_replace_text", "hidden",
    "em_validation_q", "em_validation_q_tip", "multiflexible_min", "multiflexible_max",
    "multiflexible_checkbox", "equals_num_value", "dualscale_headerA", "dualscale_headerB",
    "date_format", "random_order", "answer_order", "subquestion_order", "numbers_only", "equation",
    "slider_min", "slider_max", "allowed_filetypes", "date_min", "date_max", "show_title",
    "show_comment", "max_filesize", "min_num_of_files",
}  # fmt: skip
_TOLD = {
    "array_filter": Problem("Rows that hang on the answers to %(value)s are always shown here"),
    "array_filter_exclude": Problem(
        "Rows that the answers to %(value)s take away are always shown here"
    ),
    "em_validation_sq": Problem("The check of each row is left out: %(value)s"),
    "time_limit": Problem("There is no limit of time here: there it is %(value)s seconds"),
    "random_group": Problem(
        "Its place among the questions is always the same here: there it is drawn by chance"
    ),
    "num_value_int_only": Problem("Numbers with decimals are taken too"),
    "max_num_of_files": Problem("One file is handed in here: there it is up to %(value)s"),
    "min_num_value": Problem("The sum of its numbers is not checked: at least %(value)s"),
    "max_num_value": Problem("The sum of its numbers is not checked: at most %(value)s"),
}
#: Endings of files, by the kind that is handed in here.
_KINDS = {
    "image": {"png", "gif", "jpg", "jpeg", "webp", "bmp", "svg", "tiff"},
    "document": {"doc", "docx", "odt", "pdf", "txt", "rtf"},
    "sheet": {"xls", "xlsx", "ods", "csv"},
    "audio": {"mp3", "m4a", "ogg", "wav", "webm"},
}


class Attributes:
    """Takes the attributes of questions into items; `looks` collects those about looks."""

    def __init__(
        self, losses: Losses, languages: list[str], words: Callable[[Words, str, Problem], Words]
    ) -> None:
        self.losses = losses
        self.languages = languages
        self.words = words
        self.looks: list[str] = []

    def take(self, item: Item, question: LsQuestion) -> None:
        """Take what an item can hold, and tell of all else."""
        self._bounds(item, question)
        self._unit(item, question)
        alone = re.split(r"[;,\s]+", question.attributes.get("exclude_all_others", ""))
        for part in item.choices:
            if part.name in alone:
                part.flags["exclusive"] = True
        self._total(item, question)
        self._check(item, question)
        self._order(item, question)
        self._files(item, question)
        self._tell(question)

    def _bounds(self, item: Item, question: LsQuestion) -> None:
        if question.attributes.get("numbers_only") == "1":
            item.type = {"short_text": "number", "matrix_text": "matrix_number"}.get(
                item.type, item.type
            )
        is_grid = question.type in {":", "K"}
        taken: dict[str, tuple[str, Reader, bool]] = {
            "max_answers": ("max_choices", _count, True),
            "max_subquestions": ("max_choices", _count, True),
            "maximum_chars": ("max_length", _count, True),
            "min_num_value_n": ("minimum", as_number, True),
            "max_num_value_n": ("maximum", as_number, True),
            "multiflexible_min": ("minimum", as_number, is_grid),
            "multiflexible_max": ("maximum", as_number, is_grid),
            "slider_min": ("minimum", as_number, is_grid),
            "slider_max": ("maximum", as_number, is_grid),
        }
        for theirs, (ours, read, is_meant) in taken.items():
            given = question.attributes.get(theirs)
            if given and is_meant:
                self._bound(item, ours, read(given), (theirs, given))
        least = _count(question.attributes.get("min_answers", ""))
        if least and item.type in {"multiple", "ranking"}:
            self._demand(item, call(">=", call("count", Ref("")), Literal(least)), "min_answers")
        elif question.attributes.get("min_answers"):
            self._left(item, "min_answers", question.attributes["min_answers"])
        for theirs, sign in (("date_min", ">="), ("date_max", "<=")):
            if given := question.attributes.get(theirs):
                self._formula(item, theirs, sign, _dated(given))

    def _bound(self, item: Item, ours: str, value: Any, given: tuple[str, str]) -> None:
        """A bound of its own, or a formula that stands for one."""
        if value is not None:
            item.properties[ours] = value
        elif ours in {"minimum", "maximum"} and item.type == "number":
            self._formula(item, given[0], ">=" if ours == "minimum" else "<=", given[1])
        else:
            self._left(item, *given)

    def _formula(self, item: Item, theirs: str, sign: str, given: str) -> None:
        source = f"this {sign} ({given.strip().removeprefix('{').removesuffix('}')})"
        found = pending(source, read_limesurvey, theirs, item.place)
        if found is not None:
            item.demands.append(Demand(found, stock("check", self.languages)))

    def _demand(self, item: Item, node: Call, theirs: str) -> None:
        given = Pending(theirs, item.place, theirs, node)
        item.demands.append(Demand(given, stock("check", self.languages)))

    def _left(self, item: Item, theirs: str, given: str) -> None:
        self.losses.left_out(
            Problem("This setting is left out: %(value)s", params={"value": shown(given)}),
            theirs,
            item.place,
        )

    def _unit(self, item: Item, question: LsQuestion) -> None:
        for name in ("prefix", "suffix"):
            if not (given := question.spoken.get(name)):
                continue
            words = self.words(given, name, question.place)
            if item.unit or "number" not in item.type:
                self._left(item, name, next(iter(words.values()), ""))
                continue
            item.unit = words
            if name == "prefix":
                self.losses.changed(
                    Problem("It stands behind the number here"), name, question.place
                )

    def _total(self, item: Item, question: LsQuestion) -> None:
        """Numbers that have to reach a sum are shares of it."""
        if not (given := question.attributes.get("equals_num_value")):
            return
        total = as_number(given)
        if question.type == "K" and total is not None:
            item.type, item.choices, item.rows = "constant_sum", item.rows, []
            item.names = {
                name: ("option" if kind == "row" else kind, part)
                for name, (kind, part) in item.names.items()
            }
            item.properties["total"] = total
            for name in ("minimum", "maximum"):
                item.properties.pop(name, None)
        else:
            self._left(item, "equals_num_value", given)

    def _check(self, item: Item, question: LsQuestion) -> None:
        source = question.attributes.get("em_validation_q", "")
        for pattern in (question.preg, source):
            if pattern and item.type == "short_text" and _is_email(pattern):
                item.type = "email"
                return
        if question.preg:
            self.losses.left_out(
                Problem(
                    "The check of the answer is left out: %(source)s",
                    params={"source": shown(question.preg)},
                ),
                "validation",
                question.place,
            )
        given = pending(source, read_limesurvey, "em_validation_q", question.place)
        if given is not None:
            tips = question.spoken.get("em_validation_q_tip", {})
            words = self.words(tips, "em_validation_q_tip", question.place)
            item.demands.append(Demand(given, words or stock("check", self.languages)))

    def _order(self, item: Item, question: LsQuestion) -> None:
        said = {question.attributes.get(name, "") for name in ("random_order", "answer_order")}
        is_random = bool(said & {"1", "random"}) or "random" in question.attributes.get(
            "subquestion_order", ""
        )
        if is_random and (item.choices or item.rows):
            item.properties["order"] = RANDOM

    def _files(self, item: Item, question: LsQuestion) -> None:
        given = question.attributes.get("allowed_filetypes", "")
        if item.type != "file" or not given:
            return
        endings = {each.strip(" .").lower() for each in re.split(r"[,;]", given)}
        item.properties["accepts"] = [kind for kind, known in _KINDS.items() if endings & known]
        unknown = sorted(endings - set().union(*_KINDS.values()) - {""})
        if unknown:
            self._left(item, "allowed_filetypes", ", ".join(unknown))

    def _tell(self, question: LsQuestion) -> None:
        left = []
        for name, value in sorted(question.attributes.items()):
            is_one = value == "1" and name in _MEANT_BY_ONE
            # The words around a limit of time say nothing without one.
            is_idle = name.startswith("time_limit_") and not question.attributes.get("time_limit")
            if name in _READ or value in _UNSET or is_one or is_idle:
                continue
            if name in _TOLD:
                done = Problem(_TOLD[name].message, params={"value": shown(value)})
                self.losses.left_out(done, name, question.place)
            elif is_look(name):
                self.looks.append(name)
            else:
                left.append(f"{name} = {shown(value)}")
        if left:
            self.losses.left_out(
                Problem(
                    "Its further settings are left out: %(names)s",
                    params={"names": ", ".join(left)[:600]},
                ),
                question.code,
                question.place,
            )
        self._tell_of_page(question)

    def _tell_of_page(self, question: LsQuestion) -> None:
        if question.script.strip():
            self.losses.left_out(
                Problem("The script of its page is left out"), question.code, question.place
            )
        if question.theme and question.theme not in _THEMES:
            self.looks.append(question.theme)


#: The looks that the types have of themselves.
_THEMES = {
    "5pointchoice", "arrays/10point", "arrays/5point", "arrays/array", "arrays/column",
    "arrays/dualscale", "arrays/increasesamedecrease", "arrays/multiflexi", "arrays/texts",
    "arrays/yesnouncertain", "boilerplate", "date", "equation", "file_upload", "gender",
    "hugefreetext", "language", "list_dropdown", "list_with_comment", "listradio",
    "longfreetext", "multiplechoice", "multiplechoice_with_comments", "multiplenumeric",
    "multipleshorttext", "numerical", "ranking", "shortfreetext", "yesno", "core",
}  # fmt: skip


def _count(text: str) -> int | None:
    number = as_number(text)
    return int(number) if number is not None and number >= 1 and number == int(number) else None


def _dated(text: str) -> str:
    """A date as a text of the formula; anything else is a formula already."""
    day = text.strip().split(" ")[0]
    return f'"{day}"' if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else text


def _is_email(source: str) -> bool:
    if looks_like_email(Literal(source)):
        return True
    try:
        node = read_limesurvey(source)
    except Untold:
        return False
    return (
        isinstance(node, Call)
        and node.name == "regexMatch"
        and any(map(looks_like_email, node.operands))
    )
