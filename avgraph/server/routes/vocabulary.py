"""The routes of the vocabulary: the ontology, the shapes, and the description of the data (VoID)."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from avgraph.server.negotiation import TRIPLES, choose_media_type
from avgraph.server.responses import html_response, until_disconnect
from avgraph.server.routes.base import VARY, WorkerClient, choose_format

_FORMATS = {"html": "text/html", "turtle": "text/turtle", "jsonld": "application/ld+json", "rdfxml": "application/rdf+xml"}


class VocabularyRoutes:
    """Responses about the words of the data."""

    def __init__(self, client: WorkerClient) -> None:
        """Hold what asks the workers."""
        self._client = client

    async def ontology(self, request: Request) -> Response:
        """Return the ontology, to which every address in its namespace leads: a page, or RDF."""
        from avgraph.site.pages.vocabulary import ontology_page

        media_type = choose_format(request, _FORMATS, "the ontology", "text/turtle")
        return html_response(ontology_page(self._client.site)) if media_type == "text/html" else _rdf("avgraph.ttl", media_type)

    async def shapes(self, request: Request) -> Response:
        """Return the shapes: a page, or RDF."""
        from avgraph.site.pages.vocabulary import shapes_page

        media_type = choose_format(request, _FORMATS, "the shapes", "text/turtle")
        return html_response(shapes_page(self._client.site)) if media_type == "text/html" else _rdf("shapes.ttl", media_type)

    async def void(self, request: Request) -> Response:
        """Return what the data holds (VoID), counted as SPARQL counts."""
        from avgraph.site.content.void import describe_dataset

        media_type = choose_media_type(request.headers.get("accept"), TRIPLES)
        if media_type is None:
            raise HTTPException(406, f"the description is given as {', '.join(TRIPLES)}")
        counts = await until_disconnect(request.receive, self._client.cached("void"))
        content = describe_dataset(counts, self._client.site.base, str(request.base_url), media_type)
        return Response(content, media_type=media_type, headers=VARY)


def _rdf(name: str, media_type: str) -> Response:
    from avgraph.site.pages.vocabulary import serialize_file

    charset = "; charset=utf-8" if media_type == "text/turtle" else ""
    return Response(serialize_file(name, media_type), media_type=media_type + charset, headers=VARY)
