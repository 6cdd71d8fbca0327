"""One week as people read it: rows by period or clock time, columns by day, and in each cell what the coach does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scheduler.domain.instance import Coach, Instance, Slot, hhmm
from scheduler.domain.matching import overlap
from scheduler.domain.plan import Reserved
from scheduler.rules.entries import Meeting
from scheduler.rules.plan_index import PlanIndex
from scheduler.views.kinds_of_time import (
    COMMON_PLANNING,
    FLEX,
    NOT_RELEASED,
    OPEN,
    PREP,
    RELEASED,
    SESSION,
    TEACHING,
    UNAVAILABLE,
    KindOfTime,
)
from scheduler.views.names import in_order
from scheduler.views.redaction import TAKEN, TakenTime
from scheduler.wording import count, hours, plural

ELSEWHERE = "elsewhere"  # the bell schedule of a time at another site that meets no slot at home
MOST_SPARE_ROWS = 2  # rows by clock time above the slots of the longest day; with more, rows go by period


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a week: its slot on each day. `period` and `times` are "" where the days differ in them."""

    period: str
    times: str
    slots: dict[int, Slot]


@dataclass(frozen=True, slots=True)
class CellEntry:
    """One session in a cell: what is bold, and the lines under it."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """One slot of a coach: the kind of time, a line that tells the slot's time where the row does not, the sessions."""

    time: KindOfTime
    word: str
    slot_line: str = ""
    entries: tuple[CellEntry, ...] = ()


def grid_rows(slots: Iterable[Slot]) -> list[GridRow]:
    """The rows of one week: by clock time where the days agree, else by period, else by the order within the day."""
    week = sorted(slots, key=lambda s: (s.day, s.start, s.end))
    longest = max((sum(s.day == d for s in week) for d in {s.day for s in week}), default=0)
    for key in (_period_and_time, _time):
        rows = _rows_by(week, key)
        if _in_order(rows) and len(rows) <= longest + MOST_SPARE_ROWS:
            return rows
    rows = _rows_by(week, _period)
    return rows if _in_order(rows) else _rows_by_place(week)


def days_of(instance: Instance, slots: Iterable[Slot]) -> list[int]:
    """The days on which there is a slot, in the order of the week."""
    return sorted({s.day for s in slots if s.day < len(instance.settings.days)})


@dataclass(frozen=True, slots=True)
class BusyTime:
    """A stretch of a day in which a coach is busy, and what a cell says of it."""

    day: int
    start: int
    end: int
    period: str
    entry: CellEntry


def coach_week(
    ledger: PlanIndex, coach: str, cycle: int, week: int, taken: Iterable[TakenTime] = (), *, own: bool = False
) -> list[tuple[GridRow, dict[int, GridCell]]]:
    """What a coach does in one week of a cycle: the rows, and by day the cell of each.

    `taken` is the time of which only that is said; in the coach's `own` calendar confidential sessions are named.

    Parameters
    ----------
    ledger
        the plan, indexed
    coach
        the id of the coach
    cycle
        the number of the cycle
    week
        the week of the pattern, 1 or 2
    taken
        time of which only that it is taken may be told
    own
        whether the coach reads it: confidential sessions are named
    """
    busy = [
        BusyTime(m.date[2], m.start, m.end, m.held[0].row.period, entry(ledger, m, own=own))
        for m in ledger.meetings_of.get(coach, ())
        if m.date[:2] == (cycle, week)
    ]
    busy += [
        BusyTime(t.day, t.start, t.end, t.period, CellEntry(f"{span(t.start, t.end)} {TAKEN}"))
        for t in taken
        if (t.coach, t.cycle, t.week) == (coach, cycle, week)
    ]
    reserved = [r for r in ledger.reserved if (r.coach, r.cycle, r.week) == (coach, cycle, week)]
    home = [s for s in ledger.instance.home_slots(coach) if s.week == week]
    placed: dict[Slot, list[BusyTime]] = {}
    for stretch in busy:
        placed.setdefault(_slot_at_home(stretch, home, week), []).append(stretch)
    slots = list(dict.fromkeys([*home, *placed]))
    return [
        (row, {day: _cell(ledger, coach, row, slot, placed.get(slot, []), reserved) for day, slot in row.slots.items()})
        for row in grid_rows(slots)
    ]


def _period_and_time(slot: Slot) -> tuple[str, int, int]:
    return slot.period, slot.start, slot.end


def _time(slot: Slot) -> tuple[int, int]:
    return slot.start, slot.end


def _period(slot: Slot) -> str:
    return slot.period


def _rows_by(week: Sequence[Slot], key: Callable[[Slot], object]) -> list[GridRow]:
    groups: dict[object, list[Slot]] = {}
    for slot in week:
        groups.setdefault(key(slot), []).append(slot)
    if any(len({s.day for s in group}) < len(group) for group in groups.values()):
        return []  # two slots of one day in one row
    return [_row(g) for g in sorted(groups.values(), key=lambda g: (sum(s.start for s in g) / len(g), g[0].end))]


def _rows_by_place(week: Sequence[Slot]) -> list[GridRow]:
    days: dict[int, list[Slot]] = {}
    for slot in week:
        days.setdefault(slot.day, []).append(slot)
    longest = max(map(len, days.values()), default=0)
    return [_row([slots[i] for slots in days.values() if i < len(slots)]) for i in range(longest)]


def _row(slots: Sequence[Slot]) -> GridRow:
    periods, times = {s.period for s in slots}, {(s.start, s.end) for s in slots}
    return GridRow(
        period=slots[0].period if len(periods) == 1 else "",
        times=span(slots[0].start, slots[0].end) if len(times) == 1 else "",
        slots={s.day: s for s in slots},
    )


def _in_order(rows: Sequence[GridRow]) -> bool:
    """Whether every day runs down the rows in order of time."""
    if not rows:
        return False
    days: dict[int, list[int]] = {}
    for row in rows:
        for day, slot in row.slots.items():
            days.setdefault(day, []).append(slot.start)
    return all(starts == sorted(starts) for starts in days.values())


def _slot_at_home(busy: BusyTime, home: Sequence[Slot], week: int) -> Slot:
    """The slot of the home bell schedule that a meeting shares most time with; else a slot of its own."""
    shared = [(min(s.end, busy.end) - max(s.start, busy.start), s) for s in home if s.day == busy.day]
    most = max(shared, key=lambda found: found[0], default=None)
    if most is not None and most[0] > 0:
        return most[1]
    return Slot(ELSEWHERE, week, busy.day, busy.period, busy.start, busy.end, "Class")


def _cell(
    ledger: PlanIndex, coach: str, row: GridRow, slot: Slot, busy: Sequence[BusyTime], reserved: Sequence[Reserved]
) -> GridCell:
    time, word = _kind_of_time(ledger, coach, slot, bool(busy), reserved)
    entries = tuple(b.entry for b in sorted(busy, key=lambda b: b.start))
    return GridCell(time, word, slot_line(row, slot), entries)


def _kind_of_time(
    ledger: PlanIndex, coach: str, slot: Slot, busy: bool, reserved: Sequence[Reserved]
) -> tuple[KindOfTime, str]:
    if busy:
        return SESSION, ""
    purpose = next((r.purpose for r in reserved if r.day == slot.day and _covers(r, slot)), None)
    if purpose is not None:
        kept = FLEX if purpose == "Flex" else COMMON_PLANNING
        return kept, kept.word
    status = ledger.status(coach, slot)
    if status == "Unavailable":
        return UNAVAILABLE, UNAVAILABLE.word
    if status == "Teaching":
        return TEACHING, TEACHING.word
    if not slot.is_class:
        return OPEN, "Flex slot, open" if slot.kind == "Flex" else slot.kind
    if slot.period in ledger.released[coach]:
        return RELEASED, RELEASED.word
    return (PREP, PREP.word) if status == "Prep" else (NOT_RELEASED, NOT_RELEASED.word)


def _covers(reserved: Reserved, slot: Slot) -> bool:
    return overlap(reserved, slot)


def entry(ledger: PlanIndex, meeting: Meeting, *, own: bool = False) -> CellEntry:
    """A session as it stands in a cell; of a confidential one, but in the coach's `own` calendar, only its time.

    Parameters
    ----------
    ledger
        the plan, indexed
    meeting
        the session, of one teacher or a group
    own
        whether the coach reads it: confidential sessions are named
    """
    first = meeting.held[0]
    time = span(meeting.start, meeting.end)
    if first.spec.confidential and not own:
        return CellEntry(f"{time} Confidential")
    who = ", ".join(h.teacher.name or h.teacher.id for h in meeting.held)
    if not meeting.one_to_one:
        who += f" ({count(len(meeting.held), 'teacher')})"
    courses = list(dict.fromkeys(h.state.course for h in meeting.held if h.state and h.state.doing == "Teaching"))
    rooms = list(dict.fromkeys(h.state.room for h in meeting.held if h.state and h.state.doing == "Teaching"))
    where = [*(c for c in courses if c), *(f"room {r}" for r in rooms if r)]
    if meeting.site != ledger.instance.coaches[meeting.coach].home:
        where.append(f"at {meeting.site}")
    if meeting.virtual:
        where.append("virtual")
    return CellEntry(f"{time} {first.spec.name}", (who, *([" · ".join(where)] if where else [])))


def slot_line(row: GridRow, slot: Slot) -> str:
    """What the row does not say of a slot: its period, its time, or both."""
    period = "" if row.period else f"Period {slot.period}"
    return " · ".join(filter(None, (period, "" if row.times else span(slot.start, slot.end))))


def span(start: int, end: int) -> str:
    """A stretch of clock time, with an en dash."""
    return f"{hhmm(start)}\u2013{hhmm(end)}"


def pattern_words(instance: Instance, cycle: int, week: int) -> str:
    """ "Cycle 2 of 4, week 1 of 2"; what there is only one of is left out.

    Parameters
    ----------
    instance
        the input
    cycle
        the number of the cycle
    week
        the week of the pattern, 1 or 2
    """
    parts = []
    if instance.settings.cycles > 1:
        parts.append(f"cycle {cycle} of {instance.settings.cycles}")
    if instance.settings.weeks > 1:
        parts.append(f"week {week} of {instance.settings.weeks}")
    return ", ".join(parts).capitalize() or "Every week"


def row_label(row: GridRow, number: int) -> str:
    """Period and time of a row; its place in the day where the days share neither."""
    return "\n".join(filter(None, (row.period, row.times))) or f"Slot {number}"


def week_titles(ledger: PlanIndex, coach: Coach, cycle: int, week: int) -> tuple[str, str]:
    """Whose week it is, and one line on it: site, released periods, sessions and hours.

    Parameters
    ----------
    ledger
        the plan, indexed
    coach
        whose week it is
    cycle
        the number of the cycle
    week
        the week of the pattern, 1 or 2
    """
    instance, site = ledger.instance, ledger.instance.sites[coach.home]
    led = [m for m in ledger.meetings_of.get(coach.id, ()) if m.date[:2] == (cycle, week)]
    name = coach.name if coach.id in coach.name else f"{coach.name} ({coach.id})" if coach.name else coach.id
    periods = in_order(ledger.released[coach.id])
    released = f"released in {plural(len(periods), 'period')} {', '.join(periods)}" if periods else "not released"
    return (
        f"{name}: {pattern_words(instance, cycle, week)[0].lower()}{pattern_words(instance, cycle, week)[1:]}",
        f"{site.name or site.id} · {released} · {count(len(led), 'session')}, {hours(sum(m.minutes for m in led))}",
    )
