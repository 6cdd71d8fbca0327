"""What of a site's file is for the planner to decide. What earlier versions said of sites' files could tell of other
sites: it is taken out, with the marked copies, and whoever uploads the file again sees what is wrong with it."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

AGAIN = {
    "code": "checked-by-an-earlier-version",
    "sheet": "",
    "cell": None,
    "text": "this file was checked by an earlier version of the program.",
    "mend": "Upload it again to see what is wrong with it.",
}


def take_out(apps: Any, schema_editor: Any) -> None:
    Upload = apps.get_model("uploads", "Upload")
    for upload in Upload.objects.exclude(place="").exclude(problems=[]):
        levels = {p["level"] for p in upload.problems}
        upload.problems = [AGAIN | {"file": upload.name, "level": "error" if "error" in levels else "note"}]
        upload.save(update_fields=["problems"])
    apps.get_model("uploads", "Piece").objects.filter(marked=True).exclude(upload__place="").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("uploads", "0003_scenarios"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="upload", name="elsewhere", field=models.JSONField(default=list)),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("rows", models.PositiveIntegerField()),
                ("first", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "settled_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="uploads.upload"
                    ),
                ),
            ],
            options={"ordering": ["upload", "id"]},
        ),
        migrations.RunPython(take_out, migrations.RunPython.noop, elidable=False),
    ]
