"""What was in force stays in the history when a plan is deleted. And the problems of failed runs of sites go: earlier
versions kept texts there that told of other sites."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

WORDS = "The files had errors when they were read together. Run it again to see what of them is the site's own."


def forget_problems(apps: Any, schema_editor: Any) -> None:
    Run = apps.get_model("runs", "Run")
    found = Run.objects.exclude(place="").filter(state="failed").exclude(problems=[])
    found.update(problems=[], failure=WORDS)


class Migration(migrations.Migration):
    dependencies = [("runs", "0004_publications")]

    operations = [
        migrations.AlterField(
            "publication",
            "run",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="runs.run"
            ),
        ),
        migrations.AddField("publication", "title", models.CharField(blank=True, max_length=160)),
        migrations.AddField("publication", "successor_title", models.CharField(blank=True, max_length=160)),
        migrations.RunPython(forget_problems, migrations.RunPython.noop, elidable=False),
    ]
