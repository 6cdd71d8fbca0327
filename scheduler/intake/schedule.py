"""Sheets Master schedule and Coach availability: what everybody does in each slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scheduler.domain.instance import STATUSES, Coach, Doing, Settings, Site, State, Status, Teacher
from scheduler.intake import words
from scheduler.intake.ids import Ids
from scheduler.intake.reading import InputWorkbook
from scheduler.intake.tables import Row, Table, shown
from scheduler.intake.timetable import Timetable
from scheduler.schema.sheets import STATE_KINDS

_STATUS_OF: Mapping[Doing, Status] = {
    "Teaching": "Teaching",
    "Duty": "Teaching",
    "Prep": "Prep",
    "Off": "Unavailable",
    "Release": "Coaching",
}


@dataclass(slots=True)
class _Said:
    """A state and the cell that says it."""

    state: State
    row: Row
    column: int


@dataclass(slots=True)
class _Person:
    """What the rows of one person say, slot by slot: a row with days or week beats one without."""

    bell: str
    general: dict[int, _Said] = field(default_factory=dict)
    special: dict[int, _Said] = field(default_factory=dict)

    def state(self, place: int) -> State | None:
        said = self.special.get(place) or self.general.get(place)
        return said.state if said else None


class Schedule:
    """The master schedule of everybody, teachers and coaches."""

    def __init__(
        self,
        reading: InputWorkbook,
        settings: Settings,
        timetable: Timetable,
        sites: Mapping[str, Site],
        teachers: Mapping[str, Teacher],
        coaches: Mapping[str, Coach],
        teacher_ids: Ids,
        coach_ids: Ids,
    ) -> None:
        self.reading, self.settings, self.timetable = reading, settings, timetable
        self.sites, self.teachers, self.coaches = sites, teachers, coaches
        self.teacher_ids, self.coach_ids = teacher_ids, coach_ids
        self.people: dict[str, _Person] = {}
        self.scheduled: set[str] = set()  # ids with at least one row
        self._words: dict[str, Doing] = {}
        for doing, texts in (
            ("Off", settings.off_words),
            ("Release", settings.release_words),
            ("Prep", settings.prep_words),
        ):
            self._words.update({text.casefold(): doing for text in texts})  # type: ignore[misc]
        self._found: dict[str, str | None] = {}
        self._read()

    def states(self) -> dict[str, tuple[State, ...]]:
        """Of each teacher a state for every slot of the site's bell schedule, defaults filled in."""
        blank = State(self.settings.blank_means)
        found = {}
        for teacher in self.teachers.values():
            bell = self.sites[teacher.site].bell
            person = self.people.get(teacher.id, _Person(bell))
            states = []
            for place, slot in enumerate(self.timetable.bells[bell]):
                state = person.state(place)
                if slot.is_class:
                    states.append(state or blank)
                elif state is None or state.doing in ("Off", "Duty"):
                    states.append(state or State(""))
                else:
                    states.append(replace(state, doing=""))
            found[teacher.id] = tuple(states)
        return found

    def statuses(self, coach: str) -> dict[int, Status]:
        """What the master schedule says of a coach, by the place of the slot in the home bell schedule."""
        person = self.people.get(coach)
        if person is None:
            return {}
        places = person.general.keys() | person.special.keys()
        return {place: _STATUS_OF[state.doing] for place in places if (state := person.state(place))}

    def _read(self) -> None:
        for table in self.reading.tables["Master schedule"]:
            if table.wide:
                self.timetable.check_headers(table)
        for row in self.reading.rows("Master schedule"):
            text = row.text("teacher")
            if text not in self._found:
                self._found[text] = self._who(row, text)
            elif self._found[text] is None:
                self._who(row, text)
            who = self._found[text]
            if who is None:
                continue
            self.scheduled.add(who)
            person = self._person(who)
            if row.table.wide:
                self._wide(row.table, row, person)
            else:
                self._long(row, person)

    def _who(self, row: Row, text: str) -> str | None:
        """The teacher or coach that a row is about; None where there is none, or their own row is wrong."""
        teacher, coach = self.teacher_ids.find(text), self.coach_ids.find(text)
        if teacher in self.teachers:
            return teacher
        if coach in self.coaches:
            return coach
        given = self.teacher_ids.is_given(text) or self.coach_ids.is_given(text)
        if teacher is None and coach is None and not given:
            near = words.near(text, [*self.teacher_ids.all, *self.coach_ids.all])
            row.wrong(
                "unknown-person",
                "teacher",
                f"a teacher or a coach{near}",
                "Mend the spelling, or add the person to Teachers.",
            )
        return None

    def _person(self, who: str) -> _Person:
        if who not in self.people:
            site = self.teachers[who].site if who in self.teachers else self.coaches[who].home
            self.people[who] = _Person(self.sites[site].bell)
        return self.people[who]

    def _wide(self, table: Table, row: Row, person: _Person) -> None:
        for number, text, places in self.timetable.wide_cells(table, row, person.bell):
            doing = self._words.get(text.casefold(), "Teaching")
            said = _Said(State(doing, text if doing == "Teaching" else ""), row, number)
            clashes = False
            for place in places:
                clashes = self._add(person.general, place, said, quiet=clashes) or clashes

    def _long(self, row: Row, person: _Person) -> None:
        if not row.has("period"):
            if not row.unread("period"):
                row.say("error", "blank-cell", "period", "period is blank.", "Write the period of this class.")
            return
        span = self.timetable.span(row, person.bell)
        state = self._state(row)
        if span is None:
            return
        places, special = span
        into = person.special if special else person.general
        said = _Said(state, row, row.table.columns["period"])
        clashes = False
        for place in places:  # of a row that clashes, the first slot is said
            clashes = self._add(into, place, said, quiet=clashes) or clashes

    def _state(self, row: Row) -> State:
        course = row.text("course")
        kind = row.choice("kind", STATE_KINDS)
        if kind == "Teach" or (kind is None and not course):
            doing: Doing = "Teaching"
        elif kind is None:
            doing = self._words.get(course.casefold(), "Teaching")
            course = course if doing == "Teaching" else ""
        else:
            doing = kind  # type: ignore[assignment]  # one of the options
        priority = row.yes("priority")
        return State(doing, course, row.text("room"), row.text("grade"), priority and doing == "Teaching")

    def _add(self, into: dict[int, _Said], place: int, new: _Said, *, quiet: bool) -> bool:
        """Add what a cell says of a slot; True where another cell says something of it already.

        Two states in one slot are an error, unless they are a combined class.
        """
        old = into.get(place)
        if old is None:
            into[place] = new
            return False
        a, b = old.state, new.state
        into[place] = _Said(replace(a, priority=a.priority or b.priority), old.row, old.column)
        if quiet:
            return True
        combined = a == b or (a.doing == b.doing == "Teaching" and bool(a.room) and a.room == b.room)
        other = f"{old.row.table.sheet}!{old.row.at(old.column)}"
        where = f"{other} of {old.row.table.raw.file}" if self.reading.several else other
        first, second = (shown(s.course or s.doing) for s in (a, b))
        if combined:
            new.row.table.say(
                "warning",
                "combined-class",
                new.row.at(new.column),
                f'"{second}" is in the same slot and room as "{first}" ({where}): read as one class.',
                "Nothing is to be done if they are taught together.",
            )
        else:
            new.row.table.say(
                "error",
                "two-states",
                new.row.at(new.column),
                f'"{second}" is in the same slot as "{first}" ({where}).',
                "Keep one of the two, or write the same room for a combined class.",
            )
        return True


def read_availability(
    reading: InputWorkbook,
    timetable: Timetable,
    sites: Mapping[str, Site],
    coaches: Mapping[str, Coach],
    coach_ids: Ids,
    schedule: Schedule,
) -> dict[str, tuple[Status, ...]]:
    """Of each coach a status for every slot of the home bell schedule. A class beats what this sheet says."""
    general: dict[tuple[str, int], tuple[Status, str]] = {}
    special: dict[tuple[str, int], tuple[Status, str]] = {}
    for table in reading.tables["Coach availability"]:
        if table.wide:
            timetable.check_headers(table)
    for row in reading.rows("Coach availability"):
        coach = row.id("coach", coach_ids)
        if coach is None or coach not in coaches:
            continue
        for number, places, narrowed, status in _statuses(row, timetable, sites[coaches[coach].home].bell):
            for place in places:
                into = special if narrowed else general
                here = reading.place(row, "coach") if row.table.wide else reading.place(row, "status")
                old = into.setdefault((coach, place), (status, here))
                if old[0] != status:
                    row.table.say(
                        "error",
                        "two-states",
                        row.at(number),
                        f'"{status}" is in the same slot of {coach} as "{old[0]}" ({old[1]}).',
                        "Keep one of the two.",
                    )
                    break
    return {
        coach.id: _merged(coach, timetable, sites, schedule, general, special, reading) for coach in coaches.values()
    }


def _statuses(row: Row, timetable: Timetable, bell: str) -> list[tuple[int, tuple[int, ...], bool, Status]]:
    """(column, places, narrowed by days or week, status) of what a row says."""
    if row.table.wide:
        found = []
        for number, text, places in timetable.wide_cells(row.table, row, bell):
            status = words.one_of(text, STATUSES)
            if status is None:
                row.table.say(
                    "error",
                    "unknown-value",
                    row.at(number),
                    f'"{shown(text)}" is not one of {", ".join(STATUSES)}{words.near(text, STATUSES)}.',
                    "Write one of them.",
                )
            else:
                found.append((number, places, False, _status(status)))
        return found
    for column in ("period", "status"):
        if not row.has(column) and not row.unread(column):
            row.say("error", "blank-cell", column, f"{column} is blank.", f"Write the {column}, or clear the row.")
    span = timetable.span(row, bell) if row.has("period") else None
    status = row.choice("status", STATUSES)
    if span is None or status is None:
        return []
    return [(row.table.columns["status"], span[0], span[1], _status(status))]


def _status(text: str) -> Status:
    return next(status for status in STATUSES if status == text)


def _merged(
    coach: Coach,
    timetable: Timetable,
    sites: Mapping[str, Site],
    schedule: Schedule,
    general: Mapping[tuple[str, int], tuple[Status, str]],
    special: Mapping[tuple[str, int], tuple[Status, str]],
    reading: InputWorkbook,
) -> tuple[Status, ...]:
    taught = schedule.statuses(coach.id)
    statuses: list[Status] = []
    for place in range(len(timetable.bells[sites[coach.home].bell])):
        said = special.get((coach.id, place)) or general.get((coach.id, place))
        if said is None or taught.get(place) == "Teaching":
            statuses.append(taught.get(place, "Available"))
        else:
            statuses.append(said[0])
    return tuple(statuses)
