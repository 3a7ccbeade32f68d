"""Words in, themes out: pure, no web, no database, no clock.

The values are there at once; `analyse` and `Vectors` are loaded when first asked for, since the
libraries behind them take seconds and a hundred megabytes that no page needs.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

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
from analysis.weighing import Share, wilson

if TYPE_CHECKING:
    from analysis.explaining import Case, Explanation, explain
    from analysis.pipeline import analyse, analyse_by
    from analysis.units import Reading
    from analysis.vectors import FileStore, Vectors

# Threads of the libraries below would spin while they wait, and take the other cores' time. Several
# share one copy of OpenMP, which reads this when the first of them is loaded and never again.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

__all__ = [
    "KINDS",
    "LANGUAGES",
    "Analysis",
    "Case",
    "Corpus",
    "Decision",
    "Explanation",
    "FileStore",
    "Known",
    "KnownTheme",
    "Options",
    "Passage",
    "Reading",
    "Share",
    "StageSpec",
    "ThemeFound",
    "Unit",
    "Vectors",
    "analyse",
    "analyse_by",
    "explain",
    "wilson",
]

_LATE = {
    "analyse": "analysis.pipeline",
    "analyse_by": "analysis.pipeline",
    "Reading": "analysis.units",
    "explain": "analysis.explaining",
    "Case": "analysis.explaining",
    "Explanation": "analysis.explaining",
    "FileStore": "analysis.vectors",
    "Vectors": "analysis.vectors",
}


def __getattr__(name: str) -> object:
    """Load what is heavy when it is asked for."""
    if name not in _LATE:
        raise AttributeError(f"The package analysis has no “{name}”.")
    return getattr(import_module(_LATE[name]), name)
