"""Remakes every report from its instance: `make reports`.

    python -m reports.make [--folder FOLDER] [NAME...]

FOLDER stands in for this one; without a NAME all are remade. A report is the plan workbook that `coach solve` writes,
and what the command says of it, without the times: the same bytes on every run. Where a district keeps sessions
confidential there is also the workbook of some readers, as `coach solve --for` writes it; where the instance has
scenarios, what `coach compare` writes of them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

import scheduler
from scheduler.cli import sentences
from scheduler.domain.reader import reader_named
from scheduler.pipeline.replan import read_published
from scheduler.scenarios.compare import Request, compare_files

HERE = Path(__file__).parent
INSTANCES = HERE.parent / "instances"
MODELS = ("avuhsd", "des_moines", "instruction_partners", "santa_clara", "juneau", "district")
CHANGED = {"avuhsd": ("october",)}  # inputs of later in the year
COMPARED = ("avuhsd", "district")  # instances with a sheet Scenarios
FROM_CYCLE = {"october": 2}  # what had ended when a changed input was planned anew from the report's plan
READERS = {"santa_clara": ("principal:EHS", "coach:T2")}


def inputs(model: str) -> list[Path]:
    """The files of an instance that somebody would upload: its workbooks, or its .csv."""
    return sorted(p for p in (INSTANCES / model).iterdir() if p.suffix in (".xlsx", ".csv"))


def make(model: str, folder: Path, workers: int = 1) -> None:
    """Solve one instance, and write its plan and its summary into `folder`; the same with any number of workers."""
    instance = scheduler.read(*inputs(model))
    solution = scheduler.solve(instance, workers=workers)
    folder.mkdir(parents=True, exist_ok=True)
    scheduler.write(instance, solution, folder / "plan.xlsx")
    for reader in READERS.get(model, ()):
        path = folder / f"for-{reader.replace(':', '-')}.xlsx"
        scheduler.write(instance, solution, path, reader=reader_named(reader))
    short = [f"  {level:<14}{rule:<36}{amount:>5}" for level, rule, amount in sentences.falls_short(solution)]
    lines = [
        sentences.verdict(solution),
        f"{sentences.what_was_asked(instance)}: {sentences.what_was_done(instance, solution)}.",
        "",
        f"{'':<14}{'score':>7}{'at best':>9}",
        *(
            f"{level:<14}{score:>7}{bound:>9}  {proof}"
            for level, score, bound, proof in sentences.score_table(solution)
        ),
        "",
        *(["Where it falls short:", *short] if short else ["No rule falls short."]),
    ]
    (folder / "summary.txt").write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")


def replan(model: str, name: str, folder: Path) -> None:
    """Plan a changed input of an instance anew from the report's plan, and write that plan into `folder`."""
    instance = scheduler.read(INSTANCES / model / name / f"{name}.xlsx", first=FROM_CYCLE[name])
    published = read_published(folder / "plan.xlsx", instance)
    solution = scheduler.replan(instance, published, first=FROM_CYCLE[name])
    scheduler.write(instance, solution, folder / f"{name}.xlsx")
    assert solution.replan is not None
    lines = [sentences.verdict(solution), *sentences.change_lines(solution.replan)]
    (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def compare(model: str, folder: Path) -> None:
    """Compare the scenarios of an instance, and write the workbook and the page into `folder`."""
    with tempfile.TemporaryDirectory() as scratch:  # the plans of the scenarios are no part of a report
        run = compare_files(Request(tuple(inputs(model)), Path(scratch) / "comparison.xlsx"))
        for file in (run.workbook, run.page):
            shutil.copyfile(file, folder / file.name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m reports.make", description="Remakes every report.")
    parser.add_argument("names", nargs="*", choices=[*MODELS, []], metavar="NAME")
    parser.add_argument("--folder", type=Path, default=HERE)
    asked = parser.parse_args()
    for name in asked.names or MODELS:
        make(name, asked.folder / name, workers=os.cpu_count() or 1)
        for changed in CHANGED.get(name, ()):
            replan(name, changed, asked.folder / name)
        if name in COMPARED:
            compare(name, asked.folder / name)
