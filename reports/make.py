"""Remakes every report from its instance: `make reports`.

    python -m reports.make [FOLDER]

FOLDER stands in for this one. A report is the plan workbook that `coach solve` writes, and what the command says of
it, without the times: the same bytes on every run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import scheduler
from scheduler.cli import words

HERE = Path(__file__).parent
INSTANCES = HERE.parent / "instances"
MODELS = ("avuhsd",)


def make(model: str, folder: Path) -> None:
    """Solve one instance, and write its plan and its summary into `folder`."""
    instance = scheduler.read(INSTANCES / model / f"{model}.xlsx")
    solution = scheduler.solve(instance)
    folder.mkdir(parents=True, exist_ok=True)
    scheduler.write(instance, solution, folder / "plan.xlsx")
    lines = [
        words.verdict(solution),
        f"{words.what_was_asked(instance)}: {words.what_was_done(instance, solution)}.",
        "",
        f"{'':<14}{'score':>7}{'at best':>9}",
        *(f"{level:<14}{score:>7}{bound:>9}  {proof}" for level, score, bound, proof in words.score_table(solution)),
        "",
        "Where it falls short:",
        *(f"  {level:<14}{rule:<36}{amount:>5}" for level, rule, amount in words.falls_short(solution)),
    ]
    (folder / "summary.txt").write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name in MODELS:
        make(name, target / name)
