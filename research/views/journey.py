"""The journey a study stands on: stages, their order, touchpoints."""

import uuid
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.permissions import Action
from foundation.db import db
from foundation.errors import Conflict, Invalid
from foundation.web.pages import page
from research.forms import ModelForm, StageForm, TouchpointForm
from research.journey_presets import PRESETS, Model, read_model
from research.models.journey import JourneyModel, Stage
from research.models.study import Study
from research.services import journeys, studies
from research.views.saving import commit_or_tell, note, save, status

blueprint = Blueprint("journey", __name__, url_prefix="/studies/<slug>/journey")

_OTHER_LANGUAGES = ("th", "ko", "vi", "fa")


@blueprint.get("")
@requires(Action.SEE_JOURNEY)
def show(slug: str) -> str:
    """Show a version of the journey, the newest where none is named."""
    study = studies.find(db.session, slug)
    versions = journeys.list_versions(db.session, study)
    wanted = request.args.get("version", type=int)
    journey = next((each for each in versions if each.version == wanted), versions[0])
    return page("research/journey/show.html", study=study, journey=journey, versions=versions)


@blueprint.post("/order")
@requires(Action.EDIT_JOURNEY)
def order(slug: str) -> Response:
    """Put all stages in the order posted as `key`, one each."""
    study, journey = _newest(slug)
    keys = request.form.getlist("key")
    commit_or_tell(lambda: journeys.order_stages(db.session, journey, keys))
    return _back(study)


@blueprint.post("/version")
@requires(Action.EDIT_JOURNEY)
def new_version(slug: str) -> Response:
    """Copy the journey in force into a version that may be edited."""
    study = studies.find(db.session, slug)
    said = gettext("A new version is made. Edit it, then put it in force.")
    commit_or_tell(lambda: note("copy_journey", journeys.new_version(db.session, study)), said)
    return _back(study)


@blueprint.post("/publish")
@requires(Action.EDIT_JOURNEY)
def publish(slug: str) -> Response:
    """Put the newest version in force, in an opened study."""
    study = studies.find(db.session, slug)

    def act() -> None:
        if study.opened_at is None:
            raise Conflict("The journey comes into force when the study is opened.")
        note("publish_journey", journeys.publish(db.session, study))

    commit_or_tell(act, gettext("The new version is in force."))
    return _back(study)


@blueprint.route("/model", methods=["GET", "POST"])
@requires(Action.EDIT_JOURNEY)
def model(slug: str) -> tuple[str, int] | Response:
    """Begin again from another model: a shipped one, or a file of stages."""
    study, journey = _newest(slug)
    form = ModelForm(model=journey.preset or "own")

    def replace() -> None:
        journeys.install(db.session, study, _chosen_model(form))
        note("replace_journey", study)

    if save(form, replace):
        return _back(study)
    return page("research/journey/model.html", study=study, form=form), status(form)


def _chosen_model(form: ModelForm) -> Model:
    if form.model.data in PRESETS:
        return PRESETS[form.model.data]
    if not form.file.data:
        raise Invalid("file", "Choose a YAML file of stages.")
    try:
        found = read_model(form.file.data.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid("file", "The file is not UTF-8 text.") from error
    if isinstance(found, Model):
        return found
    raise Invalid("file", "%(problems)s", problems=" ".join(f"{each}" for each in found[:20]))


@blueprint.route("/stages/new", methods=["GET", "POST"])
@requires(Action.EDIT_JOURNEY)
def new_stage(slug: str) -> tuple[str, int] | Response:
    """Add a stage."""
    study, journey = _newest(slug)
    form = StageForm()
    if save(form, lambda: journeys.add_stage(db.session, journey, **_stage_values(form))):
        return _back(study)
    return page("research/journey/stage.html", study=study, form=form, stage=None), status(form)


@blueprint.route("/stages/<key>", methods=["GET", "POST"])
@requires(Action.EDIT_JOURNEY)
def stage(slug: str, key: str) -> tuple[str, int] | Response:
    """Change a stage."""
    study, found = _stage(slug, key)
    form = StageForm(data=_stage_data(found))
    if save(form, lambda: journeys.change_stage(db.session, found, **_stage_values(form))):
        return _back(study, key)
    return page("research/journey/stage.html", study=study, form=form, stage=found), status(form)


@blueprint.post("/stages/<key>/move")
@requires(Action.EDIT_JOURNEY)
def move_stage(slug: str, key: str) -> Response:
    """Move a stage by the number of places posted as `by`."""
    study, found = _stage(slug, key)
    by = request.form.get("by", 0, type=int)
    commit_or_tell(lambda: journeys.move_stage(db.session, found, found.position + by))
    return _back(study, key)


@blueprint.post("/stages/<key>/remove")
@requires(Action.EDIT_JOURNEY)
def remove_stage(slug: str, key: str) -> Response:
    """Remove a stage with its touchpoints."""
    study, found = _stage(slug, key)
    commit_or_tell(lambda: journeys.remove_stage(db.session, found))
    return _back(study)


@blueprint.route("/stages/<key>/touchpoints/new", methods=["GET", "POST"])
@requires(Action.EDIT_JOURNEY)
def new_touchpoint(slug: str, key: str) -> tuple[str, int] | Response:
    """Add a touchpoint."""
    study, found = _stage(slug, key)
    form = TouchpointForm()
    if save(form, lambda: journeys.add_touchpoint(db.session, found, **_values(form))):
        return _back(study, key)
    context = {"study": study, "form": form, "stage": found, "touchpoint": None}
    return page("research/journey/touchpoint.html", **context), status(form)


@blueprint.route("/stages/<key>/touchpoints/<uuid:point_id>", methods=["GET", "POST"])
@requires(Action.EDIT_JOURNEY)
def touchpoint(slug: str, key: str, point_id: uuid.UUID) -> tuple[str, int] | Response:
    """Change a touchpoint."""
    study, found = _stage(slug, key)
    point = journeys.find_touchpoint(found, point_id)
    form = TouchpointForm(obj=point)
    if save(form, lambda: journeys.change_touchpoint(db.session, point, **_values(form))):
        return _back(study, key)
    context = {"study": study, "form": form, "stage": found, "touchpoint": point}
    return page("research/journey/touchpoint.html", **context), status(form)


@blueprint.post("/stages/<key>/touchpoints/<uuid:point_id>/move")
@requires(Action.EDIT_JOURNEY)
def move_touchpoint(slug: str, key: str, point_id: uuid.UUID) -> Response:
    """Move a touchpoint by the number of places posted as `by`."""
    study, found = _stage(slug, key)
    point = journeys.find_touchpoint(found, point_id)
    by = request.form.get("by", 0, type=int)
    commit_or_tell(lambda: journeys.move_touchpoint(db.session, point, point.position + by))
    return _back(study, key)


@blueprint.post("/stages/<key>/touchpoints/<uuid:point_id>/remove")
@requires(Action.EDIT_JOURNEY)
def remove_touchpoint(slug: str, key: str, point_id: uuid.UUID) -> Response:
    """Remove a touchpoint."""
    study, found = _stage(slug, key)
    point = journeys.find_touchpoint(found, point_id)
    commit_or_tell(lambda: journeys.remove_touchpoint(db.session, point))
    return _back(study, key)


def _newest(slug: str) -> tuple[Study, JourneyModel]:
    study = studies.find(db.session, slug)
    return study, journeys.newest(db.session, study)


def _stage(slug: str, key: str) -> tuple[Study, Stage]:
    study, journey = _newest(slug)
    return study, journeys.find_stage(journey, key)


def _back(study: Study, key: str = "") -> Response:
    anchor = f"stage-{key}" if key else None
    return redirect(url_for("journey.show", slug=study.slug, _anchor=anchor), 303)


def _values(form: TouchpointForm) -> dict[str, Any]:
    return {name: value for name, value in form.data.items() if name != "csrf_token"}


def _stage_values(form: StageForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "description": form.description.data,
        "decision": form.decision.data,
        "outcomes": (form.outcomes.data or "").splitlines(),
        "seeds": (form.seeds.data or "").splitlines(),
        "names": {code: form[f"name_{code}"].data for code in _OTHER_LANGUAGES},
    }


def _stage_data(stage: Stage) -> dict[str, Any]:
    return {
        "name": stage.name,
        "description": stage.description,
        "decision": stage.decision,
        "outcomes": "\n".join(outcome["name"] for outcome in stage.outcomes),
        "seeds": "\n".join(stage.seeds),
        **{f"name_{code}": stage.names.get(code, "") for code in _OTHER_LANGUAGES},
    }
