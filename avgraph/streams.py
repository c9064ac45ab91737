"""Standard streams of the process that are closed, broken or cannot show a letter, and bytes on them."""

import contextlib
import errno
import io
import os
import sys


class _ClosedFile(io.RawIOBase):
    """Stands for a standard output that is closed."""

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        del content
        raise OSError(errno.EBADF, "it is closed")


class UnpaddedOutput:
    """Standard output without the blanks that tables have at the ends of lines."""

    encoding = property(lambda self: getattr(sys.stdout, "encoding", "utf-8"))  # noqa: ARG005

    def write(self, text: str) -> int:
        """Write a text that ends with a line."""
        return sys.stdout.write("\n".join(line.rstrip(" ") for line in text.split("\n")))

    def flush(self) -> None:
        """Flush standard output."""
        sys.stdout.flush()


def open_closed_streams() -> None:
    """Stand in for standard streams that are closed, so that no file takes their place; to write to such an output raises OSError."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_ClosedFile()), encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def escape_unprintable() -> None:
    """Let a terminal that cannot show a letter get an escape, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def discard_output() -> None:
    """Write nothing more to standard output until the process ends, as when the reader of the pipe has gone."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if not isinstance(sys.stdout, io.StringIO):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  (until the end of the process)


def print_bytes(content: bytes) -> None:
    """Print bytes as they are, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
