"""The whole input: every sheet read, checked against the others, and put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.matching import blocked_periods
from scheduler.domain.problem import InputProblems
from scheduler.intake.files.read_files import NO_SITES, OfSites
from scheduler.intake.problems import Problems
from scheduler.intake.sheets.bell_schedule import read_bells, read_sites
from scheduler.intake.sheets.coach_availability import read_availability
from scheduler.intake.sheets.dates.date_sheets import DateSheets
from scheduler.intake.sheets.master_schedule import Schedule
from scheduler.intake.sheets.people import read_coaches, read_teachers, say_teachers_without_schedule
from scheduler.intake.sheets.pin_conflicts import PinConflicts
from scheduler.intake.sheets.pins import District, read_pins
from scheduler.intake.sheets.planner_warnings import say_planner_warnings
from scheduler.intake.sheets.programs import read_programs
from scheduler.intake.sheets.questions import say_open_questions
from scheduler.intake.sheets.rules_and_travel import read_rules, read_travel
from scheduler.intake.sheets.settings import read_settings, term_row
from scheduler.intake.sheets.slots_of_rows import Timetable
from scheduler.intake.sheets.source_cells import source_cells
from scheduler.intake.sheets.terms import check_terms, terms_of
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.messages import people as messages


def read_instance(
    paths: Sequence[Path | str], first: int = 1, of_sites: OfSites = NO_SITES, term: str = ""
) -> Instance:
    """The input of all the files, merged, checked and complete; `problems` are its warnings and notes. Pins of cycles
    before `first`, which have ended, are left out. `term` is the term to plan, where it is not the one in Settings.

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
    problems = Problems()
    instance = read_into(problems, paths, first, of_sites, term)
    if instance is None or problems.has_errors:
        raise InputProblems(problems.in_order())
    return instance


def read_into(
    problems: Problems, paths: Sequence[Path | str], first: int = 1, of_sites: OfSites = NO_SITES, term: str = ""
) -> Instance | None:
    """What the files say, with all that is wrong in `problems`; None where no sheet could be read.

    Parameters
    ----------
    problems
        where problems are reported
    paths
        workbooks, .csv files, folders and .zips
    first
        the first cycle that is still open, from 1
    of_sites
        the paths that are a site's, each with the site's id
    term
        the term to plan, "" for the one in Settings
    """
    reading = InputWorkbook(paths, problems, of_sites, term)
    reading.first = first
    return instance_of(reading) if any(book.sheets for book in reading.books) else None


def instance_of(reading: InputWorkbook) -> Instance:
    """What the tables say; of use only where no error is among the problems of the reading."""
    problems = reading.problems
    say_open_questions(reading.books, problems)
    settings = read_settings(reading)
    schedules = read_bells(reading, settings)
    bells = schedules.bells
    sites, site_ids = read_sites(reading, bells)
    coaches, coach_ids = read_coaches(reading, site_ids)
    programs, program_ids = read_programs(reading, settings, bells)
    teachers, teacher_ids = read_teachers(reading, sites, site_ids, coaches, coach_ids, programs, program_ids)
    is_open = reading.open("Bell schedule") or _lost_periods(problems)
    timetable = Timetable(bells, settings, open=is_open, no_slots=schedules.no_slots)
    master = reading.tables["Master schedule"]
    terms = terms_of(master, settings.term)
    check_terms(terms, master, problems, None if reading.term else term_row(reading))
    schedule = Schedule(reading, settings, timetable, terms, sites, teachers, coaches, teacher_ids, coach_ids)
    say_teachers_without_schedule(reading, teachers, schedule.scheduled, settings.blank_means)
    states = schedule.states()
    availability = read_availability(reading, timetable, sites, site_ids, coaches, coach_ids, schedule)
    rules = read_rules(reading, site_ids)
    travel = read_travel(reading, site_ids)
    district = District(
        settings, timetable, sites, teachers, coaches, programs, site_ids, teacher_ids, coach_ids, program_ids
    )
    pins = read_pins(reading, district)
    PinConflicts(district, states, availability, travel).say(pins)
    dates = DateSheets(reading, district)
    instance = Instance(
        settings=settings,
        sites=sites,
        bells=bells,
        teachers=teachers,
        states=states,
        coaches=coaches,
        availability=availability.home,
        apart=availability.apart,
        at_site=availability.at_site,
        programs=programs,
        rules=rules,
        travel=travel,
        pins=tuple(p.pin for p in pins),
        dated=dates.said,
    )
    _never_released(reading, instance)
    dates.check(instance)
    if not problems.has_errors:  # with errors nothing is planned of which a message could name the cells
        instance = replace(
            instance, cells=source_cells(reading, instance, schedule, availability.cells, schedules.cells)
        )
        say_planner_warnings(reading, instance, schedule)
    return replace(instance, problems=problems.in_order())


def _lost_periods(problems: Problems) -> bool:
    """Whether a row of Bell schedule could not be read: its period exists, and no cell is blamed for naming it."""
    lost = ("blank-cell", "error-value", "formula-without-value")
    return any(f.place.sheet == "Bell schedule" and f.message.code in lost for f in problems.found())


def _never_released(reading: InputWorkbook, instance: Instance) -> None:
    """A coach whom the input leaves no period to coach in is worth a warning."""
    for row in reading.rows("Coaches"):
        coach = instance.coaches.get(row.text("coach"))
        if coach is None:
            continue
        periods = instance.class_periods(coach.home)
        if periods and len(blocked_periods(instance, coach.id)) == len(periods):
            row.report(messages.NEVER_RELEASED, "coach", coach=coach.id, site=coach.home)
