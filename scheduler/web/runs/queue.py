"""The table of runs as a queue: one conditional UPDATE claims a run, and every later write is fenced by its attempt.

A worker that dies stops renewing its lease, and another takes the run up again. A worker that was only slow finds
that the attempt is no longer its own, and nothing that it writes lands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from scheduler.export import SHAPE_OF_SCREENS
from scheduler.web.accounts.models import User
from scheduler.web.activity.models import record
from scheduler.web.runs.models import MOST_CHARACTERS_OF_LABEL, Page, Report, Run, RunKind, RunState, WorkerSign
from scheduler.web.runs.turns import Waiting, in_turn
from scheduler.web.storing import storable

MOST_ATTEMPTS = 20  # workers that die, whatever the reason: more than that is the run's own fault
MOST_DEATHS = 2  # of the solver's process
LONGEST_LEASE = timedelta(minutes=10)  # whatever another worker's setting is: beyond it a clock was wrong
MOST_CHARACTERS_OF_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that is this worker's own, as long as nobody has a later attempt."""

    run: int
    attempt: int


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """What is kept for one reader of a finished run."""

    reader: str
    label: str
    workbook: bytes
    pages: Mapping[str, Any]


def database_now() -> datetime:
    """The time by the database's clock: leases of workers on several machines are of one clock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            row = cursor.fetchone()
        moment: datetime = row[0]
        return moment
    return timezone.now()  # SQLite: the workers are on this machine


def claim() -> Claim | None:
    """Take the run whose turn it is, or first one that a dead worker has left; None where there is none to take."""
    now = database_now()
    for waiting in [*_left(now), *waiting_in_turn()]:
        if waiting.attempt >= MOST_ATTEMPTS:
            _give_up(waiting.run, waiting.attempt)
            continue
        taken = Run.objects.filter(
            Q(state=RunState.QUEUED) | _is_left(now), pk=waiting.run, attempt=waiting.attempt
        ).update(
            state=RunState.RUNNING,
            attempt=F("attempt") + 1,
            lease_until=now + _lease(),
            started_at=now,
            progress={"step": "read"},
        )
        if taken:
            return Claim(waiting.run, waiting.attempt + 1)
    return None


def waiting_in_turn() -> list[Waiting]:
    """The runs that wait, in the order in which they will be begun."""
    # A question takes seconds, and somebody looks at the page that waits for it: it comes before plans. But not one
    # after another while somebody else's plan waits: whoever asks all day holds up nobody.
    questions, others = _waiting(kind=RunKind.QUESTION), _waiting(kind__in=(RunKind.PLAN, RunKind.COMPARISON))
    last = Run.objects.filter(started_at__isnull=False).order_by("-started_at", "-pk").first()
    if last is not None and last.kind == RunKind.QUESTION:
        theirs = next((w for w in others if w.user != last.created_by_id), None)
        if theirs is not None:
            return [theirs, *questions, *(w for w in others if w is not theirs)]
    return [*questions, *others]


def _waiting(**which: Any) -> list[Waiting]:
    found = Run.objects.filter(state=RunState.QUEUED, **which).order_by("created_at", "pk")
    waiting = [Waiting(*values) for values in found.values_list("pk", "created_by", "attempt")]
    people = {w.user for w in waiting}
    if len(people) < 2:
        return waiting
    at_work = Run.objects.filter(state=RunState.RUNNING)
    working: Counter[int | None] = Counter(at_work.values_list("created_by", flat=True))
    begun = Run.objects.filter(created_by__in=people - {None}, started_at__isnull=False)
    served = dict(begun.order_by().values_list("created_by").annotate(latest=Max("started_at")))
    return in_turn(waiting, working, served)


def _left(now: datetime) -> list[Waiting]:
    found = Run.objects.filter(_is_left(now)).order_by("created_at", "pk")
    return [Waiting(*values) for values in found.values_list("pk", "created_by", "attempt")]


def _is_left(now: datetime) -> Q:
    """A run whose worker is gone: its lease is over, or lies further ahead than any that was ever given, as when the
    clock that gave it was wrong and was set right since."""
    over = (
        Q(lease_until__lt=now) | Q(lease_until__gt=now + max(2 * _lease(), LONGEST_LEASE)) | Q(lease_until__isnull=True)
    )
    return Q(state=RunState.RUNNING) & over


def _lease() -> timedelta:
    return timedelta(seconds=settings.RUN_LEASE_SECONDS)


def renew(held: Claim, progress: Mapping[str, Any]) -> bool | None:
    """Hold the lease and tell the progress. Whether a stop was asked for; None: the run is no longer this worker's."""
    until = database_now() + _lease()
    if not _mine(held).update(lease_until=until, progress=dict(progress)):
        return None
    return Run.objects.filter(pk=held.run).values_list("stop_requested", flat=True).get()


def finish(held: Claim, outcome: Mapping[str, Any], reports: Iterable[ReaderReport]) -> bool:
    """Keep what came of a run, all of it or nothing; False where the run is no longer this worker's.

    Parameters
    ----------
    held
        the run, as the worker has it
    outcome
        what came of it, as JSON holds it
    reports
        what each reader may see
    """
    with transaction.atomic():
        if not _mine(held).update(
            state=RunState.DONE, outcome=dict(outcome), ended_at=timezone.now(), lease_until=None
        ):
            return False
        for found in reports:
            report = Report.objects.create(
                run_id=held.run,
                reader=found.reader,
                label=found.label[:MOST_CHARACTERS_OF_LABEL],
                workbook=found.workbook,
                shape=SHAPE_OF_SCREENS,
            )
            Page.objects.bulk_create(
                (Page(report=report, name=name, content=content) for name, content in found.pages.items()),
                batch_size=200,
            )
        _record(held.run, "finished")
    return True


def fail(held: Claim, reason: str, problems: Iterable[Mapping[str, Any]] = ()) -> bool:
    """End a run without a plan.

    Parameters
    ----------
    held
        the run, as the worker has it
    reason
        why there is no plan, in a sentence
    problems
        the problems of the input, as JSON holds them
    """
    with transaction.atomic():
        if not _mine(held).update(
            state=RunState.FAILED,
            failure=storable(reason)[:MOST_CHARACTERS_OF_REASON],
            problems=[storable(dict(p)) for p in problems],
            ended_at=timezone.now(),
            lease_until=None,
        ):
            return False
        _record(held.run, "failed")
    return True


def died(held: Claim, reason: str) -> bool:
    """Put a run back whose solver has died; after the second time it has failed."""
    if not _mine(held).update(deaths=F("deaths") + 1):
        return False
    deaths = Run.objects.values_list("deaths", flat=True).get(pk=held.run)
    if deaths >= MOST_DEATHS:
        return fail(held, reason)
    return bool(_mine(held).update(state=RunState.QUEUED, lease_until=None, progress={}))


def release(held: Claim) -> bool:
    """Put a run back because its worker is told to end; it waits for the next one."""
    return bool(_mine(held).update(state=RunState.QUEUED, lease_until=None, progress={}))


def ask_to_stop(run: Run) -> None:
    """Stop a run: one that waits is cancelled, one that is worked on keeps its best plan."""
    cancelled = Run.objects.filter(pk=run.pk, state=RunState.QUEUED).update(
        state=RunState.CANCELLED, stop_requested=True, ended_at=timezone.now()
    )
    if not cancelled:
        Run.objects.filter(pk=run.pk, state=RunState.RUNNING).update(stop_requested=True)


def sign_of_life(name: str) -> None:
    """Say that a worker is there."""
    WorkerSign.objects.update_or_create(name=name, defaults={"seen_at": timezone.now()})


def place_in_queue(run: Run) -> int:
    """How many runs are before this one."""
    before = next((number for number, w in enumerate(waiting_in_turn()) if w.run == run.pk), 0)
    return Run.objects.filter(state=RunState.RUNNING).count() + before


def may_ask(user: User) -> bool:
    """Whether somebody may ask for one more run: not while too many of theirs wait."""
    return Run.objects.filter(state=RunState.QUEUED, created_by=user).count() < settings.MOST_WAITING_RUNS


def _mine(held: Claim) -> Any:
    return Run.objects.filter(pk=held.run, attempt=held.attempt, state=RunState.RUNNING)


def _give_up(number: int, attempt: int) -> None:
    reason = f"The worker died {attempt} times while it worked on this. See its log, and run it again."
    Run.objects.filter(pk=number, attempt=attempt).exclude(state=RunState.DONE).update(
        state=RunState.FAILED, failure=reason, ended_at=timezone.now(), lease_until=None
    )


def _record(number: int, what: str) -> None:
    run = Run.objects.get(pk=number)
    record(None, f"run {what}", f"{run.title} (run {run.pk})", run.place)
