"""From an input to what each date of its year is: its label, its cycle, its bell schedule. No plan, no solver."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scheduler.dates import day_rows, days_of_rotation, has_year, label_year
from scheduler.domain.year import YearOfDays
from scheduler.pipeline import AnyPath, read


class NoYear(ValueError):
    """The input has no first or no last day: there are no dates to tell."""

    def __init__(self) -> None:
        super().__init__("Settings has no first day or no last day, so the year has no dates")


class NoSuchSite(ValueError):
    """A site was asked for that the input does not have."""

    def __init__(self, site: str, sites: Sequence[str]) -> None:
        super().__init__(f'there is no site "{site}"; the sites are {", ".join(sites)}')


def days_of_files(inputs: Sequence[Path], site: str = "", term: str = "") -> YearOfDays:
    """What each date of an input's year is.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    site
        the id of a site, "" for all
    term
        the term to plan, "" for the one in Settings

    Raises
    ------
    InputProblems
        the input has errors
    NoYear
        it has no first or no last day
    NoSuchSite
        it has no site of that id
    OSError
        a file cannot be read
    """
    instance = read(*inputs, term=term)
    if site and site not in instance.sites:
        raise NoSuchSite(site, list(instance.sites))
    if not has_year(instance.settings):
        raise NoYear
    year = label_year(instance)
    rows = tuple(row for row in day_rows(instance, year) if site in ("", row.site))
    bells = {s.id: s.bell for s in instance.sites.values()}
    return YearOfDays(
        year.first, year.last, days_of_rotation(instance), instance.settings.weeks, year.cycles, rows, bells
    )


def write_days(year: YearOfDays, path: AnyPath) -> Path:
    """Write what each date is as a workbook with the sheet Days.

    Raises
    ------
    OSError
        the file cannot be written; nothing is then changed
    """
    from scheduler.export.days import days_workbook
    from scheduler.export.files import write_all

    write_all({Path(path): days_workbook(year)})
    return Path(path)
