"""Texts on their way in: sorted by language, cut where too long, their quotes of answers ours."""

import re
from collections.abc import Mapping

from surveys.definition import LONGEST_TEXT
from surveys.exchange.conditions.settling import Target
from surveys.exchange.drafting.draft import Draft, Words, filled
from surveys.exchange.report import NOWHERE, Losses, shown
from surveys.question_types import Problem
from surveys.walking.piping import places


class Wording:
    """Keeps the texts of all languages by their keys; gives back the source's."""

    def __init__(self, draft: Draft, losses: Losses, targets: Mapping[str, Target]) -> None:
        self.draft = draft
        self.losses = losses
        self.targets = targets
        self.words: dict[str, dict[str, str]] = {}

    def said(self, key: str, words: Words, instead: str, place: Problem = NOWHERE) -> str:
        """The text in the source language; the others go to the translations."""
        spoken = {language: self._fit(text, key, place) for language, text in filled(words).items()}
        source = spoken.pop(self.draft.language, "")
        if not source and spoken:
            language, source = next(iter(spoken.items()))
            self.losses.changed(
                Problem(
                    "There is no text in the language %(language)s: the one in %(other)s stands"
                    " for it",
                    params={"language": self.draft.language, "other": language},
                ),
                source,
                place,
            )
        for language, text in spoken.items():
            self.words.setdefault(language, {})[key] = text
        return source or self._fit(instead, key, place)

    def _fit(self, text: str, key: str, place: Problem) -> str:
        text = self._piped(text, key, place)
        if len(text) <= LONGEST_TEXT:
            return text
        self.losses.changed(
            Problem(
                "The text has %(n)s characters and is cut to %(most)s",
                params={"n": len(text), "most": LONGEST_TEXT},
            ),
            text,
            place,
        )
        return f"{text[: LONGEST_TEXT - 1]}…"

    def _piped(self, text: str, key: str, place: Problem) -> str:
        """The text with its quotes of earlier answers as ours: `{question}`, `{question.row}`."""
        if self.draft.piping is None:
            return text
        if not _is_filled(key):
            for found in self.draft.piping.finditer(text):
                self._tell_of_quote(found, place)
            return text
        parts, end = [], 0
        for found in self.draft.piping.finditer(text):
            if quote := self._quote(found, place):
                parts += [_literal(text[end : found.start()]), quote]
                end = found.end()
        return "".join([*parts, _literal(text[end:])])

    def _quote(self, found: re.Match[str], place: Problem) -> str:
        """An answer as ours quote it; empty where it is none, and the words stay."""
        name = found["name"].strip().removeprefix("INSERTANS:")
        # What stands behind a dot says which side of the answer is meant.
        asked, dot, _row = name.rpartition(".")
        target = self.targets.get(name) or (self.targets.get(asked) if dot else None)
        if target and not target.option:
            return f"{{{target.question}{'.' if target.row else ''}{target.row}}}"
        self._tell_of_quote(found, place)
        return ""

    def _tell_of_quote(self, found: re.Match[str], place: Problem) -> None:
        self.losses.changed(
            Problem(
                "The text quotes “%(name)s”, which stays as it is written",
                params={"name": shown(found[0])},
            ),
            found.string,
            place,
        )


def _is_filled(key: str) -> bool:
    """Say whether respondents see answers put into the text of this key: options have none."""
    return key.endswith((".text", ".hint", ".title")) or ".check." in key


def _literal(text: str) -> str:
    """A text whose braces quote nothing."""
    is_read_as_more = "{{" in text or "}}" in text or any(True for _ in places(text))
    return text.replace("{", "{{").replace("}", "}}") if is_read_as_more else text
