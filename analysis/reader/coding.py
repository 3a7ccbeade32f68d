"""Codes texts by a codebook: a sound coding is kept, the rest asked again in smaller batches."""

from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial

from analysis.corpus import StageSpec
from analysis.reader import prompts, replies
from analysis.reader.asking import Asker
from analysis.reader.chat import NoReply
from analysis.reader.codebook import Entry
from analysis.reader.replies import NONE_FITS, Coding, Frame, Malformed
from analysis.reader.texts import Item, batches, numbered
from analysis.vectors import Progress

#: Texts in a batch.
BATCH = 12
#: Tokens of a reply: its frame, and one coding with its quoted words.
FRAME_TOKENS, CODING_TOKENS = 200, 220

Codings = dict[str, Coding]


@dataclass(frozen=True)
class Coder:
    """Codes by one frame; a coding's themes are ids of entries, or the code of none.

    `at_once` is how many batches are asked about at the same time.
    """

    asker: Asker
    frame: Frame
    stages: Sequence[StageSpec]
    tell: Progress = field(repr=False)
    at_once: int = 1

    def code(self, items: Sequence[Item], phase: str, salt: str = "") -> Codings:
        """Return codings by digest; what is missing was left out after every try."""
        there = list(batches(items, BATCH, f"code{salt}"))
        read = partial(self._batch, is_reversed=bool(salt))
        found: Codings = {}
        done = 0
        self.tell(phase, done, len(items))
        with closing(_at_once(read, there, self.at_once)) as results:
            for batch, codings in zip(there, results, strict=True):
                found |= codings
                done += len(batch)
                self.tell(phase, done, len(items))
        return found

    def _batch(self, batch: Sequence[Item], *, is_reversed: bool) -> Codings:
        texts = numbered(batch)
        found, why = self._ask(texts, is_reversed=is_reversed)
        missing = {key: item for key, item in texts.items() if item.digest not in found}
        if missing and why:
            more, _ = self._ask(missing, why, is_reversed=is_reversed)
            found |= more
        left = [item for item in batch if item.digest not in found]
        if not left or len(batch) == 1 or self.asker.stopped:
            return found
        middle = (len(left) + 1) // 2
        for half in filter(None, (left[:middle], left[middle:])):
            found |= self._batch(half, is_reversed=is_reversed)
        return found

    def _ask(
        self, texts: Mapping[str, Item], why: str = "", *, is_reversed: bool
    ) -> tuple[Codings, str]:
        """Return the sound codings, and what is wrong with the others where asking again helps."""
        messages = prompts.code(
            self._codes(is_reversed=is_reversed),
            self.stages,
            {key: item.payload for key, item in texts.items()},
            may_be_new=self.frame.may_be_new,
        )
        messages = prompts.again(messages, why) if why else messages
        asked = {key: item.text for key, item in texts.items()}
        try:
            sound, wrong = self.asker.ask(
                messages,
                FRAME_TOKENS + CODING_TOKENS * len(texts),
                lambda text: _some(*replies.read_codings(text, asked, self.frame)),
            )
        except Malformed as error:
            return {}, str(error)
        except NoReply:
            return {}, ""
        found = {texts[key].digest: self._with_ids(coding) for key, coding in sound.items()}
        return found, " ".join(wrong)

    def _codes(self, *, is_reversed: bool) -> dict[str, Entry]:
        """Return the entries by code; a second reader meets them the other way round."""
        codes = list(self.frame.book.by_code.items())
        return dict(reversed(codes) if is_reversed else codes)

    def _with_ids(self, coding: Coding) -> Coding:
        by_code = self.frame.book.by_code
        return replace(
            coding,
            themes=tuple(
                by_code[each].id if each in by_code else NONE_FITS for each in coding.themes
            ),
        )


def _at_once(
    read: Callable[[Sequence[Item]], Codings], there: Sequence[Sequence[Item]], most: int
) -> Generator[Codings, None, None]:
    """Yield what is read of each batch, in their order; on leaving early nothing more is begun."""
    if most <= 1:
        for batch in there:
            yield read(batch)
        return
    pool = ThreadPoolExecutor(most)
    try:
        yield from pool.map(read, there)
    finally:
        pool.shutdown(cancel_futures=True)


def _some(sound: Codings, wrong: list[str]) -> tuple[Codings, list[str]]:
    """Refuse a reply of which nothing is sound."""
    if wrong and not sound:
        raise Malformed(" ".join(wrong))
    return sound, wrong
