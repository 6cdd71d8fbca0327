"""The program itself, as `coach solve` runs it: the engine, with a process for each core."""

from __future__ import annotations

from benchmarks.peers.result import Clock, PeerResult
from scheduler.domain.instance import Instance
from scheduler.domain.progress import Progress
from scheduler.domain.score import Score


def solve(instance: Instance, seconds: float, cores: int) -> PeerResult:
    """The engine's plan and bound, importing the solver included."""
    import ortools.sat.python.cp_model  # noqa: F401 - a peer's libraries are no part of its time: neither is ours

    from scheduler.engine import solve_instance
    from scheduler.pipeline import score_of

    clock = Clock()
    scores: list[tuple[float, Score]] = []
    bounds: list[tuple[float, Score]] = []

    def heard(progress: Progress) -> None:
        whole = progress.parts in (1, progress.done)
        if progress.bound is not None and whole:
            bounds.append((clock.now, progress.bound))
        if progress.score is not None and whole:
            keep(progress.score)

    def keep(score: Score) -> None:
        if not scores or score < scores[-1][1]:
            clock.better()
            scores.append((clock.now, score))

    result = solve_instance(instance, score_of, time_limit=seconds, workers=cores, progress=heard)
    bounds.append((clock.now, result.bound))
    keep(score_of(instance, result.plan))
    score = scores[-1][1]
    required, recommended, option = (_proven(score, scores, bounds, i) for i in range(3))
    unproven = next((i for i in range(3) if score[i] != result.bound[i]), 2)
    known = [b if i <= unproven else None for i, b in enumerate(result.bound)]
    return PeerResult(
        result.plan, (known[0], known[1], known[2]), clock.first, clock.best, (required, recommended, option)
    )


def _proven(
    score: Score, scores: list[tuple[float, Score]], bounds: list[tuple[float, Score]], level: int
) -> float | None:
    """When a plan and a bound had both come to the final score, on all levels up to one."""
    reached = next(at for at, found in scores if found[: level + 1] == score[: level + 1])
    proved = next((at for at, bound in bounds if bound[: level + 1] == score[: level + 1]), None)
    return None if proved is None else max(reached, proved)
