"""The road of an audit: read the input and a plan, check all that it says, and write it anew where that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scheduler import pipeline
from scheduler.domain.claims import ChangeClaims, PlanReading
from scheduler.domain.instance import Instance
from scheduler.domain.message import problem_of
from scheduler.domain.place import Place
from scheduler.domain.problem import InputProblems
from scheduler.domain.replan import ChangeTotal, PublishedPlan, Replan, Told
from scheduler.domain.score import Audit, Score, Violation
from scheduler.domain.solution import Solution
from scheduler.messages import planning as messages
from scheduler.pipeline import AnyPath, replan


@dataclass(frozen=True)
class Audited:
    """What an audit came to. `violations` are of what holds in every plan, of cycles that have ended among them;
    `claims` are figures and calendars that are not what the rows say; `change` is counted where the kept plan was
    given, and `written` is the workbook that was made anew."""

    audit: Audit
    violations: tuple[Violation, ...]
    claims: tuple[Violation, ...]
    first: int = 1
    change: ChangeTotal | None = None
    written: Path | None = None


def audit_files(
    inputs: Sequence[AnyPath],
    plan: AnyPath,
    *,
    keep: AnyPath | None = None,
    first: int | None = None,
    anew: AnyPath | None = None,
    term: str = "",
) -> Audited:
    """Check a plan workbook against its input by the rules alone.

    Parameters
    ----------
    keep
        the plan that this one goes on from: what has ended must be as it was, and Change is counted
    first
        the first open cycle; where it is not given, what the plan says
    anew
        where the plan is to be written anew from its rows, if it holds
    term
        the term of the plan, where it is not the one that its Summary names

    Raises
    ------
    InputProblems
        the input has errors, or a workbook is no plan
    OSError
        a file cannot be read or written
    """
    from scheduler.checker import audit_claims
    from scheduler.intake.plan.published_plan import first_open_cycle_of

    opens = first or first_open_cycle_of(Path(plan))
    paths = (*inputs, plan) if anew is not None else inputs  # what is locked in the plan stays so in the new workbook
    instance = pipeline.read(*paths, first=opens, term=term or pipeline.term_of(plan))
    reading = pipeline.read_back(plan, instance)
    audit = pipeline.audit(instance, reading.plan)
    violations = list(audit.violations)
    claims = [*audit_claims(instance, reading, audit), *_calendars(Path(plan), instance, reading)]
    published = None if keep is None else replan.read_published(keep, instance)
    change = None
    if published is not None:
        more, change, wrong = _kept(instance, reading, published, opens)
        violations += more
        claims += wrong
    written = None
    if anew is not None and not violations:
        written = _write_anew(instance, reading, audit, published, opens, Path(anew))
    return Audited(audit, tuple(violations), tuple(claims), opens, change, written)


def _kept(
    instance: Instance, reading: PlanReading, published: PublishedPlan, first: int
) -> tuple[list[Violation], ChangeTotal, list[Violation]]:
    """What had ended, Change counted anew, and what the plan says of it wrongly."""
    from scheduler.checker.replan import KeptAudit

    kept = KeptAudit(instance, reading.plan, published, first)
    change = kept.change()
    claims = reading.claims.change
    wrong = [] if claims is None else list(_wrong_claims(claims, published, change, first))
    return list(kept.violations()), change, wrong


def _wrong_claims(claims: ChangeClaims, published: PublishedPlan, change: ChangeTotal, first: int) -> list[Violation]:
    found = []
    counted = {"change": change.value, "forced": change.forced, "people": change.people, "first": first}
    for name, is_so in counted.items():
        if name in claims.figures and claims.figures[name] != is_so:
            label = {"people": "People who move", "first": "From"}.get(name, name.capitalize())
            found.append(Violation("claim", claims.where[name], f"{label} is {is_so}, not {claims.figures[name]}"))
    bound = claims.figures.get("change_bound")
    if bound is not None and bound > change.value:
        found.append(Violation("claim", claims.where["change_bound"], f"{bound} is no bound of Change {change.value}"))
    if published.checksum[:8] not in claims.kept:
        found.append(Violation("claim", "Summary", f"the kept plan is {claims.kept}, not {published.name}"))
    return found


def _calendars(plan: Path, instance: Instance, reading: PlanReading) -> list[Violation]:
    """Printed calendars and coverage maps that are not those of the rows."""
    from scheduler.export.printed import printed_pages
    from scheduler.intake.plan.printed_sheets import differing_pages

    return [
        Violation("claim", where, f'the calendar shows "{shown}", the rows say "{is_so}"')
        for where, shown, is_so in differing_pages(plan, printed_pages(instance, reading.plan))
    ]


def _write_anew(
    instance: Instance, reading: PlanReading, audit: Audit, published: PublishedPlan | None, first: int, target: Path
) -> Path:
    """Write the plan again from its rows: figures, what is unscheduled and calendars follow from them."""
    claims = reading.claims
    if claims.change is not None and published is None:
        at = Place(sheet="Summary")
        raise InputProblems((problem_of(messages.KEPT_PLAN_MISSING, at, kept=claims.change.kept),))
    solution = Solution(reading.plan, audit, _still_a_bound(claims.bound, audit.score))
    if published is not None:
        solution = replace(solution, replan=_replan(instance, reading, published, first))
    pipeline.write(instance, solution, target)
    return target


def _still_a_bound(bound: Score | None, score: Score) -> Score:
    """What the plan's bound says of the score that its rows have: a level only while those above stand at theirs."""
    levels: list[int] = []
    for at_least, is_so in zip(bound or Score(), score, strict=True):
        if at_least > is_so:
            return Score()
        levels.append(at_least)
        if at_least < is_so:
            break
    return Score(*levels)


def _replan(instance: Instance, reading: PlanReading, published: PublishedPlan, first: int) -> Replan:
    from scheduler.replanning.changes import tell
    from scheduler.replanning.kept_plan import Kept

    kept = Kept(instance, published, first)
    claims = reading.claims.change
    bound = claims.figures.get("change_bound") if claims else None
    change = kept.change(reading.plan)
    change = replace(change, bound=min(change.value, max(change.forced, bound or 0)))
    free = claims.free if claims and claims.free else Score()
    told = tell(kept, reading.plan)
    return Replan(published.name, published.checksum, first, "required", change, free, told)


def changes_files(
    old: AnyPath, new: AnyPath, inputs: Sequence[AnyPath], target: AnyPath, *, term: str = ""
) -> tuple[Told, ...]:
    """Write what changes for whom between two plans, and give its rows. The term is that of the newer plan, unless
    another is asked for.

    Parameters
    ----------
    old
        the plan that was published
    new
        the plan that takes its place
    inputs
        the input: workbooks, .csv files and folders
    target
        the workbook to write, None for none
    term
        the term to plan, "" for the one in Settings

    Raises
    ------
    InputProblems
        the input has errors, or a workbook is no plan
    OSError
        the workbook cannot be written
    """
    from scheduler.export.changes import changes_workbook
    from scheduler.export.files import write_all
    from scheduler.intake.plan.published_plan import first_open_cycle_of

    first = first_open_cycle_of(Path(new))
    instance = pipeline.read(*inputs, first=first, term=term or pipeline.term_of(new))
    published = replan.read_published(old, instance)
    reading = pipeline.read_back(new, instance)
    told = replan.changes(published, reading.plan, instance, first=first)
    write_all({Path(target): changes_workbook(instance, published, Path(new).name, told)})
    return told
