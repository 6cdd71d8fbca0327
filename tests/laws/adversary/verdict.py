"""What the engine claims of a district, against what the exact model finds."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from workbooks import save

import scheduler
from laws import independent
from laws.adversary.draw import district
from laws.adversary.exact import Exact
from laws.adversary.pins import with_pins
from laws.inputs import book_of, is_typed
from laws.solving import Solved, solved
from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance
from scheduler.domain.problem import InputProblems

Kind = Literal["agrees", "crash", "finding", "false claim", "unproven", "worse", "disagrees", "open"]
SOUND: tuple[Kind, ...] = ("agrees", "unproven", "worse", "open")


@dataclass(frozen=True)
class Verdict:
    """What is to be said of one seed.

    crash        the engine raised
    finding      the audit finds something wrong with the engine's plan, or its bound above its score
    false claim  a plan that the audit accepts scores below the claimed bound
    unproven     the exact model proves the best score, the engine has it without a proof
    worse        the exact model proves the best score, the engine has a worse plan (and says so)
    disagrees    the exact model's plan is refused by the audit, or worse than the engine's: one of the two is wrong
    open         neither proves anything, or the exact model alone does not
    """

    seed: int
    kind: Kind
    text: str = ""
    seconds: tuple[float, float] = field(default=(0, 0), compare=False)  # the engine's, the model's

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.kind}: {self.text}"


def instance_of(seed: int) -> Instance:
    """The district of a seed: two in five have pins, and most that are crowded."""
    drawn = district(seed)
    pinned = seed % 30 != 7 if seed % 10 == 7 else seed % 5 in (1, 3)
    return with_pins(drawn, seed) if pinned else drawn


def through_workbook(instance: Instance) -> Instance:
    """The same district, written down and read again. What only a plan can lock is kept as it is.

    Raises
    ------
    InputProblems
        The reader refuses it.
    """
    with TemporaryDirectory() as place:
        read = scheduler.read(save(Path(place) / "district.xlsx", book_of(instance)))
    return replace(read, pins=(*read.pins, *(p for p in instance.pins if not is_typed(p))))


def verdict(seed: int, effort: float = 4.0) -> Verdict:
    """Solve the district of a seed both ways, and compare; one in five goes through a workbook."""
    instance = instance_of(seed)
    if seed % 10 in (3, 4):
        try:
            instance = through_workbook(instance)
        except InputProblems as why:
            return Verdict(seed, "finding", f"the reader refuses it: {str(why).splitlines()[0]}")
    return verdict_of(instance, seed, effort)


def verdicts(seeds: Iterable[int], *, effort: float = 4.0, processes: int = 1) -> Iterator[Verdict]:
    """The verdicts of many seeds, in the order in which they are found."""
    if processes == 1:
        yield from (verdict(seed, effort) for seed in seeds)
        return
    with ProcessPoolExecutor(processes) as pool:
        for answer in as_completed([pool.submit(partial(verdict, effort=effort), seed) for seed in seeds]):
            yield answer.result()


def proven_and_not(kinds: Counter[str]) -> tuple[int, int]:
    """How many the exact model proves, and how many of these the engine does not."""
    unproven = kinds["unproven"] + kinds["worse"]
    return kinds["agrees"] + unproven, unproven


def verdict_of(instance: Instance, seed: int = -1, effort: float = 4.0) -> Verdict:
    started = time.process_time()
    try:
        ours = solved(instance)
    except Exception as why:  # whatever it raises is the verdict
        where = traceback.extract_tb(why.__traceback__)[-1]
        return Verdict(
            seed, "crash", f"{type(why).__name__}: {why} ({where.name}, {where.filename.rsplit('/', 1)[-1]})"
        )
    took = time.process_time() - started
    kind, text = _compared(instance, ours, effort)
    return Verdict(seed, kind, text, (took, time.process_time() - started - took))


def _compared(instance: Instance, ours: Solved, effort: float) -> tuple[Kind, str]:
    if ours.violations:
        return "finding", str(ours.violations[0])
    if ours.bound > ours.score:
        return "finding", f"the bound {ours.bound} is above the score {ours.score}"
    if independent.is_here():
        wrong, score = independent.verdict(instance, ours.plan)
        if wrong or score != ours.score:
            return "finding", f"the independent checker: {wrong[:1]}, score {score} instead of {ours.score}"
    try:
        best = Exact(instance).best(effort)
    except TimeoutError as why:
        return "open", str(why)
    if best is None:
        return "disagrees", f"the exact model has no plan at all, the engine one that scores {ours.score}"
    audit = audit_plan(instance, best.plan)
    if audit.violations:
        return "disagrees", f"the audit refuses the exact model's plan, {best.score}: {audit.violations[0]}"
    proven = best.proven == len(best.score)
    if proven and audit.score != best.score:
        return "disagrees", f"the exact model counts {best.score} for a plan, the audit {audit.score}"
    said = f"score {ours.score}, bound {ours.bound}; exact {audit.score}" + ("" if proven else " (unproven)")
    if refutes(audit.score, ours):
        return "false claim", said
    if proven and ours.score < audit.score:
        return "disagrees", said
    if proven and not ours.proven:
        return ("unproven" if ours.score == audit.score else "worse"), said
    return ("agrees" if proven else "open"), said


def refutes(score: tuple[int, ...], ours: Solved) -> bool:
    """Whether a plan of that score shows a bound to be false: a level's bound holds given the score above it."""
    for mine, theirs, bound in zip(score, ours.score, ours.bound, strict=True):
        if mine < bound:
            return True
        if mine != theirs:
            return False
    return False
