"""The lines of an outline become a draft: docs/questionnaires.md states the rules."""

import re

from surveys.exchange.conditions.tree import Node
from surveys.exchange.drafting.draft import Draft, Item, Part, Pending, Stretch, same
from surveys.exchange.languages import language_code
from surveys.exchange.outline import rules
from surveys.exchange.outline.asked import Asked
from surveys.exchange.outline.finishing import finish
from surveys.exchange.outline.lines import Line, Raw
from surveys.exchange.outline.marks import BOX
from surveys.exchange.outline.sorting import BLANKS, FIELD, sort
from surveys.exchange.outline.tags import instruction, own_words, point_of, read_tags, scale_in
from surveys.exchange.report import NOWHERE, Losses, Unreadable
from surveys.exchange.tongues import language_of
from surveys.question_types import Problem

_LANGUAGE = re.compile(
    r"(?:language|sprache|langue|idioma|ภาษา|ngôn ngữ|언어|语言|زبان)\s*[:：]\s*(\S.*)",
    re.IGNORECASE,
)
_PARTS = {
    "rows:": "rows", "columns:": "columns", "scale:": "columns", "options:": "choices",
    "answers:": "choices",
}  # fmt: skip
_THANKS = re.compile(
    r"thank|vielen dank|danke|merci|gracias|ขอบคุณ|cảm ơn|감사|谢谢|感谢|متشکر|سپاس|ممنون",
    re.IGNORECASE,
)
_PAGE_BREAK = re.compile(r"\[\[PageBreak\]\]|page break", re.IGNORECASE)
_IN_LINE = re.compile(r"\s*[/|]\s*|\s{2,}")
LONGEST_IN_LINE = 30
#: So many boxes on one line are still one choice among a few.
FEW = 3
#: A line to write on this long is for more than a word.
LONG_BLANK = 20


def read_outline(raws: list[Raw], losses: Losses, name: str) -> Draft:
    """Read an outline; raises Unreadable where it asks nothing."""
    reader = _Reader(raws, losses, name)
    if not any(line.kind == "question" for line in reader.lines):
        raise Unreadable(
            Problem("The file asks nothing: number its questions, or end them with a question mark")
        )
    return reader.whole()


class _Reader:
    """Goes through the lines."""

    def __init__(self, raws: list[Raw], losses: Losses, name: str) -> None:
        self.losses = losses
        self.draft = Draft(name, is_unforced=True)
        self.asked: list[Asked] = []
        self.above: list[str] = []
        self.ahead: list[Line] = []
        self.title = ""
        self.find_language(raws)
        self.lines = sort(raws)

    def whole(self) -> Draft:
        for place, line in enumerate(self.lines):
            following = self.lines[place + 1] if place + 1 < len(self.lines) else None
            self.line(line, following)
        for asked in self.asked:
            finish(asked, self.draft, self.losses)
        for asked in self.asked:
            for line in asked.rules:
                asked.item.conditions.append(self.rule(line, asked))
            for words, number, line in asked.jumps:
                self.jump(asked, words, number, line)
        self.draft.title = same(self.title or self.draft.name, self.draft.language)
        self.draft.intro = same("\n".join(self.above), self.draft.language)
        return self.draft

    def find_language(self, raws: list[Raw]) -> None:
        for raw in raws[:10]:
            found = _LANGUAGE.fullmatch(raw.text)
            code = language_code(found[1]) if found else ""
            if code:
                self.draft.language = code
                raws.remove(raw)
                return
        self.draft.language = language_of("\n".join(raw.text for raw in raws))
        self.losses.noted(
            Problem(
                "The file does not say in which language its texts are: %(language)s is assumed",
                params={"language": self.draft.language},
            ),
            "Language:",
            NOWHERE,
        )

    def line(self, line: Line, following: Line | None) -> None:
        is_first = not self.title and not self.asked and not self.draft.stretches
        if line.kind == "title" or (is_first and line.kind in {"text", "heading"}):
            self.at_title(line)
        elif line.kind == "heading":
            self.section(line)
        elif line.kind == "question":
            self.question(line)
        elif line.kind == "option":
            self.option(line)
        else:
            self.text(line, following)

    def at_title(self, line: Line) -> None:
        if self.title:
            self.section(line)
        self.title = self.title or line.text

    def section(self, line: Line) -> None:
        title = same(line.text, self.draft.language)
        self.draft.stretches.append(Stretch(line.text, title, line.place))

    def add(self, item: Item) -> None:
        if not self.draft.stretches:
            self.draft.stretches.append(Stretch("", same(self.title, self.draft.language)))
        self.draft.stretches[-1].items.append(item)

    # Questions

    def question(self, line: Line) -> None:
        name = f"q{line.mark.replace('.', '_')}" if line.mark else f"q{len(self.asked) + 1}"
        item = Item(name, "", line.place)
        asked = Asked(item, line.mark, rules=self.ahead)
        self.ahead = []
        rule, words = rules.rule_before(line.text)
        if rule:
            asked.rules.append(Line("text", rule, line.place))
        words = self.in_line(asked, words)
        told = read_tags(words)
        item.type, item.properties = told.type, dict(told.properties)
        asked.rules += [Line("text", each, line.place) for each in told.rules]
        for each in told.unknown:
            self.losses.left_out(Problem("Nobody here knows this tag"), each, line.place)
        text = self.without_blanks(asked, told.text)
        if scale := scale_in(text):
            text, *ends = scale
            asked.scale = (ends[0], ends[1])
        item.text = same(text, self.draft.language)
        if self.asked and self.asked[-1].is_above(asked):
            self.asked[-1].item.type = "information"
        self.add(item)
        self.asked.append(asked)

    def without_blanks(self, asked: Asked, text: str) -> str:
        """The words without the lines to write on behind them."""
        found = FIELD.fullmatch(text)
        if not found:
            return text
        asked.blanks += 1
        return found["label"].rstrip(" :：") or text

    def in_line(self, asked: Asked, text: str) -> str:
        """The words without options that stand behind them on the same line."""
        boxes = list(BOX.finditer(text))
        if len(boxes) > 1 and boxes[0].start():
            parts = BOX.split(text)
            asked.is_tick = boxes[0].group() in "☐□▢◻⬜❏❑" and len(boxes) > FEW
            self.options(asked, parts[1:])
            return parts[0].strip(" :：")
        before, mark, after = _asking(text)
        parts = [part for part in _IN_LINE.split(after.strip()) if part]
        is_bracket = after.strip().startswith(("(", "（")) or bool(BLANKS.fullmatch(after))
        is_list = (
            not is_bracket
            and 1 < len(parts) <= 10
            and all(len(each) <= LONGEST_IN_LINE for each in parts)
        )
        if mark and is_list and ("/" in after or "|" in after or "  " in text):
            self.options(asked, parts)
            return f"{before}{mark}".rstrip(" :：")
        return text

    def options(self, asked: Asked, texts: list[str]) -> None:
        for text in texts:
            if text.strip():
                self.add_option(asked, Line("option", text.strip(), asked.item.place))

    def option(self, line: Line) -> None:
        if not self.asked:
            self.above.append(f"- {line.text}")
            return
        asked = self.asked[-1]
        if line.mark == "" and BOX.search(line.text):
            asked.is_tick |= line.is_tick
            self.options(asked, BOX.split(line.text))
        else:
            self.add_option(asked, line)

    def add_option(self, asked: Asked, line: Line) -> None:
        flags = {}
        text, number = rules.jump_in(line.text)
        if text.lower().endswith("[exclusive]"):
            text, flags["exclusive"] = text[: -len("[exclusive]")].rstrip(), True
        if asked.part == "choices":
            text, flags["other"] = own_words(text)
        part = Part(text, same(text, self.draft.language), flags)
        if asked.part == "rows":
            asked.rows.append(part)
            return
        asked.is_tick |= line.is_tick
        asked.is_wordy |= line.mark == "plain"
        asked.item.choices.append(part)
        asked.options |= {text.lower(): text}
        if line.mark and line.mark != "plain":
            asked.options.setdefault(line.mark, text)
        if number:
            asked.jumps.append((text, number, line))

    # Other lines

    def text(self, line: Line, following: Line | None) -> None:
        asked = self.asked[-1] if self.asked else None
        if rules.rule_in(line.text) and self.is_ahead(asked, line, following):
            self.ahead.append(line)
        elif asked is None:
            self.above.append(line.text)
        elif line is self.lines[-1] and _THANKS.search(line.text):
            self.draft.thanks = same(line.text, self.draft.language)
        elif _PAGE_BREAK.fullmatch(line.text):
            return
        elif not self.about(asked, line):
            self.between(asked, line)

    def is_ahead(self, asked: Asked | None, line: Line, following: Line | None) -> bool:
        """Say whether a condition is of the question below it."""
        if following is None or following.kind != "question" or following.gap:
            return False
        is_told = bool(re.match(r"[\[(]?\s*(?:ask|show)\b", line.text, re.IGNORECASE))
        return asked is None or is_told or line.gap or bool(asked.item.choices)

    def about(self, asked: Asked, line: Line) -> bool:
        """Take a line that says something about the question; False where it is none."""
        kind = instruction(line.text)
        if line.text.lower() in _PARTS:
            asked.part = _PARTS[line.text.lower()]
        elif rules.rule_in(line.text):
            asked.rules.append(line)
        elif BLANKS.fullmatch(line.text):
            asked.blanks += 1 + (len(line.text) >= LONG_BLANK)
        elif kind:
            asked.item.type = asked.item.type or kind
        elif point := point_of(line.text):
            asked.points[point[0]] = point[1]
        elif len(parts := _side_by_side(line.text)) > 1 and not asked.item.choices:
            self.options(asked, parts)
        elif asked.item.choices or asked.rows or asked.blanks or (line.gap and asked.item.hint):
            return False
        else:
            before = asked.item.hint.get(self.draft.language, "")
            asked.item.hint = same(f"{before}\n{line.text}".strip(), self.draft.language)
        return True

    def between(self, asked: Asked, line: Line) -> None:
        """A line behind a question that is over: thanks, or words for people to read."""
        before = self.draft.stretches[-1].items[-1]
        if before.type == "information" and before is not asked.item and not line.gap:
            words = f"{before.text[self.draft.language]}\n{line.text}"
            before.text = same(words, self.draft.language)
            return
        name = f"note{sum(each.type == 'information' for each in self.draft.items) + 1}"
        self.add(Item(name, "information", line.place, same(line.text, self.draft.language)))
        self.losses.changed(
            Problem("The line between questions is shown as words to read"), line.text, line.place
        )

    # Conditions

    def rule(self, line: Line, asked: Asked) -> Pending:
        number, sign, value = rules.rule_in(line.text) or ("", "", "")
        target = self.numbered(number, asked)
        if target is None:
            why = Problem("there is no question %(number)s", params={"number": number})
            return Pending("if", line.place, line.text, why=why)
        option = target.options.get(value.lower(), value)
        node = rules.condition(target.item.name, sign, option, is_many=target.is_many)
        return Pending("if", line.place, line.text, node)

    def numbered(self, number: str, asked: Asked) -> Asked | None:
        """The question of a number; of several, the last before this one."""
        found = [each for each in self.asked if each.number == number]
        place = self.asked.index(asked)
        earlier = [each for each in found if self.asked.index(each) < place]
        return earlier[-1] if earlier else next(iter(found), None)

    def jump(self, asked: Asked, words: str, number: str, line: Line) -> None:
        """An option that leads on to a later question."""
        node: Node = rules.condition(asked.item.name, "==", words, is_many=asked.is_many)
        given = Pending("go to", line.place, line.text, node)
        place = self.asked.index(asked)
        target = next((each for each in self.asked[place + 1 :] if each.number == number), None)
        if target is None and number != "end":
            self.losses.left_out(
                Problem("The jump leads to no question, and is left out"),
                line.text,
                line.place,
            )
            return
        asked.item.jumps.append((given, target.item.name if target else "end"))


def _side_by_side(text: str) -> list[str]:
    """Options with wide gaps or strokes between them on one line."""
    parts = [
        each.strip() for each in re.split(r"\s{3,}|\t+|\s+/\s+|\s*[|]\s*", text) if each.strip()
    ]
    return parts if all(len(each) <= LONGEST_IN_LINE for each in parts) else []


def _asking(text: str) -> tuple[str, str, str]:
    """A text in three: what asks, its mark, and what stands behind that."""
    found = re.search(r"[?？؟:：](?=\s+\S)", text)
    if not found:
        return text, "", ""
    return text[: found.start()], found.group(), text[found.end() :]
