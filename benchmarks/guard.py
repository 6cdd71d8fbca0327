"""What the engine does on three small districts, in counts that no machine's speed changes.

    python -m benchmarks.guard          prints them beside the recorded ones
    python -m benchmarks.guard --record records them, when a change is meant to cost more or has made it cheaper

CP-SAT's deterministic time, the sizes of its models and the calls of this program's own functions repeat from run to
run; `tests/benchmarks` compares them with `guard.json`, so that a slow-down is seen in the change that makes it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import FrameType

from benchmarks.families import FAMILIES, Family
from benchmarks.report import table
from benchmarks.searches import overheard
from scheduler.domain.instance import Instance
from scheduler.domain.score import Score
from scheduler.engine import solve_instance
from scheduler.pipeline import score_of

RECORD = Path(__file__).with_name("guard.json")
PACKAGE = str(Path(__file__).parents[1] / "scheduler")


@dataclass(frozen=True)
class Counts:
    """What one solve took: CP-SAT's searches, their deterministic time in thousandths, the variables and rows of their
    models, and calls of functions of this program in thousands."""

    searches: int
    work: int
    variables: int
    rows: int
    calls: int


def _small(name: str, **fewer: int) -> Family:
    family = FAMILIES[name]
    return replace(family, staff={t: replace(s, **fewer) for t, s in family.staff.items()})  # type: ignore[arg-type]


def guarded() -> dict[str, Instance]:
    """The three districts: one site where sections bind, two sites of groups and roles, three that share coaches."""
    return {
        "one site": _small("avuhsd", teachers=40, coached=24).build(1),
        "two sites": _small("santa_clara", teachers=30, coached=20, coaches=2).build(2),
        "shared coaches": _small("juneau", teachers=20, coached=8).build(3),
    }


def counts(instance: Instance) -> tuple[Counts, Score, Score]:
    """What a solve of a district takes, its score and its bound."""
    with overheard() as searches, _calls() as calls:
        result = solve_instance(instance, score_of)
    found = Counts(
        len(searches),
        round(1000 * sum(s.work for s in searches)),
        sum(s.variables for s in searches),
        sum(s.rows for s in searches),
        round(calls[0] / 1000),
    )
    return found, score_of(instance, result.plan), result.bound


@contextmanager
def _calls() -> Iterator[list[int]]:
    """Counts the calls of this program's functions, generators' steps included."""
    count = [0]

    def heard(frame: FrameType, event: str, _arg: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            count[0] += 1

    before = sys.getprofile()
    sys.setprofile(heard)
    try:
        yield count
    finally:
        sys.setprofile(before)


def recorded() -> dict[str, Counts]:
    """What `guard.json` says of each district."""
    rows = json.loads(RECORD.read_text(encoding="utf-8"))
    return {name: Counts(**row) for name, row in rows.items()}


def main() -> None:
    """Compare the work of the guarded instances with what is recorded; with `--record`, record it."""
    found = {name: counts(instance)[0] for name, instance in guarded().items()}
    if "--record" in sys.argv[1:]:
        rows = {name: asdict(row) for name, row in found.items()}
        RECORD.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    before = recorded()
    head = ("district", *(f"{name} (recorded)" for name in asdict(next(iter(found.values())))))
    lines = [head]
    for name, row in found.items():
        old = asdict(before[name])
        lines.append((name, *(f"{value} ({old[key]})" for key, value in asdict(row).items())))
    print("\n".join(table(lines)))


if __name__ == "__main__":
    main()
