"""Sheet Coach availability: what every coach does in each slot of the home site, and at the coach's other sites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scheduler.domain.instance import STATUSES, Coach, Site, Status
from scheduler.intake.sheets.master_schedule import Schedule
from scheduler.intake.sheets.slots_of_rows import Timetable
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row, Table, shown
from scheduler.messages import schedule as messages

_ELSEWHERE: tuple[Status, ...] = ("Available", "Unavailable")


@dataclass(slots=True)
class Availability:
    """What is said of the coaches.

    `home` has a status for each slot of the home bell schedule: releases go by it. `apart` has the same as it counts at
    the coach's other sites, without the rows for the home site alone. `at_site` has, for (coach, site that is not the
    home), what is said for that site alone in each of its slots. `cells` are those of the slots of the home, "" where
    the sheet says nothing.
    """

    home: dict[str, tuple[Status, ...]]
    apart: dict[str, tuple[Status, ...]] = field(default_factory=dict)
    at_site: dict[tuple[str, str], tuple[Status | None, ...]] = field(default_factory=dict)
    cells: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Said:
    """A status and the cell that says it; `column` is the cell's."""

    status: Status
    row: Row
    column: int


# (coach, site or "", whether days or week narrow it) -> place of the slot -> what is said
_Layers = dict[tuple[str, str, bool], dict[int, _Said]]


def read_availability(
    reading: InputWorkbook,
    timetable: Timetable,
    sites: Mapping[str, Site],
    site_ids: Ids,
    coaches: Mapping[str, Coach],
    coach_ids: Ids,
    schedule: Schedule,
) -> Availability:
    """Of each coach a status for every slot. A class in the master schedule beats what this sheet says.

    Parameters
    ----------
    reading
        the sheets of the input
    timetable
        which slots a row is about
    sites
        the sites, by id
    site_ids
        their ids as cells may write them
    coaches
        the coaches, by id
    coach_ids
        their ids as cells may write them
    schedule
        what the master schedule says
    """
    layers: _Layers = {}
    filled: dict[tuple[Table, int], set[str]] = {}
    for row in reading.rows("Coach availability"):
        coach = row.id("coach", coach_ids)
        if coach is None or coach not in coaches:
            continue
        site = _site(row, coaches[coach], site_ids, sites)
        if site is None:
            continue
        bell = sites[site or coaches[coach].home].bell
        for number, _ in row.table.periods:
            if number in row.cells:
                filled.setdefault((row.table, number), set()).add(bell)
        for column, places, narrowed, status in _statuses(row, timetable, bell):
            if site not in ("", coaches[coach].home) and status not in _ELSEWHERE:
                _only_at_home(row, column, status, coaches[coach].home)
                continue
            _add(layers.setdefault((coach, site, narrowed), {}), places, _Said(status, row, column), coach)
    timetable.check_headers(reading.tables["Coach availability"], filled)
    return _merged(coaches, sites, timetable, schedule, layers)


def _site(row: Row, coach: Coach, site_ids: Ids, sites: Mapping[str, Site]) -> str | None:
    """The site that a row is for, "" where it is for all; None (said) where it is none of the coach's."""
    if not row.has("site"):
        return None if row.unread("site") else ""
    site = row.id("site", site_ids)
    if site is None or site not in sites:
        return None
    if site not in coach.sites:
        row.wrong(messages.NOT_A_SITE_OF_THE_COACH, "site", coach=coach.id, sites=coach.sites)
        return None
    return site


def _only_at_home(row: Row, column: int, status: Status, home: str) -> None:
    row.table.report(messages.STATUS_ELSEWHERE, row.at(column), status=status, site=home)


def _add(into: dict[int, _Said], places: tuple[int, ...], new: _Said, coach: str) -> None:
    for place in places:
        old = into.setdefault(place, new)
        if old.status != new.status:
            new.row.table.report(
                messages.TWO_STATUSES,
                new.row.at(new.column),
                status=new.status,
                coach=coach,
                other=old.status,
                place=old.row.at(old.column),
            )
            return


def _statuses(row: Row, timetable: Timetable, bell: str) -> Iterator[tuple[int, tuple[int, ...], bool, Status]]:
    """(column, places, narrowed by days or week, status) of what a row says."""
    if row.table.wide:
        days, week = row.days("days", timetable.settings.days), row.week("week", timetable.settings.weeks)
        slots = timetable.bells[bell]
        for number, text, places in timetable.wide_cells(row.table, row, bell):
            status = cell_values.one_of(text, STATUSES)
            if status is None:
                row.table.report(
                    messages.UNKNOWN_STATUS,
                    row.at(number),
                    text=shown(text),
                    statuses=tuple(STATUSES),
                    near=cell_values.near(text, STATUSES),
                )
                continue
            own = tuple(p for p in places if (days is None or slots[p].day in days) and week in (None, slots[p].week))
            yield number, own, days is not None or week is not None, _status(status)
        return
    if not row.has("status") and not row.unread("status"):
        row.report(messages.BLANK_STATUS, "status")
    span = None if row.unread("period") else timetable.span(row, bell)
    found = row.choice("status", STATUSES)
    if span is not None and found is not None:
        yield row.table.columns["status"], span[0], span[1], _status(found)


def _status(text: str) -> Status:
    return next(status for status in STATUSES if status == text)


def _merged(
    coaches: Mapping[str, Coach],
    sites: Mapping[str, Site],
    timetable: Timetable,
    schedule: Schedule,
    layers: _Layers,
) -> Availability:
    """A row with a site beats one without; then a row with days or week beats one without."""
    found = Availability({})
    for coach in coaches.values():
        taught = schedule.statuses(coach.id)
        places = range(len(timetable.bells[sites[coach.home].bell]))
        general = [layers.get((coach.id, "", narrowed), {}) for narrowed in (False, True)]
        at_home = [layers.get((coach.id, coach.home, narrowed), {}) for narrowed in (False, True)]
        found.home[coach.id] = tuple(_of_slot(place, taught, (*general, *at_home)) for place in places)
        found.cells[coach.id] = tuple(_cell_of(place, (*general, *at_home)) for place in places)
        counting = [{p: s for p, s in layer.items() if s.status == "Teaching"} for layer in at_home]
        apart = tuple(_of_slot(place, taught, (*general, *counting)) for place in places)
        if apart != found.home[coach.id] and len(coach.sites) > 1:
            found.apart[coach.id] = apart
        for site in coach.sites[1:]:
            own = [layers.get((coach.id, site, narrowed), {}) for narrowed in (False, True)]
            if any(own):
                slots = range(len(timetable.bells[sites[site].bell]))
                merged = {p: said.status for layer in own for p, said in layer.items()}
                found.at_site[coach.id, site] = tuple(merged.get(place) for place in slots)
    return found


def _cell_of(place: int, layers: tuple[Mapping[int, _Said], ...]) -> str:
    said = next((layer[place] for layer in reversed(layers) if place in layer), None)
    return "" if said is None else str(said.row.at(said.column))


def _of_slot(place: int, taught: Mapping[int, Status], layers: tuple[Mapping[int, _Said], ...]) -> Status:
    if taught.get(place) == "Teaching":
        return "Teaching"
    said = next((layer[place] for layer in reversed(layers) if place in layer), None)
    return taught.get(place, "Available") if said is None else said.status
