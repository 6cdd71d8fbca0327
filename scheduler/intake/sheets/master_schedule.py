"""Sheet Master schedule: what everybody does in each slot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from scheduler.domain.instance import Coach, Doing, Settings, Site, State, Status, Teacher
from scheduler.intake.files.raw_cells import is_date, text_of
from scheduler.intake.sheets.schedule_cell import CellWords, Meaning
from scheduler.intake.sheets.slots_of_rows import Timetable
from scheduler.intake.sheets.terms import Terms
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.period_names import is_date_text
from scheduler.intake.tables.table import Row, Table, shown
from scheduler.messages import schedule as messages
from scheduler.messages.cells import NAME_OF_TWO
from scheduler.schema.sheets import STATE_KINDS

_STATUS_OF: Mapping[Doing, Status] = {
    "Teaching": "Teaching",
    "Duty": "Unavailable",
    "Prep": "Prep",
    "Off": "Unavailable",
    "Release": "Coaching",
}

_DOUBTS = {
    "near": messages.NEAR_A_WORD,
    "begins": messages.BEGINS_WITH_A_WORD,
    "figure": messages.ONLY_A_FIGURE,
    "nothing": messages.READ_AS_BLANK,
    "hardly": messages.HARDLY_A_COURSE,
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

    def said(self, place: int) -> _Said | None:
        return self.special.get(place) or self.general.get(place)

    def state(self, place: int) -> State | None:
        said = self.said(place)
        return said.state if said else None


class Schedule:
    """The master schedule of everybody, teachers and coaches, in the term that is planned."""

    def __init__(
        self,
        reading: InputWorkbook,
        settings: Settings,
        timetable: Timetable,
        terms: Terms,
        sites: Mapping[str, Site],
        teachers: Mapping[str, Teacher],
        coaches: Mapping[str, Coach],
        teacher_ids: Ids,
        coach_ids: Ids,
    ) -> None:
        self.reading, self.settings, self.timetable, self.terms = reading, settings, timetable, terms
        self.sites, self.teachers, self.coaches = sites, teachers, coaches
        self.teacher_ids, self.coach_ids = teacher_ids, coach_ids
        self.people: dict[str, _Person] = {}
        self.scheduled: set[str] = set()  # ids with at least one row
        self._words = CellWords(settings)
        self._found: dict[tuple[str, str], str | None] = {}  # by what is written there, and whose file it is
        self._filled: dict[tuple[Table, int], set[str]] = {}
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

    def where(self, who: str, place: int) -> tuple[Row, int] | None:
        """The row and the column that say what somebody does in a slot; None where no cell does."""
        said = self.people[who].said(place) if who in self.people else None
        return None if said is None else (said.row, said.column)

    def filled(self) -> Iterator[tuple[str, set[int]]]:
        """Of each person the places of the slots of which some cell says something."""
        for who, person in self.people.items():
            yield who, {*person.general, *person.special}

    def _read(self) -> None:
        for row in self.reading.rows("Master schedule"):
            text, own = row.text("teacher"), row.table.raw.site
            if row.has("term") and not self.terms.holds(row.text("term")):
                if (text, own) not in self._found:
                    self._found[text, own] = self._who(row, text)
                self.scheduled.add(self._found[text, own] or "")
                continue
            if (text, own) not in self._found:
                self._found[text, own] = self._who(row, text)
            elif self._found[text, own] is None or self._found[text, own] != text:
                self._who(row, text)
            who = self._found[text, own]
            if who is None:
                continue
            self.scheduled.add(who)
            person = self._person(who)
            if row.table.wide:
                self._wide(row.table, row, person)
            else:
                self._long(row, person)
        self.timetable.check_headers(self.reading.tables["Master schedule"], self._filled)
        for table in self.reading.tables["Master schedule"]:
            self._columns_of_people(table)

    def _columns_of_people(self, table: Table) -> None:
        """Say a column that nobody knows and in which other people stand than those whose rows they are: whoever
        teaches along would be read as free."""
        known = {*table.columns.values()}
        for number in sorted(table.header.keys() - known):
            if table.wide and self.timetable.anywhere(text_of(table.header[number])):
                continue
            others: dict[str, None] = {}
            for row in table.rows():
                text = text_of(row.cells.get(number)).strip()
                who = self._person_named(text) if text else ()
                if text and not who:
                    others.clear()
                    break
                if text and self._found.get((row.text("teacher"), table.raw.site)) not in who:
                    others[text] = None
            if others:
                header = shown(text_of(table.header[number]))
                table.report(messages.PEOPLE_IN_A_COLUMN, table.over(number), header=header, examples=tuple(others))

    def _person_named(self, text: str) -> tuple[str, ...]:
        one = self.teacher_ids.find(text) or self.coach_ids.find(text)
        return (one,) if one else (*self.teacher_ids.named(text), *self.coach_ids.named(text))

    def _who(self, row: Row, text: str) -> str | None:
        """The teacher or coach that a row is about; None where there is none, or their own row is wrong."""
        teacher, coach = self.teacher_ids.find(text), self.coach_ids.find(text)
        own = row.table.raw.site
        if teacher is not None and teacher in self.teachers and own in ("", self.teachers[teacher].site):
            return teacher
        if coach is not None and coach in self.coaches and own in ("", self.coaches[coach].home):
            return coach
        named = self._named(text, own)
        if len(named) == 1 and teacher is None and coach is None:
            row.by_name(text, "teacher")
            return named[0]
        if len(named) > 1 and teacher is None and coach is None:
            row.report(NAME_OF_TWO, "teacher", text=text, ids=named)
            return None
        if is_date(row.raw("teacher")):
            row.date_for("teacher", "a teacher or a coach")
            return None
        given = self.teacher_ids.is_given(text) or self.coach_ids.is_given(text)
        if own and (teacher in self.teachers or coach in self.coaches or not given):
            row.wrong(messages.FOREIGN_PERSON, "teacher", site=own)
        elif teacher is None and coach is None and not given:
            near = cell_values.near(text, [*self.teacher_ids.all, *self.coach_ids.all])
            row.wrong(messages.UNKNOWN_PERSON, "teacher", near=near)
        return None

    def _named(self, text: str, own: str) -> tuple[str, ...]:
        """Those of the site (of every site, in a file of the district) who have that full name."""
        teachers = [t for t in self.teacher_ids.named(text) if t in self.teachers]
        coaches = [c for c in self.coach_ids.named(text) if c in self.coaches]
        return (
            *(t for t in teachers if own in ("", self.teachers[t].site)),
            *(c for c in coaches if own in ("", self.coaches[c].home)),
        )

    def _person(self, who: str) -> _Person:
        if who not in self.people:
            site = self.teachers[who].site if who in self.teachers else self.coaches[who].home
            self.people[who] = _Person(self.sites[site].bell)
        return self.people[who]

    # ---- a column a period

    def _wide(self, table: Table, row: Row, person: _Person) -> None:
        for number, _ in table.periods:
            if number in row.cells:
                self._filled.setdefault((table, number), set()).add(person.bell)
        days = row.days("days", self.settings.days)
        week = row.week("week", self.settings.weeks)
        special = days is not None or week is not None
        slots = self.timetable.bells[person.bell]
        into = person.special if special else person.general
        for number, text, places in self.timetable.wide_cells(table, row, person.bell):
            doing = self._doing(row, number, text)
            if doing is None:
                continue
            said = _Said(State(doing, text if doing == "Teaching" else ""), row, number)
            clashes = False
            for place in places:
                if (days is not None and slots[place].day not in days) or week not in (None, slots[place].week):
                    continue
                clashes = self._add(into, place, said, quiet=clashes) or clashes

    def _doing(self, row: Row, number: int, text: str) -> Doing | None:
        """What a cell of a wide row says of its person; None where it says nothing."""
        doing = self._meaning(row, number, text).doing
        return self._of_a_teacher(row, number, text) if doing == "Release" else doing

    def _of_a_teacher(self, row: Row, number: int, text: str) -> Doing:
        """A release word is a coach's; in a teacher's row it says that there is neither a class nor a prep."""
        own = row.table.raw.site
        if self._found.get((row.text("teacher"), own)) in self.coaches:
            return "Release"
        example = f'"{shown(text)}"'
        row.table.problems.tally(messages.RELEASE_OF_A_TEACHER, row.at(number), example)
        return "Duty"

    def _meaning(self, row: Row, number: int, text: str) -> Meaning:
        """What a cell means; what somebody should look at is counted for one warning a sheet."""
        meaning = self._words.read(text)
        if is_date(row.cells.get(number)) or (not meaning.doubt and is_date_text(text)):
            row.table.problems.tally(messages.DATE_FOR_COURSE, row.at(number), text)
        elif meaning.doubt:
            example = (
                f'"{shown(text)}" (near "{meaning.near}")'
                if meaning.doubt == "near" and meaning.near
                else f'"{shown(text)}"'
            )
            row.table.problems.tally(_DOUBTS[meaning.doubt], row.at(number), example)
        return meaning

    # ---- a row a class

    def _long(self, row: Row, person: _Person) -> None:
        if not row.has("period"):
            if not row.unread("period"):
                row.report(messages.BLANK_PERIOD, "period")
            return
        span = self.timetable.span(row, person.bell)
        state = self._state(row)
        if span is None or state is None:
            return
        places, special = span
        into = person.special if special else person.general
        said = _Said(state, row, row.table.columns["period"])
        clashes = False
        for place in places:  # of a row that clashes, the first slot is said
            clashes = self._add(into, place, said, quiet=clashes) or clashes

    def _state(self, row: Row) -> State | None:
        """What a long row says; None where its course says that there is no class."""
        course = row.text("course")
        kind = row.choice("kind", STATE_KINDS)
        for column in ("room", "grade"):
            if is_date(row.raw(column)) or is_date_text(row.text(column)):
                row.date_for(column, f"a {column}")
        priority = row.yes("priority")
        if kind == "Teach":
            doing: Doing | None = "Teaching"
        elif kind is not None:
            doing = kind  # type: ignore[assignment]  # one of the options
        elif not course:
            doing = "Teaching"
        else:
            meaning = self._meaning(row, row.table.columns["course"], course)
            doing = "Teaching" if meaning.doing is None and not meaning.doubt else meaning.doing
            if doing is None:
                return None
            if doing == "Release":
                doing = self._of_a_teacher(row, row.table.columns["course"], course)
            course = course if doing == "Teaching" and meaning.doing else ""
        assert doing is not None  # every way above gives one
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
        place_of_old = old.row.at(old.column)
        first, second = (shown(s.course or s.doing) for s in (a, b))
        if combined:
            new.row.table.report(
                messages.COMBINED_CLASS, new.row.at(new.column), text=second, other=first, place=place_of_old
            )
        else:
            new.row.table.report(
                messages.TWO_STATES, new.row.at(new.column), text=second, other=first, place=place_of_old
            )
        return True
