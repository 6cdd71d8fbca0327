"""Faults of the program itself, as a run keeps them: a sentence, and after its colon what the fault says."""

from __future__ import annotations

FAULT = "The program failed while it worked on this, and would again:"
NOT_KEPT = "A plan was made, and the database cannot keep it:"
SOLVER_FAILED = "The solver failed:"
_FAULTS = (FAULT, NOT_KEPT, SOLVER_FAILED)


def without_details(failure: str) -> str:
    """Why a run failed, for others than the planner: a fault may speak of anything that the program has read."""
    if not failure.startswith(_FAULTS):
        return failure
    return f"{failure.partition(':')[0]}. The district planner sees the reason."
