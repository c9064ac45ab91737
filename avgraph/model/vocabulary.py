"""Name the types, relations and attributes of the graph, and the namespaces they live in. Imports nothing of avgraph.

Labels, definitions, domains and ranges stand in ``ontology/avgraph.ttl`` and are never restated here.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

AVG = "https://w3id.org/avgraph/ontology#"
BASE_IRI = "https://w3id.org/avgraph/id/"
"""Where resources live unless ``--base-iri`` says otherwise."""
REGISTRY_IRI = "https://w3id.org/avgraph/registry/"
"""Where the dumps of registries live that facts come from; their names end in their day."""
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
FABIO = "http://purl.org/spar/fabio/"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"

TASK_SEPARATOR = " > "
"""Between the labels of a task's path, the widest first."""

PREFIXES: dict[str, str] = {
    "avg": AVG,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "org": ORG,
    "prov": PROV,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "void": VOID,
    "xsd": XSD,
}
"""The prefixes that every RDF document of avgraph declares; one per kind of resource is added to them."""
QUERY_PREFIXES = {"dct": DCTERMS, **PREFIXES, "rdf": RDF, "owl": OWL, "foaf": FOAF, "fabio": FABIO}
"""The prefixes that queries and people may use; of two for one namespace the last is written."""
_PREFIX_OF = {namespace: prefix for prefix, namespace in QUERY_PREFIXES.items()}


def split_iri(iri: str) -> tuple[str, str]:
    """Return an IRI as its namespace, which ends in the last # or /, and the local name after it."""
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:end], iri[end:]


@lru_cache(maxsize=1 << 12)
def local_name(iri: str) -> str:
    """Return what follows the namespace of an IRI."""
    return split_iri(iri)[1]


def shorten(iri: str, prefix_of: Mapping[str, str] = _PREFIX_OF) -> str:
    """Return an IRI as a prefixed name where its namespace has a prefix in `prefix_of`, else the IRI.

    >>> shorten("https://w3id.org/avgraph/ontology#hasAuthor"), shorten("https://example.org/a")
    ('avg:hasAuthor', 'https://example.org/a')
    """
    namespace, name = split_iri(iri)
    prefix = prefix_of.get(namespace)
    return iri if prefix is None else f"{prefix}:{name}"


class NodeType(StrEnum):
    """The classes that nodes belong to."""

    PAPER = "Paper"
    AUTHORSHIP = "Authorship"
    AUTHOR = "Author"
    INSTITUTION = "Institution"
    TASK = "Task"
    DATASET = "Dataset"
    VENUE = "Venue"
    ENTRY = "Entry"

    @property
    def kind(self) -> str:
        """The first segment of the ids of nodes of this type, such as ``paper``."""
        return self.value.lower()


class VenueKind(StrEnum):
    """The classes of venues, beneath Venue."""

    CONFERENCE = "Conference"
    JOURNAL = "Journal"
    WORKSHOP = "Workshop"
    PREPRINT_SERVER = "PreprintServer"


class IdentityStatus(StrEnum):
    """What is to be known of a form before what it names is counted as one organisation or one person."""

    TRUNCATED = "truncated"
    """The form could name several organisations, as "University of California" does."""
    BARE_UNIT = "bare unit"
    """The form names a unit without saying of what, as "Department of Computer Science" does."""
    NO_ORGANISATION = "no organisation"
    """The form names a town, a country or a funder."""
    SEVERAL_PEOPLE = "may be several people"
    """The form is a common name of people, and nothing ties the papers that print it to each other."""


class Sector(StrEnum):
    """The kinds of organisations that institutions are."""

    COMPANY = "company"
    UNIVERSITY = "university"
    RESEARCH_INSTITUTE = "research institute"
    """Made for research, and no university or company; publicly funded or not."""
    GOVERNMENT = "government"
    OTHER = "other"


class Relation(StrEnum):
    """The properties whose values are nodes."""

    HAS_AUTHOR = "hasAuthor"
    HAS_AUTHORSHIP = "hasAuthorship"
    LISTS_INSTITUTION = "listsInstitution"
    ADDRESSES_TASK = "addressesTask"
    PUBLISHED_IN = "publishedIn"
    INTRODUCES_DATASET = "introducesDataset"
    MENTIONS_DATASET = "mentionsDataset"
    HAS_ENTRY = "hasEntry"
    OF_PAPER = "ofPaper"
    AUTHOR = "author"
    STATED_AFFILIATION = "statedAffiliation"
    CANDIDATE_AFFILIATION = "candidateAffiliation"
    AFFILIATED_WITH = "affiliatedWith"
    SUB_ORGANIZATION_OF = "subOrganizationOf"
    BROADER = "broader"
    USED_FOR_TASK = "usedForTask"
    LISTS_PAPER = "listsPaper"
    UNDER_HEADING = "underHeading"
    NAMES = "names"

    @property
    def iri(self) -> str:
        """The property's IRI."""
        return _STANDARD.get(self.value, AVG) + self.value


class Attribute(StrEnum):
    """The properties whose values are literals or web addresses."""

    TITLE = "title"
    NAME = "name"
    PREF_LABEL = "prefLabel"
    ALT_LABEL = "altLabel"
    HIDDEN_LABEL = "hiddenLabel"
    IDENTITY_STATUS = "identityStatus"
    ROR_ID = "rorId"
    SAME_AS = "sameAs"
    WAS_DERIVED_FROM = "wasDerivedFrom"
    COUNTRY = "country"
    SECTOR = "sector"
    ALTERNATIVE = "alternative"
    YEAR = "year"
    URL = "url"
    DOI = "doi"
    ARXIV_ID = "arxivId"
    IEEE_NUMBER = "ieeeNumber"
    OPENREVIEW_ID = "openReviewId"
    ACL_ID = "aclId"
    CVF_ID = "cvfId"
    NEURIPS_ID = "neuripsId"
    PMLR_ID = "pmlrId"
    PMC_ID = "pmcId"
    CODE_REPOSITORY = "codeRepository"
    PROJECT_PAGE = "projectPage"
    VIDEO = "video"
    SLIDES = "slides"
    DATA = "data"
    FURTHER_LINK = "furtherLink"
    DATE_PUBLISHED = "datePublished"
    POSITION = "position"
    NAME_AS_LISTED = "nameAsListed"
    VIDEO_COUNT = "videoCount"
    DURATION_HOURS = "durationHours"
    IS_LOWER_BOUND = "isLowerBound"
    DATA_FORM = "dataForm"
    VIDEO_SOURCE = "videoSource"
    TASK_AS_LISTED = "taskAsListed"
    DESCRIPTION = "description"
    LINE = "line"
    TAG = "tag"
    TITLE_AS_LISTED = "titleAsListed"
    AUTHORS_AS_LISTED = "authorsAsListed"
    INSTITUTIONS_AS_LISTED = "institutionsAsListed"
    SUMMARY_AS_LISTED = "summaryAsListed"
    KEYWORD = "keyword"
    NOTE_AS_LISTED = "noteAsListed"

    @property
    def iri(self) -> str:
        """The property's IRI."""
        return _STANDARD.get(self.value, AVG) + self.value


_STANDARD = {
    "title": DCTERMS,
    "alternative": DCTERMS,
    "description": DCTERMS,
    "name": SCHEMA,
    "url": SCHEMA,
    "datePublished": SCHEMA,
    "sameAs": SCHEMA,
    "wasDerivedFrom": PROV,
    "prefLabel": SKOS,
    "altLabel": SKOS,
    "hiddenLabel": SKOS,
    "broader": SKOS,
    "subOrganizationOf": ORG,
}
"""Terms that a standard vocabulary defines; every other term is avgraph's own."""

STANDARD_TYPES: dict[NodeType, str] = {
    NodeType.PAPER: SCHEMA + "ScholarlyArticle",
    NodeType.AUTHOR: SCHEMA + "Person",
    NodeType.INSTITUTION: ORG + "Organization",
    NodeType.TASK: SKOS + "Concept",
    NodeType.DATASET: DCAT + "Dataset",
}
"""The class of a standard vocabulary that nodes of a type are written with as well."""

NAME_ATTRIBUTES = (
    Attribute.TITLE, Attribute.ALTERNATIVE, Attribute.NAME, Attribute.PREF_LABEL, Attribute.ALT_LABEL, Attribute.HIDDEN_LABEL,
)  # fmt: skip
"""What an entity is called and found by."""


@cache
def country_codes() -> frozenset[str]:
    """Return the codes of countries and territories (ISO 3166-1 alpha-2), which ``countries.txt`` lists with their names."""
    return frozenset(country_names().values())


@cache
def country_names() -> Mapping[str, str]:
    """Return the code of each country by its usual English name."""
    lines = Path(__file__).with_name("countries.txt").read_text(encoding="utf-8").splitlines()
    return {line[3:].strip(): line[:2] for line in lines if not line.startswith("#")}


@cache
def country_labels() -> Mapping[str, str]:
    """Return the usual English name of each country by its code, the first where it has several."""
    return {code: name for name, code in reversed(list(country_names().items()))}


@cache
def continents() -> Mapping[str, frozenset[str]]:
    """Return the codes of the countries of each continent, which ``continents.toml`` lists."""
    import tomllib

    table = tomllib.loads(Path(__file__).with_name("continents.toml").read_text(encoding="utf-8"))
    return {name: frozenset(codes) for name, codes in table.items()}
