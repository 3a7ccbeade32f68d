"""A fresh study for each test."""

import pytest

from tests.service.findings.world import World


@pytest.fixture
def world(session):
    return World(session)
