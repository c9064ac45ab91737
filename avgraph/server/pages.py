"""Make the explorer's pages, one at a time and each once: the graph does not change while it is served."""

import asyncio

from avgraph.server.pool import Pool
from avgraph.server.replies import Reply
from avgraph.server.settings import Settings

_SECONDS = 600
"""A page of a large graph is laid out once, and that may take a minute."""
_Key = tuple[str, str | None]


class Pages:
    """The pages of the views, by view and drawing."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        """Hold the pool whose workers make the pages."""
        self._pool = pool
        self._settings = settings
        self._making = asyncio.Lock()
        self._made: dict[_Key, asyncio.Task[Reply]] = {}

    async def get(self, view: str, drawing: str | None) -> Reply:
        """Return a page, which is kept; a client that leaves does not stop it, since others will want it. Raises RefusedError."""
        key = view, drawing
        if key not in self._made:
            task = asyncio.get_running_loop().create_task(self._make(key))
            task.add_done_callback(lambda done: self._forget(key, done))
            self._made[key] = task
        return await asyncio.shield(self._made[key])

    async def _make(self, key: _Key) -> Reply:
        async with self._making:
            request = {"kind": "page", "view": key[0], "drawing": key[1]}
            page = await self._pool.ask(request, _SECONDS, self._settings.memory_of_page)
        page.keep()
        return page

    def _forget(self, key: _Key, done: asyncio.Task[Reply]) -> None:
        if done.cancelled() or done.exception() is not None:
            del self._made[key]
