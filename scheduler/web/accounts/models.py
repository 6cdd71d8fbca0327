"""Who may sign in, in which role, and for which site or coach."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from scheduler.domain.reader import Reader, Who

INVITATION_DAYS = 7
MOST_CHARACTERS_OF_ID = 200


class Role(models.TextChoices):
    """What somebody is here; the words are those of `scheduler.domain.reader`."""

    PLANNER = "planner", "District planner"
    SITE_ADMIN = "site-admin", "Site admin"
    PRINCIPAL = "principal", "Principal"
    COACH = "coach", "Coach"


class UserManager(BaseUserManager["User"]):
    """Accounts by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody with an account; signs in with an e-mail address and a password."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """One role of one person: the planner of the district, the admin or principal of a site, or a coach."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    place = models.CharField(max_length=MOST_CHARACTERS_OF_ID, blank=True)  # id of the site or coach; "": the district

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role", "place"], name="one_membership_of_a_kind"),
        ]
        ordering: ClassVar = ["role", "place"]

    def __str__(self) -> str:
        return role_words(self.role, self.place)

    @property
    def reader(self) -> Reader:
        """For whom the program makes what this role may see."""
        who: Who = self.role  # type: ignore[assignment]  # the choices of Role are those of Who
        return Reader(who, self.place)


class Invitation(models.Model):
    """A link with which somebody makes an account, or (`user` given) sets a new password. Used once, for a week."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)  # "": whoever holds the link gives it
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    place = models.CharField(max_length=MOST_CHARACTERS_OF_ID, blank=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="invitations")
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.email or 'anybody'}: {self.words}"

    @property
    def words(self) -> str:
        """What it makes of whoever uses it."""
        return role_words(self.role, self.place) if self.role else "new password"

    @property
    def is_for_the_first_planner(self) -> bool:
        """Whether it is the link that `coach serve` prints: for whoever has set the page up, with a password always."""
        return not self.email and self.user_id is None

    @classmethod
    def make(
        cls,
        *,
        email: str = "",
        role: str = "",
        place: str = "",
        user: User | None = None,
        created_by: User | None = None,
    ) -> tuple[Invitation, str]:
        """An invitation and the token of its link, of which only the hash is kept. An older link for the same, that
        nobody has used, ends with it.

        Parameters
        ----------
        email
            the address to which the link goes
        role
            what the person is there
        place
            the id of the site, "" for the whole district
        user
            whose account the role is added to, None for a new person
        created_by
            who invites
        """
        token = secrets.token_urlsafe(32)
        if user is not None:
            cls.objects.filter(user=user, used_at__isnull=True).delete()
        elif email:
            cls.objects.filter(email__iexact=email, role=role, place=place, used_at__isnull=True).delete()
        made = cls.objects.create(
            token_hash=_hash(token),
            email=email,
            role=role,
            place=place,
            user=user,
            created_by=created_by,
            expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
        )
        return made, token

    @classmethod
    def open_for(cls, token: str) -> Invitation | None:
        """The invitation of a token, where it can still be used."""
        return cls.objects.filter(token_hash=_hash(token), used_at__isnull=True, expires_at__gt=timezone.now()).first()

    @classmethod
    def waiting_for(cls, email: str) -> models.QuerySet[Invitation]:
        """The invitations to a role that an address can still use."""
        return cls.objects.filter(email=email, used_at__isnull=True, expires_at__gt=timezone.now()).exclude(role="")


class Identity(models.Model):
    """The account that somebody has with a provider (`issuer`), by the name that it never gives to another. After the
    first time a person is known by it and no longer by the address, which may be given to somebody else."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_user_of_an_identity"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_identity_of_an_issuer"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.issuer}"


def role_words(role: str, place: str) -> str:
    """ "Site admin of LHS"."""
    name = Role(role).label
    return f"{name} {'' if role == Role.COACH else 'of '}{place}" if place else name


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
