"""Each scenario of a comparison has a limit; a comparison has a report for each reader, as a plan has."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def name_readers(apps: Any, schema_editor: Any) -> None:
    Report = apps.get_model("runs", "Report")
    for report in Report.objects.filter(run__kind="comparison").select_related("run").defer("workbook"):
        names = list(report.run.outcome.get("scenarios", ()))
        if report.reader == "comparison":
            reader = "planner"
        elif report.label in names:
            reader = f"scenario:{names.index(report.label)} of planner"
        else:
            continue
        Report.objects.filter(pk=report.pk).update(reader=reader)


class Migration(migrations.Migration):
    dependencies = [("runs", "0001_initial")]

    operations = [
        migrations.AddField(model_name="run", name="scenario_seconds", field=models.PositiveIntegerField(default=60)),
        migrations.AlterField(model_name="report", name="reader", field=models.CharField(max_length=240)),
        migrations.RunPython(name_readers, elidable=False),
    ]
