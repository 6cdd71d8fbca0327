"""The fixtures of the page's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_disk import small
from web_cast import answer, answers, cast, signed_in, solved, workbook
from web_server import Server, running_server

__all__ = ["answer", "answers", "cast", "signed_in", "small", "solved", "workbook"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server as people start it."""
    with running_server(tmp_path / "data") as made:
        yield made
