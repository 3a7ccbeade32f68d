"""How a line of an outline begins: a number, a letter, a box, a bullet, in whatever script."""

import re
import unicodedata
from dataclasses import dataclass

_WORDS = (
    r"q|question|frage|pregunta|pergunta|domanda|câu hỏi|câu|ข้อที่|ข้อ|คำถามที่|คำถาม|문항|문|질문"
    r"|سوال|سؤال"
    r"|پرسش|问题|問題|问|問|第"
)
_SEPARATED = r"\s*(?:[.:)、．：）]+(?:\s+|(?=[^\W\d_]))|[-–](?:\s+(?=[^\W\d_])|(?=[^\W\d_])))"
_NUMBER = re.compile(
    rf"(?:(?P<word>{_WORDS})\s*\.?\s*)?(?P<open>[(（])?(?P<number>\d{{1,3}}(?:\.\d{{1,2}})*[a-z]?)"
    rf"(?P<close>题?{_SEPARATED}|题?\s+)(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LETTER = re.compile(
    r"(?P<open>[(（])?(?P<letter>[a-z]|[ivx]{2,4}|[ก-ฮ]|[가나다라마바사아자차카타파하]|الف|[ا-ی])"
    r"\s*(?:[.)、．）]+(?:\s+|(?=[^\W\d_]{2}))|[-–]\s+)(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_CHINESE = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、.．]|第[一二三四五六七八九十]+部分)\s*(?P<text>\S.*)"
)
_ROMAN = re.compile(r"(?P<numeral>[IVX]{1,5})[.)]\s+(?P<text>\S.*)")
_CIRCLED = re.compile(r"(?P<circle>[①-⑳])\s*(?P<text>\S.*)", re.DOTALL)
BOX = re.compile(r"\[\s*[xX✓]?\s*\]|\(\s*[xX•]?\s*\)|[☐□▢◻⬜☑☒❏❑○◯◎⚪◉⭘❍]")
_SQUARE = re.compile(r"\[|[☐□▢◻⬜☑☒❏❑]")
_BULLET = re.compile(
    r"(?:[-*•·●▪◦‣–—➢►✓\uf0b7\uf0a7\uf06f\uf0a8]|o(?=\t|\s{2}))\s+(?P<text>\S.*)", re.DOTALL
)


@dataclass(frozen=True)
class Mark:
    """What stands before the words: `kind` is number, letter, box, bullet or section.

    `style` tells numberings apart; `label` is the number or letter; `is_tick`: a box to tick, of
    several.
    """

    kind: str
    style: str
    label: str
    text: str
    is_tick: bool = False


def mark_of(line: str) -> Mark | None:
    """The mark of a line; None where it has none."""
    for read in (_boxed, _section, _numbered, _lettered, _bulleted):
        if found := read(line):
            return found
    return None


def _boxed(line: str) -> Mark | None:
    if found := _CIRCLED.fullmatch(line):
        label = str(ord(found["circle"]) - ord("①") + 1)
        return Mark("letter", "circled", label, found["text"])
    box = BOX.match(line)
    if box and line[box.end() :].strip():
        return Mark("box", "box", "", line[box.end() :].strip(), bool(_SQUARE.match(line)))
    return None


def _section(line: str) -> Mark | None:
    if found := _CHINESE.fullmatch(line):
        return Mark("section", "chinese", "", found["text"])
    if found := _ROMAN.fullmatch(line):
        return Mark("section", "roman", str(_arabic(found["numeral"])), found["text"])
    return None


def _numbered(line: str) -> Mark | None:
    found = _NUMBER.fullmatch(line)
    if not found:
        return None
    number = "".join(_digit(each) for each in found["number"]).lower()
    is_separated = bool(found["close"].strip())
    if found["word"] and not found["open"]:
        return Mark("number", "word", number, found["text"])
    if "." in number:
        return Mark("number", "dotted", number, found["text"])
    if not is_separated:
        return Mark("number", "bare", number, found["text"])
    style = "round" if found["open"] else found["close"].strip()[0]
    return Mark("number", style, number, found["text"])


def _lettered(line: str) -> Mark | None:
    found = _LETTER.fullmatch(line)
    return Mark("letter", "letter", found["letter"].lower(), found["text"]) if found else None


def _bulleted(line: str) -> Mark | None:
    found = _BULLET.fullmatch(line)
    return Mark("bullet", "bullet", "", found["text"]) if found else None


def _digit(each: str) -> str:
    return str(unicodedata.digit(each)) if each.isdigit() else each


def _arabic(numeral: str) -> int:
    values = {"I": 1, "V": 5, "X": 10}
    numbers = [values[each] for each in numeral]
    following = [*numbers[1:], 0]
    return sum(-n if n < after else n for n, after in zip(numbers, following, strict=True))


def number_in(label: str) -> int:
    """The whole number a label begins with, or ends with where it is in parts."""
    digits = re.findall(r"\d+", label)
    return int(digits[-1]) if digits else 0
