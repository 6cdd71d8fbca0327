"""Groups of people as Calendar and Meetings name them."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain.instance import Coach, Teacher

GROUPS = ("Coaches", "Lead coaches", "New coaches", "Teachers", "Administrators", "Department chairs")


def members(
    group: str, teachers: Mapping[str, Teacher], coaches: Mapping[str, Coach], site: str = ""
) -> tuple[str, ...]:
    """The ids of a group's people, of one site or of all. A coach is of the home site; a site without home coaches has
    all who serve it.

    Parameters
    ----------
    group
        one of GROUPS
    teachers, coaches
        the district's people
    site
        the id of a site, "" for all
    """
    if group in ("Coaches", "Lead coaches", "New coaches"):
        own = [c for c in coaches.values() if site in ("", c.home)]
        own = own or [c for c in coaches.values() if site in c.sites]
        return tuple(c.id for c in own if _is_of_coaches(c, group))
    return tuple(t.id for t in teachers.values() if site in ("", t.site) and _is_of_teachers(t, group))


def people_of_site(site: str, teachers: Mapping[str, Teacher], coaches: Mapping[str, Coach]) -> frozenset[str]:
    """Whom a site stands for: its teachers, and the coaches whose home it is.

    Parameters
    ----------
    site
        the id of the site
    teachers, coaches
        the district's people
    """
    return frozenset(
        (*(t.id for t in teachers.values() if t.site == site), *(c.id for c in coaches.values() if c.home == site))
    )


def _is_of_coaches(coach: Coach, group: str) -> bool:
    return coach.lead if group == "Lead coaches" else coach.new if group == "New coaches" else True


def _is_of_teachers(teacher: Teacher, group: str) -> bool:
    if group == "Teachers":
        return teacher.may_be_coached
    return teacher.role == ("Administrator" if group == "Administrators" else "Department chair")
