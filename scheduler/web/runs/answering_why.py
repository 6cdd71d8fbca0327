"""The solver's process, where somebody asks why a row of a plan is as it is: the answer, as plain data."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduler.domain.why import WhyAnswer
    from scheduler.pipeline.why import PlanAsked
    from scheduler.reasons.questions import WhyQuestion

MOST_SECONDS = 30.0  # of all that a question may be answered with
MOST_SHOWN = 50


def answered(job: Mapping[str, Any], tell: Callable[[dict[str, Any]], None], stop: threading.Event) -> dict[str, Any]:
    """Answer the question of a job.

    Parameters
    ----------
    job
        {"files", "sites", "plan": the workbook, "question": what was asked of which row, "seed"}
    tell
        hears how far it has come
    stop
        ends the search

    Raises
    ------
    InputProblems
        the input has errors
    """
    from scheduler.pipeline.why import read_asked, why
    from scheduler.reasons.wishes import NoSuchThing

    tell({"step": "read"})
    of_sites = {Path(path): site for path, site in job["sites"].items()}
    asked = read_asked(job["files"], job["plan"], of_sites=of_sites)
    if asked.audit.violations:
        return {"failure": f"The plan does not hold, so nothing can be said of it: {asked.audit.violations[0]}."}
    try:
        question = _question(asked, job["question"])
    except NoSuchThing as error:
        return {"failure": f"This cannot be asked: {error}."}
    tell({"step": "solve"})
    answer = why(
        asked,
        question.text,
        question.wishes,
        reasons=question.reasons,
        seed=job["seed"],
        stop=stop,
        time_limit=MOST_SECONDS / max(1, len(question.wishes)),
    )
    return {"outcome": {"status": "answered", "stopped": stop.is_set(), "answer": _plain(answer)}, "reports": []}


def _question(asked: PlanAsked, about: Mapping[str, Any]) -> WhyQuestion:
    from scheduler.reasons.questions import about_coach, about_release, about_session, about_unscheduled
    from scheduler.reasons.wishes import NoSuchThing

    instance, plan = asked.instance, asked.plan
    match about["kind"]:
        case "coach":
            return about_coach(instance, plan, about["teacher"], program=about["program"], coach=about["coach"])
        case "release":
            return about_release(instance, plan, f"{about['coach']}/{about['period']}")
        case "unscheduled":
            return about_unscheduled(instance, plan, about["teacher"])
        case "session":
            return about_session(instance, plan, _session(asked, about), about["at"])
    raise NoSuchThing(f"{about['kind']} is nothing that can be asked about")


def _session(asked: PlanAsked, about: Mapping[str, Any]) -> str:
    """The id of the session that a row of the table Sessions shows."""
    from scheduler.domain.instance import hhmm
    from scheduler.reasons.questions import session_id
    from scheduler.reasons.wishes import NoSuchThing

    days = asked.instance.settings.days
    wanted = tuple(about[name] for name in ("teacher", "program", "session", "cycle", "week", "day", "start"))
    for row in asked.plan.sessions:
        shown = (row.teacher, row.program, row.session, str(row.cycle), str(row.week), days[row.day], hhmm(row.start))
        if shown == wanted:
            return session_id(asked.plan, row)
    raise NoSuchThing(f"{about['session']} of {about['teacher']} is in no open cycle of the plan at that time")


def _plain(answer: WhyAnswer) -> dict[str, Any]:
    """The answer without what is longer than a page shows."""
    found = asdict(answer)
    found["score"] = str(answer.score)
    if answer.alone is not None:
        found["alone"]["score"] = str(answer.alone.score)
        found["alone"]["breaks"] = list(answer.alone.breaks[:MOST_SHOWN])
    if answer.best is not None:
        found["best"]["score"], found["best"]["bound"] = str(answer.best.score), str(answer.best.bound)
        found["best"]["changes"] = found["best"]["changes"][:MOST_SHOWN]
    return found
