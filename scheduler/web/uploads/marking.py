"""The process that marks the bad cells in a copy of somebody's workbook, when they ask for it.

Run as `python -m scheduler.web.uploads.marking FOLDER`, where job.json is: {"file": path, "problems": [as the reader
told them], "titles": {sheet of the contract: its title in the file}}. It leaves marked.xlsx there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scheduler.web.kept_problems import kept_problem
from scheduler.web.uploads.process import job_within_limits

MARKED = "marked.xlsx"


def main() -> None:
    """Mark the workbook of the job, within this process's means."""
    mark(*job_within_limits())


def mark(folder: Path, job: dict[str, Any]) -> None:
    """Leave a copy of the workbook in the folder with its problems marked and listed."""
    from scheduler.export.annotate import annotated_copy

    problems = [kept_problem(p) for p in job["problems"]]
    copy = annotated_copy(Path(job["file"]).read_bytes(), problems, job["titles"])
    (folder / MARKED).write_bytes(copy)


if __name__ == "__main__":
    main()
