"""Why a plan is as it is: which Required rules cannot hold together, in words and figures."""

from scheduler.domain.conflict import Conflict
from scheduler.explain.conflict import conflicts_of

__all__ = ["Conflict", "conflicts_of"]
