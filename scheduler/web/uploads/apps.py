"""The Django app of this folder."""

from __future__ import annotations

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """Its tables begin with uploads_."""

    name = "scheduler.web.uploads"
    label = "uploads"
