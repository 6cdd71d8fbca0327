"""Signing in, joining, and inviting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password

from scheduler.web.accounts.models import MOST_CHARACTERS_OF_ID, Role, User


class SignInForm(AuthenticationForm):
    """An e-mail address and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = {
            "invalid_login": "No account has this e-mail address and password. Five tries lock it for 15 minutes.",
            "inactive": "This account is closed. Ask the district planner.",
        }
        self.fields["username"].label = "E-mail address"
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username"})


class JoinForm(forms.Form):
    """What somebody with an invitation fills in; for a new password the address and the name are known."""

    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=1024,
        help_text="Twelve characters or more. A sentence is easy to remember.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User | None = None, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user is not None:
            del self.fields["email"], self.fields["name"]
        elif email:
            self.fields["email"].initial = email
            self.fields["email"].disabled = True

    def clean_email(self) -> str:
        """Refuse an address that already has an account."""
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(
                "There is an account with this address already. Sign in, or ask for a new link."
            )
        return email.lower()

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is easy to guess for this person."""
        given: dict[str, Any] = super().clean() or {}
        if "password" in given:
            somebody = self.user or User(email=given.get("email", ""), name=given.get("name", ""))
            try:
                validate_password(given["password"], somebody)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return given


class RoleForm(forms.Form):
    """A role, and for which site or coach."""

    role = forms.ChoiceField(label="Role", choices=Role.choices)
    place = forms.CharField(
        label="Site or coach",
        max_length=MOST_CHARACTERS_OF_ID,
        required=False,
        help_text="The id as it stands in the workbook: of the site for a site admin or principal, of the coach for a "
        "coach. Blank for a district planner.",
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a role without the place that it needs."""
        given: dict[str, Any] = super().clean() or {}
        role, place = given.get("role"), given.get("place", "")
        if role == Role.PLANNER and place:
            self.add_error("place", "A district planner is of no single site: leave this blank.")
        elif role and role != Role.PLANNER and not place:
            noun = "coach" if role == Role.COACH else "site"
            self.add_error("place", f"Write the id of the {noun}, as it stands in the workbook.")
        return given


class InviteForm(RoleForm):
    """Somebody to invite."""

    email = forms.EmailField(label="E-mail address")
    field_order = ("email", "role", "place")

    def clean_email(self) -> str:
        """Refuse the address of somebody who already has an account."""
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("This person has an account: add the role to it, in the list below.")
        return email.lower()
