"""What people write beside a question about its kind: tags, instructions, blanks, scales."""

import re
from dataclasses import dataclass, field
from typing import Any

from surveys.question_types.values import RANDOM

TYPES = {
    "single": "single", "one": "single", "single choice": "single", "single answer": "single",
    "choose one": "single", "select one": "single", "multiple": "multiple", "multi": "multiple",
    "several": "multiple", "multiple answers": "multiple", "multiple response": "multiple",
    "text": "short_text", "short": "short_text", "short text": "short_text", "long": "long_text",
    "short answer": "short_text", "long text": "long_text", "open": "long_text",
    "open-ended": "long_text", "open ended": "long_text", "open question": "long_text",
    "essay": "long_text", "paragraph": "long_text", "free text": "long_text",
    "offen": "long_text", "number": "number", "numeric": "number", "numerical": "number",
    "date": "date", "month": "date", "nps": "nps", "0-10": "nps", "0–10": "nps",
    "ranking": "ranking", "rank": "ranking", "dropdown": "dropdown", "drop-down": "dropdown",
    "email": "email", "phone": "phone", "time": "time", "information": "information",
    "info": "information", "note": "information", "consent": "consent", "file": "file",
    "signature": "signature", "grid": "matrix_single", "matrix": "matrix_single",
}  # fmt: skip
_REQUIRED = {"required", "mandatory", "pflichtfrage", "pflicht", "obligatoire", "obligatorio"}
_RANDOM = {"random", "randomise", "randomize", "rotate", "random order"}
_RANGE = re.compile(r"(-?\d+)\s*(?:-|–|to|bis|à)\s*(-?\d+)")
_ALL = re.compile(
    r"(?:choose|select|tick|check|mark)\s+(?:all|any|as many|several|multiple)|all that apply"
    r"|multiple (?:answers|responses)|mehrfach(?:auswahl|nennung)|mehrere antworten"
    r"|plusieurs réponses|varias respuestas|más de una|เลือกได้(?:มากกว่า|หลาย)"
    r"|chọn nhiều|nhiều đáp án"
    r"|복수\s*(?:응답|선택)|모두 (?:선택|고르)|可?多选|可复选|複数|چند گزینه|همه موارد",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"(?:mark|choose|select|tick|check) (?:only )?one\b.*|nur eine antwort|einfachauswahl"
    r"|une seule réponse|เลือก(?:เพียง|ได้)? ?(?:1|หนึ่ง)?ข้อ(?:เดียว)?|하나만.*|单选|یک گزینه",
    re.IGNORECASE,
)
#: A bracket at the end, in round or square brackets.
_TAG = re.compile(r"\s*(?P<open>[\[(（])(?P<tag>[^\[\]()（）]{1,60})[\])）]\s*[.:]?\s*$")
_SCALE = re.compile(
    r"(?:scale|skala|échelle|escala|thang điểm|rate|rank|from|von|de|between)\D{0,40}?"
    r"(?P<low>\d{1,2})\s*(?:\([^)]*\)\s*)?(?:to|-|–|bis|à|a|and|đến|ถึง)\s*(?P<high>\d{1,2})\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(（]\s*(?P<low>[01])\s*[-–]\s*(?P<high>[3-9]|10|100)\s*[)）]")
_POINT = re.compile(r"(?P<point>\d{1,2})(?:\s*[=:]|\s+[–—-])\s*(?P<words>\S.{0,80})")
_TRAILING = re.compile(r"\s+(?P<numbers>\d{1,2}(?:\s+\d{1,2}){2,10})\s*$")
_RECOMMENDS = re.compile(
    r"recommend|weiterempfehl|recommand|recomend|แนะนำ|giới thiệu|추천|推荐|توصیه", re.IGNORECASE
)
#: A blank behind an option's words.
_BLANK = re.compile(r"[_.…\s]*(?:_{2,}|\.{3,}|…+)[_.…\s]*$|[(（]\s{3,}[)）]\s*$")
_SPECIFY = re.compile(
    r"[(（]?\s*(?:please specify|specify|please state|please describe|bitte angeben|und zwar"
    r"|précisez|préciser|especifique|โปรดระบุ|ระบุ|nêu rõ|xin ghi rõ|ghi rõ|직접 입력|请注明|请说明"
    r"|لطفاً? (?:بنویسید|مشخص کنید)|توضیح دهید)\s*[)）]?\s*[:：]?\s*",
    re.IGNORECASE,
)
_BARE_OTHER = re.compile(r"other|sonstiges|autre|otro|อื่น ?ๆ|khác|기타|其他|سایر", re.IGNORECASE)
NONE = re.compile(
    r"none of (?:the above|these|them)\b.*|keine? d(?:er|avon|ieser)\b.*|aucune? de ces\b.*"
    r"|ninguna? de (?:las|los|estas|estos)\b.*|ไม่มีข้อใด.*"
    r"|không có lựa chọn nào.*|해당 ?(?:사항)? ?없음"
    r"|以上(?:都)?(?:没有|不是)|هیچ ?کدام",
    re.IGNORECASE,
)
_WANTED = (
    ("email", re.compile(r"\be-?mail|อีเมล|이메일|邮箱|ایمیل", re.IGNORECASE)),
    ("phone", re.compile(r"\b(?:tele)?phone|\bmobile (?:number|no)|telefon|téléphone|teléfono"
                         r"|เบอร์โทร|số điện thoại|전화|电话|تلفن", re.IGNORECASE)),
    ("date", re.compile(r"\bdate\b|geburtsdatum|วันที่|วันเกิด|ngày sinh|날짜|日期|تاریخ",
                        re.IGNORECASE)),
    ("number", re.compile(r"\bnumber of\b|how many\b|\bage\b|anzahl|wie viele|อายุ|จำนวน|\btuổi\b"
                          r"|나이", re.IGNORECASE)),
)  # fmt: skip


@dataclass
class Told:
    """What was found beside the words: the words alone, a type, properties, what nobody knows."""

    text: str
    type: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


def read_tags(text: str) -> Told:
    """Take off what stands in brackets behind the words and is about the question."""
    told = Told(text.strip())
    while found := _TAG.search(told.text):
        tag, is_square = found["tag"].strip(), found["open"] == "["
        if re.match(r"(?:ask |show )?(?:only )?if\b", tag, re.IGNORECASE) and is_square:
            told.rules.append(tag)
        elif not _take(told, tag, is_square=is_square):
            break
        told.text = told.text[: found.start()].rstrip()
    if told.text.endswith("*"):
        told.text, told.properties["required"] = told.text.rstrip("* "), True
    if _ALL.search(text) and not told.type:
        told.type = "multiple"
    return told


def _take(told: Told, tag: str, *, is_square: bool) -> bool:
    """Take a tag, or several with commas between; False where it is none."""
    if _ALL.search(tag):
        # The words are for the people who answer, too.
        told.type = told.type or "multiple"
        return is_square
    parts = [each.strip().lower().rstrip(".") for each in re.split(r"[,;]", tag)]
    known = [_take_one(told, each, is_square=is_square) for each in parts]
    if not any(known):
        return False
    told.unknown += [each for each, is_known in zip(parts, known, strict=True) if not is_known]
    return True


def _take_one(told: Told, tag: str, *, is_square: bool) -> bool:
    tag = tag.removesuffix(" question").removesuffix(" choice") if tag not in TYPES else tag
    if tag in _REQUIRED:
        told.properties["required"] = True
    elif tag in _RANDOM:
        told.properties["order"] = RANDOM
    elif tag in TYPES and (
        is_square or tag not in {"one", "note", "time", "short", "text", "long"}
    ):
        told.type = TYPES[tag]
        if tag == "month":
            told.properties["precision"] = "month"
    elif _ONE.fullmatch(tag):
        told.type = "single"
    elif (found := _RANGE.fullmatch(tag)) and int(found[1]) < int(found[2]):
        told.type = told.type or "slider"
        told.properties |= {"minimum": int(found[1]), "maximum": int(found[2])}
    else:
        return False
    return True


def instruction(text: str) -> str:
    """The type that a line of its own asks for; empty where it is no such line."""
    bare = text.strip(" .()[]").strip()
    if bare in {"MultipleAnswer", "SingleAnswer"}:
        return "multiple" if bare == "MultipleAnswer" else "single"
    if _ALL.search(bare) and len(bare) <= 60:
        return "multiple"
    return "single" if _ONE.fullmatch(bare) else ""


def scale_in(text: str) -> tuple[str, int, int] | None:
    """The words, and the ends of the scale they speak of or that stands behind them."""
    if trailing := _TRAILING.search(text):
        numbers = [int(each) for each in trailing["numbers"].split()]
        if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            return text[: trailing.start()].rstrip(), numbers[0], numbers[-1]
    found = _SCALE.search(text) or _BRACKETED.search(text)
    if found and int(found["low"]) < int(found["high"]) <= 100:
        return text, int(found["low"]), int(found["high"])
    return None


def point_of(text: str) -> tuple[int, str] | None:
    """A line that names a point of a scale: `1 = very bad`."""
    found = _POINT.fullmatch(text.strip(" ()"))
    return (int(found["point"]), found["words"].strip()) if found else None


def recommends(text: str) -> bool:
    """Say whether the words ask for a recommendation."""
    return bool(_RECOMMENDS.search(text))


def type_of_blank(label: str, lines: int) -> str:
    """The type of a question with blanks to write on."""
    for name, pattern in _WANTED:
        if pattern.search(label):
            return name
    return "short_text" if lines < 2 else "long_text"


def own_words(text: str) -> tuple[str, bool]:
    """An option's words, and whether it asks for the person's own."""
    if not (_BLANK.search(text) or is_other(text)):
        return text, False
    bare = _SPECIFY.sub("", _BLANK.sub("", text)).strip(" :：–-,()（）")
    return bare or text, True


def is_other(text: str) -> bool:
    """Say whether a line is the “other” among options, not a line to write on."""
    bare = _BLANK.sub("", text).strip(" :：()（）")
    return bool(_SPECIFY.search(text) or _BARE_OTHER.fullmatch(bare))
