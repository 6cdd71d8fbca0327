"""What the tests of the five districts' phrases share: a small school, solved, as a person sees its plan."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from programmes.seen import Seen, see, write_school


@pytest.fixture
def school(tmp_path: Path) -> Callable[..., Seen]:
    """Solve a school that is given as sheets of text, and open its plan; as often as a test asks."""
    number = count(1)

    def solve(rules: str = "", **sheets: str) -> Seen:
        n = next(number)
        return see(write_school(tmp_path / f"school {n}", rules, **sheets), tmp_path / f"plan {n}.xlsx")

    return solve
