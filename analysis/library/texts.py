"""The pain library as it is written: pains, topics, and what clients say of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("data")
VERSION = "2026.4"
STAGES = (
    "awareness",
    "research",
    "consideration",
    "decision",
    "onboarding",
    "usage",
    "expansion",
    "advocacy",
)


@dataclass(frozen=True)
class Pain:
    """A known pain: its name by language, the stage it is at home in, what it is and is not.

    `neighbours` are the pains it is easily taken for, each with the difference; `difference` says
    what it is not where that is no pain of the library. `severity` is the typical one, 1
    (irritates) to 4 (lost the client), and `severity_reason` where it comes from.
    """

    id: str
    labels: Mapping[str, str]
    stage: str
    definition: str
    neighbours: Mapping[str, str]
    severity: int
    severity_reason: str = ""
    difference: str = ""


@dataclass(frozen=True)
class Topic:
    """What praise, a suggestion or a neutral remark is about; `labels` where it has a name."""

    id: str
    kind: str
    labels: Mapping[str, str]
    stage: str


@dataclass(frozen=True)
class Example:
    """What a client said, with what it is an example of."""

    text: str
    language: str
    kind: str = "neutral"
    pain: str | None = None
    stage: str | None = None
    severity: int | None = None
    topic: str | None = None


@dataclass(frozen=True)
class Library:
    """All that is known.

    `moments` are what happens at a stage, without a pain: those of a `kind` as a client told them,
    those without as sentences that sum a stage up. `models` say which eight-stage key falls into
    which shipped stage.
    """

    pains: tuple[Pain, ...]
    topics: tuple[Topic, ...]
    examples: tuple[Example, ...]
    moments: tuple[Example, ...]
    models: tuple[Mapping[str, Mapping[str, str]], ...]

    def with_matter(self) -> "Library":
        """Return the library without the complaints and praise that are about nothing known."""
        told = [
            each
            for each in self.examples
            if each.pain or each.topic or each.stage or each.kind not in ("pain", "praise")
        ]
        return replace(self, examples=tuple(told))

    def without(self, texts: frozenset[str]) -> "Library":
        """Return the library as if it had never seen `texts`, nor pains of which it has any."""
        gone = {each.pain for each in self.examples if each.text in texts and each.pain}
        said = [each for each in self.examples if each.text not in texts]
        examples = tuple(each for each in said if each.pain not in gone)
        pains = tuple(pain for pain in self.pains if pain.id not in gone)
        return Library(pains, self.topics, examples, self.moments, self.models)


@cache
def load_library() -> Library:
    """Read the library that ships."""
    pains = [Pain(id=key, **told) for key, told in json.loads(_text("pains.json")).items()]
    topics = [Topic(id=key, **told) for key, told in json.loads(_text("topics.json")).items()]
    examples = [*_lines("attitude"), *_lines("examples")]
    stages = json.loads(_text("stages.json"))
    return Library(
        tuple(pains),
        tuple(topics),
        (*examples, *_named(pains), *_named_topics(topics)),
        (*_lines("moments"), *_moments(stages["moments"])),
        tuple(stages["models"]),
    )


def library_version(library: Library) -> str:
    """Return the version of the library that ships, with a hash where another one was read."""
    if library is load_library():
        return VERSION
    told = repr((library.pains, library.examples)).encode("utf-8", "surrogatepass")
    return f"{VERSION}+{hashlib.sha256(told).hexdigest()[:8]}"


def _lines(folder: str) -> Iterator[Example]:
    for file in sorted((FOLDER / folder).glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            yield Example(**json.loads(line))


def _text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def _named(pains: Sequence[Pain]) -> Iterator[Example]:
    """Take each pain's names as examples of it: they are how a pain is said in few words."""
    for pain in pains:
        for language, label in pain.labels.items():
            yield Example(label, language, "pain", pain.id, pain.stage)


def _named_topics(topics: Sequence[Topic]) -> Iterator[Example]:
    for topic in topics:
        for language, label in topic.labels.items():
            yield Example(label, language, topic.kind, stage=topic.stage or None, topic=topic.id)


def _moments(stages: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Example]:
    return [
        Example(text, language, kind="", stage=stage)
        for stage, by_language in stages.items()
        for language, texts in by_language.items()
        for text in texts
    ]


def library_texts(library: Library) -> list[str]:
    """Return the texts a head is learnt from, in the order `learn` expects their vectors."""
    return [each.text for each in (*library.examples, *library.moments)]
