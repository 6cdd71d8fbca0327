"""What a list of plans, and the page of one, say of it: for whom it is in force, and what has replaced it for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.web.access import Viewer, publications_for, runs_for
from scheduler.web.runs.models import HolderKind, Publication, Run
from scheduler.web.runs.publishing import Holder, covers_of

MOST_NAMED = 6  # sites in one sentence


@dataclass(frozen=True)
class Ended:
    """That a plan is in force no longer for some: since when, and which one is in its place; "" where none is, or one
    that the person who looks does not see."""

    whom: str
    until: datetime
    title: str = ""
    run: int | None = None


@dataclass
class Standing:
    """How a plan stands with the person who looks: for whom of theirs it is in force, and for whom it no longer is."""

    in_force: list[str] = field(default_factory=list)  # sites by name, or coaches where no site is the viewer's
    since: datetime | None = None
    everybody: bool = False  # all whom it covers, of those whom the viewer sees
    ended: list[Ended] = field(default_factory=list)

    @property
    def words(self) -> str:
        """A word or two for a list."""
        if self.in_force:
            return "In force" if self.everybody else "In force for some"
        return "Replaced"

    @property
    def for_whom(self) -> str:
        """The places for which the plan is in force, in words."""
        return named(self.in_force)


def named(whom: Sequence[str]) -> str:
    """ "N, S and 98 more"."""
    first = ", ".join(whom[:MOST_NAMED])
    return f"{first} and {len(whom) - MOST_NAMED} more" if len(whom) > MOST_NAMED else first


def standings_for(viewer: Viewer, runs: Iterable[Run]) -> dict[int, Standing]:
    """How those of some plans stand that are, or were, in force for somebody whom the viewer may see."""
    by_number = {run.pk: run for run in runs}
    rows: dict[int, list[Publication]] = {}
    for row in publications_for(viewer).filter(run__in=by_number).select_related("successor"):
        if row.run_id is not None:
            rows.setdefault(row.run_id, []).append(row)
    seen = set(runs_for(viewer).values_list("pk", flat=True)) if rows else set()
    return {number: _standing(by_number[number], found, seen) for number, found in rows.items()}


def _standing(run: Run, rows: Sequence[Publication], seen: set[int]) -> Standing:
    if any(row.kind == HolderKind.SITE for row in rows):
        rows = [row for row in rows if row.kind == HolderKind.SITE]  # their coaches have the same
    covers = covers_of(run)
    latest = {row.holder: row for row in rows}  # in the order of time: a plan can come into force again
    standing = Standing(everybody=all(row.until is None for row in latest.values()))
    ended: dict[tuple[datetime, int | None], list[Publication]] = {}
    for row in latest.values():
        if row.until is None:
            standing.in_force.append(covers.name(Holder(row.kind, row.holder)))
            standing.since = max(filter(None, (standing.since, row.since)))
        else:
            ended.setdefault((row.until, row.successor_id), []).append(row)
    for (until, by), gone in ended.items():
        whom = named([covers.name(Holder(row.kind, row.holder)) for row in gone])
        successor = gone[0].successor if by in seen else None
        standing.ended.append(Ended(whom, until, successor.title if successor else "", by if successor else None))
    return standing
