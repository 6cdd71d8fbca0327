"""The Django app of this folder."""

from __future__ import annotations

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Its tables begin with trail_."""

    name = "scheduler.web.activity"
    label = "trail"
