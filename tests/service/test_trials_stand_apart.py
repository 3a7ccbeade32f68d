"""Whatever is answered by a test link stands in no figure, export, theme, quota or report."""

import ast
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from findings.gathering import gather
from findings.services import browsing, strength, voices
from foundation.clock import now
from reports import services as reports
from surveys.definition import Quota
from surveys.models.response import Answer, QuotaPlace, Response
from surveys.question_types import AnswerValue
from surveys.rules import Rule
from surveys.services import (
    answering,
    building,
    designing,
    exporting,
    importing,
    inviting,
    quotas,
    steps,
    tallying,
    trying,
)
from tests.contracts.test_style import FILES, ROOT
from tests.factories.surveys import publish_version
from tests.service.findings.machine import run
from tests.service.findings.world import GRID, HARD, START
from tests.service.reports.clients import WORDS, Clients
from tests.unit.surveys.definitions import YEARS, questionnaire, shown_if

ASKED = replace(
    questionnaire(GRID, shown_if(HARD, "work.time < 3"), START, segments=("current",)),
    id="current",
    quotas=(Quota("slow", Rule.from_text("work.time < 3"), 99),),
)
DRAFT = replace(ASKED, sections=(replace(ASKED.sections[0], questions=(GRID, HARD, YEARS)),))
SAID = {"work": AnswerValue({"time": 1, "budget": 2, "begin": 3}), "hard": AnswerValue(text=WORDS)}
TOLD = "We never know who is on our file"
KEYS = {"secret": "tests only", "by": "Robin"}

#: Where responses and answers are looked up, and why a test response does not come in there.
LOOKED_UP = {
    # Leave test responses out, as the whole test below shows.
    "findings/gathering.py": {"_responses", "_answers_by_response"},
    "findings/services/voices.py": {"joined", "segment_of", "VOICE_COLUMNS"},
    "findings/services/strength.py": {"_SPEAKERS"},
    "findings/services/browsing.py": {"_conditions"},
    "reports/services.py": {"_heard_since"},
    "surveys/services/exporting.py": {
        "list_responses", "answers_by_response", "_responses", "count_responses", "_STATES",
        "newest_responses",
    },
    "surveys/services/tallying.py": {"count_inside"},
    "surveys/services/inviting.py": {"_responses"},
    "surveys/services/steps.py": {"answers_step"},
    "surveys/services/quotas.py": {"take_places", "_taken", "recount", "_submitted"},
    # Counts those who answered, whom a deleted questionnaire would take along.
    "surveys/services/designing.py": {"delete"},
    # Look for imported ones, which are never tests.
    "surveys/services/importing.py": {"import_answers", "_imported"},
    # A respondent's own one, or one that somebody opens by its address.
    "surveys/services/answering.py": {"_visit", "kept", "_row"},
    "surveys/services/answers/following.py": {"_move"},
    # Of one person, whom no test response is of.
    "surveys/services/answers/erasing.py": {"erase_answers", "_make_nobodys"},
    "surveys/views/answers.py": {"response", "file"},
    # Look for test responses on purpose.
    "surveys/services/trying.py": {
        "_mine", "_is_test", "list_tests", "count_tests", "delete_tests",
    },
    "surveys/models/response.py": {"stands_in_results"},
}  # fmt: skip


@pytest.fixture
def clients(session):
    """Six people who answered, one who was only asked, a report of them, and a published rule."""
    clients = Clients(session)
    clients.study.languages = ["en"]
    clients.study.segments = ["current"]
    for answer in clients.said(None, 6):
        clients.rate(answer.response, time=2, budget=4)
        clients.invite(answer.response.contact)
    whole = clients.version.questionnaire
    whole.draft, whole.audience = DRAFT.plain(), ["current"]
    publish_version(session, whole, ASKED, at=now())
    answered = clients.response(version=whole.versions[-1])
    for name, value in SAID.items():
        clients.answer(value.text, name, answered, value=value.value)
    clients.invite(clients.contact())
    quotas.recount(session, whole, ASKED)
    run(clients, {})
    report = reports.order(session, clients.study, actor=None)
    reports.draw_up(session, report)
    reports.finish(session, report, pdf=b"%PDF", pages=1)
    report.frozen_at = now()
    return clients


def everything(clients) -> dict[str, object]:
    """Whatever the product counts, lists, exports or writes from answers."""
    session, study = clients.session, clients.study
    whole = clients.version.questionnaire
    session.flush()
    session.expire_all()
    run(clients, {})
    export = exporting.export_answers(session, study, with_names=True)
    people = inviting.list_people(session, study)
    question = ASKED.question("hard")
    units, total = browsing.list_units(session, study.id, browsing.Wanted(), offset=0, limit=99)
    return {
        "export": (export.header, list(export.rows)),
        "figures": figures(tallying.tally(session, study, whole)),
        "response rate": inviting.response_by_segment(people),
        "people": [(each.contact.email, each.state) for each in people],
        "overview": [
            repr(step(session, study))
            for step in (steps.questionnaires_step, steps.invitations_step, steps.answers_step)
        ],
        "places": sorted(session.execute(select(QuotaPlace.quota, QuotaPlace.response_id)).all()),
        "submitted": len(list(quotas._submitted(session, whole))),
        "met by": building.reach(session, study, DRAFT, question),
        "imported": importing._imported(session, study),
        "newest": designing.newest_version(session, whole).number,
        "passages": gather(session, study).fingerprint,
        "evidence": (sorted(each.voice.text for each in units), total),
        "unsorted": voices.count_unsorted(session, study.id),
        "heard": len(strength.hearings(session, study.id, ())),
        "report": repr(clients.document()),
    }


def figures(tally: tallying.Tally) -> object:
    """The figures of the answers page, with the words under each question."""
    questions = [
        (one.question.id, one.asked, one.summary, [each.answer for each in one.words])
        for one in tally.questions
    ]
    return tally.complete, tally.partial, tally.imported, questions


def try_out(clients, version: str, **given: AnswerValue) -> Response:
    """Go the whole way by a test link."""
    session, whole = clients.session, clients.version.questionnaire
    wish = {"version": version, "segment": "current", "language": "en"}
    trial = trying.make(session, whole, wish=wish, **KEYS)
    token = trying.link(trial, secret="tests only", public_url="").split("/")[2]
    visit = trying.open_to_write(session, token, {})
    visit = answering.begin(session, visit, language="en")
    for name, value in given.items():
        question = visit.definition.question(name)
        visit = answering.record(session, visit, question, value, rev=0)
    assert visit.is_full or answering.submit(session, visit)
    return visit.response


def test_nothing_counts_what_a_test_link_brings(clients):
    before = everything(clients)
    for _ in range(2):
        new = {"time": 1, "budget": 1, "begin": 1}
        try_out(clients, "2", work=AnswerValue(new), hard=AnswerValue(text=TOLD))
        try_out(clients, "0", work=AnswerValue(new), hard=AnswerValue(text=TOLD),
                years=AnswerValue(7))  # fmt: skip
    quotas.recount(clients.session, clients.version.questionnaire, ASKED)
    after = everything(clients)
    assert [name for name in before if before[name] != after[name]] == []
    assert reports.order(clients.session, clients.study, actor=None)  # nobody new was heard
    assert trying.count_tests(clients.session, clients.study) == 4


def test_the_same_answers_by_a_personal_link_do_count(clients):
    before = everything(clients)
    response = try_out(clients, "2", work=SAID["work"], hard=AnswerValue(text=TOLD))
    response.is_test = False
    response.contact = clients.contact("Newcomer")
    clients.invite(response.contact)
    quotas.recount(clients.session, clients.version.questionnaire, ASKED)
    after = everything(clients)
    alike = {name for name in before if before[name] == after[name]}
    assert alike == {"imported", "newest"}


def test_deleting_the_tests_leaves_the_answers(clients):
    before = everything(clients)
    try_out(clients, "0", years=AnswerValue(7))
    session = clients.session
    assert trying.delete_tests(session, clients.study) == 1
    assert session.scalars(select(Response).where(Response.is_test)).all() == []
    assert session.scalars(select(Answer).where(Answer.question_id == "years")).all() == []
    assert everything(clients) == before


def test_every_look_up_of_answers_is_accounted_for():
    found: dict[str, set[str]] = {}
    for path in FILES:
        for name in look_ups(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(path.relative_to(ROOT).as_posix(), set()).add(name)
    assert {
        path: names for path, names in found.items() if names - LOOKED_UP.get(path, set())
    } == {}
    assert {
        path: names for path, names in LOOKED_UP.items() if names - found.get(path, set())
    } == {}


def look_ups(tree: ast.Module) -> Iterator[str]:
    """The functions and names of a module that speak of the tables of answers in a query."""
    tables = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "surveys.models.response"
        for alias in node.names
        if alias.name in {"Response", "Answer", "QuotaPlace"}
    }
    own = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    for part in tree.body:
        if isinstance(part, ast.FunctionDef):
            body, names = part.body, [part.name]
        elif isinstance(part, (ast.Assign, ast.AnnAssign)):
            targets = part.targets if isinstance(part, ast.Assign) else [part.target]
            body, names = [part], [one.id for one in targets if isinstance(one, ast.Name)]
        else:
            continue
        if any(
            _asks(node, tables | (own & {"Response"})) for one in body for node in ast.walk(one)
        ):
            yield from names


def _asks(node: ast.AST, tables: set[str]) -> bool:
    """A column of a table, or a table handed to a statement."""
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id in tables
    arguments = node.args if isinstance(node, ast.Call) else []
    return any(isinstance(each, ast.Name) and each.id in tables for each in arguments)
