"""The codebook: the themes a reader may give, each with a short code for one reading."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from analysis.corpus import Known, KnownTheme
from analysis.library import Library
from analysis.naming.labelling import slug, unused
from analysis.reader.redaction import Redactor


@dataclass(frozen=True)
class Entry:
    """A theme as the codebook describes it.

    `source` is `known` (a theme there already), `library` (a known pain or topic) or `reader`.
    """

    id: str
    kind: str
    labels: Mapping[str, str]
    definition: str = ""
    source: str = "reader"
    library_id: str | None = None

    @property
    def label(self) -> str:
        """The name a reader is shown: English, else whatever there is."""
        return self.labels.get("en") or next(iter(self.labels.values()), self.id)

    def is_called_as(self, other: "Entry") -> bool:
        """Say whether both have a name in common, in any language."""
        one, two = ({n.casefold() for n in each.labels.values()} for each in (self, other))
        return bool(one & two)


@dataclass(frozen=True)
class Drafted:
    """A theme a reader proposes."""

    kind: str
    label: str
    definition: str


@dataclass(frozen=True)
class Codebook:
    """Entries in an order that lasts; the code of each is its place: T1, T2, ..."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Entry]:
        """The entries by their codes."""
        return {f"T{number}": entry for number, entry in enumerate(self.entries, 1)}

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids that are taken."""
        return frozenset(entry.id for entry in self.entries)

    def holds(self, pain: Entry) -> bool:
        """Say whether a known pain or topic is in it, be it as a theme people have named alike."""
        return any(
            entry.library_id == pain.library_id
            or (entry.kind == pain.kind and entry.is_called_as(pain))
            for entry in self.entries
        )

    def with_known_pains(self, ids: Iterable[str], library: "KnownPains") -> "Codebook":
        """Add known pains or topics that are not in it yet."""
        book = self
        for each in ids:
            pain = library.entry(each, book.ids)
            if not book.holds(pain):
                book = Codebook((*book.entries, pain))
        return book

    def with_drafts(self, drafts: Iterable[Drafted], taken: frozenset[str]) -> "Codebook":
        """Add what a reader proposes; one of a name that is there already is that one."""
        book = self
        for draft in drafts:
            names = {(entry.kind, entry.label.casefold()) for entry in book.entries}
            if (draft.kind, draft.label.casefold()) in names:
                continue
            name = unused(slug(draft.label, draft.kind), book.ids | taken)
            labels = {"en": draft.label}
            book = Codebook((*book.entries, Entry(name, draft.kind, labels, draft.definition)))
        return book

    def winners(self, groups: Iterable[Sequence[str]]) -> dict[str, str]:
        """Return, by the id of each entry that gives way, the one of its group that stays.

        `groups` hold codes. What stays is a theme that was there, else a known pain, else the
        oldest.
        """
        rank = ("known", "library", "reader")
        order = {
            code: (rank.index(e.source), n) for n, (code, e) in enumerate(self.by_code.items())
        }
        found = {}
        for codes in groups:
            first = min(codes, key=lambda code: order[code])
            found.update({self.by_code[c].id: self.by_code[first].id for c in codes if c != first})
        return found

    def without(self, ids: Collection[str]) -> "Codebook":
        """Leave entries out."""
        return Codebook(tuple(entry for entry in self.entries if entry.id not in ids))

    def of_kind(self, kind: str) -> "Codebook":
        """Return the entries of one kind."""
        return Codebook(tuple(entry for entry in self.entries if entry.kind == kind))

    def named(self, labels: Mapping[str, Mapping[str, str]]) -> "Codebook":
        """Give entries, by id, names in more languages; the English one stays."""
        return Codebook(
            tuple(replace(e, labels={**labels.get(e.id, {}), **e.labels}) for e in self.entries)
        )


@dataclass(frozen=True)
class KnownPains:
    """The library's pains and topics as entries of a codebook; `taken` ids are never given.

    What a firm has written of its own pains is sent as well, so `redact` takes names out of it.
    """

    library: Library
    taken: frozenset[str] = frozenset()
    redact: Redactor = field(default_factory=Redactor)

    @cached_property
    def _all(self) -> Mapping[str, Entry]:
        pains = [
            Entry(pain.id, "pain", pain.labels, pain.definition, "library", pain.id)
            for pain in self.library.pains
        ]
        topics = [
            Entry(topic.id, topic.kind, topic.labels, "", "library", topic.id)
            for topic in self.library.topics
            if topic.labels
        ]
        return {each.id: self._redacted(each) for each in (*pains, *topics)}

    def _redacted(self, entry: Entry) -> Entry:
        labels = {language: self.redact(name).text for language, name in entry.labels.items()}
        return replace(entry, labels=labels, definition=self.redact(entry.definition).text)

    def __contains__(self, known_id: object) -> bool:
        return known_id in self._all

    def entry(self, known_id: str, ids: frozenset[str] = frozenset()) -> Entry:
        """Return a known pain or topic, under an id that is free."""
        known = self._all[known_id]
        name = unused(slug(known.label, known_id), ids | self.taken)
        return Entry(name, known.kind, known.labels, known.definition, "library", known_id)

    def begin(self, known: Known) -> Codebook:
        """Return the codebook a reading begins with: the themes there already.

        A theme recognised as a known pain is that pain, whatever it is called; it is told by the
        pain's definition as long as it bears the pain's name.
        """
        return Codebook(tuple(map(self._there, known.themes)))

    def _there(self, theme: KnownTheme) -> Entry:
        entry = Entry(theme.id, theme.kind, theme.labels, source="known")
        pain = self._all.get(theme.library_id or "")
        if pain is None:
            return entry
        definition = pain.definition if entry.is_called_as(pain) else ""
        return replace(entry, definition=definition, library_id=pain.library_id)


def taken_ids(known: Known) -> frozenset[str]:
    """Return the ids no new theme may have."""
    return frozenset(theme.id for theme in known.themes) | known.retired_ids
