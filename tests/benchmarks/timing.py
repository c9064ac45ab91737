"""Time two commands in turn, as whole processes."""

import resource
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path


def wall_seconds(command: Sequence[str], folder: Path) -> float:
    """Return how long a command takes as a whole process; raises CalledProcessError where it fails."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def side_by_side(ours: Sequence[str], theirs: Sequence[str], folder: Path, rounds: int) -> tuple[float, float]:
    """Return the median seconds of two commands that ran in turn, after one round that does not count."""
    pairs = [(wall_seconds(ours, folder), wall_seconds(theirs, folder)) for _ in range(rounds + 1)][1:]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def cpu_seconds(command: Sequence[str], folder: Path) -> float:
    """Return how long a command keeps a processor, as a whole process; raises CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cpu_side_by_side(commands: Sequence[Sequence[str]], folder: Path, rounds: int) -> list[float]:
    """Return the least CPU seconds of commands that ran in turn, after one round that does not count."""
    rows = [[cpu_seconds(command, folder) for command in commands] for _ in range(rounds + 1)][1:]
    return [min(column) for column in zip(*rows, strict=True)]
