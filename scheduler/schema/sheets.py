"""The sheets of the workbooks: their columns, what each column means and which values it takes.

One table for everybody: intake finds sheets and headers by it, the template workbook and the reference in the docs are
made from it, and the plan workbook is written by it. Sheets stand in the order in which people fill them in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.instance import ALL_LEVELS, MODES, STATUSES, WEEKDAYS, Settings
from scheduler.domain.instance import SLOT_KINDS as SLOT_KINDS  # noqa: PLC0414 - intake takes it from here
from scheduler.domain.year import DAY_ROTATIONS, EVENT_KINDS, ROTATIONS, WEEK_ROTATIONS

ColumnKind = Literal["text", "whole", "number", "yes", "time", "date"]

YES_NO = ("Y", "N")
TEACHER_ROLES = ("Teacher", "Department chair", "Administrator")
STATE_KINDS = ("Teach", "Prep", "Duty", "Off")
WHEN = ("Teaching", "Prep", *SLOT_KINDS[1:])
ACTIVITIES = ("Plan", "Observe", "Model", "Co-teach", "Debrief", "Mentor", "Group", "Data", "Walkthrough")
MEETING_WHO = ("Coaches", "Lead coaches", "New coaches", "Administrators", "Department chairs")
MEETING_SCOPES = ("Site", "District")
FREQUENCIES = ("Weekly", "Every 2 weeks", "Monthly", "Quarterly", "Once")
CALENDAR_WHO = ("Coaches", "Lead coaches", "New coaches", "Teachers", "Administrators", "Department chairs")
PIN_KINDS = ("Coach", "Release", "Session", "Meeting")
CHANGES = ("Set", "Add", "Remove")
RELEASE_STATUSES = ("Coaching", "Teaching", "Prep", "Free", "Unavailable")
PURPOSES = ("Flex", "Common planning")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its header, what its cells mean and how they are written.

    `allowed` names the values that a cell may take; where `open_ended` they are only the usual ones. With `many` a
    cell holds a list, separated by commas or semicolons. `example` is a cell as somebody would write it.
    """

    name: str
    meaning: str
    required: bool = False
    kind: ColumnKind = "text"
    allowed: tuple[str, ...] = ()
    many: bool = False
    open_ended: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class InputSheet:
    """One sheet of an input workbook. `required` says that there is no plan without it.

    `columns` are those of the long form; with `wide_key` the sheet may instead have that column and one a period.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    required: bool = False
    wide_key: str = ""

    @property
    def required_columns(self) -> tuple[str, ...]:
        """The columns that a row must hold to be the header."""
        return tuple(c.name for c in self.columns if c.required)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        found = next((c for c in self.columns if c.name == name), None)
        if found is None:
            raise KeyError(f"{self.name} has no column {name}")
        return found


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """One table of a plan workbook, one header row and ids as in the input."""

    name: str
    meaning: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class SettingKey:
    """One key of the sheet Settings, with its default as it would be written in the cell."""

    key: str
    default: str
    meaning: str
    kind: ColumnKind = "text"
    allowed: tuple[str, ...] = ()


def _need(
    name: str,
    meaning: str,
    *,
    allowed: tuple[str, ...] = (),
    kind: ColumnKind = "text",
    example: str = "",
    many: bool = False,
) -> Column:
    return Column(name, meaning, True, kind, allowed, many, example=example)


def _list(name: str, meaning: str, *, allowed: tuple[str, ...] = (), example: str = "") -> Column:
    return Column(name, meaning, allowed=allowed, many=True, example=example)


def _one(name: str, meaning: str, allowed: tuple[str, ...], *, open_ended: bool = False) -> Column:
    return Column(name, meaning, allowed=allowed, open_ended=open_ended, example=allowed[0])


def _whole(name: str, meaning: str, example: str = "") -> Column:
    return Column(name, meaning, kind="whole", example=example)


def _yes(name: str, meaning: str) -> Column:
    return Column(name, meaning, kind="yes", allowed=YES_NO, example="Y")


_DEFAULTS = Settings()

# The tables below are read as tables: a line a column of a sheet.
# fmt: off
SETTING_KEYS: tuple[SettingKey, ...] = (
    SettingKey("district", "", "Name of the district, for titles."),
    SettingKey("school year", "", "For titles, like 2026-27."),
    SettingKey("timezone", _DEFAULTS.timezone, "Time zone of all clock times."),
    SettingKey("first day", "", "First date of instruction; only dates need it.", "date"),
    SettingKey("last day", "", "Last date of instruction; only dates need it.", "date"),
    SettingKey("days", ", ".join(WEEKDAYS), "The days of a week of the pattern, in their order; a school that rotates "
               "writes its own labels, like D1, D2, D3, D4, D5, D6."),
    SettingKey("weeks", "1", "Length of the week pattern: 1, or 2 where weeks alternate.", "whole", ("1", "2")),
    SettingKey("cycles", "1", "Coaching cycles (rotations) in the year.", "whole"),
    SettingKey("minutes between sessions", "5", "Least gap between two sessions of one coach, in minutes.", "whole"),
    SettingKey("blank means", "Prep", "What an empty cell or a missing row of Master schedule means in a Class slot.",
               "text", ("Prep", "Off")),
    SettingKey("prep words", ", ".join(_DEFAULTS.prep_words), "Cell texts of Master schedule that are read as prep; "
               "words that you list are added to these."),
    SettingKey("release words", ", ".join(_DEFAULTS.release_words), "Cell texts that are read as a coach's release."),
    SettingKey("off words", ", ".join(_DEFAULTS.off_words), "Cell texts that are read as not at work."),
    SettingKey("duty words", ", ".join(_DEFAULTS.duty_words), "Cell texts that are read as at work, with neither a "
               "class to observe nor a prep."),
    SettingKey("term", "", "The term to plan, like S1, where Master schedule has a column term."),
    SettingKey("day rotation", "", "Weekdays: a date has its weekday's label. School days: the labels of days follow "
               "one another over the dates in session. Blank = Weekdays where the bell schedules use nothing but "
               "weekdays, else School days.", "text", DAY_ROTATIONS),
    SettingKey("week rotation", _DEFAULTS.week_rotation, "Where weeks is 2. School weeks: weeks 1 and 2 alternate, and "
               "a week without school takes none. Calendar weeks: they alternate over all weeks from the first day on.",
               "text", WEEK_ROTATIONS),
    SettingKey("short week", str(_DEFAULTS.short_week), "Fewest dates in session with which a school week owes all of "
               "its sessions.", "whole"),
    SettingKey("extra duty rate", "", "What an hour of a meeting outside the bell schedule costs, in your currency.",
               "number"),
    SettingKey("calendar address", "", "E-mail address that calendars name as organizer; blank = none."),
)

INPUT_SHEETS: tuple[InputSheet, ...] = (
    InputSheet("Settings", "Names, cycles and words of the district: one key a row.", (
        _need("key", "Name of the setting.", example="cycles"),
        Column("value", "Its value; blank = the default.", example="4"),
    )),
    InputSheet("Sites", "The schools. Without this sheet: the sites that Teachers names.", (
        _need("site", "Short id of the school, used on every other sheet.", example="LHS"),
        Column("name", "Name of the school, for titles.", example="Lincoln High School"),
        Column("bell schedule", "Which bell schedule it runs on; blank = the first one.", example="Regular"),
        _whole("sections funded", "Coach-periods of release that are paid for: 7 sections buy seven periods. "
               "Blank = no limit.", "7"),
        Column("cost per section", "What one section costs, in your currency.", kind="number", example="24000"),
    )),
    InputSheet("Bell schedule", "When periods meet. Without this sheet: six periods of 55 minutes from 08:00.", (
        Column("bell schedule", "Name of the bell schedule; blank = the only one.", example="Regular"),
        _whole("week", "1 or 2: only that week of the pattern; blank = every week.", "1"),
        _list("days", "Days on which the period meets at this time: Mon-Fri, or Mon, Wed, Fri; blank = Mon-Fri (all "
              "days where these are no labels).", example="Mon-Fri"),
        _need("period", "Label of the period, as the master schedule calls it.", example="1"),
        _need("start", "When it begins, like 08:00.", kind="time", example="08:00"),
        _need("end", "When it ends, like 08:55.", kind="time", example="08:55"),
        _one("kind", "What the slot is; blank = by the label (Lunch, Homeroom, Tutorial, Before school ...), else "
             "Class; None = no slot. Only Class slots need a coach's release.", (*SLOT_KINDS, "None")),
    )),
    InputSheet("Teachers", "Everybody who is coached, and chairs and administrators.", (
        _need("teacher", "Id of the teacher, used on every other sheet. Each id once.", example="T001"),
        Column("name", "Name, for calendars; blank = the id is shown.", example="A. Rivera"),
        Column("email", "Address, for calendar invitations.", example="a.rivera@example.org"),
        _need("site", "Id of the school where the teacher works.", example="LHS"),
        Column("department", "Subject, as coaches' departments call it.", example="Math"),
        _list("grades", "Grades taught: 9, or 9-10, or K, 1.", example="9-10"),
        Column("years", "Years of experience.", kind="number", example="2"),
        _one("role", "Blank = Teacher. An Administrator is never coached.", TEACHER_ROLES),
        _list("programs", "Programs the teacher is enrolled in; blank = Access (a coach, no standing sessions).",
              example="Coaching cycle"),
        _whole("priority", "Weight of each of the teacher's sessions; blank = 1.", "1"),
        Column("requested coach", "Id of the coach the teacher asks for.", example="C1"),
        _list("avoid coach", "Ids of coaches the teacher must not have, like an evaluator.", example="C2"),
        Column("last coach", "Id of the teacher's coach of last year.", example="C1"),
        _whole("prep minutes", "Most minutes of prep a week that coaching may use; contracts cap it.", "60"),
    ), True),
    InputSheet("Master schedule", "What everybody teaches: a column a period (wide), or one row a class (long).", (
        _need("teacher", "Id of a teacher, or of a coach who teaches.", example="T001"),
        Column("period", "Long form: period of the class, as the bell schedule labels it.", example="1"),
        _list("days", "Days of the class (in the wide form: of the row); blank = all days of the period.",
              example="Mon, Wed"),
        _whole("week", "Week of the pattern; blank = every week.", "1"),
        Column("course", "The class, or a word for prep, release or off.", example="Algebra 1"),
        Column("room", "Where it is.", example="B12"),
        Column("grade", "Grade of the class.", example="9"),
        _one("kind", "Blank = by the words of course; no course means Teach.", STATE_KINDS),
        _yes("priority", "Y = a section with priority students, where observing helps most."),
        Column("term", "Term of the row, like S1 or Fall; blank, Y, FY or Year = all terms.", example="S1"),
    ), True, "teacher"),
    InputSheet("Coaches", "Everybody who coaches.", (
        _need("coach", "Id of the coach, used on every other sheet. Never an id of Teachers.", example="C1"),
        Column("name", "Name, for calendars; blank = the id is shown.", example="M. Chen"),
        Column("email", "Address, for calendar invitations.", example="m.chen@example.org"),
        _need("sites", "Schools that the coach serves; the first is home.", example="LHS", many=True),
        _list("roles", "Roles that programs ask for; blank = any.", example="Induction Mentor"),
        _list("departments", "Subjects the coach knows; blank = any.", example="Math, Science"),
        _list("grades", "Grades the coach knows; blank = any.", example="9-12"),
        _whole("release min", "Fewest periods of release; blank = the rule's value.", "2"),
        _whole("release max", "Most periods of release; blank = no limit.", "4"),
        _yes("full time", "Y = released in every Class slot of each of its sites, bought outside the funded sections."),
        _whole("max caseload", "Most teachers (enrollments); blank = the rule's value.", "12"),
        _whole("max sessions per day", "Most sessions in a day; blank = the rule's value.", "6"),
        _yes("lead", "Y = lead coach: asked to the district's meetings of leads."),
        _yes("new", "Y = new coach: asked to the training of new coaches."),
        Column("cost", "What the coach costs, in your currency.", kind="number", example="90000"),
    ), True),
    InputSheet("Coach availability", "When a coach may be released. Also as a column a period (wide).", (
        _need("coach", "Id of the coach.", example="C1"),
        Column("period", "Period of the coach's home site, or of the site that is named; blank or All = every one.",
               example="1"),
        _list("days", "Only on these days; blank = all.", example="Mon, Wed"),
        _whole("week", "Only in this week of the pattern; blank = every week.", "1"),
        Column("site", "Only at this site of the coach; blank = all.", example="LHS"),
        _one("status", "Available (default): may be released. Coaching: is released. Teaching, Prep: never released. "
             "Unavailable: not at work. Avoid, Prefer: may be released.", STATUSES),
    ), False, "coach"),
    InputSheet("Programs", "Which sessions a teacher gets: one row a session.", (
        _need("program", "Name of the program, as Teachers calls it.", example="Coaching cycle"),
        Column("coach role", "Role that the coach must hold; blank = any.", example="Induction Mentor"),
        Column("cycles", "How many cycles each enrolled teacher is active in; blank = 1; All = every cycle.",
               allowed=("1", "2", "3", "4", "All"), open_ended=True, example="1"),
        Column("session", "Name of the session; blank in every row = access only.", example="Observe"),
        _one("activity", "What happens in it.", ACTIVITIES, open_ended=True),
        _whole("minutes", "Length, in minutes; it must fit into one slot.", "45"),
        Column("per week", "How many a week: 1, 2, 0.5 ... (times weeks it must be whole), or Once (placed by date, "
               "not in the week pattern).", allowed=("1", "2", "0.5", "Once"), open_ended=True, example="1"),
        _list("when", "What the teacher is doing then; a list = any of them; blank = anything but Off and Duty.",
              allowed=WHEN, example="Teaching"),
        Column("after", "Session of the program that comes first.", example="Plan"),
        _whole("within days", "At most so many school days after it; blank = no limit.", "2"),
        _whole("make up within", "At most so many school days after a date on which it is lost; blank = 5, 0 = never "
               "made up.", "5"),
        _one("level", "How much a missing session weighs; blank = Required.", ALL_LEVELS),
        _one("mode", "Blank = In person.", MODES),
        _yes("confidential", "Y = reports for others show only that time is taken."),
        _whole("group size", "Most teachers in one session; blank = 1 (one to one).", "1"),
        _list("not with", "Programs that no teacher of this one may be in.", example="Induction"),
    )),
    InputSheet("Rules", "How much each rule matters. A rule that is not named keeps its default.", (
        _need("rule", "Name of the rule.", example="Flex time"),
        _one("level", "Required before Recommended before Option; Off = not counted.", ALL_LEVELS),
        Column("value", "The rule's figure, where it has one; blank = the default.", kind="whole", example="1"),
        Column("weight", "How much one unit of shortfall counts within its level; blank = 1.", kind="whole",
               example="1"),
        Column("site", "Only at this school; blank = all.", example="LHS"),
        Column("source", "Who says so: the board's policy, the contract.", example="District model"),
    )),
    InputSheet("Travel", "Minutes between schools. Pairs that are not listed: 20.", (
        _need("from", "Id of a school.", example="LHS"),
        _need("to", "Id of another; holds both ways unless both rows are given.", example="WMS"),
        _need("minutes", "Minutes from door to door.", kind="whole", example="15"),
    )),
    InputSheet("Cycles", "Cycles as dates. Without this sheet: the year's weeks with school in equal stretches.", (
        _need("cycle", "Number of the cycle, from 1.", kind="whole", example="1"),
        _need("first day", "Its first date, like 2026-08-24.", kind="date", example="2026-08-24"),
        _need("last day", "Its last date. Between two cycles there may be weeks without coaching.", kind="date",
              example="2026-10-09"),
    )),
    InputSheet("Meetings", "Recurring meetings that the dated calendar places.", (
        _need("meeting", "Name of the meeting.", example="Site planning"),
        _need("who", "Who meets; a list. Each site meets by itself unless scope is District.", allowed=MEETING_WHO,
              many=True, example="Coaches"),
        _one("scope", "Blank = Site.", MEETING_SCOPES),
        Column("frequency", "How often; a whole number = so often a year.", True, allowed=FREQUENCIES, open_ended=True,
               example="Monthly"),
        _need("minutes", "Length, in minutes.", kind="whole", example="60"),
        _list("when", "Kinds of slot, or days and times like Fri 13:30; blank = any time.", example="After school"),
        _one("level", "Blank = Required.", ALL_LEVELS),
        Column("follows", "An event of Calendar: one meeting after each of its dates.", example="District T&L"),
        Column("from", "Only from this date on.", kind="date", example="2026-09-01"),
        Column("to", "Only up to this date.", kind="date", example="2027-05-14"),
        Column("where", "Site where all meet; blank = each site's own.", example="LHS"),
    )),
    InputSheet("Calendar", "Fixed dates of the year.", (
        _need("date", "First date, like 2026-11-26.", kind="date", example="2026-11-26"),
        Column("end date", "Last date; blank = one day.", kind="date", example="2026-11-27"),
        Column("start", "Blank = the whole day.", kind="time", example="08:00"),
        Column("end", "Blank = the whole day.", kind="time", example="12:00"),
        Column("event", "What it is, for calendars.", example="Thanksgiving"),
        _need("kind", "What it means for coaching.", allowed=EVENT_KINDS, example="Holiday"),
        _list("who", "All (default), " + ", ".join(CALENDAR_WHO) + ", or ids of sites, coaches or teachers. Only a row "
              "of All or of a site closes a date, or gives it a label or a bell schedule.", example="All"),
        Column("bell schedule", "Bell schedule that the day runs on; a Minimum day needs it.", example="Minimum day"),
        Column("day", "Label that the date has instead of its own.", example="Mon"),
        _whole("week", "Week of the pattern that the date is of.", "1"),
        _one("rotation", "Where labels follow one another over school days. Waits: the next date has the same label. "
             "Runs on: this one is used up. Blank = a closed date waits, another one runs on.", ROTATIONS),
    )),
    InputSheet("Pins", "What must stay as it is.", (
        _need("pin", "Coach: a teacher has it. Release: a coach is released then. Session: it is held then. "
              "Meeting: of the dated calendar, which is for a later version.",
              allowed=PIN_KINDS, example="Coach"),
        Column("teacher", "Id of the teacher.", example="T001"),
        Column("program", "Name of the program; blank = any.", example="Coaching cycle"),
        Column("coach", "Id of the coach.", example="C1"),
        _whole("cycle", "Blank = any.", "1"),
        _whole("week", "Blank = any.", "1"),
        Column("day", "Blank = any.", example="Mon"),
        Column("period", "Blank = any.", example="1"),
        Column("session", "Name of the session.", example="Observe"),
        Column("start", "Clock time; blank = any.", kind="time", example="08:00"),
        Column("date", "Of a Meeting, or of one dated Session: checked, and for a later version.", kind="date"),
    )),
    InputSheet("Scenarios", "What-if questions: changes to the other sheets, by name.", (
        _need("scenario", "Name of the scenario.", example="One more section"),
        _need("change", "Set a cell, Add a row, or Remove one.", allowed=CHANGES, example="Set"),
        _need("sheet", "Sheet that is changed.", example="Sites"),
        Column("row", "Id of the row, or several.", example="LHS"),
        Column("column", "Column that is changed.", example="sections funded"),
        Column("value", "Its new value.", example="8"),
    )),
)

_TIMES = (
    _need("cycle", "Coaching cycle of the year, from 1.", kind="whole"),
    _need("week", "Week of the pattern, from 1.", kind="whole"),
    _need("day", "Day, as Settings labels it."),
    _need("period", "Period of the bell schedule."),
    _need("start", "Begins, HH:MM.", kind="time"),
    _need("end", "Ends, HH:MM.", kind="time"),
)
_LOCKED = _yes("locked", "Y = stays as it is when this plan is used with the input again.")

# Sheets of dated plans, of re-planning and of imports: known, and never input.
RESERVED_SHEETS = (
    "Days",
    "Dates",
    "Lost sessions",
    "Meeting dates",
    "Date rules",
    "Changes",
    "Conflicts",
    "Fixes",
    "Import",
    "Questions",
    "Map",
)

PLAN_SHEETS: tuple[PlanSheet, ...] = (
    PlanSheet("Summary", "Score, bound and status; what was asked and what was done.", ()),
    PlanSheet("Rules", "Each rule at each level that it has, and by how much it falls short.", (
        _need("rule", "Name of the rule."),
        _need("level", "Required before Recommended before Option; Off is not counted.", allowed=ALL_LEVELS),
        Column("value", "The rule's figure, where it has one.", kind="whole"),
        Column("weight", "What one unit of shortfall counts within its level.", kind="whole"),
        _need("shortfall", "Units by which the rule falls short; 0 = it holds.", kind="whole"),
        Column("detail", "Where it falls short."),
        Column("source", "Who asks for it."),
    )),
    PlanSheet("Release periods", "What each coach does in each Class period of the home site.", (
        _need("coach", "Id of the coach."),
        Column("site", "The coach's home site."),
        _need("period", "Period of its bell schedule."),
        _need("status", "Coaching = released to coach.", allowed=RELEASE_STATUSES),
        _LOCKED,
    )),
    PlanSheet("Assignments", "The coach of every teacher in every program.", (
        _need("teacher", "Id of the teacher."),
        Column("site", "The teacher's site."),
        _need("program", "Program that the teacher is enrolled in."),
        Column("coach", "Id of the coach; blank = none was found."),
        Column("grade match", "Y = they share a grade.", kind="yes", allowed=YES_NO),
        Column("content match", "Y = the coach knows the subject.", kind="yes", allowed=YES_NO),
        Column("cycles", "Cycles in which the teacher is active.", many=True),
        Column("sessions due", "Sessions that the program gives in the year's patterns.", kind="whole"),
        Column("sessions scheduled", "Sessions that stand in Sessions.", kind="whole"),
        _LOCKED,
    )),
    PlanSheet("Sessions", "Every standing appointment; a row for each teacher of a group.", (
        *_TIMES,
        _need("coach", "Id of the coach."),
        _need("teacher", "Id of the teacher."),
        Column("site", "The teacher's site."),
        _need("program", "Program of the session."),
        _need("session", "Name of the session."),
        Column("activity", "What happens in it."),
        Column("mode", "In person or Virtual.", allowed=MODES[:2]),
        Column("course", "Class that the teacher teaches then."),
        Column("room", "Where."),
        Column("group", "Label shared by the members of a group meeting."),
        _LOCKED,
    )),
    PlanSheet("Reserved time", "Whole slots that a coach keeps free of sessions.", (
        _need("coach", "Id of the coach."),
        *_TIMES,
        _need("purpose", "What it is kept for.", allowed=PURPOSES),
    )),
    PlanSheet("Unscheduled", "Every session that is short, by name, and why.", (
        _need("teacher", "Id of the teacher."),
        _need("program", "Program of the session."),
        Column("session", "Name of the session."),
        Column("cycle", "Cycle in which it is missing; blank when the teacher has none.", kind="whole"),
        Column("reason", "Why, in words."),
        Column("missing", "How many of them are missing.", kind="whole"),
    )),
)


DAYS_SHEET = PlanSheet("Days", "What each date of the year is, at each site; `coach days` writes it.", (
    _need("date", "The date.", kind="date"),
    Column("weekday", "Its weekday."),
    _need("site", "Id of the site."),
    Column("in session", "Y = the site holds classes.", kind="yes", allowed=YES_NO),
    Column("week", "Week of the pattern.", kind="whole"),
    Column("day", "Label that the date has, as Settings has it."),
    Column("cycle", "Cycle of the date; blank = between cycles.", kind="whole"),
    Column("turn", "Which run through the week pattern it is in, from the year's first.", kind="whole"),
    Column("bell schedule", "Bell schedule that the site runs on."),
    Column("event", "What Calendar has on that date."),
))

CHANGES_SHEET = PlanSheet("Changes", "What changes for whom since the plan that was published before.", (
    _need("person", "Id of the teacher or coach."),
    Column("name", "The person's name."),
    _need("role", "Teacher or Coach.", allowed=("Teacher", "Coach")),
    _need("kind", "What changes.", allowed=("Coach", "Release", "Cycle", "Session", "Reserved", "Meeting")),
    Column("was", "As it was published; blank = it is new."),
    Column("is", "As it is now; blank = it no longer exists."),
    Column("cycle", "Cycle of what was, or of what is new.", kind="whole"),
    Column("why", "input: it is impossible now. room: it makes room. better: a rule would fall short by more."),
    Column("id", "What it is about, the same in every publication."),
))

CONFLICTS_SHEET = PlanSheet("Conflicts", "What cannot hold together, cell by cell; without any one row it could.", (
    _need("no", "Number of the conflict.", kind="whole"),
    _need("item", "What is part of it; Together = all of it, in a sentence."),
    Column("sheet", "Sheet of the input that asks for it."),
    Column("cell", "Its cell; blank = it is so by default."),
    Column("says", "What it asks for."),
    Column("short by", "Units that the conflict falls short by, whatever the plan.", kind="whole"),
))

FIXES_SHEET = PlanSheet("Fixes", "Changes of cells that end conflicts, tried, as rows of the sheet Scenarios.", (
    _need("fix", "Name of the fix: the scenario that makes it."),
    _need("change", "Set a cell, Add a row, or Remove one.", allowed=CHANGES),
    _need("sheet", "Sheet that is changed."),
    Column("row", "Id of the row."),
    Column("column", "Column that is set."),
    Column("value", "What is written there; blank = nothing."),
    Column("Required after", "What the plan falls short by at level Required with the fix.", kind="whole"),
    Column("score after", "Required / Recommended / Option of the plan that was made with the fix."),
    Column("cost", "What it costs; blank = the input names no price.", kind="number"),
    Column("verified", "Y = a plan was made with it and checked.", kind="yes", allowed=YES_NO),
    Column("in words", "The fix in words."),
))
# fmt: on


def input_sheet(name: str) -> InputSheet:
    """The input sheet of that name; KeyError when there is none."""
    return {s.name: s for s in INPUT_SHEETS}[name]


def plan_sheet(name: str) -> PlanSheet:
    """The plan sheet of that name; KeyError when there is none."""
    return {s.name: s for s in PLAN_SHEETS}[name]
