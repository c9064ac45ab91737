"""Ask the workers for what a response is made of."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Hashable, Mapping
from typing import Any, Generic, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from avgraph.server.negotiation import choose_media_type
from avgraph.server.responses import SMALL, ReplyResponse, until_disconnect
from avgraph.server.settings import Settings
from avgraph.server.workers import Workers
from avgraph.site.pages.addresses import Site

_Result = TypeVar("_Result")


class Cache(Generic[_Result]):
    """Results by their keys, each made once: what they are made of does not change while a graph is served."""

    def __init__(self) -> None:
        self._tasks: dict[Hashable, asyncio.Task[_Result]] = {}

    async def get(self, key: Hashable, make: Callable[[], Coroutine[Any, Any, _Result]]) -> _Result:
        """Return a result; a client that leaves does not stop it, since others will want it, and a failure is forgotten."""
        if key not in self._tasks:
            task = asyncio.get_running_loop().create_task(make())
            task.add_done_callback(lambda done: self._forget_failure(key, done))
            self._tasks[key] = task
        return await asyncio.shield(self._tasks[key])

    def _forget_failure(self, key: Hashable, done: "asyncio.Task[_Result]") -> None:
        if done.cancelled() or done.exception() is not None:
            del self._tasks[key]


class WorkerClient:
    """Asks one pool of workers; what does not change while a graph is served is asked once."""

    def __init__(self, workers: Workers, settings: Settings) -> None:
        """Hold the pool."""
        self.workers = workers
        self.settings = settings
        self.site = Site(settings.name, settings.base)
        self._cache: Cache[Any] = Cache()

    async def content(self, request: Request, work: dict[str, Any]) -> Any:
        """Return what a worker finds out, as the values of its JSON. Raises RefusedError."""
        return json.loads(await self.text(request, work))

    async def text(self, request: Request, work: dict[str, Any]) -> str:
        """Return what a worker finds out, as text. Raises RefusedError."""
        return await until_disconnect(request.receive, self._read(work))

    async def _read(self, work: dict[str, Any]) -> str:
        with await self.workers.submit(work, self.settings.limits) as reply:
            return reply.read(0, reply.size).decode()

    async def cached(self, kind: str) -> Any:
        """Return what a worker finds out about the whole graph, which is cached. Raises RefusedError."""
        return await self._cache.get(kind, lambda: self._read_values({"kind": kind}))

    async def _read_values(self, work: dict[str, Any]) -> Any:
        return json.loads(await self._read(work))

    async def answer(self, request: Request, work: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
        """Return the answer of a worker as it is. Raises RefusedError."""
        reply = await until_disconnect(request.receive, self.workers.submit(work, self.settings.limits))
        if reply.size > SMALL:
            return ReplyResponse(reply, headers or {})
        with reply:
            return Response(reply.read(0, reply.size), headers=headers, media_type=reply.media_type)


def choose_format(request: Request, formats: Mapping[str, str], what: str, default: str | None = None) -> str:
    """Return the media type that is asked for, by the name in ``?format=`` or by the Accept header, which is `default` where there is none.

    `what` is called so in messages. Raises HTTPException.
    """
    name = request.query_params.get("format")
    if name is not None and name not in formats:
        raise HTTPException(400, f"no format {name[:100]!r}; formats are {', '.join(formats)}")
    offered = tuple(formats.values())
    media_type = formats[name] if name else choose_media_type(request.headers.get("accept", default), offered)
    if media_type is None:
        raise HTTPException(406, f"{what} is given as {', '.join(offered)}")
    return media_type


VARY = {"Vary": "Accept"}
"""Of what is negotiated."""
