"""Column who of Calendar: All, groups of people, sites, coaches and teachers."""

from __future__ import annotations

from scheduler.dates.people import GROUPS, members, people_of_site
from scheduler.intake.sheets.pins import District
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.table import Row
from scheduler.messages import dates as messages
from scheduler.messages.cells import NAME_OF_TWO

_ALL = "All"


def read_who(row: Row, district: District) -> tuple[frozenset[str], frozenset[str]] | None:
    """(the sites that a row is for as a whole, the ids of its people); None (said) where a part of it is unknown.
    Blank is All."""
    kinds = (district.site_ids, district.coach_ids, district.teacher_ids)
    sites: set[str] = set()
    people: set[str] = set()
    known = True
    for part in _parts(row, kinds):
        group = cell_values.one_of(part, (_ALL, *GROUPS))
        site = None if group else district.site_ids.find(part)
        if group == _ALL:
            sites.update(district.sites)
        elif group:
            people.update(members(group, district.teachers, district.coaches))
        elif site is not None:
            sites.add(site)
        else:
            person = _person(row, part, district)
            known = known and person is not None
            people.update([person] if person else ())
    for site in sites & set(district.sites):
        people |= people_of_site(site, district.teachers, district.coaches)
    return (frozenset(sites), frozenset(people)) if known else None


def _parts(row: Row, kinds: tuple[Ids, ...]) -> list[str]:
    text = row.text("who")
    if not text:
        return [] if row.unread("who") else [_ALL]
    if any(ids.find(text) is not None or ids.named(text) for ids in kinds):  # it may hold a comma itself
        return [text]
    return cell_values.parts_of(text)


def _person(row: Row, part: str, district: District) -> str | None:
    """The coach or teacher that a part names, by id or by full name; None where there is none, or (said) several."""
    kinds = (district.coach_ids, district.teacher_ids)
    found = next((id for ids in kinds if (id := ids.find(part)) is not None), None)
    if found is not None:
        return found
    named = [id for ids in kinds for id in ids.named(part)]
    if len(named) == 1:
        row.by_name(part, "who")
        return named[0]
    if named:
        row.report(NAME_OF_TWO, "who", text=part, ids=tuple(named))
    elif not any(ids.is_given(part) for ids in (district.site_ids, *kinds)):
        everybody = [_ALL, *GROUPS, *(id for ids in (district.site_ids, *kinds) for id in ids.all)]
        row.report(messages.UNKNOWN_WHO, "who", text=part, near=cell_values.near(part, everybody), groups=GROUPS)
    return None
