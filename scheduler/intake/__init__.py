"""Spreadsheets in: the only reader of workbooks. Raw rows with true addresses first, meaning second, every problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scheduler.domain.claims import PlanReading
from scheduler.domain.instance import Instance
from scheduler.domain.problem import Problem

__all__ = ["PlanReading", "check_input", "read_instance", "read_plan"]


def read_instance(
    paths: Sequence[Path | str], first: int = 1, of_sites: Mapping[Path, str] | None = None, term: str = ""
) -> Instance:
    """The input of all the files, merged, checked and complete; `problems` are its warnings and notes. Pins of cycles
    before `first`, which have ended, are left out. Of a path that `of_sites` names, the teachers and the master
    schedule of that site count, and nothing else. `term` is the term to plan, where it is not the one in Settings.

    Parameters
    ----------
    paths
        workbooks, .csv files, folders and .zips
    first
        the first cycle that is still open, from 1
    of_sites
        the paths that are a site's, each with the site's id
    term
        the term to plan, "" for the one in Settings

    Raises
    ------
    InputProblems
        there is an error: all errors, warnings and notes, in the order of the sheets
    """
    from scheduler.intake.scenarios.scenario_sheet import read_checked

    return read_checked(paths, first, of_sites or {}, term)


def check_input(paths: Sequence[Path | str], term: str = "") -> tuple[Problem, ...]:
    """Every error, warning and note of an input and of its scenarios, in the order of the sheets. Bad input never
    raises."""
    from scheduler.intake.scenarios.scenario_sheet import check_input as check

    return check(paths, term)


def read_plan(path: Path | str, instance: Instance) -> PlanReading:
    """A plan workbook as rows that fit the instance, what it claims of itself, and the rows that do not fit.

    Raises
    ------
    InputProblems
        the file cannot be read, or is no plan
    """
    from scheduler.intake.plan.plan_workbook import read_plan as read

    return read(path, instance)
