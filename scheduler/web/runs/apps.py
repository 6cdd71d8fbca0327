"""The Django app of this folder."""

from __future__ import annotations

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """Its tables begin with runs_."""

    name = "scheduler.web.runs"
    label = "runs"
