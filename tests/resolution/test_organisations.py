"""Names of organisations: addresses, units, acronyms and words, each kind by forms of its own."""

import itertools
from dataclasses import replace

import pytest

from avgraph.model.vocabulary import IdentityStatus, NodeType
from avgraph.resolution.institutions import resolve_institutions
from avgraph.resolution.judgement import Reason
from avgraph.resolution.resolve import resolve
from avgraph.views.statistics import compute_statistics
from tests.made_lists import build_from, make_entry, make_list
from tests.resolution.test_identity import entry


def are_one(first: str, second: str, *, shared: bool = False) -> bool:
    """Tell whether two forms name one institution, in a list that prints nothing else."""
    authors = ("Ada Lovelace; Alan Turing", "Ada Lovelace; Grace Hopper" if shared else "Grace Hopper")
    named = resolve_institutions([entry(author, form.replace(";", ",")) for author, form in zip(authors, (first, second), strict=True)])
    return named.by_entry[0] == named.by_entry[1]


@pytest.mark.parametrize(
    "address",
    [
        ", Norway", ", United Kingdom", ", Bergen, Norway", ", 5007 Bergen, Norway", ", N-5007 Bergen", ", Bergen, NORWAY.", " (Norway)", ", Postboks 7803, 5020 Bergen, Norway",
        ", Lofotstr. 12, D-10115 Berlin, Germany", ", Kloosterstraat 4, 2611 GK Delft, The Netherlands", ", 8 Sakana 2-Chome, Hodo, 190-0001 Tokyo, Japan",
    ],
)  # fmt: skip
def test_an_address_after_a_name_is_left_out(address: str) -> None:
    """Country, region, postal code and the town before them are none of the name, and need no evidence."""
    assert are_one("Nordfjord University", f"Nordfjord University{address}")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("University of California, Irvine", "University of California, Davis, CA, USA"),
        ("Medical University, Vienna, Austria", "Medical University, Graz, Austria"),
        ("Monash University", "Monash University, Malaysia"),
        ("Nordfjord University (Oslo)", "Nordfjord University (Bergen)"),
        ("Massachusetts Institute of Technology", "MIT, Pune, India"),
        ("Nordfjord University, Norway", "Nordfjord University, Chile"),
        ("University of York", "York University"),
        ("Université libre de Nordfjord", "Vrije Universiteit Nordfjord"),
        ("Department of Physics", "Department of Physics, Nordfjord University"),
        ("Institute of Optics, Nordfjord University", "Nordfjord University"),
        ("Department of Tides, University of California", "Department of Tides, University of California, Davis"),
        ("Olav Hospital of Nordfjord University", "Nordfjord University"),
        ("Olav Hospital of Nordfjord University", "Olav Hospital of Sundfjord University"),
        ("Université Nordfjord I", "Université de Nordfjord"),
        ("Université Nordfjord I", "Université Nordfjord 2"),
        ("Xi'an University of Technology", "Xi'an Technological University"),
        ("University of Birmingham", "University of Birmingham, Birmingham, Alabama, USA"),
    ],
)
def test_what_an_address_tells_apart_stays_apart(first: str, second: str) -> None:
    """A campus, a branch, another country, an order that tells and a unit are other institutions, whoever is shared."""
    assert not are_one(first, second, shared=True)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Nordfjord University of Science and Technology", "Nordfjord Univ. Sci. & Technol."),
        ("University of Nordfjord", "Nordfjord University"),
        ("Danmarks Tekniske Universitet", "Technical University of Denmark"),
        ("Universitätsklinikum Nordfjord", "Nordfjord University Hospital"),
        ("J. R. Nordfjord Clinic", "JR Nordfjord Clinic"),
        ("Nordfjord Women’s Hospital", "Nordfjord Womens Hospital"),
        ("European Organization for Nuclear Research (CERN)", "CERN, Geneva, Switzerland"),
        ("National Institutes of Health, Bethesda, Maryland, USA", "NIH"),
        ("Imperial College London, London SW7 2AZ, United Kingdom", "Imperial College London"),
        ("Università degli Studi di Torino", "University of Turin"),
        ("Nordfjord Institute of Marine Biology", "Nordfjord Institute of Marine Biology (NIMB)"),
        ("Nordfjord Systems", "Nordfjord Systems AG, Bergen, Norway"),
        ("Institute of Optics, Nordfjord University", "Nordfjord University, Inst. of Optics, Norway"),
        ("Olav Hospital of Nordfjord University", "Olav Hospital, Nordfjord University, Bergen, Norway"),
        ("Olav Hospital, Nordfjord University", "Olav Hospital Nordfjord University"),
        ("Technische Universität Nordfjord", "Nordfjord University of Technology"),
        ("Université Nordfjord II", "University of Nordfjord 2"),
        ("Inje University", "Inje University, Gimhae, Korea (Republic of)"),
        ("Nordfjord University", "Nordfjord (Deemed to be University), Bergen, Norway"),
        ("Universiti Kebangsaan Nordfjord", "National University of Nordfjord"),
        ("Tryggve University Bergen", "Tryggve University, 5007 Bergen, Norway"),
        ("CUHK-Shenzhen", "The Chinese University of Hong Kong (Shenzhen)"),
        ("HKUST(GZ)", "Hong Kong University of Science and Technology (Guangzhou)"),
    ],
)
def test_spellings_of_one_name_meet(first: str, second: str) -> None:
    """Abbreviated words, word order, translations, explained acronyms, legal forms and the order of unit and parent do not matter."""
    assert are_one(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Nordfjord Arctic University", "Nordfjord Arctic University, Bergen"),
        ("Nordfjord University", "Nordfjordd University"),
        ("Dept. of Tides, Nordfjord University", "Department of Tides, Nordfjord University, Bergen"),
        ("NAMU", "Nordfjord Arctic Maritime University"),
    ],
)
def test_what_needs_evidence_is_joined_with_it_alone(first: str, second: str) -> None:
    """A town alone, a misprint and an acronym are joined together with an author in common."""
    assert are_one(first, second, shared=True)
    assert not are_one(first, second)


def test_a_town_in_a_name_is_that_of_one_address_alone() -> None:
    """A name that ends in a town is not joined to a name that the list prints with addresses in several towns."""
    forms = ("Tryggve University Bergen", "Tryggve University, Bergen, Norway", "Tryggve University, Oslo, Norway")
    for order in itertools.permutations(forms):
        named = resolve_institutions([entry("Ada Lovelace", form) for form in order])
        place = {form: ids[0] for form, ids in zip(order, named.by_entry, strict=True)}
        assert place[forms[0]] not in (place[forms[1]], place[forms[2]])


def test_a_name_of_two_countries_leaves_the_bare_one_alone() -> None:
    """Of a name that organisations of two countries have, the form without a country is neither's, in whatever order they stand."""
    forms = ("Nordfjord University", "Nordfjord University, Norway", "Nordfjord University, Bergen, Norway", "Nordfjord University, Chile")
    for order in itertools.permutations(forms):
        named = resolve_institutions([entry("Ada Lovelace", form) for form in order])
        place = {form: ids[0] for form, ids in zip(order, named.by_entry, strict=True)}
        assert place[forms[1]] == place[forms[2]]
        assert len(set(place.values())) == 3
        assert Reason.SEVERAL_COUNTRIES in {near.reason for near in named.near_misses}


def test_the_parent_of_a_unit_is_an_institution() -> None:
    """What is printed with its unit lies above it, also where no entry names it alone; the unit is never cut."""
    named = resolve_institutions(
        [entry("Ada Lovelace", "School of Rocks, Nordfjord University"), entry("Alan Turing", "Rock Lab, Univ. of Nordfjord")]
    )
    (rocks,), (lab,) = named.by_entry
    parents = {named.entities[each].part_of for each in (rocks, lab)}
    assert len(parents) == 1
    assert named.entities[next(iter(parents))[0]].label == "Nordfjord University"


def test_a_bare_unit_is_marked_and_leads_no_ranking() -> None:
    """A unit of which it is not said what it is of is marked, and neither leads a ranking nor ties institutions."""
    entries = [
        make_entry(
            f"Paper {number} of Them", number + 1, authors=[f"Author{number} Alone"], institutions=["Department of Computer Science", place]
        )
        for number, place in enumerate(("Nordfjord University", "Sundfjord University", "Nordfjord University"))
    ]
    listed = make_list(*entries)
    unit = next(each for each in resolve(listed).institutions.entities.values() if each.label.startswith("Department"))
    assert unit.status is IdentityStatus.BARE_UNIT
    graph = build_from(listed)
    assert [each.label for each in compute_statistics(graph).institutions] == ["Nordfjord University", "Sundfjord University"]


def test_ids_do_not_flip_when_a_list_grows() -> None:
    """The id of an institution follows its first form in time, and not the most frequent one."""
    old = [make_entry("The First of All", 1, authors=["Ada Lovelace"], institutions=["Nordfjord Univ."], year=2019)]
    new = [
        make_entry(f"Another Paper {number}", number, authors=[f"Author{number} Alone"], institutions=["Nordfjord University"], year=2021)
        for number in range(2, 6)
    ]
    before, after = (resolve(make_list(*entries)).institutions for entries in (old, [*new, *old]))
    assert before.entities.keys() == after.entities.keys()
    assert [each.label for each in after.entities.values()] == ["Nordfjord University"]


def test_reasons_say_what_the_rule_saw() -> None:
    """A merge names its rule and what it saw: the address that was left out, what an acronym is of."""
    named = resolve_institutions(
        [
            entry("Ada Lovelace", "Nordfjord Arctic Maritime University, Bergen, Norway"),
            entry("Ada Lovelace", "Nordfjord Arctic Maritime University"),
            entry("Ada Lovelace", "NAMU"),
        ]
    )
    (entity,) = named.entities.values()
    sentences = "\n".join(map(str, entity.merges))
    assert "'bergen, norway' left out" in sentences
    assert "acronym of 'Nordfjord Arctic Maritime University" in sentences


def test_a_short_form_that_evidence_ties_to_two_is_no_third_organisation() -> None:
    """It joins neither, stays as the entry prints it, and the checker says what it can be; without evidence it stands by itself."""
    rows = (("Bo Ram", "Upper Sedge College"), ("Bo Ram", "Umber Sands College"), ("Bo Ram", "USC"), ("Ida Zell", "Dept. of Music, USC"))
    entries = [
        make_entry(f"Paper {chr(97 + place) * 4}", place + 1, authors=[who], institutions=[where])
        for place, (who, where) in enumerate(rows)
    ]
    named = resolve_institutions(entries)
    short = named.entities[named.by_entry[2][0]]
    assert (short.label, short.status, short.short_for) == (
        "USC",
        IdentityStatus.TRUNCATED,
        ("institution/umber_sands_college", "institution/upper_sedge_college"),
    )
    graph = build_from(make_list(*entries))
    assert sorted(node.label for node in graph.nodes.values() if node.type is NodeType.INSTITUTION) == [
        "Dept. of Music, USC", "Umber Sands College", "Upper Sedge College",
    ]  # fmt: skip
    alone = resolve_institutions(
        [replace(each, authors=make_entry("x", 1, authors=[f"Ida {each.first_line}x"]).authors) for each in entries]
    )
    assert alone.entities[alone.by_entry[2][0]].short_for == ()


def test_an_acronym_beside_a_name_is_not_its_acronym() -> None:
    """An entry lists no institution twice; with the same author and without that entry the two are one."""
    entries = [entry("Ada Lovelace", "NMB"), entry("Ada Lovelace; Alan Turing", "Nordfjord Museum of Boats")]
    for more, are_same in (([], True), ([entry("Grace Hopper", "NMB; Nordfjord Museum of Boats")], False)):
        named = resolve_institutions([*entries, *more])
        assert (named.by_entry[0] == named.by_entry[1]) is are_same
    assert any(near.reason is Reason.ONE_ENTRY and near.score == 0 for near in named.near_misses)


@pytest.mark.parametrize(
    ("word", "name"), [("Mercurio", "Museum of Research"), ("Plato", "Pengfjord Laboratory"), ("Hosel", "Hordvik Institute of Salt")]
)
def test_words_are_no_acronyms(word: str, name: str) -> None:
    """An acronym has an initial of each word of its name."""
    assert not are_one(word, name, shared=True)
