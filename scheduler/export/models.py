"""The example schools of the template workbooks: a plain one, and one after each of five districts' coaching models.

Every school is small, invented and can be solved as it stands. What a model asks for stands in the words of its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CellValue = str | int | float
Rows = tuple[Mapping[str, CellValue], ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A coaching model as an input workbook: what it is about, whose it is, and the rows of its sheets.

    Rows of the sheet Rules are only those that differ from the defaults.
    """

    about: str
    source: str
    sheets: Mapping[str, Rows]


def _rows(columns: str, *lines: tuple[CellValue, ...]) -> Rows:
    """Rows of cells in the columns that are named, separated by "|"; blank cells are left out."""
    names = [name.strip() for name in columns.split("|")]
    return tuple({n: v for n, v in zip(names, line, strict=True) if v != ""} for line in lines)


def _settings(**values: CellValue) -> Rows:
    given: dict[str, CellValue] = {
        "district": "EXAMPLE DISTRICT (overwrite me)",
        "school year": "2026-27",
        "first day": "2026-08-17",
        "last day": "2027-06-04",
        "days": "Mon, Tue, Wed, Thu, Fri",
    }
    given |= {key.replace("_", " "): value for key, value in values.items()}
    return tuple({"key": key, "value": value} for key, value in given.items())


BELL = _rows(
    "bell schedule | days | period | start | end | kind",
    ("Regular", "Mon-Fri", "1", "08:00", "08:55", "Class"),
    ("Regular", "Mon-Fri", "2", "09:00", "09:55", "Class"),
    ("Regular", "Mon-Fri", "3", "10:00", "10:55", "Class"),
    ("Regular", "Mon-Fri", "4", "11:00", "11:55", "Class"),
    ("Regular", "Mon-Fri", "Lunch", "12:00", "12:35", "Lunch"),
    ("Regular", "Mon-Fri", "5", "12:40", "13:35", "Class"),
    ("Regular", "Mon-Fri", "6", "13:40", "14:35", "Class"),
    ("Regular", "Mon-Thu", "After", "14:45", "15:45", "After school"),
)
SITE = _rows(
    "site | name | bell schedule | sections funded | cost per section",
    ("EX", "Example High School", "Regular", 7, 24000),
)
PERIODS = ("1", "2", "3", "4", "5", "6")
NAMES = (
    "A. Rivera",
    "B. Okafor",
    "C. Lindqvist",
    "D. Nguyen",
    "E. Haddad",
    "F. Kowalski",
    "G. Tanaka",
    "H. Mbeki",
    "I. Fraser",
    "J. Santos",
    "K. Iyer",
    "L. Novak",
)
SUBJECTS = {
    "Math": "Algebra 1",
    "English": "English 9",
    "Science": "Biology",
    "Social studies": "World history",
}
TEACHING_COACHES = _rows(
    "coach | name | sites | departments | grades | release min | max caseload | max sessions per day | lead | new",
    ("C1", "M. Chen", "EX", "Math, Science", "9-12", 2, 10, 6, "Y", ""),
    ("C2", "S. Adeyemi", "EX", "English, Social studies", "9-12", 2, 10, 6, "", "Y"),
)
COACHES_CLASSES = _rows(
    "teacher | 1 | 2 | 3 | 4 | 5 | 6",
    ("C1", "", "", "", "", "Algebra 2", "Prep"),
    ("C2", "Prep", "English 10", "", "", "", ""),
)
COACHING_CYCLE = _rows(
    "program | cycles | session | activity | minutes | per week | when | after | within days | level | mode",
    ("Coaching cycle", 1, "Plan", "Plan", 25, 1, "Prep", "", "", "Required", "In person"),
    ("Coaching cycle", "", "Observe", "Observe", 45, 1, "Teaching", "Plan", "", "Required", "In person"),
    ("Coaching cycle", "", "Debrief", "Debrief", 25, 1, "Prep", "Observe", 3, "Required", "In person"),
)
HOLIDAYS = _rows(
    "date | end date | event | kind | who",
    ("2026-11-25", "2026-11-27", "Thanksgiving", "Holiday", "All"),
    ("2026-12-21", "2027-01-01", "Winter break", "Holiday", "All"),
)
MORE_SECTIONS = _rows(
    "scenario | change | sheet | row | column | value",
    ("One more section", "Set", "Sites", "EX", "sections funded", 8),
)


def _teachers(programs: Mapping[int, str] | str, site: str = "EX", first: int = 1, years: int = 0) -> Rows:
    """Twelve teachers, three of a subject; the programs of all of them, or of each by number (else Access)."""
    found: list[dict[str, CellValue]] = []
    for i in range(12):
        row: dict[str, CellValue] = {
            "teacher": f"T{first + i:02}",
            "name": NAMES[i],
            "site": site,
            "department": list(SUBJECTS)[i % 4],
            "grades": "9-10" if i < 6 else "11-12",
            "years": years or 1 + 2 * i,
            "prep minutes": 90,
        }
        program = programs if isinstance(programs, str) else programs.get(i + 1, "")
        found.append({**row, "programs": program} if program else row)
    return tuple(found)


def _schedule(first: int = 1) -> Rows:
    """The master schedule of those teachers: two have their prep in each period."""
    return tuple(
        {
            "teacher": f"T{first + i:02}",
            **{p: "Prep" if int(p) == i % 6 + 1 else list(SUBJECTS.values())[i % 4] for p in PERIODS},
        }
        for i in range(12)
    )


def _long_schedule(priority: tuple[str, ...]) -> Rows:
    """The same, one row a class; the classes of those periods have priority students."""
    found: list[dict[str, CellValue]] = []
    for row in _schedule():
        for period in PERIODS:
            course = row[period]
            line: dict[str, CellValue] = {"teacher": row["teacher"], "period": period, "course": course}
            if course != "Prep":
                line |= {"room": f"B{str(row['teacher'])[1:]}", "kind": "Teach"}
                line |= {"priority": "Y"} if period in priority else {}
            found.append(line)
    return tuple(found)


# The models below are read as tables: a line a row of a sheet.
# fmt: off
PLAIN = Model(
    about="a plain school: two teachers who coach, and a cycle of planning, observing and debriefing",
    source="",
    sheets={
        "Settings": _settings(cycles=4),
        "Sites": SITE,
        "Bell schedule": BELL,
        "Teachers": _teachers("Coaching cycle"),
        "Master schedule": (*_schedule(), *COACHES_CLASSES),
        "Coaches": TEACHING_COACHES,
        "Coach availability": _rows("coach | period | status", ("C1", "4", "Prefer"), ("C2", "5", "Prefer")),
        "Programs": COACHING_CYCLE,
        "Meetings": _rows(
            "meeting | who | scope | frequency | minutes | when | level",
            ("Site planning", "Coaches, Administrators", "Site", "Monthly", 45, "After school", "Required"),
        ),
        "Calendar": HOLIDAYS,
        "Scenarios": MORE_SECTIONS,
    },
)

_AVUHSD = "AVUHSD Instructional Coaching Model"
AVUHSD = Model(
    about="release periods at one high school: seven sections cover six periods, two coaches at least",
    source=_AVUHSD,
    sheets={
        **PLAIN.sheets,
        "Teachers": _teachers({**dict.fromkeys((1, 2, 3, 4, 5, 6, 7, 8), "Coaching cycle"), 9: "Modeling",
                               10: "Modeling", 11: "Department team", 12: "Department team"}),
        "Programs": (
            *COACHING_CYCLE,
            *_rows(
                "program | cycles | session | activity | minutes | per week | when | after | within days | level "
                "| group size",
                ("Modeling", 1, "Plan", "Plan", 25, 1, "Prep", "", "", "Required", 1),
                ("Modeling", "", "Model", "Model", 45, 1, "Teaching", "Plan", "", "Required", 1),
                ("Modeling", "", "Debrief", "Debrief", 25, 1, "Prep", "Model", 3, "Required", 1),
                ("Department team", 2, "Small group", "Group", 45, 1, "After school", "", "", "Recommended", 6),
                ("Department team", "", "Walkthrough", "Walkthrough", 20, 1, "Teaching", "", "", "Option", 1),
            ),
        ),
        "Rules": _rows(
            "rule | level | value | source",
            ("Every teacher has a coach", "Required", "", f"{_AVUHSD}: every teacher has access to a coach"),
            ("Every teacher can meet the coach", "Required", "", f"{_AVUHSD}: every teacher has access to a coach"),
            ("All periods covered", "Required", "", f"{_AVUHSD}: all 6 periods covered"),
            ("Sections funded", "Required", 7, f"{_AVUHSD}: 7 sections district funded"),
            ("Coaching periods per coach", "Required", 2, f"{_AVUHSD}: minimum 2 coaching periods for each coach"),
            ("Coaches per site", "Recommended", 2, f"{_AVUHSD}: 2 coaches per site minimum"),
            ("Flex time", "Recommended", 1, f"{_AVUHSD}: flex time for meetings, de-briefings, facilitation"),
            ("Common planning", "Option", 1, f"{_AVUHSD}: common planning period"),
            ("Grade match", "Option", "", f"{_AVUHSD}: grade level specific"),
            ("Content match", "Option", "", f"{_AVUHSD}: content specific"),
        ),
        "Meetings": _rows(
            "meeting | who | scope | frequency | minutes | when | level",
            ("District-wide meeting", "Lead coaches", "District", "Quarterly", 60, "After school", "Required"),
            ("Site planning", "Coaches, Administrators", "Site", "Monthly", 45, "After school", "Required"),
            ("Department chairs", "Coaches, Department chairs", "Site", "Quarterly", 45, "After school", "Required"),
            ("More with chairs", "Coaches, Department chairs", "Site", "Quarterly", 45, "After school", "Recommended"),
            ("Coaches' collaboration", "Coaches", "Site", "Monthly", 60, "After school", "Option"),
        ),
        "Calendar": (*HOLIDAYS, *_rows("date | event | kind | who",
                                       ("2026-08-12", "District training", "Training", "New coaches"))),
    },
)

_DES_MOINES = "Des Moines Instructional Coaching"
DES_MOINES = Model(
    about="a full-time mentor of second-year teachers: six hours a week one to one, four teachers 90 minutes each",
    source=_DES_MOINES,
    sheets={
        **PLAIN.sheets,
        "Settings": _settings(cycles=1),
        "Sites": _rows("site | name | bell schedule", ("EX", "Example High School", "Regular")),
        "Teachers": tuple(
            {**row, "years": 2, "programs": "Mentoring"} if i in (0, 1, 3, 4) else row
            for i, row in enumerate(_teachers(""))
        ),
        "Master schedule": _schedule(),
        "Coaches": _rows("coach | name | sites | full time", ("C1", "M. Chen", "EX", "Y")),
        "Coach availability": (),
        "Programs": _rows(
            "program | cycles | session | activity | minutes | per week | when | level | mode",
            ("Mentoring", "All", "Mentor", "Mentor", 45, 2, "Prep, Teaching", "Required", "In person"),
        ),
        "Rules": _rows(
            "rule | level | value | source",
            ("Weekly coaching time", "Required", 360, f"{_DES_MOINES}: minimum of 6 hours per week of 1:1 coaching"),
            ("Teachers coached weekly", "Required", 4, f"{_DES_MOINES}: 90 minutes per week with 4 teachers"),
            ("Coaches per site", "Recommended", 1, f"{_DES_MOINES}: one mentor a school"),
        ),
        "Meetings": _rows(
            "meeting | who | scope | frequency | minutes | when | level",
            ("Coaches' forum", "Coaches", "District", "Monthly", 120, "Fri 13:30", "Required"),
        ),
        "Calendar": (*HOLIDAYS, *_rows(
            "date | end date | event | kind | who",
            ("2026-08-20", "2026-08-21", "Coach training 1", "Training", "Coaches"),
            ("2026-10-08", "2026-10-09", "Coach training 2", "Training", "Coaches"),
            ("2027-02-11", "2027-02-12", "Coach training 3", "Training", "Coaches"),
            ("2027-04-15", "2027-04-16", "Coach training 4", "Training", "Coaches"),
        )),
        "Scenarios": (),
    },
)

_PARTNERS = "Instruction Partners"
INSTRUCTION_PARTNERS = Model(
    about="observe, then reflect, every second week: content coaches, one full time and one teacher leader",
    source=_PARTNERS,
    sheets={
        **PLAIN.sheets,
        "Settings": _settings(weeks=2, cycles=1),
        "Teachers": _teachers("Observe and debrief"),
        "Master schedule": (
            *_long_schedule(("2", "3")),
            *_rows(
                "teacher | period | course", ("C2", "1", "Prep"), ("C2", "2", "English 10"), ("C2", "3", "English 9")
            ),
        ),
        "Coaches": _rows(
            "coach | name | sites | departments | full time | release min | max caseload",
            ("C1", "M. Chen", "EX", "Math, Science", "Y", "", 8),
            ("C2", "S. Adeyemi", "EX", "English, Social studies", "", 2, 6),
        ),
        "Coach availability": (),
        "Programs": _rows(
            "program | cycles | session | activity | minutes | per week | when | after | within days | mode",
            ("Observe and debrief", 1, "Launch", "Launch", 30, "Once", "Prep", "", "", "In person"),
            ("Observe and debrief", "", "Observe", "Observe", 20, 0.5, "Teaching", "Launch", "", "In person"),
            ("Observe and debrief", "", "Debrief", "Debrief", 30, 0.5, "Prep", "Observe", 2, "Either"),
        ),
        "Rules": _rows(
            "rule | level | value | source",
            ("Content match", "Recommended", "", f"{_PARTNERS}: expertise in the specific content"),
            ("Priority sections", "Recommended", "", f"{_PARTNERS}: priority groups of students"),
        ),
    },
)

_SANTA_CLARA = "Santa Clara USD, Teachers on Special Assignment"
SANTA_CLARA = Model(
    about="full-time TOSAs with roles: classroom support, data teams, induction, peer support; teachers in several",
    source=_SANTA_CLARA,
    sheets={
        **PLAIN.sheets,
        "Settings": _settings(weeks=2, cycles=2),
        "Sites": _rows("site | name | bell schedule", ("EX", "Example High School", "Regular")),
        "Teachers": _teachers({1: "Classroom support, Data team", 2: "Classroom support, Data team",
                               3: "Classroom support", 4: "Data team", 5: "Data team", 6: "Induction",
                               7: "Induction", 8: "Peer support", 9: "Peer support"}),
        "Master schedule": _schedule(),
        "Coaches": _rows(
            "coach | name | sites | roles | full time",
            ("C1", "M. Chen", "EX", "Instructional TOSA", "Y"),
            ("C2", "S. Adeyemi", "EX", "Induction Mentor, Consulting Teacher", "Y"),
        ),
        "Coach availability": (),
        "Programs": _rows(
            "program | coach role | cycles | session | activity | minutes | per week | when | after | within days "
            "| mode | confidential | group size | not with",
            ("Classroom support", "Instructional TOSA", 1, "Agreement", "Agreement", 30, "Once", "Prep", "", "",
             "In person", "", 1, ""),
            ("Classroom support", "", "", "Plan", "Plan", 30, 1, "Prep", "", "", "In person", "", 1, ""),
            ("Classroom support", "", "", "Demonstration lesson", "Model", 45, 1, "Teaching", "Plan", "", "In person",
             "", 1, ""),
            ("Classroom support", "", "", "Debrief", "Debrief", 30, 1, "Prep", "Demonstration lesson", 3, "In person",
             "", 1, ""),
            ("Classroom support", "", "", "Reflect", "Reflect", 30, "Once", "Prep", "", "", "In person", "", 1, ""),
            ("Data team", "Instructional TOSA", 2, "Data cycle", "Data", 45, 1, "After school", "", "", "In person", "",
             6, ""),
            ("Induction", "Induction Mentor", "All", "Mentoring", "Mentor", 60, 1, "After school", "", "", "In person",
             "Y", 1, "Peer support"),
            ("Peer support", "Consulting Teacher", 1, "Support", "Mentor", 45, 1, "Prep", "", "", "In person", "Y", 1,
             "Induction"),
        ),
        "Meetings": _rows(
            "meeting | who | scope | frequency | minutes | when | level",
            ("Principal and TOSA", "Coaches, Administrators", "Site", "Every 2 weeks", 45, "After school", "Required"),
            ("Partnership agreement", "Coaches, Administrators", "Site", "Once", 60, "After school", "Required"),
        ),
        "Scenarios": (),
    },
)

_JUNEAU = "Juneau School District, Instructional Coaching"
JUNEAU = Model(
    about="two schools share a full-time coach: one to one and small groups, one school a day",
    source=_JUNEAU,
    sheets={
        **PLAIN.sheets,
        "Settings": _settings(weeks=2, cycles=2),
        "Sites": _rows(
            "site | name | bell schedule",
            ("EX", "Example High School", "Regular"),
            ("EM", "Example Middle School", "Regular"),
        ),
        "Teachers": (
            *_teachers({1: "Coaching cycle", 2: "Coaching cycle", 3: "Study group", 4: "Study group"}),
            *_teachers({1: "Coaching cycle", 2: "Study group", 3: "Study group"}, site="EM", first=21),
        ),
        "Master schedule": (*_schedule(), *_schedule(first=21)),
        "Coaches": _rows("coach | name | sites | full time", ("C1", "M. Chen", "EX, EM", "Y")),
        "Coach availability": (),
        "Programs": (
            *COACHING_CYCLE,
            *_rows(
                "program | cycles | session | activity | minutes | per week | when | level | group size",
                ("Study group", 2, "Group", "Group", 45, 1, "After school", "Required", 4),
            ),
        ),
        "Rules": _rows(
            "rule | level | value | source",
            ("Coaches per site", "Recommended", 1, f"{_JUNEAU}: coaches of a school or the district"),
            ("One site a day", "Recommended", "", f"{_JUNEAU}: coaches of a school or the district"),
        ),
        "Travel": _rows("from | to | minutes", ("EX", "EM", 15)),
        "Scenarios": (),
    },
)

# fmt: on
MODELS: dict[str, Model] = {
    "avuhsd": AVUHSD,
    "des_moines": DES_MOINES,
    "instruction_partners": INSTRUCTION_PARTNERS,
    "santa_clara": SANTA_CLARA,
    "juneau": JUNEAU,
}
