"""Identifiers in links: every form of address gives the identifier, and two identifiers never meet."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avgraph.text.links import fold_url, is_container, paper_keys, read_identifiers

HASHES = st.text("0123456789abcdef", min_size=40, max_size=40)
NUMBERS = st.integers(1, 99_999)
YEARS = st.integers(2010, 2025)
NAMES = st.from_regex(r"[a-z]{3,10}", fullmatch=True)
NEW_ARXIV = st.builds("{:02}{:02}.{:05}".format, st.integers(15, 30), st.integers(1, 12), NUMBERS)
OLD_ARXIV = st.builds("{}/{:02}{:02}{:03}".format, st.sampled_from(["cs", "math", "hep-th", "astro-ph", "q-bio"]), st.integers(0, 6), st.integers(1, 12), st.integers(1, 999))  # fmt: skip
DOIS = st.builds("10.{}/{}".format, st.integers(1000, 99_999).filter(lambda n: n not in {48550, 18653, 3115}), st.from_regex(r"[a-z]{2,8}\.[0-9]{4}\.[0-9]{1,6}(?:\([0-9]{2}\)[0-9-]{3})?", fullmatch=True))  # fmt: skip
PII = st.builds("S{:04}{:04}{:08}".format, NUMBERS.filter(lambda n: n < 10_000), NUMBERS.filter(lambda n: n < 10_000), NUMBERS)

IDENTIFIERS: dict[str, tuple[str, st.SearchStrategy[str], Sequence[str]]] = {
    "arxiv": (
        "arxiv", st.one_of(NEW_ARXIV, OLD_ARXIV),
        (
            "https://arxiv.org/abs/{}", "https://arxiv.org//abs/{}", "http://www.arxiv.org/abs/{}v1", "https://arxiv.org/pdf/{}", "https://arxiv.org/pdf/{}.pdf",
            "https://arxiv.org/pdf/{}v12.pdf", "https://arxiv.org/html/{}v2", "https://arxiv.org/format/{}", "https://arxiv.org/ps/{}", "https://arxiv.org/e-print/{}",
            "https://arxiv.org/src/{}v1", "https://export.arxiv.org/abs/{}", "https://export.arxiv.org/pdf/{}v3.pdf", "https://browse.arxiv.org/html/{}v1",
            "https://cn.arxiv.org/abs/{}", "http://xxx.lanl.gov/abs/{}", "https://ar5iv.org/abs/{}", "https://ar5iv.labs.arxiv.org/html/{}",
            "https://www.alphaxiv.org/abs/{}", "https://alphaxiv.org/pdf/{}v2", "https://www.alphaxiv.org/overview/{}", "https://huggingface.co/papers/{}", "https://hf.co/papers/{}",
            "https://doi.org/10.48550/arXiv.{}", "https://doi.org/10.48550/ARXIV.{}", "http://dx.doi.org/10.48550/arxiv.{}", "https://arxiv.org/abs/{}?context=cs",
            "https://arxiv.org/pdf/{}.pdf#page=2", "https://arxiv.org/abs/arXiv:{}", "https://www.arxiv-vanity.com/papers/{}/", "https://www.semanticscholar.org/arxiv/{}",
            "https://api.semanticscholar.org/arXiv:{}", "https://arxiv.org/abs/{}/", "https://arxiv.org:443/abs/{}", " https://arxiv.org/abs/{} ",
        ),
    ),
    "doi": (
        "doi", DOIS,
        (
            "https://doi.org/{}", "http://dx.doi.org/{}", "https://www.doi.org/{}", "https://doi.org/doi:{}", "https://doi.org/{}?ref=x", "https://doi.org/{}#sec1", "https://doi.org/{}/",
            "https://dl.acm.org/doi/{}", "https://dl.acm.org/doi/abs/{}", "https://dl.acm.org/doi/pdf/{}?download=true", "https://dl.acm.org/doi/fullHtml/{}",
            "https://dl.acm.org/doi/epdf/{}", "https://dl.acm.org/doi/10.5555/../{}".replace("10.5555/../", ""), "https://onlinelibrary.wiley.com/doi/full/{}", "https://ietresearch.onlinelibrary.wiley.com/doi/pdfdirect/{}",
            "https://www.tandfonline.com/doi/full/{}", "https://journals.sagepub.com/doi/pdf/{}", "https://www.science.org/doi/abs/{}", "https://pubs.acs.org/doi/{}",
            "https://unknown-press.example.org/doi/pdf/{}", "https://link.springer.com/article/{}", "https://link.springer.com/content/pdf/{}.pdf",
            "https://www.frontiersin.org/articles/{}/full", "https://iopscience.iop.org/article/{}/meta", "https://www.degruyter.com/document/doi/{}/html",
            "https://www.semanticscholar.org/doi/{}", "https://journals.plos.org/plosone/article?id={}", "https://journals.plos.org/plosone/article/file?type=printable&id={}",
        ),
    ),
    "bioRxiv": (
        "doi", st.builds("10.1101/{}.{:02}.{:02}.{:06}".format, YEARS, st.integers(1, 12), st.integers(1, 28), NUMBERS),
        (
            "https://www.biorxiv.org/content/{}v1", "https://www.biorxiv.org/content/{}v2.full", "https://www.biorxiv.org/content/{}v1.full.pdf",
            "https://www.biorxiv.org/content/{}v1.full.pdf+html", "https://www.biorxiv.org/content/biorxiv/early/2020/01/01/../{}.full.pdf".replace("biorxiv/early/2020/01/01/../", ""),
            "https://www.medrxiv.org/content/{}v1.abstract", "https://doi.org/{}", "https://www.biorxiv.org/content/{}",
        ),
    ),
    "old ACL": (
        "acl", st.builds("{}{:02}-{}{:03}".format, st.sampled_from("CDENPQ"), st.integers(0, 19), st.integers(1, 9), st.integers(1, 999)),
        (
            "https://aclanthology.org/{}", "https://aclanthology.org/{}/", "https://aclanthology.org/{}.pdf", "https://aclanthology.org/{}v2.pdf", "https://aclanthology.org/{}.bib",
            "https://www.aclweb.org/anthology/{}", "http://aclweb.org/anthology/{}.pdf", "https://www.aclweb.org/anthology/papers/P/P19/{}/",
            "http://aclanthology.info/papers/{}/x".replace("/x", ""), "https://aclanthology.coli.uni-saarland.de/papers/{}/", "https://aclanthology.org/{}?ref=https://a.org",
        ),
    ),
    "new ACL": (
        "acl", st.builds("{}.{}-{}.{}".format, YEARS.filter(lambda year: year > 2019), st.sampled_from(["acl", "emnlp", "findings"]), st.sampled_from(["main", "long", "1"]), st.integers(1, 999)),
        ("https://aclanthology.org/{}", "https://aclanthology.org/{}/", "https://aclanthology.org/{}.pdf", "https://www.aclweb.org/anthology/{}.pdf", "https://aclanthology.org/{}v1.pdf"),
    ),
    "IEEE": (
        "ieee", st.integers(1, 10_000_000).map(str),
        (
            "https://ieeexplore.ieee.org/document/{}", "https://ieeexplore.ieee.org/abstract/document/{}/", "https://ieeexplore.ieee.org/document/0{}",
            "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber={}", "http://ieeexplore.ieee.org/xpls/abs_all.jsp?arnumber={}&tag=1",
            "https://ieeexplore.ieee.org/iel7/9040208/9052899/0{}.pdf", "https://ieeexplore.ieee.org/document/{}?denied=", "https://ieeexplore.ieee.org/abstract/document/{};x".replace(";x", ""),
        ),
    ),
    "OpenReview": (
        "openreview", st.from_regex(r"[A-Za-z0-9_-]{9,12}", fullmatch=True),
        (
            "https://openreview.net/forum?id={}", "https://openreview.net/pdf?id={}", "https://openreview.net/forum?id={}&noteId=abc", "https://openreview.net/forum?noteId=abc&id={}",
            "https://openreview.net/attachment?id={}&name=supplementary_material", "https://api.openreview.net/pdf?id={}",
        ),
    ),
    "CVF": (
        "cvf", st.builds("{}_A_Title_{}_{}_{}".format, NAMES, NAMES, st.sampled_from(["CVPR", "ICCV", "WACV"]), YEARS),
        (
            "https://openaccess.thecvf.com/content/CVPR2021/html/{}_paper.html", "https://openaccess.thecvf.com/content/CVPR2021/papers/{}_paper.pdf",
            "https://openaccess.thecvf.com/content_CVPR_2020/papers/{}_paper.pdf", "http://openaccess.thecvf.com/content_cvpr_2018/html/{}_paper.html",
            "https://openaccess.thecvf.com/content/CVPR2021/supplemental/{}_supplemental.pdf", "https://www.cv-foundation.org/openaccess/content_cvpr_2015/papers/{}_paper.pdf",
        ),
    ),
    "new NeurIPS": (
        "neurips", HASHES.map(lambda digits: digits[:32]),
        (
            "https://proceedings.neurips.cc/paper/2020/hash/{}-Abstract.html", "https://proceedings.neurips.cc/paper/2020/file/{}-Paper.pdf",
            "https://papers.nips.cc/paper/2018/hash/{}-Abstract.html", "https://proceedings.neurips.cc/paper_files/paper/2022/hash/{}-Abstract-Conference.html",
            "https://proceedings.neurips.cc/paper_files/paper/2022/file/{}-Paper-Conference.pdf", "https://papers.neurips.cc/paper_files/paper/2022/file/{}-Paper.pdf",
            "https://datasets-benchmarks-proceedings.neurips.cc/paper/2021/hash/{}-Abstract-round1.html", "https://proceedings.neurips.cc/paper/2020/file/{}-Supplemental.pdf",
        ),
    ),
    "PMLR": (
        "pmlr", st.builds("v{}/{}{:02}{}".format, st.integers(1, 250), NAMES, st.integers(10, 25), st.sampled_from("abc")),
        ("https://proceedings.mlr.press/{}.html", "http://proceedings.mlr.press/{}", "https://proceedings.mlr.press/{}/x.pdf", "https://proceedings.mlr.press/{}/", "http://jmlr.org/proceedings/papers/{}.html", "http://www.jmlr.org/proceedings/papers/{}.pdf"),
    ),
    "PMC": (
        "pmc", st.integers(1, 10_000_000).map("PMC{}".format),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/{}/", "https://pmc.ncbi.nlm.nih.gov/articles/{}/", "https://www.ncbi.nlm.nih.gov/pmc/articles/{}/pdf/x.pdf", "https://europepmc.org/article/PMC/{}"),
    ),
}  # fmt: skip
"""For each kind of identifier its scheme, identifiers in the one spelling, and the forms of address they stand in."""

PAGES: dict[str, tuple[st.SearchStrategy[str], Sequence[str]]] = {
    "old NeurIPS": (NUMBERS.filter(lambda n: not 1900 <= n < 2100).map(str), ("https://papers.nips.cc/paper/{}-attention-is-all", "http://papers.nips.cc/paper/{}-attention-is-all.pdf", "https://papers.nips.cc/paper/{}", "https://proceedings.neurips.cc/paper/{}-attention")),
    "ECVA": (st.integers(10**8, 10**9).map(str), ("https://www.ecva.net/papers/eccv_2020/papers_ECCV/papers/{}.pdf", "http://ecva.net/papers/eccv_2020/papers_ECCV/papers/{}-supp.pdf", "https://www.ecva.net//papers/eccv_2020/papers_ECCV/papers/{}.pdf#page=3")),
    "old ISCA": (st.integers(1000, 4000).map(str), ("https://www.isca-speech.org/archive/Interspeech_2019/abstracts/{}.html", "https://www.isca-speech.org/archive/Interspeech_2019/pdfs/{}.pdf", "https://www.isca-speech.org/archive_v0/Interspeech_2019/pdfs/{}.pdf", "http://isca-speech.org/archive_v0/Interspeech_2019/abstracts/{}.html")),
    "new ISCA": (st.builds("{}19_interspeech".format, NAMES), ("https://www.isca-archive.org/interspeech_2019/{}.html", "https://www.isca-archive.org/interspeech_2019/{}.pdf", "https://www.isca-speech.org/archive/interspeech_2019/{}.html", "https://www.isca-speech.org/archive/pdfs/interspeech_2019/{}.pdf")),
    "Semantic Scholar": (HASHES, ("https://www.semanticscholar.org/paper/A-Title-Byron/{}", "https://www.semanticscholar.org/paper/{}", "https://www.semanticscholar.org/paper/A-Title-Byron/{}?sort=is-influential", "https://www.semanticscholar.org/reader/{}", "https://api.semanticscholar.org/graph/v1/paper/{}")),
    "AAAI": (NUMBERS.map(str), ("https://ojs.aaai.org/index.php/AAAI/article/view/{}", "https://ojs.aaai.org//index.php/AAAI/article/view/{}/1234", "https://ojs.aaai.org/index.php/AAAI/article/download/{}/1234", "https://ojs.aaai.org/index.php/AAAI/article/view/{}/")),
    "ScienceDirect": (PII, ("https://www.sciencedirect.com/science/article/pii/{}", "https://www.sciencedirect.com/science/article/abs/pii/{}", "https://linkinghub.elsevier.com/retrieve/pii/{}", "https://www.sciencedirect.com/science/article/pii/{}?via%3Dihub", "https://www.sciencedirect.com/science/article/pii/{}/pdfft")),
    "IJCAI": (st.integers(1, 900).map(str), ("https://www.ijcai.org/proceedings/2022/{}", "https://www.ijcai.org/proceedings/2022/{}.pdf", "https://www.ijcai.org/proceedings/2022/0{}.pdf")),
    "any page": (NUMBERS.map(str), ("https://example.org/p/{}", "http://example.org/p/{}", "https://www.example.org/p/{}/", "https://example.org/p/{}?utm_source=x&fbclid=y", "https://example.org/p/{}#top", "https://example.org:443/p/{}", "https://example.org/%70/{}", "https://EXAMPLE.org/p/{}?ref=https://a.org")),
    "a place on a page": (NUMBERS.map(str), ("https://example.org/list.html#p{}", "https://www.example.org/list.html#p{}", "https://example.org/list.html?utm_source=x#p{}")),
    "a query": (NUMBERS.map(str), ("https://example.org/list?p={}", "https://www.example.org/list?p={}&utm_medium=x", "http://example.org/list/?p={}#top")),
}  # fmt: skip
"""For each kind of page what tells its pages apart, and the forms of its address."""


@given(st.data())
def test_every_form_of_address_gives_the_identifier(data: st.DataObject) -> None:
    """Mirrors, versions, file endings, queries, fragments and resolvers do not matter."""
    scheme, identifiers, addresses = IDENTIFIERS[data.draw(st.sampled_from(sorted(IDENTIFIERS)))]
    identifier = data.draw(identifiers)
    url = data.draw(st.sampled_from(addresses)).format(identifier)
    assert read_identifiers(url)[scheme] == identifier, url


@given(st.data())
def test_different_identifiers_never_meet(data: st.DataObject) -> None:
    """Links to two papers have no key in common, whatever forms their addresses have."""
    known = [*((identifiers, addresses) for _, identifiers, addresses in IDENTIFIERS.values()), *PAGES.values()]
    identifiers, addresses = data.draw(st.sampled_from(known))
    one, other = data.draw(identifiers), data.draw(identifiers)
    first, second = (data.draw(st.sampled_from(addresses)).format(each) for each in (one, other))
    assert bool(set(paper_keys(first)) & set(paper_keys(second))) == (one == other), (first, second)


@pytest.mark.parametrize("kind", PAGES)
@given(data=st.data())
def test_every_form_of_address_of_a_page_is_one(kind: str, data: st.DataObject) -> None:
    """Addresses of a page that holds no identifier have one key."""
    values, addresses = PAGES[kind]
    value = data.draw(values)
    assert len({paper_keys(address.format(value)) for address in addresses}) == 1


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://arxiv.org/abs/math.GT/0309136", "https://arxiv.org/abs/math/0309136v2"),
        ("https://arxiv.org/pdf/cs.CV/0601001v1.pdf", "https://doi.org/10.48550/arXiv.cs/0601001"),
        ("https://doi.org/10.18653/v1/P19-1239", "https://aclanthology.org/P19-1239.pdf"),
        ("https://doi.org/10.18653/v1/2020.acl-main.1", "https://www.aclweb.org/anthology/2020.acl-main.1"),
        ("http://dx.doi.org/10.1145%2F3394171.3413532", "https://dl.acm.org/citation.cfm?doid=3394171.3413532"),
        ("https://www.nature.com/articles/s41586-020-2649-2.pdf", "https://doi.org/10.1038/s41586-020-2649-2"),
        ("https://pdfs.semanticscholar.org/204e/3073870fae3d05bcbc2f6a8e263d9b72e776.pdf", "https://www.semanticscholar.org/paper/204e3073870fae3d05bcbc2f6a8e263d9b72e776"),
        ("https://doi.org/10.1016/S0010-8650(80)80003-7", "http://dx.doi.org/10.1016/s0010-8650(80)80003-7"),
    ],
)  # fmt: skip
def test_identifiers_that_say_the_same(url: str, other: str) -> None:
    """The subject class of an old identifier is no part of it, and a DOI can hold another scheme's identifier."""
    assert set(paper_keys(url)) & set(paper_keys(other))


CONTAINERS = (
    "https://proceedings.mlr.press/v139/", "https://aclanthology.org/volumes/P19-1/", "https://aclanthology.org/P19-1000/", "https://aclanthology.org/2020.acl-main.0.pdf",
    "https://aclanthology.org/events/acl-2020/", "https://proceedings.neurips.cc/paper/2020", "https://papers.nips.cc/book/advances-in-neural-1",
    "https://openreview.net/group?id=ICLR.cc/2021/Conference", "https://openaccess.thecvf.com/CVPR2021?day=all", "https://openaccess.thecvf.com/menu", "https://dl.acm.org/doi/proceedings/10.1145/3394171",
    "https://link.springer.com/book/10.1007/978-3-030-58548-8", "https://doi.org/10.1007/978-3-030-58548-8", "https://link.springer.com/journal/11263", "https://doi.org/10.1109/CVPR42600.2020",
    "https://ieeexplore.ieee.org/xpl/conhome/9052899/proceeding", "https://github.com/ada/project", "https://github.com/ada/project/tree/main/code", "https://gitlab.com/ada/project",
    "https://huggingface.co/ada/model", "https://huggingface.co/datasets/ada/data", "https://ada.github.io/project/", "https://sites.google.com/view/project", "https://arxiv.org/list/cs.CV/recent",
    "https://www.isca-speech.org/archive/interspeech_2019/index.html", "https://www.ijcai.org/proceedings/2022/", "https://scholar.google.com/citations?user=x", "https://dblp.org/db/conf/cvpr/cvpr2020.html",
    "https://example.org/publications", "https://example.org/lab/papers.html", "https://example.org/", "https://example.org", "https://www.sciencedirect.com/journal/pattern-recognition",
    "https://ojs.aaai.org/index.php/AAAI/issue/view/305", "https://www.semanticscholar.org/author/A/1", "https://paperswithcode.com/dataset/ave",
)  # fmt: skip


@pytest.mark.parametrize("url", CONTAINERS)
def test_containers_identify_no_paper(url: str) -> None:
    """Proceedings, books, groups, repositories and projects' pages have no key, and hold no identifier."""
    assert (paper_keys(url), read_identifiers(url)) == ((), {})


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/ada/project/blob/main/paper.pdf", "https://ada.github.io/project/paper.pdf", "https://example.org/papers.html#p12", "https://example.org/papers?id=3",
        "https://link.springer.com/chapter/10.1007/978-3-030-58548-8_12", "https://www.ijcai.org/proceedings/2022/526", "https://huggingface.co/papers/2104.01778",
    ],
)  # fmt: skip
def test_what_lies_in_a_container_identifies_a_paper(url: str) -> None:
    """A file in a repository, a place on a programme and a chapter of a book are papers."""
    assert (bool(paper_keys(url)), is_container(url)) == (True, False)


@given(st.text(max_size=80))
def test_keys_never_fail_and_are_stable(text: str) -> None:
    """Any text can be folded, and an address of a page is another page's only where it says the same."""
    for url in (text, f"https://{text}", f"https://a.org/{text}", f"https://arxiv.org/abs/{text}", f"https://doi.org/10.1000/{text}"):
        assert paper_keys(url) == paper_keys(url + " ")
        assert isinstance(fold_url(url), str)
