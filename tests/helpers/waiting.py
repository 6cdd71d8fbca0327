"""Waiting for what another process does: by looking, never by sleeping for so long, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(happens: Callable[[], bool], seconds: float = 300, look_every: float = 0.02) -> None:
    """Look until something happens; an assertion where it does not. The seconds are for a busy machine: be generous."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, f"it did not happen within {seconds} seconds"
        time.sleep(look_every)
