"""Quotas and assessments of LimeSurvey."""

from itertools import groupby

from surveys.exchange.conditions.tree import Literal, Node, Ref, call, every
from surveys.exchange.drafting.draft import Limit, Pending, filled
from surveys.exchange.limesurvey.survey import LsQuestion, LsQuota, LsSurvey
from surveys.exchange.report import NOWHERE, Losses, shown
from surveys.question_types import Problem

_OF_ROWS = {"A", "B", "F", "H", "C", "E", "1", ":", ";"}


def quotas_of(survey: LsSurvey, losses: Losses) -> list[Limit]:
    """The quotas that ours can hold; the others are told of."""
    found = [_quota(quota, losses) for quota in survey.quotas]
    said = {text for quota in survey.quotas for text in quota.said.values() if text.strip()}
    if said:
        losses.changed(
            Problem(
                "Whom a quota has no room for reads words of ours instead: %(text)s",
                params={"text": shown(" / ".join(sorted(said)))},
            ),
            "quota messages",
            NOWHERE,
        )
    return [each for each in found if each is not None]


def _quota(quota: LsQuota, losses: Losses) -> Limit | None:
    most = int(quota.most) if quota.most.isdigit() else 0
    if not quota.is_active or not quota.members or most < 1:
        why = _why_not(quota)
        losses.left_out(why, quota.name, NOWHERE)
        return None
    if quota.url:
        losses.left_out(
            Problem("Nobody is sent on to an address: %(url)s", params={"url": shown(quota.url)}),
            quota.name,
            NOWHERE,
        )
    by_question = groupby(
        sorted(quota.members, key=lambda member: member[0].code), key=lambda member: member[0].code
    )
    nodes = [_any([_member(*member) for member in same]) for _code, same in by_question]
    source = ", ".join(f"{question.code} = {code}" for question, code in quota.members)
    return Limit(quota.name, Pending(quota.name, NOWHERE, source, every(nodes)), most)


def _why_not(quota: LsQuota) -> Problem:
    if not quota.is_active:
        return Problem("The quota is switched off there, so it is left out")
    if not quota.members:
        return Problem("The quota names no answer, so it is left out")
    return Problem(
        "The quota takes nobody (its limit is %(limit)s), so it is left out: end the way of these"
        " people by a jump",
        params={"limit": quota.most or "0"},
    )


def _member(question: LsQuestion, code: str) -> Node:
    if question.type in {"M", "P"}:
        return call("==", Ref(f"{question.code}_{code}"), Literal("Y"))
    row, dash, value = code.partition("-")
    if dash and question.type in _OF_ROWS:
        return call("==", Ref(f"{question.code}_{row}"), Literal(value))
    return call("==", Ref(question.code), Literal(code))


def _any(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else call("or", *nodes)


def tell_of_assessments(survey: LsSurvey, losses: Losses) -> None:
    """Scores of options are carried over; what is said for their sums is not."""
    for each in survey.assessments:
        losses.left_out(
            Problem(
                "The words for a score of %(minimum)s to %(maximum)s are left out: %(text)s",
                params={
                    "minimum": each.minimum,
                    "maximum": each.maximum,
                    "text": shown(next(iter(filled(each.said).values()), each.name)),
                },
            ),
            each.name or "assessments",
            NOWHERE,
        )
