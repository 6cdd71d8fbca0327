"""What is found when a plan is asked for: of one site, of pins, of a published plan."""

from __future__ import annotations

from scheduler.domain.message import Message

SITE_IS_NOT_THERE = Message("no-such-site", "error", '"{site}" is not in the sheet Sites.', "Add its row.")
SHARED_COACHES = Message(
    "shared-coaches",
    "error",
    "{site} shares coaches with other sites, so they are planned together.",
    "The district planner does that.",
)
DISTRICT_HAS_ERRORS = Message(
    "does-not-fit", "error", "the district's files have errors.", "Ask the district planner, who can see where."
)
CHANGE_DOES_NOT_FIT = Message(
    "does-not-fit",
    "error",
    "this change does not work with the district's files.",
    "Change the scenario, or ask the district planner.",
)
SCENARIO_DOES_NOT_FIT = Message(
    "does-not-fit",
    "error",
    "a scenario does not work with the district's files.",
    "Change the scenario, or ask the district planner.",
)
PINS_CONFLICT = Message(
    "pins-conflict",
    "error",
    "no plan keeps all of these pins: {pins}.",
    "Take one of them out, or change its time or coach.",
)
PIN_CONFLICT = Message(
    "pins-conflict", "error", "no plan keeps this pin.", "Take one of them out, or change its time or coach."
)
PINS_UNKEPT = Message(
    "pins-unkept",
    "error",
    "no plan was found that keeps all pins of sessions, though nothing proves that there is none.",
    "Take some of them out, or leave their times open.",
)
NO_SUCH_CYCLE = Message(
    "unknown-cycle",
    "error",
    "the year has no cycle {first} (it has cycles 1 to {cycles}).",
    "Name one of its cycles.",
)
PIN_HAS_NO_CYCLE = Message(
    "pin-has-no-cycle",
    "error",
    "{teacher} has had all cycles of {programs: and } before cycle {first}.",
    "Take the pin out.",
)
KEPT_PLAN_MISSING = Message(
    "kept-plan-missing",
    "error",
    "this plan goes on from {kept}, which its figures of change need.",
    "Name that plan with --keep.",
)
