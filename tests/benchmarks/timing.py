"""Time commands in turn, as whole processes."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AVGRAPH = (sys.executable, "-m", "avgraph")


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a measured process.

    The checkout is importable from any folder. Compiled modules go below `folder`, for both sides
    alike: the first round writes them, and no round after it compiles, as in an installed program.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def run(command: Sequence[str], folder: Path) -> str:
    """Run a command in `folder` and return what it prints; raises CalledProcessError where it fails."""
    return subprocess.run(command, cwd=folder, env=environment(folder), check=True, capture_output=True, text=True).stdout


def wall_seconds(command: Sequence[str], folder: Path) -> float:
    """Return how long a command takes as a whole process; raises CalledProcessError where it fails."""
    start = time.perf_counter()
    run(command, folder)
    return time.perf_counter() - start


def side_by_side(ours: Sequence[str], theirs: Sequence[str], folder: Path, rounds: int) -> tuple[float, float]:
    """Return the median seconds of two commands that ran in turn, after one round that does not count."""
    pairs = [(wall_seconds(ours, folder), wall_seconds(theirs, folder)) for _ in range(rounds + 1)][1:]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def has_module(name: str, python: str = sys.executable) -> bool:
    """Return whether a Python can import a module."""
    if python == sys.executable:
        return find_spec(name) is not None
    command = [python, "-c", f"from importlib.util import find_spec; raise SystemExit(find_spec({name!r}) is None)"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def peak_mebibytes() -> float:
    """Return the most memory that this process has held.

    The kernel's own figure comes first: what `getrusage` says counts in the parent's memory from before the start.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
