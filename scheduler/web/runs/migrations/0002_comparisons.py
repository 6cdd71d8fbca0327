"""A run may also set scenarios side by side, each within a limit of its own.

It stands for 0002_scenario_seconds, a form of it that has been in use: where that was applied, nothing is left to do.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("runs", "0002_scenario_seconds")]
    dependencies = [("runs", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="kind",
            field=models.CharField(
                choices=[("plan", "Plan"), ("comparison", "Comparison")], default="plan", max_length=12
            ),
        ),
        migrations.AddField(model_name="run", name="scenarios", field=models.JSONField(default=list)),
        migrations.AddField(model_name="run", name="scenario_seconds", field=models.PositiveIntegerField(default=60)),
        migrations.AddField(model_name="run", name="sheet_too", field=models.BooleanField(default=False)),
        migrations.AlterField(model_name="report", name="reader", field=models.CharField(max_length=240)),
    ]
