"""The problems of an input as the pages keep them: those of versions before, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scheduler.domain.problem import Problem


def fix_of(kept: Mapping[str, Any]) -> str:
    """What to do about a problem, as a page keeps it: until November 2026 the key was `mend`."""
    return str(kept["fix"] if "fix" in kept else kept["mend"])


def kept_problem(kept: Mapping[str, Any]) -> Problem:
    """A problem as it was before a page kept it."""
    plain = {name: value for name, value in kept.items() if name not in ("fix", "mend")}
    return Problem(**plain, fix=fix_of(kept))
