"""The reading as a whole: codebook, codings, a second look, and the engine beside it."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace

from analysis import units
from analysis.corpus import Analysis, Corpus, Known, KnownTheme, Options, StageSpec
from analysis.library import Library, load_library
from analysis.pipeline import analyse_by
from analysis.reader import prompts
from analysis.reader.asking import Asker, Unusable
from analysis.reader.assembling import Assembly, Coded, Cut
from analysis.reader.chat import Account, Budget, Chat, Journal, NoReply
from analysis.reader.checking import SelfCheck, against_engine, compare
from analysis.reader.codebook import Codebook, Entry, KnownPains, taken_ids
from analysis.reader.coding import Coder, Codings
from analysis.reader.drafting import Drafter, known_pain_odds, unit_space
from analysis.reader.redaction import Redactor
from analysis.reader.replies import NONE_FITS, Coding, Frame
from analysis.reader.texts import Item, Texts, prepare, sample
from analysis.vectors import Progress, Vectors

#: Texts the codebook is drafted from, and the bounds of the sample that is coded twice.
MOST_DRAFTED, LEAST_CHECKED, MOST_CHECKED = 360, 10, 100


@dataclass(frozen=True)
class Reader:
    """Who reads, where replies are kept, what it may cost, and who is named in the texts.

    `vectors` and `library` are those of the offline engine beside it; `at_once` is how many
    requests may be on their way at the same time.
    """

    chat: Chat
    redact: Redactor
    store: MutableMapping[str, bytes] = field(default_factory=dict, repr=False)
    budget: Budget = field(default_factory=Budget)
    vectors: Vectors = field(default_factory=Vectors, repr=False)
    at_once: int = 1
    library: Library = field(default_factory=load_library, repr=False)


@dataclass(frozen=True)
class Reading:
    """What was read, the engine's own result beside it, and what it took.

    `stopped` says why the reader was not asked about everything, if so; what it was not asked
    about is the engine's.
    """

    analysis: Analysis
    engine: Analysis
    check: SelfCheck
    account: Account
    stopped: NoReply | None = None


def read(
    corpus: Corpus,
    stages: Sequence[StageSpec],
    known: Known | None = None,
    options: Options | None = None,
    *,
    reader: Reader,
    progress: Progress | None = None,
) -> Reading:
    """Let the reader code the units that `analyse` cuts, under the same decisions.

    Only what `reader.redact` leaves of a text is sent. The same replies give the same result, and
    a reply that stands in the store is not paid for again. Raises `NoReply` where not one text
    could be read.
    """
    known, options, tell = known or Known(), options or Options(), progress or _nobody
    own_grain = replace(options, granularity=1.0)
    beside = units.Reading(reader.vectors, tell, reader.library)
    engine = analyse_by(beside, corpus, stages, known, own_grain)
    texts = prepare(engine.units, corpus, reader.redact)
    space = unit_space(engine.units, beside)
    asker = Asker(Journal(reader.chat, prompts.VERSION, reader.store, reader.budget))
    pains = KnownPains(reader.library, taken_ids(known), reader.redact)
    odds = known_pain_odds(texts, space, beside, pains)
    plain = _redacted_stages(stages, reader.redact)
    drafter = Drafter(asker, pains, odds, tell)
    session = _Session(asker, drafter, texts, plain, options, tell, reader.at_once)
    coded = session.read(_redacted(known, reader.redact), _groups(texts, engine))
    if texts.items and not coded.codings:
        raise asker.stopped or Unusable
    coded = replace(coded, book=_with_own_names(coded.book, known, reader.library))
    cut = Assembly(engine, corpus, known, options, coded).cut(space)
    return _reading(cut, (engine, coded.check), asker, reader.chat.name)


@dataclass(frozen=True)
class _Session:
    """One reading while it goes on."""

    asker: Asker
    drafter: Drafter
    texts: Texts
    stages: tuple[StageSpec, ...]
    options: Options
    tell: Progress
    at_once: int

    def read(self, known: Known, groups: Mapping[str, str]) -> Coded:
        """Draft, code, draft from what did not fit, code that, look again."""
        drafted = self.texts.spread(groups, MOST_DRAFTED)
        book = self.drafter.pains.begin(known)
        book = self.drafter.draft(book, drafted, phase("Drafting the codebook"))
        book, _ = self.drafter.without_twins(book)
        items = list(self.texts.items.values())
        first = self._coder(book, may_be_new=True).code(items, phase("Reading the statements"))
        book, codings = self._leftovers(book, first)
        check = self._check(book, codings)
        return Coded(self.texts, self.drafter.named(book), codings, check)

    def _leftovers(self, book: Codebook, codings: Codings) -> tuple[Codebook, Codings]:
        """Draft from the texts that no theme fits, and code them once more."""
        left = [self.texts.items[d] for d, each in codings.items() if NONE_FITS in each.themes]
        if not left:
            return book, codings
        wider = self.drafter.draft(book, left, phase("Drafting what is left"))
        wider, became = self.drafter.without_twins(wider)
        codings = {digest: _renamed(each, became) for digest, each in codings.items()}
        again = self._coder(wider, may_be_new=False).code(left, phase("Reading what is left"))
        return wider, codings | again

    def _check(self, book: Codebook, codings: Codings) -> SelfCheck:
        """Code a sample again, in other company and with the codebook the other way round."""
        sound = {d: each for d, each in codings.items() if NONE_FITS not in each.themes}
        most = min(MOST_CHECKED, max(LEAST_CHECKED, len(sound) // 10))
        chosen: list[Item] = sample([self.texts.items[d] for d in sound], most, "check")
        coder = self._coder(book, may_be_new=False)
        return compare(sound, coder.code(chosen, phase("Checking the reading"), "check"))

    def _coder(self, book: Codebook, *, may_be_new: bool) -> Coder:
        frame = Frame(
            book=book,
            stages=tuple(stage.key for stage in self.stages),
            kinds=self.options.kinds,
            has_one_set=self.options.all_kinds,
            may_be_new=may_be_new,
        )
        return Coder(self.asker, frame, self.stages, self.tell, self.at_once)


def _reading(cut: Cut, beside: tuple[Analysis, SelfCheck], asker: Asker, name: str) -> Reading:
    (engine, check), account = beside, asker.journal.account
    scores = [unit.theme_score for unit in cut.units if unit.theme_id]
    metrics = {
        **engine.metrics,
        **against_engine(cut.units, engine),
        "themes": len(cut.themes),
        "themes_found": cut.found,
        "themed": len(scores),
        "mean_theme_score": round(sum(scores) / len(scores), 4) if scores else 0.0,
        "reader_units": sum(unit.coder == "reader" for unit in cut.units),
        "checked": check.texts,
        "check_kind": check.kind,
        "check_theme": check.theme,
        "check_stage": check.stage,
    }
    versions = {
        **engine.versions,
        "reader": name,
        "reader_model": ", ".join(sorted(account.models)),
        "reader_prompts": prompts.VERSION,
    }
    analysis = Analysis(cut.units, cut.themes, metrics, versions, engine.trust, cut.parts)
    return Reading(analysis, engine, check, account, asker.stopped)


def _groups(texts: Texts, engine: Analysis) -> dict[str, str]:
    """Return, by item, the engine's theme, so that a draft hears them all."""
    return {
        digest: engine.units[places[0]].theme_id or "" for digest, places in texts.units.items()
    }


def _redacted(known: Known, redact: Redactor) -> Known:
    """Take the names out of what themes are called: it is sent as well."""

    def plain(theme: KnownTheme) -> KnownTheme:
        labels = {language: redact(label).text for language, label in theme.labels.items()}
        return replace(theme, labels=labels, examples=())

    return replace(known, themes=tuple(plain(theme) for theme in known.themes))


def _with_own_names(book: Codebook, known: Known, library: Library) -> Codebook:
    """Give themes and known pains back the names that were taken out before they were sent."""
    themes = {theme.id: theme.labels for theme in known.themes}
    pains = {pain.id: pain.labels for pain in library.pains}
    pains |= {topic.id: topic.labels for topic in library.topics}

    def named(entry: Entry) -> Entry:
        labels = themes.get(entry.id) or pains.get(entry.library_id or "") or entry.labels
        return replace(entry, labels=labels)

    return Codebook(tuple(map(named, book.entries)))


def _redacted_stages(stages: Sequence[StageSpec], redact: Redactor) -> tuple[StageSpec, ...]:
    return tuple(
        replace(each, name=redact(each.name).text, description=redact(each.description).text)
        for each in stages
    )


def _renamed(coding: Coding, became: Mapping[str, str]) -> Coding:
    return replace(coding, themes=tuple(dict.fromkeys(became.get(t, t) for t in coding.themes)))


def phase(name: str) -> str:
    """Mark the name of a stage of the work: it is translated where it is shown."""
    return name


def _nobody(_stage: str, _done: int, _total: int) -> None:
    """Hear of the progress and do nothing."""
