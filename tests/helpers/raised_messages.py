"""Which messages of the catalogue are raised by which file of tests, and that they still are.

`tests/messages/raised.json` has the table. When the last test of a file has run, `tests/conftest.py` asks here whether
all that the file is listed for was put into words; a run of some of its tests alone proves nothing and asks nothing.
Write the table anew after new tests, with everything in one process:

    RAISED_MESSAGES=write .venv/bin/python -m pytest -n 0 tests/messages tests/intake tests/scenarios tests/pipeline ...
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from scheduler.domain.message import Message
from scheduler.messages import CATALOGUE

TABLE = Path(__file__).parents[1] / "messages" / "raised.json"
_NAMES = {id(message): name for name, message in CATALOGUE.items()}


def listed() -> dict[str, list[str]]:
    """The messages that each file of tests raises, by its path from the root."""
    table: dict[str, list[str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


def told(message: Message) -> str:
    """The name of a message in the catalogue, "" of one that a test made."""
    return _NAMES.get(id(message), "")


class Recorder:
    """The messages put into words while the tests of each file run."""

    def __init__(self) -> None:
        self.file = ""
        self.by_file: dict[str, set[str]] = defaultdict(set)
        self.passed: dict[str, set[str]] = defaultdict(set)

    def heard(self, message: Message) -> None:
        """Note a message that was put into words."""
        if self.file and (name := told(message)):
            self.by_file[self.file].add(name)

    def missing(self, file: str, every: set[str]) -> list[str]:
        """What a file is listed for and did not raise, once all of its tests have passed."""
        return sorted(set(listed().get(file, ())) - self.by_file[file]) if self.passed[file] >= every else []

    def write(self) -> None:
        """Write the table: of each message the first files that raise it."""
        known = {file: set(names) for file, names in listed().items()} if TABLE.is_file() else {}
        known |= {file: set(names) for file, names in self.by_file.items() if names}
        TABLE.write_text(json.dumps(fewest(known), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def fewest(known: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Each message under one file: the one that raises the fewest of those that do, so that its own tests count."""
    kept: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set().union(*known.values())):
        kept[min((f for f in known if name in known[f]), key=lambda f: (len(known[f]), f))].append(name)
    return dict(kept)
