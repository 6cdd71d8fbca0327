"""Sheets Coaches and Teachers: who coaches, and who is coached."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain.instance import ACCESS, Coach, Program, Site, Teacher
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import people as messages
from scheduler.schema.sheets import TEACHER_ROLES


def read_coaches(reading: InputWorkbook, site_ids: Ids) -> tuple[dict[str, Coach], Ids]:
    """Every coach whose sites are known; the ids of the others are given."""
    ids = Ids("a coach", messages.UNKNOWN_COACH, "Coaches", open=reading.open("Coaches"))
    coaches: dict[str, Coach] = {}
    wrong: list[str] = []
    for row in reading.define(ids, "coach"):
        coach = row.text("coach")
        sites = row.ids("sites", site_ids)
        low, high = row.whole("release min"), row.whole("release max")
        if low is not None and high is not None and low > high:
            row.report(messages.MIN_ABOVE_MAX, "release min", low=low, high=high)
        if len(sites) < len(cell_values.parts_of(row.raw("sites"))) and not sites:
            wrong.append(coach)
        made = Coach(
            id=coach,
            name=row.text("name") or coach,
            sites=sites,
            email=row.text("email"),
            roles=tuple(cell_values.parts_of(row.raw("roles"))),
            departments=tuple(cell_values.parts_of(row.raw("departments"))),
            grades=row.grades("grades"),
            release_min=low,
            release_max=high,
            full_time=row.yes("full time"),
            max_caseload=row.whole("max caseload"),
            max_sessions_per_day=row.whole("max sessions per day"),
            lead=row.yes("lead"),
            new=row.yes("new"),
            cost=row.amount("cost"),
        )
        ids.add_name(coach, row.text("name"))
        if sites:
            coaches[coach] = made
    for coach in wrong:
        ids.forget(coach)
    return coaches, ids


def read_teachers(
    reading: InputWorkbook,
    sites: Mapping[str, Site],
    site_ids: Ids,
    coaches: Mapping[str, Coach],
    coach_ids: Ids,
    programs: Mapping[str, Program],
    program_ids: Ids,
) -> tuple[dict[str, Teacher], Ids]:
    """Every teacher of a known site; the ids of the others are given.

    Parameters
    ----------
    reading
        the sheets of the input
    sites
        the sites, by id
    site_ids
        their ids as cells may write them
    coaches
        the coaches, by id
    coach_ids
        their ids as cells may write them
    programs
        the programs, by id
    program_ids
        their ids as cells may write them
    """
    ids = Ids("a teacher", messages.UNKNOWN_TEACHER, "Teachers", open=reading.open("Teachers"))
    teachers: dict[str, Teacher] = {}
    wrong: list[str] = []
    for row in reading.define(ids, "teacher"):
        teacher = row.text("teacher")
        coach = coach_ids.find(teacher)
        if coach is not None:
            row.report(messages.TEACHER_AND_COACH, "teacher", teacher=teacher, place=coach_ids.where(coach))
            wrong.append(teacher)
        if is_elsewhere(row, row.text("site"), site_ids):
            wrong.append(teacher)
            continue
        site = row.id("site", site_ids)
        made = _teacher(row, teacher, site or "", coach_ids, program_ids)
        if site is None or site not in sites:
            wrong.append(teacher)
            continue
        if teacher not in wrong:
            _same_name(row, made, teachers, ids, coaches, coach_ids)
            ids.add_name(teacher, made.name)
            teachers[teacher] = made
            _wishes(row, made, coaches)
            _programs(row, made, programs)
    for teacher in wrong:
        ids.forget(teacher)
    return teachers, ids


def _same_name(
    row: Row,
    teacher: Teacher,
    teachers: Mapping[str, Teacher],
    ids: Ids,
    coaches: Mapping[str, Coach],
    coach_ids: Ids,
) -> None:
    """Say a full name that a coach, or another teacher, of the site has: one person under two ids is planned twice. Of
    other sites nothing is said: a large district has such names, and they are no business of a site."""
    name = row.text("name")
    for coach in coach_ids.named(name):
        if coach in coaches and teacher.site in coaches[coach].sites:
            row.report(messages.NAME_OF_A_COACH, "name", name=name, coach=coach, place=coach_ids.where(coach))
            break
    for other in ids.named(name):
        if other in teachers and _may_be_one(teachers[other], teacher):
            row.table.problems.tally(messages.NAME_TWICE, row.where("name"), f'"{name}" ({other}, {teacher.id})')
            break


def _may_be_one(one: Teacher, other: Teacher) -> bool:
    """Whether nothing in the rows of two teachers of one name tells them apart."""
    departments = {t.department.casefold() for t in (one, other) if t.department}
    return one.site == other.site and len(departments) < 2


def is_elsewhere(row: Row, text: str, site_ids: Ids) -> bool:
    """Whether a row of a site's file is about a teacher of another site (then said), be there such a site or not.

    Parameters
    ----------
    row
        a row of Teachers
    text
        the site that it names
    site_ids
        the ids of the sites
    """
    own = row.table.raw.site
    if not own or text.casefold() == own.casefold() or site_ids.find(text) == own:
        return False
    row.report(messages.FOREIGN_TEACHER, "site", text=text, site=own)
    return True


def _teacher(row: Row, teacher: str, site: str, coach_ids: Ids, program_ids: Ids) -> Teacher:
    priority = row.whole("priority", 1)
    return Teacher(
        id=teacher,
        name=row.text("name") or teacher,
        site=site,
        email=row.text("email"),
        department=row.text("department"),
        grades=row.grades("grades"),
        years=row.amount("years"),
        role=row.choice("role", TEACHER_ROLES) or "Teacher",  # type: ignore[arg-type]  # one of the options
        programs=row.ids("programs", program_ids) or (ACCESS,),
        priority=1 if priority is None else priority,
        requested_coach=_one_coach(row, "requested coach", coach_ids),
        avoid_coaches=row.ids("avoid coach", coach_ids),
        last_coach=_one_coach(row, "last coach", coach_ids),
        prep_minutes=row.whole("prep minutes"),
    )


def _one_coach(row: Row, column: str, coach_ids: Ids) -> str:
    found = row.ids(column, coach_ids)
    if len(cell_values.parts_of(row.raw(column))) > 1 and len(found) > 1:
        row.wrong(messages.MORE_THAN_ONE_COACH, column)
    return found[0] if found else ""


def _wishes(row: Row, teacher: Teacher, coaches: Mapping[str, Coach]) -> None:
    """A wish that no plan can fulfil is worth a word; the rule counts it all the same."""
    for column, wish in (("requested coach", teacher.requested_coach), ("last coach", teacher.last_coach)):
        if wish in coaches and teacher.site not in coaches[wish].sites:
            row.report(messages.WISH_ELSEWHERE, column, coach=wish, site=teacher.site)
    if teacher.requested_coach and teacher.requested_coach in teacher.avoid_coaches:
        row.report(messages.WISH_AND_AVOID, "requested coach", coach=teacher.requested_coach)


def _programs(row: Row, teacher: Teacher, programs: Mapping[str, Program]) -> None:
    for place, program in enumerate(teacher.programs):
        for other in teacher.programs[place + 1 :]:
            both = programs.get(program), programs.get(other)
            if any(a and b and b.id in a.not_with for a, b in (both, both[::-1])):
                row.report(messages.PROGRAMS_EXCLUDE, "programs", program=program, other=other)
    if teacher.role == "Administrator" and row.has("programs"):
        row.report(messages.ADMINISTRATOR_ENROLLED, "programs", teacher=teacher.id)


def say_teachers_without_schedule(
    reading: InputWorkbook, teachers: Mapping[str, Teacher], scheduled: set[str], blank_means: str
) -> None:
    """Say who has no row in Master schedule, once a sheet: a wrong id there shows up here. A prep that is assumed for a
    whole week is to be confirmed by somebody; a whole week off sends nobody anywhere.

    Parameters
    ----------
    reading
        the sheets of the input
    teachers
        the teachers, by id
    scheduled
        the ids of those who have a row in Master schedule
    blank_means
        what is assumed of the others: "Prep" or "Off"
    """
    if reading.open("Master schedule"):
        return
    silent = {t.id for t in teachers.values() if t.may_be_coached and t.id not in scheduled}
    for row in reading.rows("Teachers") if silent else ():
        teacher = row.text("teacher")
        if teacher in silent:
            message = messages.ASSUMED_PREP if blank_means == "Prep" else messages.ASSUMED_OFF
            row.table.problems.tally(message, row.where("teacher"), teacher)
