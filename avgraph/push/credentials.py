"""Say to a store who pushes."""

from typing import Any

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth


class Credentials(AuthBase):
    """A name and a password, sent as the store asks: Digest (RFC 7616) or Basic (RFC 7617)."""

    def __init__(self, user: str, password: str) -> None:
        """Hold who pushes; nothing is sent before a store has said how."""
        self.digest = HTTPDigestAuth(user, password)
        self.basic = HTTPBasicAuth(user.encode(), password.encode())
        self.is_basic = False

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request as the store asked before."""
        signed: requests.PreparedRequest = (self.basic if self.is_basic else self.digest)(request)
        if not self.is_basic:
            signed.hooks["response"].append(self._sign_again)
        return signed

    def _sign_again(self, response: requests.Response, **options: Any) -> requests.Response:
        """Send a request again where the store asks for Basic; requests itself knows to do so for Digest."""
        challenge = response.headers.get("WWW-Authenticate", "").lower()
        if response.status_code != requests.codes.unauthorized or "digest" in challenge or "basic" not in challenge:
            return response
        self.is_basic = True
        _ = response.content  # so that the connection can be used again
        response.close()
        answered: requests.Response = response.connection.send(self.basic(response.request.copy()), **options)
        answered.history.append(response)
        return answered


def open_session(auth: Credentials | None = None, token: str | None = None) -> requests.Session:
    """Return a session that says who pushes: by name and password, or by a bearer token (RFC 6750)."""
    session = requests.Session()
    session.headers["User-Agent"] = "avgraph"
    session.auth = auth
    if token and auth is None:
        session.headers["Authorization"] = f"Bearer {token}"
    return session
