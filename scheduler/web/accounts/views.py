"""Signing in and out, joining by an invitation, and who has which role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from scheduler.web.access import To, open_to, viewer_of
from scheduler.web.accounts.forms import InviteForm, JoinForm, RoleForm, SignInForm
from scheduler.web.accounts.models import Invitation, Membership, Role, User, role_words
from scheduler.web.accounts.tries import (
    WAIT_SECONDS,
    account_tried,
    forget_tries,
    is_locked,
    is_slowed,
    record_failure,
)
from scheduler.web.activity.models import record
from scheduler.web.uploads.checking import current_uploads

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    """Sign in with an account of this program."""

    template_name = "sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refused where a district has turned passwords off."""
        if not settings.WAYS_IN.password:
            raise Http404
        if is_slowed(request):
            page = render(request, "slowed.html", status=429)
            page["Retry-After"] = str(WAIT_SECONDS)
            return page
        self.was_locked = is_locked(request)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other ways of signing in."""
        return super().get_context_data(**kwargs, ways=settings.WAYS_IN)

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]  # the form is ours
        """Record that the person signed in."""
        user = form.get_user()
        assert isinstance(user, User)
        record(user, "signed in")
        return super().form_valid(form)

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]  # the form is ours
        """A try that failed stands in the trail; one on a locked account is none."""
        if form.cleaned_data.get("username") and form.cleaned_data.get("password") and not self.was_locked:
            record_failure(self.request, account_tried(self.request))
        return super().form_invalid(form)


sign_in = open_to(To.ANYBODY)(SignIn.as_view())


@open_to(To.ANYBODY)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    if isinstance(request.user, User):
        record(request.user, "signed out")
    logout(request)
    return redirect("sign-in")


@open_to(To.ANYBODY)
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account, or set a new password, with the link of an invitation."""
    invitation = Invitation.open_for(token)
    if invitation is None:
        return render(request, "join_over.html", status=410)
    by_password = settings.WAYS_IN.password or invitation.is_for_the_first_planner
    if request.method == "POST" and not by_password:
        raise Http404
    form = JoinForm(request.POST or None, user=invitation.user, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        user = _joined(invitation, form)
        if user is None:
            return render(request, "join_over.html", status=410)
        login(request, user, backend=BACKEND)
        return redirect("home")
    shown = {"form": form, "invitation": invitation, "token": token, "by_password": by_password}
    return render(request, "join.html", {**shown, "ways": settings.WAYS_IN})


def _joined(invitation: Invitation, form: JoinForm) -> User | None:
    """The account of an invitation, made or mended; None where the link was used at the same moment."""
    with transaction.atomic():
        if not Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=timezone.now()):
            return None
        user = invitation.user or User(email=form.cleaned_data["email"], name=form.cleaned_data["name"])
        user.set_password(form.cleaned_data["password"])
        user.save()
        Invitation.objects.filter(user=user, used_at__isnull=True).delete()  # other links to this account
        if invitation.role:
            Membership.objects.get_or_create(user=user, role=invitation.role, place=invitation.place)
        what = role_words(invitation.role, invitation.place) if invitation.role else "with a new password"
        record(user, "joined", what, invitation.place)
    return user


@open_to(To.PLANNERS)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, the invitations that are open, and a form to invite somebody."""
    form = InviteForm(request.POST or None)
    link = request.session.pop("link", None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with transaction.atomic():
            invitation, token = Invitation.make(
                email=given["email"], role=given["role"], place=given["place"], created_by=viewer_of(request).user
            )
            record(viewer_of(request).user, "invited", str(invitation), given["place"])
        return _show_link(request, given["email"], token)
    return render(
        request,
        "people.html",
        {
            "form": form,
            "role_form": RoleForm(prefix="add"),
            "link": link,
            "people": User.objects.prefetch_related("memberships").order_by("name", "email"),
            "invitations": Invitation.objects.filter(used_at__isnull=True, expires_at__gt=timezone.now()),
            "places": _places(),
        },
        status=400 if form.errors else 200,
    )


@open_to(To.PLANNERS)
@require_POST
def new_link(request: HttpRequest, number: int) -> HttpResponse:
    """A link with which somebody sets a new password."""
    user = get_object_or_404(User, pk=number)
    with transaction.atomic():
        _, token = Invitation.make(email=user.email, user=user, created_by=viewer_of(request).user)
        record(viewer_of(request).user, "made a new link", f"for {user.email}")
    return _show_link(request, user.email, token)


@open_to(To.PLANNERS)
@require_POST
def add_role(request: HttpRequest, number: int) -> HttpResponse:
    """Give somebody another role."""
    user = get_object_or_404(User, pk=number)
    form = RoleForm(request.POST, prefix="add")
    if form.is_valid():
        with transaction.atomic():
            made, _ = Membership.objects.get_or_create(user=user, **form.cleaned_data)
            record(viewer_of(request).user, "gave a role", f"{user.email}: {made}", made.place)
        messages.success(request, f"{user} is now {made}.")
    else:
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return redirect("people")


@open_to(To.PLANNERS)
@require_POST
def drop_role(request: HttpRequest, number: int) -> HttpResponse:
    """Take a role away; the last planner stays one."""
    with transaction.atomic():
        planners = Membership.objects.select_for_update().filter(role=Role.PLANNER, user__is_active=True)
        role = get_object_or_404(Membership, pk=number)
        if role.role == Role.PLANNER and not [p for p in planners if p.pk != role.pk]:
            messages.error(request, "There must be a district planner: make somebody else one first.")
        else:
            role.delete()
            record(viewer_of(request).user, "took a role away", f"{role.user.email}: {role}", role.place)
            messages.success(request, f"{role.user} is no longer {role}.")
    return redirect("people")


@open_to(To.PLANNERS)
@require_POST
def delete_person(request: HttpRequest, number: int) -> HttpResponse:
    """Delete an account, with its roles, links and ways to sign in; what it has done stays in the trail."""
    with transaction.atomic():
        user = get_object_or_404(User.objects.select_for_update(), pk=number)
        if user.pk == viewer_of(request).user.pk:
            messages.error(request, "This is your own account: another district planner can delete it.")
            return redirect("people")
        roles = ", ".join(map(str, user.memberships.all())) or "no role"
        record(viewer_of(request).user, "deleted an account", f"{user.email}: {roles}")
        forget_tries(user.email)
        user.delete()
        messages.success(request, f"{user} is deleted, and can no longer sign in.")
    return redirect("people")


@open_to(To.PLANNERS)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take an invitation back."""
    with transaction.atomic():
        invitation = get_object_or_404(Invitation, pk=number, used_at__isnull=True)
        record(viewer_of(request).user, "withdrew an invitation", str(invitation), invitation.place)
        invitation.delete()
    return redirect("people")


def _show_link(request: HttpRequest, email: str, token: str) -> HttpResponse:
    """Show a link once, on the next page: it is kept nowhere else."""
    request.session["link"] = {"email": email, "address": request.build_absolute_uri(reverse("join", args=[token]))}
    return redirect("people")


def _places() -> dict[str, str]:
    """The ids that a role can be of, as far as they are known."""
    found: dict[str, str] = {}
    for upload in current_uploads():
        found |= upload.extent.get("sites", {}) | upload.extent.get("coaches", {})
    return found
