"""What a reader may be shown of a plan: the one place that decides it.

Of an instance, a plan and a reader it makes a `ReaderView`: an instance and a plan that hold nothing which the reader
may not see. Those who write sheets work on the view alone, so that no sheet, property or hidden cell can tell more.

====================  ==================================================================================
planner               everything; there is no view
site-admin:SITE       the site's teachers and rows; its coaches, and those who visit it. Confidential sessions,
                      and what these coaches do at other sites, are time taken: a coach, a day and two clock times
principal:SITE        counts alone: no teacher. Confidential programs only all together, and only where so many
                      teachers are in them that the count points at nobody
coach:ID              the coach's own rows, confidential ones too, and the teachers met in them; no other coach
teacher:ID            the teacher's own rows, and the coaches in them
====================  ==================================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from scheduler.domain.instance import Coach, Enrollment, Instance, Pin, Program, Slot, Status, Teacher
from scheduler.domain.plan import Assignment, Past, Plan, Reserved, Session
from scheduler.domain.reader import Reader
from scheduler.reasons.missing import Unscheduled
from scheduler.rules.plan_index import PlanIndex
from scheduler.views.metrics import CoachFigures, PlanFigures, SiteFigures, figures_of

TAKEN = "Time taken"
LEAST_TEACHERS = 5  # in the confidential programs of a site, before a count of their sessions is told
NO_COACH = "No coach was given."
AFTER_A_HIDDEN_ONE = "No time was found that keeps the order of the sessions."


@dataclass(frozen=True, slots=True, order=True)
class TakenTime:
    """Time in which a coach is busy, and no word about with what. `period` is that of the reader's own site, "" where
    the time lies in none of its slots."""

    cycle: int
    week: int
    day: int
    start: int
    end: int
    coach: str
    period: str


@dataclass(frozen=True, slots=True)
class ConfidentialTotal:
    """What confidential programs do for a site, all together."""

    teachers: int
    due: int
    placed: int


@dataclass(frozen=True)
class ReaderView:
    """What one reader may be shown.

    `missing` are the sessions that are short. `shares` maps a coach to the share of all released time that is in
    sessions, where it may be told. `meetings` counts them by coach and program. `site` holds the figures of a site of
    which a part cannot be read off the view's rows (coverage by visitors, say). `visitors` are coaches of the view who
    are at home elsewhere.
    """

    reader: Reader
    instance: Instance
    plan: Plan
    missing: tuple[Unscheduled, ...] = ()
    taken: tuple[TakenTime, ...] = ()
    visitors: frozenset[str] = frozenset()
    shares: Mapping[str, float | None] = field(default_factory=dict)
    meetings: Mapping[tuple[str, str], int] = field(default_factory=dict)
    site: SiteFigures | None = None
    confidential: ConfidentialTotal | None = None
    hides_programs: bool = False  # the district has confidential sessions, and this reader sees none of them

    @cached_property
    def ledger(self) -> PlanIndex:
        """The view's plan, indexed."""
        return PlanIndex(self.instance, self.plan)

    @cached_property
    def figures(self) -> tuple[CoachFigures, ...]:
        """The figures of the view's coaches, by the view's rows."""
        return figures_of(self.ledger).coaches


def view_for(ledger: PlanIndex, figures: PlanFigures, missing: Iterable[Unscheduled], reader: Reader) -> ReaderView:
    """What a reader may be shown of a plan; `figures` and `missing` are those of the whole plan.

    Parameters
    ----------
    ledger
        the plan, indexed
    figures
        the figures of the whole plan
    missing
        the sessions that the whole plan lacks
    reader
        for whom it is written

    Raises
    ------
    ValueError
        the reader is the planner, who sees the plan itself
    """
    if reader.who == "site-admin":
        return _site_view(ledger, figures, missing, reader)
    if reader.who == "principal":
        return _principal_view(ledger, figures, missing, reader)
    if reader.who == "coach":
        return _coach_view(ledger, missing, reader)
    if reader.who == "teacher":
        return _teacher_view(ledger, missing, reader)
    raise ValueError(f"{reader} sees the plan itself")


# ---- a site


def _site_view(ledger: PlanIndex, figures: PlanFigures, missing: Iterable[Unscheduled], reader: Reader) -> ReaderView:
    full, site = ledger.instance, reader.id
    serving = sorted(ledger.serving(site), key=lambda c: c.home != site)
    visitors = frozenset(c.id for c in serving if c.home != site)
    enrollments = {
        e.enrollment for e in ledger.enrolled.values() if e.site == site and not _is_secret(full.programs[e.program.id])
    }
    teachers = [t.id for t in full.teachers.values() if t.site == site]
    coaches = [replace(c, sites=(site,), full_time=c.full_time and c.home == site) for c in serving]
    statuses = {
        c.id: _statuses_at(site, ledger, c.id) if c.id in visitors else full.availability[c.id] for c in serving
    }
    view = ReaderView(
        reader,
        _only(full, (site,), teachers, coaches, statuses, enrollments, open_sessions=True),
        Plan(
            {c.id: _released_at(site, ledger, c.id) for c in serving},
            _assignments(ledger, enrollments),
            tuple(h.row for h in ledger.held if h.teacher.site == site and not h.spec.confidential),
            tuple(r for r in ledger.reserved if full.coaches[r.coach].home == site),
            _past(ledger, enrollments, open_sessions=True),
        ),
        tuple(_open_missing(missing, enrollments, full)),
        _taken(ledger, site, visitors),
        visitors,
        {f.coach: f.work.share_of_release for f in figures.coaches if full.coaches[f.coach].home == site},
        hides_programs=_has_confidential(full),
    )
    return replace(view, site=_site_figures(view.ledger, figures, site))


def _principal_view(
    ledger: PlanIndex, figures: PlanFigures, missing: Iterable[Unscheduled], reader: Reader
) -> ReaderView:
    """Counts of what a site admin sees, and the releases, for the map of who is released when."""
    seen = _site_view(ledger, figures, missing, reader)
    nobody: tuple[str, ...] = ()
    return ReaderView(
        reader,
        _only(seen.instance, (reader.id,), nobody, seen.instance.coaches.values(), seen.instance.availability, set()),
        Plan(seen.plan.releases, (), past=_past(ledger, ())),
        visitors=seen.visitors,
        meetings=Counter((m.coach, m.held[0].enrolled.program.id) for m in seen.ledger.meetings),
        site=seen.site,
        confidential=_confidential_total(ledger, reader.id),
        hides_programs=seen.hides_programs,
    )


def _site_figures(ledger: PlanIndex, figures: PlanFigures, site: str) -> SiteFigures:
    """People and sessions by the rows of the view; periods and sections, which name nobody, by those of the plan."""
    shown, true = figures_of(ledger).sites[0], next(f for f in figures.sites if f.site == site)
    return replace(
        shown,
        home_coaches=true.home_coaches,
        funded=true.funded,
        released_periods=true.released_periods,
        periods=true.periods,
        periods_covered=true.periods_covered,
    )


def _confidential_total(ledger: PlanIndex, site: str) -> ConfidentialTotal | None:
    """None where too few teachers are in the confidential programs, or none."""
    secret = [
        (e.teacher.id, due)
        for e in ledger.enrolled.values()
        if e.site == site
        for due in ledger.dues(e)
        if due.spec.confidential
    ]
    teachers = {teacher for teacher, _ in secret}
    if len(teachers) < LEAST_TEACHERS:
        return None
    due = sum(d.due for _, d in secret)
    return ConfidentialTotal(len(teachers), due, due - sum(d.missing for _, d in secret))


def _taken(ledger: PlanIndex, site: str, visitors: frozenset[str]) -> tuple[TakenTime, ...]:
    """When the coaches of a site are busy with what its site admin does not see; a group meets once."""
    serving = {c.id for c in ledger.serving(site)}
    busy: list[tuple[Session | Reserved, str]] = [
        (m.held[0].row, m.coach)
        for m in ledger.meetings
        if m.coach in serving and (m.site != site or m.held[0].spec.confidential)
    ]
    busy += [(r, r.coach) for r in ledger.reserved if r.coach in visitors]
    slots = ledger.instance.slots(site)
    rows = {TakenTime(r.cycle, r.week, r.day, r.start, r.end, coach, _period_at(slots, r)) for r, coach in busy}
    return tuple(sorted(rows))


def _period_at(slots: Iterable[Slot], row: Session | Reserved) -> str:
    return next(
        (
            s.period
            for s in slots
            if (s.week, s.day) == (row.week, row.day) and s.start <= row.start and row.end <= s.end
        ),
        "",
    )


def _usable_at(site: str, ledger: PlanIndex, coach: str) -> list[bool]:
    """For each slot of a site whether a coach can be used in it."""
    bell = ledger.instance.sites[site].bell
    teaches = ledger.slots.teaches(coach, bell)
    return [not why and not taught for why, taught in zip(ledger.slots.hindrances(coach, site), teaches, strict=True)]


def _statuses_at(site: str, ledger: PlanIndex, coach: str) -> tuple[Status, ...]:
    """A visitor's availability in the slots of the site that is visited. In a period in which the coach can never be
    used there is no release, and nothing else is said of it."""
    usable, released = _usable_at(site, ledger, coach), _released_at(site, ledger, coach)
    return tuple(
        "Available" if there or (slot.is_class and slot.period not in released) else "Unavailable"
        for slot, there in zip(ledger.instance.slots(site), usable, strict=True)
    )


def _released_at(site: str, ledger: PlanIndex, coach: str) -> tuple[str, ...]:
    """The periods of a site in which a coach can be used in some slot; at home those that are released."""
    instance = ledger.instance
    if instance.coaches[coach].home == site:
        return tuple(p for p in instance.class_periods(site) if p in ledger.released[coach])
    usable = {
        s.period
        for s, there in zip(instance.slots(site), _usable_at(site, ledger, coach), strict=True)
        if there and s.is_class
    }
    return tuple(p for p in instance.class_periods(site) if p in usable)


# ---- one person


def _coach_view(ledger: PlanIndex, missing: Iterable[Unscheduled], reader: Reader) -> ReaderView:
    full, coach = ledger.instance, ledger.instance.coaches[reader.id]
    enrollments = {e.enrollment for e in ledger.coached() if e.coach == coach.id}
    met = {e.teacher for e in enrollments}
    sites = tuple(dict.fromkeys((coach.home, *(full.teachers[t].site for t in full.teachers if t in met))))
    return ReaderView(
        reader,
        _only(
            full,
            sites,
            [t for t in full.teachers if t in met],
            [replace(coach, sites=sites)],
            {coach.id: full.availability[coach.id]},
            enrollments,
        ),
        Plan(
            {coach.id: tuple(p for p in full.class_periods(coach.home) if p in ledger.released[coach.id])},
            _assignments(ledger, enrollments),
            tuple(h.row for h in ledger.held if h.row.coach == coach.id),
            tuple(r for r in ledger.reserved if r.coach == coach.id),
            _past(ledger, enrollments),
        ),
        tuple(replace(u, reason=u.outline) for u in missing if u.enrolled.enrollment in enrollments),
    )


def _teacher_view(ledger: PlanIndex, missing: Iterable[Unscheduled], reader: Reader) -> ReaderView:
    full, teacher = ledger.instance, ledger.instance.teachers[reader.id]
    mine = [e for e in ledger.enrolled.values() if e.teacher.id == teacher.id]
    met = {e.coach for e in mine if e.coach}
    coaches = [
        Coach(c.id, c.name, (teacher.site,), departments=c.departments, grades=c.grades)
        for c in full.coaches.values()
        if c.id in met
    ]
    nothing: tuple[Status, ...] = tuple("Available" for _ in full.slots(teacher.site))
    enrollments = {e.enrollment for e in mine}
    return ReaderView(
        reader,
        _only(full, (teacher.site,), [teacher.id], coaches, {c.id: nothing for c in coaches}, enrollments),
        Plan(
            {c.id: () for c in coaches},
            _assignments(ledger, enrollments),
            tuple(replace(h.row, group="") for h in ledger.held if h.teacher.id == teacher.id),
            past=_past(ledger, enrollments),
        ),
        tuple(
            replace(u, reason=u.outline if u.enrolled.coach else NO_COACH)
            for u in missing
            if u.enrolled.enrollment in enrollments
        ),
    )


# ---- what all of them are made with


def _is_secret(program: Program) -> bool:
    """Whether all that a program does is confidential: then nobody else is told who is in it."""
    return bool(program.sessions) and all(s.confidential for s in program.sessions)


def _has_confidential(instance: Instance) -> bool:
    return any(p.confidential for p in instance.programs.values())


def _open_missing(
    missing: Iterable[Unscheduled], enrollments: Collection[Enrollment], full: Instance
) -> Iterator[Unscheduled]:
    for u in missing:
        if u.enrolled.enrollment in enrollments and not u.spec.confidential:
            first = full.programs[u.enrolled.program.id].session(u.spec.after)
            hidden = first is not None and first.confidential
            yield replace(u, reason=AFTER_A_HIDDEN_ONE if hidden else u.outline)


def _assignments(ledger: PlanIndex, enrollments: Collection[Enrollment]) -> tuple[Assignment, ...]:
    return tuple(
        Assignment(e.teacher.id, e.program.id, e.coach, e.cycles)
        for e in ledger.enrolled.values()
        if e.enrollment in enrollments
    )


def _past(ledger: PlanIndex, enrollments: Collection[Enrollment], *, open_sessions: bool = False) -> Past | None:
    """What had ended, of these enrollments: their sessions are counted, and shown on no sheet. With `open_sessions` no
    confidential ones."""
    if ledger.past is None:
        return None
    secret = {
        (p.id, s.name)
        for p in ledger.instance.programs.values()
        for s in p.sessions
        if open_sessions and s.confidential
    }
    rows = tuple(
        s
        for s in ledger.past.sessions
        if Enrollment(s.row.teacher, s.row.program) in enrollments and (s.row.program, s.row.session) not in secret
    )
    return Past(ledger.past.first, rows)


def _only(
    full: Instance,
    sites: Sequence[str],
    teachers: Iterable[str],
    coaches: Iterable[Coach],
    statuses: Mapping[str, tuple[Status, ...]],
    enrollments: Collection[Enrollment],
    *,
    open_sessions: bool = False,
) -> Instance:
    """An instance of these sites, people and enrollments alone; with `open_sessions`, without the confidential ones."""
    people = {t: _plain(full.teachers[t], enrollments) for t in teachers}
    staff = {c.id: c for c in coaches}
    at_home = {c.id for c in staff.values() if c.home == full.coaches[c.id].home}
    programs = {p for t in people.values() for p in t.programs}
    return replace(
        full,
        sites={s: full.sites[s] for s in sites},
        bells={full.sites[s].bell: full.slots(s) for s in sites},
        teachers=people,
        states={t: full.states[t] for t in people},
        coaches=staff,
        availability={c: statuses[c] for c in staff},
        apart={c: said for c, said in full.apart.items() if c in at_home},
        at_site={key: said for key, said in full.at_site.items() if key[0] in at_home and key[1] in sites},
        programs={
            p.id: _without_confidential(p) if open_sessions else p for p in full.programs.values() if p.id in programs
        },
        travel={},
        pins=tuple(p for p in full.pins if _is_of(p, people, staff)),
        problems=(),
    )


def _plain(teacher: Teacher, enrollments: Collection[Enrollment]) -> Teacher:
    """A teacher in the programs that are shown, without wishes about coaches."""
    programs = tuple(p for p in teacher.programs if Enrollment(teacher.id, p) in enrollments)
    return replace(teacher, programs=programs, requested_coach="", avoid_coaches=(), last_coach="")


def _without_confidential(program: Program) -> Program:
    shown = [s for s in program.sessions if not s.confidential]
    names = {s.name for s in shown}
    sessions = tuple(s if s.after in names else replace(s, after="", within_days=None) for s in shown)
    return replace(program, sessions=sessions, not_with=())


def _is_of(pin: Pin, teachers: Mapping[str, Teacher], coaches: Mapping[str, Coach]) -> bool:
    """Whether a pin speaks of people of the view alone."""
    return (not pin.teacher or pin.teacher in teachers) and (not pin.coach or pin.coach in coaches)
