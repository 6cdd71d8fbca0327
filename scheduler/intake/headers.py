"""Names of columns that schools use for those of the contract, and what may be suggested for a name nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scheduler.domain.matching import folded
from scheduler.intake.words import NEAR_NAME, near
from scheduler.schema.sheets import INPUT_SHEETS, PLAN_SHEETS, InputSheet, PlanSheet

PLANS: dict[str, PlanSheet] = {sheet.name: sheet for sheet in PLAN_SHEETS}
SHEETS: dict[str, InputSheet | PlanSheet] = {
    **PLANS,
    **{sheet.name: sheet for sheet in INPUT_SHEETS},  # Rules is both, with other columns
}
LATER = ("Meetings", "Calendar")  # known, and not used by this version

_TEACHER = ("Teacher ID", "Staff ID", "Employee ID", "Teacher number", "Teacher no", "Instructor", "Instructor ID")
_SITE = ("School", "Campus", "Building", "Site ID", "School ID", "Site code", "School code")
_PERIOD = ("Per", "Pd", "Block", "Class period", "Period label")
_DAYS = ("Day", "Meeting days", "Days of week")
_GRADES = ("Grade", "Grade level", "Grade levels", "Grades taught")
_DEPARTMENT = ("Dept", "Subject", "Subject area", "Content", "Content area", "Departments")

ALIASES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "Settings": {"key": ("Setting", "Name"), "value": ("Values", "Setting value")},
    "Sites": {
        "site": _SITE,
        "name": ("Site name", "School name"),
        "bell schedule": ("Bell", "Bells", "Schedule", "Bell schedule name"),
        "sections funded": ("Sections", "Funded sections", "Release sections"),
        "cost per section": ("Section cost",),
    },
    "Bell schedule": {
        "bell schedule": ("Bell", "Bells", "Schedule", "Bell schedule name"),
        "week": ("WeekSolution", "Week no"),
        "days": _DAYS,
        "period": _PERIOD,
        "start": ("Start time", "Starts", "Begin", "Begins"),
        "end": ("End time", "Ends", "Finish"),
        "kind": ("Type", "Slot kind"),
    },
    "Teachers": {
        "teacher": _TEACHER,
        "name": ("Teacher name", "Full name", "Staff name"),
        "email": ("Email address", "Mail"),
        "site": _SITE,
        "department": _DEPARTMENT,
        "grades": _GRADES,
        "years": ("Years of experience", "Experience", "Years experience", "Years teaching"),
        "role": ("Title", "Position"),
        "programs": ("Program", "Coaching program", "Service model"),
        "requested coach": ("Preferred coach", "Coach requested"),
        "avoid coach": ("Avoid coaches", "Avoid", "Evaluator"),
        "last coach": ("Previous coach", "Coach last year", "Last year's coach"),
        "prep minutes": ("Max prep minutes", "Prep minutes a week"),
    },
    "Master schedule": {
        "teacher": _TEACHER,
        "period": _PERIOD,
        "days": _DAYS,
        "week": ("Week no",),
        "course": ("Class", "Course name", "Course title", "Class name"),
        "room": ("Room number", "Room no", "Classroom", "Location"),
        "grade": ("Grades", "Grade level"),
        "kind": ("Type",),
        "priority": ("Priority section", "Priority students"),
    },
    "Coaches": {
        "coach": ("Coach ID", "Staff ID", "Employee ID"),
        "name": ("Coach name", "Full name", "Staff name"),
        "email": ("Email address", "Mail"),
        "sites": ("Site", "School", "Schools", "Campus", "Campuses"),
        "roles": ("Role", "Coach roles", "Coach role"),
        "departments": (*_DEPARTMENT[:-1], "Department", "Subjects"),
        "grades": _GRADES,
        "release min": ("Min release", "Minimum release", "Release minimum"),
        "release max": ("Max release", "Maximum release", "Release maximum"),
        "full time": ("Full time coach", "Fulltime"),
        "max caseload": ("Caseload", "Caseload max", "Maximum caseload"),
        "max sessions per day": ("Sessions per day", "Max sessions a day"),
        "lead": ("Lead coach",),
        "new": ("New coach",),
        "cost": ("Salary",),
    },
    "Coach availability": {
        "coach": ("Coach ID", "Staff ID", "Employee ID"),
        "period": _PERIOD,
        "days": _DAYS,
        "week": ("Week no",),
        "status": ("Availability",),
    },
    "Programs": {
        "program": ("Program name", "Service model", "Model"),
        "coach role": ("Role",),
        "session": ("Session name",),
        "minutes": ("Length", "Session minutes", "Duration"),
        "per week": ("Times per week", "Sessions per week"),
        "within days": ("Within",),
        "group size": ("Max group size",),
        "not with": ("Excludes",),
    },
    "Rules": {"rule": ("Rule name",), "level": ("Priority",), "value": ("Limit",), "site": _SITE},
    "Travel": {"from": ("From site", "From school"), "to": ("To site", "To school"), "minutes": ("Travel minutes",)},
    "Scenarios": {"change": ("Action",), "row": ("Row id", "Id")},
    "Pins": {"pin": ("Kind", "Pin kind"), "teacher": _TEACHER, "coach": ("Coach ID",), "start": ("Start time",)},
}


def _names(sheet: str) -> dict[str, str]:
    """Every name of a column of the sheet, as it is compared -> the column."""
    columns = {folded(c.name): c.name for c in SHEETS[sheet].columns}
    for column, others in ALIASES.get(sheet, {}).items():
        for other in others:
            columns.setdefault(folded(other), column)
    return columns


_COLUMNS = {sheet: _names(sheet) for sheet in SHEETS}


def sheet_named(name: str) -> str | None:
    """The sheet of the contract that a tab or a file is named like, whatever its case, spaces and punctuation."""
    wanted = folded(name)
    return next((sheet for sheet in SHEETS if folded(sheet) == wanted), None)


def near_sheet(name: str) -> str:
    """' (nearest: "Coaches")' for a sheet that nobody knows, "" where no sheet is near."""
    return near(name, [sheet.name for sheet in INPUT_SHEETS], NEAR_NAME)


def columns_in(sheet: str, header: Iterable[str], *, plan: bool = False) -> dict[str, int]:
    """Which cell of a row (by its place) is which column of the sheet. A column's own name beats its other names.

    With `plan` the sheet is a plan's, which has no other names: programs read it.
    """
    cells = [folded(text) for text in header]
    columns = PLANS[sheet].columns if plan else SHEETS[sheet].columns
    own = {folded(c.name): c.name for c in columns}
    found: dict[str, int] = {}
    for known in (own,) if plan else (own, _COLUMNS[sheet]):
        for place, cell in enumerate(cells):
            column = known.get(cell)
            if column is not None and column not in found and (known is own or cell not in own):
                found[column] = place
    return found


def near_column(sheet: str, header: str, taken: Sequence[str]) -> str:
    """The nearest column of a sheet that is not in its header yet, for a note."""
    return near(header, [c.name for c in SHEETS[sheet].columns if c.name not in taken], NEAR_NAME)
