"""An analyst behind an endpoint: codes by a table, as a careful reader would."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.support.endpoint import Answer, Asked

LANGUAGES = ("en", "th", "ko", "vi", "fa")


class Truth(NamedTuple):
    """What a text says; `theme` is the label of its theme, `words` what shows it."""

    kind: str
    theme: str | None
    stage: str
    severity: int | None = None
    words: str = ""


@dataclass
class Analyst:
    """Answers every kind of request soundly; `twins` are pairs of labels that are one theme."""

    truths: Mapping[str, Truth]
    twins: tuple[tuple[str, str], ...] = ()
    #: Themes nobody thinks of before a text fits no other.
    overlooked: frozenset[str] = frozenset()
    #: What it says a request took, in and out.
    tokens: tuple[int, int] = (100, 10)
    seen: list[str] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Answer:
        reply = self.reply(asked.body["messages"])
        return completion(json.dumps(reply, ensure_ascii=False), self.tokens)

    def reply(self, messages: list[Mapping[str, str]]) -> dict[str, Any]:
        """The reply to a request, whatever it is about."""
        system = messages[0]["content"]
        request = json.loads(messages[1]["content"])
        self.seen += [text["text"] for text in request.get("texts", [])]
        if "candidates" in request:
            return self.draft(request)
        if "codebook" in request:
            return self.same(request["codebook"])
        if "themes" in request:
            return {"names": {t["code"]: {code: f"{t['label']} ({code})" for code in LANGUAGES}
                              for t in request["themes"]}}  # fmt: skip
        lines = system.partition("Codebook:\n")[2].splitlines()
        codes = {entry["label"]: entry["code"] for entry in map(json.loads, lines)}
        return {"units": [self.coding(text, codes) for text in request["texts"]]}

    def draft(self, request: Mapping[str, Any]) -> dict[str, Any]:
        there = {entry["label"] for entry in request["codebook"]}
        offered = {entry["label"]: entry["code"] for entry in request["candidates"]}
        use: set[str] = set()
        new: dict[str, dict[str, Any]] = {}
        is_second = bool(there & {truth.theme for truth in self.truths.values()})
        for text in request["texts"]:
            truth = self.truths[text["text"]]
            if not truth.theme or truth.theme in there:
                continue
            if truth.theme in self.overlooked and not is_second:
                continue
            if truth.theme in offered:
                use.add(offered[truth.theme])
            else:
                new.setdefault(truth.theme, {"kind": truth.kind, "label": truth.theme,
                               "definition": f"About: {truth.theme}", "units": []})  # fmt: skip
                new[truth.theme]["units"].append(text["id"])
        return {"use": sorted(use), "new": list(new.values())}

    def same(self, codebook: list[Mapping[str, str]]) -> dict[str, Any]:
        codes = {entry["label"]: entry["code"] for entry in codebook}
        groups = [[codes[a], codes[b]] for a, b in self.twins if a in codes and b in codes]
        return {"same": groups}

    def coding(self, text: Mapping[str, str], codes: Mapping[str, str]) -> dict[str, Any]:
        truth = self.truths[text["text"]]
        twin = {one: other for pair in self.twins for one, other in (pair, pair[::-1])}
        theme = codes.get(truth.theme or "") or codes.get(twin.get(truth.theme or "", ""))
        themes = [theme or "?"] if truth.theme else []
        return {
            "id": text["id"], "kind": truth.kind, "themes": themes, "stage": truth.stage,
            "severity": truth.severity, "words": [truth.words or text["text"]],
        }  # fmt: skip


def completion(text: str, tokens: tuple[int, int] = (100, 10)) -> Answer:
    """An answer as chat endpoints give it."""
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    message = {"role": "assistant", "content": text}
    return Answer({"model": "small-2026", "choices": [{"message": message}], "usage": usage})
