"""What the pool gives for a request: an answer, or the reason why there is none."""

import os
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Self

from avgraph.server.budget import Budget

SMALL = 1 << 16
"""Bytes up to which an answer counts as sent: it is no more than the buffers of its connection."""


class RefusedError(Exception):
    """No answer, for a reason that `status` and the message tell the client."""

    def __init__(self, status: int, said: str, *, is_passing: bool = False) -> None:
        """Keep the `status` of HTTP; `is_passing` where it may work in some seconds."""
        super().__init__(said)
        self.status = status
        self.is_passing = is_passing


@dataclass(slots=True)
class Reply:
    """An answer: its media type, and its bytes in a file that has no name any more."""

    media_type: str
    file: IO[bytes]
    size: int
    budget: Budget
    """From which the size was taken, if it is more than SMALL."""

    def __enter__(self) -> Self:
        """Hold it until the end of the block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let it go, and with it the place of the file."""
        if not self.file.closed:
            self.file.close()
            if self.size > SMALL:
                self.budget.give_back(self.size)

    def keep(self) -> None:
        """Hold it for good, so that it counts as unsent no longer."""
        if self.size > SMALL:
            self.budget.give_back(self.size)
        self.budget = Budget(self.size, self.size)

    def read(self, start: int, count: int) -> bytes:
        """Return some of the bytes; many may read at once."""
        return os.pread(self.file.fileno(), count, start)
