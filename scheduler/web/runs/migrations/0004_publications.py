"""One plan in force for each site and each coach, with a history. What was published before goes over into it, in the
order of its publication: a plan of the district for all whom it has reports for, one of a site for that site and the
coaches at home there."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def take_over(apps: Any, schema_editor: Any) -> None:
    Run = apps.get_model("runs", "Run")
    Publication = apps.get_model("runs", "Publication")
    for run in Run.objects.filter(kind="plan", published_at__isnull=False).order_by("published_at", "pk"):
        for kind, holder in _holders(run):
            Publication.objects.filter(kind=kind, holder=holder, until__isnull=True).update(
                until=run.published_at, successor=run, ended_by=run.published_by
            )
            Publication.objects.create(
                run=run, kind=kind, holder=holder, since=run.published_at, published_by=run.published_by
            )
        if not run.place:
            Publication.objects.filter(until__isnull=True, since__lt=run.published_at).exclude(run=run).update(
                until=run.published_at, successor=run, ended_by=run.published_by
            )
    Run.objects.filter(kind="plan").update(published_at=None, published_by=None)


def _holders(run: Any) -> list[tuple[str, str]]:
    readers = [r.partition(":") for r in run.reports.order_by("pk").values_list("reader", flat=True)]
    sites = [id for who, _, id in readers if who == "site-admin"]
    coaches = [id for who, _, id in readers if who == "coach"]
    if run.place:
        homes: dict[str, str] = {}
        for extent in run.uploads.values_list("extent", flat=True):
            homes |= extent.get("homes", {})
        sites, coaches = [run.place], [c for c in coaches if homes.get(c) == run.place]
    return [*(("site", s) for s in sites), *(("coach", c) for c in coaches)]


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0003_shapes"),
        ("uploads", "0003_scenarios"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("site", "Site"), ("coach", "Coach")], max_length=5)),
                ("holder", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("taken_back", models.BooleanField(default=False)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="runs.run"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="runs.run"
                    ),
                ),
            ],
            options={"ordering": ["since", "id"]},
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("kind", "holder"), name="one_plan_in_force"
            ),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop, elidable=False),
    ]
