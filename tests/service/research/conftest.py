"""A study to work on."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from research.journey_presets import PRESETS
from research.models.study import Study
from research.services import studies
from research.study_file import StudyPlan

MakeStudy = Callable[..., Study]


@pytest.fixture
def make_study(session: Session) -> MakeStudy:
    """Make a study; keyword arguments are those of StudyPlan, and `model`."""

    def make(model: str = "four-stage", **values: object) -> Study:
        plan = StudyPlan(**{"title": "What clients say", "firm": "Halden & Marsh", **values})
        return studies.create(session, plan, PRESETS[model])

    return make


@pytest.fixture
def study(make_study: MakeStudy) -> Study:
    """A draft study of four stages."""
    return make_study()
