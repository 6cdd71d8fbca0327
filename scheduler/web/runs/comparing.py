"""The solver's process, where scenarios are compared: what it tells as they are finished, and what each reader gets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduler.domain.comparison import Comparison, Outcome, ScenarioFigures
    from scheduler.scenarios.compare import CompareRun, Request, Watcher

Tell = Callable[[dict[str, Any]], None]


def compare(folder: Path, job: dict[str, Any], tell: Tell, stop: threading.Event) -> dict[str, Any]:
    """Set the scenarios of the job side by side: those made in the page, workbooks, and (`sheet_too`) the files' own.

    The answer names the comparison of each reader who has a part in it, and the plans of its scenarios.

    Parameters
    ----------
    folder
        where the files are
    job
        what is asked, as JSON holds it
    tell
        hears how far it has come
    stop
        ends it early when it is set
    """
    from scheduler.scenarios.compare import compare_files

    run = compare_files(_request(folder, job), watcher=_watcher(tell), stop=stop)
    found = run.comparison
    return {
        "outcome": {
            "status": "compared",
            "stopped": stop.is_set(),
            "seconds": round(run.seconds, 1),
            "scenarios": [e.name for e in found.entries],
            "cheapest": found.cheapest,
            "district": found.district,
        },
        "reports": list(_reports(folder, run, job["site"])),
    }


def _request(folder: Path, job: dict[str, Any]) -> Request:
    from scheduler.domain.scenario import Ask
    from scheduler.scenarios.compare import Request

    return Request(
        inputs=tuple(Path(f) for f in job["files"]),
        output=folder / "comparison.xlsx",
        sheet_too=job["sheet_too"],
        made=tuple(
            (s["name"], tuple(Ask(c["change"], c["sheet"], c["row"], c["column"], c["value"]) for c in s["changes"]))
            for s in job["scenarios"]
            if "changes" in s
        ),
        workbooks=tuple((s["name"], Path(s["file"])) for s in job["scenarios"] if "file" in s),
        seed=job["seed"],
        time_limit=job["limit_seconds"],
        scenario_limit=job["scenario_seconds"],
        site=job["site"],
        of_sites={
            Path(path): site
            for sites in (job["sites"], *(s["sites"] for s in job["scenarios"] if "file" in s))
            for path, site in sites.items()
        },
    )


# ---- what is told while it runs


def _watcher(tell: Tell) -> Watcher:
    """Tells after every step how far each scenario has come, with the main figures of those that are finished."""
    from scheduler.scenarios.compare import Watcher

    state: dict[str, Any] = {"step": "read"}
    rows: dict[str, dict[str, Any]] = {}

    def now(**changes: Any) -> None:
        state.update(changes, scenarios=list(rows.values()))
        tell(state)

    def on_scenarios(names: Sequence[str]) -> None:
        rows.update({name: {"name": name, "state": "waiting"} for name in names})

    def on_begun(name: str) -> None:
        if rows[name]["state"] == "waiting":
            rows[name]["state"] = "running"
        now()

    def on_finished(outcome: Outcome, figures: ScenarioFigures | None) -> None:
        rows[outcome.scenario.name] = _row(outcome, figures)
        now()

    return Watcher(
        on_step=lambda step: now(step=step, done=0, parts=0),
        on_scenarios=on_scenarios,
        on_parts=lambda done, parts: now(done=done, parts=parts),
        on_begun=on_begun,
        on_finished=on_finished,
        on_written=lambda done, parts: now(done=done, parts=parts),
    )


def _row(outcome: Outcome, figures: ScenarioFigures | None) -> dict[str, Any]:
    row: dict[str, Any] = {"name": outcome.scenario.name, "state": outcome.status, "reason": outcome.reason}
    if figures is not None:
        row |= {
            "score": str(figures.score),
            "bound": str(figures.bound),
            "missed": ", ".join(f"{rule} ({amount})" for rule, amount in figures.required_missed),
            "hours": f"{figures.hours_a_week:,.1f}",
            "covered": f"{figures.periods_covered} of {len(figures.covered)}",
        }
    return row


# ---- what is left for whom


def _reports(folder: Path, run: CompareRun, site: str) -> Iterator[dict[str, Any]]:
    """The planner's, with the plan of each scenario; then those of the sites. The admin of the one site that is planned
    gets its plans, too."""
    from scheduler.export import write_comparison
    from scheduler.scenarios.readers import comparisons_at, plans_at

    found = run.comparison
    yield _report("planner", found, run.workbook.name)
    for number, (name, path) in enumerate(run.plans.items()):
        yield _plan("planner", number, name, str(path.relative_to(folder)))
    for place in [site] if site else found.base.instance.sites:
        for reader, own in comparisons_at(found, place, all_of_them=bool(site)).items():
            stem = f"{reader.who}-{len(list(folder.glob(f'{reader.who}-*.xlsx')))}"
            write_comparison(own, folder / f"{stem}.xlsx", folder / f"{stem}.html")
            yield _report(str(reader), own, f"{stem}.xlsx")
            if site and reader.who == "site-admin":
                for number, (name, content) in enumerate(plans_at(found, reader).items()):
                    (folder / f"plan-{number}.xlsx").write_bytes(content)
                    yield _plan(str(reader), number, name, f"plan-{number}.xlsx")


def _report(reader: str, comparison: Comparison, file: str) -> dict[str, Any]:
    from scheduler.export.comparison_page import content_of
    from scheduler.views.frames import matrix_frame

    matrix = matrix_frame(comparison)
    pages = {
        "comparison": {"html": content_of(comparison)},
        "table": {"columns": list(matrix.columns), "rows": matrix.to_numpy().tolist()},
    }
    return {"reader": reader, "label": "side by side", "file": file, "pages": pages}


def _plan(reader: str, number: int, name: str, file: str) -> dict[str, Any]:
    return {"reader": f"scenario:{number} of {reader}", "label": name, "file": file, "pages": {}}
