"""The lines of an outline become a draft: docs/questionnaires.md states the rules."""

import re
from dataclasses import dataclass, field

from surveys.exchange.conditions.tree import Literal, Node, Ref, call
from surveys.exchange.drafting.draft import Draft, Item, Part, Pending, Stretch, same
from surveys.exchange.languages import language_code
from surveys.exchange.outline.lines import Line
from surveys.exchange.report import NOWHERE, Losses, Unreadable, shown
from surveys.question_types import Problem

_TAG = re.compile(r"\s*\[(?P<tag>[^\[\]]{1,40})\]\s*$")
_TYPES = {
    "single": "single", "one": "single", "multiple": "multiple", "several": "multiple",
    "text": "short_text", "short": "short_text", "short text": "short_text", "long": "long_text",
    "long text": "long_text", "open": "long_text", "number": "number", "date": "date",
    "month": "date", "nps": "nps", "0-10": "nps", "0–10": "nps", "ranking": "ranking",
    "rank": "ranking", "dropdown": "dropdown", "email": "email", "phone": "phone", "time": "time",
    "information": "information", "info": "information", "note": "information",
    "consent": "consent", "file": "file", "signature": "signature", "grid": "matrix_single",
}  # fmt: skip
_RANGE = re.compile(r"(-?\d+)\s*(?:-|–|to)\s*(-?\d+)")
_ALL = re.compile(
    r"(choose|select|tick|check|mark)\s+(all|any|as many|several)|all that apply|multiple answers",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？؟]\s*\*?$")
_RULE = re.compile(
    r"\(?\[?(?:ask |show )?(?:this )?(?:only )?if[:\s]+(?:Q(?:uestion)?\s*)?"
    r"(?P<number>\d{1,3}[a-z]?)"
    r"\s*(?P<sign>==|=|!=|<=|>=|<|>|≤|≥|is not|is|includes|contains)\s*(?P<value>.+?)\s*[\])]?\.?",
    re.IGNORECASE,
)
_OTHER = re.compile(r"_{3,}|…+$|\((?:please )?specify\)|please specify", re.IGNORECASE)
_SIGNS = {"=": "==", "is": "==", "is not": "!=", "≤": "<=", "≥": ">="}
_LANGUAGE = re.compile(r"language:\s*(\S.*)", re.IGNORECASE)
_PARTS = {"rows:": "rows", "columns:": "columns", "scale:": "columns", "options:": "choices"}


@dataclass
class _Asked:
    """A question as it is read, line by line."""

    item: Item
    number: str = ""
    part: str = "choices"
    rows: list[Part] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    is_tick: bool = False
    rules: list[Line] = field(default_factory=list)


def read_outline(lines: list[Line], losses: Losses, name: str) -> Draft:
    """Read an outline; raises Unreadable where it asks nothing."""
    if not any(line.kind == "question" or _ASKS.search(line.text) for line in lines):
        raise Unreadable(
            Problem("The file asks nothing: number its questions, or end them with a question mark")
        )
    return _Reader(lines, losses, name).whole()


class _Reader:
    """Goes through the lines."""

    def __init__(self, lines: list[Line], losses: Losses, name: str) -> None:
        self.lines = lines
        self.losses = losses
        self.draft = Draft(name)
        self.asked: list[_Asked] = []
        self.above: list[str] = []
        self.title = ""

    def whole(self) -> Draft:
        self.find_language()
        for line in self.lines:
            self.line(line)
        for asked in self.asked:
            self.finish(asked)
        self.draft.title = same(self.title or self.draft.name, self.draft.language)
        self.draft.intro = same("\n".join(self.above), self.draft.language)
        return self.draft

    def find_language(self) -> None:
        for line in self.lines[:10]:
            found = _LANGUAGE.fullmatch(line.text)
            code = language_code(found[1]) if found else ""
            if code:
                self.draft.language = code
                self.lines = [each for each in self.lines if each is not line]
                return
        self.losses.noted(
            Problem(
                "The file does not say in which language its texts are: %(language)s is assumed",
                params={"language": self.draft.language},
            ),
            "Language:",
            NOWHERE,
        )

    def line(self, line: Line) -> None:
        is_first = not self.title and not self.asked and not self.draft.stretches
        if line.kind == "title" or (is_first and line.kind == "text" and not self.is_asking(line)):
            self.at_title(line)
        elif line.kind == "heading":
            self.section(line)
        elif line.kind == "question" or (line.kind == "text" and self.is_asking(line)):
            self.question(line)
        elif line.kind == "option":
            self.option(line)
        else:
            self.text(line)

    def is_asking(self, line: Line) -> bool:
        return bool(_ASKS.search(line.text)) and not _RULE.fullmatch(line.text)

    def at_title(self, line: Line) -> None:
        if self.title:
            self.section(line)
        self.title = self.title or line.text

    def section(self, line: Line) -> None:
        title = same(line.text, self.draft.language)
        self.draft.stretches.append(Stretch(line.text, title, line.place))

    # Questions

    def question(self, line: Line) -> None:
        if not self.draft.stretches:
            title = same(self.title, self.draft.language)
            self.draft.stretches.append(Stretch("", title))
        name = f"q{line.mark}" if line.mark else f"q{len(self.asked) + 1}"
        item = Item(name, "", line.place)
        text = self.without_tags(item, line)
        item.text = same(text, self.draft.language)
        self.draft.stretches[-1].items.append(item)
        self.asked.append(_Asked(item, line.mark))

    def without_tags(self, item: Item, line: Line) -> str:
        """The words of a question; what stands in square brackets behind them is about it."""
        text = line.text
        while found := _TAG.search(text):
            if not self.tag(item, found["tag"].strip().lower()):
                break
            text = text[: found.start()]
        if text.endswith("*"):
            text, item.properties["required"] = text.rstrip("* "), True
        if _ALL.search(text) and not item.type:
            item.type = "multiple"
        return text

    def tag(self, item: Item, tag: str) -> bool:
        """Take a tag; False where it is none."""
        if tag == "required":
            item.properties["required"] = True
        elif tag in _TYPES:
            item.type = _TYPES[tag]
            if tag == "month":
                item.properties["precision"] = "month"
        elif found := _RANGE.fullmatch(tag):
            item.type = "slider"
            item.properties |= {"minimum": int(found[1]), "maximum": int(found[2])}
        else:
            return False
        return True

    def option(self, line: Line) -> None:
        if not self.asked:
            self.above.append(f"- {line.text}")
            return
        asked = self.asked[-1]
        flags = {}
        text = line.text
        if text.lower().endswith("[exclusive]"):
            text, flags["exclusive"] = text[: -len("[exclusive]")].rstrip(), True
        if _OTHER.search(text) and asked.part == "choices":
            flags["other"] = True
            text = _OTHER.sub("", text).strip(" :–-,") or text
        part = Part(text, same(text, self.draft.language), flags)
        if asked.part == "rows":
            asked.rows.append(part)
            return
        asked.is_tick |= line.is_tick
        asked.item.choices.append(part)
        asked.options |= {text.lower(): text}
        if line.mark.isalpha():
            asked.options.setdefault(line.mark, text)

    def text(self, line: Line) -> None:
        if not self.asked:
            self.above.append(line.text)
            return
        asked = self.asked[-1]
        if line.text.lower() in _PARTS:
            asked.part = _PARTS[line.text.lower()]
        elif _RULE.fullmatch(line.text):
            asked.rules.append(line)
        elif asked.item.choices or asked.rows:
            self.losses.left_out(
                Problem("The line stands between questions and is left out"),
                line.text,
                line.place,
            )
        else:
            before = asked.item.hint.get(self.draft.language, "")
            asked.item.hint = same(f"{before}\n{line.text}".strip(), self.draft.language)

    # What is known when all of a question is read

    def finish(self, asked: _Asked) -> None:
        item = asked.item
        if asked.rows:
            item.rows, item.type = asked.rows, item.type or "matrix_single"
        if not item.type:
            item.type = self.type_of(asked)
        self.fit(asked)
        for line in asked.rules:
            item.conditions.append(self.rule(line))

    def type_of(self, asked: _Asked) -> str:
        if asked.item.choices:
            return "multiple" if asked.is_tick else "single"
        return "long_text"

    def fit(self, asked: _Asked) -> None:
        """Tell where options stand under a question that takes none."""
        item = asked.item
        if item.choices and item.type not in {
            "single", "multiple", "dropdown", "ranking", "matrix_single", "consent",
        }:  # fmt: skip
            self.losses.left_out(
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

    def rule(self, line: Line) -> Pending:
        found = _RULE.fullmatch(line.text)
        number, sign, value = (
            (found["number"].lower(), found["sign"].lower(), found["value"]) if found else ("",) * 3
        )
        target = next((each for each in self.asked if each.number == number), None)
        if target is None:
            why = Problem("there is no question %(number)s", params={"number": number})
            return Pending("if", line.place, line.text, why=why)
        wanted = value.strip("\"'“”‘’ ")
        option = target.options.get(wanted.lower(), wanted)
        return Pending("if", line.place, line.text, _condition(target, sign, option))


def _condition(target: _Asked, sign: str, value: str) -> Node:
    ref, literal = Ref(target.item.name), Literal(value)
    if sign in {"includes", "contains"} or target.item.type in {"multiple", "ranking"}:
        found = call("has", literal, ref)
        return call("not", found) if sign in {"!=", "is not"} else found
    return call(_SIGNS.get(sign, sign), ref, literal)
