"""What a rule is to the engine: what it adds to each kind of model, and what it sees of an enrolment."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from scheduler.domain.instance import Enrolment
from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.objective import Objective
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex


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
        what it sees of an enrolment, whoever its coach is: two enrolments of which all rules see the same are counted
        as one class
    sees_with
        what it sees of an enrolment under one coach
    reserves
        whether it keeps whole slots of coaches free
    spare_meetings
        whether more meetings of a group than it needs may be of use to it, at a coach's home site
    """

    name: str
    staffing: Callable[[Staffing], None] | None = None
    capacity: Callable[[CapacityModel], None] | None = None
    rotation: Callable[[Mapping[int, CapacityModel]], None] | None = None
    calendar: Callable[[Calendar], None] | None = None
    sees: Callable[[ProblemIndex, Enrolment], Hashable] | None = None
    sees_with: Callable[[ProblemIndex, Enrolment, str], Hashable] | None = None
    reserves: bool = False
    spare_meetings: Callable[[Objective, str], bool] | None = None

    @property
    def is_of_staffing_alone(self) -> bool:
        """Whether releases and coaches decide it, whatever the weeks are."""
        return self.capacity is None and self.rotation is None and self.calendar is None
