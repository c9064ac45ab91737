"""Runs the program as a process would, without the half second that a process takes to start."""

import gc
import io
import signal
import sys
from subprocess import CompletedProcess

import pytest

from avgraph.cli.main import main


def run_program(*arguments: str) -> "CompletedProcess[str]":
    """Run ``avgraph`` on arguments, with streams of its own: what the program prints is escaped and ended as in a shell.

    Click's ``CliRunner`` runs the commands alone. What is about file descriptors or signals needs a process.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    handler = signal.getsignal(signal.SIGTERM)
    code: object = 0
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("argv", ["avgraph", *arguments]), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, value)
        try:
            main()
        except SystemExit as ending:
            code = ending.code or 0
        finally:
            gc.enable()
            signal.signal(signal.SIGTERM, handler)
    printed = []
    for stream in (out, err):
        stream.seek(0)
        printed.append(stream.read())
    assert isinstance(code, int)
    return CompletedProcess(arguments, code, *printed)
