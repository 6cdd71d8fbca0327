"""A new rule touches the files of the program that CONTRIBUTING names, and no others."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

MEASURE = '''
"""No session begins before ten."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Late mornings"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    for held in ledger.held:
        yield LocalShortfall(held.teacher.site, int(held.row.start < 600), held.teacher.id)


RULE = Rule(
    name=NAME,
    level="Recommended",
    value=None,
    unit="",
    holds="No session begins before ten.",
    counts="sessions before ten",
    source="invented",
    measure=measure,
)
'''

ENFORCED = '''
"""No session begins before ten."""

from scheduler.engine.model.calendar import Calendar
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Late mornings"


def calendar(m: Calendar) -> None:
    for p in m.placements:
        if p.window.start < 600:
            m.objective.add(NAME, m.instance.teachers[m.enrollment(p.enrollment).teacher].site, p.var, 1)


RULE = EngineRule(NAME, calendar=calendar)
'''

SOLVED = """
from districts import bell, coach, district, session, setting, teacher

import scheduler
from scheduler.engine import solve_instance
from scheduler.pipeline import score_of

TIMES = {"1": "08:00-09:00", "2": "11:00-11:30"}
for teachers in (1, 2):
    instance = district(
        bells=[bell(times=TIMES, days=1)],
        teachers=[teacher(f"T{n}", programs=("Cycle",)) for n in range(teachers)],
        sessions=[session()],
        rules=[setting("Late mornings"), setting("Sessions", level="Required"), setting("Flex time", level="Off")],
    )
    result = solve_instance(instance, score_of)
    audit = scheduler.audit(instance, result.plan)
    print(audit.rules["Late mornings", "Recommended"], audit.score == result.bound, len(result.plan.sessions))
"""


def test_contributing_names_all_files_of_the_program_that_a_rule_takes(tmp_path):
    """With nothing but those files there is a rule: it is in the registry, measured, enforced and proven."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    chapter = text.split("## Adding a rule\n")[1].split("\n## ")[0]
    named = set(re.findall(r"`(scheduler/[^`]*\.py)`", chapter))
    shutil.copytree(ROOT / "scheduler", tmp_path / "scheduler", ignore=shutil.ignore_patterns("web", "__pycache__"))
    touched = set()

    def write(path: str, code: str) -> None:
        (tmp_path / path).write_text(code.lstrip(), encoding="utf-8")
        touched.add(re.sub("late_mornings", "<name>", path))

    write("scheduler/rules/late_mornings.py", MEASURE)
    write("scheduler/engine/rules/late_mornings.py", ENFORCED)
    for registry in ("scheduler/rules/__init__.py", "scheduler/engine/rules/__init__.py"):
        code = (tmp_path / registry).read_text(encoding="utf-8")
        line = re.compile(r"^( +)even_cycles(\.RULE)?,\n", flags=re.MULTILINE)  # where it is imported, and listed last
        listed, lines = line.subn(r"\g<0>\1late_mornings\2,\n", code)
        assert lines == 2
        write(registry, listed)
    assert touched == named
    path = os.pathsep.join(map(str, (tmp_path, ROOT / "tests" / "helpers")))
    done = subprocess.run(
        [sys.executable, "-c", SOLVED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["0 True 1", "1 True 2"]
