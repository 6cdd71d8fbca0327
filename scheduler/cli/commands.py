"""The commands of `coach`: their arguments, options and help. What each does is in the module of its name."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli import serve
from scheduler.domain.imported import KINDS
from scheduler.export import MODELS

if TYPE_CHECKING:
    from scheduler.domain.replan import Order

BEGAN = time.perf_counter()  # a time limit is of the whole command, not of the call that the command makes

EXIT_CODES = """\b
Exit codes:
  0  a plan with no Required shortfall; an input without errors
  1  an unexpected failure
  2  wrong usage
  3  the input has errors, or cannot be read
  4  a plan, with a Required shortfall
  5  a plan that breaks what holds in every plan, or claims a wrong figure (audit)"""


def _epilog(*examples: str) -> str:
    return "\n".join(["\b", "Example:", *(f"  {example}" for example in examples), "", EXIT_CODES])


_inputs = click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path))
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout, and nothing else.")

_term = click.option(
    "--term",
    metavar="TERM",
    default="",
    help="The term to plan, like S1, where the master schedule has several. By default the one in Settings.",
)
_time_limit = click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds for the whole command, reading and writing included. Without it the search ends by itself.",
)
_seed = click.option(
    "--seed",
    type=click.IntRange(min=0, max=2**31 - 1),
    default=0,
    show_default=True,
    help="Another seed may find another plan of the same score.",
)


class _InOrderOfUse(click.Group):
    """Commands listed in the order in which people use them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_InOrderOfUse,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_epilog(
        "coach new school.xlsx --model avuhsd", "coach check school.xlsx", "coach solve school.xlsx -o plan.xlsx"
    ),
)
@click.version_option(package_name="coaching-scheduler", prog_name="coach")
def main() -> None:
    """Turn a school's spreadsheets into a proven coaching plan.

    The plan says in which periods each coach is released, who coaches whom, in which cycles of the year, and what
    each coach's week looks like, session by session: with its score, and the proof of how good it is.
    """


@main.command(epilog=_epilog("coach new school.xlsx", "coach new school.xlsx --model avuhsd"))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--model", type=click.Choice(list(MODELS)), help="Follow a district's coaching model.")
def new(path: Path, model: str | None) -> None:
    """Write a template workbook to fill in.

    PATH is the workbook to write (.xlsx): every sheet, with drop-downs, notes and an example.
    """
    from scheduler.cli.new import write_new

    write_new(path, model)


@main.command(
    "import",
    epilog=_epilog(
        "coach import oneroster.zip -o school.xlsx",
        'coach import exports/ calendar.ics -o school.xlsx --term "Semester 2"',
        "coach import exports/ -o spring.xlsx --since school.xlsx --map school.xlsx",
    ),
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "output",
    metavar="SCHOOL",
    required=True,
    type=click.Path(path_type=Path),
    help="The input workbook to write (.xlsx).",
)
@click.option("--kind", type=click.Choice(KINDS), help="The kind of export. By default it is found out.")
@click.option("--term", metavar="TERM", default="", help="The term to take: its name, id, abbreviation or letter.")
@click.option(
    "--map",
    "map_file",
    metavar="MAP",
    type=click.Path(path_type=Path),
    help="A workbook of an import whose sheet Map was edited: which column is which, and what values mean.",
)
@click.option(
    "--since",
    metavar="SCHOOL",
    type=click.Path(path_type=Path),
    help="The workbook of the last import: programs, priorities, coaches, bells and answers in it are kept.",
)
@_json
def import_(
    sources: tuple[Path, ...],
    output: Path,
    kind: str | None,
    term: str,
    map_file: Path | None,
    since: Path | None,
    as_json: bool,
) -> None:
    """Write an input workbook from what a student information system exports.

    SOURCE is a file, a folder or a .zip: OneRoster, Clever, PowerSchool, Infinite Campus, Aeries, a board (teachers by
    periods), another list of classes, or the district's calendar (.ics). Students are counted, never kept. What the
    export does not say is assumed, and asked in the sheet Questions.
    """
    from scheduler.cli.import_export import ImportOptions, run

    sys.exit(run(ImportOptions(sources, output, kind or "", term, map_file, since), as_json))


@main.command(
    epilog=_epilog(
        "coach check school.xlsx",
        "coach check district.xlsx sites/ --json",
        "coach check school.xlsx --states -o understood.xlsx",
    )
)
@_inputs
@click.option(
    "--states",
    is_flag=True,
    help="Say what was understood, too: what each person does in each period (in JSON: in each slot).",
)
@click.option(
    "-o",
    "--output",
    "target",
    metavar="UNDERSTOOD",
    type=click.Path(path_type=Path),
    help="With --states: the workbook to write it to (.xlsx), a row a person, to hold beside the school's own.",
)
@_term
@_json
def check(inputs: tuple[Path, ...], states: bool, target: Path | None, term: str, as_json: bool) -> None:
    """Name every problem of an input, by sheet and cell.

    Each comes with what was expected and how to fix it; nothing is solved. Errors come first, then what somebody should
    answer before a run, then notes.
    INPUT is a workbook, a .csv named like a sheet, or a folder or .zip of them; several are merged.
    """
    from scheduler.cli.check import check_files

    sys.exit(check_files(inputs, as_json, states=states, target=target, term=term))


@main.command(
    epilog=_epilog(
        "coach days school.xlsx",
        "coach days school.xlsx -o days.xlsx",
        "coach days district.xlsx sites/ --site LHS --json",
    )
)
@_inputs
@click.option("--site", metavar="SITE", default="", help="The dates of one site. By default those of all of them.")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="DAYS",
    type=click.Path(path_type=Path),
    help="A workbook to write the dates to, too (.xlsx): a row a date and site.",
)
@_term
@_json
def days(inputs: tuple[Path, ...], site: str, target: Path | None, term: str, as_json: bool) -> None:
    """Show what each date of the year is: its day, its week, its cycle, its bell schedule.

    It goes by the sheets Settings (first day, last day, day rotation), Calendar and Cycles. Nothing is solved: use it
    to see whether your A/B weeks or your days 1 to 6 come out right.
    """
    from scheduler.cli.days import show_days

    sys.exit(show_days(inputs, site, as_json, target=target, term=term))


@main.command(
    epilog=_epilog(
        "coach solve school.xlsx -o plan.xlsx",
        "coach solve district.xlsx sites/ -o plan.xlsx --by-site plans --time-limit 120",
        "coach solve school.xlsx -o calendar.xlsx --for coach:C1",
        "coach solve october.xlsx --keep plan.xlsx --from 2 -o new.xlsx",
    )
)
@_inputs
@click.option(
    "-o",
    "--output",
    "plan",
    metavar="PLAN",
    required=True,
    type=click.Path(path_type=Path),
    help="The plan workbook to write (.xlsx).",
)
@_time_limit
@_seed
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processor cores to use; by default all of them. The plan is the same with any number.",
)
@click.option(
    "--by-site", metavar="FOLDER", type=click.Path(path_type=Path), help="Write a workbook a site into FOLDER, too."
)
@click.option(
    "--cache",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the answers for sites in FOLDER: sites that have not changed are not solved again. Same plan.",
)
@click.option(
    "--for",
    "reader",
    metavar="WHO",
    default="planner",
    show_default=True,
    help="Write what this reader may see: planner (all), site-admin:SITE, principal:SITE (counts alone), coach:ID or "
    "teacher:ID. Of others' confidential sessions it shows only that time is taken.",
)
@_term
@click.option(
    "--keep",
    metavar="PLAN",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Go on from this published plan: change as little of it as the input of today allows.",
)
@click.option(
    "--from",
    "first",
    metavar="CYCLE",
    help="With --keep: the first cycle that has not ended; those before it stay as they were published.",
)
@click.option(
    "--change-after",
    "order",
    type=click.Choice(("nothing", "required", "recommended", "option")),
    help="With --keep: after which level of the score change counts; required by default.",
)
@click.option(
    "--ladder", is_flag=True, help="With --keep: plan in all four orders, and say what each step of change would gain."
)
@_json
def solve(
    inputs: tuple[Path, ...],
    plan: Path,
    time_limit: float | None,
    seed: int,
    workers: int | None,
    by_site: Path | None,
    cache: Path | None,
    reader: str,
    term: str,
    keep: Path | None,
    first: str | None,
    order: Order | None,
    ladder: bool,
    as_json: bool,
) -> None:
    """Make the best coaching plan for an input, and prove how good it is.

    INPUT is a workbook, a .csv named like a sheet, or a folder or .zip of them; several are merged.
    Ctrl-C keeps the best plan so far; a second one quits at once.
    """
    from scheduler.cli.replan import replan_options
    from scheduler.cli.solve import SolveOptions, reader_asked, run

    options = SolveOptions(
        inputs,
        plan,
        by_site,
        time_limit,
        seed,
        workers,
        reader_asked(reader, by_site),
        cache,
        replan_options(keep, first, order, ladder, plan, cache),
        term,
    )
    sys.exit(run(options, as_json, BEGAN))


@main.command(
    epilog=_epilog(
        "coach compare school.xlsx -o comparison.xlsx",
        'coach compare school.xlsx -o comparison.xlsx --vary "Sites.LHS.sections funded=5..10"',
        'coach compare school.xlsx -o comparison.xlsx --scenario "One more section" --scenario New=new.xlsx',
    )
)
@_inputs
@click.option(
    "-o",
    "--output",
    "output",
    metavar="COMPARISON",
    required=True,
    type=click.Path(path_type=Path),
    help="The comparison workbook to write (.xlsx); beside it a page (.html) and a folder of the plans.",
)
@click.option(
    "--scenario",
    "scenarios",
    metavar="NAME",
    multiple=True,
    help="Only this scenario of the sheet Scenarios (again for more); NAME=FILE is a workbook of its own.",
)
@click.option(
    "--vary",
    metavar="SWEEP",
    multiple=True,
    help='Vary one cell: "Sites.LHS.sections funded=5..10", or "Scenarios=Base, New". Twice: the two crossed.',
)
@_time_limit
@click.option(
    "--scenario-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds for each school of a scenario (schools that share coaches count as one): no scenario holds up all.",
)
@_seed
@click.option("--workers", type=click.IntRange(min=1), help="Processor cores to use; by default all of them.")
@click.option("--cluster", metavar="ADDRESS", default="", help="Solve on the Dask cluster at tls://HOST:PORT.")
@click.option(
    "--cluster-key",
    metavar="FILE",
    envvar="COACH_CLUSTER_KEY",
    type=click.Path(path_type=Path),
    help="The cluster's key, as coach cluster-key has made it.",
)
@click.option(
    "--cache",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Keep finished parts here for later runs. Without it they are kept until the comparison is written.",
)
@_term
@click.option(
    "--keep", metavar="FOLDER", hidden=True, type=click.Path(path_type=Path), help="The old name of --cache: refused."
)
@_json
def compare(
    inputs: tuple[Path, ...],
    output: Path,
    scenarios: tuple[str, ...],
    vary: tuple[str, ...],
    time_limit: float | None,
    scenario_limit: float | None,
    seed: int,
    workers: int | None,
    cluster: str,
    cluster_key: Path | None,
    cache: Path | None,
    keep: Path | None,
    term: str,
    as_json: bool,
) -> None:
    """Plan several staffing scenarios, and write them side by side.

    The scenarios stand in the sheet Scenarios of the input, each a few changes of other sheets; Base is the input as it
    stands. INPUT is a workbook, a .csv named like a sheet, or a folder or .zip of them; several are merged.
    Ctrl-C keeps what is finished, and the same command goes on from there.
    """
    from scheduler.cli.compare import CompareOptions, run

    if keep is not None:
        raise click.UsageError(f"--keep FOLDER is now called --cache, as in coach solve: write --cache {keep}")
    options = CompareOptions(
        inputs, output, scenarios, vary, time_limit, seed, workers, cluster, cache, scenario_limit, term, cluster_key
    )
    sys.exit(run(options, as_json, BEGAN))


@main.command(
    epilog=_epilog(
        "coach audit school.xlsx plan.xlsx",
        "coach audit district.xlsx sites/ plan.xlsx --json",
        "coach audit october.xlsx new.xlsx --keep plan.xlsx --from 2",
        "coach audit school.xlsx plan.xlsx -o plan-rewritten.xlsx",
    )
)
@_inputs
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    metavar="OLD",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The plan that this one goes on from: what has ended must be as it was, and Change is counted again.",
)
@click.option("--from", "first", metavar="CYCLE", help="With --keep: the first open cycle; else as the plan says.")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="NEW",
    type=click.Path(path_type=Path),
    help="Write the plan again from its rows: figures, what is unscheduled and calendars as the rows say.",
)
@_term
@_json
def audit(
    inputs: tuple[Path, ...],
    plan: Path,
    keep: Path | None,
    first: str | None,
    target: Path | None,
    term: str,
    as_json: bool,
) -> None:
    """Check a plan workbook against its input, by the rules alone.

    It finds whatever a plan breaks and every figure in it that is wrong, whoever made it or changed it by hand.
    INPUT is a workbook, a .csv named like a sheet, or a folder or .zip of them; several are merged.
    """
    from scheduler.cli.audit import audit_plan

    sys.exit(audit_plan(inputs, plan, keep, first, target, as_json, term))


@main.command(epilog=_epilog("coach changes plan.xlsx new.xlsx --input october.xlsx -o changes.xlsx"))
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--input",
    "inputs",
    metavar="INPUT",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="The input of the newer plan (again for more): names, and why something could not stay.",
)
@click.option(
    "-o",
    "--output",
    "target",
    metavar="CHANGES",
    required=True,
    type=click.Path(path_type=Path),
    help="The workbook to write (.xlsx).",
)
@_term
@_json
def changes(old: Path, new: Path, inputs: tuple[Path, ...], target: Path, term: str, as_json: bool) -> None:
    """Write what changes for whom between two plans.

    OLD is the plan that was published, NEW the one that takes its place, however it was made.
    """
    from scheduler.cli.audit import write_changes

    sys.exit(write_changes(old, new, inputs, target, as_json, term))


@main.command(
    epilog=_epilog(
        "coach options school.xlsx plan.xlsx --teacher T1",
        'coach options school.xlsx plan.xlsx --session "T1/Coaching cycle/Plan/2"',
        'coach options school.xlsx plan.xlsx --slot "C1 Tue 10:05" --json',
    )
)
@_inputs
@click.argument("plan", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--teacher", metavar="T", default="", help="Other coaches, cycles and times of this teacher.")
@click.option("--program", metavar="P", default="", help="With --teacher: the program, where there are several.")
@click.option("--session", metavar="ID", default="", help="Other times of a session: TEACHER/PROGRAM/SESSION/CYCLE.")
@click.option("--slot", metavar="SLOT", default="", help='What a coach could hold then: "C1 Tue 10:05".')
@_term
@_json
def options(
    inputs: tuple[Path, ...], plan: Path, teacher: str, program: str, session: str, slot: str, term: str, as_json: bool
) -> None:
    """Say what else could be, and what each would cost, with everything else in a plan as it is.

    Up to ten options, the best first; one other session may make way. Below them what cannot be, and who or what is
    there, with the cell. Nothing is changed: ask `coach why` what the best plan with an option would be.
    """
    from scheduler.cli.what_else import show_options

    sys.exit(show_options(inputs, plan, teacher, program, session, slot, as_json, term=term))


@main.command(
    epilog=_epilog(
        "coach why school.xlsx plan.xlsx --teacher T1 --coach C2",
        "coach why school.xlsx plan.xlsx --release C1/3",
        'coach why school.xlsx plan.xlsx --session "T1/Coaching cycle/Plan/2" --at "Tue 10:05"',
        "coach why school.xlsx plan.xlsx --unscheduled T1 --json",
    )
)
@_inputs
@click.argument("plan", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--teacher", metavar="T", default="", help="Why has this teacher that coach, and not another?")
@click.option("--program", metavar="P", default="", help="With --teacher: the program, where there are several.")
@click.option("--coach", metavar="C", default="", help="With --teacher: why not this coach?")
@click.option("--not-coach", metavar="C", default="", help="With --teacher: why this coach, and nobody else?")
@click.option(
    "--session", metavar="ID", default="", help="Why is this session when it is? TEACHER/PROGRAM/SESSION/CYCLE."
)
@click.option("--at", "when", metavar="TIME", default="", help='With --session: why not then? Like "Tue 10:05".')
@click.option("--release", metavar="C/PERIOD", default="", help="Why is this coach released then, or not?")
@click.option("--unscheduled", metavar="T", default="", help="Why are sessions of this teacher missing?")
@_time_limit
@_seed
@_term
@_json
def why(
    inputs: tuple[Path, ...],
    plan: Path,
    teacher: str,
    program: str,
    coach: str,
    not_coach: str,
    session: str,
    when: str,
    release: str,
    unscheduled: str,
    time_limit: float | None,
    seed: int,
    term: str,
    as_json: bool,
) -> None:
    """Say why something in a plan is so, and what the other way would cost.

    The answer says whether it can be, and what forbids it, with the cell; what it would cost alone, with everything
    else as it is; what the best plan with it would cost, and who would move; and in one sentence which it is.
    INPUT is a workbook, a .csv named like a sheet, or a folder or .zip of them; several are merged.
    """
    from scheduler.cli.why import WhyOptions, run

    options = WhyOptions(teacher, program, coach, not_coach, session, when, release, unscheduled)
    sys.exit(run(inputs, plan, options, as_json, seed=seed, time_limit=time_limit, term=term))


@main.command(name="cluster-key", epilog="\n".join(["\b", "Example:", "  coach cluster-key cluster.pem"]))
@click.argument("file", type=click.Path(path_type=Path))
def cluster_key(file: Path) -> None:
    """Make the key of a Dask cluster.

    FILE is the file to write, a key and its certificate. Copy it to each machine of the cluster, and keep it to
    yourself: whoever has it can run anything there. It is good for a year.
    """
    from scheduler.scenarios.cluster_key import NoKey, make_key

    try:
        make_key(file)
    except FileExistsError as error:
        raise click.ClickException(f"{file} exists already: choose another name, or move it first.") from error
    except (OSError, NoKey) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wrote {file}.")


for _command in serve.COMMANDS:
    main.add_command(_command)
