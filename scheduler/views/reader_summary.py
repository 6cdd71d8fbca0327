"""The first sheet of a workbook for one reader: who it was redacted for, and the figures that this reader may see."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain.instance import hhmm
from scheduler.views.cells import Cell
from scheduler.views.metrics import CoachFigures, patterns_of
from scheduler.views.names import display_name, named
from scheduler.views.redaction import LEAST_TEACHERS, ReaderView
from scheduler.views.summary import COACH_HEADERS, SummaryWriter, coach_row
from scheduler.wording import count, hours

REDACTED = "Redacted for"  # the label by which intake and audit know that rows are missing
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
)
COACHES_OF_SITE = (
    "Coach",
    "Works here",
    "Released periods",
    "Caseload",
    "Sessions a week",
    "Minutes a week",
    "One to one",
    "In groups",
    "Other time taken a week",
    "Released time in sessions",
    "Grade matches",
)
COACHES_COUNTED = ("Coach", "Works here", "Released periods")


def describe_for_reader(page: SummaryWriter, view: ReaderView) -> None:
    """What one reader is told of a plan, on a sheet or on a screen."""
    settings = view.instance.settings
    about = [settings.district, settings.school_year]
    page.title(f"Coaching plan: {title_of(view)}", " · ".join(filter(None, about)))
    page.row(REDACTED, str(view.reader), "score")
    page.words(_MEANINGS[view.reader.who])
    if view.reader.who == "site-admin":
        _write_site(page, view)
        page.heading("Its coaches, with what they do at this site")
        page.table(COACHES_OF_SITE, [_coach_of_site(view, f) for f in view.figures], share_column=9)
    elif view.reader.who == "principal":
        _write_site(page, view)
        _write_counts(page, view)
    elif view.reader.who == "coach":
        page.heading("What you do")
        page.table(COACH_HEADERS, [coach_row(view.instance, f) for f in view.figures], share_column=8)
    else:
        _write_teacher(page, view)


_MEANINGS = {
    "site-admin": "The rows of this site. Of confidential sessions, and of what its coaches do at other sites, it "
    "shows only that time is taken.",
    "principal": "Counts alone: no teacher is named, and no session by itself.",
    "coach": "Your own calendar, and the teachers that you coach. It names confidential sessions: keep it to yourself.",
    "teacher": "Your own sessions and coaches. It names confidential sessions: keep it to yourself.",
}


def title_of(view: ReaderView) -> str:
    """The name of the site or person, else the id."""
    reader, instance = view.reader, view.instance
    if reader.who == "coach":
        return display_name(instance.coaches[reader.id])
    if reader.who == "teacher":
        return instance.teachers[reader.id].name or reader.id
    return instance.sites[reader.id].name or reader.id


def _write_site(page: SummaryWriter, view: ReaderView) -> None:
    figures = view.site
    assert figures is not None
    page.heading("This site")
    row: list[Cell] = [
        named(figures.site, view.instance.sites[figures.site].name),
        figures.teachers,
        figures.teachers_with_coach,
        figures.coaches,
        "no limit" if figures.funded is None else figures.funded,
        figures.released_periods,
        f"{figures.periods_covered} of {figures.periods}",
        figures.sessions_due,
        figures.sessions_placed,
        figures.work.meetings_a_week,
    ]
    page.table(SITE_HEADERS, [row])
    if view.hides_programs:
        page.words("Confidential programs are left out of every figure of teachers, coaches and sessions.")


def _coach_of_site(view: ReaderView, f: CoachFigures) -> list[Cell]:
    taken = [t for t in view.taken if t.coach == f.coach]
    return [
        named(f.coach, view.instance.coaches[f.coach].name),
        _place(view, f.coach),
        f.released_periods,
        f.caseload,
        f.work.meetings_a_week,
        f.work.minutes_a_week,
        f.work.one_to_one,
        f.work.groups,
        hours(sum(t.end - t.start for t in taken) / patterns_of(view.ledger)) if taken else "none",
        view.shares.get(f.coach),
        f"{f.grade_matches} of {f.caseload}",
    ]


def _place(view: ReaderView, coach: str) -> str:
    return "visits" if coach in view.visitors else "home site"


def _write_counts(page: SummaryWriter, view: ReaderView) -> None:
    """How many sessions each coach has in each program that is not confidential, and the others all together."""
    instance = view.instance
    programs = sorted({program for _, program in view.meetings})
    shown = programs[: len(SITE_HEADERS) - len(COACHES_COUNTED)]
    rest = programs[len(shown) :]
    page.heading("Sessions in the year's patterns, by coach and program; a group's meeting counts once")
    headers = (*COACHES_COUNTED, *shown, *(["Other programs"] if rest else []))
    rows: list[list[Cell]] = []
    for coach in instance.coaches.values():
        counts: list[Cell] = [view.meetings.get((coach.id, p), 0) for p in shown]
        if rest:
            counts.append(sum(view.meetings.get((coach.id, p), 0) for p in rest))
        released = len(view.plan.releases[coach.id])
        rows.append([named(coach.id, coach.name), _place(view, coach.id), released, *counts])
    page.table(headers, rows)
    if view.confidential is not None:
        page.row(
            "Confidential programs",
            f"{view.confidential.placed:,} of {count(view.confidential.due, 'session')} due are placed, for "
            f"{count(view.confidential.teachers, 'teacher')}, in all confidential programs together.",
        )
    elif view.hides_programs:
        page.row(
            "Confidential programs",
            f"Not counted: a figure is given where {LEAST_TEACHERS} teachers or more stand behind it.",
        )


def _write_teacher(page: SummaryWriter, view: ReaderView) -> None:
    instance, days = view.instance, view.instance.settings.days
    page.heading("Your coaches")
    for e in view.ledger.enrolled.values():
        coach = instance.coaches.get(e.coach)
        sessions = f", {count(len(e.held), 'session')} in the year's patterns" if e.program.sessions else ""
        page.row(e.program.id, (named(coach.id, coach.name) if coach else "no coach was found") + sessions)
    rows: list[Sequence[Cell]] = [
        (h.spec.name, h.row.cycle, h.row.week, days[h.row.day], h.row.period, hhmm(h.row.start), hhmm(h.row.end))
        for h in view.ledger.held
    ]
    if rows:
        page.heading("Your sessions")
        page.table(("Session", "Cycle", "Week", "Day", "Period", "Start", "End"), rows)
