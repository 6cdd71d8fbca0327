"""The solver's process: it runs the pipeline on the files of one run, and tells how far it has come.

Run as `python -m scheduler.web.runs.solving FOLDER`, where job.json is. Progress goes out as lines of JSON; the word
"stop" on stdin asks for the best plan so far. When stdin ends, the worker is gone, and so is this process.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scheduler import pipeline
from scheduler.domain.instance import Instance
from scheduler.domain.person_lines import person_lines
from scheduler.domain.problem import InputProblems
from scheduler.domain.progress import Progress
from scheduler.domain.reader import Reader
from scheduler.domain.replan import Replan
from scheduler.domain.scenario import Ask
from scheduler.domain.score import Score
from scheduler.pipeline.replan import ReplanRequest, replan_files
from scheduler.web.runs.answering_why import answered
from scheduler.web.runs.comparing import compare

ANSWER = "answer.json"


def main() -> None:
    """Solve the job of the folder that is named, and leave `answer.json` there."""
    folder = Path(sys.argv[1])
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    stop = threading.Event()
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()
    try:
        kind = job.get("kind")
        if kind == "comparison":
            answer = compare(folder, job, _tell, stop)
        else:
            answer = answered(job, _tell, stop) if kind == "question" else solve(folder, job, stop)
    except InputProblems as refusal:
        answer = {"problems": [asdict(p) for p in refusal.problems]}
    (folder / f"{ANSWER}.part").write_text(json.dumps(answer), encoding="utf-8")
    (folder / f"{ANSWER}.part").replace(folder / ANSWER)


def solve(folder: Path, job: dict[str, Any], stop: threading.Event) -> dict[str, Any]:
    """Solve {"files": [paths], "sites": {path: site}, "seed": 0, "limit_seconds": 600, "site": ""}. The answer names
    the workbooks that it has written. Of a `site` alone, they are that site's and its coaches', and so is the score.

    Parameters
    ----------
    folder
        where the files are
    job
        what is asked, as JSON holds it
    stop
        ends it early when it is set
    """
    plan = folder / "plan.xlsx"
    options = {
        "seed": job["seed"],
        "time_limit": job["limit_seconds"],
        "on_step": lambda step: _tell({"step": step}),
        "progress": _tell_progress,
        "stop": stop,
        "of_sites": {Path(path): site for path, site in job["sites"].items()},
    }
    if job.get("keep"):
        going_on = ReplanRequest(Path(job["keep"]), job["from"])
        run = replan_files(job["files"], plan, going_on, **options)
    else:
        run = pipeline.solve_files(job["files"], plan, site=job["site"], **options)
    from scheduler.export.screens import screens_of

    reports = []
    for number, screens in enumerate(screens_of(run.instance, run.solution, [c.sentence for c in run.conflicts])):
        if screens.workbook:
            file = folder / f"report-{number}.xlsx"
            file.write_bytes(screens.workbook)
        else:
            file = plan
        about = {"reader": str(screens.reader), "label": screens.label, "file": file.name}
        reports.append(about | {"pages": {**screens.pages, **_more_pages(run, screens.reader)}})
    solution = run.solution
    return {
        "outcome": {
            "status": solution.status,
            "score": str(solution.score),
            "bound": str(solution.bound),
            "stopped": stop.is_set(),
            "seconds": round(run.seconds.all, 1),
            "sessions": len(solution.plan.sessions),
            "teachers": len({a.teacher for a in solution.plan.assignments if a.coach}),
            "coaches": len(run.instance.coaches),
            "covers": _covers(run.instance),
            "district": run.instance.settings.district,
        },
        "reports": reports,
    }


def _more_pages(run: pipeline.SolveRun, reader: Reader) -> dict[str, Any]:
    """What was understood of people's days, for the planner, and for a site's admin of that site; and for the planner
    alone what changes for whom, and what would help where Required falls short."""
    if reader.who not in ("planner", "site-admin"):
        return {}
    lines = [asdict(line) for line in person_lines(run.instance) if reader.sees_all or line.site == reader.id]
    pages: dict[str, Any] = {"states": {"lines": lines}}
    if not reader.sees_all:
        return pages
    if run.solution.replan is not None:
        pages["changes"] = _changes(run.instance, run.solution.replan)
    if run.fixes.fixes:
        fixes = [
            {"says": f.sentence, "text": f.text, "verified": f.verified, "changes": [_as_row(c) for c in f.changes]}
            for f in run.fixes.fixes
        ]
        pages["fixes"] = {"fixes": fixes, "note": run.fixes.note}
    return pages


def _as_row(ask: Ask) -> dict[str, str]:
    """A change as a row of the sheet Scenarios."""
    return {"change": ask.kind, "sheet": ask.sheet, "row": ask.row, "column": ask.column, "value": ask.value}


def _changes(instance: Instance, replan: Replan) -> dict[str, Any]:
    """What changes for whom since the plan that this one goes on from, with the reasons."""
    rows = []
    for t in replan.told:
        teacher, coach = instance.teachers.get(t.person), instance.coaches.get(t.person)
        known = teacher or coach
        site = teacher.site if teacher else coach.home if coach else ""
        rows.append({**asdict(t), "name": known.name if known else "", "site": site})
    change = replan.change
    return {
        "kept": replan.kept,
        "first": replan.first,
        "people": change.people,
        "sessions": change.sessions,
        "coaches": change.coaches,
        "releases": change.releases,
        "proven": change.value == change.bound,
        "rows": rows,
    }


def _covers(instance: Instance) -> dict[str, Any]:
    """For whom the plan is: the sites, and the coaches with the sites that each of them serves."""
    return {
        "sites": {s.id: s.name for s in instance.sites.values()},
        "coaches": {c.id: {"name": c.name, "sites": list(c.sites)} for c in instance.coaches.values()},
    }


def _tell_progress(state: Progress) -> None:
    _tell(
        {
            "step": "solve",
            "stage": state.stage,
            "sites": list(state.sites),
            "done": state.done,
            "parts": state.parts,
            "busy": state.busy,
            "score": _score(state.score),
            "bound": _score(state.bound),
        }
    )


def _score(score: Score | None) -> str | None:
    return None if score is None else str(score)


def _tell(state: dict[str, Any]) -> None:
    print(json.dumps(state), flush=True)


def _listen(stop: threading.Event) -> None:
    while words := os.read(0, 1024):  # not by sys.stdin: its lock would be held at the end of the process
        if b"stop" in words:
            stop.set()
    # The worker's end of the pipe is closed: nobody waits for this plan, nor for what the processes begun here make.
    if sys.platform != "win32" and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(3)


if __name__ == "__main__":
    main()
