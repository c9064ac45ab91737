"""Refuse requests for another host: a page of the web may have its own name point here (DNS rebinding)."""

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(r"([A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")


class Hosts:
    """Answer only requests whose Host is one of some names, with any port, or any name at all where none are given."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        """Wrap an application."""
        self.app = app
        self.names = {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse; HTTP/1.0, which no browser speaks, may leave the Host out."""
        app = self.app
        if scope["type"] == "http" and (host := Headers(scope=scope).get("host")) is not None:
            found = _HOST.fullmatch(host)
            if found is None:
                app = PlainTextResponse("the Host of the request is no name of a host\n", 400)
            elif self.names and found[1].lower() not in self.names:
                message = f"this server answers to {', '.join(sorted(self.names))} alone; start it with --host for others to ask\n"
                app = PlainTextResponse(message, 421)
        await app(scope, receive, send)
