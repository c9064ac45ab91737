"""The reader's inline Markdown agrees with CommonMark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from avgraph.reading.markdown.inline import find_link, locate_field_text, plain_text
from avgraph.reading.markdown.located import LocatedText


@given(st.text(alphabet="ab []()\\*_`&#;", max_size=24))
def test_links_are_those_of_commonmark(title: str) -> None:
    """Whatever CommonMark reads as one link over the whole text, the reader reads with the same target."""
    text = f"[{title}](https://a.org/x)"
    tokens = MarkdownIt("commonmark").parseInline(text)[0].children or []
    opened = [token for token in tokens if token.type == "link_open"]
    if len(opened) != 1 or tokens[0] is not opened[0] or tokens[-1].type != "link_close":
        return
    seen = "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content
        for token in tokens
        if token.type not in ("link_open", "link_close")
    )
    link = find_link(text, 0, len(text))
    assert link is not None
    assert link.url == opened[0].attrGet("href")
    assert link.text.replace(" ", "") == seen.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A*STAR; A*STAR", "A*STAR; A*STAR"),
        ("**Ada** [Lovelace](https://a.org)", "Ada Lovelace"),
        ("Ada<sup>1,2</sup>", "Ada "),
        (r"Rock \& Roll &amp; Jazz", "Rock & Roll & Jazz"),
        ("Ada$^{1}$, Alan^{2}", "Ada , Alan "),
    ],
)
def test_field_text(text: str, wanted: str) -> None:
    """Names lose markup and footnotes and keep the marks that belong to them."""
    assert locate_field_text(LocatedText.at(text, 0)).string == wanted


@given(st.text(max_size=60))
def test_plain_text_never_fails(text: str) -> None:
    """Any text has a plain form, on one line."""
    assert "\n" not in plain_text(text)
