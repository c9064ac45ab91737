"""The routes of the site: its first page, the search, the explorer, and what crawlers ask for."""

import asyncio
from xml.sax.saxutils import escape

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from avgraph.server.negotiation import choose_media_type
from avgraph.server.responses import Reply, ReplyResponse, html_response, until_disconnect
from avgraph.server.routes.base import VARY, Cache, WorkerClient
from avgraph.server.settings import Settings
from avgraph.server.workers import Workers
from avgraph.site.pages.addresses import HEADINGS
from avgraph.site.pages.lists import home_page, search_page
from avgraph.sparql.limits import Limits
from avgraph.views.projections import VIEWS

_SECONDS_FOR_PAGE = 600
"""A page of a large graph is laid out once, and that may take a minute."""
_MOST_IN_SITEMAP = 50_000
"""Addresses that a sitemap may hold (sitemaps.org)."""
_EXPLORER_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page's own policy is narrower: it has the digests of its script and style."""


class ExplorerPages:
    """The explorer's pages by view and drawing, each made once, one at a time: the graph does not change while it is served."""

    def __init__(self, workers: Workers, settings: Settings) -> None:
        """Hold the workers that make the pages."""
        self._workers = workers
        self._limits = Limits(_SECONDS_FOR_PAGE, settings.memory_of_page)
        self._lock = asyncio.Lock()
        self._cache: Cache[Reply] = Cache()

    async def get(self, view: str, drawing: str | None) -> Reply:
        """Return a page, which is cached. Raises RefusedError."""
        return await self._cache.get((view, drawing), lambda: self._make(view, drawing))

    async def _make(self, view: str, drawing: str | None) -> Reply:
        async with self._lock:
            page = await self._workers.submit({"kind": "page", "view": view, "drawing": drawing}, self._limits, is_last=True)
        page.cache()
        return page


class SiteRoutes:
    """Responses that lead to entities."""

    def __init__(self, client: WorkerClient) -> None:
        """Hold what asks the workers."""
        self._client = client
        self._explorer_pages = ExplorerPages(client.workers, client.settings)

    async def home(self, request: Request) -> Response:
        """Return the first page."""
        figures = await until_disconnect(request.receive, self._client.cached("figures"))
        return html_response(home_page(self._client.site, figures))

    async def search(self, request: Request) -> Response:
        """Return what is found for the words of ``?q=``, as a page or as JSON."""
        text = request.query_params.get("q", "").strip()[:200]
        content = await self._client.content(request, {"kind": "search", "text": text})
        if choose_media_type(request.headers.get("accept"), ("text/html", "application/json")) == "application/json":
            return JSONResponse(content, headers=VARY)
        return html_response(search_page(self._client.site, text, **content))

    async def explore(self, request: Request) -> Response:
        """Return the explorer's page of a view."""
        from avgraph.explorer.page import DRAWINGS

        view, drawing = request.path_params["view"], request.query_params.get("drawing")
        if view not in VIEWS:
            raise HTTPException(404, f"no view {view[:100]!r}; views are {', '.join(VIEWS)}")
        if drawing is not None and drawing not in DRAWINGS:
            raise HTTPException(400, f"no drawing {drawing[:100]!r}; drawings are {', '.join(DRAWINGS)}")
        page = await until_disconnect(request.receive, self._explorer_pages.get(view, drawing))
        return ReplyResponse(page, {"Content-Security-Policy": _EXPLORER_POLICY}, is_cached=True)

    async def robots(self, request: Request) -> Response:
        """Return what crawlers may read: all but what is computed for each question."""
        lines = ["User-agent: *", "Disallow: /sparql", "Disallow: /query", "Disallow: /search", f"Sitemap: {request.base_url}sitemap.xml"]
        return PlainTextResponse("\n".join(lines) + "\n")

    async def sitemap(self, request: Request) -> Response:
        """Return the addresses of the lists and of the entities (sitemaps.org)."""
        nodes = await until_disconnect(request.receive, self._client.cached("sitemap"))
        site, start = self._client.site, str(request.base_url).rstrip("/")
        paths = [site.home, *map(site.listing, HEADINGS), site.page("ontology"), site.page("shapes"), *map(site.link, nodes)]
        urls = "".join(f"<url><loc>{escape(start + path)}</loc></url>\n" for path in paths[:_MOST_IN_SITEMAP])
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        return Response(f"{head}{urls}</urlset>\n", media_type="application/xml")
