"""Names of columns that schools use for those of the contract, and what may be suggested for a name nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from scheduler.domain.matching import folded
from scheduler.intake.tables.cell_values import NEAR_NAME, all_near, nearest
from scheduler.schema.sheets import INPUT_SHEETS, PLAN_SHEETS, RESERVED_SHEETS, InputSheet, PlanSheet

PLANS: dict[str, PlanSheet] = {sheet.name: sheet for sheet in PLAN_SHEETS}
SHEETS: dict[str, InputSheet | PlanSheet] = {
    **PLANS,
    **{sheet.name: sheet for sheet in INPUT_SHEETS},  # Rules is both, with other columns
}
_SHORTEST_NEAR = 5  # letters of another name of a column: of a shorter one half the words are near
LATER = ("Meetings", "Calendar", "Cycles")  # read and checked, and not used in a plan by this version
# Other names of a column that hold only where every cell fits: a `Title` may be a form of address.
ONLY_WHERE_CELLS_FIT = {
    ("Teachers", "role"): ("Title", "Position", "Job title"),
    ("Teachers", "avoid coach"): ("Evaluator",),
}

_TEACHER = ("Teacher ID", "Staff ID", "Employee ID", "Teacher number", "Teacher no", "Instructor", "Instructor ID")
_SITE = ("School", "Campus", "Building", "Site ID", "School ID", "Site code", "School code")
_PERIOD = ("Per", "Pd", "Block", "Class period", "Period label")
_DAYS = ("Day", "Meeting days", "Days of week")
_GRADES = ("Grade", "Grade level", "Grade levels", "Grades taught")
_DEPARTMENT = ("Dept", "Subject", "Subject area", "Content", "Content area", "Departments")

# Names that stand for the person where a grid has no column of ids: people are then found by their full names.
INSTEAD_OF_IDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Master schedule": (
        "teacher",
        ("Teacher name", "Name", "Full name", "Staff name", "Staff", "Faculty", "Instructor name"),
    ),
    "Coach availability": ("coach", ("Coach name", "Name", "Full name")),
}

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
        "week": ("Weeks", "Week no"),
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
        "role": ("Title", "Position", "Job title"),
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
        "room": ("Room number", "Room no", "Rm", "Classroom", "Location"),
        "grade": ("Grades", "Grade level"),
        "kind": ("Type",),
        "priority": ("Priority section", "Priority students"),
        "term": (
            *("Semester", "Sem", "Term code", "Trimester", "Quarter", "Term name", "Term ID", "Trm", "Tri", "Qtr"),
            *("Semester code", "Marking period", "Grading period"),
        ),
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
        "site": _SITE,
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
    "Cycles": {
        "cycle": ("Cycle number", "Cycle no", "Coaching cycle"),
        "first day": ("Start date", "First date", "Begins", "From"),
        "last day": ("End date", "Last date", "Ends", "To"),
    },
    "Meetings": {
        "meeting": ("Meeting name", "Name"),
        "who": ("Attendees", "Participants"),
        "frequency": ("How often",),
        "minutes": ("Length", "Duration"),
        "from": ("Start date",),
        "to": ("End date",),
    },
    "Calendar": {
        "date": ("Start date", "First date", "First day"),
        "end date": ("Last date", "Last day", "Through"),
        "start": ("Start time",),
        "end": ("End time",),
        "event": ("Event name", "Name", "Description"),
        "kind": ("Type", "Event type"),
        "bell schedule": ("Bell", "Bells", "Bell schedule name"),
    },
    "Scenarios": {"change": ("Action",), "row": ("Row id", "Id")},
    "Pins": {"pin": ("Kind", "Pin kind"), "teacher": _TEACHER, "coach": ("Coach ID",), "start": ("Start time",)},
}


def _names(sheet: str) -> dict[str, str]:
    """Every name of a column of the sheet, as it is compared -> the column."""
    columns = {folded(c.name): c.name for c in SHEETS[sheet].columns}
    own = [(c.name, c.name) for c in SHEETS[sheet].columns]
    others = [(other, column) for column, names in ALIASES.get(sheet, {}).items() for other in names]
    for other, column in others:
        columns.setdefault(folded(other), column)
    for name, column in (*own, *others):
        for form in singular_or_plural(name):
            columns.setdefault(form, column)
    return columns


def singular_or_plural(name: str) -> Iterator[str]:
    """A name, as it is compared, with each of its words in singular or plural."""
    for forms in product(*(_forms(word) for word in re.findall(r"\w+", name.casefold()))):
        yield "".join(forms)


def _forms(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return word, word[:-3] + "y"
    if word.endswith(("ches", "sses")):
        return word, word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word, word[:-1]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word, word[:-1] + "ies"
    return word, word + ("es" if word.endswith(("ch", "s")) else "s")


_COLUMNS = {sheet: _names(sheet) for sheet in SHEETS}
_SHEET_OF = {form: sheet for sheet in reversed(SHEETS) for form in singular_or_plural(sheet)}
_SHEET_OF |= {folded(sheet): sheet for sheet in SHEETS}
_RESERVED = frozenset(folded(sheet) for sheet in RESERVED_SHEETS)
_COPY = re.compile(r"(?:\s*\(\d+\)|-Table \d+)$", re.IGNORECASE)


def sheet_named(name: str) -> str | None:
    """The sheet of the contract that a tab or a file is named like: whatever its case, spaces and punctuation, in
    singular or plural."""
    return _SHEET_OF.get(folded(name))


def is_reserved(name: str) -> bool:
    """Whether a sheet is one of a dated plan, a re-plan or an import: known, and never input."""
    return folded(name) in _RESERVED


def file_title(stem: str) -> str:
    """The sheet that a .csv is named like: without what stands before its last ` - `, and without ` (1)` or
    `-Table 1` at its end, as downloads have it."""
    title = stem.strip()
    if sheet_named(title) is not None:
        return title
    before = None
    while before != title:
        before, title = title, _COPY.sub("", title).strip()
    return title.rpartition(" - ")[2].strip() or title


def near_sheet(name: str, lacking: Iterable[str]) -> str | None:
    """The known sheet, of those that are lacking, that a name is near to, or that it holds: `Copy of Sites`."""
    known = list(lacking)
    near = nearest(name, known, NEAR_NAME)
    return near or next((sheet for sheet in known if folded(sheet) in folded(name)), None)


def fits(sheet: str, header: Sequence[str]) -> bool:
    """Whether a row could be the header of a sheet: all that it requires is there, and little else."""
    found = columns_in(sheet, header)
    filled = sum(1 for text in header if folded(text))
    required = [c.name for c in SHEETS[sheet].columns if c.required]
    return all(name in found for name in required) and len(found) >= 2 and len(found) * 2 > filled


def columns_in(sheet: str, header: Iterable[str], *, plan: bool = False, instead: bool = False) -> dict[str, int]:
    """Which cell of a row (by its place) is which column of the sheet. A column's own name beats its other names.

    With `plan` the sheet is a plan's, which has no other names: programs read it. With `instead` a column of full names
    is taken where there is none of ids.

    Parameters
    ----------
    sheet
        the name of the sheet
    header
        the cells of the row
    plan
        whether it is a sheet of a plan
    instead
        whether full names may stand for ids
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
    if sheet in INSTEAD_OF_IDS and instead and not plan:
        column, names = INSTEAD_OF_IDS[sheet]
        known_names = {folded(name) for name in names}
        at = next((place for place, cell in enumerate(cells) if cell in known_names), None)
        if column not in found and at is not None:
            found[column] = at
    return found


def near_column(sheet: str, header: str, taken: Iterable[str]) -> str | None:
    """The column of a sheet, of those that are not in its header, that a header is near to.

    Parameters
    ----------
    sheet
        the name of the sheet
    header
        the text of the header
    taken
        the columns that the header row has already
    """
    there = set(taken)
    lacking = [c.name for c in SHEETS[sheet].columns if c.name not in there]
    near = nearest(header, lacking, NEAR_NAME)
    if near is not None:
        return near
    known = {column: ALIASES.get(sheet, {}).get(column, ()) for column in lacking}
    by_name = {name: column for column, names in known.items() for name in names if len(name) >= _SHORTEST_NEAR}
    found = {by_name[name] for name in all_near(header, by_name, NEAR_NAME)}
    return found.pop() if len(found) == 1 else None
