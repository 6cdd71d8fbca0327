"""Data folders of both versions that were in use before: their tables are brought up, and their plans stay readable."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

BEFORE_SHAPES = [("runs", "0002_comparisons")]
NOW = [("runs", "0003_shapes")]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def before() -> Any:
    """The models of runs before reports knew their shape; afterwards all is as it was."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE_SHAPES)
    yield executor.loader.project_state(BEFORE_SHAPES).apps
    latest = MigrationExecutor(connection)
    latest.migrate(latest.loader.graph.leaf_nodes())


def report(before: Any, **given: Any) -> int:
    Run, Report = before.get_model("runs", "Run"), before.get_model("runs", "Report")
    run = Run.objects.create(title="A plan", limit_seconds=60)
    Run.objects.filter(pk=run.pk).update(**given)
    key: int = Report.objects.create(run=run, reader="planner", label="Planner", workbook=b"").pk
    return key


def brought_up() -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(NOW)
    return executor.loader.project_state(NOW).apps.get_model("runs", "Report")


@pytest.mark.django_db(transaction=True)
def test_a_plan_made_before_its_pages_changed_says_so(before: Any) -> None:
    key = report(before, created_at=LONG_AGO)
    assert brought_up().objects.get(pk=key).shape == 1


@pytest.mark.django_db(transaction=True)
def test_a_folder_in_which_the_earlier_form_of_a_migration_was_applied_keeps_its_pages(before: Any) -> None:
    key = report(before)
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied(*BEFORE_SHAPES[0])
    recorder.record_applied("runs", "0002_scenario_seconds")
    assert [str(m) for m, _ in MigrationExecutor(connection).migration_plan(NOW)] == ["runs.0003_shapes"]
    assert brought_up().objects.get(pk=key).shape == 2
