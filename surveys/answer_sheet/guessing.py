"""A first guess at the map by the likeness of headings; a person sees it before it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from research.cells import word_key
from research.contact_sheet import COLUMNS, heading_key
from surveys.answer_sheet.mapping import AnswerMap, Taking
from surveys.answer_sheet.targets import targets
from surveys.definition import Definition

LIKE_ENOUGH = 0.72
LONG_ENOUGH, CONTAINED = 12, 0.9  # a shortened heading of so many characters is as good
MOST_COLUMNS = 300  # of a wider file the rest is left for a person to map
_IDS = frozenset(
    {"id", "response id", "respondent id", "submission id", "responseid", "respondentid",
     "response", "record id", "token", "รหัส", "응답 id", "응답 번호", "mã", "mã phản hồi", "شناسه"}
)  # fmt: skip
_WHEN = frozenset(
    {"submitted at", "submitted", "submit date", "date submitted", "timestamp", "completed",
     "completed at", "completion time", "end date", "recorded date", "date", "ประทับเวลา",
     "วันที่ส่ง", "타임스탬프", "제출일", "dấu thời gian", "ngày gửi", "زمان", "تاریخ ارسال"}
)  # fmt: skip


def guess_map(header: Iterable[str], definition: Definition, questionnaire: str) -> AnswerMap:
    """Guess which column is what; a column is used once, and what is unlike is left open."""
    names = [name for name in dict.fromkeys(header) if name][:MOST_COLUMNS]
    keys = {name: word_key(name) for name in names}
    known = _fields(keys)
    free = {name: key for name, key in keys.items() if name not in known.values()}
    guess = AnswerMap(questionnaire, known["email"], questions=_questions(free, definition))
    return replace(guess, **known)  # type: ignore[arg-type]  # every field named there is a text


def _fields(keys: Mapping[str, str]) -> dict[str, str]:
    found = {"email": ""}
    for name, key in keys.items():
        field = COLUMNS.get(heading_key(name), "")
        field = field if field in {"email", "organisation", "name", "segment", "language"} else ""
        field = field or ("id" if key in _IDS else "submitted_at" if key in _WHEN else "")
        if field and not found.get(field):
            found[field] = name
    return found


def _questions(free: Mapping[str, str], definition: Definition) -> dict[str, Taking]:
    """Pair columns and targets, the likest first."""
    names = _names(definition)
    scored = sorted(
        (
            (-_likeness(key, name), place, column, target)
            for column, key in free.items()
            for place, (target, name) in enumerate(names)
        ),
        key=lambda each: each[:2],
    )
    pairs: dict[str, str] = {}
    for score, _, column, target in scored:
        if -score < LIKE_ENOUGH:
            break
        if column not in pairs and target not in pairs.values():
            pairs[column] = target
    order = {target: column for column, target in pairs.items()}
    return {each: Taking(order[each]) for each in targets(definition) if each in order}


def _names(definition: Definition) -> list[tuple[str, str]]:
    """Every target with each name it may go by: its own, and its words in every language."""
    spoken = (targets(definition.localised(language)) for language in definition.languages)
    pairs = [
        pair
        for each in spoken
        for name, target in each.items()
        for pair in ((name, word_key(name)), (name, word_key(target.label)))
        if target.part not in {"words", "quote", "decline", "end"} or pair[1] == word_key(name)
    ]
    return list(dict.fromkeys(pairs))


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 4:
        return 0.0
    if min(len(one), len(other)) >= LONG_ENOUGH and (one in other or other in one):
        return CONTAINED
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < LIKE_ENOUGH:
        return 0.0
    return matcher.ratio()
