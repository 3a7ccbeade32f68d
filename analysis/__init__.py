"""Words in, themes out: pure, no web, no database, no clock."""

from analysis.corpus import (
    KINDS,
    LANGUAGES,
    Analysis,
    Corpus,
    Decision,
    Known,
    KnownTheme,
    Options,
    Passage,
    StageSpec,
    ThemeFound,
    Unit,
)
from analysis.pipeline import analyse
from analysis.vectors import FileStore, Vectors
from analysis.weighing import Share, wilson

__all__ = [
    "KINDS",
    "LANGUAGES",
    "Analysis",
    "Corpus",
    "Decision",
    "FileStore",
    "Known",
    "KnownTheme",
    "Options",
    "Passage",
    "Share",
    "StageSpec",
    "ThemeFound",
    "Unit",
    "Vectors",
    "analyse",
    "wilson",
]
