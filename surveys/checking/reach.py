"""Questions nobody reaches and checks nobody meets, found by trying answers.

First people are tried at random, which reaches nearly everything at once. What they miss is tried
in all combinations of the answers that its rules can tell apart, as long as these are few enough;
where they are not, or where a rule calculates, nothing is claimed.
"""

import itertools
import math
import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from surveys.definition import SEGMENTS, Definition
from surveys.question_types import AnswerValue, Problem, Question, kind
from surveys.rules import Formula, Reference, make, references
from surveys.walking.guesses import guesses, literals_of
from surveys.walking.plan import Plan
from surveys.walking.walk import Respondent, walk

PEOPLE = 60
MOST_COMBINATIONS = 2000
MOST_QUESTIONS = 11
"""Of more there are too many combinations, even with two answers each."""
MOST_WALKS = 4000
"""So many walks are spent on all questions together, since people wait for the answer."""
_CALCULATES = frozenset({"+", "-", "*", "/", "sum", "min", "max", "round", "score", "if", "count"})
Options = Mapping[str, list[AnswerValue | None]]


def problems_of_reach(definition: Definition) -> Iterator[Problem]:
    """Every question that nobody reaches, and every check that nobody meets."""
    if not any(_has_logic(question) for question in definition.questions) and not any(
        section.show_if or section.loop for section in definition.sections
    ):
        return
    literals = literals_of(definition)
    options = {each.id: guesses(each, literals) for each in definition.questions}
    missed = _missed(definition, options)
    left = MOST_WALKS
    for question in missed:
        names = _matters(definition, options, question)
        count = _count(definition, options, question, names)
        if names is None or count > min(MOST_COMBINATIONS, left):
            continue
        left -= count
        if not _is_reached(definition, options, question, names):
            yield Problem(
                "Nobody can reach this question: its conditions never hold together, or every way"
                " leads past it",
                definition.section_of(question).id,
                question.id,
            )
    yield from _of_checks(definition, options)


def _has_logic(question: Question) -> bool:
    return bool(question.show_if or question.go_to or question.checks)


def _missed(definition: Definition, options: Options) -> list[Question]:
    """The questions that people who answer at random do not come to."""
    chance = random.Random(0)  # noqa: S311  for trying out, not for secrets
    segments = definition.segments or SEGMENTS
    left = {each.id for each in definition.questions}
    for n in range(PEOPLE):
        who = Respondent(segments[n % len(segments)], chance.choice(definition.languages))
        answers = {
            each.id: answer
            for each in definition.every
            if (answer := chance.choice(options[each.id.partition("@")[0]])) is not None
        }
        left -= {each.partition("@")[0] for each in walk(definition, answers, who).ids}
        if not left:
            break
    return [each for each in definition.questions if each.id in left]


def _count(
    definition: Definition, options: Options, question: Question, names: list[str] | None
) -> int:
    """How many walks all combinations take."""
    segments = question.audience or definition.segments or SEGMENTS
    choices = [len(options[name]) for name in names or ()]
    return len(segments) * len(definition.languages) * math.prod(choices)


def _is_reached(
    definition: Definition, options: Options, question: Question, names: list[str]
) -> bool:
    """Try all combinations of answers to the questions that matter."""
    segments = question.audience or definition.segments or SEGMENTS
    choices = [options[name] for name in names]
    people = [Respondent(*who) for who in itertools.product(segments, definition.languages)]
    for given in itertools.product(*choices):
        answers = {name: each for name, each in zip(names, given, strict=True) if each is not None}
        everywhere = _everywhere(definition, answers)
        for who in people:
            ids = walk(definition, everywhere, who).ids
            if any(each.partition("@")[0] == question.id for each in ids):
                return True
    return False


def _everywhere(
    definition: Definition, answers: Mapping[str, AnswerValue]
) -> dict[str, AnswerValue]:
    """The same answer in every repetition."""
    bases = ((each.id, each.id.partition("@")[0]) for each in definition.every)
    return {name: answers[base] for name, base in bases if base in answers}


def _matters(definition: Definition, options: Options, question: Question) -> list[str] | None:
    """The questions whose answers decide about this one; None where a rule calculates,
    or where they are too many."""
    plan, order = definition.derived(Plan), [each.id for each in definition.questions]
    found: set[str] = set()
    ahead = [question.id]
    while ahead:
        name = ahead.pop()
        asked = definition.question(name)
        if asked is None:
            continue
        rules = _rules_before(definition, asked, order)
        if any(_calculates(rule.tree) for rule in rules):
            return None
        if any(_is_beyond_guessing(definition, options, each) for each in _references(rules)):
            return None
        driver = definition.section_of(asked).loop
        looks = {
            *itertools.chain(*(plan.looks_of(rule) for rule in rules)),
            *filter(None, [driver]),
        }
        fresh = {each for each in looks if each in order} - found
        found |= fresh
        if len(found) > MOST_QUESTIONS:
            return None
        ahead += fresh
    return sorted(found)


def _references(rules: Iterable[Formula]) -> Iterator[Reference]:
    return itertools.chain.from_iterable(references(rule.tree) for rule in rules)


def _is_beyond_guessing(definition: Definition, options: Options, reference: Reference) -> bool:
    """Say whether a rule looks at a part of an answer whose values can't be listed."""
    target = definition.question(reference.question)
    if target is None:
        return False
    if options[target.id.partition("@")[0]] == [None]:
        return True
    return bool(reference.row and not target.rows and target.type != "date_range")


def _rules_before(definition: Definition, asked: Question, order: list[str]) -> list[Formula]:
    """The rules that decide whether a question is come to."""
    section, at = definition.section_of(asked), order.index(asked.id)
    own = [rule for rule in (asked.show_if, section.show_if) if rule]
    jumps = [jump.when for each in definition.questions[:at] for jump in each.go_to]
    return [*own, *jumps]


def _calculates(tree: Any) -> bool:
    return any(key in _CALCULATES for node in _nodes(tree) for key in node)


def _nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Every operation and source of a tree."""
    if isinstance(tree, Mapping):
        yield tree
    inside = tree.values() if isinstance(tree, Mapping) else tree
    for each in inside if not isinstance(inside, str | int | float) and inside else ():
        if isinstance(each, Mapping | list):
            yield from _nodes(each)


def _of_checks(definition: Definition, options: Options) -> Iterator[Problem]:
    plan = definition.derived(Plan)
    for question in definition.questions:
        for number, check in enumerate(question.checks, 1):
            if _calculates(check.when.tree) or _holds_somewhere(plan, options, check.when):
                continue
            yield Problem(
                "No answers can ever meet this check",
                definition.section_of(question).id,
                question.id,
                part=f"checks {number}",
            )


def _holds_somewhere(plan: Plan, options: Options, rule: Formula) -> bool:
    """Say whether some answers meet the rule, or whether they are too many to try."""
    names = sorted(name for name in plan.looks_of(rule) if name in options)
    choices = [options[name] for name in names]
    if math.prod(map(len, choices)) > MOST_COMBINATIONS:
        return True
    made = make(rule.tree, plan.names)
    for given in itertools.product(*choices):
        known = dict(zip(names, given, strict=True))

        def look(name: str, row: str | None, known: Any = known) -> Any:
            question = plan.definition.question(name.partition("@")[0])
            answer = known.get(name.partition("@")[0])
            if question is None or answer is None:
                return None
            return kind(question).operand(question, answer, row)

        if made(look):
            return True
    # A word about the person may be anything.
    return any(node.get("source") == "metadata" for node in _nodes(rule.tree))
