import pytest
from hypothesis import settings

from analysis.corpus import StageSpec
from analysis.library import STAGES
from analysis.vectors import Vectors

# The first Thai text loads a dictionary, so a deadline would measure the machine.
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def vectors() -> Vectors:
    """One memory for all tests, so that each text is embedded once."""
    return Vectors()


@pytest.fixture(scope="session")
def stages() -> tuple[StageSpec, ...]:
    return tuple(StageSpec(key, key.title()) for key in STAGES)
