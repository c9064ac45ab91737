"""Answer an error with its one line, for people in a page."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from avgraph.server.negotiation import choose
from avgraph.server.replies import RefusedError
from avgraph.server.templates import escaped, fill

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_LONGEST = 1000
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def html(content: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a page that may use the assets and the endpoint, and nothing else."""
    return HTMLResponse(content, status, headers={"Content-Security-Policy": POLICY, "Vary": "Accept", **(headers or {})})


async def say(request: Request, error: Exception) -> Response:
    """Answer what starlette or the routes raise."""
    assert isinstance(error, HTTPException)  # noqa: S101  (the handler is registered for it)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        allowed = {*headers.get("Allow", "").split(", "), "OPTIONS"}
        headers["Allow"] = ", ".join(method for method in _METHODS if method in allowed)
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    return _said(request, error.status_code, error.detail, headers)


async def say_refused(request: Request, error: Exception) -> Response:
    """Answer why the pool gives no answer."""
    assert isinstance(error, RefusedError)  # noqa: S101
    return _said(request, error.status, str(error), {"Retry-After": "5"} if error.is_passing else {})


async def say_nothing(request: Request, error: Exception) -> Response:
    """Tell the log that the client was gone before the answer; 499 is what nginx calls that."""
    del request, error
    return Response(status_code=499)


def _said(request: Request, status: int, said: str, headers: dict[str, str]) -> Response:
    said = said[:_LONGEST] + "…" * (len(said) > _LONGEST)
    if choose(request.headers.get("accept"), ("text/plain", "text/html")) == "text/html":
        return html(fill("error.html", {"said": escaped(said), "status": str(status)}), status, headers)
    return PlainTextResponse(said.encode("utf-8", "replace") + b"\n", status, headers={"Vary": "Accept", **headers})
