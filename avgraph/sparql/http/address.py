"""Addresses of servers: which can be asked, whether two are of one server, and what is shown of them and of what servers say."""

import re
from urllib.parse import urlsplit

from avgraph.errors import HttpError, one_line
from avgraph.text.visible import visible


def check_url(url: str) -> str:
    """Return an http or https address without the name and password in it. Raises HttpError for another.

    >>> check_url("http://ada:secret@localhost:7878/store")
    'http://localhost:7878/store'
    """
    stripped = re.sub(r"(?<=//)[^/?#]*@", "", url, count=1)
    try:
        split = urlsplit(url)
        is_web = bool(split.hostname) and url.startswith(("http://", "https://")) and (split.port or 1) > 0
    except ValueError:
        is_web = False
    if not is_web or re.search(r"\s", url) or visible(url) != url:
        # What stands before an @ may be a password that is not written as it should be.
        raise HttpError(f"{shown(url.rpartition('@')[2] if '@' in url else url)!r} is no http or https address")
    return stripped


def is_same_origin(first: str, second: str) -> bool:
    """Tell whether two addresses are of one server: scheme, host and port."""
    ports = {"http": 80, "https": 443}
    one, two = urlsplit(first), urlsplit(second)
    return (one.scheme, one.hostname, one.port or ports[one.scheme]) == (two.scheme, two.hostname, two.port or ports[two.scheme])


def shown(text: object) -> str:
    """Return what a server says in one line for a terminal."""
    return visible(one_line(str(text)[:2000]))[:200]
