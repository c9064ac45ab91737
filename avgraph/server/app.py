"""The application that ``avgraph serve`` runs (Starlette, ASGI), and its middleware: allowed hosts, the log, what nobody foresaw."""

import re
import sys
import time
from collections.abc import Collection

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from avgraph.errors import one_line
from avgraph.server.responses import RefusedError, handle_disconnect, handle_http_error, handle_refusal
from avgraph.server.routes import make_routes
from avgraph.server.settings import Settings
from avgraph.server.workers import Workers

_HOST = re.compile(r"([A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_LONGEST_PATH = 1000
"""Characters of a path that are logged."""


def make_app(workers: Workers, settings: Settings, hosts: Collection[str]) -> Starlette:
    """Return the application over a pool of workers, for requests to some hosts, or any where none are given."""
    cors = Middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"], allow_headers=["*"], allow_private_network=True
    )
    middleware = [Middleware(Log), Middleware(Hosts, names=hosts), *([cors] if settings.has_cors else []), Middleware(_ErrorLine)]
    handlers = {HTTPException: handle_http_error, RefusedError: handle_refusal, ClientDisconnect: handle_disconnect}
    return Starlette(routes=make_routes(workers, settings), middleware=middleware, exception_handlers=handlers)


class _ErrorLine:
    """Keep browsers from guessing types, and answer what nobody foresaw with one line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_started = False

        async def checked(message: Message) -> None:
            nonlocal is_started
            if message["type"] == "http.response.start":
                is_started = True
                MutableHeaders(scope=message)["X-Content-Type-Options"] = "nosniff"
            await send(message)

        try:
            await self.app(scope, receive, checked)
        except Exception as error:  # noqa: BLE001  (whatever it is, the server goes on)
            write_log(f"a request failed: {type(error).__name__}: {printable(one_line(error))}")
            if not is_started:
                await PlainTextResponse("the server failed at this request\n", 500)(scope, receive, checked)


class Hosts:
    """Answer only requests whose Host is one of some names, with any port, or any name at all where none are given.

    A page of the web may have its own name point here (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        """Wrap an application."""
        self.app = app
        self.names = {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse; HTTP/1.0, which no browser speaks, may leave the Host out."""
        app = self.app
        if scope["type"] == "http" and (host := Headers(scope=scope).get("host")) is not None:
            match = _HOST.fullmatch(host)
            if match is None:
                app = PlainTextResponse("the Host of the request is no name of a host\n", 400)
            elif self.names and match[1].lower() not in self.names:
                message = f"this server answers to {', '.join(sorted(self.names))} alone; start it with --host for others to ask\n"
                app = PlainTextResponse(message, 421)
        await app(scope, receive, send)


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
    shown = text[:_LONGEST_PATH] + "..." * (len(text) > _LONGEST_PATH)
    shown = shown.encode("ascii", "backslashreplace").decode("ascii")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in shown)


def write_log(line: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
