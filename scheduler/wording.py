"""The words that the program says in more than one place: status, stage, counts and plurals."""

from __future__ import annotations

from scheduler.domain.progress import Stage

STATUS_WORDS = {
    "optimal": "Proven best",
    "feasible": "Best found",
    "short": "Falls short",
    "failed": "No plan",
    "stopped": "Stopped",
}
STAGE_WORDS: dict[Stage, str] = {
    "quick": "Making a quick plan for every school",
    "staffing": "Choosing release periods and caseloads",
    "rotation": "Spreading teachers over the cycles",
    "calendar": "Laying out each coach's week",
    "refining": "Looking for a better plan",
}


def plural(number: int, one: str, many: str = "") -> str:
    """Return the noun for a number of things: "coach" of 1, else "coaches"; `many` where an s is not enough.

    Parameters
    ----------
    number
        how many there are
    one
        the noun for one
    many
        the noun for several, "" for `one` with an s
    """
    return one if number == 1 else many or one + "s"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 teacher", "1,200 teachers", "2 coaches".

    Parameters
    ----------
    number
        how many there are
    one
        the noun for one
    many
        the noun for several, "" for `one` with an s
    """
    return f"{number:,} {plural(number, one, many)}"


def singular(unit: str) -> str:
    """Return the singular of a unit: "coach" of "coaches", "slot" of "slots"."""
    return unit.removesuffix("es") if unit.endswith("ches") else unit.removesuffix("s")


def percent(part: float, whole: float) -> str:
    """Return a share in whole percent; "100%" and "0%" only where it is so."""
    if not whole:
        return "\u2013"
    share = 100 * part / whole
    rounded = min(99, max(1, round(share))) if 0 < part < whole else round(share)
    return f"{rounded}%"


def hours(minutes: float) -> str:
    """Return minutes as people say them: "9 h 15 min"."""
    whole, rest = divmod(round(minutes), 60)
    return " ".join(filter(None, (f"{whole} h" if whole else "", f"{rest} min" if rest or not whole else "")))
