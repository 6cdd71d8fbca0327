"""Sheet Scenarios, and sweeps: the inputs that they make of one input, each read and checked like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.matching import folded
from scheduler.domain.message import Message
from scheduler.domain.place import Place
from scheduler.domain.problem import InputProblems, Problem
from scheduler.domain.scenario import BASE, Ask, Axis, ScenarioChange, ScenarioInput, Step
from scheduler.intake.files.read_files import NO_SITES, OfSites, copied, read_files
from scheduler.intake.instance import instance_of, read_into
from scheduler.intake.problems import FoundProblem, Problems
from scheduler.intake.scenarios.changes import Changes, Order
from scheduler.intake.scenarios.editable_tables import FIRST_MADE_ROW, Sheets
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import scenarios as messages
from scheduler.schema.sheets import CHANGES

# Where the changes of scenarios that stand in no file are said to be: as they would be in one.
FILE_OF_MADE = "Scenarios.csv"
COLUMNS_OF_MADE = ("scenario", "change", "sheet", "row", "column", "value")


class UnknownScenario(ValueError):
    """A scenario is asked for that no sheet Scenarios has; the message lists those that there are."""


@dataclass(slots=True)
class _Named:
    """The rows of Scenarios with one name."""

    name: str
    rows: list[Row] = field(default_factory=list)


def read_scenarios(
    paths: Sequence[Path | str],
    names: Sequence[str] | None = None,
    workbooks: Sequence[tuple[str, Path]] = (),
    axes: Sequence[Axis] = (),
    of_sites: OfSites = NO_SITES,
    term: str = "",
    made: Sequence[tuple[str, Sequence[Ask]]] = (),
) -> tuple[ScenarioInput, ...]:
    """The input as it stands (Base), then the scenarios: those of its sheet that `names` picks (None: all of them),
    those made elsewhere, whole workbooks by name, and every point where the axes of a sweep cross.

    Parameters
    ----------
    paths
        workbooks, .csv files, folders and .zips
    names
        the scenarios to read, None for all
    workbooks
        other inputs to compare, each with a name
    axes
        the axes of a sweep
    of_sites
        the paths that are a site's, each with the site's id
    term
        the term to plan, "" for the one in Settings
    made
        scenarios that stand in no sheet of the input, each with its changes; whatever is called the same there is
        another one

    Raises
    ------
    InputProblems
        there is an error in any of them: all errors, those of scenarios at their own cells; or two have one name
    UnknownScenario
        `names` or an axis names a scenario that the sheet does not have
    """
    study = ScenarioBuilder(paths, of_sites, term)
    scenarios = [study.base()]
    study.take_fixes()
    for named in study.chosen(names):
        scenarios.append(study.scenario(named.name, study.orders(named), _first_cell(named)))
    row = 2
    for name, asks in made:
        scenarios.append(study.scenario(name, study.asked(asks, row), _cell_of_made(row, "scenario")))
        row += len(asks)
    for name, path in workbooks:
        scenarios.append(study.workbook(name, path))
    study.refuse_same_names([n.name for n in study.chosen(names)], [name for name, _ in (*made, *workbooks)])
    for name, orders, point in study.points(axes):
        scenarios.append(study.scenario(name, orders, Place(study.file, "--vary"), point))
    if study.problems.has_errors:
        raise InputProblems(study.problems.in_order())
    return tuple(s for s in scenarios if s is not None)


def read_checked(paths: Sequence[Path | str], first: int, of_sites: OfSites, term: str) -> Instance:
    """The input as it stands, once it and all its scenarios are checked: what a check refuses, no other command takes.

    Parameters
    ----------
    paths
        workbooks, .csv files, folders and .zips
    first
        the first cycle that is still open, from 1
    of_sites
        the paths that are a site's, each with the site's id
    term
        the term to plan, "" for the one in Settings

    Raises
    ------
    InputProblems
        there is an error, in the input or in a scenario of it
    """
    study = ScenarioBuilder(paths, of_sites, term)
    if study.reading is not None:
        study.reading.first = first
    base = study.base()
    said = study.problems.in_order()
    for named in study.chosen(None) if not study.problems.has_errors else ():
        study.scenario(named.name, study.orders(named), _first_cell(named))
    if base is None or study.problems.has_errors:
        raise InputProblems(study.problems.in_order())
    return replace(base.instance, problems=said)


def check_input(paths: Sequence[Path | str], term: str = "") -> tuple[Problem, ...]:
    """Every error, warning and note of an input and of its scenarios, in the order of the sheets."""
    return check_study(paths, term=term).problems.in_order()


def check_study(paths: Sequence[Path | str], of_sites: OfSites = NO_SITES, term: str = "") -> ScenarioBuilder:
    """An input, read once, with its problems and those of all its scenarios.

    Parameters
    ----------
    paths
        workbooks, .csv files, folders and .zips
    of_sites
        the paths that are a site's, each with the site's id
    term
        the term to plan, "" for the one in Settings
    """
    study = ScenarioBuilder(paths, of_sites, term)
    study.base()
    for named in study.chosen(None):
        study.scenario(named.name, study.orders(named), _first_cell(named))
    return study


class ScenarioBuilder:
    """One input and what its scenarios make of it; `problems` are of all of them.

    `reading` is None where no sheet could be read, and so is `instance` where the input as it stands has an error;
    `as_read` is then what could be read of it.
    """

    def __init__(self, paths: Sequence[Path | str], of_sites: OfSites = NO_SITES, term: str = "") -> None:
        self.problems = Problems()
        self.of_sites = of_sites
        self.term = term
        self.books = read_files(paths, self.problems, of_sites)
        usable = any(book.sheets for book in self.books)
        self.reading = InputWorkbook.of_books(copied(self.books), self.problems, term) if usable else None
        self.file = next((sheet.file for book in self.books for sheet in book.sheets), "")
        self.instance: Instance | None = None
        self.as_read: Instance | None = None
        self.said_of_base: frozenset[Problem] = frozenset()
        self.by_name: dict[str, _Named] = {}

    def base(self) -> ScenarioInput | None:
        """The input as it stands; None where it cannot be read."""
        if self.reading is None:
            return None
        instance = instance_of(self.reading)
        self.as_read, self.instance = instance, None if self.problems.has_errors else instance
        self.settings = instance.settings
        self.said_of_base = frozenset(self.problems.in_order())
        self.by_name = self._named(self.reading)
        return ScenarioInput(BASE, instance)

    def chosen(self, names: Sequence[str] | None) -> Iterator[_Named]:
        """The scenarios of the sheet that are asked for, in the order asked."""
        for name in self.by_name if names is None else names:
            if folded(name) != folded(BASE):
                yield self._known(name)

    def _known(self, name: str) -> _Named:
        found = self.by_name.get(name.strip().casefold())
        if found is None:
            there = ", ".join(f'"{n.name}"' for n in self.by_name.values())
            has = f"the sheet Scenarios has {there}" if there else "the input has no sheet Scenarios with rows"
            near = cell_values.near(name, [n.name for n in self.by_name.values()])
            raise UnknownScenario(f'there is no scenario "{name}"{near}: {has}.')
        return found

    def _named(self, reading: InputWorkbook) -> dict[str, _Named]:
        found: dict[str, _Named] = {}
        for row in reading.rows("Scenarios"):
            name = row.text("scenario")
            if folded(name) == folded(BASE):
                row.report(messages.BASE_CHANGED, "scenario", name=name)
                continue
            found.setdefault(name.casefold(), _Named(name)).rows.append(row)
        return found

    def take_fixes(self) -> None:
        """Take the fixes of a plan that is given with the input as scenarios too, but those whose name is taken."""
        if self.reading is None:
            return
        found: dict[str, _Named] = {}
        for row in self.reading.fix_rows():
            name = row.text("scenario")
            found.setdefault(name.casefold(), _Named(name)).rows.append(row)
        self.by_name = found | self.by_name

    def refuse_same_names(self, of_sheet: Iterable[str], others: Iterable[str]) -> None:
        """Say which scenarios have the name of one of the sheet."""
        taken = {folded(name) for name in of_sheet}
        for name in others:
            if folded(name) in taken:
                self.problems.report(messages.NAME_TAKEN, Place("", "Scenarios"), name=name)

    # ---- what is asked for

    def asked(self, asks: Iterable[Ask], first: int) -> list[Order]:
        """The changes of a scenario that was made elsewhere, at the cells that they would have in a sheet of such
        scenarios, from the row `first`."""
        return [self._order_at(ask, row) for row, ask in enumerate(asks, first)]

    def _order_at(self, ask: Ask, row: int) -> Order:
        def where(column: str) -> Place:
            return _cell_of_made(row, column)

        def report(message: Message, column: str, /, **fields: object) -> None:
            self.problems.report(message, where(column), **fields)

        return Order(ask.kind, ask.sheet, ask.row, ask.column, ask.value or None, where, report)

    def orders(self, named: _Named) -> list[Order]:
        """The changes of a scenario of the sheet, in the order of its rows."""
        return [order for row in named.rows if (order := _order_of(row))]

    def points(self, axes: Sequence[Axis]) -> Iterator[tuple[str, list[Order], tuple[tuple[str, str], ...]]]:
        """Every point of a sweep but Base itself: its name, its changes, and its place on each axis."""
        for steps in product(*(axis.steps for axis in axes)) if axes else ():
            orders: list[Order] = []
            for axis, step in zip(axes, steps, strict=True):
                if folded(step.scenario) != folded(BASE):
                    orders += self.orders(self._known(step.scenario))
                orders += [self._vary(ask, axis) for ask in step.asks]
            point = tuple((axis.name, step.label) for axis, step in zip(axes, steps, strict=True))
            if orders:
                yield ", ".join(_point_name(a, s) for a, s in zip(axes, steps, strict=True)), orders, point

    def _vary(self, ask: Ask, axis: Axis) -> Order:
        origin = Place("", f'--vary "{axis.text}"')
        return Order(ask.kind, ask.sheet, ask.row, ask.column, ask.value, lambda _: origin, self._heard_at(origin))

    def _heard_at(self, origin: Place) -> Callable[..., None]:
        """What is said of a change that no sheet asks for, whichever of its cells is meant: all of it at one place."""
        problems = self.problems

        def report(message: Message, _column: str, /, **fields: object) -> None:
            problems.report(message, origin, **fields)

        return report

    # ---- what comes of it

    def scenario(
        self, name: str, orders: Iterable[Order], first: Place, point: tuple[tuple[str, str], ...] = ()
    ) -> ScenarioInput | None:
        """The input with these changes; None where the input itself cannot be read. Its problems are said.

        Parameters
        ----------
        name
            the scenario's name
        orders
            the changes, each a row of the sheet Scenarios
        first
            where the scenario begins, for problems that no single change is to blame for
        point
            where it lies in a sweep: the value on each axis
        """
        if self.reading is None:
            return None
        sheets = Sheets(self.books, self.file, self.settings.days)
        changes = Changes(sheets, self.settings)
        before = frozenset(self.problems.in_order())
        for order in orders:
            changes.make(order)
        problems = Problems()
        reading = InputWorkbook.of_books(sheets.books, problems, self.term)
        instance = instance_of(reading)
        for found in problems.found():
            if problems.in_words(found) not in self.said_of_base:
                self.problems.add(_moved(found, sheets, name, first))
        said = tuple(p for p in self.problems.in_order() if p not in before)
        return ScenarioInput(name, replace(instance, problems=said), tuple(changes.made), point)

    def changed(self, asks: Iterable[Ask]) -> Instance | None:
        """The input with some changes, as a scenario would have it; None where it then has an error. What is wrong with
        it is not said."""
        said, self.problems = self.problems, Problems()
        origin = Place("", "Fixes")
        heard = self._heard_at(origin)
        orders = [Order(a.kind, a.sheet, a.row, a.column, a.value, lambda _: origin, heard) for a in asks]
        made = self.scenario("Fixes", orders, origin)
        failed, self.problems = self.problems.has_errors, said
        return None if made is None or failed else made.instance

    def workbook(self, name: str, path: Path) -> ScenarioInput | None:
        """A scenario that is a workbook of its own."""
        problems = Problems()
        instance = read_into(problems, [path], of_sites=self.of_sites, term=self.term)
        if instance is None or problems.has_errors:
            for found in problems.found():
                self.problems.add(replace(found, place=replace(found.place, file=found.place.file or path.name)))
            return None
        return ScenarioInput(
            name, instance, (ScenarioChange("Workbook", "", "", "", "", path.name, f"--scenario {name}"),)
        )


def _point_name(axis: Axis, step: Step) -> str:
    """ "LHS sections funded 6"; of an axis of scenarios the scenario's own name."""
    return step.label if step.scenario == step.label else f"{axis.name} {step.label}"


def _order_of(row: Row) -> Order | None:
    kind = row.choice("change", CHANGES)
    if kind is None:
        return None
    if row.unread("value") or row.unread("row"):
        return None
    return Order(kind, row.text("sheet"), row.text("row"), row.text("column"), row.raw("value"), row.where, row.report)


def _cell_of_made(row: int, column: str) -> Place:
    return Place(FILE_OF_MADE, "Scenarios", row, COLUMNS_OF_MADE.index(column) + 1)


def _first_cell(named: _Named) -> Place:
    return named.rows[0].where("scenario")


def _moved(found: FoundProblem, sheets: Sheets, name: str, first: Place) -> FoundProblem:
    """A problem of a changed cell, at the cell of Scenarios that asks for it; any other, where the scenario begins. A
    cell that a scenario has made stands in no file: where one is named, the cell that asks for it is."""
    fields = tuple((key, _asked(value, sheets) if isinstance(value, Place) else value) for key, value in found.fields)
    origin = sheets.origins.get(found.place)
    if origin is None:
        return replace(found, place=first, fields=fields, scenario=name, stands=found.place)
    return replace(found, place=origin, fields=fields)


def _asked(place: Place, sheets: Sheets) -> Place:
    is_made = place.row is not None and place.row >= FIRST_MADE_ROW
    return sheets.origins.get(place, place) if is_made else place
