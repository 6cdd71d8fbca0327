"""Which plan is in force for whom: one for each site and each coach, at each moment.

A plan of the district covers its sites and its coaches, and ends every other plan. A plan of a site covers that site
and its coaches, and leaves the others as they are. A coach has the plan of every site that he or she serves in it, and
a site that of every coach who serves it: what would part the two is refused (`Effect.torn`). A plan that is taken back
gives everybody the one before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from scheduler.web.accounts.models import User
from scheduler.web.activity.models import record
from scheduler.web.runs.models import HolderKind, Publication, Run, RunState


class Holder(NamedTuple):
    """A site or a coach, of which a plan is in force."""

    kind: str
    id: str


InForce = Mapping[Holder, int]  # the number of the run


@dataclass(frozen=True)
class Covers:
    """For whom a plan is: its sites with their names, its coaches with theirs, and the sites that each serves."""

    sites: Mapping[str, str]
    coaches: Mapping[str, str]
    serves: Mapping[str, tuple[str, ...]]

    @property
    def holders(self) -> list[Holder]:
        """The sites and coaches whose published plan it is."""
        return [
            *(Holder(HolderKind.SITE, s) for s in self.sites),
            *(Holder(HolderKind.COACH, c) for c in self.coaches),
        ]

    def name(self, holder: Holder) -> str:
        """ "North High (N)", or the id alone."""
        name = (self.sites if holder.kind == HolderKind.SITE else self.coaches).get(holder.id, holder.id)
        return name if name == holder.id else f"{name} ({holder.id})"


def covers_of(run: Run) -> Covers:
    """For whom a finished plan is. Of one that an earlier version made it is read off its reports: of a plan of a site,
    that site and the coaches at home there."""
    told = run.outcome.get("covers")
    if told is not None:
        return Covers(
            told["sites"],
            {c: about["name"] for c, about in told["coaches"].items()},
            {c: tuple(about["sites"]) for c, about in told["coaches"].items()},
        )
    readers = [r.partition(":") for r in run.reports.order_by("pk").values_list("reader", flat=True)]
    sites = {id: id for who, _, id in readers if who == "site-admin"}
    coaches = {id: id for who, _, id in readers if who == "coach"}
    if run.place:
        homes: dict[str, str] = {}
        for extent in run.uploads.values_list("extent", flat=True):
            homes |= extent.get("homes", {})
        sites = {run.place: run.place}
        coaches = {c: c for c in coaches if homes.get(c) == run.place}
    return Covers(sites, coaches, {})


def in_force() -> dict[Holder, int]:
    """The plan of each site and each coach, at this moment."""
    rows = Publication.objects.filter(until__isnull=True).values_list("kind", "holder", "run")
    return {Holder(kind, holder): run for kind, holder, run in rows if run is not None}


# ---- what publishing would do


@dataclass(frozen=True)
class HolderChange:
    """What changes for some holders: the plan that they have, and the one that they will have; None is no plan."""

    before: Run | None
    after: Run | None
    sites: tuple[str, ...]
    coaches: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """What an act would do: the plans in force afterwards, the changes in words, and the coaches whom it would leave
    with another plan than a site that they serve (with those sites): then it is refused."""

    after: InForce
    changes: tuple[HolderChange, ...]
    torn: Mapping[str, tuple[str, ...]]
    seen: str  # of the state on which it is founded: what was shown is what is done

    @property
    def is_possible(self) -> bool:
        """Whether publishing would change something, and tear nothing apart."""
        return bool(self.changes) and not self.torn


def if_published(run: Run) -> Effect:
    """What it would do to publish a plan."""
    before, covers = in_force(), covers_of(run)
    known = _known({*before.values(), run.pk})
    after = dict.fromkeys(covers.holders, run.pk)
    if run.place:
        after = before | after
        for holder, number in before.items():
            served = known[number].serves.get(holder.id, ())
            gone = holder.kind == HolderKind.COACH and holder.id not in covers.coaches
            if gone and served and set(served) <= set(covers.sites):
                del after[holder]  # has left: no plan holds this coach any longer
    return _effect(before, after, known)


def if_taken_back(run: Run) -> Effect:
    """What it would do to take a plan back: everybody has the one before it, of those that were not taken back."""
    before = in_force()
    after = {h: r for h, r in before.items() if r != run.pk}
    mine = [h for h, r in before.items() if r == run.pk]
    if not mine:
        return _effect(before, before, {})
    earlier = Publication.objects.filter(taken_back=False, run__isnull=False).exclude(run=run).order_by("since", "pk")
    last = {Holder(k, h): r for k, h, r in earlier.values_list("kind", "holder", "run")}
    after |= {h: last[h] for h in mine if h in last}
    ended = Publication.objects.filter(successor=run, until__isnull=False, run__isnull=False).values_list(
        "kind", "holder", "run"
    )
    for kind, id, number in ended:  # those whom it left without a plan: coaches and sites that are not in it
        holder = Holder(kind, id)
        if holder not in before and last.get(holder) == number:
            after[holder] = number
    return _effect(before, after, _known({*before.values(), *after.values(), run.pk}))


def _known(numbers: Iterable[int]) -> dict[int, Covers]:
    return {run.pk: covers_of(run) for run in Run.objects.filter(pk__in=set(numbers))}


def _effect(before: InForce, after: InForce, known: Mapping[int, Covers]) -> Effect:
    runs = Run.objects.in_bulk({*before.values(), *after.values()})
    changed = [h for h in dict.fromkeys((*after, *before)) if before.get(h) != after.get(h)]
    groups: dict[tuple[int | None, int | None], list[Holder]] = {}
    for holder in changed:
        groups.setdefault((before.get(holder), after.get(holder)), []).append(holder)

    def named(holder: Holder, numbers: Iterable[int | None]) -> str:
        return next((known[n].name(holder) for n in numbers if n is not None), holder.id)

    changes = tuple(
        HolderChange(
            runs[was] if was is not None else None,
            runs[will] if will is not None else None,
            tuple(named(h, (will, was)) for h in holders if h.kind == HolderKind.SITE),
            tuple(named(h, (will, was)) for h in holders if h.kind == HolderKind.COACH),
        )
        for (was, will), holders in groups.items()
    )
    torn_before = _torn(before, known) if changed else {}
    torn = {c: sites for c, sites in _torn(after, known).items() if torn_before.get(c) != sites} if changed else {}
    state = sorted((*h, before.get(h), after.get(h)) for h in changed)
    return Effect(after, changes, torn, hashlib.sha256(json.dumps(state).encode()).hexdigest()[:16])


def _torn(state: InForce, known: Mapping[int, Covers]) -> dict[str, tuple[str, ...]]:
    """Coaches who have another plan than a site that they serve, by any plan that one of the two has; and the sites."""
    found: dict[str, dict[str, None]] = {}
    for holder, number in state.items():
        serves = known[number].serves
        if holder.kind == HolderKind.COACH:
            pairs = [(holder.id, site) for site in serves.get(holder.id, ())]
        else:
            pairs = [(coach, holder.id) for coach, sites in serves.items() if holder.id in sites]
        for coach, site in pairs:
            if {state.get(Holder(HolderKind.COACH, coach)), state.get(Holder(HolderKind.SITE, site))} != {number}:
                found.setdefault(coach, {}).setdefault(site)
    return {coach: tuple(sites) for coach, sites in found.items()}


# ---- doing it


def publish(run: Run, user: User | None, seen: str | None = None) -> Effect | None:
    """Put a plan in force for all whom it covers; what it did. None where it cannot be, or where it would no longer do
    what was `seen`.

    Parameters
    ----------
    run
        the run whose plan it is
    user
        who publishes
    seen
        what the person was told that it does
    """
    return _carry_out(run, user, seen, back=False)


def take_back(run: Run, user: User | None, seen: str | None = None) -> Effect | None:
    """Take a plan back, so that everybody has the one before it; as `publish`.

    Parameters
    ----------
    run
        the run whose plan it is
    user
        who takes it back
    seen
        what the person was told that it does
    """
    return _carry_out(run, user, seen, back=True)


def _carry_out(run: Run, user: User | None, seen: str | None, *, back: bool) -> Effect | None:
    try:
        with transaction.atomic():
            if not Run.objects.select_for_update().filter(pk=run.pk, state=RunState.DONE).exists():
                return None  # it was deleted meanwhile
            list(Publication.objects.select_for_update().filter(until__isnull=True).values_list("pk", flat=True))
            effect = if_taken_back(run) if back else if_published(run)
            if not effect.is_possible or seen not in (None, effect.seen):
                return None
            _write(run, effect, user, back=back)
    except IntegrityError:  # somebody else has published in the same moment
        return None
    return effect


def _write(run: Run, effect: Effect, user: User | None, *, back: bool) -> None:
    now = timezone.now()
    before = {Holder(p.kind, p.holder): p for p in Publication.objects.filter(until__isnull=True)}
    for holder, row in before.items():
        after = effect.after.get(holder)
        if after != row.run_id:
            row.until, row.ended_by, row.taken_back = now, user, back and row.run_id == run.pk
            row.successor_id = after if after is not None else None if back else run.pk
            row.save()
    Publication.objects.bulk_create(
        Publication(run_id=number, kind=holder.kind, holder=holder.id, since=now, published_by=user)
        for holder, number in effect.after.items()
        if holder not in before or before[holder].run_id != number
    )
    if back:  # seen no more, by those either for whom it was replaced before
        Publication.objects.filter(run=run).update(taken_back=True)
    record(user, "took back" if back else "published", f"{run.title} (run {run.pk})", run.place)
    for change in effect.changes:
        if change.before is not None and change.before.pk != run.pk:
            by = f"by {change.after.title} (run {change.after.pk})" if change.after is not None else "by no other"
            record(user, "replaced", f"{change.before.title} (run {change.before.pk}) {by}", change.before.place)
