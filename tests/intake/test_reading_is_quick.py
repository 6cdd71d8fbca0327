"""A district's ten thousand rows are read in well under the time that anybody notices."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from quickness import Within
from workbooks import save, school

from scheduler.intake import read_instance


def test_ten_thousand_rows_are_checked_in_seconds(tmp_path: Path, within: Within) -> None:
    book = school()
    book["Teachers"] += [[f"X{n}", None, "LHS"] for n in range(333)]
    book["Master schedule"] = [
        ["teacher", "period", "days", "week", "course", "room", "grade", "kind", "priority", "note", "term", "seats"]
    ]
    book["Master schedule"] += [
        [f"X{n}", period, day, None, f"Course {n % 50}", f"R{n}", 9, "Teach", "Y", "-", "S1", 30]
        for n in range(333)
        for period in range(1, 7)
        for day in ("Mon", "Tue", "Wed", "Thu", "Fri")
    ]
    path = save(tmp_path / "big.xlsx", book)
    instance = within(3, lambda: read_instance([path]))
    assert instance.states["X332"][4].course == "Course 32"


def test_importing_the_room_does_not_import_openpyxl() -> None:
    code = "import sys, scheduler.intake; print('openpyxl' in sys.modules, 'rapidfuzz' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]
