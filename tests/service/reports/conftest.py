"""A study with enough voices to report on."""

import pytest

from tests.service.reports.clients import Clients


@pytest.fixture
def clients(session) -> Clients:
    """A fresh study for each test."""
    return Clients(session)
