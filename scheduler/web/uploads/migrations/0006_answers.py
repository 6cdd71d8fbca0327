"""Answers to the doubts of a file, the copy in which they are made, and the states that were understood."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ONE_PIECE = "one_piece_of_a_number"


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("uploads", "0005_deleted_files")]

    operations = [
        migrations.AddField("upload", "likely", models.JSONField(default=list)),
        migrations.AddField("upload", "corrected_name", models.CharField(blank=True, max_length=200)),
        migrations.RemoveConstraint("piece", ONE_PIECE),
        migrations.AddField("piece", "corrected", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "piece",
            models.UniqueConstraint(fields=("upload", "marked", "corrected", "number"), name=ONE_PIECE),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("sheet", models.TextField()),
                ("asked", models.TextField()),
                ("says", models.TextField()),
                ("edits", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="uploads.upload"
                    ),
                ),
            ],
            options={"ordering": ["upload", "id"]},
        ),
        migrations.CreateModel(
            name="States",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lines", models.JSONField(default=list)),
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="states", to="uploads.upload"
                    ),
                ),
            ],
        ),
    ]
