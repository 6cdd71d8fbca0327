"""Sheet Meetings: the recurring meetings of the year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from scheduler.dates.people import members
from scheduler.domain.instance import ALL_LEVELS
from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.domain.year import MeetingSeries, YearEvent
from scheduler.intake.sheets.dates.date_cells import dates_in
from scheduler.intake.sheets.pins import District
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import dates as messages
from scheduler.schema.sheets import FREQUENCIES, MEETING_SCOPES, MEETING_WHO, SLOT_KINDS

Frequency = Literal["Weekly", "Every 2 weeks", "Monthly"] | int
_OFTEN: dict[str, Frequency] = {
    "Weekly": "Weekly",
    "Every 2 weeks": "Every 2 weeks",
    "Monthly": "Monthly",
    "Quarterly": 4,
    "Once": 1,
}
_WHEN_KINDS = SLOT_KINDS[1:]  # a class is no time to meet
_NO_OFTENER = 366


def read_meetings(reading: InputWorkbook, district: District, events: Sequence[YearEvent]) -> tuple[MeetingSeries, ...]:
    """The meetings whose rows are right; the others are said.

    Parameters
    ----------
    reading
        the input
    district
        what a row may name
    events
        the rows of Calendar that are right, which a meeting may follow
    """
    names = {folded(e.name): e.name for e in events if e.name}
    found: list[MeetingSeries] = []
    seen: dict[str, Place] = {}
    for row in reading.rows("Meetings"):
        key = folded(row.text("meeting"))
        if key in seen:
            row.wrong(messages.MEETING_TWICE, "meeting", place=seen[key])
        seen.setdefault(key, row.where("meeting"))
        meeting = _meeting(row, district, names, is_open=reading.open("Calendar") or _has_errors(reading))
        if meeting is not None:
            _say_nobody(row, district, meeting)
            found.append(meeting)
    return tuple(found)


def _has_errors(reading: InputWorkbook) -> bool:
    """Whether a row of Calendar is wrong: its event exists, and no cell is blamed for naming it."""
    return reading.problems.errors_on("Calendar")


def _meeting(row: Row, district: District, names: dict[str, str], *, is_open: bool) -> MeetingSeries | None:
    problems = row.table.problems
    before = problems.count
    who = row.choices("who", MEETING_WHO)
    frequency = _frequency(row)
    minutes = row.whole("minutes", least=1)
    kinds, fixed = _when(row, district.settings.days)
    follows = row.text("follows")
    if follows and folded(follows) not in names and not is_open:
        row.report(messages.FOLLOWS_NO_EVENT, "follows", text=follows, near=cell_values.near(follows, names.values()))
    first, last = dates_in(row, "from", "to")
    level = row.choice("level", ALL_LEVELS)
    scope = row.choice("scope", MEETING_SCOPES)
    where = row.id("where", district.site_ids)
    if problems.count > before or not who or frequency is None or minutes is None:
        return None
    if follows and not fixed:
        row.report(messages.FOLLOWS_WITHOUT_A_TIME, "when", example=_example(district.settings.days))
    return MeetingSeries(
        name=row.text("meeting"),
        who=who,
        frequency=frequency,
        minutes=minutes,
        district=scope == "District",
        kinds=kinds,
        fixed=fixed,
        level=level or "Required",
        follows=names.get(folded(follows), follows),
        first=first,
        last=last,
        where=where or "",
    )


def _frequency(row: Row) -> Frequency | None:
    named = cell_values.one_of(row.text("frequency"), FREQUENCIES)
    if named is not None:
        return _OFTEN[named]
    number = cell_values.number_of(row.raw("frequency"))
    if isinstance(number, int) and 1 <= number <= _NO_OFTENER:
        return number
    text = row.text("frequency")
    row.report(
        messages.NOT_A_FREQUENCY, "frequency", text=text, options=FREQUENCIES, near=cell_values.near(text, FREQUENCIES)
    )
    return None


def _when(row: Row, days: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """The kinds of slot and the days with a time of the column when; each part that is neither is said."""
    kinds: dict[str, None] = {}
    fixed: dict[tuple[int, int], None] = {}
    for part in cell_values.parts_of(row.raw("when")):
        kind = cell_values.one_of(part, _WHEN_KINDS)
        times = None if kind else _fixed(part, days)
        if kind:
            kinds[kind] = None
        elif times:
            fixed |= dict.fromkeys(times)
        else:
            row.report(messages.UNKNOWN_WHEN, "when", part=part, kinds=_WHEN_KINDS, example=_example(days))
    return tuple(kinds), tuple(fixed)


def _fixed(part: str, days: tuple[str, ...]) -> list[tuple[int, int]] | None:
    """(day, start) of `Fri 13:30` or `Fri 1:30 PM`, of each day where several are named; None where it is no such."""
    pieces = part.split()
    for cut in range(len(pieces) - 1, 0, -1):
        start = cell_values.minutes_of(" ".join(pieces[cut:]))
        found = None if start is None else cell_values.days_of(" ".join(pieces[:cut]), days)
        if start is not None and found:
            return [(day, start) for day in found]
    return None


def _example(days: tuple[str, ...]) -> str:
    return f"{days[-1] if 'Fri' not in days else 'Fri'} 13:30"


def _say_nobody(row: Row, district: District, meeting: MeetingSeries) -> None:
    """A site, or the district, where one of the groups has nobody has no such meeting."""
    for group in meeting.who:
        if meeting.district:
            empty = [] if members(group, district.teachers, district.coaches) else ["any site"]
        else:
            empty = [s for s in district.sites if not members(group, district.teachers, district.coaches, s)]
        if empty:
            row.report(messages.MEETING_OF_NOBODY, "who", group=group.casefold(), sites=tuple(empty))
