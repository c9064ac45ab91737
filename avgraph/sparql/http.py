"""HTTP client for SPARQL endpoints and triple stores: credentials, timeouts, retries, redirects, and errors in one line."""

import os
import re
from collections.abc import Callable, Collection
from typing import IO, Any, Self
from urllib.parse import urlsplit

import requests
import urllib3
from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from requests.utils import get_auth_from_url

from avgraph.errors import HttpError, one_line

LARGEST_RESPONSE = 2**30
"""Bytes of a response beyond which it is refused."""
BACKOFF = 0.5
"""Seconds by which the wait before a retry grows: none, then 1, 2, 4 …"""
_LONGEST_WAIT = 120
"""Seconds at most before a retry, whatever the server's Retry-After says."""


class RetryPolicy(urllib3.Retry):
    """When a request is sent again; with a Retry-After also after 413, 429 and 503, and then as the server says, within reason."""

    @classmethod
    def of(cls, retries: int, statuses: Collection[int] = (), errors: int = 0) -> Self:
        """Return a policy for every method: how often at all, after which statuses, and how often after errors of the network."""
        return cls(
            retries, connect=errors, read=errors, other=errors, status_forcelist=statuses, allowed_methods=None, raise_on_status=False
        )

    def get_retry_after(self, response: "urllib3.BaseHTTPResponse") -> float | None:
        """Return the seconds to wait; none where the header cannot be read."""
        try:
            return min(super().get_retry_after(response) or 0, _LONGEST_WAIT)
        except urllib3.exceptions.InvalidHeader:
            return None


NEVER = RetryPolicy.of(0)
IF_TOLD = RetryPolicy.of(2)
"""Only where the server says when."""
IF_NOT_STARTED = RetryPolicy.of(5, (429, 503))
"""Only where the server says that it has done nothing: for what must not be done twice."""
ALWAYS = RetryPolicy.of(5, (408, 429, 500, 502, 503, 504), errors=5)
_UNKNOWN_SERVER = RetryPolicy.of(5, ALWAYS.status_forcelist, errors=1)
"""Instead of `ALWAYS` for an address that has not answered yet, which is more likely wrong than busy."""


class Client:
    """A session with a server, authenticated by name and password or by a token.

    `password` and `token` are read from the environment variables AVGRAPH_PASSWORD and AVGRAPH_TOKEN where they are None; name and password may stand in `url`
    as well. Nothing is read from ~/.netrc. Proxies and certificates are those of the environment, as requests reads them.
    """

    def __init__(
        self,
        url: str,
        user: str | None = None,
        password: str | None = None,
        token: str | None = None,
        timeout: tuple[float, float] = (20, 600),
        purpose: str = "reached",
    ) -> None:
        """Prepare a session; `timeout` is in seconds, to connect and to wait for data; `purpose` is what the server cannot be, says an error.

        Raises HttpError for a wrong address or credentials.
        """
        self.url = check_url(url)
        self.timeout = timeout
        self.purpose = purpose
        self.has_answered = False
        self.product = ""
        """What the server calls itself."""
        self._adapter = HTTPAdapter()
        self._session = _Session()
        self._session.headers["User-Agent"] = "avgraph"
        self._session.auth = _authentication(url, user, password, token)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._adapter)

    def request(
        self,
        method: str,
        url: str,
        body: bytes | IO[bytes] | dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        parameters: dict[str, str] | None = None,
        *,
        retry: RetryPolicy = NEVER,
        expected: tuple[int, ...] = (),
        follow_redirects: bool = False,
    ) -> bytes:
        """Return the body of the response; `expected` are statuses beside 2xx that are no error. Raises HttpError where there is none."""
        policy = _UNKNOWN_SERVER if retry is ALWAYS and not self.has_answered else retry
        self._adapter.max_retries = policy.new(backoff_factor=BACKOFF)
        try:
            with self._session.request(
                method,
                url,
                params=parameters,
                data=body,
                headers=headers,
                timeout=self.timeout,
                allow_redirects=follow_redirects,
                stream=True,
            ) as response:
                self.has_answered = True
                self.product = response.headers.get("Server", "").lower()
                if response.status_code // 100 == 2 or response.status_code in expected:
                    return _read(response)
                message = f"{url}: answers {response.status_code} {response.reason}{_refusal(response)}"
        except (OSError, ValueError, urllib3.exceptions.HTTPError) as error:
            message = f"{url}: cannot be {self.purpose}: {_cause(error)}"
        raise HttpError(message)


def check_url(url: str) -> str:
    """Return an http or https address without the name and password in it. Raises HttpError for another.

    >>> check_url("http://ada:secret@localhost:7878/store")
    'http://localhost:7878/store'
    """
    stripped = re.sub(r"(?<=//)[^/?#]*@", "", url, count=1)
    try:
        is_web = urlsplit(url).netloc != "" and url.startswith(("http://", "https://"))
    except ValueError:
        is_web = False
    if not is_web:
        message = f"{stripped!r} is no http or https address"
        raise HttpError(message)
    return stripped


class _Session(requests.Session):
    """A session that gives credentials to no other server than the one that they are for."""

    def rebuild_auth(self, prepared_request: PreparedRequest, response: requests.Response) -> None:
        """Take the credentials, and what would answer a challenge with them, from a request that is redirected elsewhere."""
        if self.should_strip_auth(response.request.url, prepared_request.url):  # type: ignore[no-untyped-call]
            prepared_request.headers.pop("Authorization", None)
            prepared_request.hooks = {"response": []}


class _BasicOrDigest(AuthBase):
    """A name and a password, sent as the server asks: Digest (RFC 7616) or Basic (RFC 7617), and not before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self.digest = HTTPDigestAuth(user, password)
        self.basic = HTTPBasicAuth(user.encode(), password.encode())
        self.is_basic = False

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a request as the server asked before."""
        signed: PreparedRequest = (self.basic if self.is_basic else self.digest)(request)
        if not self.is_basic:
            signed.hooks["response"].append(self._sign_again)
        return signed

    def _sign_again(self, response: requests.Response, **options: Any) -> requests.Response:
        """Send a request again where the server asks for Basic; requests itself knows to do so for Digest."""
        challenge = response.headers.get("WWW-Authenticate", "").lower()
        if response.status_code != requests.codes.unauthorized or "digest" in challenge or "basic" not in challenge:
            return response
        self.is_basic = True
        _ = response.content  # so that the connection can be used again
        response.close()
        repeated: requests.Response = response.connection.send(self.basic(response.request.copy()), **options)
        repeated.history.append(response)
        return repeated


def _authentication(url: str, user: str | None, password: str | None, token: str | None) -> Callable[[PreparedRequest], PreparedRequest]:
    """Return what signs requests. Raises HttpError where there is no password, or no such token."""
    if user is None and any(get_auth_from_url(url)):
        user, password = get_auth_from_url(url)
    if user is not None:
        password = os.environ.get("AVGRAPH_PASSWORD") if password is None else password
        if password is None:
            message = f"the password of {user!r} is missing: set AVGRAPH_PASSWORD, or give it as password="
            raise HttpError(message)
        return _BasicOrDigest(user, password)
    token = (os.environ.get("AVGRAPH_TOKEN", "") if token is None else token).strip()
    if not re.fullmatch(r"[!-~]*", token):
        message = "the token holds a space or another character that no token has"
        raise HttpError(message)

    def sign(request: PreparedRequest) -> PreparedRequest:
        # With a token (RFC 6750), or with nothing, where requests would look into ~/.netrc.
        request.headers.update({"Authorization": f"Bearer {token}"} if token else {})
        return request

    return sign


def _read(response: requests.Response) -> bytes:
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_content(2**20):
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST_RESPONSE:
            message = f"{response.url}: answers with more than {LARGEST_RESPONSE:,} bytes; ask for less"
            raise HttpError(message)
    return b"".join(chunks)


def _cause(error: BaseException) -> str:
    """Return the innermost reason of an error of the network."""
    inner = getattr(error, "reason", None) or next((each for each in reversed(error.args) if isinstance(each, BaseException)), None)
    return _cause(inner) if isinstance(inner, BaseException) else one_line(str(error).rpartition(": ")[2])[:200]


def _refusal(response: requests.Response) -> str:
    """Return what a server says of its refusal."""
    if response.status_code == requests.codes.unauthorized:
        return "; give --user and the password, and see that they are right"
    if response.is_redirect:
        return f"; it is at {response.headers['Location']}"
    text = next(response.iter_content(2000), b"").decode("utf-8", "replace")
    reason = one_line(re.sub(r"<[^>]*>", " ", text))[:200]
    return f": {reason}" if reason else ""
