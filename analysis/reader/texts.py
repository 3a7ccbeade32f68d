"""The units as a reader gets them: without names, each text once, in batches that last."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.corpus import Corpus, Passage, Unit
from analysis.reader.redaction import Redacted, Redactor


@dataclass(frozen=True)
class Item:
    """One text to read; units that say the same under the same question share it."""

    digest: str
    payload: Mapping[str, str]

    @property
    def text(self) -> str:
        """The words, without names."""
        return self.payload["text"]


@dataclass(frozen=True)
class Texts:
    """What there is to read: `items` by digest, and for each unit its item and its redaction."""

    items: Mapping[str, Item]
    of_unit: tuple[str, ...]
    redacted: tuple[Redacted, ...]

    @cached_property
    def units(self) -> Mapping[str, tuple[int, ...]]:
        """The places of the units of each item."""
        found: dict[str, list[int]] = {}
        for place, digest in enumerate(self.of_unit):
            found.setdefault(digest, []).append(place)
        return {digest: tuple(places) for digest, places in found.items()}

    def spread(self, groups: Mapping[str, str], most: int) -> list[Item]:
        """Return at most so many items in which every group, by digest, has its turn."""
        by_group: dict[str, list[str]] = {}
        for digest in sorted(self.items):
            by_group.setdefault(groups.get(digest, ""), []).append(digest)
        turns = [
            (turn, group, digest)
            for group, digests in by_group.items()
            for turn, digest in enumerate(digests)
        ]
        return [self.items[digest] for _, _, digest in sorted(turns)[:most]]


def prepare(units: Sequence[Unit], corpus: Corpus, redact: Redactor) -> Texts:
    """Take the names out of the units and put equal ones together."""
    passages = {passage.id: passage for passage in corpus.passages}
    redacted = tuple(redact(unit.text) for unit in units)
    items = [
        _item(unit, passages[unit.passage_id], found.text)
        for unit, found in zip(units, redacted, strict=True)
    ]
    by_digest = {item.digest: item for item in items}
    return Texts(by_digest, tuple(item.digest for item in items), redacted)


def _item(unit: Unit, passage: Passage, text: str) -> Item:
    payload = {"language": unit.language, "text": text}
    if passage.stage_hint:
        payload["asked_about_stage"] = passage.stage_hint
    if passage.kind_hint:
        payload["asked_for"] = passage.kind_hint
    told = json.dumps(payload, ensure_ascii=True, sort_keys=True)
    return Item(hashlib.sha256(told.encode()).hexdigest(), payload)


def batches(items: Sequence[Item], size: int, salt: str = "") -> Iterator[list[Item]]:
    """Yield the items in batches of about `size`, twice that at most.

    Where a batch ends is decided by its last item alone, so that new texts change the batches they
    fall into and no other: what was paid for the others still holds. Another `salt` mixes anew.
    """
    batch: list[Item] = []
    for mark, item in sorted((_mark(item, salt), item) for item in items):
        batch.append(item)
        if int(mark[-8:], 16) % size == 0 or len(batch) == 2 * size:
            yield batch
            batch = []
    if batch:
        yield batch


def sample(items: Sequence[Item], most: int, salt: str) -> list[Item]:
    """Return at most so many items, the same ones of the same texts."""
    return sorted(items, key=lambda item: _mark(item, salt))[:most]


def numbered(batch: Sequence[Item]) -> dict[str, Item]:
    """Give each item of a batch a short id: u1, u2, ..."""
    return {f"u{number}": item for number, item in enumerate(batch, 1)}


def _mark(item: Item, salt: str) -> str:
    return hashlib.sha256(f"{salt}{item.digest}".encode()).hexdigest()
