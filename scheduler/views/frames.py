"""Plans and comparisons as pandas tables, for whoever goes on with them in Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from scheduler.domain.comparison import Comparison
from scheduler.domain.instance import Instance
from scheduler.domain.solution import Solution
from scheduler.schema.sheets import plan_sheet
from scheduler.views.report import PlanReport, plan_tables
from scheduler.views.rows import rule_rows

MOST_DIGITS = 4  # after the point


def plan_frames(instance: Instance, solution: Solution) -> Mapping[str, pd.DataFrame]:
    """The tables of a plan, by the name of their sheet, with the cells and the columns of the plan workbook."""
    tables = {"Rules": rule_rows(instance, solution), **dict(plan_tables(PlanReport.of(instance, solution)))}
    return {
        name: pd.DataFrame.from_records(list(rows), columns=[c.name for c in plan_sheet(name).columns])
        for name, rows in tables.items()
    }


def matrix_frame(comparison: Comparison) -> pd.DataFrame:
    """The matrix of a comparison: a row a figure, with its group, its name, whether more or less of it is better
    ("" for neither), and its value in every scenario. A value stays what it is, whole number, number or text: None
    where a scenario has no such figure."""
    columns = ["group", "figure", "better", *(e.name for e in comparison.entries)]
    return pd.DataFrame(list(_lines(comparison)), columns=columns, dtype=object)


def _lines(comparison: Comparison) -> Iterator[tuple[str | int | float | None, ...]]:
    for row in comparison.matrix:
        values = (round(v, MOST_DIGITS) if isinstance(v, float) else v for v in row.values)
        yield row.group, row.label, row.better, *values
