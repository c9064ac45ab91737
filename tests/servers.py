"""Servers that tests and benchmarks start themselves, on loopback and free ports, and stop: avgraph's own, Oxigraph's, Virtuoso."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

SECONDS_TO_START = 600
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    url: str
    """Of its first page, or of what `name` says."""
    process: "subprocess.Popen[bytes]"
    log: Path

    def said(self) -> str:
        """Return what it has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def avgraph_server(*arguments: str, **constants: float) -> Iterator[Server]:
    """Run ``avgraph serve`` with arguments; `constants` of its modules are set before, as in ``connections__SECONDS_TO_ASK=1``.

    Its temporary files are in the folder of its log.
    """
    program = ["-m", "avgraph"]
    if constants:
        imported = {name.partition("__")[0] for name in constants}
        lines = [f"import avgraph.server.{module} as {module}" for module in sorted(imported)]
        lines += [f"{name.replace('__', '.', 1)} = {value}" for name, value in constants.items()]
        program = ["-c", "\n".join([*lines, "from avgraph.__main__ import main", "main()"])]
    with tempfile.TemporaryDirectory(prefix="avgraph-log-") as folder:
        log = Path(folder) / "log"
        command = [sys.executable, *program, "serve", "--port", "0", *arguments]
        with log.open("wb") as file:
            process = subprocess.Popen(command, stderr=file, cwd=folder, env={**os.environ, "TMPDIR": folder})
        try:
            address = _wait(process, log, lambda: re.search(r" at (http://\S+/) ", log.read_text(encoding="utf-8")))
            yield Server(address[1], process, log)
        finally:
            _end(process, signal.SIGTERM)


@contextlib.contextmanager
def oxigraph_server(*options: str, is_on_disk: bool = False) -> Iterator[Server]:
    """Run the Oxigraph server on an empty store, in memory, which takes a tenth of the time of one on disk; its url is that of the server."""
    program = Path(sys.executable).with_name("oxigraph")
    with tempfile.TemporaryDirectory(prefix="avgraph-oxigraph-") as folder:
        port, log = free_port(), Path(folder) / "log"
        place = ("--location", f"{folder}/data") if is_on_disk else ()
        with log.open("wb") as file:
            process = subprocess.Popen([program, "serve", *place, "--bind", f"127.0.0.1:{port}", *options], stdout=file, stderr=file)
        try:
            _wait(process, log, lambda: _answers(port))
            yield Server(f"http://127.0.0.1:{port}", process, log)
        finally:
            _end(process, signal.SIGTERM)


def has_virtuoso() -> bool:
    """Tell whether Virtuoso is installed."""
    return shutil.which("virtuoso-t") is not None


@contextlib.contextmanager
def virtuoso_server(buffers: int = 20_000) -> Iterator[Server]:
    """Run Virtuoso (Debian's virtuoso-opensource-7-bin) on an empty database, user and password ``dba``; its url is that of the server.

    `buffers` are the pages of 8 KiB that it holds in memory.
    """
    with tempfile.TemporaryDirectory(prefix="avgraph-virtuoso-") as folder:
        port, log = free_port(), Path(folder) / "virtuoso.log"
        Path(folder, "virtuoso.ini").write_text(
            f"""[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{free_port()}
LiteMode = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {buffers * 3 // 4}
DirsAllowed = .
DefaultIsolation = 2
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
MaxClientConnections = 20
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = 600
MaxQueryCostEstimationTime = 0
""",
            encoding="utf-8",
        )
        with (Path(folder) / "out").open("wb") as file:
            process = subprocess.Popen(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], cwd=folder, stdout=file, stderr=file)
        try:
            _wait(process, log, lambda: _answers(port))
            yield Server(f"http://127.0.0.1:{port}", process, log)
        finally:
            _end(process, signal.SIGKILL)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _wait(process: "subprocess.Popen[bytes]", log: Path, ready: Callable[[], _Found | None]) -> _Found:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        found = ready()
        if found:
            return found
        time.sleep(0.05)
    said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    message = f"the server did not start: {said[-2000:]}"
    raise RuntimeError(message)


def _end(process: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, how)
    try:
        process.wait(120)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
