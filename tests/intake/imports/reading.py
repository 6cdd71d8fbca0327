"""What an import says, in the form in which the invented schools say it."""

from __future__ import annotations

import datetime
from pathlib import Path

from scheduler.domain.imported import Imported
from scheduler.intake.imports import import_export

OCTOBER = datetime.date(2026, 10, 6)


def imported(*paths: Path, term: str = "", today: datetime.date = OCTOBER, **more: object) -> Imported:
    return import_export(paths, today=today, term=term, **more)  # type: ignore[arg-type]


def rows(made: Imported, sheet: str) -> list[dict[str, str]]:
    found = next((s for s in made.sheets if s.name == sheet), None)
    return [] if found is None else [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def labels(made: Imported) -> tuple[str, ...]:
    """The labels of the days as Settings has them."""
    value = next((r["value"] for r in rows(made, "Settings") if r["key"] == "days"), "")
    return tuple(d.strip() for d in value.split(",")) if value else ()


def taught(made: Imported, days: tuple[str, ...]) -> dict[tuple[str, str, str], set[str]]:
    """Teacher's name, period, day ("" where `days` is ()) -> courses of classes that are taught."""
    names = {r["teacher"]: r["name"] for r in rows(made, "Teachers")}
    names |= {r["coach"]: r["name"] for r in rows(made, "Coaches")}
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in rows(made, "Master schedule"):
        if "period" in row:
            if row["kind"] not in ("", "Teach"):
                continue
            cells = {row["period"]: row["course"]}
        else:
            cells = {p: c for p, c in row.items() if p not in ("teacher", "term") and c and c.casefold() != "prep"}
        on = [d.strip() for d in row.get("days", "").split(",") if d.strip()] or list(days) or [""]
        for period, course in cells.items():
            for day in on:
                found.setdefault((names[row["teacher"]], period, day), set()).update(course.split(" / "))
    return found


def questions(made: Imported) -> str:
    return "\n".join(f"{q.sheet}!{q.cell} {q.unknown} {q.assumed}" for q in made.questions)


def everything(made: Imported) -> str:
    return "\n".join(" ".join(row) for sheet in made.all_sheets() for row in sheet.rows)
