"""Responses: answers from files, pages, errors, and the client that is gone before them."""

import asyncio
import os
from collections.abc import Coroutine, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from avgraph.server.negotiation import choose_media_type
from avgraph.server.settings import Budget
from avgraph.site.pages.addresses import POLICY
from avgraph.site.pages.environment import render_page

SMALL = 1 << 16
"""Bytes up to which an answer counts as sent: it is no more than the buffers of its connection."""
_LONGEST_MESSAGE = 1000
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_Result = TypeVar("_Result")


class RefusedError(Exception):
    """No answer, for a reason that `status` and the message tell the client."""

    def __init__(self, status: int, message: str, *, is_passing: bool = False) -> None:
        """Hold the `status` of HTTP; `is_passing` where it may work in some seconds."""
        super().__init__(message)
        self.status = status
        self.is_passing = is_passing


@dataclass(slots=True)
class Reply:
    """An answer: its media type, and its bytes in a file without a name."""

    media_type: str
    file: IO[bytes]
    size: int
    budget: Budget
    """From which the size was taken, if it is more than SMALL."""

    def __enter__(self) -> Self:
        """Hold it until the end of the block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the file, whose place is free then."""
        if not self.file.closed:
            self.file.close()
            if self.size > SMALL:
                self.budget.give_back(self.size)

    def cache(self) -> None:
        """Hold it for good, so that it counts as unsent no longer."""
        if self.size > SMALL:
            self.budget.give_back(self.size)
        self.budget = Budget(self.size, self.size)

    def read(self, start: int, count: int) -> bytes:
        """Return some of the bytes; many may read at once."""
        return os.pread(self.file.fileno(), count, start)


class ReplyResponse(Response):
    """An answer from its file, read as fast as the client takes it. Starlette's FileResponse opens a path, which such a file has not."""

    def __init__(self, reply: Reply, headers: Mapping[str, str], *, is_cached: bool = False) -> None:
        """Take an answer, which is closed once it is sent unless it is cached."""
        super().__init__(None, headers={"Content-Length": str(reply.size), **headers}, media_type=reply.media_type)
        self.reply = reply
        self.is_cached = is_cached

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        with nullcontext() if self.is_cached else self.reply:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            try:
                await until_disconnect(receive, self._send_body(send, 0 if scope["method"] == "HEAD" else self.reply.size))
            except ClientDisconnect:
                return  # which the log tells from the bytes

    async def _send_body(self, send: Send, size: int) -> None:
        for start in range(0, size, SMALL):
            await send({"type": "http.response.body", "body": self.reply.read(start, SMALL), "more_body": True})
            # Where the client is gone, sending returns at once, and nobody else would be served.
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def until_disconnect(receive: Receive, work: Coroutine[Any, Any, _Result]) -> _Result:
    """Return the result of `work`, and cancel it where the client hangs up before. Raises ClientDisconnect."""
    working, watching = asyncio.ensure_future(work), asyncio.ensure_future(_wait_for_disconnect(receive))
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        working.cancel()
        watching.cancel()
        await asyncio.gather(working, watching, return_exceptions=True)


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def html_response(content: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a page that may use the assets and the endpoint, and nothing else."""
    return HTMLResponse(
        content, status, headers={"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'", "Vary": "Accept", **(headers or {})}
    )


async def handle_http_error(request: Request, error: Exception) -> Response:
    """Answer what starlette or the routes raise."""
    assert isinstance(error, HTTPException)  # noqa: S101  (the handler is registered for it)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        allowed = {*headers.get("Allow", "").split(", "), "OPTIONS"}
        headers["Allow"] = ", ".join(method for method in _METHODS if method in allowed)
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    return _error_response(request, error.status_code, error.detail, headers)


async def handle_refusal(request: Request, error: Exception) -> Response:
    """Answer why the workers give no answer."""
    assert isinstance(error, RefusedError)  # noqa: S101
    return _error_response(request, error.status, str(error), {"Retry-After": "5"} if error.is_passing else {})


async def handle_disconnect(request: Request, error: Exception) -> Response:
    """Tell the log that the client was gone before the answer; 499 is what nginx calls that."""
    del request, error
    return Response(status_code=499)


def _error_response(request: Request, status: int, message: str, headers: dict[str, str]) -> Response:
    message = message[:_LONGEST_MESSAGE] + "…" * (len(message) > _LONGEST_MESSAGE)
    if choose_media_type(request.headers.get("accept"), ("text/plain", "text/html")) == "text/html":
        return html_response(render_page("error.html", message=message, status=status), status, headers)
    return PlainTextResponse(message.encode("utf-8", "replace") + b"\n", status, headers={"Vary": "Accept", **headers})
