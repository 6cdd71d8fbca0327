"""The rooms of the program: what is in each, which others it may import, and where each library may be used; and the
storeys of the engine.

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
    HouseRoom("temporary_files", "temporary files of killed processes, found and removed"),
    HouseRoom("wording", "wording used in more than one place: status, stage, counts, plurals", ("domain",)),
    HouseRoom(
        "messages", "the catalogue: every problem that can be reported, its code, level, text and fix", ("domain",)
    ),
    HouseRoom("schema", "the sheets and their columns, for intake, the template and the docs", ("domain",)),
    HouseRoom("rules", "what each rule means, measured on a plan", ("domain",)),
    HouseRoom("dates", "what every date of the year is: labels, cycles; plain code below the solver", ("domain",)),
    HouseRoom("reasons", "why something is not in a plan, slot by slot and cell by cell", ("domain", "rules")),
    HouseRoom("checker", "what holds in every plan, and the score; knows no solver", ("domain", "rules")),
    HouseRoom("intake", "spreadsheets in; the only reader of them", ("domain", "messages", "schema", "rules", "dates")),
    HouseRoom(
        "engine",
        "instance to plan; of the rules it knows names and levels alone",
        ("domain", "messages", "rules", "temporary_files"),
    ),
    HouseRoom(
        "views",
        "what a reader sees of a plan, once for workbook, page and print: redaction, metrics, weeks, rows, summary",
        ("domain", "schema", "rules", "reasons", "wording"),
    ),
    HouseRoom(
        "export",
        "plan to workbook and page; writers without decisions",
        ("domain", "schema", "rules", "views", "wording", "temporary_files"),
    ),
    HouseRoom(
        "replanning",
        "what of a published plan could stay, what does not, and why; never the solver",
        ("domain", "messages", "rules", "checker"),
    ),
    HouseRoom(
        "explain", "which Required rules cannot hold together, and why", ("domain", "rules", "engine", "wording")
    ),
    HouseRoom("bug_report", "what is kept when a plan does not hold", ("domain",)),
    HouseRoom(
        "pipeline",
        "from files to files, for command and page: solve, re-plan, audit, why, what else, likely answers, one site",
        (
            *("domain", "messages", "rules", "checker", "intake", "engine", "reasons", "replanning", "explain"),
            *("views", "export", "dates", "bug_report"),
        ),
    ),
    HouseRoom(
        "scenarios",
        "staffing scenarios side by side: tasks on one pool or a cluster, figures, the matrix",
        (
            *("domain", "messages", "rules", "checker", "intake", "engine", "explain", "views", "export"),
            *("bug_report", "pipeline", "wording"),
        ),
    ),
    HouseRoom(
        "cli",
        "the command: parse, call, print",
        ("domain", "rules", "checker", "intake", "wording", "export", "pipeline", "reasons", "scenarios", "web"),
    ),
    HouseRoom(
        "web",
        "the page (Django), a folder a feature; who may see what stands in `access.py` alone",
        ("domain", "wording", "intake", "views", "export", "temporary_files", "pipeline", "reasons", "scenarios"),
    ),
    HouseRoom("__init__", "the public names", ("pipeline", "scenarios")),
    HouseRoom("__main__", "`python -m scheduler`", ("cli",)),
)

MAY_IMPORT = {room.name: frozenset(room.may_import) for room in ROOMS}

# Third-party library -> the rooms, or parts of rooms, that may import it.
ROOMS_OF_LIBRARY: dict[str, frozenset[str]] = {
    "ortools": frozenset({"engine"}),
    "openpyxl": frozenset({"intake", "export"}),
    "pandas": frozenset({"intake/imports", "views/frames", "pipeline"}),  # pipeline: the type of the public tables
    "rapidfuzz": frozenset({"intake"}),
    "icalendar": frozenset({"intake/imports"}),
    "dateutil": frozenset({"intake/imports"}),  # comes with icalendar
    "xlsxwriter": frozenset({"export"}),
    "distributed": frozenset({"scenarios/dask_pool", "scenarios/cluster_key"}),
    "click": frozenset({"cli"}),
    "rich": frozenset({"cli"}),
    "django": frozenset({"web", "cli/serve"}),
    "authlib": frozenset({"web/accounts"}),
    "joserfc": frozenset({"web/accounts"}),
    "requests": frozenset({"web/accounts"}),
    "axes": frozenset({"web/accounts"}),
    "dj_database_url": frozenset({"web/settings"}),
    "waitress": frozenset({"web"}),
}


@dataclass(frozen=True, slots=True)
class EngineStorey:
    """One folder or module of `scheduler/engine`: what is in it, and which others it may import. `why` is said where
    this is not the order that the design draws."""

    name: str
    holds: str
    may_import: tuple[str, ...] = ()
    why: str = ""


ENGINE_STOREYS = (
    EngineStorey("results", "what goes into a solve beside the instance, and what comes out"),
    EngineStorey(
        "problem", "the look-ups of an instance, its components, classes of equals, fingerprints", ("results",)
    ),
    EngineStorey("model", "the exact model: staffing, placements, meetings, start times, objective", ("problem",)),
    EngineStorey(
        "aggregate",
        "the counting model of the year, and its cuts",
        ("problem", "model"),
        "above the exact model: both are made of the same staffing and objective, which are written once",
    ),
    EngineStorey("rules", "each rule as rows of the models", ("problem", "model", "aggregate")),
    EngineStorey("search", "how a model is solved: budget, level by level, processes", ("model",)),
    EngineStorey(
        "steps",
        "relaxation, rotation, weeks, neighborhood, exact, ties, and the quick plan",
        ("results", "problem", "model", "aggregate", "rules", "search"),
    ),
    EngineStorey("result_cache", "answers for parts, kept in a folder", ("results",)),
    EngineStorey(
        "solve_component",
        "one part: the steps in their order",
        ("results", "problem", "model", "aggregate", "search", "steps"),
    ),
    EngineStorey("solve_district", "all parts, in processes", ("results", "problem", "search", "solve_component")),
    EngineStorey(
        "replan",
        "a plan anew from one that was published: most of it constants, and what is free grows ring by ring",
        ("results", "problem", "model", "aggregate", "rules", "search", "steps", "solve_component", "solve_district"),
    ),
    EngineStorey(
        "__init__", "the calls of the engine", ("results", "problem", "replan", "solve_component", "solve_district")
    ),
)
