"""Name the identifiers of papers that links hold, and the forms of address in which each stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from avgraph.model.vocabulary import Attribute


class IdentifierScheme(NamedTuple):
    """Identifiers of papers that links hold."""

    name: str
    attribute: Attribute
    """The attribute of a paper that holds them."""
    label: str
    """What people call it."""
    address: str = ""
    """The canonical address of what an identifier names, as a template; empty where the identifier alone makes none."""


IDENTIFIER_SCHEMES = (
    IdentifierScheme("doi", Attribute.DOI, "DOI", "https://doi.org/{}"),
    IdentifierScheme("arxiv", Attribute.ARXIV_ID, "arXiv", "https://arxiv.org/abs/{}"),
    IdentifierScheme("ieee", Attribute.IEEE_NUMBER, "IEEE", "https://ieeexplore.ieee.org/document/{}"),
    IdentifierScheme("openreview", Attribute.OPENREVIEW_ID, "OpenReview", "https://openreview.net/forum?id={}"),
    IdentifierScheme("acl", Attribute.ACL_ID, "ACL Anthology", "https://aclanthology.org/{}/"),
    IdentifierScheme("cvf", Attribute.CVF_ID, "CVF"),
    IdentifierScheme("neurips", Attribute.NEURIPS_ID, "NeurIPS"),
    IdentifierScheme("pmlr", Attribute.PMLR_ID, "PMLR", "https://proceedings.mlr.press/{}.html"),
    IdentifierScheme("pmc", Attribute.PMC_ID, "PMC", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
)
"""Every scheme, in the order in which identifiers are written. A new one is a line here, its addresses below, and an attribute."""
PAGE = "page"
"""Stands for a scheme where an address has one form among several, and the page no identifier that the graph holds."""


@dataclass(frozen=True, slots=True, eq=False)
class AddressForm:
    """One form of address in which an identifier stands; forms are looked up by identity, as hashing their fields takes longer than matching."""

    scheme: str
    """The name of a scheme, or `PAGE`."""
    hosts: tuple[str, ...]
    """The hosts of such addresses, subdomains included; none are all hosts."""
    pattern: str
    """What path and query of the address open with, percent-encoding undone and slashes single."""
    template: str = "{}"
    """The identifier, made of the groups that match."""


_ARXIV = r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z][a-z-]{1,20}(?:\.[a-z-]{2,20})?/\d{7})(?:v\d{1,3})?(?:\.pdf|\.ps\.gz|\.ps)?/?(?:[?&]|$)"
_ARXIV_HOSTS = ("arxiv.org", "ar5iv.org", "alphaxiv.org", "arxiv-vanity.com", "arxiv-sanity.com", "xxx.lanl.gov")
_DOI = r"(10\.\d{4,9}/[^\s?#]+)"
_DOI_HOSTS = (
    "dl.acm.org", "link.springer.com", "onlinelibrary.wiley.com", "tandfonline.com", "journals.sagepub.com", "frontiersin.org", "pubs.aip.org",
    "science.org", "spiedigitallibrary.org", "iopscience.iop.org", "pubs.acs.org", "journals.aps.org", "degruyter.com", "emerald.com",
    "royalsocietypublishing.org", "worldscientific.com", "pnas.org", "annualreviews.org", "scitation.org",
    "eudl.eu",
)  # fmt: skip
_ACL = r"([a-z]\d\d-\d{4}|\d{4}\.[\w-]{3,80}\.\d{1,4})(?:v\d{1,2})?(?:\.[a-z][\w-]*){0,3}/?(?:\?|$)"
_ACL_HOSTS = ("aclanthology.org", "aclweb.org", "aclanthology.info", "aclanthology.coli.uni-saarland.de")
_NIPS_HOSTS = ("proceedings.neurips.cc", "papers.nips.cc", "papers.neurips.cc", "datasets-benchmarks-proceedings.neurips.cc", "nips.cc")
_ISCA_HOSTS = ("isca-speech.org", "isca-archive.org")


def _form(scheme: str, hosts: tuple[str, ...] | str, pattern: str, template: str = "{}") -> AddressForm:
    return AddressForm(scheme, (hosts,) if isinstance(hosts, str) else hosts, pattern, template)


ADDRESS_FORMS = (
    _form("arxiv", _ARXIV_HOSTS, rf"/(?:abs|pdf|html|format|ps|src|e-print|overview|papers?|ftp/[a-z-]+/papers/\d{{4}})/{_ARXIV}"),
    _form("arxiv", ("huggingface.co", "hf.co"), rf"/papers/{_ARXIV}"),
    _form("arxiv", "semanticscholar.org", rf"/(?:\S*/)?arxiv[/:]{_ARXIV}"),
    _form("doi", "doi.org", rf"/(?:doi:)?{_DOI}"),
    _form("doi", ("biorxiv.org", "medrxiv.org"), r"/(?:content|cgi/content/\w{1,20})/(10\.\d{4,9}/\d[\d.]*\d)(?:v\d{1,3})?(?:$|[./?])"),
    _form("doi", ("biorxiv.org", "medrxiv.org"), r"/content/(?:\w{1,20}/)?early/\d{4}/\d\d/\d\d/(\d{6,})(?:$|[./?])", "10.1101/{}"),
    _form("doi", "nature.com", r"/articles/([a-z0-9.-]+?)(?:\.pdf|\.epdf)?/?(?:\?|$)", "10.1038/{}"),
    _form("doi", "dl.acm.org", r"/citation\.cfm\?(?:\S*&)?(?:doid|id)=((?:\d+)\.(?:\d+))(?:&|$)", "10.1145/{}"),
    _form("doi", (), rf"\S*?/doi(?:/(?:abs|pdf|full|epdf|pdfplus|pdfdirect|fullhtml|suppl|epub|book|reader|ref|figure|citedby|document))?/{_DOI}"),
    _form("doi", _DOI_HOSTS, rf"\S*?{_DOI}"),
    _form("doi", "journals.plos.org", r"/\S*[?&]id=(10\.\d{4,9}(?:/|%2f)[^\s?#&]+)"),
    _form("doi", "psycnet.apa.org", r"/\S*[?&]doi=(10\.\d{4,9}(?:/|%2f)[^\s?#&]+)"),
    _form("ieee", "ieeexplore.ieee.org", r"/(?:\S*/)?document/(\d+)"),
    _form("ieee", "ieeexplore.ieee.org", r"/\S*[?&]arnumber=(\d+)"),
    _form("ieee", "ieeexplore.ieee.org", r"/(?:iel|ielx)\d/(?:\d+/)+(\d+)\.pdf"),
    _form("openreview", "openreview.net", r"/(?:forum|pdf|attachment|revisions)/?\?(?:\S*&)?id=([\w-]+)"),
    _form("acl", _ACL_HOSTS, rf"/(?:\S*/)?{_ACL}"),
    _form("cvf", ("openaccess.thecvf.com", "cv-foundation.org"), r"/\S*/([^/\s]+)_(?:paper|supplemental)\.(?:html|pdf|zip)(?:\?|$)"),
    _form("neurips", _NIPS_HOSTS, r"/\S*/(?:hash|file)/([0-9a-f]{32})-"),
    _form(PAGE, _NIPS_HOSTS, r"/paper/(\d{1,6})(?:-[^/\s]*)?/?$", "papers.nips.cc/paper/{}"),
    _form("pmlr", "proceedings.mlr.press", r"/(v\d+|r\d+)/([\w-]+?)(?:-supp)?(?:\.html|\.pdf|/[\w-]+\.(?:pdf|zip))?/?(?:\?|$)", "{}/{}"),
    _form("pmlr", "jmlr.org", r"/proceedings/papers/(v\d+)/([\w-]+?)(?:-supp)?\.(?:html|pdf)$", "{}/{}"),
    _form("pmlr", "githubusercontent.com", r"/mlresearch/(v\d+)/[\w-]+/assets/([\w-]+)/", "{}/{}"),
    _form("pmc", ("ncbi.nlm.nih.gov", "europepmc.org"), r"/(?:\S*/)?(pmc\d+)"),
    _form(PAGE, "ncbi.nlm.nih.gov", r"/(?:pubmed/)?(\d+)/?$", "pubmed.ncbi.nlm.nih.gov/{}"),
    _form(PAGE, "jmlr.org", r"/papers/v(?:olume)?(\d+)/([\w-]+?)(?:\.html|\.pdf|/[\w-]+\.pdf)?/?$", "jmlr.org/papers/v{}/{}"),
    _form(PAGE, "ecva.net", r"/papers/(eccv_\d{4})/papers_eccv/(\w+)/([\w]+?)(?:-supp)?\.\w+$", "ecva.net/papers/{}/{}/{}"),
    _form(PAGE, _ISCA_HOSTS, r"/archive(?:_v0)?/(?:pdfs/)?(\w+_\d{4})/(?:pdfs/|abstracts/)?(\w+)\.\w+$", "isca-archive.org/{}/{}"),
    _form(PAGE, _ISCA_HOSTS, r"/(?:pdfs/)?(\w+_\d{4})/(\w+)\.\w+$", "isca-archive.org/{}/{}"),
    _form(PAGE, "semanticscholar.org", r"/(?:\S*/)?(?:paper|reader)/(?:[^/\s]*/)?([0-9a-f]{40})/?(?:\?|$)", "semanticscholar.org/paper/{}"),
    _form(PAGE, "pdfs.semanticscholar.org", r"/([0-9a-f]{4})/([0-9a-f]{36})\.pdf$", "semanticscholar.org/paper/{}{}"),
    _form(PAGE, "semanticscholar.org", r"/(?:p/|\S*/)?corpusid:(\d+)", "semanticscholar.org/corpusid:{}"),
    _form(PAGE, "ijcai.org", r"/proceedings/(\d{4})/0{0,4}([1-9]\d*)(?:\.pdf)?/?$", "ijcai.org/proceedings/{}/{}"),
    _form(PAGE, "researchgate.net", r"/(?:profile/[^/\s]*/)?publication/(\d+)", "researchgate.net/publication/{}"),
    _form(PAGE, ("sciencedirect.com", "linkinghub.elsevier.com"), r"/\S*pii/(s[\dx]+)", "sciencedirect.com/science/article/pii/{}"),
    _form(PAGE, "mdpi.com", r"/(\d{4}-\d{3}[\dx](?:/\d+){3})(?:/(?:html?|pdf|xml|notes))?/?(?:\?|$)", "mdpi.com/{}"),
    _form(PAGE, "aaai.org", r"/(?:ojs/)?index\.php/\w+/article/(?:view|download|viewfile)/(\d+)(?:/\d*)*$", "ojs.aaai.org/article/{}"),
    _form(PAGE, "aaai.org", r"/ocs/index\.php/(\w+)/(\w+)/paper/\w+/(\d+)(?:/\d*)*$", "aaai.org/ocs/{}/{}/{}"),
)  # fmt: skip
"""Every form of address, those that say most first: the first that matches decides."""

CONTAINERS = (
    _form(PAGE, (), r"\S*?/doi/(?:proceedings|toc|series|book/10\.\d{4,9}/[\d.x-]+$)"),
    _form(PAGE, (), r"\S*?10\.\d{4,9}/97[89][\d-]{10,14}/?(?:\?|$)"),
    _form(PAGE, "doi.org", r"/10\.(?:1109|21437)/[a-z]+\d*\.\d{4}/?$"),
    _form(PAGE, "link.springer.com", r"/(?:book|journal|bookseries|conference|search|referencework)/"),
    _form(PAGE, "dl.acm.org", r"/(?:conference|journal|toc|profile|action|sig)\b"),
    _form(PAGE, "aclanthology.org", r"/(?:volumes|events|venues|people|sigs)/|/(?:[a-vx-z]\d\d-\d000|w\d\d-\d\d00|\d{4}\.[a-z0-9_-]+\.0)(?:\.pdf)?/?$"),
    _form(PAGE, "aclweb.org", r"/anthology/(?:[a-vx-z]\d\d-\d000|w\d\d-\d\d00|\d{4}\.[a-z0-9_-]+\.0)(?:\.pdf)?/?$"),
    _form(PAGE, "siam.org", r"/conferences/"),
    _form(PAGE, "journals.elsevier.com", r"/[\w-]+/?$"),
    _form(PAGE, "openreview.net", r"/(?:group|profile|venue|search)\b"),
    _form(PAGE, "openaccess.thecvf.com", r"/(?:[a-z]+\d{4}(?:_workshops)?(?:\.py)?/?(?:\?|$)|menu\b)"),
    _form(PAGE, "arxiv.org", r"/(?:list|a|search|corr|archive|year)(?:/|$)"),
    _form(PAGE, _NIPS_HOSTS, r"/(?:book|author)\b|/(?:paper_files/)?(?:paper/)?(?:19|20)\d\d/?$"),
    _form(PAGE, "proceedings.mlr.press", r"/(?:v|r)\d+/?$"),
    _form(PAGE, "ieeexplore.ieee.org", r"/xpl/(?:conhome|mostrecentissue|recentissue|tocresult|aboutjournal|issues)|/(?:author|search|courses|book)\b"),
    _form(PAGE, "sciencedirect.com", r"/(?:journal|book|science/(?:journal|book))/"),
    _form(PAGE, "semanticscholar.org", r"/(?:author|venue|search|topic)\b"),
    _form(PAGE, "scholar.google.com", r"/(?:citations|scholar)\b"),
    _form(PAGE, "ijcai.org", r"/proceedings/\d{4}/?$"),
    _form(PAGE, ("isca-speech.org", "isca-archive.org"), r"/(?:archive/)?\w+_\d{4}(?:/index\.html)?/?$"),
    _form(PAGE, "dblp.org", r"/(?:db|pid|pers|search)/"),
    _form(PAGE, "researchgate.net", r"/(?:profile/[^/]+|journal/.*|project/.*|lab/.*)/?$"),
    _form(PAGE, ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com"), r"(?!.*\.(?:pdf|ps|html?|md)(?:\?|$))"),
    _form(PAGE, ("huggingface.co", "hf.co"), r"/(?!papers/)"),
    _form(PAGE, ("zenodo.org", "figshare.com", "osf.io"), r"/(?:communities|collections)/"),
    _form(PAGE, ("kaggle.com", "paperswithcode.com"), r"/(?:datasets?|competitions?|c|sota|task|area|methods?)/"),
    _form(
        PAGE, ("github.io", "gitlab.io", "readthedocs.io", "netlify.app", "vercel.app", "pages.dev", "web.app", "sites.google.com"),
        r"(?!.*\.(?:pdf|ps)(?:\?|$))",
    ),
    _form(PAGE, (), r"(?:/ojs)?(?:/index\.php)?/\w+/issue/"),
)  # fmt: skip
"""The forms of address of what holds or accompanies many papers, or none: proceedings, books, groups, repositories, project pages."""

LISTING = re.compile(
    r"(?:/[^/?]*){0,8}/(?:index|home|default|proceedings|publications?|papers|programme?|accepted[-_]papers|schedule|research|people|team|members"
    r"|groups?|projects?|books?|volumes?|issues?)(?:\.\w{1,5})?/?",
    re.IGNORECASE,
)
"""Paths of pages that hold many papers, on any host, where no query and no fragment names one of them."""
IDENTIFIERS_IN_DOIS = (
    ("arxiv", re.compile(r"10\.48550/arxiv\." + _ARXIV)),
    ("acl", re.compile(r"10\.(?:18653|3115)/v1/" + _ACL)),
)
"""The registrants whose DOIs hold an identifier of another scheme."""


@cache
def _by_host(forms: tuple[AddressForm, ...]) -> Mapping[str, list[tuple[int, AddressForm]]]:
    by_host: dict[str, list[tuple[int, AddressForm]]] = {}
    for place, form in enumerate(forms):
        for host in form.hosts or ("",):
            by_host.setdefault(host, []).append((place, form))
    return by_host


def matching_forms(forms: tuple[AddressForm, ...], host: str, target: str) -> Iterator[tuple[AddressForm, re.Match[str]]]:
    """Yield the forms that an address has, in the order of `forms`; `target` is its path and query."""
    for form in _forms_of_host(forms, host):
        if match := _compiled(form.pattern).match(target):
            yield form, match


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled, when an address at its host is first seen: a list has few of the hosts."""
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=1 << 12)
def _forms_of_host(forms: tuple[AddressForm, ...], host: str) -> tuple[AddressForm, ...]:
    """Return the forms that an address at a host can have."""
    by_host = _by_host(forms)
    candidates = list(by_host.get("", ()))
    while host:
        candidates += by_host.get(host, ())
        host = host.partition(".")[2]
    return tuple(form for _, form in sorted(candidates, key=lambda each: each[0]))
