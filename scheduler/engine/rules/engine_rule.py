"""What a rule is to the engine: what it adds to each kind of model, and what it sees of an enrollment."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from scheduler.domain.instance import Enrollment, Instance, Level, ProgramSession
from scheduler.domain.plan import Purpose
from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.aggregate.session_patterns import PatternCosts
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.objective import Objective, Term
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.rules.quick_rule import QuickRule

RuleLimits = Mapping[str, tuple[float, ...]]
NOTHING_TO_CHOOSE = QuickRule()


def limit_or_none(value: int | None) -> float:
    """A limit as a figure that can be compared; none is the loosest."""
    return math.inf if value is None else float(value)


@dataclass(frozen=True)
class EngineRule:
    """One rule as rows of models, under the name that it has in the registry.

    Parameters
    ----------
    name
        the rule's name in `scheduler.rules`
    staffing
        adds the shortfall to a model that decides staffing, exactly
    capacity
        adds never more than the shortfall, where days are summed away
    rotation
        adds it across the capacity models of all cycles
    calendar
        adds it to a model with real slots, exactly
    sees
        what it sees of an enrollment, whoever its coach is: two enrollments of which all rules see the same are counted
        as one class
    sees_with
        what it sees of an enrollment under one coach
    missing
        counts, where days are summed away, the sessions of so many cycles that are due and not placed
    patterns
        what it costs how one enrollment's sessions lie in the week, seen alone
    reserves
        what it keeps whole slots of coaches free for
    spare_meetings
        whether more meetings of a group than it needs may be of use to it, at a coach's home site
    joins_homes
        whether the home coaches of a site cannot be planned apart
    level_of_session
        at which level a missing session counts
    limits
        figures of an instance of which more only allows more, by kind, where its value is nothing but such a limit:
        each counts in this rule alone, by what a plan has above it (or below it: then with its sign changed)
    without_limits
        the instance with none of these figures of its own; the rule's value is left out besides
    quick
        what the choices of the quick plan cost
    """

    name: str
    staffing: Callable[[Staffing], None] | None = None
    capacity: Callable[[CapacityModel], None] | None = None
    rotation: Callable[[Mapping[int, CapacityModel]], None] | None = None
    calendar: Callable[[Calendar], None] | None = None
    sees: Callable[[ProblemIndex, Enrollment], Hashable] | None = None
    sees_with: Callable[[ProblemIndex, Enrollment, str], Hashable] | None = None
    missing: Callable[[Objective, ProblemIndex, Enrollment, int, Mapping[str, list[Term]]], None] | None = None
    patterns: Callable[[ProblemIndex, Objective, Enrollment], PatternCosts] | None = None
    reserves: Purpose | None = None
    spare_meetings: Callable[[Objective, str], bool] | None = None
    joins_homes: Callable[[Instance, str], bool] | None = None
    level_of_session: Callable[[Instance, str, ProgramSession], Level] | None = None
    limits: Callable[[Instance], RuleLimits] | None = None
    without_limits: Callable[[Instance], Instance] | None = None
    quick: QuickRule = NOTHING_TO_CHOOSE

    @property
    def is_of_staffing_alone(self) -> bool:
        """Whether releases and coaches decide it, whatever the weeks are."""
        return self.capacity is None and self.rotation is None and self.calendar is None
