"""Drafts the codebook in passes over batches, and lets themes that are one fall together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import numpy as np
from threadpoolctl import threadpool_limits

from analysis.corpus import KINDS, Unit
from analysis.reader import prompts, replies
from analysis.reader.asking import Asker
from analysis.reader.codebook import Codebook, Entry, KnownPains
from analysis.reader.texts import Item, Texts, batches, numbered
from analysis.units import Reading
from analysis.vectors import Matrix, Progress

#: Texts in a batch, and candidates shown beside them.
BATCH, CANDIDATES = 24, 24
#: Known pains and topics that a text may speak of, by the offline engine.
PAINS_A_TEXT, TOPICS_A_TEXT = 3, 2
#: Tokens of a reply: a theme takes about sixty; a name in five languages about a hundred.
DRAFT_TOKENS, TWIN_TOKENS, NAME_TOKENS = 2000, 2000, 160
NAMES_AT_ONCE = 20

Odds = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Drafter:
    """Drafts with the help of `pains`; `odds` are those of known pains by item."""

    asker: Asker
    pains: KnownPains
    odds: Odds
    tell: Progress = field(repr=False)

    def draft(self, book: Codebook, items: Sequence[Item], phase: str) -> Codebook:
        """Return the codebook with what the items add to it, batch after batch."""
        done = 0
        for batch in batches(items, BATCH, "draft"):
            self.tell(phase, done, len(items))
            book = self._pass(book, batch)
            done += len(batch)
        self.tell(phase, done, len(items))
        return book

    def without_twins(self, book: Codebook) -> tuple[Codebook, dict[str, str]]:
        """Return the codebook without near-twins, and by the id of each the one it became."""
        became: dict[str, str] = {}
        for kind in KINDS:
            own = book.of_kind(kind)
            if len(own.entries) < 2 or all(each.source == "known" for each in own.entries):
                continue
            groups = self.asker.insist(
                prompts.twins(own), TWIN_TOKENS, partial(replies.read_twins, book=own)
            )
            became |= own.winners(groups or [])
        return book.without(became), became

    def named(self, book: Codebook) -> Codebook:
        """Give what the reader added a name in every language; where it fails English stays."""
        added = [entry for entry in book.entries if entry.source == "reader"]
        for start in range(0, len(added), NAMES_AT_ONCE):
            entries = {f"T{n}": e for n, e in enumerate(added[start : start + NAMES_AT_ONCE], 1)}
            found = self.asker.insist(
                prompts.names(entries, replies.LONGEST_LABEL),
                NAME_TOKENS * len(entries),
                partial(replies.read_names, codes=tuple(entries)),
            )
            book = book.named({entries[code].id: names for code, names in (found or {}).items()})
        return book

    def _pass(self, book: Codebook, batch: Sequence[Item]) -> Codebook:
        texts, offered = numbered(batch), self._candidates(book, batch)
        found = self.asker.insist(
            prompts.draft(book, offered, {key: item.payload for key, item in texts.items()}),
            DRAFT_TOKENS,
            partial(replies.read_draft, offered=tuple(offered), asked=tuple(texts)),
        )
        if found is None:
            return book
        used = [str(offered[code].library_id) for code in found.use]
        return book.with_known_pains(used, self.pains).with_drafts(found.new, self.pains.taken)

    def _candidates(self, book: Codebook, batch: Sequence[Item]) -> dict[str, Entry]:
        """Return the known pains the batch most likely speaks of, by their codes: C1, C2, ..."""
        weights: dict[str, float] = {}
        for item in batch:
            for known_id, weight in self.odds.get(item.digest, {}).items():
                weights[known_id] = weights.get(known_id, 0.0) + weight
        ranked = sorted(weights, key=lambda each: (-weights[each], each))
        entries = (entry for entry in map(self.pains.entry, ranked) if not book.holds(entry))
        return {f"C{n}": entry for n, entry in enumerate(islice(entries, CANDIDATES), 1)}


def unit_space(units: Sequence[Unit], engine: Reading) -> Matrix | None:
    """Return (units, dimensions), centred by the means of the engine's head.

    None where the embedder's vectors depend on all texts together.
    """
    if not engine.vectors.embedder.is_fixed or not units:
        return None
    embedded = engine.vectors.of([unit.text for unit in units])
    # One thread, as in the pipeline: the same texts are to make the same requests.
    with threadpool_limits(limits=1, user_api="blas"):
        return engine.head.centre(embedded, [unit.language for unit in units])


def known_pain_odds(texts: Texts, space: Matrix | None, engine: Reading, pains: KnownPains) -> Odds:
    """Return, by item, the likeliest known pains and topics with their probabilities.

    `space` is that of the units, as `unit_space` returns it; nothing comes of none.
    """
    if space is None:
        return {}
    head = engine.head
    features = space[[places[0] for places in texts.units.values()]]
    with threadpool_limits(limits=1, user_api="blas"):
        pain_odds = head.pains.probabilities(features)
        topic_odds = head.topics.probabilities(features)
    found = [
        _likeliest(head.pain_ids, pain_odds, PAINS_A_TEXT),
        _likeliest(head.topic_ids, topic_odds, TOPICS_A_TEXT),
    ]
    return {
        digest: {key: odds for part in found for key, odds in part[row].items() if key in pains}
        for row, digest in enumerate(texts.units)
    }


def _likeliest(ids: Sequence[str], odds: Matrix, most: int) -> list[dict[str, float]]:
    best = np.argsort(-odds, axis=1, kind="stable")[:, :most]
    return [
        {ids[column]: round(float(odds[row, column]), 3) for column in columns}
        for row, columns in enumerate(best)
    ]
