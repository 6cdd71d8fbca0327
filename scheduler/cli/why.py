"""The questions about a plan: why, and why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console

from scheduler.cli import screen
from scheduler.cli.outcomes import BROKEN, FAILED, FINE, file_failure, print_json, refuse
from scheduler.cli.sentences import printable, told_json
from scheduler.domain.problem import InputProblems
from scheduler.domain.score import Violation
from scheduler.domain.why import RuleDifference, WhyAnswer
from scheduler.pipeline import BrokenPlan
from scheduler.pipeline.why import PlanAsked, read_asked, why
from scheduler.reasons.questions import WhyQuestion, about_coach, about_release, about_session, about_unscheduled
from scheduler.reasons.wishes import NoSuchThing

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}.*")
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class WhyOptions:
    """What `coach why` was asked; exactly one of teacher, session, release and unscheduled is given."""

    teacher: str = ""
    program: str = ""
    coach: str = ""
    not_coach: str = ""
    session: str = ""
    at: str = ""
    release: str = ""
    unscheduled: str = ""

    def check(self) -> None:
        """Refuse what does not go together.

        Raises
        ------
        click.UsageError
            there is no question, or are two; an option has no question to belong to
        """
        asked = [name for name in ("teacher", "session", "release", "unscheduled") if getattr(self, name)]
        if len(asked) != 1:
            raise click.UsageError("ask one thing: --teacher, --session, --release or --unscheduled")
        of_teacher = self.program or self.coach or self.not_coach
        if of_teacher and not self.teacher:
            raise click.UsageError("--program, --coach and --not-coach belong to --teacher")
        if self.coach and self.not_coach:
            raise click.UsageError("--coach and --not-coach are two questions; ask one of them")
        if self.at and not self.session:
            raise click.UsageError("--at belongs to --session")
        if self.session and not self.at:
            raise click.UsageError('--session needs --at: the time that it could have instead, like "Tue 10:05"')
        if _DATED.fullmatch(self.at):
            raise click.UsageError(
                f'--at {self.at}: a date needs a year with dates, which come later; write "Tue 10:05"'
            )


def run(
    inputs: Sequence[Path],
    plan: Path,
    options: WhyOptions,
    as_json: bool,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    term: str = "",
) -> int:
    """Answer one question about a plan.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    plan
        the plan workbook
    options
        the question
    as_json
        whether to print JSON
    seed
        the seed of the search
    time_limit
        seconds for all of it, None for no limit
    term
        the term to plan, "" for the one in Settings
    """
    options.check()
    try:
        asked = read_asked(inputs, plan, term=term)
    except InputProblems as refusal:
        return refuse(refusal, as_json)
    except OSError as error:
        raise file_failure("read", error) from error
    if asked.audit.violations:
        not_holding(plan, asked.audit.violations, as_json)
        return BROKEN
    try:
        question = _question(asked, options)
    except NoSuchThing as error:
        raise click.UsageError(f"{error}.") from error
    try:
        answer = why(asked, question.text, question.wishes, reasons=question.reasons, seed=seed, time_limit=time_limit)
    except BrokenPlan as broken:
        screen.console(stderr=True).print(f"Internal error: {printable(broken.findings[0])}", soft_wrap=True)
        return FAILED
    if as_json:
        print_json(_json(answer))
    else:
        _show(screen.console(), answer)
    return FINE


def not_holding(plan: Path, violations: Sequence[Violation], as_json: bool) -> None:
    """Say that a plan breaks what holds in every plan, so that there is nothing to ask of it.

    Parameters
    ----------
    plan
        the plan workbook
    violations
        what the plan breaks
    as_json
        whether to print JSON
    """
    if as_json:
        print_json({"violations": [asdict(v) for v in violations]})
    else:
        err = screen.console(stderr=True)
        first = printable(str(violations[0]))
        err.print(f"{plan.name} does not hold, so nothing can be said of it: {first}", soft_wrap=True)


def _question(asked: PlanAsked, options: WhyOptions) -> WhyQuestion:
    instance, plan = asked.instance, asked.plan
    if options.release:
        return about_release(instance, plan, options.release)
    if options.session:
        return about_session(instance, plan, options.session, options.at)
    if options.unscheduled:
        return about_unscheduled(instance, plan, options.unscheduled)
    return about_coach(
        instance, plan, options.teacher, program=options.program, coach=options.coach, not_coach=options.not_coach
    )


def _json(answer: WhyAnswer) -> dict[str, object]:
    alone, best = answer.alone, answer.best
    return {
        "question": answer.question,
        "possible": answer.possible,
        "hindrances": [{"text": h.text, "sheet": h.sheet, "cell": h.cell, "fix": h.fix} for h in answer.hindrances],
        "reasons": list(answer.reasons),
        "alone": None
        if alone is None
        else {
            "score": list(alone.score),
            "differences": [asdict(d) for d in alone.differences],
            "breaks": list(alone.breaks),
        },
        "best": None
        if best is None
        else {
            "score": list(best.score),
            "bound": list(best.bound),
            "proven": best.proven,
            "differences": [asdict(d) for d in best.differences],
            "people": best.people,
            "changes": [told_json(t) for t in best.changes],
        },
        "verdict": answer.verdict,
        "sentence": answer.sentence,
        "seconds": {name: round(value, 3) for name, value in answer.seconds},
    }


def _show(out: Console, answer: WhyAnswer) -> None:
    def say(text: str, indent: int = 0) -> None:
        out.print(" " * indent + printable(text), soft_wrap=True)

    say(answer.question)
    for reason in answer.reasons:
        say(reason, 2)
    if answer.possible or not answer.hindrances:
        say(f"It can be: {'yes' if answer.possible else 'no'}.")
    else:
        say("It can be: no.")
        for h in answer.hindrances:
            cell = f" ({h.sheet}!{h.cell})" if h.cell and not h.pinned else ""
            say(f"{h.text}{cell}. {h.fix}", 2)
    if answer.alone is not None:
        say(f"Alone, everything else as it is: {answer.alone.score} instead of {answer.score}.")
        for line in (*answer.alone.breaks[:_MOST_SHOWN], *_lines(answer.alone.differences)):
            say(line, 2)
    if answer.best is not None:
        best = answer.best
        proof = "proven" if best.proven else f"not proven; no such plan is below {best.bound}"
        moving = f"{best.people} people move in the plan that was found"
        say(f"At best: {best.score} instead of {answer.score} ({proof}); {moving}.")
        for line in _lines(best.differences):
            say(line, 2)
    say(answer.sentence)


def _lines(differences: Sequence[RuleDifference]) -> list[str]:
    return [
        f"{d.rule} ({d.level}{f', {d.site}' if d.site else ''}): {d.by:+d}" + (f", {d.about}" if d.about else "")
        for d in differences[:_MOST_SHOWN]
    ]
