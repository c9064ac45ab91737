"""Credentials for one server: a name and password for Basic (RFC 7617) or Digest (RFC 7616), or a bearer token (RFC 6750)."""

import hashlib
import os
import re
import secrets
from base64 import b64encode
from typing import Self
from urllib.parse import unquote, urlsplit

from avgraph.errors import HttpError
from avgraph.text.visible import visible

_PARAMETER = r'[\w-]{1,40}\s{0,9}=\s{0,9}(?:"(?:[^"\\]|\\.){0,2000}"|[^\s,"]{1,2000})'
_CHALLENGE = re.compile(rf"([A-Za-z][\w-]{{0,40}})(?:\s{{1,9}}({_PARAMETER}(?:\s{{0,9}},\s{{0,9}}{_PARAMETER}){{0,20}}))?")
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
_LONGEST_CHALLENGE = 8000


class Credentials:
    """What proves to a server who asks. A name and password are sent as the server asks, and not before it asks."""

    def __init__(self, user: str | None = None, password: str = "", token: str = "") -> None:
        """Hold a name and password, or a token, or nothing."""
        self._user, self._password, self._token = user, password, token
        self._scheme = ""
        self._digest: dict[str, str] = {}
        self._count = 0

    @classmethod
    def of(cls, url: str, user: str | None, password: str | None, token: str | None) -> Self:
        """Return what is given, stands in an address, or in AVGRAPH_PASSWORD and AVGRAPH_TOKEN, in this order.

        Raises HttpError where a password is missing, or what cannot be sent; the message does not hold it.
        """
        if user is None and (userinfo := _userinfo(url)):
            user, password = userinfo[0], userinfo[1] or password
        if user is None:
            token = (os.environ.get("AVGRAPH_TOKEN", "") if token is None else token).strip()
            if not re.fullmatch(r"[!-~]*", token):
                raise HttpError("the token holds a space or another character that no token has")
            return cls(token=token)
        password = os.environ.get("AVGRAPH_PASSWORD") if password is None else password
        if password is None:
            raise HttpError(f"the password of {visible(user)!r} is missing: set AVGRAPH_PASSWORD, or give it as password=")
        if re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", user + password):
            raise HttpError("the name or the password holds a control character, which cannot be sent")
        return cls(user, password)

    def header(self, method: str, url: str) -> str | None:
        """Return the header ``Authorization`` of a request, or None."""
        if self._token:
            return f"Bearer {self._token}"
        if self._scheme == "basic":
            return f"Basic {b64encode(f'{self._user}:{self._password}'.encode()).decode()}"
        return self._answer_digest(method, url) if self._scheme == "digest" else None

    def learn(self, challenge: str) -> bool:
        """Take the header ``WWW-Authenticate`` of a refusal; tell whether it makes sense to send the request again.

        Raises HttpError where the server asks in a way that cannot be answered.
        """
        if self._user is None:
            return False
        schemes = {name.lower(): _parameters(text) for name, text in _CHALLENGE.findall(challenge[:_LONGEST_CHALLENGE])}
        known = self._digest if self._scheme == "digest" else None
        if _is_answerable(digest := schemes.get("digest", {})):
            is_new = known is None or known["nonce"] != digest["nonce"]
            self._scheme, self._digest, self._count = "digest", digest, 0
            return is_new
        if "basic" in schemes:
            is_new, self._scheme = self._scheme != "basic", "basic"
            return is_new
        raise HttpError("asks for a name and password in a way that is not understood; Basic and Digest (MD5, SHA-256, qop auth) are")

    def _answer_digest(self, method: str, url: str) -> str:
        split, challenge = urlsplit(url), self._digest
        target = (split.path or "/") + (f"?{split.query}" if split.query else "")
        algorithm = challenge.get("algorithm", "MD5").upper()
        self._count += 1
        nonce, count, own = challenge["nonce"], f"{self._count:08x}", secrets.token_hex(8)

        def digest(text: str) -> str:
            return _HASHES[algorithm.removesuffix("-SESS")](text.encode()).hexdigest()

        secret = digest(f"{self._user}:{challenge['realm']}:{self._password}")
        secret = digest(f"{secret}:{nonce}:{own}") if algorithm.endswith("-SESS") else secret
        between = f"{nonce}:{count}:{own}:auth" if "qop" in challenge else nonce
        proof = digest(f"{secret}:{between}:{digest(f'{method}:{target}')}")
        quoted = {"username": self._user or "", "realm": challenge["realm"], "nonce": nonce, "uri": target, "response": proof}
        quoted |= {"opaque": challenge["opaque"]} if "opaque" in challenge else {}
        parts = [f'{name}="{_quoted(value)}"' for name, value in quoted.items()]
        parts += [f"algorithm={algorithm}"] if "algorithm" in challenge else []
        parts += [f"qop=auth, nc={count}", f'cnonce="{own}"'] if "qop" in challenge else []
        return f"Digest {', '.join(parts)}"


def _userinfo(url: str) -> tuple[str, str] | None:
    """Return the name and password that stand in an address."""
    name, is_there, _ = urlsplit(url).netloc.rpartition("@")
    user, _, password = name.partition(":")
    return (unquote(user), unquote(password)) if is_there else None


def _parameters(text: str) -> dict[str, str]:
    """Return the parameters of a challenge."""
    parameters: dict[str, str] = {}
    for each in re.findall(_PARAMETER, text):
        name, _, value = each.partition("=")
        value = value.strip()
        parameters[name.strip().lower()] = re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
    return parameters


def _quoted(text: str) -> str:
    return re.sub(r"([\"\\])", r"\\\1", text)


def _is_answerable(challenge: dict[str, str]) -> bool:
    """Tell whether a Digest challenge has what an answer needs, and asks for nothing else."""
    algorithm = challenge.get("algorithm", "MD5").upper().removesuffix("-SESS")
    qop = re.split(r"[,\s]+", challenge.get("qop", "auth").lower())
    return {"realm", "nonce"} <= challenge.keys() and algorithm in _HASHES and "auth" in qop
