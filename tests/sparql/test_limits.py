"""Limits of time and memory of one piece of work, and the second wall against requests to other servers."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from avgraph.errors import EngineError, MemoryLimitError, QueryError, TimeLimitError
from avgraph.knowledge import KnowledgeGraph
from avgraph.sparql.engine import Engine
from avgraph.sparql.limits import Limits, no_new_descriptors, run_limited
from tests.conftest import SAMPLE

LIMITS = Limits(60, 2**30)
Start = Callable[[], None]


def test_results_are_handed_over() -> None:
    """Of any size and type."""

    def work(start: Start) -> tuple[bytes, int]:
        start()
        return b"x" * 10_000_000, os.getpid()

    content, pid = run_limited(work, LIMITS)
    assert (len(content), pid != os.getpid()) == (10_000_000, True)


def test_what_is_printed_before_the_start_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """By the parent, whose standard error may be elsewhere; what is to be done afterwards is done when it returns."""

    def work(start: Start) -> None:
        print("a warning", file=sys.stderr)
        start()

    def afterwards() -> None:
        time.sleep(0.2)
        (tmp_path / "cache").touch()

    run_limited(work, LIMITS, afterwards)
    assert capsys.readouterr().err == "a warning\n"
    assert (tmp_path / "cache").exists()


@pytest.mark.slow
def test_time_counts_from_the_start() -> None:
    """Loading is not limited, answering is."""

    def work(start: Start) -> str:
        time.sleep(1)
        start()
        return "done"

    assert run_limited(work, Limits(0.9, 2**30)) == "done"

    def slow(start: Start) -> None:
        start()
        time.sleep(60)

    with pytest.raises(TimeLimitError, match=r"no answer within 0\.2 seconds; ask for less"):
        run_limited(slow, Limits(0.2, 2**30))


@pytest.mark.parametrize("step", [2**20, 2**34])
def test_memory_counts_from_the_start(step: int) -> None:
    """What takes more bit by bit is seen by the watch, what asks for all at once is refused by the system."""

    def work(start: Start) -> int:
        start()
        parts = []
        while True:
            parts.append(b"x" * step)

    with pytest.raises(MemoryLimitError, match="the answer needs more than 100 MiB of memory; ask for less"):
        run_limited(work, Limits(60, 100 * 2**20))


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGBUS, signal.SIGILL])
def test_a_crash_is_an_error(how: signal.Signals) -> None:
    """As of a parser that overflows its stack."""
    with pytest.raises(EngineError, match="too complex for the engine"):
        run_limited(lambda _: os.kill(os.getpid(), how), LIMITS)


def test_what_nobody_foresaw_is_one_line() -> None:
    """Its type and text."""
    with pytest.raises(QueryError, match=r"^the query cannot be answered: KeyError: 'x'$"):
        run_limited(lambda _: dict[str, str]()["x"], LIMITS)


def test_the_process_ends_with_its_parent() -> None:
    """Killed, which it cannot see itself, while it computes without a pause."""
    code = """
import os, sys
from avgraph.sparql.limits import Limits, run_limited
def work(start):
    start()
    os.write(1, b"%d\\n" % os.getpid())
    sum(range(10**12))
run_limited(work, Limits(3600, 2**30))
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
        end = time.monotonic() + 600
        while is_running(pid) and time.monotonic() < end:
            time.sleep(0.05)
        assert not is_running(pid)


def is_running(pid: int) -> bool:
    """Tell whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_nothing_is_opened_behind_the_wall(tmp_path: Path) -> None:
    """No file and no socket; afterwards both again."""

    def work(start: Start) -> list[str]:
        start()
        refused = []
        with no_new_descriptors():
            for attempt in (lambda: open(tmp_path / "x", "w"), socket.socket):  # noqa: PTH123, SIM115
                try:
                    attempt()
                except OSError as error:
                    refused.append(str(error.strerror))
        (tmp_path / "y").touch()
        return refused

    assert run_limited(work, LIMITS) == ["Too many open files"] * 2
    assert [path.name for path in tmp_path.iterdir()] == ["y"]


@pytest.mark.slow
def test_a_request_to_another_server_meets_the_wall(bundled: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first one, which reads the query, is taken away."""
    monkeypatch.setattr("avgraph.sparql.engine.refuse_hostile", lambda _: [])
    engine = Engine.of_graph(bundled.graph)
    assert engine.is_self_contained
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.5)
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{other.getsockname()[1]}/> {{ ?a ?b ?c }} }}"

        def ask(start: Start) -> int:
            start()
            with no_new_descriptors(is_active=engine.is_self_contained):
                return len(list(engine.query(query)))

        with pytest.raises(QueryError, match="cannot be answered"):
            run_limited(ask, LIMITS)
        with pytest.raises(TimeoutError):
            other.accept()


@pytest.mark.slow
def test_a_cached_dump_is_asked_behind_the_wall(tmp_path: Path) -> None:
    """The second question, which builds nothing and so has loaded little, is answered as the first; a wrong one gets its reason."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "avgraph", "query", *arguments, str(SAMPLE)]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    first, second = (run("coauthors-of", "--person", "Zoë Müller") for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), second.stderr
    assert first.stdout == second.stdout != ""
    assert "did you mean avg:year?" in run("SELECT ?x { ?x avg:yaer 1 }").stderr
