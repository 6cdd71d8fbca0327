"""What the commands print for people: short, aligned, in colour only where a terminal wants it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scheduler.cli import sentences
from scheduler.domain.instance import Instance
from scheduler.domain.person_lines import person_lines
from scheduler.domain.problem import Problem
from scheduler.domain.replan import Replan
from scheduler.domain.solution import Solution
from scheduler.pipeline import SolveRun
from scheduler.pipeline.audit_workbook import Audited
from scheduler.wording import count, plural

_LEVEL_STYLE = {"error": "bold red", "warning": "yellow", "note": "dim"}
_STATUS_STYLE = {"optimal": "bold green", "feasible": "bold", "short": "bold red"}
_MOST_FINDINGS = 20


def console(stderr: bool = False) -> Console:
    """A console that obeys NO_COLOR and TERM, and never guesses meaning into someone's text."""
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def show_problems(out: Console, problems: Sequence[Problem]) -> None:
    """Errors, what somebody should answer before a run, notes; under a heading a sheet, each with its cell."""
    for level, heading in sentences.PROBLEM_HEADINGS.items():
        own = [p for p in problems if p.level == level]
        if own and heading:
            out.print(Text(heading, style=_LEVEL_STYLE[level]), soft_wrap=True)
        for title, members in sentences.by_sheet(own, several=sentences.are_several(problems)):
            out.print(Text(title, style="bold"), soft_wrap=True)
            lines = [sentences.problem_line(p) for p in members]
            width = max(len(cell) for cell, _ in lines)
            for cell, text in lines:
                line = Text("  ").append(cell.ljust(width), style=_LEVEL_STYLE[level])
                line.append("  " if width else "").append(text)
                out.print(line, soft_wrap=True)
            out.print()


def show_states(out: Console, instance: Instance) -> None:
    """What each person does, a line a person."""
    for line in person_lines(instance):
        out.print(Text(sentences.printable(str(line))), soft_wrap=True)
    out.print()


def ready(problems: Sequence[Problem]) -> str:
    """The last line of a check that found no error."""
    questions = sum(1 for p in problems if p.level == "warning")
    if not questions:
        return "No errors: ready to solve."
    are = plural(questions, "is", "are")
    return f"No errors: ready to solve, once {count(questions, 'question')} above {are} answered."


def show_run(out: Console, run: SolveRun, stopped: bool) -> None:
    """What a solve came to: the verdict, the score, where it falls short, and where the plan is.

    Parameters
    ----------
    out
        where it is printed
    run
        what the solve came to
    stopped
        whether somebody ended it early
    """
    solution = run.solution
    out.print()
    if stopped:
        out.print("Stopped early: this is the best plan so far.")
    if run.late:
        _say(out, sentences.LATE)
    _say(out, sentences.verdict(solution), _STATUS_STYLE[solution.status])
    for conflict in run.conflicts:
        _say(out, "- " + sentences.printable(conflict.sentence))
    for number, fix in enumerate(run.fixes.fixes, 1):
        _say(out, f"Fix {number}: " + sentences.printable(fix.sentence))
    if run.fixes.note:
        _say(out, run.fixes.note)
    _say(out, sentences.what_was_asked(run.instance) + ": " + sentences.what_was_done(run.instance, solution) + ".")
    out.print()
    _show_score(out, solution)
    _show_shortfalls(out, solution)
    if solution.replan is not None:
        _show_change(out, solution.replan)
    seconds = run.seconds
    out.print(Text("Plan: ").append(str(run.plan), style="bold"), soft_wrap=True)
    steps = [("read", seconds.read), ("solve", seconds.solve), ("audit", seconds.audit)]
    if solution.audit.score.required:
        steps.append(("explain", seconds.explain))
    took = ", ".join(f"{name} {value:.1f}" for name, value in [*steps, ("write", seconds.write)])
    out.print(f"{seconds.all:.1f} s: {took}", style="dim")


def show_audit(out: Console, plan: Path, found: Audited) -> None:
    """What an audit came to: what is broken, what is claimed wrongly, and the true score.

    Parameters
    ----------
    out
        where it is printed
    plan
        the plan workbook
    found
        what the audit found
    """
    broken = [*found.violations, *found.claims]
    if found.first > 1:
        _say(out, f"Cycles before cycle {found.first} have ended: their rows stay as they were published.")
    if broken:
        out.print(Text(f"{plan.name} does not hold: {count(len(broken), 'finding')}.", style="bold red"))
        _show_findings(out, [str(finding) for finding in broken], "--json lists them all")
    else:
        out.print(Text(f"{plan.name} holds, and every figure in it is right.", style="bold green"))
    out.print(f"Score: {found.audit.score} (Required / Recommended / Option)")
    if found.change is not None:
        change = found.change
        out.print(f"Change: {change.value}, of it forced: {change.forced}; people who move: {change.people}")
    if found.written is not None:
        out.print(Text("Written again from its rows: ").append(str(found.written), style="bold"), soft_wrap=True)


def show_broken(err: Console, findings: Sequence[str], saved: Path | None) -> None:
    """Say loudly that the program has failed, and what to send to whoever mends it.

    Parameters
    ----------
    err
        where it is printed
    findings
        what does not hold
    saved
        the file with everything to see it again
    """
    err.print("Internal error: the plan does not hold, so it was not written.", style="bold red")
    _show_findings(err, findings, "all of them are in the file")
    err.print(f"This is a fault of the program, not of your input. Please report it with {saved}", soft_wrap=True)


def _show_findings(out: Console, findings: Sequence[str], where_all_are: str) -> None:
    for finding in findings[:_MOST_FINDINGS]:
        out.print(Text("  " + sentences.printable(finding)), soft_wrap=True)
    if len(findings) > _MOST_FINDINGS:
        out.print(f"  and {len(findings) - _MOST_FINDINGS} more ({where_all_are})")


def _say(out: Console, sentence: str, style: str = "") -> None:
    """A sentence: wrapped for a reader's eyes on a terminal, one line in a pipe."""
    out.print(Text(sentence, style=style), soft_wrap=not out.is_terminal)


def _show_score(out: Console, solution: Solution) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="dim")
    table.add_column("")
    table.add_column("Score", justify="right")
    table.add_column("At best", justify="right")
    table.add_column("")
    for row in sentences.score_table(solution):
        table.add_row(*row)
    out.print(table)
    out.print()


def _show_change(out: Console, replan: Replan) -> None:
    for line in sentences.change_lines(replan):
        _say(out, line)
    if replan.ladder:
        table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="dim")
        for header in ("Change after", "Score", "People who move", "Sessions that move", "Proven"):
            table.add_column(header)
        for rung in replan.ladder:
            proven = "yes" if rung.proven else "no"
            table.add_row(rung.order, str(rung.score), str(rung.people), str(rung.sessions), proven)
        out.print(table)
    out.print()


def _show_shortfalls(out: Console, solution: Solution) -> None:
    rows = sentences.falls_short(solution)
    if not rows:
        out.print("No rule falls short.")
    else:
        out.print("Where it falls short", style="bold")
        table = Table(box=None, pad_edge=False, padding=(0, 2), show_header=False)
        table.add_column()
        table.add_column()
        table.add_column(justify="right")
        for level, rule, amount in rows:
            table.add_row("  " + level, rule, amount)
        out.print(table)
    out.print()
