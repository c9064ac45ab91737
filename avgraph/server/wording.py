"""The words and the order in which entity pages say what the graph says."""

import re
from collections.abc import Sequence

from avgraph.model.ontology import load_ontology
from avgraph.model.vocabulary import AVG, local_name

_ORDER = (
    "author", "ofPaper", "position", "nameAsListed", "listsPaper", "hasAuthor", "year", "publishedIn", "url", "alternative", "altLabel",
    "hiddenLabel", "identityStatus", "affiliatedWith", "subOrganizationOf", "broader", "addressesTask", "introducesDataset",
    "mentionsDataset", "listsInstitution", "candidateAffiliation", "underHeading", "description", "videoCount", "durationHours",
    "isLowerBound", "dataForm", "videoSource", "usedForTask", "taskAsListed", "doi", "arxivId", "tag", "line", "authorsAsListed",
    "institutionsAsListed", "noteAsListed",
)  # fmt: skip
"""What is read first; what is not here comes after it, and where it stands comes last."""
_ORDER_OF_SUBJECTS = (
    "hasAuthor", "publishedIn", "listsInstitution", "addressesTask", "introducesDataset", "mentionsDataset", "broader", "usedForTask",
    "subOrganizationOf", "affiliatedWith",
)  # fmt: skip
_LAST = ("inScheme", "hadPrimarySource")
_TITLES = {
    "hasAuthor": "authors", "publishedIn": "venue", "url": "link", "addressesTask": "tasks", "listsInstitution": "institutions",
    "hasAuthorship": "authorships", "hasEntry": "entries", "listsPaper": "paper", "ofPaper": "paper", "underHeading": "heading",
    "hadPrimarySource": "stands in", "inScheme": "one of", "altLabel": "also called", "hiddenLabel": "also printed as",
    "broader": "part of", "subOrganizationOf": "part of",
}  # fmt: skip
"""What a predicate is to its subject, where a reader needs another word than the ontology's label."""
_PASSIVE = {
    "hasAuthor": "papers", "author": "authorships", "listsInstitution": "papers that list it", "addressesTask": "papers", "publishedIn": "papers",
    "introducesDataset": "introduced by", "mentionsDataset": "mentioned by", "affiliatedWith": "people", "broader": "narrower tasks",
    "hasEntry": "paper", "listsPaper": "entries", "ofPaper": "authorships", "subOrganizationOf": "units",
    "candidateAffiliation": "authorships that may belong here", "usedForTask": "datasets", "names": "entries that name it",
    "underHeading": "entries", "hasAuthorship": "paper", "hasTopConcept": "top task of", "inScheme": "tasks",
}  # fmt: skip
"""What the subjects of a predicate are to its object."""


def rank(predicate: str) -> tuple[int, str]:
    """Return the key by which predicates are sorted on the page of their subject."""
    local = local_name(predicate)
    if local in _LAST:
        return len(_ORDER) + 1 + _LAST.index(local), local
    return _ORDER.index(local) if local in _ORDER else len(_ORDER), local


def rank_subject(predicate: str) -> tuple[int, str]:
    """Return the key by which predicates are sorted on the page of their value: papers first."""
    local = local_name(predicate)
    return _ORDER_OF_SUBJECTS.index(local) if local in _ORDER_OF_SUBJECTS else len(_ORDER_OF_SUBJECTS), local


def name_types(types: Sequence[str]) -> str:
    """Return what an entity is, in words: a conference, not a venue as well."""
    own = [each for each in types if each.startswith(AVG)]
    special = [each for each in own if local_name(each) != "Venue"] or own or list(types)
    return ", ".join(name[:1].upper() + name[1:] for name in map(_named, special))


def name_value(predicate: str) -> str:
    """Return what the values of a predicate are to its subject."""
    return _TITLES.get(local_name(predicate)) or _named(predicate)


def name_subject(predicate: str) -> str:
    """Return what the subjects of a predicate are to its value."""
    return _PASSIVE.get(local_name(predicate)) or f"{_named(predicate)} of"


def _named(iri: str) -> str:
    """Return the label of a term, or of one that the ontology has not the words of its name."""
    label = load_ontology().label(iri)
    return label if label != iri else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local_name(iri)).lower()
