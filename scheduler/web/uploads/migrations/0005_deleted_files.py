"""A file can be deleted; its row stays, empty."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("uploads", "0004_questions")]

    operations = [
        migrations.AlterField(
            model_name="upload",
            name="state",
            field=models.CharField(
                choices=[
                    ("checked", "Not confirmed"),
                    ("current", "Current"),
                    ("replaced", "Replaced"),
                    ("deleted", "Deleted"),
                    ("scenario", "Scenario"),
                ],
                default="checked",
                max_length=10,
            ),
        ),
    ]
