"""Turn inline Markdown into plain text and links, as CommonMark 0.31 has it."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from avgraph.reading.markdown.located import LocatedText, unescape
from avgraph.reading.markdown.raw_blocks import NO_DEFINITIONS, Definition, Definitions, fold_label
from avgraph.text.controls import show_controls

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Link:
    """One Markdown link within a text."""

    text: str
    """What a reader sees, white space folded."""
    url: str
    """The target, escapes and entities resolved; empty where the link has none."""
    start: int
    end: int
    text_span: tuple[int, int]
    """Where its text is printed, white space at the ends left out."""
    url_span: tuple[int, int]
    """Where its target is printed."""
    is_well_formed: bool = True
    """Whether CommonMark reads it as a link; False for a misprint that could still be read."""
    definition: Definition | None = None
    """Where its target is defined, if not here."""


BREAK = re.compile(r"</?br\b[^<>]{0,100}>|\\(?=\n|\Z)|(?<! ) {2,}(?=\n)", re.IGNORECASE)
"""A line break that the list asks for: ``<br>`` in any form, a backslash or two spaces at the end of a line."""

# The plain case: nothing that CommonMark gives a meaning. Nearly every title is one.
_PLAIN_LINK = re.compile(r"\[((?:[^\[\]\\`*_<>&]|&(?![#A-Za-z])|(?<=\w)_(?=\w))+)\]\(([^()<>\s\\&\"']+)\)")
_BRACKET = re.compile(r"\\.|`+|[\[\]]", re.DOTALL)
_PARENTHESIS = re.compile(r"\\.|[()]", re.DOTALL)
_TARGET_END = re.compile(r"[ \t]{0,4}\n?[ \t]{0,4}\(")
_TARGET = re.compile(r"\s*(?:<(?P<bracketed>[^<>\n]*)>|(?P<bare>\S+))")
_LOST_BRACKET = re.compile(r"\[([^\[\]\n]+?)\]?[ \t]{0,4}\(([a-z]+://[^\s()]+)\)?")
_SPACES = re.compile(r"\s+")
_MOST_PARSED = 2_000
"""Longest text that is read as CommonMark has it, in characters; of longer ones, tags and entities are resolved."""
_MOST_BRACKETS = 64
"""Brackets tried before a text counts as having no link, so that hostile text costs linear time."""


_REFERENCE = re.compile(r"[ \t]{0,2}\[(?P<label>[^\[\]]{0,999})\]")
_HTML_LINK = re.compile(
    r"<a\s[^<>]{0,500}?href\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>]+))[^<>]{0,500}>(?P<text>[^\n]{0,1000}?)</a\s*>",
    re.IGNORECASE,
)
_IMAGES = re.compile(r"!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])|<img\b[^<>]*>", re.IGNORECASE)


def find_link(text: str, start: int, end: int, definitions: Definitions = NO_DEFINITIONS) -> Link | None:
    """Return the first link in ``text[start:end]`` that has words, or None; a linked image has none.

    `definitions` are the targets of reference links.
    """
    link = _find_markdown_link(text, start, end, definitions)
    if "<a" in text or "<A" in text:
        for match in _HTML_LINK.finditer(text, start, link.start if link else end):
            if _IMAGES.sub("", match["text"]).strip():
                name = next(name for name in ("double", "single", "bare") if match[name] is not None)
                return Link(
                    plain_text(_TAG.sub("", match["text"])), unescape(match[name]), *match.span(),
                    _trimmed(text, *match.span("text")), match.span(name),
                )  # fmt: skip
    return link


def _find_markdown_link(text: str, start: int, end: int, definitions: Definitions) -> Link | None:
    """Return the first Markdown link in ``text[start:end]``, or None.

    Nested brackets, balanced parentheses in the target, escapes, entities and code spans follow
    CommonMark. A link whose parenthesis never closes, or stands off by white space, is still read
    and marked as not well formed.
    """
    position = start
    for _ in range(_MOST_BRACKETS):
        opening = text.find("[", position, end)
        if opening < 0:
            return None
        if opening > start and text[opening - 1] in "\\!":
            # Escaped, or an image: a badge is not the title.
            position = opening + 1
            continue
        plain = _PLAIN_LINK.match(text, opening, end)
        if plain:
            return Link(_SPACES.sub(" ", plain[1]).strip(), plain[2], opening, plain.end(), _trimmed(text, *plain.span(1)), plain.span(2))
        closing = _closing(text, opening, end, _BRACKET, "[")
        if closing is None:
            return _unclosed_link(text, opening, end)
        gap = _TARGET_END.match(text, closing + 1, end)
        if gap is None:
            link = _reference_link(text, opening, closing, end, definitions) if definitions else None
            if link:
                return link
            position = opening + 1
            continue
        stop = _closing(text, gap.end() - 1, end, _PARENTHESIS, "(")
        if stop is None:
            return _endless_link(text, opening, closing, gap.end(), end)
        if _is_image(text[opening + 1 : closing]):
            position = stop + 1
            continue
        return _parse_link(text, (opening, stop + 1), (opening + 1, closing), (gap.end(), stop), is_tight=gap[0] == "(")
    return None


def _is_image(inside: str) -> bool:
    """Tell whether a link shows nothing but images, as badges do."""
    return inside.lstrip()[:1] in ("!", "<") and _IMAGES.sub("", inside).strip() == ""


def _reference_link(text: str, opening: int, closing: int, end: int, definitions: Definitions) -> Link | None:
    """Read ``[Title][label]``, ``[Title][]`` or ``[Title]``, where the label is defined."""
    inside = text[opening + 1 : closing]
    following = _REFERENCE.match(text, closing + 1, end)
    definition = definitions.get(fold_label((following["label"] if following else "") or inside))
    if definition is None or _is_image(inside):
        return None
    stop = following.end() if following else closing + 1
    link = Link(plain_text(inside), definition.url, opening, stop, _trimmed(text, opening + 1, closing), (opening, opening))
    return replace(link, definition=definition)


def _closing(text: str, opening: int, end: int, marks: re.Pattern[str], mark: str) -> int | None:
    """Return where the bracket at `opening` closes, counting nested ones; escapes and code spans are passed over."""
    depth = 0
    position = opening
    while (match := marks.search(text, position, end)) is not None:
        position = match.end()
        if match[0] == mark:
            depth += 1
        elif match[0][0] == "`":
            # A code span ends at the next run of as many backticks; without one they are text.
            closing = re.compile(rf"(?<!`){match[0]}(?!`)").search(text, position, end)
            position = closing.end() if closing else position
        elif match[0][0] != "\\":
            depth -= 1
            if depth == 0:
                return match.start()
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of `text` without the white space at its ends."""
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    return start, max(start, end - len(inside) + len(inside.rstrip()))


def _endless_link(text: str, opening: int, closing: int, target: int, end: int) -> Link:
    """Read a link whose parenthesis never closes: its target is the first word of the line."""
    line_end = text.find("\n", target, end)
    rest = text[target : end if line_end < 0 else line_end]
    url = (rest.split(None, 1) or [""])[0]
    start = target + rest.find(url)
    span = (start, start + len(url))
    return Link(
        plain_text(text[opening + 1 : closing]), url, opening, span[1], _trimmed(text, opening + 1, closing), span, is_well_formed=False
    )


def _unclosed_link(text: str, opening: int, end: int) -> Link | None:
    """Read ``[Title(https://...)``, a link that lost its bracket."""
    match = _LOST_BRACKET.match(text, opening, end)
    if match is None:
        return None
    return Link(plain_text(match[1]), match[2], opening, match.end(), _trimmed(text, *match.span(1)), match.span(2), is_well_formed=False)


def _parse_link(text: str, whole: tuple[int, int], inside: tuple[int, int], target: tuple[int, int], *, is_tight: bool) -> Link:
    title, address = text[slice(*inside)], text[slice(*target)]
    printed = _TARGET.match(text, *target)
    url_span = printed.span(printed.lastgroup or 0) if printed else (target[0], target[0])
    text_span = _trimmed(text, *inside)
    if is_tight and len(title) + len(address) <= _MOST_PARSED:
        # A line break within a link's text is a soft break; within the target it is not allowed.
        joined = title.replace("\n", " ")
        tokens = _inline_tokens(f"[{joined}]({address})")
        if tokens and tokens[0].type == "link_open":
            # Which asterisks are emphasis depends on the bracket before them.
            shown = _visible_text(tokens) if tokens[-1].type == "link_close" else plain_text(title)
            return Link(shown, show_controls(str(tokens[0].attrGet("href") or "")), *whole, text_span, url_span)
    url = unescape((address.split(None, 1) or [""])[0]).strip("<>")
    return Link(plain_text(title), url, *whole, text_span, url_span, is_well_formed=False)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    # The reader wants the address as printed, also one that a renderer must not link to.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def _inline_tokens(text: str) -> "list[Token]":
    inline = _parser().parseInline(text)
    return (inline[0].children or []) if inline else []


_MARKUP = re.compile(r"[\\`*<>\[\]]|&(?=[#A-Za-z])|(?<!\w)_|_(?!\w)")


def plain_text(markdown: str) -> str:
    r"""Return what a reader sees of inline Markdown: markup gone, escapes and entities resolved.

    >>> plain_text(r"A **bold** \[title\] &amp; `code`")
    'A bold [title] & code'
    """
    if not _MARKUP.search(markdown):
        return _SPACES.sub(" ", markdown).strip()
    if len(markdown) > _MOST_PARSED:
        # Markdown's parser takes quadratic time for some texts.
        return _SPACES.sub(" ", unescape(_TAG.sub("", markdown))).strip()
    return _visible_text(_inline_tokens(markdown.replace("\n", " ")))


def _visible_text(tokens: "list[Token]") -> str:
    """Return the text of inline tokens on one line, markup that only styles left out."""
    parts = []
    for token in tokens:
        if (
            token.type in ("text", "code_inline", "text_special")
            or token.type == "image"
            or (
                token.type == "html_inline"
                and not re.fullmatch(r"</?(?:b|i|em|strong|sub|sup|br|u|span|font)\b[^>]*>", token.content, re.IGNORECASE)
            )
        ):
            parts.append(token.content)
        elif (token.type == "html_inline" and token.content.lower().startswith("<br")) or token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return show_controls(_SPACES.sub(" ", "".join(parts)).strip())


_BOLD = re.compile(r"\*\*|__|~~")
_FIELD_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?(?:b|i|em|strong|u|span|font|a|p|div|small|mark|code|kbd|ul|ol|li|center|summary|details)\b[^<>]*>", re.IGNORECASE)
_NUMBER_NOTE = re.compile(
    r"<sup\b[^<>]*>[^<>]{0,10}[\da-z][^<>]{0,10}</sup>|\$\{?\}?\^\{?\w[^$\n]{0,12}\$|\^\{?[\da-z](?:,[\da-z])*\}?(?!\w)"
)
_FOOTNOTE = re.compile(r"<sup\b[^<>]*>[^<>]*</sup>|<sub\b[^<>]*>[^<>]*</sub>|\$[^$\n]{0,16}\$|\^\{[^{}]{0,12}\}", re.IGNORECASE)


def _is_plain(markdown: str) -> bool:
    return not _MARKUP.search(markdown) and "$" not in markdown and "^" not in markdown and "~" not in markdown


def locate_cell_text(markdown: LocatedText) -> LocatedText:
    """Return the plain text of a cell that names nobody, in which a formula is no footnote."""
    return markdown if _is_plain(markdown.string) else _without_markup(markdown)


def locate_field_text(markdown: LocatedText, mark: str = " ") -> LocatedText:
    """Return the plain text of a list of names, each character with its place: links and bold unwrapped, footnote markup gone.

    A lone ``*`` is kept, since names such as A*STAR hold one. `mark` stands for each number or letter that is printed as a footnote.
    """
    if _is_plain(markdown.string):
        return markdown
    return _without_markup(markdown.sub(_NUMBER_NOTE, mark).sub(_FOOTNOTE, " "))


def _without_markup(markdown: LocatedText) -> LocatedText:
    return markdown.sub(_FIELD_LINK, r"\1").sub(_BOLD, "").sub(_TAG, "").sub(_ESCAPE, r"\1").unescape()


def on_one_line(markdown: str) -> str:
    """Return a text as it is printed, but on one line: breaks and runs of white space are single spaces."""
    return _SPACES.sub(" ", BREAK.sub(" ", markdown)).strip()


def link_spans(text: str) -> list[tuple[int, int, int, int]]:
    """Return where each link in a list of names starts and ends, and where its text does."""
    return [(*match.span(), *match.span(1)) for match in _FIELD_LINK.finditer(text)] if "](" in text or "][" in text else []
