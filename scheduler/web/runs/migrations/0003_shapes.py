"""Reports know of what shape their pages are. The second came with the version that brought `uploads.0003`."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.migrations.recorder import MigrationRecorder


def tell_shapes(apps: Any, schema_editor: Any) -> None:
    since = MigrationRecorder(schema_editor.connection).applied_migrations().get(("uploads", "0003_scenarios"))
    if since is not None:
        apps.get_model("runs", "Report").objects.filter(run__created_at__gt=since.applied).update(shape=2)


class Migration(migrations.Migration):
    dependencies = [("runs", "0002_comparisons")]

    operations = [
        migrations.AddField(model_name="report", name="shape", field=models.PositiveSmallIntegerField(default=1)),
        migrations.RunPython(tell_shapes, migrations.RunPython.noop, elidable=False),
    ]
