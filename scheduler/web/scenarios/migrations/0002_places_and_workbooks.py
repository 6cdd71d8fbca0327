"""A scenario is of the district or of a site, and may be a workbook."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scenarios", "0001_initial"), ("uploads", "0003_scenarios")]

    operations = [
        migrations.AlterModelOptions(name="scenario", options={"ordering": ["place", "name"]}),
        migrations.AddField(
            model_name="scenario", name="place", field=models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AddField(
            model_name="scenario",
            name="workbook",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="scenarios", to="uploads.upload"
            ),
        ),
        migrations.AlterField(model_name="scenario", name="name", field=models.CharField(max_length=60)),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(fields=["place", "name"], name="one_scenario_of_a_name_a_place"),
        ),
    ]
