"""What each reader may see of a plan on a screen: the summary, tables and weeks of the workbooks, as plain data.

A page is a dict that JSON can hold. Its names: "summary", "index", "coach/C1", "teacher/T1", "coverage/LHS", and
"table/Sessions" for each table of the reader's workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scheduler.domain.instance import LEVELS, Instance, State, Teacher
from scheduler.domain.matching import overlap
from scheduler.domain.reader import PLANNER, Reader, Who
from scheduler.domain.solution import Solution
from scheduler.export.chart_svg import chart_svg
from scheduler.export.reader_workbook import reader_workbook
from scheduler.rules import RULES
from scheduler.rules.entries import Held
from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import Rule
from scheduler.schema.sheets import plan_sheet
from scheduler.views.cells import Cell, Row
from scheduler.views.charts import (
    Chart,
    charts_for_reader,
    charts_of_plan,
)
from scheduler.views.coverage import CoverageCell, coverage_weeks, coverage_words
from scheduler.views.kinds_of_time import (
    LEGEND,
    NO_COACH,
    NO_SLOT,
    ONE_COACH,
    OPEN,
    SESSION,
    SEVERAL_COACHES,
    TEACHING,
    UNAVAILABLE,
    KindOfTime,
)
from scheduler.views.metrics import SiteFigures
from scheduler.views.names import display_name, in_order
from scheduler.views.reader_summary import REDACTED, describe_for_reader, title_of
from scheduler.views.reader_tables import reader_tables
from scheduler.views.redaction import ReaderView, TakenTime, view_for
from scheduler.views.report import PlanReport, plan_tables
from scheduler.views.rows import rule_rows
from scheduler.views.summary import Tile, describe_plan
from scheduler.views.weeks import (
    GridCell,
    GridRow,
    coach_week,
    days_of,
    grid_rows,
    pattern_words,
    row_label,
    slot_line,
    span,
    week_titles,
)
from scheduler.wording import STATUS_WORDS, count, singular

PageContent = dict[str, Any]
MOODS = ("good", "fair", "poor")  # of a figure; the others are only figures
_CLASSES = {t: "time-" + t.word.split(",")[0].lower().replace(" ", "-") for t in (*LEGEND, OPEN)} | {
    NO_SLOT: "time-none"
}
_COVERAGE_CLASSES = {
    NO_COACH: "coverage-nobody",
    ONE_COACH: "coverage-one",
    SEVERAL_COACHES: "coverage-several",
}
_DOING = {"Teaching": "Teaching", "Prep": "Prep", "Duty": "Duty", "Off": "Not at work", "Release": "Coaching"}


@dataclass(frozen=True)
class Screens:
    """All of one reader: the reader's name, the workbook (b"": the plan workbook itself), and the pages."""

    reader: Reader
    label: str
    workbook: bytes
    pages: Mapping[str, PageContent]


def screens_of(instance: Instance, solution: Solution, conflicts: Sequence[str]) -> Iterator[Screens]:
    """The planner's screens, then those of each site's admin and principal, and of each coach.

    Parameters
    ----------
    instance
        the input
    solution
        the plan with its audit and bound
    conflicts
        sentences on the Required rules that cannot hold together
    """
    report = PlanReport.of(instance, solution)
    yield Screens(PLANNER, "the whole plan", b"", dict(_planner_pages(report, conflicts)))
    kinds: tuple[tuple[Who, Sequence[str]], ...] = (
        ("site-admin", list(instance.sites)),
        ("principal", list(instance.sites)),
        ("coach", list(instance.coaches)),
    )
    for who, ids in kinds:
        for id in ids:
            view = view_for(report.ledger, report.figures, report.missing, Reader(who, id))
            yield Screens(view.reader, title_of(view), reader_workbook(view), dict(_reader_pages(view)))


@dataclass
class _Blocks:
    """A summary that is told to a screen: a list of blocks, each with its kind."""

    blocks: list[PageContent] = field(default_factory=list)

    def title(self, title: str, subtitle: str) -> None:
        self.blocks.append({"kind": "title", "title": title, "subtitle": subtitle})

    def tiles(self, tiles: Sequence[Tile]) -> None:
        shown = [
            {"name": name, "figure": figure, "words": words, "mood": mood if mood in MOODS else ""}
            for name, figure, words, mood in tiles
        ]
        self.blocks.append({"kind": "tiles", "tiles": shown})

    def heading(self, text: str) -> None:
        self.blocks.append({"kind": "heading", "text": text})

    def row(self, label: str, text: str, style: str = "text") -> None:
        if label == REDACTED:
            return  # for programs that read the workbook: the page says at its top whose it is
        if label == "Status":
            text = STATUS_WORDS[text]
        if self.blocks and self.blocks[-1]["kind"] == "rows":
            self.blocks[-1]["rows"].append([label, text])
        else:
            self.blocks.append({"kind": "rows", "rows": [[label, text]]})

    def words(self, text: str) -> None:
        self.blocks.append({"kind": "words", "text": text})

    def charts(self, charts: Sequence[Chart]) -> None:
        """Pictures, before the first heading: they are looked at first."""
        first = next((i for i, b in enumerate(self.blocks) if b["kind"] == "heading"), len(self.blocks))
        shown = [
            {
                "title": c.title,
                "says": c.says,
                "svg": chart_svg(c),
                "headers": list(c.headers),
                "rows": [[b.name, *([b.value] if b.of is None else [b.value, b.of])] for b in c.bars],
            }
            for c in charts
            if c.bars
        ]
        self.blocks.insert(first, {"kind": "charts", "charts": shown})

    def table(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        total: Sequence[Cell] | None = None,
        share_column: int | None = None,
    ) -> None:
        shown = [
            [_shown(c, i == share_column) for i, c in enumerate(row)] for row in [*rows, *([total] if total else [])]
        ]
        to_right = [_is_of_figures(column) for column in zip(*shown, strict=True)]
        cells = [list(zip(row, to_right, strict=True)) for row in shown]
        self.blocks.append(
            {
                "kind": "table",
                "headers": list(zip(headers, to_right, strict=True)),
                "rows": cells[: len(rows)],
                "total": cells[len(rows) :],
            }
        )


def _is_of_figures(column: Sequence[str]) -> bool:
    """Whether a column is to be set to the right."""
    return all(not c or c[0].isdecimal() or c == "\N{EN DASH}" for c in column)


def _shown(cell: Cell, share: bool) -> str:
    if cell is None:
        return "\N{EN DASH}" if share else ""
    if share and isinstance(cell, int | float):
        return f"{100 * cell:.0f}%"
    return f"{cell:,.1f}" if isinstance(cell, float) else str(cell)


def _planner_pages(report: PlanReport, conflicts: Sequence[str]) -> Iterator[tuple[str, PageContent]]:
    blocks = _Blocks()
    describe_plan(blocks, report.instance, report.solution, report.figures, conflicts)
    blocks.charts(charts_of_plan(report))
    yield "rules", _rules(report, conflicts)
    tables = {"Rules": list(rule_rows(report.instance, report.solution))}
    tables |= {name: list(rows) for name, rows in plan_tables(report)}
    yield from _pages(report.ledger, blocks, tables, list(report.instance.coaches), (), own=False)
    for figures in report.figures.sites:
        yield f"coverage/{figures.site}", _coverage(report.ledger, figures)


def _rules(report: PlanReport, conflicts: Sequence[str]) -> PageContent:
    """Every rule, what it asks and where it falls short; and the Required rules that cannot hold together."""
    met: list[PageContent] = []
    missed: list[PageContent] = []
    off = []
    for name, level, value, _, shortfall, detail, source in rule_rows(report.instance, report.solution):
        rule = RULES[str(name)]
        about = {"rule": name, "level": level, "asks": rule.holds, "value": _value(rule, value), "source": source}
        if level == "Off":
            off.append(name)
        elif shortfall:
            missed.append(about | {"shortfall": shortfall, "counts": rule.counts, "where": detail})
        else:
            met.append(about)
    missed.sort(key=lambda r: LEVELS.index(r["level"]))
    return {"missed": missed, "met": met, "off": off, "conflicts": list(conflicts)}


def _value(rule: Rule, value: Cell) -> str:
    """ "2 coaches", or nothing where the rule has no figure."""
    if value is None:
        return ""
    return f"{value} {rule.unit}".strip() if value != 1 else f"1 {singular(rule.unit)}".strip()


def _reader_pages(view: ReaderView) -> Iterator[tuple[str, PageContent]]:
    blocks = _Blocks()
    describe_for_reader(blocks, view)
    blocks.charts(charts_for_reader(view))
    tables = {name: list(rows) for name, rows in reader_tables(view)}
    who = view.reader.who
    coaches = list(view.instance.coaches) if who in ("site-admin", "coach") else []
    yield from _pages(view.ledger, blocks, tables, coaches, view.taken, own=who == "coach")
    if view.site is not None:
        yield f"coverage/{view.reader.id}", _coverage(view.ledger, view.site)


def _pages(
    ledger: PlanIndex,
    summary: _Blocks,
    tables: Mapping[str, Sequence[Row]],
    coaches: Sequence[str],
    taken: Sequence[TakenTime],
    *,
    own: bool,
) -> Iterator[tuple[str, PageContent]]:
    """The pages that every reader has, made of what the ledger holds: the reader's own rows and no others."""
    instance = ledger.instance
    met: dict[str, list[Held]] = {}
    for held in ledger.held:
        met.setdefault(held.teacher.id, []).append(held)
    yield "summary", {"blocks": summary.blocks}
    yield (
        "index",
        {
            # pairs, as PostgreSQL keeps no order of keys
            "coaches": [[c, display_name(instance.coaches[c])] for c in coaches],
            "teachers": [[t, instance.teachers[t].name or t] for t in instance.teachers if t in met],
            "names": {t.id: t.name for t in instance.teachers.values() if t.name and t.name != t.id}
            | {c.id: c.name for c in instance.coaches.values() if c.name and c.name != c.id},
            "sites": {s.id: s.name or s.id for s in instance.sites.values()},
            "tables": [[name, len(rows)] for name, rows in tables.items()],
        },
    )
    for name, rows in tables.items():
        yield f"table/{name}", {"columns": [c.name for c in plan_sheet(name).columns], "rows": [list(r) for r in rows]}
    for coach in coaches:
        yield f"coach/{coach}", _coach_page(ledger, coach, taken, own=own)
    for teacher, sessions in met.items():
        yield f"teacher/{teacher}", _teacher_page(ledger, instance.teachers[teacher], sessions)


# ---- weeks


def _coach_page(ledger: PlanIndex, id: str, taken: Sequence[TakenTime], *, own: bool) -> PageContent:
    instance, coach = ledger.instance, ledger.instance.coaches[id]
    weeks = []
    for cycle, week, _ in ledger.patterns():
        rows = coach_week(ledger, id, cycle, week, taken, own=own)
        words = week_titles(ledger, coach, cycle, week)[1]
        weeks.append(_week(instance, cycle, week, words, rows))
    return {"title": display_name(coach), "weeks": weeks, "legend": [[_CLASSES[t], t.word] for t in LEGEND]}


def _week(
    instance: Instance, cycle: int, week: int, words: str, rows: Sequence[tuple[GridRow, Mapping[int, GridCell]]]
) -> PageContent:
    days = days_of(instance, (s for row, _ in rows for s in row.slots.values()))
    return {
        "cycle": cycle,
        "week": week,
        "title": pattern_words(instance, cycle, week),
        "words": words,
        "days": [instance.settings.days[d] for d in days],
        "rows": [
            {"label": row_label(row, number).split("\n"), "cells": [_cell(cells.get(day)) for day in days]}
            for number, (row, cells) in enumerate(rows, 1)
        ],
    }


def _cell(cell: GridCell | None) -> PageContent:
    if cell is None:
        return {"class": _CLASSES[NO_SLOT], "word": "", "slot": "", "entries": []}
    return {
        "class": _CLASSES[cell.time],
        "word": cell.word,
        "slot": cell.slot_line,
        "entries": [{"title": e.title, "lines": list(e.lines)} for e in cell.entries],
    }


def _teacher_page(ledger: PlanIndex, teacher: Teacher, sessions: Sequence[Held]) -> PageContent:
    """The weeks of a teacher in which there is a session."""
    instance = ledger.instance
    states = dict(zip(instance.slots(teacher.site), instance.states[teacher.id], strict=True))
    weeks = []
    for cycle, week in sorted({(h.row.cycle, h.row.week) for h in sessions}):
        mine = [h for h in sessions if (h.row.cycle, h.row.week) == (cycle, week)]
        rows: list[tuple[GridRow, dict[int, PageContent]]] = []
        for row in grid_rows(s for s in states if s.week == week):
            cells = {}
            for day, slot in row.slots.items():
                here = [h for h in mine if h.row.day == day and overlap(h.row, slot)]
                cells[day] = _teacher_cell(ledger, states[slot], slot_line(row, slot), here, slot.kind)
            rows.append((row, cells))
        days = days_of(instance, (s for row, _ in rows for s in row.slots.values()))
        weeks.append(
            {
                "cycle": cycle,
                "week": week,
                "title": pattern_words(instance, cycle, week),
                "words": count(len(mine), "session"),
                "days": [instance.settings.days[d] for d in days],
                "rows": [
                    {
                        "label": row_label(row, number).split("\n"),
                        "cells": [cells.get(day, _cell(None)) for day in days],
                    }
                    for number, (row, cells) in enumerate(rows, 1)
                ],
            }
        )
    return {"title": teacher.name or teacher.id, "weeks": weeks, "legend": []}


def _teacher_cell(ledger: PlanIndex, state: State, slot: str, here: Sequence[Held], kind: str) -> PageContent:
    time = SESSION if here else TEACHING if state.doing == "Teaching" else _time_of(state)
    word = " ".join(filter(None, (_DOING.get(state.doing, kind), state.course if state.doing == "Teaching" else "")))
    entries = []
    for h in here:
        coach = ledger.instance.coaches[h.row.coach]
        lines = [f"with {display_name(coach)}" + (", virtual" if h.row.mode == "Virtual" else "")]
        entries.append({"title": f"{span(h.row.start, h.row.end)} {h.row.session}", "lines": lines})
    return {"class": _CLASSES[time], "word": word, "slot": slot, "entries": entries}


def _time_of(state: State) -> KindOfTime:
    return UNAVAILABLE if state.doing == "Off" else OPEN


# ---- coverage


def _coverage(ledger: PlanIndex, figures: SiteFigures) -> PageContent:
    """Which coaches are released when, period by day, in each week of the pattern."""
    instance, site = ledger.instance, figures.site
    slots = [s for s in instance.slots(site) if s.is_class]
    days = days_of(instance, slots)
    weeks = [
        {
            "week": week,
            "rows": [
                {"period": row.period, "cells": [_coverage_cell(row.cells.get(day)) for day in days]} for row in rows
            ],
        }
        for week, rows in enumerate(coverage_weeks(ledger, site), 1)
    ]
    return {
        "title": instance.sites[site].name or site,
        "words": coverage_words(figures),
        "days": [instance.settings.days[d] for d in days],
        "weeks": weeks if len(weeks) > 1 else [{**weeks[0], "week": None}] if weeks else [],
        "coaches": [[display_name(c), ", ".join(in_order(ledger.released[c.id]))] for c in ledger.serving(site)],
    }


def _coverage_cell(cell: CoverageCell | None) -> PageContent:
    if cell is None:
        return {"class": "coverage-none", "names": [], "when": ""}
    names = [display_name(c) for c in cell.coaches] or ["Nobody"]
    when = ", ".join(span(s.start, s.end) for s in cell.slots)
    return {"class": _COVERAGE_CLASSES[cell.kind], "names": names, "when": when}
