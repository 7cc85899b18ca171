"""The page on which one writes a query: what a browser gets at /sparql without a query."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.dataset import named_queries
from server.downloads import HTML
from server.render import Templates
from server.sparql.negotiation import GRAPHS, choose

_EXAMPLE = """PREFIX tb: <https://w3id.org/tiebeam/ontology/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?claim ?statement WHERE {
  ?claim a tb:Claim ; tb:about <https://w3id.org/tiebeam/concept/SocialSupport> ;
    rdfs:label ?statement .
}
ORDER BY ?claim
"""


class QueryPage:
    """Shows the form to a browser that asks nothing; all else goes to the endpoint."""

    def __init__(self, endpoint: ASGIApp, templates: Templates, timeout: float) -> None:
        self._endpoint = endpoint
        queries = [
            {"title": f"{one.topic}: {one.title}", "about": one.about, "text": one.filled_in}
            for one in sorted(named_queries().values(), key=lambda one: one.topic)
        ]
        document = {"example": _EXAMPLE, "timeout": f"{timeout:g}", "queries": queries}
        self._page = templates.sparql(document)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in {"GET", "HEAD"} and _wants_page(Request(scope)):
            response = Response(
                self._page, media_type=HTML.offer.content_type, headers={"vary": "Accept"}
            )
            await response(scope, receive, send)
        else:
            await self._endpoint(scope, receive, send)


def _wants_page(request: Request) -> bool:
    """Whether nothing is asked, by somebody who would rather read HTML than RDF."""
    accepted = choose(request.headers.get("accept"), (*GRAPHS, HTML.offer))
    return not request.url.query and accepted is HTML.offer
