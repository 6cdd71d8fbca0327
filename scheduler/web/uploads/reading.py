"""The reader's process: it reads one person's files, says what it understood, and is gone.

Run as `python -m scheduler.web.uploads.reading FOLDER`, where job.json is: {"own": path of the file that was uploaded,
"others": [paths], "site": whose file it is, "sites": {path: site, of those of the others that are a site's}, "import":
{"term", "map", "since"} of an export, "answers": [[edits] of each answer]}. It leaves answer.json there. A file that is
an export of a student information system becomes an input workbook first, which stands beside it under the name that
the answer has as "imported"; one with answers a corrected copy, which is in the folder "corrected".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler import pipeline
from scheduler.domain.edits import CannotEdit, FileEdit
from scheduler.domain.person_lines import person_lines
from scheduler.domain.problem import InputProblems
from scheduler.pipeline import likely_answers
from scheduler.web.uploads.file_names import unlike
from scheduler.web.uploads.process import job_within_limits

if TYPE_CHECKING:
    from scheduler.domain.instance import Instance
    from scheduler.intake.understood import Understood

ANSWER = "answer.json"
MOST_PROBLEMS = 2_000  # kept; the counts are of all
MOST_CHARACTERS = 1_000  # of any one text in the answer: the server holds all of it


def main() -> None:
    """Read the files of the job, within this process's means."""
    read(*job_within_limits())


def read(folder: Path, job: dict[str, Any]) -> None:
    """Leave in the folder what was understood of the files, as plain data; sheets are of the file that was uploaded."""
    own, others = Path(job["own"]), [Path(p) for p in job["others"]]
    made: dict[str, Any] = {"imported": "", "import": {}, "corrected": "", "dropped": []}
    try:
        if pipeline.export_kinds(own):
            own = _import(own, job.get("import", {}), made)
        if job.get("answers"):
            own = _correct(folder, own, job["answers"], made)
    except InputProblems as refusal:
        _leave(folder, _refused(refusal))
        return
    except CannotEdit as why:
        _leave(folder, {"cannot": str(why)})
        return
    others, of_sites = _unlike_own(others, own, job["sites"])
    if job["site"]:
        found = pipeline.understand_site_file(own, others, job["site"], of_sites)
    else:
        found = pipeline.understand(own, *others, of_sites=of_sites)
    answer = {
        "sheets": [asdict(s) for s in found.sheets if _is_of(s.file, own.name)],
        "problems": [asdict(p) for p in found.problems[:MOST_PROBLEMS]],
        "problems_in_all": len(found.problems),
        "elsewhere": [asdict(p) for p in found.elsewhere[:MOST_PROBLEMS]],
        "left_out": [asdict(s) for s in found.left_out if _is_of(s.file, own.name)],
        "extent": _extent(found, job["site"]),
        "likely": _likely(own, found, job["site"]),
        "states": _states(found, job["site"]),
        **made,
    }
    _leave(folder, answer)


def _import(own: Path, asked: dict[str, Any], made: dict[str, Any]) -> Path:
    """The workbook of an export, as the command line makes it."""
    imported = pipeline.import_export(
        [own], term=asked.get("term", ""), map_file=asked.get("map") or None, since=asked.get("since") or None
    )
    made["import"] = {"kinds": imported.kinds, "term": imported.term, "terms": imported.terms}
    target = pipeline.write_import(imported, own.with_name(f"{own.stem}, imported.xlsx"))
    made["imported"] = target.name
    return target


def _correct(folder: Path, own: Path, answers: list[list[dict[str, Any]]], made: dict[str, Any]) -> Path:
    """The file with answers made; those that no longer fit are named by their numbers."""
    target = folder / "corrected"
    target.mkdir()
    edits = [[FileEdit(**edit) for edit in answer] for answer in answers]
    corrected, dropped = likely_answers.write_corrected(own, edits, target)
    made["corrected"], made["dropped"] = corrected.name, list(dropped)
    return corrected


def _unlike_own(others: list[Path], own: Path, sites: Mapping[str, str]) -> tuple[list[Path], dict[Path, str]]:
    """The other files under names unlike that of the file itself, which an import or an answer may have changed; and
    the site of each that is a site's. Messages tell one file from another by its name."""
    named: list[Path] = []
    of_sites: dict[Path, str] = {}
    taken = [own.name, *(other.name for other in others if other.name.casefold() != own.name.casefold())]
    for other in others:
        site = sites.get(str(other), "")
        is_like = other.name.casefold() == own.name.casefold()
        path = other.rename(other.with_name(unlike(other.name, site, taken))) if is_like else other
        taken.append(path.name)
        named.append(path)
        if site:
            of_sites[path] = site
    return named, of_sites


def _likely(own: Path, found: Understood, site: str) -> list[dict[str, Any]]:
    """What may be answered before a run, with the likely answers."""
    asked = likely_answers.answerable(own, found.problems, site)
    return [{"doubt": list(a.doubt), "answers": [asdict(answer) for answer in a.answers]} for a in asked]


def _states(found: Understood, site: str) -> list[dict[str, Any]]:
    """What each person does in each period; of a site's file, of its people alone."""
    lines = () if found.instance is None else person_lines(found.instance)
    return [asdict(line) for line in lines if not site or line.site == site]


def _refused(refusal: InputProblems) -> dict[str, Any]:
    """Of an export that cannot be imported: why."""
    problems = [asdict(p) for p in refusal.problems[:MOST_PROBLEMS]]
    nothing: dict[str, Any] = {"sheets": [], "elsewhere": [], "left_out": [], "extent": {}, "imported": ""}
    nothing |= {"likely": [], "states": [], "import": {}, "corrected": "", "dropped": []}
    return {**nothing, "problems": problems, "problems_in_all": len(refusal.problems)}


def _leave(folder: Path, answer: dict[str, Any]) -> None:
    (folder / ANSWER).write_text(json.dumps(_short(answer)), encoding="utf-8")


def _short(value: Any) -> Any:
    """The same data with every text cut short: names of sheets and of files can be as long as somebody likes."""
    if isinstance(value, str):
        return value if len(value) <= MOST_CHARACTERS else f"{value[:MOST_CHARACTERS]}..."
    if isinstance(value, dict):
        return {_short(key): _short(item) for key, item in value.items()}
    return [_short(item) for item in value] if isinstance(value, list | tuple) else value


def _is_of(file: str, own: str) -> bool:
    return file == own or file.startswith(f"{own}/")


def _extent(found: Understood, site: str) -> dict[str, Any]:
    """What the input comes to, where it has no error; of a site's file, also what the site comes to (`own`)."""
    instance = found.instance
    if instance is None:
        return {}
    return _counts(instance) | ({"own": _counts_at(instance, site)} if site else {})


def _counts_at(instance: Instance, site: str) -> dict[str, int]:
    """Of one site what its people may be shown."""
    here = {t.id for t in instance.teachers.values() if t.site == site}
    mine = [instance.programs[e.program] for e in instance.enrollments if e.teacher in here]
    return {
        "teachers": len(here),
        "coaches": sum(site in c.sites for c in instance.coaches.values()),
        "enrolments": len(mine),
        "sessions": sum(p.cycles * s.count for p in mine for s in p.sessions),
    }


def _counts(instance: Instance) -> dict[str, Any]:
    programs = instance.programs
    return {
        "district": instance.settings.district,
        "school_year": instance.settings.school_year,
        "sites": {s.id: s.name for s in instance.sites.values()},
        "coaches": {c.id: c.name for c in instance.coaches.values()},
        "homes": {c.id: c.home for c in instance.coaches.values()},
        "together": [list(sites) for sites in pipeline.sites_together(instance) if len(sites) > 1],
        "teachers": len(instance.teachers),
        "enrolments": len(instance.enrollments),
        "cycles": instance.settings.cycles,
        "weeks": instance.settings.weeks,
        "sessions": sum(
            programs[e.program].cycles * s.count for e in instance.enrollments for s in programs[e.program].sessions
        ),
    }


if __name__ == "__main__":
    main()
