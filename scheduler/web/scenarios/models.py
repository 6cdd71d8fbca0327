"""What-if questions that are made in the page: changes of the files of a place, or another workbook, under a name."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from scheduler.web.accounts.models import MOST_CHARACTERS_OF_ID, User
from scheduler.web.uploads.models import Upload

MOST_CHARACTERS_OF_NAME = 60


class Scenario(models.Model):
    """A name, and either changes, each a row of the sheet Scenarios ({change, sheet, row, column, value}), or a
    workbook that stands for the whole input. `place` is the site whose scenario it is, "" for the district."""

    place = models.CharField(max_length=MOST_CHARACTERS_OF_ID, blank=True, default="")
    name = models.CharField(max_length=MOST_CHARACTERS_OF_NAME)
    changes: models.JSONField[Any, Any] = models.JSONField(default=list)
    workbook = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="scenarios")
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["place", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "name"], name="one_scenario_of_a_name_a_place"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def as_asked(self) -> dict[str, Any]:
        """What a run keeps of it: it stays as it was then."""
        if self.workbook_id is not None:
            return {"name": self.name, "upload": self.workbook_id}
        return {"name": self.name, "changes": self.changes}
