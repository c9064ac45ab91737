"""Check links: form, tracking, versions, and what two of them say together."""

import re
from collections import defaultdict
from collections.abc import Iterator

from avgraph.checks.context import Context
from avgraph.model.rules import Diagnostic, Fix
from avgraph.text.links import TRACKING, fold_url, read_identifiers, web_iri
from avgraph.text.titles import are_alike

_LOCAL = re.compile(r"(?![a-z][a-z0-9+.-]*:)[\w./#%-]", re.IGNORECASE)
"""What an address within the repository of a list begins with."""
_WITHOUT_SCHEME = re.compile(r"(?:h?t?tps?|www)\b(?!://)|[a-z0-9-]+(?:\.[a-z0-9-]+){0,3}\.(?:ai|com|edu|io|net|org)(?:/|$)", re.IGNORECASE)
"""How an address begins whose ``https://`` is missing or misprinted, which leads to a file of the repository that is not there."""
_VERSION = re.compile(r"arxiv\.org/(?:abs|pdf)/\d{4}\.\d{4,5}(v\d+)")


def check_links(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with single links."""
    broken = {
        line for each in context.listed.diagnostics if each.code == "AVG407" for line in range(each.span.line, each.span.end_line + 1)
    }
    for entry in context.listed.entries:
        for link in entry.links:
            if link.line in broken:
                continue
            if web_iri(link.form) is None:
                if not context.is_tagged and _LOCAL.match(link.form) and not _WITHOUT_SCHEME.match(link.form):
                    continue
                yield context.about("AVG407", link, f"the link {link.form[:80]!r} is no web address; write https://…")
                continue
            tracking = list(_find_tracking(link.form))
            if tracking:
                names = ", ".join(link.form[start:end].strip("?&").partition("=")[0] for start, end in tracking)
                is_printed = context.text(link.span) == link.form
                fixes = tuple(Fix(link.span.part(start, end), "") for start, end in tracking) if is_printed else ()
                yield Diagnostic(link.span, "AVG405", f"the link holds tracking ({names}); leave that out", fixes)
            version = _VERSION.search(link.form)
            if version:
                yield context.about("AVG406", link, f"the link leads to version {version[1]} of the preprint; leave the version out")


def _find_tracking(url: str) -> Iterator[tuple[int, int]]:
    """Yield where a query holds a parameter of tracking, with the mark that goes with it; no other letter of the address changes."""
    start = url.find("?") + 1
    end = url.find("#") if "#" in url else len(url)
    if not 0 < start < end:
        return
    parts = url[start:end].split("&")
    are_tracking = ["=" in part and TRACKING.fullmatch(part.partition("=")[0]) is not None for part in parts]
    if all(are_tracking):
        yield start - 1, end
        return
    has_other = False
    for part, is_tracking in zip(parts, are_tracking, strict=True):
        if is_tracking:
            # With the "&" after it where nothing stands before, else with the one before it.
            yield (start - 1, start + len(part)) if has_other else (start, start + len(part) + 1)
        has_other = has_other or not is_tracking
        start += len(part) + 1


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
