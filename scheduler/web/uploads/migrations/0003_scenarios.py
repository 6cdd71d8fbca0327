"""A workbook can be a scenario's."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("uploads", "0002_pieces")]

    operations = [
        migrations.AlterField(
            model_name="upload",
            name="state",
            field=models.CharField(
                choices=[
                    ("checked", "Not confirmed"),
                    ("current", "Current"),
                    ("replaced", "Replaced"),
                    ("scenario", "Scenario"),
                ],
                default="checked",
                max_length=10,
            ),
        ),
    ]
