"""The answers of a study: what they add up to, the words, each response, and the export."""

import uuid
from dataclasses import replace
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import ngettext
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as Redirect

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import db
from foundation.errors import NotFound
from foundation.files.spreadsheets import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from foundation.web.display import num
from foundation.web.pages import page
from research.models.study import Study
from research.services import studies
from surveys.models.questionnaire import Questionnaire
from surveys.models.response import Response as Answered
from surveys.question_types import AnswerValue, Question
from surveys.services import designing, exporting, tallying, trying
from surveys.services.answers import erasing  # noqa: F401  registers what is erased with a person
from surveys.services.files import handing_in
from surveys.walking.piping import called

blueprint = Blueprint("answers", __name__, url_prefix="/studies/<slug>/answers")

RESPONSES_A_PAGE = 50


@blueprint.get("/")
@requires(Action.SEE_ANSWERS)
def index(slug: str) -> str:
    """Numbers, and every question summed up."""
    study = studies.find(db.session, slug)
    asking = [each for each in designing.list_questionnaires(db.session, study) if each.versions]
    chosen = _chosen(asking)
    return page(
        "surveys/answers/index.html",
        study=study,
        asking=asking,
        tests=trying.count_tests(db.session, study),
        tally=tallying.tally(db.session, study, chosen) if chosen else None,
        definition=_newest(chosen) if chosen else None,
    )


def _chosen(asking: list[Questionnaire]) -> Questionnaire | None:
    wish = request.args.get("questionnaire", "")
    return next((each for each in asking if each.key == wish), next(iter(asking), None))


def _newest(questionnaire: Questionnaire) -> object:
    return questionnaire.versions[-1].read()


@blueprint.get("/words/<key>/<question_id>")
@requires(Action.SEE_ANSWERS)
def words(slug: str, key: str, question_id: str) -> str:
    """Everything people wrote to one question."""
    study = studies.find(db.session, slug)
    questionnaire = designing.find(db.session, study, key)
    found = tallying.tally(db.session, study, questionnaire).questions
    one = next((each for each in found if each.question.id == question_id), None)
    if one is None:
        raise NotFound("The questionnaire has no question “%(id)s”.", id=question_id[:80])
    start, pages, number = _place(len(one.words))
    return page(
        "surveys/answers/words.html",
        study=study,
        questionnaire=questionnaire,
        one=one,
        shown=one.words[start : start + RESPONSES_A_PAGE],
        page=number,
        pages=pages,
    )


def _place(total: int) -> tuple[int, int, int]:
    """Where the page that is asked for begins, how many pages there are, and its number."""
    pages = max(1, -(-total // RESPONSES_A_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return (number - 1) * RESPONSES_A_PAGE, pages, number


@blueprint.get("/responses/")
@requires(Action.SEE_ANSWERS)
def responses(slug: str) -> str:
    """Every response with its state; test answers stand apart."""
    study = studies.find(db.session, slug)
    tests = list(trying.list_tests(db.session, study))
    counts = exporting.count_responses(db.session, study) | {"test": len(tests)}
    wish = request.args.get("state", "")
    state = wish if wish in counts else ""
    start, pages, number = _place(counts[state])
    most = RESPONSES_A_PAGE
    return page(
        "surveys/answers/responses.html",
        study=study,
        state=state,
        counts=counts,
        shown=tests[start : start + most]
        if state == "test"
        else exporting.newest_responses(db.session, study, state, start=start, most=most),
        page=number,
        pages=pages,
        total=counts[state],
    )


@blueprint.post("/tests/delete")
@requires(Action.EDIT_QUESTIONNAIRES)
def delete_tests(slug: str) -> Redirect:
    """Delete all test answers of the study."""
    study = studies.find(db.session, slug)
    n = trying.delete_tests(db.session, study)
    record(db.session, current_user(), "delete_tests", study, {"n": n})
    db.session.commit()
    said = ngettext("%(count)s test answer is deleted.", "%(count)s test answers are deleted.", n,
                    count=num(n))  # fmt: skip
    flash(said)
    return redirect(url_for("answers.responses", slug=slug), 303)


@blueprint.get("/responses/<uuid:response_id>")
@requires(Action.SEE_ANSWERS)
def response(slug: str, response_id: uuid.UUID) -> str:
    """One response, answer by answer."""
    study = studies.find(db.session, slug)
    found = db.session.get(Answered, response_id)
    if found is None or found.study_id != study.id:
        raise NotFound("There is no such response in this study.")
    return page(
        "surveys/answers/response.html", study=study, response=found, answers=_answers(found)
    )


@blueprint.get("/responses/<uuid:response_id>/files/<question_id>")
@requires(Action.SEE_ANSWERS)
def file(slug: str, response_id: uuid.UUID, question_id: str) -> Response:
    """A file that the respondent handed in, always to be saved and never to be shown or run."""
    study = studies.find(db.session, slug)
    found = db.session.get(Answered, response_id)
    if found is None:
        raise NotFound("There is no such response in this study.")
    handed = handing_in.find(db.session, study, found, question_id)
    record(db.session, current_user(), "download_file", study, {"question": question_id[:80]})
    db.session.commit()
    name = quote(handed.name, safe="")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(handed.data, content_type=handed.media_type, headers=headers)


def _answers(found: Answered) -> list[tuple[Question, AnswerValue]]:
    definition = found.version.read()
    stored = exporting.answers_by_response(db.session, [found])[found.id]
    given = exporting.counted(found, definition, stored)
    return [
        (replace(each, text=called(definition, each)), given[each.id])
        for each in definition.every
        if each.id in given
    ]


@blueprint.get("/export.csv")
@requires(Action.EXPORT_ANSWERS)
def export_csv(slug: str) -> Response:
    """All answers as CSV."""
    study = studies.find(db.session, slug)
    table = _export(study)
    return _file(study, write_csv(table.header, table.rows), "csv", CSV_TYPE)


@blueprint.get("/export.xlsx")
@requires(Action.EXPORT_ANSWERS)
def export_xlsx(slug: str) -> Response:
    """All answers as a workbook."""
    study = studies.find(db.session, slug)
    table = _export(study)
    return _file(study, write_xlsx(table.header, table.rows), "xlsx", XLSX_TYPE)


def _export(study: Study) -> exporting.Export:
    with_names = request.args.get("names") != "no"
    record(db.session, current_user(), "export_answers", study, {"names": with_names})
    db.session.commit()
    return exporting.export_answers(db.session, study, with_names=with_names)


def _file(study: Study, data: bytes, ending: str, content_type: str) -> Response:
    name = secure_filename(f"{study.slug}-answers.{ending}")
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(data, content_type=content_type, headers=headers)
