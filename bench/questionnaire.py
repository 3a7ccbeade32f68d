"""What a page of a long questionnaire with many rules costs, against a page of a short one.

    python -m bench.questionnaire

Both are answered in one run, through the real pages, by the test client on a fresh SQLite file:
150 questions with 100 rules (conditions, ways on, checks, values), and 5 questions with none. A
page is its answer posted and the next question read. The figure is the ratio of the processor time
of all pages of the long one's whole way to as many pages of the short one.
"""

import re
import secrets
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import create_app  # noqa: TID251  it opens the front door as a respondent does
from foundation.clock import now
from foundation.db import db
from foundation.machine import schema
from foundation.settings import Settings
from foundation.tokens import derive_token, hash_token
from research.models.organisation import Contact, Organisation
from research.models.study import Study
from surveys.definition import Definition, Section, Value
from surveys.models.invitation import Invitation
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion
from surveys.question_types import Check, Choice, Jump, Question
from surveys.rules import Expression, Rule

LONG, SHORT = 150, 5
RULES = 100
GOAL = 1.3
ROUNDS = 3
OPTIONS = tuple(
    Choice(each, each.title(), score=n) for n, each in enumerate(("some", "more", "all"))
)


def plain(count: int) -> Definition:
    """So many single choices in sections of ten, without a rule."""
    asked = [Question(f"q{n}", "single", f"Question {n}?", choices=OPTIONS) for n in range(count)]
    parts = [asked[at : at + 10] for at in range(0, count, 10)]
    sections = [Section(f"s{n}", f"Part {n}", tuple(part)) for n, part in enumerate(parts)]
    return Definition("bench", "Bench", segments=("current",), sections=tuple(sections))


def ruled(count: int, rules: int) -> Definition:
    """The same with so many rules; an answer of “some” everywhere leads past nothing."""
    definition = plain(count)
    values = tuple(
        Value(f"v{n}", Expression.from_text(f"score(q{n}) + score(q{n + 1}) * 2"))
        for n in range(10)
    )
    left = rules - len(values)
    sections = []
    for section in definition.sections:
        asked = []
        for question in section.questions:
            n = int(question.id[1:])
            is_ruled = n >= 20 and left > 0
            asked.append(with_rule(question, n) if is_ruled else question)
            left -= is_ruled
        sections.append(replace(section, questions=tuple(asked)))
    return replace(definition, sections=tuple(sections), values=values)


def with_rule(question: Question, n: int) -> Question:
    """A condition, a way on or a check, in turn."""
    if n % 3 == 0:
        text = f'q{n - 1} in ("some", "more") and (q{n - 7} == "some" or v{n % 10} > 4)'
        return replace(question, show_if=Rule.from_text(text))
    if n % 3 == 1:
        jump = Jump(Rule.from_text(f'q{n} == "all" and not q{n - 5} == "some"'), "end")
        return replace(question, go_to=(jump,))
    check = Check(Rule.from_text(f'q{n} == "some" or q{n - 3} != "some"'), "Mind it")
    return replace(question, checks=(check,))


def invite(definition: Definition, name: str, language: str = "en") -> str:
    """The token of a person's link to the questionnaire, in a study of its own."""
    study = Study(slug=name, title="Bench", firm="Firm", state="open", segments=["current"],
                  languages=list(definition.languages))  # fmt: skip
    db.session.add(study)
    db.session.flush()
    firm = Organisation(study_id=study.id, name="Client", name_key="client")
    whole = Questionnaire(study_id=study.id, key="bench", title="Bench", audience=["current"])
    person = Contact(organisation=firm, email="a@client.example", name="A", segment="current",
                     language=language)  # fmt: skip
    version = QuestionnaireVersion(
        questionnaire=whole, number=1, definition=definition.plain(),
        content_hash=definition.content_hash, published_at=now(),
    )  # fmt: skip
    token = derive_token(secrets.token_hex(), name)
    link = Invitation(contact=person, questionnaire=whole, token_hash=hash_token(token))
    db.session.add_all([version, link])
    db.session.commit()
    return token


def answer_all(browser: FlaskClient, token: str) -> tuple[int, float]:
    """Go the whole way; the number of pages, and the processor seconds they took."""
    here = browser.post(f"/r/{token}/").headers["Location"]
    browser.get(here)
    pages, start = 0, time.process_time()
    while here.rpartition("/")[2] != "done":
        question = here.rpartition("/")[2]
        here = browser.post(here, data={question: "some", "rev": "0"}).headers["Location"]
        browser.get(here)
        pages += 1
    return pages, time.process_time() - start


def measure(app: Flask) -> tuple[float, float]:
    """Milliseconds of processor time a page, of the long one and of the short one."""
    long, short = ruled(LONG, RULES), plain(SHORT)
    count = len(re.findall(r"show_if|'when'|'value':", str(long.plain())))
    print(f"{len(long.questions)} questions with {count} rules, {len(short.questions)} with none")
    spent = {True: 0.0, False: 0.0}
    pages = {True: 0, False: 0}
    for n in range(ROUNDS + 1):
        for is_long in (True, False):
            for again in range(1 if is_long else LONG // SHORT):
                with app.app_context():
                    token = invite(long if is_long else short, f"{n}-{is_long:d}-{again}")
                found, seconds = answer_all(app.test_client(), token)
                if n:  # the first round warms up
                    pages[is_long] += found
                    spent[is_long] += seconds
    return 1000 * spent[True] / pages[True], 1000 * spent[False] / pages[False]


def main() -> int:
    """Print the figure; the exit code is 1 where the goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            instance=Path(folder), queue_url="immediate:", mail_url="memory:",
            secret_key=secrets.token_hex(), testing=True,
        )  # fmt: skip
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            schema.upgrade(db.engine)
        long, short = measure(app)
        with app.app_context():
            db.engine.dispose()
    ratio = long / short
    print(
        f"{long:.2f} ms a page of the long one, {short:.2f} ms of the short one: {ratio:.2f} times"
    )
    print(f"goal: at most {GOAL} times, {'met' if ratio <= GOAL else 'missed'}")
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main())
