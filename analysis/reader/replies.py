"""Checks replies: what was not asked for, does not exist or is not in the text never enters."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.corpus import KINDS, LANGUAGES
from analysis.reader.codebook import Codebook, Drafted

LONGEST_LABEL, LONGEST_DEFINITION, MOST_QUOTES = 80, 300, 5
#: The code of “no theme of the codebook fits”.
NONE_FITS = "?"
_THOUGHTS = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"^\s*```(?:json)?\s*\n(.*)\n\s*```\s*$", re.DOTALL)


class Malformed(Exception):
    """A reply that cannot be used; the message says why, for whoever is asked again."""


@dataclass(frozen=True)
class Coding:
    """What a reader says of one text: themes by code, and the spans of the words that show it."""

    kind: str
    themes: tuple[str, ...]
    stage: str | None
    severity: int | None
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Frame:
    """What a coding may say.

    `kinds` are those that need a theme; where `has_one_set` themes of any kind fit any text, else
    only those of its own kind. `may_be_new` lets a reader say that no theme fits.
    """

    book: Codebook
    stages: tuple[str, ...]
    kinds: tuple[str, ...]
    has_one_set: bool = False
    may_be_new: bool = False


@dataclass(frozen=True)
class Draft:
    """What a reader adds to the codebook: known pains by their codes, and new themes."""

    use: tuple[str, ...]
    new: tuple[Drafted, ...]


def read_object(text: str) -> dict[str, Any]:
    """Return the JSON object a reply is; thoughts before it and a fence around it are let go."""
    text = _THOUGHTS.sub("", text)
    fenced = _FENCED.match(text)
    try:
        found = json.loads(fenced.group(1) if fenced else text)
    except (ValueError, RecursionError) as error:
        raise Malformed("The reply was not one JSON object and nothing else.") from error
    if not isinstance(found, dict):
        raise Malformed("The reply was not one JSON object and nothing else.")
    return found


def read_codings(
    text: str, asked: Mapping[str, str], frame: Frame
) -> tuple[dict[str, Coding], list[str]]:
    """Return the sound codings by id, and what is wrong with the others.

    `asked` holds the texts by id. A reply whose ids are not exactly those asked is refused whole:
    nobody knows then which text it speaks of.
    """
    items = _list(read_object(text).get("units"), "units")
    ids = [item.get("id") if isinstance(item, dict) else None for item in items]
    if sorted(map(str, ids)) != sorted(asked):
        raise Malformed('"units" must hold each id that was sent exactly once, and no other.')
    sound: dict[str, Coding] = {}
    wrong: list[str] = []
    for item in items:
        try:
            sound[item["id"]] = _coding(item, asked[item["id"]], frame)
        except Malformed as error:
            wrong.append(f"{item['id']}: {error}")
    return sound, wrong


def read_draft(text: str, offered: Sequence[str], asked: Sequence[str]) -> Draft:
    """Return what is to be added; `offered` are codes of known pains, `asked` ids of texts."""
    found = read_object(text)
    use = _strings(found.get("use", []), "use")
    if not set(use) <= set(offered):
        raise Malformed('"use" may hold only codes of the candidates.')
    new = [_drafted(each, asked) for each in _list(found.get("new", []), "new")]
    return Draft(tuple(dict.fromkeys(use)), tuple(new))


def read_twins(text: str, book: Codebook) -> list[tuple[str, ...]]:
    """Return groups of codes that are one theme; two themes people have made are never one."""
    groups = [
        tuple(_strings(each, "same")) for each in _list(read_object(text).get("same"), "same")
    ]
    codes = [code for group in groups for code in group]
    if not set(codes) <= set(book.by_code) or len(set(codes)) < len(codes):
        raise Malformed('"same" may hold only codes of the codebook, each once.')
    for group in groups:
        entries = [book.by_code[code] for code in group]
        if len(group) < 2 or len({entry.kind for entry in entries}) > 1:
            raise Malformed('Each group in "same" holds two or more themes of one kind.')
        if sum(entry.source == "known" for entry in entries) > 1:
            raise Malformed('A group in "same" may hold one fixed theme at most.')
    return groups


def read_names(text: str, codes: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return a name in every language for each of the codes."""
    found = read_object(text).get("names")
    if not isinstance(found, dict) or set(found) != set(codes):
        raise Malformed('"names" must hold each code that was sent and no other.')
    for names in found.values():
        if not isinstance(names, dict) or set(names) != set(LANGUAGES):
            raise Malformed(f"Each theme needs a name in {', '.join(LANGUAGES)}.")
    return {code: {lang: _line(names[lang], "A name") for lang in LANGUAGES}
            for code, names in found.items()}  # fmt: skip


def _coding(item: Mapping[str, Any], text: str, frame: Frame) -> Coding:
    kind = item.get("kind")
    if kind not in KINDS:
        raise Malformed(f'"kind" must be one of {", ".join(KINDS)}.')
    stage = item.get("stage")
    if stage not in frame.stages and (frame.stages or stage is not None):
        raise Malformed(f'"stage" must be one of {", ".join(frame.stages)}.')
    themes = _themes(item, kind, frame)
    return Coding(kind, themes, stage, _severity(item, kind), _spans(item.get("words"), text))


def _themes(item: Mapping[str, Any], kind: str, frame: Frame) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(_strings(item.get("themes", []), "themes")))
    needs_one = frame.has_one_set or kind in frame.kinds
    if codes == (NONE_FITS,) and frame.may_be_new and needs_one:
        return codes
    entries = [frame.book.by_code.get(code) for code in codes]
    if None in entries:
        raise Malformed('"themes" may hold only codes of the codebook.')
    if not needs_one:
        return ()
    if not codes:
        raise Malformed(f'A text that is {kind} needs at least one code in "themes".')
    if not frame.has_one_set and {entry.kind for entry in entries if entry} != {kind}:
        raise Malformed(f"A text that is {kind} may have only themes of the kind {kind}.")
    return codes


def _severity(item: Mapping[str, Any], kind: str) -> int | None:
    found = item.get("severity")
    if kind != "pain":
        return None
    if type(found) is not int or not 1 <= found <= 4:
        raise Malformed('"severity" of a pain must be 1, 2, 3 or 4.')
    return found


def _spans(words: object, text: str) -> tuple[tuple[int, int], ...]:
    quotes = [words] if isinstance(words, str) else _strings(words, "words")
    if not quotes or len(quotes) > MOST_QUOTES:
        raise Malformed('"words" must hold the words of the text that show it.')
    spans = []
    for quote in quotes:
        start = text.find(quote) if quote.strip() else -1
        if start < 0:
            raise Malformed('"words" must be copied from the text letter by letter.')
        spans.append((start, start + len(quote)))
    return tuple(sorted(set(spans)))


def _drafted(item: object, asked: Sequence[str]) -> Drafted:
    if not isinstance(item, dict) or item.get("kind") not in KINDS:
        raise Malformed(f'Each new theme needs a "kind": {", ".join(KINDS)}.')
    shown_by = _strings(item.get("units"), "units")
    if not shown_by or not set(shown_by) <= set(asked):
        raise Malformed('"units" of a new theme must hold ids that were sent.')
    return Drafted(
        item["kind"],
        _line(item.get("label"), '"label"'),
        _line(item.get("definition", item.get("label")), '"definition"', LONGEST_DEFINITION),
    )


def _line(value: object, name: str, longest: int = LONGEST_LABEL) -> str:
    line = " ".join(value.split()) if isinstance(value, str) else ""
    if not line or len(line) > longest or not line.isprintable():
        raise Malformed(f"{name} must be one line of at most {longest} letters.")
    return line


def _list(value: object, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise Malformed(f'"{name}" must be a list.')
    return value


def _strings(value: object, name: str) -> list[str]:
    found = _list(value, name)
    if not all(isinstance(each, str) for each in found):
        raise Malformed(f'"{name}" must be a list of texts.')
    return found
