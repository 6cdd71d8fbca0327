"""One site planned by itself: its part of an input, and what its people are told where that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.message import problem_of
from scheduler.domain.place import NOWHERE, Place
from scheduler.domain.problem import InputProblems, Problem
from scheduler.messages import planning as messages

SHARED_COACHES = messages.SHARED_COACHES.code  # the problem of a site that is not planned alone


def part_of_site(instance: Instance, site: str) -> Instance:
    """The part of an input that is one site's: its teachers, its coaches, and what the district says of them.

    Raises
    ------
    InputProblems
        there is no such site, or its coaches also work elsewhere: then it is not planned alone. The words name no
        other site, for they are read by people of this one
    """
    from scheduler.engine import parts_of

    part = next((p for p in parts_of(instance) if site in p.sites), None)
    if part is None:
        raise InputProblems((problem_of(messages.SITE_IS_NOT_THERE, Place(sheet="Sites"), site=site),))
    if len(part.sites) > 1:
        raise InputProblems((problem_of(messages.SHARED_COACHES, Place(sheet="Coaches"), site=site),))
    return part


def read_site(inputs: Sequence[Path], site: str, of_sites: Mapping[Path, str], term: str = "") -> Instance:
    """One site's part of an input. All of it is read, for the district's file may speak of people of other sites.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    site
        the id of the site
    of_sites
        the files that are a site's, each with the id of the site
    term
        the term to plan, "" for the one in Settings

    Raises
    ------
    InputProblems
        the input has errors, in words that tell nothing beyond the site's own files; or the site is not planned alone
    """
    from scheduler.intake import read_instance

    try:
        instance = read_instance(inputs, of_sites=of_sites, term=term)
    except InputProblems:
        raise InputProblems(_told_to(site, inputs, of_sites)) from None
    return part_of_site(instance, site)


def _told_to(site: str, inputs: Sequence[Path], of_sites: Mapping[Path, str]) -> tuple[Problem, ...]:
    from scheduler.intake.understood import understand_site_file

    found: tuple[Problem, ...] = ()
    for path in (path for path in inputs if of_sites.get(path) == site):
        found += understand_site_file(path, [p for p in inputs if p != path], site, of_sites).problems
    if any(p.level == "error" for p in found):
        return found
    return (problem_of(messages.DISTRICT_HAS_ERRORS, NOWHERE), *found)
