"""What kind of export a file is part of, and which of its tables: by the headers that it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.intake.imports.columns import Columns, columns_of, folded_header
from scheduler.intake.imports.expressions import period_label
from scheduler.intake.imports.sources import Sheet

HEADER_WITHIN = 40  # rows: title rows, legends and dates of a board stand above it
_ONEROSTER_FILES = (
    *("manifest", "orgs", "academicsessions", "courses", "classes", "users", "roles", "enrollments"),
    *("demographics", "results", "lineitems", "categories", "resources", "classresources", "courseresources"),
    "userprofiles",
)
_TEACHER_HEADERS = {"teacher", "teachers", "teachername", "name", "instructor", "staff", "staffname", "tchr", "faculty"}

Headers = frozenset[str]
Signature = Callable[[Headers, str], bool]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One sheet whose header was found. `core`: it holds the classes themselves."""

    sheet: Sheet
    kind: str
    role: str
    core: bool
    at: int  # rows above the header
    header: tuple[str, ...]
    columns: Columns

    def rows(self) -> Iterator[list[str]]:
        """The rows below the header; where the header is repeated, it is passed over."""
        for number, row in enumerate(self.sheet.rows()):
            if number > self.at and tuple(row) != self.header:
                yield row

    def above(self) -> list[list[str]]:
        """The rows above the header: titles and dates."""
        found = []
        for number, row in enumerate(self.sheet.rows()):
            if number >= self.at:
                break
            found.append(row)
        return found


def _oneroster_role(headers: Headers, stem: str) -> str:
    if {"propertyname", "value"} <= headers:
        return "manifest"
    if not any(h in headers for h in ("sourcedid", "usersourcedid", "classsourcedid")):
        return ""
    if stem in _ONEROSTER_FILES:
        return stem
    for role, needed in (
        ("roles", {"usersourcedid", "roletype"}),
        ("enrollments", {"classsourcedid", "usersourcedid"}),
        ("classes", {"coursesourcedid", "title"}),
        ("users", {"givenname", "familyname"}),
        ("academicsessions", {"startdate", "enddate"}),
        ("courses", {"coursecode", "title"}),
        ("orgs", {"name", "type"}),
    ):
        if needed <= headers:
            return role
    return ""


def _is_page(h: Headers) -> bool:
    return {"exp", "trm", "crssec"} <= h


# kind, role, whether it holds the classes, whether a file is one
_SIGNATURES: tuple[tuple[str, str, bool, Signature], ...] = (
    (
        "powerschool",
        "sections",
        True,
        lambda h, _: (
            _is_page(h) or (bool(h & {"expression", "externalexpression"}) and bool(h & {"coursenumber", "coursename"}))
        ),
    ),
    (
        "campus",
        "sections",
        True,
        lambda h, _: (
            bool(h & {"coursename", "coursenumber"}) and ("teacherdisplay" in h or {"periodstart", "schedules"} <= h)
        ),
    ),
    (
        "aeries",
        "sections",
        True,
        lambda h, _: (
            ("pd" in h and "cn" in h and bool(h & {"tn", "tn1"}))
            or (
                {"sectionnumber", "period"} <= h
                and "courseid" in h
                and bool(h & {"teachernumber", "teachernumber1", "teachername", "teacher", "splitterm", "periodblock"})
            )
        ),
    ),
    (
        "clever",
        "sections",
        True,
        lambda h, _: (
            "sectionid" in h
            and "schoolid" in h
            and bool(h & {"teacherid", "staffid"})
            and "studentid" not in h
            and bool(h & {"period", "coursename", "name", "sectionnumber"})
        ),
    ),
    (
        "skyward",
        "sections",
        True,
        lambda h, _: "entity" in h and bool(h & {"period", "prd", "per"}) and "teachernumber" not in h,
    ),
    ("students", "students", False, lambda h, _: "studentid" in h and not h & {"teacher", "teachername", "period"}),
    (
        "powerschool",
        "teachers",
        False,
        lambda h, _: "teachernumber" in h and bool(h & {"lastfirst", "lastname"}) and "expression" not in h,
    ),
    ("aeries", "teachers", False, lambda h, _: "tn" in h and bool(h & {"te", "id"}) and "cn" not in h),
    ("aeries", "teachers", False, lambda h, _: "teachernumber" in h and "displayname" in h),
    ("aeries", "staff", False, lambda h, _: {"fn", "ln"} <= h or {"staffid", "firstname", "lastname"} <= h),
    ("aeries", "courses", False, lambda h, _: {"cn", "co"} <= h or {"courseid", "title"} <= h),
    ("clever", "teachers", False, lambda h, _: "teacherid" in h and "lastname" in h and "sectionid" not in h),
    ("clever", "staff", False, lambda h, s: ("staffid" in h or s == "admins") and "lastname" in h),
    (
        "clever",
        "schools",
        False,
        lambda h, _: {"schoolid", "schoolname"} <= h and "sectionid" not in h and "lastname" not in h,
    ),
    ("clever", "enrollments", False, lambda h, _: {"studentid", "sectionid"} <= h),
)


def tables_of(sheet: Sheet, forced: str, by_hand: Mapping[tuple[str, str], str]) -> list[ExportTable]:
    """All the tables that a sheet may be, the likeliest first; none where it is no part of an export that is known.

    Parameters
    ----------
    sheet
        a sheet of an export
    forced
        the kind that was asked for, "" for none
    by_hand
        what the sheet Map of an earlier import says of columns
    """
    rows: list[list[str]] = []
    for row in sheet.rows():
        rows.append(row)
        if len(rows) > HEADER_WITHIN:
            break
    if sheet.calendar:
        return []
    stem = folded_header(sheet.name)
    for at, row in enumerate(rows):
        headers = frozenset(folded_header(cell) for cell in row if cell)
        found = [(k, r, core) for k, r, core in _matches(headers, stem) if forced in ("", k) or (k == "students")]
        if found and all(role == "students" for _, role, _ in found):
            roster = _by_map(sheet, rows, "other", by_hand)  # a row a student and class: the classes are taken from it
            return roster or [_table(sheet, *found[0], at, row, by_hand)]
        if found:
            return [_table(sheet, k, r, core, at, row, by_hand) for k, r, core in found]
    if forced in ("", "board", "aeries"):
        at_board = board_header(rows)
        if at_board is not None:
            counted = any(_COUNTS.search(cell) for row in rows[at_board + 1 :] for cell in row)
            kind = "aeries" if counted else "board"
            return [_table(sheet, kind, "board", True, at_board, rows[at_board], by_hand)]
    return _by_map(sheet, rows, forced or "other", by_hand) if forced not in ("oneroster", "board", "ics") else []


def _matches(headers: Headers, stem: str) -> Iterator[tuple[str, str, bool]]:
    role = _oneroster_role(headers, stem)
    if role:
        yield "oneroster", role, role == "classes"
    for kind, name, core, fits in _SIGNATURES:
        if fits(headers, stem):
            yield kind, name, core


def _table(
    sheet: Sheet, kind: str, role: str, core: bool, at: int, row: Sequence[str], by_hand: Mapping[tuple[str, str], str]
) -> ExportTable:
    if role == "board":
        return ExportTable(sheet, kind, role, core, at, tuple(row), Columns({}, ()))
    names = "aeries staff" if (kind, role) == ("aeries", "staff") else kind
    return ExportTable(sheet, kind, role, core, at, tuple(row), columns_of(row, names, sheet.name, by_hand))


def _by_map(
    sheet: Sheet, rows: Sequence[Sequence[str]], kind: str, by_hand: Mapping[tuple[str, str], str]
) -> list[ExportTable]:
    """A list of classes of a system that is not known: the row whose headers name who, when and what."""
    best: tuple[int, int, Columns] | None = None
    for at, row in enumerate(rows):
        if sum(1 for cell in row if cell) < 3:
            continue
        columns = columns_of(row, kind, sheet.name, by_hand)
        sure = sum(1 for r in columns.understood if r.how in ("known", "by hand") and r.read_as)
        if not _lacking(columns) and sure >= 2 and (best is None or sure > best[1]):
            best = at, sure, columns
    if best is None:
        return []
    return [ExportTable(sheet, kind, "sections", True, best[0], tuple(rows[best[0]]), best[2])]


_NEEDED = {
    "teacher": ("teacher", "teacher name", "last name"),
    "period": ("period", "expression", "expression shown"),
    "course": ("course", "course number", "department"),
}


def _lacking(columns: Columns) -> list[str]:
    """Of who, when and what of a list of classes: what no header names."""
    return [need for need, fields in _NEEDED.items() if not any(field in columns for field in fields)]


def nearly_a_list(sheet: Sheet) -> tuple[str, tuple[str, ...]] | None:
    """What a sheet lacks to be a list of classes, and its headers: of who, when and what one alone. None where it is
    none by far."""
    for at, row in enumerate(sheet.rows()):
        filled = tuple(cell for cell in row if cell)
        if at > HEADER_WITHIN:
            break
        lacking = _lacking(columns_of(row, "other", sheet.name, {})) if len(filled) >= len(_NEEDED) else []
        if len(lacking) == 1:
            return lacking[0], filled
    return None


# ---- boards

_COUNTS = re.compile(r"\S\s*[+*-]?\s*\b\d{1,3}\s*/\s*\d{1,3}\s*$")
_FIRST_TO_NINTH = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_PERIOD_HEADER = re.compile(
    r"(?:p|per|pd|period|hour|hr|block|mod)?\s*\.?\s*(?:\d{1,2}(?:st|nd|rd|th)?|[A-H]\d?)"
    r"(?:\s*(?:period|hour|block|per|pd|mod))?(?:\s*[\(\[].*)?"
    rf"|(?:{_FIRST_TO_NINTH})(?: (?:period|hour|block))?"
    r"|hr|homeroom|home room|advisory|adv|lunch|flex|zero|zero period|tutorial",
    re.IGNORECASE,
)


def is_teacher_header(text: str) -> bool:
    """Whether a header of a board names the teacher: Teacher, Instructor, Teacher / Room."""
    return folded_header(re.split(r"[/&(]", text)[0]) in _TEACHER_HEADERS


def is_period_header(text: str) -> bool:
    """Whether a header of a board names a period: 1, P1, 1st, Period 1 (8:00), A1, HR."""
    return bool(_PERIOD_HEADER.fullmatch(text.strip())) and bool(period_label(text))


def board_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The row of a teacher-by-period board that names the periods; None where there is none."""
    for at, row in enumerate(rows):
        filled = [(i, cell) for i, cell in enumerate(row) if cell]
        periods = [i for i, cell in filled if is_period_header(cell)]
        named = [i for i, cell in filled if is_teacher_header(cell)]
        if len(periods) < 3 or (not named and not (row and not row[0])):
            continue
        if named and min(named) > min(periods):
            continue
        return at
    return None
