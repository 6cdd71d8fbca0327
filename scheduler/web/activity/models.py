"""Who did what, and when: written once, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scheduler.web.accounts.models import MOST_CHARACTERS_OF_ID, User


class Event(models.Model):
    """Something that somebody did: `what` in a word or two, `about` what, at a site or ("") the district."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    who = models.CharField(max_length=254)  # stays when the account goes
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=MOST_CHARACTERS_OF_ID, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.who} {self.what} {self.about}".strip()


def record(user: User | None, what: str, about: str = "", place: str = "") -> Event:
    """Add an event to the trail; `user` None: the program itself.

    Parameters
    ----------
    user
        who did it
    what
        what was done
    about
        the thing that it was done to
    place
        the id of the site, "" for the whole district
    """
    who = user.email if user is not None else "the program"
    return Event.objects.create(user=user, who=who, what=what, about=about[:500], place=place)


def record_stranger(who: str, what: str, about: str = "") -> Event:
    """Add an event of somebody who has not signed in: `who` is what they called themselves.

    Parameters
    ----------
    who
        the name that was given
    what
        what was done
    about
        the thing that it was done to
    """
    return Event.objects.create(user=None, who=who[:254], what=what, about=about[:500])
