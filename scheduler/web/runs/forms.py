"""What a run may be asked with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from scheduler.web.access import DISTRICT, Viewer, planners
from scheduler.web.forms import PlaceForm
from scheduler.web.runs import queue
from scheduler.web.uploads.checking import current_uploads
from scheduler.web.uploads.coach_sharing import shares_coaches_with

_LIMITS = ((60, "1 minute"), (300, "5 minutes"), (600, "10 minutes"), (1800, "30 minutes"), (7200, "2 hours"))
USUAL_LIMIT = 600
MOST_SEED = 2**31 - 1


def limits() -> list[tuple[int, str]]:
    """How long a run may be asked to take at most."""
    shortest, *longer = _LIMITS
    return [shortest, *(limit for limit in longer if limit[0] <= settings.MOST_RUN_SECONDS)]


class RunForm(PlaceForm):
    """Ask for a plan of a place whose files are confirmed."""

    place = forms.ChoiceField(label="Plan for", required=False)
    title = forms.CharField(label="Name", max_length=120, help_text="As it stands in the list of plans.")
    limit_seconds = forms.TypedChoiceField(
        label="At most",
        choices=limits,
        coerce=int,
        initial=USUAL_LIMIT,
        help_text="It ends sooner when no better plan is possible. You can stop it and keep the best plan so far.",
    )
    seed = forms.IntegerField(
        label="Seed",
        min_value=0,
        max_value=MOST_SEED,
        initial=0,
        help_text="Another number may find another plan of the same score.",
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.offer(runnable_places(viewer))

    def clean(self) -> dict[str, Any]:
        """Refuse one more run of somebody who has too many waiting."""
        given: dict[str, Any] = super().clean() or {}
        if not queue.may_ask(self.viewer.user):
            self.add_error(None, too_many_words())
        return given

    def clean_place(self) -> str:
        """Refuse a site that shares coaches with others: they are planned together."""
        place = super().clean_place()
        if place and (others := shares_coaches_with(place)):
            self.add_error(None, joint_words(place, others, self.viewer))
        return place


class ChangeForm(forms.Form):
    """Ask for a plan that goes on from a published one."""

    title = forms.CharField(label="Name", max_length=120, help_text="As it stands in the list of plans.")
    keep_from = forms.IntegerField(
        label="From cycle",
        min_value=1,
        max_value=99,
        initial=1,
        help_text="Cycles before it have ended: they stay as they were published.",
    )
    limit_seconds = forms.TypedChoiceField(label="At most", choices=limits, coerce=int, initial=USUAL_LIMIT)

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean(self) -> dict[str, Any]:
        """What was given, where one more may be asked for."""
        given: dict[str, Any] = super().clean() or {}
        if not queue.may_ask(self.viewer.user):
            self.add_error(None, too_many_words())
        return given


def too_many_words() -> str:
    """Why one more run is not taken."""
    most = settings.MOST_WAITING_RUNS
    return f"{most} of your runs are waiting, and more are not taken. Wait until some have begun, or stop some of them."


def joint_words(place: str, others: Sequence[str], viewer: Viewer) -> str:
    """Why a site is not planned alone, and who plans it; with which others is for the planner to know.

    Parameters
    ----------
    place
        the id of the site, "" for the whole district
    others
        the sites that share coaches with it
    viewer
        who reads it
    """
    who = " or ".join(planners()) or "nobody has that role yet"
    shared = ", ".join(others) if viewer.is_planner else "other sites"
    return f"{place} shares coaches with {shared}, so they are planned together: by the district planner, {who}."


def runnable_places(viewer: Viewer) -> list[str]:
    """The places of which this person may make a plan now: files of the district, or a site's own, are confirmed."""
    given = [u.place for u in current_uploads()]
    places = [DISTRICT, *(p for p in given if p != DISTRICT)] if given else []
    return [p for p in places if viewer.may_give(p)]
