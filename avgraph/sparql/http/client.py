"""HTTP client for SPARQL endpoints and triple stores: limits of time and size, retries, redirects, and errors in one line."""

import re
import threading
import time
import zlib
from collections.abc import Collection
from typing import IO, Self
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from avgraph.errors import HttpError
from avgraph.sparql.http import transfer as limits
from avgraph.sparql.http.address import check_url, shown
from avgraph.sparql.http.credentials import Credentials
from avgraph.sparql.http.transfer import Response, Transfer, run

BACKOFF = 0.5
"""Seconds by which the wait before a retry grows: none, then 1, 2, 4 …"""
_LONGEST_WAIT = 120
"""Seconds at most before a retry, whatever the server's Retry-After says."""
MOST_SECONDS = 86_400.0
"""Of a request, whatever is asked for."""
_MOST_STEPS = 8
"""Redirects and challenges of one request."""
_REDIRECTS = (301, 302, 303, 307, 308)


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
        except (urllib3.exceptions.InvalidHeader, ValueError, OverflowError):
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
        """Prepare a session; `timeout` is in seconds, to connect and for a whole request; `purpose` is what the server cannot be, says an error.

        Raises HttpError for a wrong address, timeout or credentials.
        """
        self.url = check_url(url)
        if not all(0 < seconds < threading.TIMEOUT_MAX for seconds in timeout):
            raise HttpError(f"{timeout[1]} is no number of seconds to wait")
        self.timeout = timeout
        self.purpose = purpose
        self.has_answered = False
        self.product = ""
        """What the server calls itself."""
        self._credentials = Credentials.of(url, user, password, token)
        self._adapter = HTTPAdapter()
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": "avgraph", "Accept-Encoding": "gzip, deflate"})
        # Without it requests would look into ~/.netrc.
        self._session.auth = lambda request: request
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
        is_acknowledged: bool = False,
    ) -> Response:
        """Return the response; `expected` are statuses beside 2xx that are no error. Raises HttpError where there is none.

        Where it `is_acknowledged` alone, the response must be short. A redirect on the same host is followed, with method and body.
        """
        policy = _UNKNOWN_SERVER if retry is ALWAYS and not self.has_answered else retry
        self._adapter.max_retries = policy.new(backoff_factor=BACKOFF)
        seconds = min(self.timeout[1], MOST_SECONDS) + _size(body) / limits.SLOWEST
        transfer = Transfer(time.monotonic() + seconds, limits.LARGEST_ACKNOWLEDGEMENT if is_acknowledged else limits.LARGEST_RESPONSE)

        def exchange() -> Response:
            with self._open(transfer, method, url, body, headers or {}, parameters, expected, retry) as response:
                if is_acknowledged:
                    transfer.end = min(transfer.end, time.monotonic() + limits.SECONDS_TO_ACKNOWLEDGE)
                return Response(response.status_code, response.headers.get("Content-Type", ""), transfer.read(response))

        failure = HttpError()
        try:
            return run(transfer, exchange)
        except HttpError as error:
            failure, message = error, f"{url}: {error}"
        except TimeoutError:
            message = f"{url}: has not answered in full after {seconds:.3g} seconds"
        except (OSError, ValueError, zlib.error, urllib3.exceptions.HTTPError) as error:
            message = f"{url}: cannot be {self.purpose}: {_cause(error)}"
        failure.args = (message,)
        raise failure from None

    def _open(
        self,
        transfer: Transfer,
        method: str,
        url: str,
        body: bytes | IO[bytes] | dict[str, str] | None,
        headers: dict[str, str],
        parameters: dict[str, str] | None,
        expected: tuple[int, ...],
        retry: RetryPolicy,
    ) -> requests.Response:
        """Return a response whose body is to be read, after redirects and with the credentials that the server asks for."""
        credentials = self._credentials
        url = requests.Request(method, url, params=parameters).prepare().url or url
        is_challenged = False
        for _ in range(_MOST_STEPS):
            if not isinstance(body, bytes | dict | None):
                body.seek(0)
            response = self._send_signed(method, url, body, headers, credentials)
            status = response.status_code
            if status // 100 == 2 or status in expected:
                return response
            if status == requests.codes.unauthorized and not is_challenged:
                # A second refusal of one request is one of the password, whatever new challenge comes with it.
                is_challenged = credentials.learn(response.headers.get("WWW-Authenticate", ""))
                if is_challenged:
                    response.close()
                    continue
            # See Other may mean that it is done.
            target = _target(response) if retry is not IF_NOT_STARTED or status != requests.codes.see_other else None
            if target is None:
                raise _refused(transfer, response)
            if self._session.should_strip_auth(url, target):  # type: ignore[no-untyped-call]
                credentials = Credentials()
            response.close()
            url = target
        raise HttpError("redirects the request again and again")

    def _send_signed(
        self, method: str, url: str, body: bytes | IO[bytes] | dict[str, str] | None, headers: dict[str, str], credentials: Credentials
    ) -> requests.Response:
        """Send a request once, with what the credentials say to this server, and note what answered."""
        authorization = credentials.header(method, url)
        signed = {**headers, **({"Authorization": authorization} if authorization else {})}
        response = self._session.request(method, url, data=body, headers=signed, timeout=self.timeout, allow_redirects=False, stream=True)
        self.has_answered = True
        self.product = response.headers.get("Server", "").lower()
        return response


def _target(response: requests.Response) -> str | None:
    """Return where a redirect leads, if that is on the same host and no less safe."""
    if response.status_code not in _REDIRECTS:
        return None
    try:
        target = check_url(urljoin(response.url, response.headers["Location"]).partition("#")[0])
        old, new = urlsplit(response.url), urlsplit(target)
    except (KeyError, ValueError, HttpError):
        return None
    return target if new.hostname == old.hostname and (new.scheme, old.scheme) != ("http", "https") else None


def _size(body: bytes | IO[bytes] | dict[str, str] | None) -> int:
    if isinstance(body, bytes):
        return len(body)
    return sum(map(len, body.values())) if isinstance(body, dict) else body.seek(0, 2) if body else 0


def _cause(error: BaseException) -> str:
    """Return the innermost reason of an error of the network."""
    inner = getattr(error, "reason", None) or next((each for each in reversed(error.args) if isinstance(each, BaseException)), None)
    return _cause(inner) if isinstance(inner, BaseException) else shown(str(error).rpartition(": ")[2])


def _refused(transfer: Transfer, response: requests.Response) -> HttpError:
    """Return the error of a refusal, with what the server says of it."""
    transfer.largest = limits.LARGEST_ACKNOWLEDGEMENT
    transfer.end = min(transfer.end, time.monotonic() + limits.SECONDS_TO_ACKNOWLEDGE)
    with response:
        error = HttpError(f"answers {response.status_code} {shown(response.reason)}{_reason(transfer, response)}")
    error.status = response.status_code
    return error


def _reason(transfer: Transfer, response: requests.Response) -> str:
    if response.status_code == requests.codes.unauthorized:
        return "; give --user and the password, and see that they are right"
    if "Location" in response.headers:
        return f"; it is at {shown(re.sub(r'//[^/?#]*@', '//', response.headers['Location']))}"
    try:
        text = transfer.read(response)[:2000].decode("utf-8", "replace")
    except (HttpError, OSError, ValueError, zlib.error, urllib3.exceptions.HTTPError):
        return ""
    reason = shown(re.sub(r"<[^>]*>", " ", text))
    return f": {reason}" if reason else ""
