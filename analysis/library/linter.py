"""Reads a library as it is written and says what is wrong with it: file, line and what to do.

The files are read line by line, not through `load_library`: what a broken line says is a fault with
an address, never a crash.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median_high
from typing import Any

from analysis.corpus import KINDS, LANGUAGES
from analysis.language import detect
from analysis.library import likeness
from analysis.library.texts import FOLDER, STAGES

#: Examples a pain needs in each language.
FEWEST_EXAMPLES = 8
MEDIAN = "The median of "
BY_MARKS = MEDIAN + "{} examples that bear a mark."
PAIN_FIELDS = frozenset(
    ("labels", "stage", "definition", "neighbours", "severity", "severity_reason")
)
TOPIC_FIELDS = frozenset(("kind", "labels", "stage"))
EXAMPLE_FIELDS = frozenset(("text", "language", "kind", "pain", "stage", "severity", "topic"))


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong at a line of a file, and what to do about it."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True)
class Entry:
    """One pain, topic or example as it stands in its file; `id` is empty for an example."""

    file: str
    line: int
    id: str
    told: Mapping[str, Any]

    def fault(self, what: str) -> Fault:
        """Return what is wrong with this entry."""
        return Fault(self.file, self.line, f"{self.id}: {what}" if self.id else what)


def check(folder: Path = FOLDER) -> list[Fault]:
    """Return all that is wrong with the library in `folder`, in the order of its files."""
    faults: list[Fault] = []
    pains = list(_entries(folder / "pains.json", faults))
    topics = list(_entries(folder / "topics.json", faults))
    examples = [
        entry for file in sorted(folder.glob("*/*.jsonl")) for entry in _lines(file, faults)
    ]
    faults += _pain_faults(pains, examples)
    faults += _topic_faults(topics)
    faults += _example_faults(examples, pains, topics)
    faults += _repeated(examples)
    faults += _moment_faults(folder / "stages.json")
    return sorted(faults)


def _entries(file: Path, faults: list[Fault]) -> Iterator[Entry]:
    """Yield the entries of a JSON object, one a line."""
    try:
        text = file.read_text("utf-8")
        told = json.loads(text, object_pairs_hook=_once)
    except (OSError, ValueError) as error:
        faults.append(Fault(file.name, getattr(error, "lineno", 1), f"It cannot be read: {error}."))
        return
    at = {
        line.split('"')[1]: number
        for number, line in reversed(list(enumerate(text.splitlines(), 1)))
        if line.lstrip().startswith('"')
    }
    for key, values in told.items():
        if isinstance(values, dict):
            yield Entry(file.name, at.get(key, 1), key, values)
        else:
            faults.append(Fault(file.name, at.get(key, 1), f"{key}: write an object in braces."))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
    if twice:
        raise ValueError(f"“{twice[0]}” stands twice in one object")
    return dict(pairs)


def _lines(file: Path, faults: list[Fault]) -> Iterator[Entry]:
    """Yield the entries of a JSON Lines file."""
    name = f"{file.parent.name}/{file.name}"
    for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
        except ValueError as error:
            faults.append(Fault(name, number, f"It is no JSON: {error}."))
            continue
        if isinstance(told, dict) and isinstance(told.get("text"), str):
            yield Entry(name, number, "", told)
        else:
            faults.append(Fault(name, number, "Write an object with a “text”."))


def _pain_faults(pains: Iterable[Entry], examples: Iterable[Entry]) -> Iterator[Fault]:
    known = {entry.id: entry for entry in pains}
    marks: dict[str, Counter[tuple[str, int]]] = defaultdict(Counter)
    for each in examples:
        pain, language, mark = (each.told.get(key) for key in ("pain", "language", "severity"))
        if isinstance(mark, int):
            marks[str(pain)][str(language), mark] += 1
    for entry in known.values():
        yield from _stray_fields(entry, PAIN_FIELDS)
        yield from _label_faults(entry)
        yield from _home_faults(entry)
        yield from _neighbour_faults(entry, known.keys())
        yield from _severity_faults(entry, marks[entry.id])
    yield from _same_labels(known.values())


def _stray_fields(entry: Entry, fields: frozenset[str]) -> Iterator[Fault]:
    for key in sorted(entry.told.keys() - fields):
        yield entry.fault(f"“{key}” is no field; take it out or spell it as one of {_or(fields)}.")


def _label_faults(entry: Entry) -> Iterator[Fault]:
    labels = entry.told.get("labels") or {}
    for language in LANGUAGES:
        label = labels.get(language, "")
        if not label or label != " ".join(label.split()):
            yield entry.fault(f"give it a label in {language}, without stray spaces.")
        elif detect(label, language) != language:
            yield entry.fault(f"the label “{label}” is not in {language}; write it in {language}.")


def _home_faults(entry: Entry) -> Iterator[Fault]:
    if entry.told.get("stage") not in STAGES:
        yield entry.fault(f"give it a home stage: {_or(STAGES)}.")
    if not str(entry.told.get("definition") or "").strip():
        yield entry.fault("say in a definition what it is.")


def _neighbour_faults(entry: Entry, known: Iterable[str]) -> Iterator[Fault]:
    neighbours = entry.told.get("neighbours") or {}
    if not neighbours:
        yield entry.fault("name its nearest neighbour and say how the two differ.")
    for key, difference in neighbours.items():
        if key == entry.id or key not in known:
            yield entry.fault(f"the neighbour “{key}” is no other pain; name one that is.")
        if not str(difference).strip():
            yield entry.fault(f"say how it differs from {key}.")


def _severity_faults(entry: Entry, marks: Counter[tuple[str, int]]) -> Iterator[Fault]:
    given, reason = entry.told.get("severity"), str(entry.told.get("severity_reason") or "")
    if given not in {1, 2, 3, 4} or not reason.strip():
        yield entry.fault("give it a typical severity, 1 to 4, and a severity_reason.")
    levels = sorted(level for (_, level), times in marks.items() for _ in range(times))
    by_marks = BY_MARKS.format(len(levels))
    if levels and reason.startswith(MEDIAN) and (given, reason) != (median_high(levels), by_marks):
        told = f"{median_high(levels)} and “{by_marks}”"
        yield entry.fault(f"its examples have moved: write {told}, or a reason of your own.")
    for language in LANGUAGES:
        count = sum(times for (spoken, _), times in marks.items() if spoken == language)
        if count < FEWEST_EXAMPLES:
            missing = FEWEST_EXAMPLES - count
            yield entry.fault(f"write {missing} more examples in {language}, each with a severity.")


def _same_labels(entries: Iterable[Entry]) -> Iterator[Fault]:
    first: dict[tuple[str, str], str] = {}
    for entry in entries:
        for language, label in (entry.told.get("labels") or {}).items():
            key = (language, likeness.letters(label))
            if key in first:
                yield entry.fault(f"“{label}” is also called {first[key]}; name them apart.")
            first.setdefault(key, entry.id)


def _topic_faults(topics: Iterable[Entry]) -> Iterator[Fault]:
    for entry in topics:
        yield from _stray_fields(entry, TOPIC_FIELDS)
        if entry.told.get("kind") not in KINDS[1:]:
            yield entry.fault(f"say its kind: {_or(KINDS[1:])}.")
        if entry.told.get("stage") not in {*STAGES, ""}:
            yield entry.fault(f"give it a home stage, or none: {_or(STAGES)}.")
        if entry.told.get("kind") == "praise":
            yield from _label_faults(entry)


def _example_faults(
    examples: Iterable[Entry], pains: Iterable[Entry], topics: Iterable[Entry]
) -> Iterator[Fault]:
    known = {entry.id for entry in pains}
    kinds = {entry.id: entry.told.get("kind") for entry in topics}
    for each in examples:
        yield from _stray_fields(each, EXAMPLE_FIELDS)
        yield from _text_faults(each)
        yield from _mark_faults(each, known, kinds)


def _text_faults(each: Entry) -> Iterator[Fault]:
    text, language = each.told["text"], each.told.get("language")
    if language not in LANGUAGES:
        yield each.fault(f"say its language: {_or(LANGUAGES)}.")
    elif detect(text, language) != language:
        yield each.fault(f"this is not in {language}; write it in {language} or say its language.")
    if text != text.strip() or not likeness.letters(text):
        yield each.fault("write a text, without spaces around it.")
    if what := likeness.identifying(text):
        yield each.fault(f"{what} could tell who is meant; leave it out.")


def _mark_faults(each: Entry, pains: set[str], topics: Mapping[str, str | None]) -> Iterator[Fault]:
    kind, pain, topic, stage, severity = (
        each.told.get(key) for key in ("kind", "pain", "topic", "stage", "severity")
    )
    if kind not in KINDS:
        yield each.fault(f"say its kind: {_or(KINDS)}.")
    if pain is not None and (pain not in pains or kind != "pain"):
        yield each.fault(f"“{pain}” is no known pain, or this is none: mend “pain” or “kind”.")
    if topic is not None and (topic not in topics or topics[topic] != kind):
        yield each.fault(f"“{topic}” is no topic of this kind: mend “topic” or “kind”.")
    if stage is not None and stage not in STAGES:
        yield each.fault(f"“{stage}” is no stage: {_or(STAGES)}.")
    if severity is not None and (severity not in {1, 2, 3, 4} or pain is None):
        yield each.fault("a severity is 1 to 4, and an example that bears one names its pain.")


def _moment_faults(file: Path) -> Iterator[Fault]:
    """Check the sentences for the moments of the journey, where the folder has them."""
    if not file.exists():
        return
    lines = file.read_text("utf-8").splitlines()
    try:
        told = json.loads("\n".join(lines))["moments"]
    except (ValueError, KeyError, TypeError):
        yield Fault(file.name, 1, "It cannot be read: it needs “moments”, by stage and language.")
        return
    moments: list[Entry] = []
    for stage in STAGES:
        for language in LANGUAGES:
            texts = told.get(stage, {}).get(language, [])
            if not texts:
                yield Fault(file.name, 1, f"Write sentences of {stage} in {language}.")
            moments += (_moment(file.name, lines, text, language) for text in texts)
    for each in moments:
        yield from _text_faults(each)
    yield from _repeated(moments)


def _moment(file: str, lines: list[str], text: str, language: str) -> Entry:
    written = json.dumps(text, ensure_ascii=False)
    line = next((number for number, each in enumerate(lines, 1) if written in each), 1)
    return Entry(file, line, "", {"text": text, "language": language})


def _repeated(examples: Iterable[Entry]) -> Iterator[Fault]:
    by_language: dict[str, list[Entry]] = defaultdict(list)
    for each in examples:
        by_language[str(each.told.get("language"))].append(each)
    for language, told in by_language.items():
        texts = [each.told["text"] for each in told]
        for later, earlier, share in likeness.twins(texts):
            where = f"{told[earlier].file}:{told[earlier].line}"
            yield told[later].fault(f"it is {share:.0%} like {where}; say something of its own.")
        for rows in likeness.framed(texts, language):
            where = ", ".join(f"{told[row].file}:{told[row].line}" for row in rows[1:])
            yield told[rows[0]].fault(f"it fills the same frame as {where}; write each afresh.")


def _or(values: Iterable[str]) -> str:
    return ", ".join(values if isinstance(values, tuple) else sorted(values))
