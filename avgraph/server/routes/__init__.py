"""The HTTP routes of the server."""

import mimetypes

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from avgraph.explorer.scripts import SHARED
from avgraph.server.routes.base import WorkerClient
from avgraph.server.routes.entities import EntityRoutes
from avgraph.server.routes.site import SiteRoutes
from avgraph.server.routes.sparql import SparqlRoutes
from avgraph.server.routes.vocabulary import VocabularyRoutes
from avgraph.server.settings import Settings
from avgraph.server.workers import Workers
from avgraph.site.pages.addresses import HEADINGS
from avgraph.site.pages.environment import ASSETS


def make_routes(workers: Workers, settings: Settings) -> list[BaseRoute]:
    """Return the routes over a pool of workers."""
    # What this system takes .js for, browsers may not.
    mimetypes.add_type("text/javascript", ".js")
    client = WorkerClient(workers, settings)
    entities, site, sparql, vocabulary = EntityRoutes(client), SiteRoutes(client), SparqlRoutes(client), VocabularyRoutes(client)
    return [
        Route("/", site.home),
        Route("/search", site.search),
        Route("/explore/{view}", site.explore),
        Route("/robots.txt", site.robots),
        Route("/sitemap.xml", site.sitemap),
        Route("/query", sparql.query_page),
        Route("/sparql", sparql.sparql, methods=["GET", "POST"]),
        Route("/queries/{name}", sparql.shipped_query),
        Route("/words.json", sparql.words),
        *(Route(f"/id/{kind}", entities.list) for kind in HEADINGS),
        Route("/id/source/{name:path}", entities.source),
        Route("/id/{path:path}", entities.entity),
        Route("/ontology", vocabulary.ontology),
        Route("/ontology/{version}", vocabulary.ontology),
        Route("/shapes", vocabulary.shapes),
        Route("/.well-known/void", vocabulary.void),
        Mount("/assets/shared", Assets(directory=SHARED)),
        Mount("/assets", Assets(directory=ASSETS)),
    ]


class Assets(StaticFiles):
    """Scripts and styles, of which a browser asks whether they have changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response
