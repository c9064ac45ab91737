"""Part inline Markdown into runs in one pass, as forgiving as keepers are careless; linear in the text."""

import re

from avgraph.reading.markdown.emphasis import Delimiter, style_pieces
from avgraph.reading.markdown.located import LocatedText, join_texts, unescape
from avgraph.reading.markdown.raw_blocks import Definitions, fold_label
from avgraph.reading.markdown.runs import Run, RunKind, join_runs
from avgraph.text.controls import show_controls

_TOKEN = re.compile(
    r"\\(?P<escape>[!-/:-@\[-`{-~])|(?P<code>`+)|(?P<image>!\[)|(?P<open>\[)|(?P<html></?[A-Za-z][^<>]{0,2000}>)"
    r"|(?P<marks>\*+|_+|~~+)|(?P<math>\$\{?\}?\^[^$\n]{1,40}\$|\$[^$\n]{1,200}\$)|(?P<url>https?://[^\s<>\"'`|()\[\]{}*,;]++(?:\([^\s()]*+\)[^\s<>\"'`|()\[\]{}*,;]*+)*)"
    r"|(?P<newline>\\?\n)|(?P<entity>&(?:#?\w{1,32};))"
)
_PLAIN = re.compile(r"[^\\`!\[<*_~$&\nh]*+(?:h(?!ttps?://)[^\\`!\[<*_~$&\nh]*+)*")
"""What no token begins in."""
_PLAIN_LINK = re.compile(
    r"\[(?!\])([^\\`!\[\]<*_~$&\nh]*+(?:h(?!ttps?://)[^\\`!\[\]<*_~$&\nh]*+)*)\]\(([^()<>\[\]\\&\x00-\x20\x7f-\U0010ffff]++)\)"
)
"""A link whose text and address hold no other mark, as nearly all are."""
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_TARGET = re.compile(
    r"(?P<gap>[ \t]{0,2})\((?:[ \t]*+(?:<(?P<angled>[^<>\n]*+)>|\(?\[[^\[\]\s]*+\]\((?P<nested>[^\s()]*+)\)\)?|\((?P<double>https?://[^\s()]*+)\)"
    r"|(?P<bare>[^\s()<>]*+(?:\([^\s()]*+\)[^\s()<>]*+)*))(?:\s{1,9}(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?[ \t\n]*+\)"
    r"|[ \t]*+(?P<loose>(?:https?://|\.{0,2}/)[^()\n]{1,500}+)\)|[ \t]*+(?P<endless>https?://[^\s]{1,500}+)(?=\s|$))"
)
_REFERENCE = re.compile(r"[ \t]?\[(?P<label>[^\[\]]{0,999})\]")
_LOST_BRACKET = re.compile(r"\[(?P<text>[^\[\]\n()]{1,500}+)\((?P<url>https?://[^\s()]++)\)\]?")
_AUTOLINK = re.compile(r"<https?://[^\s<>]+>")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_SUMMARY_LABEL = re.compile(r"<summary>\s?(?:\*\*|<b>)?[^\W\d_]{1,12}(?:\*\*|</b>)?\s?$", re.IGNORECASE)
"""One word that names hidden text (``<summary>Abstract</summary>We show …``)."""
_SRC = re.compile(r"\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_RAISED = frozenset(("sup", "sub"))
_STYLES = {"b": "b", "strong": "b", "i": "i", "em": "i"}
_DROPPED = frozenset(
    ("a", "abbr", "body", "center", "details", "div", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "kbd", "li", "mark", "ol", "p", "picture",
     "pre", "s", "small", "source", "span", "strike", "summary", "table", "tbody", "td", "th", "thead", "tr", "u", "ul", "wbr", "img", "q", "ins", "del", "nobr", "blockquote", "big", "tt", "code", "svg", "path", "video", "iframe", "cite")
)  # fmt: skip
"""Elements that style or arrange what they hold; the marks of any other are text."""
_LONGEST_LINK = 4_000
"""Longest text of a link, in characters."""
_SPACES = re.compile(r"\s")


def scan_runs(text: str, start: int, end: int, definitions: Definitions) -> list[Run]:
    """Return the runs of ``text[start:end]``, offsets counted in `text`.

    >>> [(run.kind.value, run.text) for run in scan_runs("**Hearing** [pdf](x.pdf)", 0, 24, {})]
    [('text', 'Hearing'), ('text', ' '), ('link', 'pdf')]
    """
    place = _plain_end(text, start, end)
    if place == end > start:
        return [_plain_run(text, start, end)]
    link = _PLAIN_LINK.match(text, place, end)
    if link and link.end(1) - place <= _LONGEST_LINK and _plain_end(text, link.end(), end) == end:
        # One link and text around it, as most cells and items are.
        before = [_plain_run(text, start, place)] if start < place else []
        return [*before, _plain_link(link), *([_plain_run(text, link.end(), end)] if link.end() < end else [])]
    return _Scanner(text, start, end, definitions).runs()


def _plain_end(text: str, start: int, end: int) -> int:
    """Return where the first token of ``text[start:end]`` can begin."""
    plain = _PLAIN.match(text, start, end)
    return plain.end() if plain else start


def _plain_run(text: str, start: int, end: int) -> Run:
    return Run(RunKind.TEXT, LocatedText.at(text[start:end], start), start, end)


def _plain_link(link: re.Match[str]) -> Run:
    return Run(RunKind.LINK, LocatedText.at(link[1], link.start() + 1), *link.span(), target=link[2], target_span=link.span(2))


def _next_token(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the first token of ``text[start:end]``."""
    while start < end:
        place = _plain_end(text, start, end)
        if place < end and (token := _TOKEN.match(text, place, end)) is not None:
            return token
        start = place + 1
    return None


class _Scanner:
    """Holds what one pass over a text needs to know to stay linear."""

    def __init__(self, text: str, start: int, end: int, definitions: Definitions) -> None:
        self.text, self.start, self.end, self.definitions = text, start, end, definitions
        self.pieces: list[Run | LocatedText | Delimiter] = []
        self.closings: dict[int, int] | None = None
        self.missing: set[str] = set()
        """Marks that close nothing any more: runs of backticks, elements."""

    def runs(self) -> list[Run]:
        position, end, text = self.start, self.end, self.text
        while (token := _next_token(text, position, end)) is not None:
            if token.start() > position:
                self.pieces.append(LocatedText.at(text[position : token.start()], position))
            position = getattr(self, f"_{token.lastgroup}")(token)
        if position < end:
            self.pieces.append(LocatedText.at(text[position:end], position))
        return style_pieces(self.pieces)

    def _add_text(self, start: int, end: int) -> int:
        self.pieces.append(LocatedText.at(self.text[start:end], start))
        return end

    def _escape(self, token: re.Match[str]) -> int:
        self.pieces.append(LocatedText(token["escape"], [token.start()], [token.end()]))
        return token.end()

    def _entity(self, token: re.Match[str]) -> int:
        self.pieces.append(LocatedText.at(token[0], token.start()).unescape())
        return token.end()

    def _newline(self, token: re.Match[str]) -> int:
        place = token.start()
        is_hard = token[0][0] == "\\" or self.text.startswith("  ", max(place - 2, self.start))
        self.pieces.append(Run(RunKind.HARD_BREAK if is_hard else RunKind.SOFT_BREAK, LocatedText.at("", place), place, token.end()))
        return token.end()

    def _code(self, token: re.Match[str]) -> int:
        mark = token[0]
        closing = None if mark in self.missing else re.compile(rf"(?<!`){mark}(?!`)").search(self.text, token.end(), self.end)
        if closing is None:
            self.missing.add(mark)
            return self._add_text(*token.span())
        inside = LocatedText.at(self.text[token.end() : closing.start()], token.end())
        self.pieces.append(Run(RunKind.CODE, inside, token.start(), closing.end()))
        return closing.end()

    def _marks(self, token: re.Match[str]) -> int:
        mark = token[0]
        if mark[0] != "~":
            before = self.text[token.start() - 1] if token.start() > self.start else " "
            after = self.text[token.end()] if token.end() < self.end else " "
            self.pieces.append(Delimiter.between(before, mark, after, LocatedText.at(mark, token.start())))
        return token.end()

    def _math(self, token: re.Match[str]) -> int:
        if token[0].lstrip("${}").startswith("^"):
            inside = LocatedText.at(token[0], token.start()).strip("${}^")
            self.pieces.append(Run(RunKind.RAISED, inside, *token.span()))
            return token.end()
        if token[0][1].isspace() or token[0][-2].isspace() or "](" in token[0]:
            return self._add_text(token.start(), token.start() + 1)
        return self._add_text(*token.span())

    def _url(self, token: re.Match[str]) -> int:
        end = token.start() + len(token[0].rstrip(".:!?"))
        located = LocatedText.at(self.text[token.start() : end], token.start())
        self.pieces.append(
            Run(RunKind.LINK, located, token.start(), end, target=unescape(located.string), target_span=(token.start(), end))
        )
        return end

    def _image(self, token: re.Match[str]) -> int:
        closing = self._closing(token.end() - 1)
        target = _TARGET.match(self.text, closing + 1, self.end) if closing is not None else None
        if closing is None or target is None or target["gap"]:
            return self._add_text(*token.span())
        inside = LocatedText.at(self.text[token.end() : closing], token.end())
        address, span = self._address(target)
        self.pieces.append(Run(RunKind.IMAGE, inside, token.start(), target.end(), target=address, target_span=span))
        return target.end()

    def _open(self, token: re.Match[str]) -> int:
        opening = token.start()
        plain = _PLAIN_LINK.match(self.text, opening, self.end)
        if plain and plain.end(1) - opening <= _LONGEST_LINK:
            self.pieces.append(_plain_link(plain))
            return plain.end()
        closing = self._closing(opening)
        if closing is None or closing - opening > _LONGEST_LINK:
            lost = _LOST_BRACKET.match(self.text, opening, self.end)
            if lost:
                return self._add_link((opening, lost.end()), lost.span("text"), unescape(lost["url"]), lost.span("url"))
            return self._add_text(opening, opening + 1)
        target = _TARGET.match(self.text, closing + 1, self.end)
        if target is not None:
            address, span = self._address(target)
            if not target["gap"] or "/" in address or address.endswith(".pdf"):
                inner = self.text[opening + 1 : closing]
                if "](" in inner and not _holds_only_images(inner):
                    return self._add_text(opening, opening + 1)
                return self._add_link((opening, target.end()), (opening + 1, closing), address, span)
        following = _REFERENCE.match(self.text, closing + 1, self.end) if self.definitions else None
        label = (following["label"] if following else "") or self.text[opening + 1 : closing]
        definition = self.definitions.get(fold_label(label)) if self.definitions else None
        if definition is None:
            return self._add_text(opening, opening + 1)
        stop = following.end() if following else closing + 1
        return self._add_link((opening, stop), (opening + 1, closing), definition.url, (opening, stop))

    def _html(self, token: re.Match[str]) -> int:
        tag = token[0]
        match = _TAG_NAME.match(tag)
        name = match[1].lower() if match else ""
        if name == "br":
            self.pieces.append(Run(RunKind.HARD_BREAK, LocatedText.at("", token.start()), *token.span()))
            return token.end()
        if name.startswith("http") and _AUTOLINK.fullmatch(tag):
            inside = LocatedText.at(tag[1:-1], token.start() + 1)
            target = unescape(inside.string)
            self.pieces.append(Run(RunKind.LINK, inside, *token.span(), target=target, target_span=(token.start() + 1, token.end() - 1)))
            return token.end()
        if name in _STYLES:
            located = LocatedText.at(tag, token.start())
            self.pieces.append(Delimiter(_STYLES[name], 2 if _STYLES[name] == "b" else 1, located, tag[1] != "/", tag[1] == "/"))
            return token.end()
        if name == "img":
            source, alt = _SRC.search(tag), _ALT.search(tag)
            located = (
                LocatedText.at(alt[alt.lastindex or 0], token.start() + alt.start(alt.lastindex or 0))
                if alt
                else LocatedText.at("", token.start())
            )
            self.pieces.append(Run(RunKind.IMAGE, located, *token.span(), target=unescape(source[source.lastindex or 0]) if source else ""))
            return token.end()
        if tag[1] != "/" and (name in _RAISED or (name == "a" and _HREF.search(tag))):
            closing = self._closing_tag(name, token.end())
            if closing is not None:
                return self._raised(token, *closing) if name in _RAISED else self._html_link(token, *closing)
        if name == "summary" and tag[1] == "/" and _SUMMARY_LABEL.search(self.text, max(0, token.start() - 24), token.start()):
            self.pieces.append(LocatedText.over(": ", *token.span()))
            return token.end()
        return token.end() if name in _DROPPED or name in _RAISED else self._add_text(*token.span())

    def _closing_tag(self, name: str, position: int) -> tuple[int, int] | None:
        """Return where the closing tag of an element starts and ends."""
        if name in self.missing:
            return None
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.text, position, self.end)
        if closing is None:
            self.missing.add(name)
        return closing.span() if closing else None

    def _raised(self, token: re.Match[str], close: int, end: int) -> int:
        inner = scan_runs(self.text, token.end(), close, {}) if close - token.end() <= 200 else []
        texts = [run.located for run in inner if run.kind is not RunKind.IMAGE]
        self.pieces.append(Run(RunKind.RAISED, join_texts("", texts) if texts else LocatedText.at("", token.end()), token.start(), end))
        return end

    def _html_link(self, token: re.Match[str], close: int, end: int) -> int:
        href = _HREF.search(token[0])
        if href is None or close - token.end() > _LONGEST_LINK:
            return token.end()
        group = href.lastindex or 0
        span = (token.start() + href.start(group), token.start() + href.end(group))
        return self._add_link((token.start(), end), (token.end(), close), unescape(href[group]), span)

    def _add_link(self, whole: tuple[int, int], inside: tuple[int, int], address: str, span: tuple[int, int]) -> int:
        inner = scan_runs(self.text, *inside, {})
        words = [run for run in inner if run.kind is not RunKind.IMAGE and run.text.strip()]
        self.pieces.append(
            Run(
                RunKind.LINK, join_runs(inner), *whole,
                bool(words) and all(run.is_bold for run in words), bool(words) and all(run.is_italic for run in words),
                show_controls(address), span, tuple(run.target for run in inner if run.kind is RunKind.IMAGE),
            )
        )  # fmt: skip
        return whole[1]

    @staticmethod
    def _address(target: re.Match[str]) -> tuple[str, tuple[int, int]]:
        name = next(name for name in ("angled", "nested", "double", "bare", "loose", "endless") if target[name] is not None)
        address = target[name] if name != "loose" else _SPACES.sub("", target[name])
        return unescape(address.replace("\\_", "_").replace("\\", "")), target.span(name)

    def _closing(self, opening: int) -> int | None:
        """Return where the bracket at `opening` closes, counting nested ones."""
        if self.closings is None:
            self.closings = {}
            stack: list[int] = []
            for match in _BRACKET.finditer(self.text, self.start, self.end):
                if match[0] == "[":
                    stack.append(match.start())
                elif match[0] == "]" and stack:
                    self.closings[stack.pop()] = match.start()
        return self.closings.get(opening)


def _holds_only_images(text: str) -> bool:
    """Tell whether all targets in the text of a link are those of images."""
    return text.count("](") == text.count("![")
