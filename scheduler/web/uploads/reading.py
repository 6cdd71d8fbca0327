"""The reader's process: it reads one person's files, says what it understood, and is gone.

A file that was made to do harm harms this process, within its limits of memory and time, and not the server. Run as
`python -m scheduler.web.uploads.reading`, with the job as JSON on stdin; the answer is JSON on stdout.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

MOST_MEMORY_BYTES = 2**30 + 2**29
MOST_CPU_SECONDS = 30
MOST_PROBLEMS = 2_000  # kept; the counts are of all


def main() -> None:
    """Read the files of the job: {"files": [paths], "own": name of the file that was uploaded}."""
    _limit()
    job = json.loads(sys.stdin.read())
    json.dump(read([Path(p) for p in job["files"]], job["own"]), sys.stdout)


def read(files: Sequence[Path], own: str) -> dict[str, Any]:
    """What was understood of the files, as plain data; sheets and the marked copy are of the file named `own`."""
    from scheduler import pipeline

    found = pipeline.understand(*files)
    problems = pipeline.check(*files)  # of the scenarios in the files, too
    sheets = [asdict(s) for s in found.sheets if _is_of(s.file, own)]
    return {
        "sheets": sheets,
        "problems": [asdict(p) for p in problems[:MOST_PROBLEMS]],
        "problems_in_all": len(problems),
        "extent": _extent(found),
        "annotated": _annotated(files, own, found, problems),
    }


def _is_of(file: str, own: str) -> bool:
    return file == own or file.startswith(f"{own}/")


def _extent(found: Any) -> dict[str, Any]:
    """What the input comes to, where it has no error."""
    instance = found.instance
    if instance is None:
        return {}
    programs = instance.programs
    return {
        "district": instance.settings.district,
        "school_year": instance.settings.school_year,
        "sites": {s.id: s.name for s in instance.sites.values()},
        "coaches": {c.id: c.name for c in instance.coaches.values()},
        "teachers": len(instance.teachers),
        "enrolments": len(instance.enrolments),
        "cycles": instance.settings.cycles,
        "weeks": instance.settings.weeks,
        "sessions": sum(
            programs[e.program].cycles * s.count for e in instance.enrolments for s in programs[e.program].sessions
        ),
    }


def _annotated(files: Sequence[Path], own: str, found: Any, problems: Sequence[Any]) -> str | None:
    """The marked copy, in base64; None where nothing is wrong, or where the file is no workbook that can be read."""
    path = next(p for p in files if p.name == own)
    sheets = [s for s in found.sheets if s.file == own]
    mine = [p for p in problems if p.file == own and p.level != "note"]
    if path.suffix.casefold() not in (".xlsx", ".xlsm") or not mine or not sheets:
        return None
    from scheduler.export.annotate import annotated_copy

    copy = annotated_copy(path.read_bytes(), mine, {s.sheet: s.title for s in sheets})
    return base64.b64encode(copy).decode("ascii")


def _limit() -> None:
    """Keep this process within its means, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))


if __name__ == "__main__":
    main()
