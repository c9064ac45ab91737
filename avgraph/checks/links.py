"""Check links: form, tracking, versions, and what two of them say together."""

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from avgraph.checks.context import Context
from avgraph.model.rules import Diagnostic
from avgraph.text.links import fold_url, read_identifiers, web_iri
from avgraph.text.titles import are_alike

_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|spm|ref_src)$", re.IGNORECASE)
_VERSION = re.compile(r"arxiv\.org/(?:abs|pdf)/\d{4}\.\d{4,5}(v\d+)")


def check_links(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with single links."""
    for entry in context.listed.entries:
        for link in entry.links:
            if web_iri(link.form) is None:
                yield context.about("AVG407", link, f"the link {link.form[:80]!r} is no web address; write https://…")
                continue
            bare = _without_tracking(link.form)
            if bare != link.form:
                yield context.about("AVG405", link, f"the link holds tracking; write {bare}", bare)
            version = _VERSION.search(link.form)
            if version:
                yield context.about("AVG406", link, f"the link leads to version {version[1]} of the preprint; leave the version out")


def _without_tracking(url: str) -> str:
    parts = urlsplit(url)
    if "=" not in parts.query:
        return url
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    other = [(name, value) for name, value in pairs if not _TRACKING.match(name)]
    return url if len(other) == len(pairs) else urlunsplit(parts._replace(query=urlencode(other)))


def check_shared_links(context: Context) -> Iterator[Diagnostic]:
    """Yield links that stand under several titles."""
    by_link: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, entry in enumerate(context.listed.entries):
        if entry.url:
            identifiers = read_identifiers(entry.url) or {"url": fold_url(entry.url)}
            for pair in identifiers.items():
                by_link[pair].append(index)
    for indices in by_link.values():
        first = context.listed.entries[indices[0]]
        for index in indices[1:]:
            entry = context.listed.entries[index]
            if not are_alike(first.title.form, entry.title.form):
                message = f"the link stands under another title as well, {first.title.form!r} (line {first.first_line})"
                yield context.about("AVG504", entry.links[0], message)
