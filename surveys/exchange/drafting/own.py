"""What another tool's format has no place for, kept in columns and properties of our own prefix.

A file we wrote is read as any other; then what was kept is laid over it. A value counts only as
long as the file itself still says what it said when it was written: who changes a label in Excel
gets the label they wrote.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from surveys.definition import Definition
from surveys.exchange.drafting.draft import Kept

PREFIX = "throughline::"
WAS = "was"
#: Marks what is there for other tools only, and the sections of ours, which may be empty.
PART = "part"
SECTION = "section"
#: Properties of an option that stand in columns of our own, and what says nothing.
FLAGS: dict[str, Any] = {"other": False, "exclusive": False, "image": "", "images": {},
                         "score": None}  # fmt: skip
_ABSENT = object()


#: A picture as we keep it: the hash of its bytes, perhaps as the name of a file.
_KEPT_PICTURE = re.compile(r"(?:.*/)?([0-9a-f]{64})(?:\.[a-z]{2,4})?")


def with_pictures(
    flags: Mapping[str, Any], links: Mapping[str, str], source: str, lose: Callable[[str], None]
) -> dict[str, Any]:
    """An option's properties with the pictures a file names, by language.

    Those that are kept here are taken; of all others `lose` is told.
    """
    if not links:
        return dict(flags)
    known = {source: flags.get("image"), **flags.get("images", {})}
    found: dict[str, str] = {}
    for language, link in links.items():
        ours = _KEPT_PICTURE.fullmatch(link)
        if link == known.get(language) or ours:
            found[language] = link if link == known.get(language) else str(ours and ours[1])
        else:
            lose(link)
    image = found.pop(source, "")
    return {**flags, "image": image, "images": found}


def leftovers(ours: Mapping[str, Any], read: Mapping[str, Any]) -> Kept:
    """What has to be kept beside a file that reads as `read`, so that it becomes `ours`."""
    names = [*ours, *(name for name in read if name not in ours)]
    differing = [name for name in names if ours.get(name, _ABSENT) != read.get(name, _ABSENT)]
    return Kept(
        {name: ours.get(name) for name in differing},
        {name: read[name] for name in differing if name in read},
    )


def laid_over(read: Mapping[str, Any], kept: Kept) -> dict[str, Any]:
    """The properties of a file's part with what was kept for it."""
    whole = dict(read)
    for name, value in kept.own.items():
        if read.get(name) != kept.was.get(name):
            continue
        if value is None:
            whole.pop(name, None)
        else:
            whole[name] = value
    return whole


def flat(translations: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Translations by language and key in one."""
    return {
        f"{language} {key}": text
        for language, texts in translations.items()
        for key, text in texts.items()
    }


def unflat(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Translations from what `flat` wrote."""
    translations: dict[str, dict[str, str]] = {}
    for name, text in texts.items():
        language, _, key = name.partition(" ")
        translations.setdefault(language, {})[key] = text
    return translations


def bare(value: Any) -> str:
    """A kept value as a cell: a word as it is, all else as JSON."""
    is_word = isinstance(value, str) and value == value.strip() and value[:1].isalpha()
    if is_word and value not in _JSON_WORDS and "${" not in value:
        return str(value)
    return as_json(value)


def as_json(value: Any) -> str:
    """JSON in which nothing looks like another tool's quote of an answer."""
    return json.dumps(value, ensure_ascii=False).replace("${", "\\u0024{")


_JSON_WORDS = {"true", "false", "null", "NaN", "Infinity"}


def from_bare(cell: str) -> Any:
    """A kept value from its cell; a text where it is no JSON."""
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell


def kept_in(cells: Iterable[tuple[str, Any]]) -> Kept:
    """What was kept, from the columns or properties of our prefix."""
    own = {
        name.removeprefix(PREFIX): value for name, value in cells if str(name).startswith(PREFIX)
    }
    own.pop(PART, None)
    was = own.pop(WAS, {})
    return Kept(own, dict(was) if isinstance(was, Mapping) else {})


def parts(definition: Definition) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The plain questionnaire apart: itself with flat translations, and its sections in order."""
    whole = definition.plain()
    sections = whole.pop("sections", [])
    whole.pop("format", None)
    whole["translations"] = flat(whole.get("translations", {}))
    return whole, sections


def kept_for(definition: Definition, read: Definition) -> "Leftovers":
    """What to keep for each part of a questionnaire whose file reads as `read`."""
    ours, our_sections = parts(definition)
    theirs, their_sections = parts(read)
    texts = leftovers(ours.pop("translations"), theirs.pop("translations"))
    found = Leftovers(leftovers(ours, theirs), texts)
    for ours_, theirs_ in zip(our_sections, their_sections, strict=True):
        our_questions, their_questions = ours_.pop("questions", []), theirs_.pop("questions", [])
        found.sections.append(leftovers(ours_, theirs_))
        found.questions.append(
            [leftovers(*pair) for pair in zip(our_questions, their_questions, strict=True)]
        )
    return found


class Leftovers:
    """What is kept for the whole, for its texts, for each section and each question."""

    def __init__(self, whole: Kept, texts: Kept) -> None:
        self.whole = whole
        self.texts = texts
        self.sections: list[Kept] = []
        self.questions: list[list[Kept]] = []

    def question(self, section: int, question: int) -> Kept:
        """What is kept for a question, by its place."""
        if section < len(self.questions) and question < len(self.questions[section]):
            return self.questions[section][question]
        return Kept()

    def section(self, section: int) -> Kept:
        """What is kept for a section, by its place."""
        return self.sections[section] if section < len(self.sections) else Kept()


def nothing_kept() -> Leftovers:
    """For the first writing, which shows what the format itself can hold."""
    return Leftovers(Kept(), Kept())
