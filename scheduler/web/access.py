"""Who may do what: the one place that decides it.

Every view says to whom it is open (`open_to`), and a view that says nothing is open to nobody. What somebody may see
of uploads, runs and plans is asked here and nowhere else; what may not be seen is not found (404).

==========  =====================================================================================================
planner     everything
site admin  their own sites: uploads, scenarios, runs and comparisons, and the site's part of the plans that are or
            were in force there
principal   their own site's counts, of plans that are or were in force there and of published comparisons
coach       their own calendar and teachers, of plans that are or were in force for them; of comparisons nothing
==========  =====================================================================================================

Which plan is in force for whom is decided in `scheduler.web.runs.publishing`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from scheduler.web.accounts.models import Membership, Role, User
from scheduler.web.activity.models import Event
from scheduler.web.runs.models import OF_A_SCENARIO, HolderKind, Publication, Report, Run, RunKind
from scheduler.web.runs.publishing import Holder
from scheduler.web.scenarios.models import Scenario
from scheduler.web.uploads.models import Upload, UploadState

DISTRICT = ""  # the place that is no site


class To(Enum):
    """To whom a view is open at all; what it shows of a site is decided by the functions below."""

    ANYBODY = "anybody"
    MEMBERS = "whoever is signed in and has a role"
    ADMINS = "planners and site admins"
    LEADERS = "planners, site admins and principals"
    PLANNERS = "planners"


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_to(whom: To) -> Callable[[View], View]:
    """Mark a view as open to some people."""

    def mark(view: View) -> View:
        view.open_to = whom  # type: ignore[attr-defined]  # read by the middleware, and by the test of every URL
        return view

    return mark


@dataclass(frozen=True)
class Viewer:
    """Somebody who is signed in, with the roles of this moment."""

    user: User

    @cached_property
    def memberships(self) -> list[Membership]:
        """The roles that the person holds."""
        return list(self.user.memberships.all())

    @cached_property
    def is_planner(self) -> bool:
        """Whether the person plans for the district or a site."""
        return any(m.role == Role.PLANNER for m in self.memberships)

    @cached_property
    def sites(self) -> list[str]:
        """The sites that this person is the admin of."""
        return [m.place for m in self.memberships if m.role == Role.SITE_ADMIN]

    @property
    def is_admin(self) -> bool:
        """Whether this person gives inputs and makes plans."""
        return self.is_planner or bool(self.sites)

    @cached_property
    def may_compare(self) -> bool:
        """Whether this person sees comparisons at all."""
        return self.is_admin or any(m.role == Role.PRINCIPAL for m in self.memberships)

    @cached_property
    def readers(self) -> list[str]:
        """The readers as whom this person sees plans; a planner sees every report there is."""
        return [str(m.reader) for m in self.memberships]

    @cached_property
    def holders(self) -> list[Holder]:
        """The sites and coaches whose plans this person is to see."""
        return list(dict.fromkeys(holder_of(m) for m in self.memberships if m.role != Role.PLANNER))

    def may(self, whom: To) -> bool:
        """Whether views that are open to these people are open to this person."""
        if whom is To.PLANNERS:
            return self.is_planner
        if whom is To.LEADERS:
            return self.may_compare
        return self.is_admin if whom is To.ADMINS else bool(self.memberships)

    def may_give(self, place: str) -> bool:
        """Whether this person uploads, confirms and runs at a place."""
        return self.is_planner or (place != DISTRICT and place in self.sites)


def holder_of(membership: Membership) -> Holder:
    """The site or coach of which somebody sees the plans."""
    kind = HolderKind.COACH if membership.role == Role.COACH else HolderKind.SITE
    return Holder(kind, membership.place)


def viewer_of(request: HttpRequest) -> Viewer:
    """The person who asks.

    Raises
    ------
    PermissionDenied
        nobody is signed in
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    known = getattr(request, "viewer", None)
    if known is None:
        known = Viewer(request.user)
        request.viewer = known  # type: ignore[attr-defined]  # one look at the memberships a request
    viewer: Viewer = known
    return viewer


def uploads_for(viewer: Viewer) -> QuerySet[Upload]:
    """The uploads that a viewer may see."""
    found = Upload.objects.exclude(state=UploadState.DELETED)
    if viewer.is_planner:
        return found
    return found.filter(place__in=viewer.sites).exclude(place=DISTRICT)


def publications_for(viewer: Viewer) -> QuerySet[Publication]:
    """The plans that are, or were, in force for a viewer: those of the viewer's sites and coaches; a planner's, all."""
    found = Publication.objects.filter(taken_back=False)
    if viewer.is_planner:
        return found
    mine = Q(pk__in=[])
    for kind, id in viewer.holders:
        mine |= Q(kind=kind, holder=id)
    return found.filter(mine)


def history_for(viewer: Viewer) -> QuerySet[Publication]:
    """What is and was in force, taken back or not, the latest first: a planner's, all; a site admin's, of the site."""
    found = Publication.objects.order_by("-since", "-pk")
    return found if viewer.is_planner else found.filter(kind=HolderKind.SITE, holder__in=viewer.sites)


def runs_for(viewer: Viewer) -> QuerySet[Run]:
    """The runs that a viewer may see: those of the viewer's own sites, the plans that are or were in force for the
    viewer, and published comparisons in which the viewer has a part."""
    if viewer.is_planner:
        return Run.objects.all()
    own = Q(place__in=viewer.sites) & ~Q(place=DISTRICT)
    in_force = publications_for(viewer).filter(run__isnull=False)
    plans = Q(kind=RunKind.PLAN, pk__in=in_force.values("run"))
    compared = Report.objects.filter(reader__in=viewer.readers).values("run")
    comparisons = Q(kind=RunKind.COMPARISON, published_at__isnull=False, pk__in=compared)
    return Run.objects.filter(own | plans | comparisons)


def scenarios_for(viewer: Viewer) -> QuerySet[Scenario]:
    """The scenarios that a viewer may use and change: those of the own sites; a planner has all of them."""
    if viewer.is_planner:
        return Scenario.objects.all()
    return Scenario.objects.filter(place__in=viewer.sites).exclude(place=DISTRICT)


def planners() -> list[str]:
    """Who plans the district, with the addresses: whom a site admin asks."""
    found = User.objects.filter(memberships__role=Role.PLANNER, is_active=True).distinct().order_by("name", "email")
    return [f"{user} ({user.email})" if user.name else user.email for user in found]


def events_for(viewer: Viewer) -> QuerySet[Event]:
    """The part of the audit trail that a viewer may see."""
    if viewer.is_planner:
        return Event.objects.all()
    return Event.objects.filter(place__in=viewer.sites).exclude(place=DISTRICT)


def reports_for(viewer: Viewer, run: Run) -> QuerySet[Report]:
    """What a viewer may see of a run's plan: a report for each role in which it is or was in force, and the site
    admin's of a plan of that site; a planner may look as anybody."""
    found = Report.objects.filter(run=run).exclude(reader__startswith=OF_A_SCENARIO).defer("workbook")
    if viewer.is_planner:
        return found
    if run.kind == RunKind.COMPARISON:
        return found.filter(reader__in=viewer.readers)
    holders = {Holder(p.kind, p.holder) for p in publications_for(viewer).filter(run=run)}
    readers = [
        str(m.reader)
        for m in viewer.memberships
        if holder_of(m) in holders or (m.role == Role.SITE_ADMIN and m.place == run.place != DISTRICT)
    ]
    return found.filter(reader__in=readers)


def scenario_plans_for(report: Report) -> QuerySet[Report]:
    """The plans of single scenarios that belong to a comparison's report: for whoever may see that report."""
    numbers = range(len(report.run.outcome.get("scenarios", ())))
    names = [f"{OF_A_SCENARIO}{number} of {report.reader}" for number in numbers]
    return Report.objects.filter(run=report.run_id, reader__in=names).defer("workbook")


def upload_or_404(request: HttpRequest, number: int) -> Upload:
    """An upload that the person who asks may see."""
    found = uploads_for(viewer_of(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def run_or_404(request: HttpRequest, number: int) -> Run:
    """A run that the person who asks may see."""
    found = runs_for(viewer_of(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def report_or_404(request: HttpRequest, run: Run) -> Report:
    """The report that is asked for (?as=coach:C1), or the first: the planner's own, or that of the first role."""
    found = reports_for(viewer_of(request), run)
    asked = request.GET.get("as", "")
    if asked:
        found = found.filter(reader=asked)
    report = found.order_by("pk").first()
    if report is None:
        raise Http404
    return report


def scenario_or_404(request: HttpRequest, number: int) -> Scenario:
    """A scenario that the person who asks may use."""
    found = scenarios_for(viewer_of(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def may_change(viewer: Viewer, run: Run) -> bool:
    """Whether a viewer may stop, publish or repeat a run that the viewer sees."""
    return viewer.may_give(run.place)


_SECTIONS = {
    **dict.fromkeys(("uploads", "upload", "states"), "files"),
    "people": "people",
    "trail": "activity",
    **dict.fromkeys(("scenarios", "new-scenario", "scenario-workbook", "edit-scenario", "comparison"), "scenarios"),
}


def for_pages(request: HttpRequest) -> dict[str, Any]:
    """What every page may ask of the person who looks at it, and in which section it is."""
    if not isinstance(getattr(request, "user", None), User):
        return {"viewer": None}
    name = request.resolver_match.url_name if request.resolver_match else None
    return {"viewer": viewer_of(request), "section": _SECTIONS.get(name or "", "plans" if name else "")}


class EveryPageAsksWho:
    """Answers nobody whom a view is not open to; a view that does not say to whom it is open is a mistake."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep what a person is shown out of shared caches."""
        response = self.get_response(request)
        if isinstance(request.user, User):
            response.headers.setdefault("Cache-Control", "private, no-store")  # a shared computer keeps no plan
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Ask before any view runs.

        Parameters
        ----------
        request
            what the browser asks
        view
            what would answer
        args
            of the view
        kwargs
            of the view
        """
        whom = getattr(view, "open_to", None)
        if whom is None:
            raise ImproperlyConfigured(f"{view} does not say to whom it is open")
        if whom is To.ANYBODY:
            return None
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        if not viewer_of(request).may(whom):
            raise Http404
        return None
