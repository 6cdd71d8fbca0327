"""The figures that a plan is judged by: people served, sessions placed, periods covered, use of released time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.matching import department_matches, grades_match
from scheduler.rules import RULES
from scheduler.rules.entries import Meeting
from scheduler.rules.plan_index import PlanIndex

GOAL_OF_RELEASED_TIME = 0.6  # share of a coach's released time in sessions, the goal of Juneau's model


@dataclass(frozen=True, slots=True)
class MeetingTotals:
    """Meetings of a coach, a site or everybody, over all weeks of all cycles' patterns; a group meeting is one."""

    patterns: int  # weeks of all cycles' patterns
    meetings: int
    minutes: int
    one_to_one: int
    one_to_one_minutes: int
    released_minutes: int  # of released Class slots
    minutes_in_release: int  # of meetings in Class slots

    @property
    def meetings_a_week(self) -> float:
        """Meetings in an average week."""
        return self.meetings / self.patterns

    @property
    def minutes_a_week(self) -> float:
        """Minutes of meetings in an average week."""
        return self.minutes / self.patterns

    @property
    def groups(self) -> int:
        """How many of the meetings are of groups."""
        return self.meetings - self.one_to_one

    @property
    def share_of_release(self) -> float | None:
        """The share of released time that is in sessions; None where nothing is released."""
        return self.minutes_in_release / self.released_minutes if self.released_minutes else None


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """What the plan does for one site. `funded` None: no limit of sections. `teachers` are those who may be coached."""

    site: str
    teachers: int
    teachers_with_coach: int
    home_coaches: int
    coaches: int  # with an enrollment there, whatever their home
    funded: int | None
    released_periods: int  # of home coaches, out of the funded sections
    periods: int
    periods_covered: int
    sessions_due: int
    sessions_placed: int
    work: MeetingTotals


@dataclass(frozen=True, slots=True)
class CoachFigures:
    """What the plan gives one coach to do. The matches are counts of the coach's enrollments."""

    coach: str
    released_periods: int
    caseload: int
    grade_matches: int
    content_matches: int
    work: MeetingTotals


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """All figures of a plan, by site and by coach in the order of the input, and in all.

    `teachers` are those who may be coached, `teachers_with_coach` have one in at least one program,
    `teachers_with_sessions` have standing sessions.
    """

    teachers: int
    teachers_with_coach: int
    teachers_with_sessions: int
    enrollments: int
    enrollments_with_coach: int
    periods: int
    periods_covered: int
    sessions_due: int
    sessions_placed: int
    work: MeetingTotals
    sites: tuple[SiteFigures, ...]
    coaches: tuple[CoachFigures, ...]


def figures_of(ledger: PlanIndex) -> PlanFigures:
    """The figures of a plan."""
    instance = ledger.instance
    due: dict[str, int] = dict.fromkeys(instance.sites, 0)
    missing = dict(due)
    for enrolled in ledger.enrolled.values():
        for d in ledger.dues(enrolled):
            due[enrolled.site] += d.due
            missing[enrolled.site] += d.missing
    periods, covered = _coverage(ledger)
    sites = tuple(_site_figures(ledger, s, due[s], due[s] - missing[s], periods[s], covered[s]) for s in instance.sites)
    with_coach = {e.teacher.id for e in ledger.coached()}
    return PlanFigures(
        teachers=sum(t.may_be_coached for t in instance.teachers.values()),
        teachers_with_coach=len(with_coach),
        teachers_with_sessions=len({h.teacher.id for h in ledger.held}),
        enrollments=len(ledger.enrolled),
        enrollments_with_coach=sum(1 for _ in ledger.coached()),
        periods=sum(periods.values()),
        periods_covered=sum(covered.values()),
        sessions_due=sum(due.values()),
        sessions_placed=sum(due.values()) - sum(missing.values()),
        work=_work(ledger, ledger.meetings, instance.coaches),
        sites=sites,
        coaches=tuple(_coach_figures(ledger, c) for c in instance.coaches),
    )


def patterns_of(ledger: PlanIndex) -> int:
    """The weeks of all open cycles' patterns."""
    return len(ledger.open_cycles) * ledger.instance.settings.weeks


def _coverage(ledger: PlanIndex) -> tuple[dict[str, int], dict[str, int]]:
    """Class periods of each site, and how many of them are covered, by the rule All periods covered."""
    periods = dict.fromkeys(ledger.instance.sites, 0)
    covered = dict(periods)
    for measure in RULES["All periods covered"].measure(ledger):
        periods[measure.site] += 1
        covered[measure.site] += measure.amount == 0
    return periods, covered


def _site_figures(ledger: PlanIndex, site: str, due: int, placed: int, periods: int, covered: int) -> SiteFigures:
    instance = ledger.instance
    homes = instance.home_coaches(site)
    coached = [e for e in ledger.coached() if e.site == site]
    return SiteFigures(
        site=site,
        teachers=sum(t.site == site and t.may_be_coached for t in instance.teachers.values()),
        teachers_with_coach=len({e.teacher.id for e in coached}),
        home_coaches=len(homes),
        coaches=len({e.coach for e in coached}),
        funded=ledger.value("Sections funded", site, instance.sites[site].sections_funded),
        released_periods=sum(len(ledger.released[c.id]) for c in homes if not c.full_time),
        periods=periods,
        periods_covered=covered,
        sessions_due=due,
        sessions_placed=placed,
        work=_work(ledger, [m for m in ledger.meetings if m.site == site], (c.id for c in homes)),
    )


def _coach_figures(ledger: PlanIndex, coach: str) -> CoachFigures:
    who = ledger.instance.coaches[coach]
    teachers = [e.teacher for e in ledger.coached() if e.coach == coach]
    return CoachFigures(
        coach=coach,
        released_periods=len(ledger.released[coach]),
        caseload=len(teachers),
        grade_matches=sum(grades_match(t, who) for t in teachers),
        content_matches=sum(department_matches(t, who) for t in teachers),
        work=_work(ledger, ledger.meetings_of.get(coach, ()), (coach,)),
    )


def _work(ledger: PlanIndex, meetings: Iterable[Meeting], coaches: Iterable[str]) -> MeetingTotals:
    led = list(meetings)
    alone = [m for m in led if m.one_to_one]
    return MeetingTotals(
        patterns=patterns_of(ledger),
        meetings=len(led),
        minutes=sum(m.minutes for m in led),
        one_to_one=len(alone),
        one_to_one_minutes=sum(m.minutes for m in alone),
        released_minutes=sum(_released_minutes(ledger, c) for c in coaches),
        minutes_in_release=sum(m.minutes for m in led if (slot := m.held[0].slot) is not None and slot.is_class),
    )


def _released_minutes(ledger: PlanIndex, coach: str) -> int:
    """The minutes of a coach's released Class slots at home, over all weeks of all cycles' patterns."""
    slots = (s for s in ledger.instance.home_slots(coach) if s.is_class and ledger.free_to_plan(coach, s))
    return len(ledger.open_cycles) * sum(s.minutes for s in slots)
