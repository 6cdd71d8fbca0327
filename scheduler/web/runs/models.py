"""Runs of the solver, which are their own queue, and the reports that came of them, one a reader."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from scheduler.web.accounts.models import MOST_CHARACTERS_OF_ID, User
from scheduler.web.uploads.models import Upload


class RunState(models.TextChoices):
    """A run is waiting, worked on, or over."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Finished"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class RunKind(models.TextChoices):
    """One plan, scenarios side by side, or a question about a plan."""

    PLAN = "plan", "Plan"
    COMPARISON = "comparison", "Comparison"
    QUESTION = "question", "Question"


OVER = (RunState.DONE, RunState.FAILED, RunState.CANCELLED)


class Run(models.Model):
    """One solve. `attempt` fences: only the worker whose attempt it is may write to the run.

    `place` is the site whose run it is, "" for the district. `progress` is shown while it runs, `outcome` when it is
    over: the status, the score and the sentences of the list of runs.
    """

    kind = models.CharField(max_length=12, choices=RunKind.choices, default=RunKind.PLAN)
    place = models.CharField(max_length=MOST_CHARACTERS_OF_ID, blank=True)
    title = models.CharField(max_length=120)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    uploads: models.ManyToManyField[Upload, Any] = models.ManyToManyField(Upload, related_name="runs")
    seed = models.PositiveIntegerField(default=0)
    limit_seconds = models.PositiveIntegerField()
    # Of a comparison: its scenarios as they were when it was asked for, each with "changes" or with an "upload", and
    # how long each of them may take.
    scenarios: models.JSONField[Any, Any] = models.JSONField(default=list)
    scenario_seconds = models.PositiveIntegerField(default=60)
    # Of a plan that goes on from another: that one, its name, and the first cycle that is open.
    keep = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="kept_by")
    keep_title = models.CharField(max_length=160, blank=True)
    keep_from = models.PositiveIntegerField(default=1)
    # Of a question: the plan that it is about, with which it goes, and what is asked.
    about = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="questions")
    question: models.JSONField[Any, Any] = models.JSONField(default=dict)
    sheet_too = models.BooleanField(default=False)  # the scenarios of the files' own sheet, too

    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED, db_index=True)
    attempt = models.PositiveIntegerField(default=0)
    deaths = models.PositiveIntegerField(default=0)  # of the solver's process, while it worked on this
    lease_until = models.DateTimeField(null=True)
    stop_requested = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    progress: models.JSONField[Any, Any] = models.JSONField(default=dict)
    outcome: models.JSONField[Any, Any] = models.JSONField(default=dict)
    problems: models.JSONField[Any, Any] = models.JSONField(default=list)
    failure = models.TextField(blank=True)
    # Of comparisons, which stand beside each other; of plans one is in force for each person (`Publication`).
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether the run has ended, well or not."""
        return self.state in OVER


MOST_CHARACTERS_OF_LABEL = 300
OF_A_SCENARIO = "scenario:"  # what the reader of a single scenario's plan begins with: "scenario:0 of planner"


class Report(models.Model):
    """What one reader may see of a run's plan: the workbook, and (by `Page`) the pages.

    `reader` is as scheduler.domain.reader writes it, "coach:C1". A comparison also has the plan of each scenario, with
    the scenario's name as the label.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="reports")
    reader = models.CharField(max_length=MOST_CHARACTERS_OF_ID + 40)
    label = models.CharField(max_length=MOST_CHARACTERS_OF_LABEL)
    workbook = models.BinaryField()
    shape = models.PositiveSmallIntegerField(default=1)  # of its pages: SHAPE_OF_SCREENS when they were made

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "reader"], name="one_report_a_reader")]

    def __str__(self) -> str:
        return f"{self.run} for {self.reader}"


class Page(models.Model):
    """One page of a report, as plain data: "summary", "coach/C1"."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="pages")
    name = models.CharField(max_length=MOST_CHARACTERS_OF_ID + 20)
    content: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "name"], name="one_page_of_a_name")]

    def __str__(self) -> str:
        return self.name


class HolderKind(models.TextChoices):
    """Of what a plan is in force: a site, with its admin, its principal and its teachers, or a coach."""

    SITE = "site", "Site"
    COACH = "coach", "Coach"


class Publication(models.Model):
    """That a plan is, or was, in force for a site or a coach: from `since` on, and until `until` (null: to this day).

    The database holds it to one plan at a time for each. When a plan is replaced, `successor` says by which; a plan
    that was `taken_back` is seen no more. Rows are added and ended, and never deleted: they are the history. Of a plan
    that was deleted (`run` is null) they say that it was in force, for whom, when and by whom, and `title` names it;
    nothing of what was in it is left.
    """

    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="publications")
    title = models.CharField(max_length=160, blank=True)  # of a deleted plan
    successor_title = models.CharField(max_length=160, blank=True)  # of a deleted one that had replaced it
    kind = models.CharField(max_length=5, choices=HolderKind.choices)
    holder = models.CharField(max_length=MOST_CHARACTERS_OF_ID)  # id of the site or coach
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    taken_back = models.BooleanField(default=False)
    successor = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "holder"], condition=models.Q(until__isnull=True), name="one_plan_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run or self.title} for {self.get_kind_display()} {self.holder}"


class WorkerSign(models.Model):
    """When a worker was last heard of."""

    name = models.CharField(max_length=200, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
