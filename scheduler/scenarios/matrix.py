"""The matrix: a line for each figure, a column for each scenario, and the difference from Base in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain.comparison import Better, Form, MatrixRow, Outcome, ScenarioFigures, Share
from scheduler.domain.instance import LEVELS
from scheduler.domain.reader import PLANNER, Reader
from scheduler.wording import STATUS_WORDS

WEEKS_OF_A_YEAR = 36  # 180 days of school: what a cost a coached hour is spread over

FigureValue = float | int | str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its name, how it is written, which way is better, and how it is read off."""

    group: str
    label: str
    form: Form
    better: Better
    value: Callable[[ScenarioFigures], FigureValue]


def _per(part: float | None, whole: float) -> float | None:
    return None if part is None or not whole else part / whole


def _missed(figures: ScenarioFigures) -> str:
    return ", ".join(f"{rule} ({amount})" for rule, amount in figures.required_missed) or "none"


def _funded(figures: ScenarioFigures) -> FigureValue:
    return "no limit" if figures.sections_funded is None else figures.sections_funded


def _cost_an_hour(figures: ScenarioFigures) -> FigureValue:
    return _per(figures.cost, figures.hours_a_week * WEEKS_OF_A_YEAR)


LINES: tuple[Line, ...] = (
    *(
        line
        for i, level in enumerate(LEVELS)
        for line in (
            Line("Plan", f"{level} shortfall", "whole", "less", lambda f, i=i: f.score[i]),  # type: ignore[misc]
            Line("Plan", f"{level}, proven bound", "whole", "", lambda f, i=i: f.bound[i]),  # type: ignore[misc]
        )
    ),
    Line("Plan", "Required rules not met", "text", "", _missed),
    Line("Teachers and sessions", "Teachers", "whole", "", lambda f: f.teachers),
    Line("Teachers and sessions", "Teachers with a coach", "whole", "more", lambda f: f.with_coach),
    Line("Teachers and sessions", "Teachers with sessions", "whole", "more", lambda f: f.served),
    Line("Teachers and sessions", "Sessions due", "whole", "", lambda f: f.due),
    Line("Teachers and sessions", "Sessions placed", "whole", "more", lambda f: f.placed),
    Line("Teachers and sessions", "Share of sessions placed", "share", "more", lambda f: _per(f.placed, f.due)),
    Line("Teachers and sessions", "Hours of coaching a week", "decimal", "more", lambda f: f.hours_a_week),
    Line("Coverage", "Periods", "whole", "", lambda f: len(f.covered)),
    Line("Coverage", "Periods covered", "whole", "more", lambda f: f.periods_covered),
    Line("Coaches", "Coaches", "whole", "", lambda f: f.coaches),
    Line("Coaches", "Staff in FTE", "fine", "", lambda f: f.fte),
    Line("Coaches", "Released time in sessions", "share", "more", lambda f: f.share_of_release),
    Line("Coaches", "Largest caseload", "whole", "less", lambda f: max(f.caseloads.values(), default=0)),
    Line("Coaches", "Smallest caseload", "whole", "", lambda f: min(f.caseloads.values(), default=0)),
    Line("Coaches", "Caseload spread", "whole", "less", lambda f: f.caseload_spread),
    Line("Coaches", "Enrollments", "whole", "", lambda f: f.enrollments),
    Line("Coaches", "Grade matches", "whole", "more", lambda f: f.grade_matches),
    Line("Coaches", "Content matches", "whole", "more", lambda f: f.content_matches),
    Line("Coaches", "Minutes on the road a week", "decimal", "less", lambda f: f.travel_minutes),
    Line("Coaches", "Days at several sites a week", "decimal", "less", lambda f: f.days_at_several_sites),
    Line("Money", "Sections funded", "whole", "", _funded),
    Line("Money", "Sections used", "whole", "", lambda f: f.sections_used),
    Line("Money", "Cost of sections", "money", "less", lambda f: f.cost_of_sections),
    Line("Money", "Cost of coaches", "money", "less", lambda f: f.cost_of_coaches),
    Line("Money", "Cost", "money", "less", lambda f: f.cost),
    Line("Money", "Cost a coached teacher", "money", "less", lambda f: _per(f.cost, f.served)),
    Line("Money", "Cost an hour of coaching", "money", "less", _cost_an_hour),
    Line("Against Base", "Teachers who keep their coach", "whole", "more", lambda f: f.kept),
    Line("Against Base", "of teachers in both", "whole", "", lambda f: f.kept_of),
)


OF_SCORES = {f"{level}{words}" for level in LEVELS for words in (" shortfall", ", proven bound")}
# Of the whole plan, or of what coaches do at other sites: nobody's who sees one site of it.
PLANNERS_ALONE = {
    *OF_SCORES,
    "Required rules not met",
    "Minutes on the road a week",
    "Days at several sites a week",
}


def matrix_of(
    outcomes: Sequence[Outcome], figures: Sequence[ScenarioFigures | None], reader: Reader = PLANNER
) -> tuple[MatrixRow, ...]:
    """Every line of the matrix that the reader may see; the first scenario is Base.

    Parameters
    ----------
    outcomes
        what became of each scenario, Base first
    figures
        the figures of each, None without a plan
    reader
        for whom it is written
    """
    status = tuple(STATUS_WORDS[o.status] for o in outcomes)
    rows = [MatrixRow("Plan", "Status", "text", "", status, _differences("text", "", status))]
    for line in (*LINES, *_share_lines(figures)):
        if line.label in PLANNERS_ALONE and line.group in ("Plan", "Coaches") and not reader.sees_all:
            continue
        values = tuple(None if f is None else line.value(f) for f in figures)
        if any(v is not None for v in values):
            differences = _differences(line.form, line.better, values)
            if line.label in OF_SCORES:
                differences = tuple(_of_scores(d, o, outcomes[0]) for d, o in zip(differences, outcomes, strict=True))
            rows.append(MatrixRow(line.group, line.label, line.form, line.better, values, differences))
    return tuple(rows)


def _share_lines(figures: Sequence[ScenarioFigures | None]) -> Iterator[Line]:
    """Minutes of coaching a teacher, by site, department and priority."""
    kinds: tuple[tuple[str, Callable[[ScenarioFigures], tuple[Share, ...]]], ...] = (
        ("Site", lambda f: f.by_site),
        ("Department", lambda f: f.by_department),
        ("", lambda f: f.by_priority),
    )
    for kind, shares in kinds:
        names = dict.fromkeys(share.name for f in figures if f is not None for share in shares(f))
        for name in names:
            label = f"{kind} {name}".strip()
            yield Line("Minutes of coaching a teacher a week", label, "decimal", "more", _share_named(shares, name))


def _share_named(
    shares: Callable[[ScenarioFigures], tuple[Share, ...]], name: str
) -> Callable[[ScenarioFigures], FigureValue]:
    return lambda f: next((s.minutes_a_week for s in shares(f) if s.name == name), None)


def _differences(form: Form, better: Better, values: Sequence[FigureValue]) -> tuple[str, ...]:
    """ "+3, better" or "-2, worse"; "same"; "" for Base, and where there is nothing to compare."""
    return ("", *(_difference(form, better, values[0], value) for value in values[1:]))


def _of_scores(difference: str, outcome: Outcome, base: Outcome) -> str:
    """Shortfalls by other rules are no better and no worse: they are of something else."""
    if difference in ("", "same") or _rules(outcome) == _rules(base):
        return difference
    return f"{difference.partition(', ')[0]}, other rules"


def _rules(outcome: Outcome) -> list[tuple[object, ...]]:
    rules = outcome.scenario.instance.rules
    return sorted((rule, site, str(r.level), str(r.value), r.weight) for (rule, site), r in rules.items())


def _difference(form: Form, better: Better, base: FigureValue, value: FigureValue) -> str:
    if base is None or value is None:
        return ""
    if isinstance(base, str) or isinstance(value, str):
        return "same" if base == value else "differs"
    difference = value - base
    if abs(difference) < _LEAST[form]:
        return "same"
    words = _signed(form, difference)
    if not better:
        return words
    return f"{words}, {'better' if (difference > 0) == (better == 'more') else 'worse'}"


_LEAST = {"whole": 0.5, "decimal": 0.05, "fine": 0.005, "share": 0.005, "money": 0.5, "text": 0.5}


def _signed(form: Form, difference: float) -> str:
    sign = "+" if difference > 0 else "\N{MINUS SIGN}"
    size = abs(difference)
    if form == "share":
        return f"{sign}{100 * size:.0f} points"
    if form == "fine":
        return f"{sign}{size:,.2f}"
    return f"{sign}{size:,.1f}" if form == "decimal" else f"{sign}{size:,.0f}"
