"""Write a line for each request."""

import sys
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LONGEST = 1000
"""Characters of a path that are logged."""


class Log:
    """A line on standard error for each request: who, what, status, bytes, milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and write the line whatever happens."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status, size, is_whole = time.perf_counter(), 0, 0, False

        async def counting(message: Message) -> None:
            nonlocal status, size, is_whole
            await send(message)
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
                is_whole = not message.get("more_body", False)

        try:
            await self.app(scope, receive, counting)
        finally:
            client = scope["client"][0] if scope.get("client") else "-"
            taken = (time.perf_counter() - start) * 1000
            # Where no response was begun the server ended before it could be.
            line = f"{printable(client)} {printable(scope['method'])} {printable(scope['path'])} {status or 503} {size} B {taken:.0f} ms"
            write_log(line if is_whole else f"{line}, cut off")


def printable(text: str) -> str:
    """Return text in ASCII, on one line, without what would command a terminal."""
    shown = text[:_LONGEST] + "..." * (len(text) > _LONGEST)
    shown = shown.encode("ascii", "backslashreplace").decode("ascii")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in shown)


def write_log(line: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
