"""A plan that goes on from another, and questions about a plan."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("runs", "0005_history")]

    operations = [
        migrations.AddField(
            "run",
            "keep",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="kept_by", to="runs.run"
            ),
        ),
        migrations.AddField("run", "keep_title", models.CharField(blank=True, max_length=160)),
        migrations.AddField("run", "keep_from", models.PositiveIntegerField(default=1)),
        migrations.AddField(
            "run",
            "about",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="runs.run"
            ),
        ),
        migrations.AddField("run", "question", models.JSONField(default=dict)),
        migrations.AlterField(
            "run",
            "kind",
            models.CharField(
                choices=[("plan", "Plan"), ("comparison", "Comparison"), ("question", "Question")],
                default="plan",
                max_length=12,
            ),
        ),
    ]
