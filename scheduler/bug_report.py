"""What is kept when a plan does not hold: everything that is needed to see the failure again, in one .zip."""

from __future__ import annotations

import json
import os
import platform
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from scheduler.domain.plan import Plan


def save(
    beside: Path, inputs: Sequence[Path], plan: Plan, findings: Sequence[str], options: Mapping[str, object]
) -> Path:
    """Save the inputs, the plan and a report into a .zip beside `beside`, and return its path.

    Parameters
    ----------
    beside
        the plan beside which the report is put
    inputs
        the input: workbooks, .csv files and folders
    plan
        the plan that does not hold
    findings
        what the audit says of it, in sentences
    options
        what the run was asked
    """
    path = beside.with_name(f"{beside.stem}.broken.zip")
    path.unlink(missing_ok=True)
    private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it holds the whole input
    with os.fdopen(private, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.txt", _report(inputs, findings, options))
        archive.writestr("plan.json", json.dumps(_plain(plan), indent=1))
        for number, source in enumerate(inputs, start=1):
            for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
                if file.is_file():
                    archive.write(file, f"inputs/{number}/{file.relative_to(source.parent)}")
    return path


def _plain(plan: Plan) -> dict[str, object]:
    return {
        "releases": dict(plan.releases),
        "assignments": [asdict(a) for a in plan.assignments],
        "sessions": [asdict(s) for s in plan.sessions],
        "reserved": [asdict(r) for r in plan.reserved],
    }


def _report(inputs: Sequence[Path], findings: Sequence[str], options: Mapping[str, object]) -> str:
    lines = [
        f"coaching-scheduler {version('coaching-scheduler')}, ortools {version('ortools')}, "
        f"Python {platform.python_version()}, {platform.platform()}",
        "inputs: " + ", ".join(p.name for p in inputs),
        *(f"{name}: {value}" for name, value in options.items()),
        "",
        *findings,
    ]
    return "\n".join(lines) + "\n"
