"""Send answers from files, and notice when nobody waits for them any more."""

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import nullcontext
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from avgraph.server.replies import Reply

_CHUNK = 1 << 16
_Found = TypeVar("_Found")


class SpooledResponse(Response):
    """An answer from a file, read as fast as the client takes it."""

    def __init__(self, reply: Reply, headers: Mapping[str, str], *, is_kept: bool = False) -> None:
        """Take an answer, which is let go once it is sent unless it is kept."""
        super().__init__(None, headers={"Content-Length": str(reply.size), **headers}, media_type=reply.media_type)
        self.reply = reply
        self.is_kept = is_kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        with nullcontext() if self.is_kept else self.reply:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            try:
                await until_gone(receive, self._send_bytes(send, 0 if scope["method"] == "HEAD" else self.reply.size))
            except ClientDisconnect:
                return  # which the log tells from the bytes

    async def _send_bytes(self, send: Send, size: int) -> None:
        for start in range(0, size, _CHUNK):
            await send({"type": "http.response.body", "body": self.reply.read(start, _CHUNK), "more_body": True})
            # Where the client is gone, sending returns at once, and nobody else would be served.
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def until_gone(receive: Receive, work: Coroutine[Any, Any, _Found]) -> _Found:
    """Return what work gives, and cancel it where the client hangs up before. Raises ClientDisconnect."""
    working, watching = asyncio.ensure_future(work), asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        working.cancel()
        watching.cancel()
        await asyncio.gather(working, watching, return_exceptions=True)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
