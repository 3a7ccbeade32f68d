"""A study with its journey, ready for pages."""

import pytest

from research.journey_presets import preset
from research.services import journeys
from tests.factories.surveys import make_study


@pytest.fixture
def study(session):
    """An open study of the eight-stage journey."""
    study = make_study(session, languages=["en", "th"])
    journeys.install(session, study, preset("eight-stage"))
    return study
