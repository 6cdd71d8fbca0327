"""The rooms of the program: what is in each, which others it may import, and where each library may be used.

`tests/test_imports.py` walks the imports by this table, and CONTRIBUTING.md prints it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HouseRoom:
    """One folder or module of `scheduler/`. Its own modules may always import each other."""

    name: str
    holds: str
    may_import: tuple[str, ...] = ()


ROOMS = (
    HouseRoom("domain", "what a district, a plan and a score are: frozen data, and the predicates of the world, once"),
    HouseRoom("leftovers", "temporary files of killed processes, found and removed"),
    HouseRoom("schema", "the sheets and their columns, for intake, the template and the docs", ("domain",)),
    HouseRoom("rules", "what each rule means, measured on a plan", ("domain",)),
    HouseRoom("reasons", "why something is not in a plan, slot by slot and cell by cell", ("domain", "rules")),
    HouseRoom("checker", "what holds in every plan, and the score; knows no solver", ("domain", "rules")),
    HouseRoom("intake", "spreadsheets in; the only reader of them", ("domain", "schema", "rules")),
    HouseRoom(
        "engine", "instance to plan; of the rules it knows names and levels alone", ("domain", "rules", "leftovers")
    ),
    HouseRoom(
        "export",
        "plan to workbook and page; the only writer",
        ("domain", "schema", "rules", "reasons", "leftovers"),
    ),
    HouseRoom(
        "replanning",
        "what of a published plan could stay, what does not, and why; never the solver",
        ("domain", "rules", "checker"),
    ),
    HouseRoom("explain", "which Required rules cannot hold together, and why", ("domain", "rules", "engine")),
    HouseRoom("bug_report", "what is kept when a plan does not hold", ("domain",)),
    HouseRoom("site_alone", "one site's part of an input, to be planned by itself", ("domain", "intake", "engine")),
    HouseRoom(
        "pipeline",
        "the one road: read, solve, audit, write",
        ("domain", "rules", "checker", "intake", "site_alone", "engine", "explain", "export", "bug_report"),
    ),
    HouseRoom(
        "keeping",
        "the road of a re-plan: read, keep, plan anew, audit, count, write",
        ("domain", "rules", "checker", "intake", "engine", "replanning", "export", "bug_report", "pipeline"),
    ),
    HouseRoom(
        "auditing",
        "the road of an audit: read a plan, check all that it says, write it anew",
        ("domain", "rules", "checker", "intake", "replanning", "export", "pipeline", "keeping"),
    ),
    HouseRoom(
        "asking",
        "the road of a question: read a plan, ask why, plan the other way, compare",
        ("domain", "rules", "checker", "intake", "engine", "reasons", "pipeline", "keeping"),
    ),
    HouseRoom(
        "answering",
        "the road of an answer: what a check asks, the likely answers, and a file in which they are made",
        ("domain", "intake", "export"),
    ),
    HouseRoom(
        "scenarios",
        "staffing scenarios side by side: tasks on one pool or a cluster, figures, the matrix",
        (
            *("domain", "rules", "checker", "intake", "site_alone", "engine", "explain", "export"),
            *("bug_report", "pipeline"),
        ),
    ),
    HouseRoom(
        "cli",
        "the command: parse, call, print",
        (
            "domain",
            "rules",
            "checker",
            "intake",
            "export",
            "pipeline",
            "keeping",
            "auditing",
            "asking",
            "reasons",
            "scenarios",
            "web",
        ),
    ),
    HouseRoom(
        "web",
        "the page (Django), a folder a feature; who may see what stands in `access.py` alone",
        (
            *("domain", "intake", "site_alone", "export", "leftovers", "pipeline", "keeping", "asking", "answering"),
            "scenarios",
        ),
    ),
    HouseRoom("__init__", "the public names", ("pipeline", "keeping", "asking")),
    HouseRoom("__main__", "`python -m scheduler`", ("cli",)),
)

MAY_IMPORT = {room.name: frozenset(room.may_import) for room in ROOMS}

# Third-party library -> the rooms that may import it.
ROOMS_OF_LIBRARY: dict[str, frozenset[str]] = {
    "ortools": frozenset({"engine", "explain"}),
    "openpyxl": frozenset({"intake", "export"}),
    "defusedxml": frozenset({"intake"}),
    "pandas": frozenset({"intake", "export", "pipeline"}),  # pipeline: its types alone
    "numpy": frozenset({"engine", "intake", "export"}),
    "rapidfuzz": frozenset({"intake"}),
    "icalendar": frozenset({"intake"}),
    "dateutil": frozenset({"intake"}),
    "xlsxwriter": frozenset({"export"}),
    "distributed": frozenset({"scenarios"}),
    "click": frozenset({"cli"}),
    "django": frozenset({"web", "cli"}),
    "authlib": frozenset({"web"}),
    "joserfc": frozenset({"web"}),
    "requests": frozenset({"web"}),
    "axes": frozenset({"web"}),
    "dj_database_url": frozenset({"web"}),
    "waitress": frozenset({"web"}),
    "rich": frozenset({"cli"}),
}
