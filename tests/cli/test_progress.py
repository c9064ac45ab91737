"""Long work shows how far it is on a terminal, and nothing elsewhere."""

import gc
import io
import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from avgraph.progress import progress_bars
from tests.commands import run_program


@pytest.mark.slow
def test_stages_are_shown_on_a_terminal(tmp_path: Path) -> None:
    """Each stage of an export has its line while it runs; at the end only the result stays."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "avgraph", "export", "-o", str(tmp_path / "x.ttl")]
    process = subprocess.Popen(
        command, stderr=theirs, stdout=subprocess.PIPE, env={**os.environ, "TERM": "xterm", "XDG_CACHE_HOME": str(tmp_path)}
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 1 << 16)
        except OSError:  # what Linux says at the end of a terminal
            break
        if not part:
            break
        shown += part
    printed, _ = process.communicate()
    os.close(ours)
    assert process.returncode == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    for stage in ("reading", "resolving", "building", "writing"):
        assert stage in text
    assert text.splitlines()[-1].startswith("wrote ")
    assert printed == b""


@pytest.mark.slow
def test_nothing_is_shown_elsewhere(tmp_path: Path) -> None:
    """Piped, standard error holds the result alone."""
    command = [sys.executable, "-m", "avgraph", "export", "-o", str(tmp_path / "x.ttl")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_bars_start_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one, work in several processes would be done by one: a process with threads cannot be forked at any moment."""
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    before = threading.active_count()
    with progress_bars() as progress:
        for stage in ("reading", "writing"):
            advance = progress(stage, 3)
            advance(1)
            assert threading.active_count() == before


def test_a_server_looks_for_garbage_and_other_commands_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a server leaves behind in days would else never be freed."""
    is_enabled: list[bool] = []

    def record(*_: object) -> dict[str, Any]:
        is_enabled.append(gc.isenabled())
        return {}

    monkeypatch.setattr("avgraph.server.run.serve", record)
    monkeypatch.setattr("avgraph.cli.commands.query.load_shipped", record)
    for arguments in (["query", "--list"], ["serve"]):
        assert run_program(*arguments).returncode == 0
    assert is_enabled == [False, True]
    assert gc.isenabled()


def test_a_process_ends_without_a_last_look_for_garbage() -> None:
    """The interpreter would look at each of millions of objects before the system takes the memory back."""
    code = (
        "import atexit, gc; atexit.register(lambda: print('frozen', gc.get_freeze_count() > 0)); from avgraph.cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code, "--version"], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "frozen True"


def test_a_process_loads_what_it_needs(tmp_path: Path) -> None:
    """Each module takes a millisecond; readers of other forms, views, git and several processes are not needed for the bundled list."""
    code = "import sys; from avgraph.cli.main import main; sys.argv[1:] = ['export', '-o', 'x.ttl']; main(); print(*sys.modules)"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
    needless = (
        "avgraph.reading.records",
        "avgraph.reading.structured",
        "avgraph.views.narrowing",
        "multiprocessing",
        "subprocess",
        "numpy",
    )
    loaded = done.stdout.split()
    assert "avgraph.reading.tagged.reader" in loaded
    assert [name for name in loaded if name.startswith(needless)] == []
