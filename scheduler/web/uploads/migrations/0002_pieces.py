"""The bytes of files go into pieces."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

PIECE_BYTES = 2**18


def cut(apps: Any, schema_editor: Any) -> None:
    Upload, Piece = apps.get_model("uploads", "Upload"), apps.get_model("uploads", "Piece")
    for key in Upload.objects.values_list("pk", flat=True):
        upload = Upload.objects.only("content", "annotated").get(pk=key)
        for marked, content in ((False, upload.content), (True, upload.annotated)):
            whole = bytes(content or b"")
            for number, at in enumerate(range(0, len(whole), PIECE_BYTES)):
                piece = whole[at : at + PIECE_BYTES]
                Piece.objects.create(upload_id=key, marked=marked, number=number, content=piece)


class Migration(migrations.Migration):
    dependencies = [("uploads", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("marked", models.BooleanField(default=False)),
                ("number", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="uploads.upload"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("upload", "marked", "number"), name="one_piece_of_a_number")
                ],
            },
        ),
        migrations.RunPython(cut, elidable=False),
        migrations.RemoveField(model_name="upload", name="content"),
        migrations.RemoveField(model_name="upload", name="annotated"),
    ]
