"""The comparison as one HTML page: everything in the file, no scripts, a table beside each picture; it prints."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from scheduler.domain.comparison import Comparison, Form, MatrixRow, ScenarioEntry
from scheduler.export.comparison_svg import bars_svg, scatter_svg
from scheduler.views.comparison import (
    Bars,
    caseload_bars,
    cost_words,
    coverage_bars,
    curve,
    moved,
    places_covered,
    points,
    reader_words,
    sweep_map,
)
from scheduler.wording import count

TITLE = "Staffing scenarios, side by side"
STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; color: #1B2733; background: #fff;
       font: 16px/1.5 Arial, Helvetica, sans-serif; }
h1, h2 { color: #0B3954; line-height: 1.2; }
h1 { font-size: 1.9rem; margin: 0; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; padding-bottom: .2rem; border-bottom: 2px solid #0B3954; }
.sub { color: #55606B; margin: .2rem 0 1rem; }
.short { background: #EEF2F6; border-left: 6px solid #0B3954; padding: .8rem 1.2rem; }
.short li { margin: .3rem 0; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 3px solid #0072B2; }
table { border-collapse: collapse; font-size: .87rem; }
caption { text-align: left; color: #55606B; padding: .3rem 0; white-space: nowrap; }
th, td { border: 1px solid #C3CBD3; padding: .3rem .55rem; text-align: left; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th { background: #0B3954; color: #fff; }
tbody th { font-weight: normal; background: #fff; }
tr.group th { background: #EEF2F6; font-weight: bold; }
.matrix thead th:first-child, .matrix tbody th:first-child { position: sticky; left: 0; }
.matrix td { min-width: 6.5rem; }
small { display: block; color: #45505B; }
.good { background: #D3EEE3; }
.poor { background: #F8D9C6; }
figure { margin: 1rem 0; }
svg { width: 100%; height: auto; min-width: 48rem; max-width: 60rem; }
@media print {
  @page { size: landscape; margin: 12mm; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  .wide { overflow: visible; }
  table { font-size: 7.5pt; }
  th, td { padding: 1px 4px; }
  .matrix td { min-width: 0; }
  thead { display: table-header-group; }
  tr, figure, .short { break-inside: avoid; }
  h2 { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def page_of(comparison: Comparison) -> str:
    """The whole page."""
    return page_around(content_of(comparison))


def page_around(content: str) -> str:
    """The whole page of what `content_of` says."""
    title = TITLE
    head = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
    )
    return f"{head}\n<body><main>\n<h1>{escape(title)}</h1>\n{content}\n</main></body></html>\n"


def content_of(comparison: Comparison) -> str:
    """What the page says under its title: for a page that has a style of its own."""
    number = len(comparison.entries) - 1
    scenarios = f"Base and {count(number, 'scenario')}"
    about = " \N{MIDDLE DOT} ".join(
        filter(None, (comparison.district, comparison.school_year, scenarios, reader_words(comparison.reader)))
    )
    pictures = [b for b in (curve(comparison), coverage_bars(comparison), caseload_bars(comparison)) if b]
    parts = [
        f'<p class="sub">{escape(about)}</p>',
        f'<ul class="short">{"".join(f"<li>{escape(s)}</li>" for s in comparison.sentences)}</ul>',
        _matrix(comparison),
        _scatter(comparison),
        *(_bars(bars, i) for i, bars in enumerate(pictures)),
        _map(comparison),
        _changes(comparison),
        _coach_changes(comparison),
        _coverage(comparison),
    ]
    return "\n".join(part for part in parts if part)


def _matrix(comparison: Comparison) -> str:
    heads = "".join(f'<th scope="col">{escape(e.name)}</th>' for e in comparison.entries)
    rows = []
    group = ""
    for row in comparison.matrix:
        if row.group != group:
            group = row.group
            span = len(comparison.entries) + 1
            rows.append(f'<tr class="group"><th scope="rowgroup" colspan="{span}">{escape(group)}</th></tr>')
        cells = "".join(_cell(row, i) for i in range(len(comparison.entries)))
        rows.append(f'<tr><th scope="row">{escape(row.label)}</th>{cells}</tr>')
    return (
        "<h2>The matrix</h2>"
        '<div class="wide matrix" role="region" aria-label="The matrix" tabindex="0"><table>'
        "<caption>A column a scenario. Below each figure: the difference from Base.</caption>"
        f'<thead><tr><th scope="col">Figure</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _cell(row: MatrixRow, place: int) -> str:
    value, difference = row.values[place], row.differences[place]
    if value is None:
        return "<td></td>"
    words = f"<small>{escape(difference)}</small>" if difference not in ("", "same", "differs") else ""
    mood = "good" if difference.endswith("better") else "poor" if difference.endswith("worse") else ""
    names = " ".join(filter(None, ("" if isinstance(value, str) else "n", mood)))
    css = f' class="{names}"' if names else ""
    return f"<td{css}>{escape(_shown(value, row.form))}{words}</td>"


def _shown(value: float | int | str, form: Form) -> str:
    if isinstance(value, str):
        return value
    if form == "share":
        return f"{100 * value:.0f}%"
    if form == "fine":
        return f"{value:,.2f}"
    return f"{value:,.1f}" if form == "decimal" else f"{value:,.0f}"


def _scatter(comparison: Comparison) -> str:
    marks = points(comparison)
    if not marks:
        return ""
    cost = cost_words(comparison)
    says = (
        "Each mark is a scenario. To the right: more hours of coaching a week; further up: more cost. Diamonds: no "
        "other scenario beats them on cost and service. Crosses: something Required is missed."
    )
    rows = [
        (p.name, f"{p.hours:,.1f}", f"{p.cost:,.0f}", "yes" if p.on_front else "no", "yes" if p.meets else "no")
        for p in marks
    ]
    headers = ("Scenario", "Hours of coaching a week", cost, "No other beats it", "Meets what is Required")
    svg = scatter_svg(marks, "Hours of coaching a week", cost, f"Service against cost. {says}")
    return _figure("Service against cost", says, svg, _table("Service against cost, as a table", headers, rows))


def _bars(bars: Bars, number: int) -> str:
    headers = ("", *(name for name, _ in bars.series))
    rows = [
        (
            category,
            *(f"{values[i]:,.0f}" if values[i] == int(values[i]) else f"{values[i]:,.1f}" for _, values in bars.series),
        )
        for i, category in enumerate(bars.categories)
    ]
    return _figure(bars.title, bars.says, bars_svg(bars, number), _table(f"{bars.title}, as a table", headers, rows))


def _figure(title: str, says: str, svg: str, table: str) -> str:
    region = f'class="wide" role="region" aria-label="{escape(title, quote=True)}, a picture" tabindex="0"'
    return f"<h2>{escape(title)}</h2><p>{escape(says)}</p><div {region}><figure>{svg}</figure></div>{table}"


def _map(comparison: Comparison) -> str:
    crossed = sweep_map(comparison)
    if crossed is None:
        return ""
    heads = "".join(f'<th scope="col">{escape(c)}</th>' for c in crossed.columns)
    rows = []
    for row in crossed.rows:
        cells = "".join(_map_cell(crossed.cells.get((row, column))) for column in crossed.columns)
        rows.append(f'<tr><th scope="row">{escape(row)}</th>{cells}</tr>')
    corner = escape(" \\ ".join(comparison.axes))
    return (
        f"<h2>{escape(crossed.title)}</h2><p>{escape(crossed.says)}</p>"
        f'<div class="wide" role="region" aria-label="{escape(crossed.title, quote=True)}" tabindex="0"><table>'
        f'<thead><tr><th scope="col">{corner}</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _map_cell(entry: ScenarioEntry | None) -> str:
    if entry is None or entry.figures is None:
        return "<td></td>"
    met = entry.figures.score.required == 0
    words = "met" if met else "missed"
    return f'<td class="{"good" if met else "poor"}">{escape(str(entry.figures.score))}<small>{words}</small></td>'


def _changes(comparison: Comparison) -> str:
    rows = [
        (e.name, c.kind, c.sheet, c.row, c.column, c.before, c.after) for e in comparison.entries for c in e.changes
    ]
    headers = ("Scenario", "Change", "Sheet", "Row", "Column", "Before", "After")
    return "<h2>What is changed</h2>" + (
        _table("Changes of the input", headers, rows) if rows else "<p>Nothing: there is only Base.</p>"
    )


def _coach_changes(comparison: Comparison) -> str:
    kept = [
        (e.name, f"{e.figures.kept} of {e.figures.kept_of}")
        for e in comparison.entries[1:]
        if e.figures is not None and e.figures.kept is not None
    ]
    if not kept:
        return "<h2>Who gets another coach</h2><p>There is nothing to compare with.</p>"
    changes = [
        (m.scenario, m.before or "none", m.after or "none", str(len(m.teachers)), ", ".join(m.teachers))
        for m in moved(comparison)
    ]
    headers = ("Scenario", "Coach in Base", "Coach here", "Teachers", "Who")
    return (
        "<h2>Who gets another coach</h2>"
        + _table("Teachers who keep their coach", ("Scenario", "Keep their coach"), kept)
        + (_table("Coach changes", headers, changes) if changes else "")
    )


def _coverage(comparison: Comparison) -> str:
    places = places_covered(comparison)
    of = [{(c.site, c.period): c for c in e.figures.covered} if e.figures else {} for e in comparison.entries]
    rows = []
    for place in places:
        found = [covered.get(place) for covered in of]
        rows.append((*place, *("" if c is None else str(c.coaches) if c.covered else "nobody" for c in found)))
    headers = ("Site", "Period", *(e.name for e in comparison.entries))
    return "<h2>Coaches released, by site and period</h2>" + _table("Home coaches released", headers, rows)


def _table(caption: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    heads = "".join(f'<th scope="col">{escape(h)}</th>' if h else "<td></td>" for h in headers)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td{_numeric(cell)}>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<div class="wide" role="region" aria-label="{escape(caption, quote=True)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _numeric(cell: str) -> str:
    return ' class="n"' if cell[:1].isdigit() and cell.replace(",", "").replace(".", "").isdigit() else ""
