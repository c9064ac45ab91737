"""Venues are known by whatever form a list prints them in, and what is unknown or could be two stays as it is printed."""

import pytest

from avgraph.model.vocabulary import NodeType, VenueKind
from avgraph.resolution.authority import NO_AUTHORITY, load_authority
from avgraph.resolution.entities import NamedEntity
from avgraph.resolution.venues.names import read_venue_name
from avgraph.resolution.venues.resolve import resolve_venues
from avgraph.text.folding import fold
from tests.resolution.test_identity import entry

AUTHORITY = load_authority()
COMPUTING = ["NeurIPS", "ICLR", "AAAI", "ICML"]
SOFTWARE = ["ICSE", "ISSTA", "ICSE", "OOPSLA", "ISSTA"]
CRYPTOLOGY = ["EUROCRYPT", "CRYPTO", "ASIACRYPT", "CHES", "PKC"]
PHYSICS = ["Physical Review D", "JHEP", "MNRAS", "Physical Review X"]


def venue_of(form: str, *others: str, authority: object = AUTHORITY) -> NamedEntity:
    """Return the venue that a form names in a list that prints others too."""
    named = resolve_venues([entry("Ada Byron", tag=each) for each in (form, *others)], authority)  # type: ignore[arg-type]
    return named.entities[named.by_entry[0][0]]


@pytest.mark.parametrize(
    ("form", "label"),
    [
        ("T-PAMI", "IEEE TPAMI"),
        ("IEEE Trans. PAMI", "IEEE TPAMI"),
        ("IEEE Trans. Pattern Anal. Mach. Intell.", "IEEE TPAMI"),
        ("IEEE Transactions on Pattern Analysis & Machine Intelligence", "IEEE TPAMI"),
        ("Proc. Interspeech", "Interspeech"),
        ("SIGKDD", "KDD"),
        ("ACM SIGKDD", "KDD"),
        ("Proceedings of the VLDB Endowment", "PVLDB"),
        ("TheWebConf", "WWW"),
        ("The Web Conference", "WWW"),
        ("Proceedings of the 31st International Conference on Machine Learning", "ICML"),
        ("Int. Conf. on Machine Learning (ICML'14)", "ICML"),
        ("Image Processing (ICIP), 2016 IEEE International Conference on", "ICIP"),
        ("ECML/PKDD", "ECML-PKDD"),
        ("ECML PKDD", "ECML-PKDD"),
        ("J. Mach. Learn. Res.", "JMLR"),
        ("Phys. Rev. Lett.", "Physical Review Letters"),
        ("Nat. Commun.", "Nature Communications"),
        ("SIAM J. Sci. Comput.", "SIAM Journal on Scientific Computing"),
        ("J. Sci. Comput.", "Journal of Scientific Computing"),
        ("Proc. ACM Hum.-Comput. Interact.", "PACMHCI"),
        ("Proc. Natl. Acad. Sci.", "PNAS"),
        ("N Engl J Med", "NEJM"),
        ("Mon. Not. R. Astron. Soc.", "MNRAS"),
        ("NeurlPS", "NeurIPS"),
        ("IEEE_ICME", "ICME"),
        ("Findings of ACL", "Findings of ACL"),
        ("ACL Findings", "Findings of ACL"),
        ("Findings of the Association for Computational Linguistics: EMNLP 2021", "Findings of EMNLP"),
        ("NeurIPS Datasets and Benchmarks Track", "NeurIPS Datasets and Benchmarks"),
        ("NeurIPS (D&B)", "NeurIPS Datasets and Benchmarks"),
        ("ICLR Workshop", "ICLR Workshops"),
        ("ICML-W", "ICML Workshops"),
        ("CVPR Workshops", "CVPRW"),
    ],
)
def test_forms_of_known_venues(form: str, label: str) -> None:
    """A form that differs from a known one only in how citations print series is that venue."""
    venue = venue_of(form)
    assert (venue.label, bool(venue.reviewed_in)) == (label, True)


@pytest.mark.parametrize(
    "form",
    ["Journal of Invented Results", "XYZQ", "IEEE", "Management of Data", "Software", "International Conference on Unknown Machine Learning",
     "Proceedings of the Academy of Nowhere", "Trans. QQQQ", "Under review at ICLR"],
)  # fmt: skip
def test_what_is_unknown_stays_as_printed(form: str) -> None:
    """No form is renamed that is not known for sure."""
    venue = venue_of(form, *COMPUTING)
    assert (venue.label, venue.reviewed_in, venue.merges) == (form, "", ())


@pytest.mark.parametrize(
    ("form", "others", "label"),
    [
        ("FSE", SOFTWARE, "FSE"),
        ("FSE", CRYPTOLOGY, "Fast Software Encryption"),
        ("FSE", [*SOFTWARE, *CRYPTOLOGY], None),
        ("FSE", [], None),
        ("PRL", [*COMPUTING, "CVPR"], "Pattern Recognition Letters"),
        ("PRL", PHYSICS, "Physical Review Letters"),
        ("SP", ["CCS", "NDSS", "USENIX Security", "RAID", "ESORICS"], "IEEE S&P"),
        ("SP", PHYSICS, None),
        ("PR", [], None),
        ("TIP", PHYSICS, None),
        ("TIP", [], "IEEE TIP"),
    ],
)
def test_acronyms_of_several_need_the_field(form: str, others: list[str], label: str | None) -> None:
    """An acronym of two venues, or one that is too short, names the one whose field the list is about, else none."""
    venue = venue_of(form, *others)
    assert (venue.label, bool(venue.reviewed_in)) == (label or form, label is not None)


@pytest.mark.slow
def test_parts_of_conferences_are_venues_of_their_own() -> None:
    """Workshops, findings and tracks are no proceedings of the conference, and workshops are of that kind."""
    labels = {
        venue_of(form).id for form in ("ICLR", "ICLR Workshop", "Findings of ACL", "ACL", "NeurIPS", "NeurIPS D&B Track", "CVPRW", "CVPR")
    }
    assert len(labels) == 8
    assert venue_of("KDD Workshop").venue_kind is venue_of("Tiny Robots @ ICRA").venue_kind is VenueKind.WORKSHOP


def test_forms_without_a_record_meet() -> None:
    """Forms of an unknown series are one where they differ in edition, publisher or abbreviations alone, and say so."""
    forms = [
        "Journal of Invented Results",
        "J. Invent. Results",
        "Proc. of the 3rd Symposium on Nothing",
        "Symposium on Nothing 2019",
        "IEEE QXQ",
        "QXQ",
    ]
    named = resolve_venues([entry("Ada Byron", tag=form) for form in forms], NO_AUTHORITY)
    ids = [each for (each,) in named.by_entry]
    assert (ids[0], ids[2], ids[4]) == (ids[1], ids[3], ids[5])
    assert len(set(ids)) == 3
    assert {str(merge).partition(": ")[2].partition(" (")[0] for entity in named.entities.values() for merge in entity.merges} == {
        "one form has the words of the other abbreviated",
        "the forms differ only in publisher, edition, year, order of words and usual abbreviations",
    }


def test_two_publishers_are_two_venues() -> None:
    """IEEE X and ACM X are two, and X could be either."""
    named = resolve_venues([entry("Ada Byron", tag=form) for form in ("IEEE QXQ", "ACM QXQ", "QXQ")], NO_AUTHORITY)
    assert len(named.entities) == 3


def test_rules_are_told() -> None:
    """A form that a rule has tied to a record says which rule, and which file has the record."""
    form = "IEEE Trans. Image Process."
    (merge,) = venue_of(form).merges
    assert str(merge) == f"{form} = IEEE TIP: one form has the words of the other abbreviated (venues.ttl)"


def test_the_records_are_sound() -> None:
    """Each form is in one record, or in records of different fields; no acronym of the publisher alone is a venue."""
    records = AUTHORITY.of_kind(NodeType.VENUE)
    assert len({record.iri for same in records.values() for record in same}) > 1500
    for key, same in records.items():
        assert len(same) == len({record.subject for record in same}), key
        assert all(key in map(fold, record.forms) for record in same)
    assert not {"ieee", "acm", "proceedings", "workshop", "journal"} & set(records)


def test_long_and_odd_forms_are_read_in_linear_time() -> None:
    """A form of a million characters is left as it is."""
    assert read_venue_name("x" * 1_000_000).key == "x" * 1_000_000
    for odd in ("", " ", "((", "'", "2019", "@", "IEEE", "Proc.", "the", "Findings of", "W", "-", "_", "&"):
        assert read_venue_name(odd).publishers <= {"ieee"}
