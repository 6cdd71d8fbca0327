"""The Django app of this folder."""

from __future__ import annotations

from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    """Its tables begin with scenarios_."""

    name = "scheduler.web.scenarios"
    label = "scenarios"
