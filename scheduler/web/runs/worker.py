"""The worker: takes runs from the queue one at a time, and watches over the process that solves each."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from scheduler.domain.reader import PLANNER
from scheduler.scenarios.compare import file_name
from scheduler.temporary_files import temporary_folder
from scheduler.web.disk import CANNOT_SAVE, WHAT_TO_DO, is_no_room, tells_of_no_room
from scheduler.web.runs import queue
from scheduler.web.runs.failures import FAULT, NOT_KEPT, SOLVER_FAILED
from scheduler.web.runs.models import Run
from scheduler.web.runs.queue import Claim, ReaderReport
from scheduler.web.runs.solving import ANSWER
from scheduler.web.storing import in_words, is_away, load_storable
from scheduler.web.uploads.checking import files_in
from scheduler.web.uploads.models import Upload

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
SIGN_SECONDS = 10.0
STOP_GRACE_SECONDS = 20.0  # from the limit's end, or from a stop, to the plan; then the solver is ended
NO_ROOM = f"{CANNOT_SAVE} {WHAT_TO_DO}"
OUT_OF_MEMORY = "The solver's process was ended from outside twice: most likely it ran out of memory."


class Worker:
    """One worker. `run_forever` ends when it is told to, between two runs or by putting its run back."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}-{os.getpid()}"
        self.ending = threading.Event()  # at once: the run goes back into the queue
        self.last = threading.Event()  # after the run that is worked on
        self._signed = 0.0

    def run_forever(self) -> None:
        """Take runs until a signal ends it. A database that is away for a moment is waited for."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        while not self.ending.is_set() and not self.last.is_set():
            try:
                close_old_connections()
                self._sign()
                if not self.take_one():
                    self.ending.wait(IDLE_SECONDS)
            except DatabaseError:
                log.exception("the database does not answer; trying again")
                self.ending.wait(5 * IDLE_SECONDS)

    def take_one(self) -> bool:
        """Take one run and bring it to its end; False where none waits."""
        held = queue.claim()
        if held is None:
            return False
        log.info("run %s, attempt %s", held.run, held.attempt)
        try:
            with temporary_folder() as folder:
                self._work(held, folder)
        except Exception as why:
            # Whatever the fault is, it would be there again at the next attempt, twenty times; only of a database that
            # is away for a moment nothing is known: its lease ends, and the run is taken up again.
            if is_away(why):
                raise
            log.exception("run %s failed", held.run)
            queue.fail(held, NO_ROOM if is_no_room(why) else f"{FAULT} {in_words(why)}")
        return True

    def _work(self, held: Claim, folder: Path) -> None:
        run = Run.objects.get(pk=held.run)
        if run.keep_title and run.keep_id is None:
            queue.fail(held, f"{run.keep_title} was deleted, and this plan was to go on from it.")
            return
        limit_seconds = min(run.limit_seconds, settings.MOST_RUN_SECONDS)
        (folder / "inputs").mkdir()
        uploads = list(run.uploads.order_by("place"))
        files = [str(p) for p in files_in(folder / "inputs", uploads)]
        sites = {file: upload.place for file, upload in zip(files, uploads, strict=True) if upload.place}
        job = {
            "kind": run.kind,
            "files": files,
            "sites": sites,
            "seed": run.seed,
            "limit_seconds": limit_seconds,
            "scenarios": scenarios_in(folder, run),
            "sheet_too": run.sheet_too,
            "scenario_seconds": run.scenario_seconds,
            "site": run.place,
            "question": run.question,
            "keep": plan_file(folder, run.keep),
            "from": run.keep_from,
            "plan": plan_file(folder, run.about),
        }
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        with _Solver(folder) as solver:
            watched = self._watch(held, solver, limit_seconds)
        if not watched:
            return
        answer = folder / ANSWER
        if solver.code != 0 or not answer.is_file():
            last = solver.last_words(folder)
            log.error("run %s: the solver ended with %s: %s", held.run, solver.code, last)
            if tells_of_no_room(last):
                queue.fail(held, NO_ROOM)
            else:
                queue.died(held, OUT_OF_MEMORY if solver.code < 0 else f"{SOLVER_FAILED} {last}")
            return
        self._keep(held, folder, load_storable(answer.read_text(encoding="utf-8")))

    def _watch(self, held: Claim, solver: _Solver, limit_seconds: int) -> bool:
        """Renew the lease until the solver is done; False where the run is no longer this worker's to end."""
        until = time.monotonic() + limit_seconds + STOP_GRACE_SECONDS
        told = solver.progress
        while not solver.wait(settings.RUN_LEASE_SECONDS / 5 if settings.RUN_LEASE_SECONDS < 10 else 1.0):
            if self.ending.is_set():
                queue.release(held)
                return False
            stop = queue.renew(held, solver.progress)
            self._sign()
            if stop is None:
                log.warning("run %s was taken over by another worker", held.run)
                return False
            if stop and not solver.stopping:
                solver.ask_to_stop()
                until = min(until, time.monotonic() + STOP_GRACE_SECONDS)
            if solver.progress != told:
                told = solver.progress
                if told.get("step") == "write":  # many plans take a while to be written: what goes on is not ended
                    until = max(until, time.monotonic() + STOP_GRACE_SECONDS)
            if time.monotonic() > until:
                queue.fail(held, "The solver did not end in time. Run it again with a longer limit.")
                return False
        return True

    def _keep(self, held: Claim, folder: Path, answer: dict[str, Any]) -> None:
        if "failure" in answer:
            queue.fail(held, answer["failure"])
            return
        if "problems" in answer:
            queue.fail(held, "The files have errors when they are read together.", answer["problems"])
            return
        reports = (
            ReaderReport(r["reader"], r["label"], (folder / r["file"]).read_bytes(), r["pages"])
            for r in answer["reports"]
        )
        try:
            kept = queue.finish(held, answer["outcome"], reports)
        except Exception as why:
            if is_away(why) or is_no_room(why):
                raise
            log.exception("run %s: its result cannot be kept", held.run)
            queue.fail(held, f"{NOT_KEPT} {in_words(why)}")
            return
        if not kept:
            log.warning("run %s was taken over by another worker", held.run)

    def _sign(self) -> None:
        if time.monotonic() - self._signed >= SIGN_SECONDS or not self._signed:
            self._signed = time.monotonic()
            queue.sign_of_life(self.name)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.ending.set()


def plan_file(folder: Path, run: Run | None) -> str:
    """The workbook of a plan that is gone on from, or asked about, as the planner has it; "" of none."""
    if run is None:
        return ""
    (folder / "plan").mkdir()
    path = folder / "plan" / f"{file_name(run.title)}.xlsx"
    path.write_bytes(run.reports.values_list("workbook", flat=True).get(reader=str(PLANNER)))
    return str(path)


def scenarios_in(folder: Path, run: Run) -> list[dict[str, Any]]:
    """The scenarios of a comparison; of those that are workbooks the files, each in a folder of its own. A site's
    stands beside the files of the district and of the other sites, as the site's own does; `sites` says whose each is.
    """
    found = []
    for number, scenario in enumerate(run.scenarios):
        if "upload" not in scenario:
            found.append({"name": scenario["name"], "changes": scenario["changes"]})
            continue
        own = folder / "scenarios" / str(number) / file_name(scenario["name"])
        own.mkdir(parents=True)
        beside = list(run.uploads.exclude(place=run.place)) if run.place else []
        workbook = Upload.objects.get(pk=scenario["upload"])
        files = files_in(own, [*beside, workbook])
        sites = {str(f): u.place for f, u in zip(files, [*beside, workbook], strict=True) if u.place and beside}
        found.append({"name": scenario["name"], "file": str(own if beside else files[0]), "sites": sites})
    return found


class _Solver:
    """The process that solves, with what it has told of its progress. It ends with the worker, however that ends."""

    def __init__(self, folder: Path) -> None:
        self._errors = (folder / "stderr").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "scheduler.web.runs.solving", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            start_new_session=True,  # Ctrl-C on the terminal is the worker's to handle
        )
        self.progress: dict[str, Any] = {"step": "read"}
        self.stopping = False
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def __enter__(self) -> _Solver:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_all()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            if pipe is not None:
                pipe.close()

    def _end_all(self) -> None:
        """End the process and those that it has started: they are a group of their own."""
        if sys.platform == "win32":
            self._process.kill()
            return
        with contextlib.suppress(ProcessLookupError):  # all of them have ended by themselves
            os.killpg(self._process.pid, signal.SIGKILL)

    @property
    def code(self) -> int:
        return self._process.returncode

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within so many seconds."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def ask_to_stop(self) -> None:
        """Ask for the best plan so far."""
        self.stopping = True
        assert self._process.stdin is not None
        try:
            self._process.stdin.write("stop\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return  # it has just ended by itself

    def last_words(self, folder: Path) -> str:
        """The last line that it wrote on stderr."""
        lines = (folder / "stderr").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.progress = load_storable(line)
