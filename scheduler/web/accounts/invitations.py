"""Who comes in with the account of a provider: whoever was invited, and nobody else."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from scheduler.web.accounts.models import Identity, Invitation, Membership, User, role_words
from scheduler.web.accounts.oidc import Attested, NotSignedIn
from scheduler.web.accounts.providers import Provider
from scheduler.web.activity.models import record


def account_of(attested: Attested, provider: Provider) -> User:
    """The account of somebody, made now where an invitation waits for the address.

    Raises
    ------
    NotSignedIn
        the address is not verified or of another domain, nobody has invited it, or the account is closed
    """
    _refuse_address(attested, provider)
    with transaction.atomic():
        link = _link(attested)
        joins = _used([*([link] if link else []), *Invitation.waiting_for(attested.email)])
        identity = Identity.objects.filter(issuer=attested.issuer, subject=attested.subject).first()
        user = identity.user if identity else User.objects.filter(email=attested.email).first()
        if user is None:
            user = _new_account(attested, provider, joins)
        if not user.is_active:
            raise NotSignedIn("This account is closed. Ask the district planner.", f"{user.email} is closed")
        if identity is None:
            _tie(user, attested, provider, anew=any(i.user_id == user.pk for i in joins))
        for invitation in joins:
            if invitation.role:
                Membership.objects.get_or_create(user=user, role=invitation.role, place=invitation.place)
            what = role_words(invitation.role, invitation.place) if invitation.role else "by a new link"
            record(user, "joined", f"{what}, with {provider.name}", invitation.place)
        record(user, "signed in", f"with {provider.name}")
    return user


def _refuse_address(attested: Attested, provider: Provider) -> None:
    if not attested.email:
        raise NotSignedIn(f"{provider.name} does not tell your e-mail address. Ask the district planner.")
    if not attested.is_verified:
        raise NotSignedIn(
            f"{provider.name} does not say that {attested.email} is verified as yours. Verify it there, or ask the "
            "district planner."
        )
    domain = attested.email.rpartition("@")[2]
    if settings.WAYS_IN.domains and domain not in settings.WAYS_IN.domains:
        raise NotSignedIn(f"{attested.email} is not an address of the district. Choose another account.")


def _link(attested: Attested) -> Invitation | None:
    """The invitation of the link with which the person began, where there was one."""
    token = attested.asked.get("token")
    if not token:
        return None
    link = Invitation.open_for(token)
    if link is None:
        raise NotSignedIn("This link is over. If you have an account, sign in; else ask the district planner.")
    if link.email not in ("", attested.email):
        raise NotSignedIn(
            f"This link is for {link.email}, and you are signed in there as {attested.email}. Choose the other "
            "account, or ask the district planner for a link for this one."
        )
    return link


def _used(invitations: list[Invitation]) -> list[Invitation]:
    """Use invitations up; those that nobody else has used at the same moment."""
    open_ones = {i.pk: i for i in invitations}
    now = timezone.now()
    return [i for i in open_ones.values() if Invitation.objects.filter(pk=i.pk, used_at=None).update(used_at=now)]


def _new_account(attested: Attested, provider: Provider, joins: list[Invitation]) -> User:
    if not any(i.role for i in joins):
        raise NotSignedIn(f"{attested.email} is not invited here. Ask the district planner for an invitation.")
    user = User(email=attested.email, name=(attested.name or attested.email.partition("@")[0])[:150])
    user.set_unusable_password()
    user.save()
    return user


def _tie(user: User, attested: Attested, provider: Provider, *, anew: bool) -> None:
    """Tie an account to its identity; to another one only with a new link of the planner's."""
    if anew:
        Identity.objects.filter(user=user, issuer=attested.issuer).delete()
    elif Identity.objects.filter(user=user, issuer=attested.issuer).exists():
        raise NotSignedIn(
            f"{attested.email} belongs to another {provider.name} account than before. Ask the district planner for a "
            "new link.",
            f"{user.email} has another subject at {attested.issuer}",
        )
    Identity.objects.create(user=user, issuer=attested.issuer, subject=attested.subject)
