"""Whether the program is alive, and whether it is ready for work: for those who watch over it."""

from __future__ import annotations

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from scheduler.web.access import To, open_to
from scheduler.web.runs.models import WorkerSign

WORKER_SILENT_SECONDS = 60


@open_to(To.ANYBODY)
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@open_to(To.ANYBODY)
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers, its tables are those of this version, and a worker was heard of within a minute."""
    found = {"database": False, "tables": False, "worker": False}
    try:
        executor = MigrationExecutor(connection)
        found["database"] = True
        found["tables"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        if found["tables"]:
            now, silent = timezone.now(), timedelta(seconds=WORKER_SILENT_SECONDS)
            # One of the future is of a clock that was wrong: nobody would ever be missed.
            heard = WorkerSign.objects.filter(seen_at__gt=now - silent, seen_at__lt=now + silent)
            found["worker"] = heard.exists()
    except DatabaseError:
        return JsonResponse(found, status=503)
    return JsonResponse(found, status=200 if all(found.values()) else 503)
