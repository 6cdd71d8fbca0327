"""On how many districts a law is tried: some by every `make test`, more by `make lands`, many by `make deep`."""

from __future__ import annotations

from typing import Any

import pytest


def amounts(test: Any, lands: Any, deep: Any) -> list[Any]:
    """The values of one parameter of a test, each with the command that runs it; a tuple is several parameters."""
    named = {"test": (test, ()), "lands": (lands, pytest.mark.lands), "deep": (deep, pytest.mark.deep)}
    return [
        pytest.param(*(value if isinstance(value, tuple) else (value,)), id=name, marks=marks)
        for name, (value, marks) in named.items()
    ]
