"""The question bank: questions that ship or stand in the study's other questionnaires."""

from contextlib import suppress

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import db
from foundation.errors import DomainError
from foundation.web.display import explain
from foundation.web.locale import current_locale
from foundation.web.pages import page
from research.models.study import Study
from research.services import journeys, studies
from surveys.definition import Definition
from surveys.models.questionnaire import Questionnaire
from surveys.services import building, designing
from surveys.services.building import Place
from surveys.services.designing import Unreadable

blueprint = Blueprint("bank", __name__, url_prefix="/studies/<slug>/questionnaires/<key>/bank")


def _load(slug: str, key: str) -> tuple[Study, Questionnaire]:
    study = studies.find(db.session, slug)
    return study, designing.find(db.session, study, key)


@blueprint.get("/")
@requires(Action.EDIT_QUESTIONNAIRES)
def index(slug: str, key: str) -> str:
    """Questions to take over: of the questionnaires that ship, and of the study's own."""
    study, questionnaire = _load(slug, key)
    stages = journeys.newest(db.session, study).stages
    return page(
        "surveys/bank/index.html",
        study=study,
        questionnaire=questionnaire,
        draft=designing.draft_of(questionnaire),
        after=request.args.get("after", ""),
        sources=_sources(study, questionnaire),
        stages={stage.key: stage.name_in(current_locale()) for stage in stages},
    )


def _sources(study: Study, questionnaire: Questionnaire) -> dict[str, Definition]:
    own: dict[str, Definition] = {}
    for each in designing.list_questionnaires(db.session, study):
        with suppress(Unreadable):  # the list of questionnaires says so
            own |= {each.key: designing.draft_of(each)} if each.id != questionnaire.id else {}
    shipped = {
        f"shipped:{each}": designing.to_journey(db.session, study, designing.read_shipped(each))
        for each in designing.shipped_keys()
    }
    return own | shipped


@blueprint.post("/")
@requires(Action.EDIT_QUESTIONNAIRES)
def take(slug: str, key: str) -> Response:
    """Take the chosen questions over, in the order they stand."""
    study, questionnaire = _load(slug, key)
    sources, after = _sources(study, questionnaire), request.form.get("after", "")
    user = current_user()
    who = user.name if user else ""
    chosen = [each.partition("/") for each in request.form.getlist("question")]
    try:
        for source, _, name in chosen:
            if source in sources:
                place = Place(after, who)
                after = building.copy_question(
                    db.session, questionnaire, sources[source], name, place, study.languages
                )
    except DomainError as error:
        db.session.rollback()
        flash(explain(error), "pain")
        return redirect(url_for("bank.index", slug=slug, key=key), 303)
    if not chosen:
        flash(gettext("Choose at least one question."), "pain")
        return redirect(url_for("bank.index", slug=slug, key=key, after=after), 303)
    record(db.session, current_user(), "edit_question", questionnaire, {"question": after})
    db.session.commit()
    return redirect(url_for("builder.edit", slug=slug, key=key, name=after), 303)
