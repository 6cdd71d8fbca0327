"""What-if questions that are made in the page: changes of the district's files, under a name."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from scheduler.web.accounts.models import User

MOST_CHARACTERS_OF_NAME = 60


class Scenario(models.Model):
    """A name and its changes, each a row of the sheet Scenarios: {change, sheet, row, column, value}."""

    name = models.CharField(max_length=MOST_CHARACTERS_OF_NAME, unique=True)
    changes: models.JSONField[Any, Any] = models.JSONField(default=list)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
