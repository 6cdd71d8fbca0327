"""A run may also set scenarios side by side, each within a limit of its own; pages know of what shape they are."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
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
        migrations.AddField(model_name="report", name="shape", field=models.PositiveSmallIntegerField(default=1)),
        migrations.AlterField(model_name="report", name="reader", field=models.CharField(max_length=240)),
    ]
