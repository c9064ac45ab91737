"""The application that ``avgraph serve`` runs: its routes, and what wraps them (Starlette, ASGI)."""

from collections.abc import Collection

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from avgraph.server.hosts import Hosts
from avgraph.server.log import Log, printable, write_log
from avgraph.server.pool import Pool
from avgraph.server.replies import RefusedError
from avgraph.server.saying import say, say_nothing, say_refused
from avgraph.server.service import Service
from avgraph.server.settings import Settings


def make_app(pool: Pool, settings: Settings, hosts: Collection[str]) -> Starlette:
    """Return the application over a pool of workers, for requests to some hosts, or any where none are given."""
    service = Service(pool, settings)
    routes = [
        Route("/", service.home),
        Route("/sparql", service.sparql, methods=["GET", "POST"]),
        Route("/queries/{name}", service.bound),
        Route("/words.json", service.words),
        Route("/explore/{view}", service.explore),
        Route("/id/{path:path}", service.entity),
        Route("/ontology", service.ontology),
        Route("/assets/{name:path}", service.asset),
    ]
    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"], allow_headers=["*"])
    middleware = [Middleware(Log), Middleware(Hosts, names=hosts), *([cors] if settings.has_cors else []), Middleware(_Guard)]
    handlers = {HTTPException: say, RefusedError: say_refused, ClientDisconnect: say_nothing}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)


class _Guard:
    """Keep browsers from guessing types, and answer what nobody foresaw with one line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_started = False

        async def guarded(message: Message) -> None:
            nonlocal is_started
            if message["type"] == "http.response.start":
                is_started = True
                MutableHeaders(scope=message)["X-Content-Type-Options"] = "nosniff"
            await send(message)

        try:
            await self.app(scope, receive, guarded)
        except Exception as error:  # noqa: BLE001  (whatever it is, the server goes on)
            write_log(f"a request failed: {type(error).__name__}: {printable(' '.join(str(error).split()))}")
            if not is_started:
                await PlainTextResponse("the server failed at this request\n", 500)(scope, receive, guarded)
