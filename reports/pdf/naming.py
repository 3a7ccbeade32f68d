"""Themes nobody has named, called by kind and stage in the language of the pages."""

from collections.abc import Iterable
from dataclasses import replace

from reports.document.names import unnamed
from reports.document.report import Document, Stage, Theme
from reports.pdf.speech import Speech


def with_names(document: Document, speech: Speech) -> Document:
    """Return *document* with something to call every theme by."""
    return replace(document, stages=tuple(_stage(stage, speech) for stage in document.stages))


def _stage(stage: Stage, speech: Speech) -> Stage:
    return replace(
        stage,
        pains=_called(stage.pains, stage.name, speech),
        strengths=_called(stage.strengths, stage.name, speech),
        suggestions=_called(stage.suggestions, stage.name, speech),
    )


def _called(themes: Iterable[Theme], stage: str, speech: Speech) -> tuple[Theme, ...]:
    return tuple(
        theme if theme.label else replace(theme, label=_name(theme, stage, speech))
        for theme in themes
    )


def _name(theme: Theme, stage: str, speech: Speech) -> str:
    return speech.say(unnamed(theme.kind, stage, theme.unnamed)).striptags()
