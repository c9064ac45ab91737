"""Write a file whole or not at all: what was there before stays until the new one is complete."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from avgraph.errors import WriteError


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write `content` to `path` whole or not at all. Raises WriteError where the path cannot be written."""
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            message = f"{target}: a folder; give the path of a file"
            raise WriteError(message)
        with beside(target) as (file, _):
            file.write(content)
    except OSError as error:
        message = f"{target}: cannot be written: {error.strerror or error}"
        raise WriteError(message) from None


@contextlib.contextmanager
def beside(path: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Open a new file beside `path` that takes its place at the end, or goes where anything fails."""
    target = path.resolve() if path.is_symlink() else path
    temporary = target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            yield file, temporary
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            with contextlib.suppress(OSError):
                temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
