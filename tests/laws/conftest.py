"""The laws solve a thousand districts: counting the lines of that would take as long again, and finds nothing more."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def nothing_is_counted(no_cover: None) -> None:
    """Coverage is paused."""
