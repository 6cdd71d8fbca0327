"""The Django app of this folder."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Its tables begin with accounts_."""

    name = "scheduler.web.accounts"
    label = "accounts"
