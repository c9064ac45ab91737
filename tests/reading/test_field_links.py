"""What links lead to, and which texts are words of links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avgraph.model.entries import LinkKind
from avgraph.reading.fields.links import holds_only_link_words, is_link_word, link_kind, word_kind

KINDS = [
    ("https://arxiv.org/abs/2301.01234", "", "paper"),
    ("https://arxiv.org/abs/2301.01234", "code", "paper"),
    ("https://github.com/someone/something", "", "code"),
    ("https://github.com/someone/something", "Project", "code"),
    ("https://github.com/someone/something", "Dataset", "data"),
    ("https://github.com/someone/something/blob/main/docs/ours.pdf", "", "paper"),
    ("https://someone.github.io/something/", "", "project"),
    ("https://someone.github.io/something/", "Paper", "paper"),
    ("https://someone.github.io/something.pdf", "", "paper"),
    ("https://someone.github.io/slides.pdf", "slides", "slides"),
    ("https://www.youtube.com/watch?v=abc", "Paper", "video"),
    ("https://img.shields.io/badge/CVPR-2023-blue", "", "badge"),
    ("https://huggingface.co/papers/2301.01234", "", "paper"),
    ("https://huggingface.co/datasets/x/y", "", "data"),
    ("https://huggingface.co/spaces/x/y", "", "project"),
    ("https://huggingface.co/x/y", "Model", "other"),
    ("https://proceedings.mlr.press/v99/ours20a.html", "", "paper"),
    ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1", "", "paper"),
    ("https://doi.org/10.6084/m9.figshare.1", "repo", "code"),
    ("https://doi.org/10.5281/zenodo.1", "dataset", "data"),
    ("https://doi.org/10.5281/zenodo.1", "", "paper"),
    ("https://drive.google.com/file/d/1x/view", "PDF", "paper"),
    ("https://drive.google.com/file/d/1x/view", "数据集", "data"),
    ("https://example.org/about", "", "other"),
    ("papers/lamport78.pdf", "", "paper"),
    ("./slides/day1.pptx", "", "slides"),
    ("notes/reading.md", "note", "other"),
    ("https://[broken", "code", "code"),
]


@pytest.mark.parametrize(("url", "text", "kind"), KINDS)
def test_link_kind(url: str, text: str, kind: str) -> None:
    """Host, path and text of a link say what it leads to."""
    assert link_kind(url, text) == LinkKind(kind)


@pytest.mark.parametrize("url", ["", "#contents", "#", "mailto:a@example.org", " javascript:void(0)"])
def test_what_is_no_link(url: str) -> None:
    """An anchor, an address of a person and an empty target lead to no page."""
    assert link_kind(url, "paper") is None


@pytest.mark.parametrize(
    "text",
    [
        "Paper", "[PDF]", "code (PyTorch)", "Code & Data", "Project Page / Dataset", "📖 paper", "arXiv", "supp", "论文", "代码和数据", "논문", "here",
        "2021", "[1]", "Paper 2", "3rd-party code", "https://example.org/x", "", "⭐", "Back to top", "coming soon", "Keras-code", "TL;DR", "c++ code",
    ],
)  # fmt: skip
def test_link_words(text: str) -> None:
    """Such a text names no paper."""
    assert holds_only_link_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mask R-CNN",
        "Code Red",
        "Learning to Code",
        "A Survey",
        "The",
        "Video Diffusion",
        "Papers We Love",
        "Paper Planes",
        "论文写作",
        "Adam",
    ],
)
def test_no_link_words(text: str) -> None:
    """A text with another word can be a title, however short."""
    assert not holds_only_link_words(text)
    assert not is_link_word(text)


def test_what_words_say() -> None:
    """The word that says most decides; numbers and general words say nothing."""
    texts = ("Code & data", "demo video", "paper link", "supplementary", "2021", "here", "\U0001f4bb", "\U0001f3a5 ", "\u2b50")
    kinds = [LinkKind.CODE, LinkKind.VIDEO, LinkKind.PAPER, LinkKind.OTHER, None, None, LinkKind.CODE, LinkKind.VIDEO, None]
    assert [word_kind(text) for text in texts] == kinds


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text(url: str, text: str) -> None:
    """Nothing is too odd for an answer."""
    assert link_kind(url, text) in {*LinkKind, None}
    assert holds_only_link_words(text) or not is_link_word(text)
