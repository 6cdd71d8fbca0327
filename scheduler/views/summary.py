"""The first sheet: what was asked, what was done and what could not be, in words and figures for a principal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from scheduler.domain.instance import LEVELS, Instance, Level
from scheduler.domain.replan import Order, Replan
from scheduler.domain.score import Shortfall
from scheduler.domain.solution import Solution
from scheduler.rules import RULES
from scheduler.views.cells import Cell
from scheduler.views.metrics import GOAL_OF_RELEASED_TIME, CoachFigures, PlanFigures, SiteFigures
from scheduler.views.names import named
from scheduler.views.rows import places
from scheduler.wording import STATUS_WORDS, count, hours, percent, plural, singular

ORDER_WORDS: dict[Order, str] = {
    "nothing": "Change comes before everything else.",
    "required": "Change comes after Required, and before Recommended.",
    "recommended": "Change comes after Recommended, and before Option.",
    "option": "Change comes after everything else.",
}
MOST_PLACES = 6  # that a line names; the sheet Rules names more


class Tile(NamedTuple):
    """A figure that stands out at the top of a summary, with its name, a few words and how good it is."""

    name: str
    figure: str
    words: str
    mood: str


class SummaryWriter(Protocol):
    """Whatever a summary is written on, from the top down: titles, figures, rows of words and tables."""

    def title(self, title: str, subtitle: str) -> None:
        """Write the name of the plan, and one line under it."""

    def tiles(self, tiles: Sequence[Tile]) -> None:
        """Write the figures that stand out."""

    def heading(self, text: str) -> None:
        """Begin a section."""

    def row(self, label: str, text: str, style: str = "text") -> None:
        """Write a label with words beside it.

        Parameters
        ----------
        label
            what the words are about
        text
            the words
        style
            how they look
        """

    def words(self, text: str) -> None:
        """Write a sentence or two over the whole width."""

    def table(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        total: Sequence[Cell] | None = None,
        share_column: int | None = None,
    ) -> None:
        """Write a table; `total` is its last row, `share_column` the one whose figures are shares.

        Parameters
        ----------
        headers
            the names of the columns
        rows
            the cells, row by row
        total
            the last row, None without one
        share_column
            the column of shares, counted from 0
        """


def describe_plan(
    page: SummaryWriter,
    instance: Instance,
    solution: Solution,
    figures: PlanFigures,
    conflicts: Sequence[str],
    fixes: Sequence[str] = (),
) -> None:
    """What the planner is told of a plan, on a sheet or on a screen; `conflicts` and `fixes` are sentences.

    Parameters
    ----------
    page
        what it is written on
    instance
        the input
    solution
        the plan with its audit and bound
    figures
        the figures of the plan
    conflicts
        sentences on the Required rules that cannot hold together
    fixes
        sentences on the changes that end that
    """
    settings = instance.settings
    page.title(
        "Coaching plan" + (f": {settings.district}" if settings.district else ""),
        " · ".join(filter(None, (settings.school_year, extent(instance)))),
    )
    page.tiles(_tiles(solution, figures))
    page.heading("How good the plan is")
    page.row("Score", str(solution.score), "score")
    page.row("Bound", str(solution.bound), "score")
    page.row("Status", solution.status, "score")
    if settings.term:
        page.row("Term", settings.term)
    if solution.replan is not None:
        _write_replan(page, solution.replan)
    page.words(
        "The score counts what the plan falls short of, Required before Recommended before Option; less is better. "
        "The bound is the best score that is still possible. " + _status_means(solution)
    )
    if conflicts:
        page.heading("Required rules that cannot hold together")
        for sentence in conflicts:
            page.words(sentence)
    if any(fixes):
        page.heading("Changes that were tried, and end it")
        for sentence in filter(None, fixes):
            page.words(sentence)
    _write_done(page, instance, figures)
    _write_short(page, solution)
    page.heading("By site")
    page.table(SITE_HEADERS, [_site_row(instance, s) for s in figures.sites], _all_sites_row(figures), share_column=10)
    page.heading("By coach")
    rows = [coach_row(instance, c) for c in figures.coaches]
    page.table(COACH_HEADERS, rows, _all_coaches_row(figures), share_column=8)
    _write_asked(page, instance, solution)


def extent(instance: Instance) -> str:
    """How large the plan is, in words: "2 sites, 5 coaches, 4 cycles, a pattern of 2 weeks"."""
    settings = instance.settings
    return (
        f"{count(len(instance.sites), 'site')}, {count(len(instance.coaches), 'coach', 'coaches')}, "
        f"{count(settings.cycles, 'cycle')}, a pattern of {count(settings.weeks, 'week')}"
    )


def _status_means(solution: Solution) -> str:
    if solution.status == "optimal":
        return "Everything required is met, and it is proven that no plan does better."
    if solution.status == "feasible":
        return "Everything required is met. A better plan may exist, but none is better than the bound."
    if solution.score.required == solution.bound.required:
        return "Not everything required can be met, and that is proven: see below what falls short, and where."
    return "Not everything required is met: see below what falls short, and where. A better plan may exist."


def _tiles(solution: Solution, figures: PlanFigures) -> list[Tile]:
    """The figures that stand out at the top."""
    f, work, use = figures, figures.work, figures.work.share_of_release
    perfect = not any(solution.score)
    placed = f"{percent(f.sessions_placed, f.sessions_due)} of those due in the year's patterns"
    return [
        Tile(
            "Plan",
            STATUS_WORDS[solution.status],
            "nothing falls short" if perfect else "see what falls short",
            _mood(solution.score.required == 0, perfect),
        ),
        Tile(
            "Teachers with a coach",
            f"{f.teachers_with_coach} of {f.teachers}",
            f"{count(f.teachers_with_sessions, 'teacher')} with standing sessions",
            _mood(f.teachers_with_coach > 0, f.teachers_with_coach == f.teachers),
        ),
        Tile(
            "Sessions placed",
            f"{f.sessions_placed} of {f.sessions_due}",
            placed,
            _mood(f.sessions_placed >= 0.9 * f.sessions_due, f.sessions_placed == f.sessions_due),
        ),
        Tile(
            "Periods covered",
            f"{f.periods_covered} of {f.periods}",
            "with a coach released",
            _mood(f.periods_covered > 0, f.periods_covered == f.periods),
        ),
        Tile(
            "Released time in sessions",
            percent(work.minutes_in_release, work.released_minutes),
            f"goal {percent(GOAL_OF_RELEASED_TIME, 1)}",
            _mood(True, use is not None and use >= GOAL_OF_RELEASED_TIME),
        ),
        Tile(
            "One to one",
            percent(work.one_to_one, work.meetings),
            f"{percent(work.groups, work.meetings)} in small groups",
            "tile figure",
        ),
    ]


def _mood(fair: bool, good: bool) -> str:
    return "good" if good else "fair" if fair else "poor"


def _write_done(page: SummaryWriter, instance: Instance, figures: PlanFigures) -> None:
    work = figures.work
    page.heading("What was done")
    without = figures.enrollments - figures.enrollments_with_coach
    page.row(
        "Teachers served",
        f"{figures.teachers_with_coach:,} of {count(figures.teachers, 'teacher')} have a coach; "
        f"{figures.teachers_with_sessions:,} have standing sessions. "
        + (
            f"{count(without, 'place')} in a program {plural(without, 'is', 'are')} without a coach."
            if without
            else "Every place in a program has a coach."
        ),
    )
    page.row(
        "Sessions",
        f"{figures.sessions_placed:,} of {count(figures.sessions_due, 'session')} due are placed "
        f"({percent(figures.sessions_placed, figures.sessions_due)}); the rest are named, with the reason, "
        "in Unscheduled."
        if figures.sessions_placed < figures.sessions_due
        else f"All {figures.sessions_due:,} sessions due in the year's patterns are placed.",
    )
    page.row(
        "Use of released time",
        f"{hours(work.minutes_in_release)} of {hours(work.released_minutes)} of released "
        f"class time are spent in sessions ({percent(work.minutes_in_release, work.released_minutes)}; the goal "
        f"is {GOAL_OF_RELEASED_TIME * 100:.0f}%). Each coach's share is in the table below.",
    )
    page.row(
        "Alone and in groups",
        f"{work.one_to_one} one-to-one meetings ({percent(work.one_to_one, work.meetings)}"
        f" of all, {hours(work.one_to_one_minutes)}) and {work.groups} in small groups "
        f"({percent(work.groups, work.meetings)}, {hours(work.minutes - work.one_to_one_minutes)}).",
    )
    page.row(
        "Coverage",
        f"A coach is released in {figures.periods_covered} of {figures.periods} class periods, over "
        f"{count(len(instance.sites), 'site')}.",
    )


def _write_replan(page: SummaryWriter, replan: Replan) -> None:
    """What the plan keeps of the one that was published before it."""
    change = replan.change
    parts = [
        count(n, one, many)
        for n, one, many in (
            (change.sessions, "session", "sessions"),
            (change.coaches, "coach of a teacher", "coaches of teachers"),
            (change.releases, "release period", "release periods"),
            (change.reserved, "reserved slot", "reserved slots"),
        )
        if n
    ]
    moves = f"of what was published, {' and '.join(parts)} changed" if parts else "all that was published stays"
    proven = change.value == change.bound
    page.row("Kept plan", f"{replan.kept} (SHA-256 {replan.checksum[:16]})")
    ended = f"cycle {replan.first}: the cycles before it have ended, and stay as they were published"
    page.row("From", ended if replan.first > 1 else "cycle 1: nothing has ended")
    page.row("Change", f"{change.value} points: {moves}. {ORDER_WORDS[replan.order]}")
    page.row("Change bound", f"{change.bound}" + (": no plan as good changes less" if proven else ""))
    page.row("Forced", f"{change.forced} points of it: what no plan of this input could hold, each by itself")
    page.row("People who move", f"{change.people}: " + ("see the sheet Changes" if change.people else "nobody"))
    free = f"{replan.free}: what a plan that is free to change everything cannot go below"
    page.row("Without regard to change", free)
    if replan.ladder:
        page.heading("What each order of the levels comes to")
        page.table(
            ("Order", "Score", "People who move", "Sessions that move", "Proven"),
            [(f"after {r.order}", str(r.score), r.people, r.sessions, "Y" if r.proven else "") for r in replan.ladder],
        )


def _write_short(page: SummaryWriter, solution: Solution) -> None:
    """The rules that fall short, by level; of each what it counts, by how much and where."""
    page.heading("What could not be met, and where")
    found: dict[tuple[Level, str], list[Shortfall]] = defaultdict(list)
    for shortfall in solution.audit.shortfalls:
        if shortfall.amount:
            found[shortfall.level, shortfall.rule].append(shortfall)
    order = {name: i for i, name in enumerate(RULES)}
    levels = [level for level in LEVELS if any(key[0] == level for key in found)]
    if not levels:
        page.words("Nothing: every rule holds, everywhere.")
    for level in levels:
        for rule in sorted((r for at, r in found if at == level), key=order.__getitem__):
            shortfalls = found[level, rule]
            amount = sum(s.amount for s in shortfalls)
            cost = sum(s.amount * s.weight for s in shortfalls)
            counted = f", counted {cost}" if cost != amount else ""
            where = places(shortfalls, MOST_PLACES)
            page.row(f"{level}: {rule}", f"Asked: {RULES[rule].holds} Short by {amount}{counted}: {where}.")


def _write_asked(page: SummaryWriter, instance: Instance, solution: Solution) -> None:
    page.heading("What was asked")
    for level in (*LEVELS, "Off"):
        rules = [(name, amount) for (name, at), amount in solution.audit.rules.items() if at == level]
        if rules:
            words = "; ".join(
                f"{name}{_value(instance, name)}" + (f" (short by {short})" if short and level != "Off" else "")
                for name, short in rules
            )
            page.row("Not counted (Off)" if level == "Off" else level, words + ".")


def _value(instance: Instance, rule: str) -> str:
    """ ": 2 coaches", or nothing where the rule has no figure or the sites differ in it."""
    values = {instance.rule(rule, site).value for site in instance.sites}
    if len(values) != 1 or (value := values.pop()) is None:
        return ""
    unit = RULES[rule].unit
    return f": {value} {singular(unit) if value == 1 else unit}".rstrip()


SITE_HEADERS = (
    "Site",
    "Teachers",
    "With a coach",
    "Coaches",
    "Sections funded",
    "Sections used",
    "Periods covered",
    "Sessions due",
    "Sessions placed",
    "Sessions a week",
    "Released time in sessions",
)
COACH_HEADERS = (
    "Coach",
    "Home site",
    "Released periods",
    "Caseload",
    "Sessions a week",
    "Minutes a week",
    "One to one",
    "In groups",
    "Released time in sessions",
    "Grade matches",
    "Content matches",
)


def _site_row(instance: Instance, f: SiteFigures) -> list[Cell]:
    return [
        named(f.site, instance.sites[f.site].name),
        f.teachers,
        f.teachers_with_coach,
        f.coaches,
        "no limit" if f.funded is None else f.funded,
        f.released_periods,
        f"{f.periods_covered} of {f.periods}",
        f.sessions_due,
        f.sessions_placed,
        f.work.meetings_a_week,
        f.work.share_of_release,
    ]


def _all_sites_row(figures: PlanFigures) -> list[Cell]:
    funded = [s.funded for s in figures.sites if s.funded is not None]
    return [
        "All sites",
        figures.teachers,
        figures.teachers_with_coach,
        sum(c.caseload > 0 for c in figures.coaches),
        sum(funded) if len(funded) == len(figures.sites) else "",
        sum(s.released_periods for s in figures.sites),
        f"{figures.periods_covered} of {figures.periods}",
        figures.sessions_due,
        figures.sessions_placed,
        figures.work.meetings_a_week,
        figures.work.share_of_release,
    ]


def coach_row(instance: Instance, f: CoachFigures) -> list[Cell]:
    """A coach's row of the table of figures."""
    coach = instance.coaches[f.coach]
    return [
        named(f.coach, coach.name),
        coach.home,
        f.released_periods,
        f.caseload,
        f.work.meetings_a_week,
        f.work.minutes_a_week,
        f.work.one_to_one,
        f.work.groups,
        f.work.share_of_release,
        f"{f.grade_matches} of {f.caseload}",
        f"{f.content_matches} of {f.caseload}",
    ]


def _all_coaches_row(figures: PlanFigures) -> list[Cell]:
    coaches, work = figures.coaches, figures.work
    caseload = sum(c.caseload for c in coaches)
    return [
        "All coaches",
        "",
        sum(c.released_periods for c in coaches),
        caseload,
        work.meetings_a_week,
        work.minutes_a_week,
        work.one_to_one,
        work.groups,
        work.share_of_release,
        f"{sum(c.grade_matches for c in coaches)} of {caseload}",
        f"{sum(c.content_matches for c in coaches)} of {caseload}",
    ]
