"""Problems as people go about them: translations counted by language, all else one by one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.building.editing import WHOLE
from surveys.problems import OUTDATED, UNTRANSLATED
from surveys.question_types import Problem


@dataclass(frozen=True)
class Mending:
    """How many translations are missing and out of date by language, and all other problems."""

    missing: Mapping[str, int]
    outdated: Mapping[str, int]
    others: tuple[Problem, ...]

    def owner(self, problem: Problem) -> str:
        """What the builder opens to put a problem right."""
        return problem.question or problem.section or WHOLE


def mending_of(problems: Sequence[Problem]) -> Mending:
    """Set problems apart."""
    translations = {UNTRANSLATED.message, OUTDATED.message}
    return Mending(
        Counter(each.language for each in problems if each.message == UNTRANSLATED.message),
        Counter(each.language for each in problems if each.message == OUTDATED.message),
        tuple(each for each in problems if each.message not in translations),
    )
