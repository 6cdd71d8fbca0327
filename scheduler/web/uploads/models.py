"""The files that people have given, as they were, with what was understood of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from scheduler.web.accounts.models import MOST_CHARACTERS_OF_ID, User


class UploadState(models.TextChoices):
    """Nothing that is uploaded counts before somebody has confirmed it."""

    CHECKED = "checked", "Not confirmed"
    CURRENT = "current", "Current"
    REPLACED = "replaced", "Replaced"
    DELETED = "deleted", "Deleted"  # empty: only that there was one
    SCENARIO = "scenario", "Scenario"  # a whole workbook of its own, which is never the current one


class Upload(models.Model):
    """One file: its bytes, what was understood, and what is wrong. `place` is a site's id, "" for the district's file.

    `sheets` and `problems` are as `scheduler.web.uploads.reading` gives them: of a site's file, nothing that is not in
    it. What it breaks `elsewhere`, in other files, is shown to the planner alone. The bytes are in the database,
    too (`Piece`): a file and its row are there together or not at all, and one backup holds both.
    """

    place = models.CharField(max_length=MOST_CHARACTERS_OF_ID, blank=True)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.CHECKED)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sheets: models.JSONField[Any, Any] = models.JSONField(default=list)
    extent: models.JSONField[Any, Any] = models.JSONField(default=dict)
    problems: models.JSONField[Any, Any] = models.JSONField(default=list)
    elsewhere: models.JSONField[Any, Any] = models.JSONField(default=list)
    # What may be answered before a run: {"doubt": [code, sheet, text], "answers": [{"says", "edits"}]} of each doubt.
    likely: models.JSONField[Any, Any] = models.JSONField(default=list)
    corrected_name = models.CharField(max_length=200, blank=True)  # of the copy in which answers are made, if any
    before = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")  # compared with

    class Meta:
        ordering: ClassVar = ["-uploaded_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place"], condition=models.Q(state=UploadState.CURRENT), name="one_current_upload_a_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def errors(self) -> int:
        """How many errors it has."""
        return sum(p["level"] == "error" for p in self.problems)

    @property
    def read_name(self) -> str:
        """The name of what is read: the file as it was given, or the copy in which answers are made."""
        return self.corrected_name or self.name

    @property
    def to_mark(self) -> list[dict[str, Any]]:
        """The problems of its own cells."""
        return [p for p in self.problems if p["file"] == self.read_name and p["level"] != "note"]

    @property
    def can_be_marked(self) -> bool:
        """Whether it is a workbook that could be read, and something is wrong in it."""
        is_workbook = self.read_name.casefold().endswith((".xlsx", ".xlsm"))
        return is_workbook and any(s["file"] == self.read_name for s in self.sheets) and bool(self.to_mark)

    @property
    def waits_for_others(self) -> bool:
        """Whether nothing is wrong but that whole sheets are missing, which another file may bring."""
        codes = {p["code"] for p in self.problems if p["level"] == "error"}
        return codes == {"missing-sheet"}

    @property
    def is_another_file(self) -> bool:
        """Whether it can be read, but no sheet of it is known: a file for something else, most likely."""
        return not self.sheets and (not self.errors or self.waits_for_others)

    @property
    def can_be_confirmed(self) -> bool:
        """Whether nothing in it is wrong: every error of it can only be another file's to mend."""
        is_right = not self.errors or self.waits_for_others
        return self.state == UploadState.CHECKED and is_right and not self.is_another_file


class Question(models.Model):
    """A sheet of a site's file that does not count there (rules, terms, bell times, coaches): whether it should hold is
    for the planner to say, and to write into the district's file. `first` are its first rows, of `rows` in all."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="questions")
    sheet = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    first: models.JSONField[Any, Any] = models.JSONField(default=list)
    digest = models.CharField(max_length=64)  # of what was asked: the same is not asked again
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["upload", "id"]

    def __str__(self) -> str:
        return f"{self.sheet} of {self.upload}"


class Answer(models.Model):
    """What somebody has answered to a doubt of a file: that it is meant so (no edits), or what is to be read instead
    (`edits`, made in a copy). Until it is taken back: then the row goes, and the trail has it."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="answers")
    code = models.CharField(max_length=60)
    sheet = models.TextField()
    asked = models.TextField()
    says = models.TextField()
    edits: models.JSONField[Any, Any] = models.JSONField(default=list)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["upload", "id"]

    def __str__(self) -> str:
        return f"{self.asked} {self.says}"

    @property
    def doubt(self) -> tuple[str, str, str]:
        """What it answers."""
        return self.code, self.sheet, self.asked


class States(models.Model):
    """What each person of a file does in each period, as it was understood: {"site", "person", "name", "days",
    "cells": [[period, does]]} each. Of a site's file, its own people alone."""

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="states")
    lines: models.JSONField[Any, Any] = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"States of {self.upload}"


class Piece(models.Model):
    """Some of a file's bytes, in the order of the numbers; `marked`: of the copy with its bad cells marked;
    `corrected`: of the copy in which answers are made."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    marked = models.BooleanField(default=False)
    corrected = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "marked", "corrected", "number"], name="one_piece_of_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.upload}, piece {self.number}"
