"""What every test runs under: the same random examples on every run, and no verdict by the clock."""

from __future__ import annotations

import pytest
import quickness
from hypothesis import settings

# A landing must be the same twice in a row; `make deep` looks for what is new.
settings.register_profile("landing", derandomize=True, deadline=None, database=None)
settings.register_profile("deep", deadline=None)
settings.load_profile("landing")


@pytest.fixture
def within(no_cover: None) -> quickness.Within:
    """Assert that some work takes at most so many seconds of CPU; counting lines would take as long again."""
    return quickness.within
