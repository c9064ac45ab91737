"""Who is who: the rules for people and organisations, authority files, and what they explain."""

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest

from avgraph.errors import AuthorityError, UnknownEntityError
from avgraph.knowledge import KnowledgeGraph
from avgraph.model.entries import Entry
from avgraph.model.mentions import Mention, Mentions
from avgraph.model.vocabulary import IdentityStatus, NodeType
from avgraph.reading.read import read_reading_list
from avgraph.resolution.authority import NO_AUTHORITY, Authority, load_authority
from avgraph.resolution.authors import resolve_authors
from avgraph.resolution.explain import explain_pair, merges_of, near_misses_of, suggest_authority
from avgraph.resolution.institutions import resolve_institutions
from avgraph.resolution.judgement import Reason
from avgraph.resolution.papers import resolve_papers
from avgraph.resolution.resolve import resolve
from avgraph.resolution.venues.resolve import resolve_venues
from avgraph.text.folding import fold
from tests.made_lists import make_entry, make_list

PREFIXES = """@prefix avg: <https://w3id.org/avgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/> .
"""


def entry(authors: str, institutions: str = "", title: str = "T", line: int = 1, tag: str = "", url: str | None = None) -> Entry:
    """Return an entry; names are parted by semicolons."""

    def parts(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split(";") if part.strip())

    def mention(form: str) -> Mention:
        return Mention(form, line, 1, line, 1)

    people, places = (Mentions.at_line(line, parts(text)) for text in (authors, institutions))
    links = (mention(url),) if url else ()
    return Entry(mention(tag), tag or None, 2020, mention(title), links, people, places, ("Task",), line, line)


def are_one_author(first: str, second: str, *entries: Entry) -> bool:
    """Tell whether two forms name one author."""
    named = resolve_authors(entries, resolve_institutions(entries))
    found = {fold(f): i for e, ids in zip(entries, named.by_entry, strict=True) for f, i in zip(e.author_forms, ids, strict=True)}
    return found[fold(first)] == found[fold(second)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Bj?rn Schuller", "Björn Schuller"),
        ("Bjoern Schuller", "Björn Schuller"),
        ("Dan Oneata", "Dan Oneaţă"),
        ("Chin-Hui Lee", "Chinhui Lee"),
        ("C V Jawahar", "C. V. Jawahar"),
        ("Timothy R.Langlois", "Timothy R. Langlois"),
        ("James Glass", "James R. Glass"),
        ("J. Glass", "James R. Glass"),
        ("Josh Tenenbaum", "Joshua B. Tenenbaum"),
        ("Simon Alexandersson", "Simon Alexanderson"),
        ("Timo Gerkamnn", "Timo Gerkmann"),
        ("Hamed Tavakoli", "Hamed R. Tavakoli"),
        ("John Smits Jr.", "John Smits, Jr"),
        ("John Smits Jr.", "J. Smits Junior"),
        ("Olga Fuentealba-Ríos", "Olga Fuentealba"),
        ("Tan Kok Beng", "Kok Beng Tan"),
        ("Ueli Zbinden", "Ülï Zbinden"),
        ("H.-Y. Mark Quelch", "Mark Quelch"),
        ("Shuuji Amagai", "Shuji Amagai"),
        ("J. Y. Qiao", "Jingyi Qiao"),
        ("Dmytro Zelinskyi", "Dmitry Zelinsky"),
        ("Dao Manh Tuong", "Tuong Manh Dao"),
        ("Fco. Javier Ozalla", "Francisco Javier Ozalla"),
        ("Mathias Grubenhofer", "Matthias Grubenhofer"),
        ("J. M. Ozalla Berrio", "José María Ozalla-Berrio"),
        ("Tessa Q. Ozalla Berrio", "Tessa Q. Ozalla"),
        ("Zhou Qing Lü", "Zhou Qing Lyu"),
        ("Haoyang Lyu", "Haoyang Lv"),
        ("Syunzi Tukahara", "Shunji Tsukahara"),
        ("Anton V. Zelinskii", "Anton Zelinsky"),
        ("K. Madhava Puthran", "Madhava Puthran Kesavan"),
        ("Kostya Zelinov", "Konstantin Zelinov"),
        ("Dima Zelinov", "Dmitrii Zelinov"),
        ("Gerardus Quispel", "Gerrit Quispel"),
        ("Wolframina Pergel", "Wolframinna Pergel"),
        ("Nandi Quispel", "Nandipha Quispel"),
        ("Prem Zelinov", "Premkumar Zelinov"),
        ("Sang H. Quispel", "Sang-Hyeok Quispel"),
        ("Jung-Hwan Oh", "Jung Hwan Oh"),
        ("Magdy Quispel", "Magdi Quispel"),
    ],
)
def test_forms_of_a_name_are_one_with_a_shared_coauthor_only(first: str, second: str) -> None:
    """Each way of writing a name is joined with a co-author in common, and never without evidence."""
    assert are_one_author(first, second, entry(f"{first}; Ann Lee Miller"), entry(f"{second}; Ann Lee Miller"))
    assert not are_one_author(first, second, entry(f"{first}; Ann Miller"), entry(f"{second}; Bob Jones"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Meng Wang", "Teng Wang"),
        ("Jing Zhang", "Ying Zhang"),
        ("Minsu Kim", "Minsoo Kim"),
        ("Jiayu Wang", "Jiadong Wang"),
        ("Yu Ding", "Yu-Ding Lu"),
        ("Stavros Petridis", "Sergios Petridis"),
        ("Anna Smith", "Anne B. Smith"),
        ("Wei Sun", "Weixuan Sun"),
        ("Mario Ferretti", "Maria Ferretti"),
        ("李Wei Chen", "王Wei Chen"),
        ("Daniel Kowalska", "Daniela Kowalska"),
        ("Francesco Bianchi", "Francesca Bianchi"),
        ("Simon Laurent", "Simone Laurent"),
        ("Martin Novotny", "Marvin Novotny"),
        ("Julian Hofmann", "Juliana Hofmann"),
        ("Ivan Petrovic", "Ivana Petrovic"),
        ("Jan Lindqvist", "Ian Lindqvist"),
        ("Stefano Rossi", "Stefano Rosso"),
        ("Ivan Petrov", "Ivan Petrova"),
        ("John Smits Jr.", "John Smits Sr."),
        ("John Smits II", "John Smits III"),
        ("John Smits, Jr.", "John Smits"),
        ("John Smits IV", "John Smits V"),
        ("John Smits Junior", "John Smits Senior"),
        ("J. Smits Jr.", "John Smits Sr."),
        ("John Smits 2nd", "John Smits 3rd"),
        ("Hanspeter Wang 0001", "Hanspeter Wang 0002"),
        ("Hanspeter Wang 0001", "Hanspeter Wang"),
        ("C.-H. Toby Kao", "Chun-Wei Kao"),
        ("Ping Gu", "Ping Yan Gu"),
        ("Lei Fang", "Fang Lei"),
        ("Rita Gomez", "Rita Gomez Pardo"),
        ("Kaito Harada", "Keito Harada"),
        ("Omar Hassan", "Hassan Omar"),
        ("Thu Nguyen", "Thu My Nguyen"),
        ("Luis Miguel García", "Luis Miguel García Pardo"),
        ("K. Madhava Puthran", "Madhava Puthran Nair"),
        ("Wei Lu", "Wei Lyu"),
        ("Franz Quispel", "Franziska Quispel"),
        ("Georg Quispel", "Georgette Quispel"),
        ("Paul Quispel", "Paulina Quispel"),
        ("Jian Gao", "Jianfeng Gao"),
    ],
)
def test_lookalikes_stay_apart_even_with_a_shared_coauthor(first: str, second: str) -> None:
    """Names of which many differ in one letter, and other given names, are never joined by rules."""
    assert not are_one_author(first, second, entry(f"{first}; Ann Miller", "Uni of X"), entry(f"{second}; Ann Miller", "Uni of X"))


def test_reasons_of_authors_and_papers_say_what_the_rule_saw() -> None:
    """A merge names the words in which names differ and whom they share; of papers without authors it does not speak of any."""
    named = resolve_authors([entry("Josh Tangermund; Ann Miller"), entry("Joshua B. Tangermund; Ann Miller")])
    (merge,) = (merge for each in named.entities.values() for merge in each.merges)
    assert merge.evidence == "'josh' for 'joshua b'; co-author in common: Ann Miller"
    listed = make_list(*(make_entry("Bells and Whistles at Noon", line, authors=()) for line in (1, 9)))
    ((only,),) = (paper.merges for paper in resolve(listed).papers)
    assert (only.reason, only.evidence) == (Reason.SAME_TITLE, "no authors listed, lines 1 and 9")


@pytest.mark.parametrize(
    ("first", "second"),
    [("Mohammed Khan", "Mohammed Bilal Khan"), ("Tuan Le", "Tuan Manh Le"), ("Junji Ono", "Junji Ohno"), ("Thomas Smith", "T. B. Smith")],
)
def test_a_further_given_name_of_a_common_name_needs_more_than_a_coauthor(first: str, second: str) -> None:
    """Another person of the name may have it, and may write with the same people; so may one of whose family name the vowel is short."""
    assert not are_one_author(first, second, entry(f"{first}; Ann Miller"), entry(f"{second}; Ann Miller"))


def test_what_speaks_against_a_merge() -> None:
    """Forms in one author list, an initial that fits two people, and a common family name with an institution only stay apart."""
    assert not are_one_author("J. Glass", "James Glass", entry("J. Glass; James Glass; Ann Miller"), entry("James Glass; Ann Miller"))
    two = (entry("J. Glass; Ann Miller"), entry("James Glass; Ann Miller"), entry("Judith Glass; Ann Miller"))
    assert not are_one_author("J. Glass", "James Glass", *two)
    common = (entry("J. Wang", "Tsinghua University"), entry("Jing Wang", "Tsinghua University"))
    assert not are_one_author("J. Wang", "Jing Wang", *common)
    rare = (entry("C. Hori", "MERL"), entry("Chiori Hori", "Mitsubishi Electric Research Labs"))
    assert are_one_author("C. Hori", "Chiori Hori", *rare)
    vague = (entry("C. Hori", "University of California"), entry("Chiori Hori", "University of California"))
    assert not are_one_author("C. Hori", "Chiori Hori", *vague)


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        ("KAIST", "Korea Advanced Institute of Science & Technology", True),
        ("Univ. of Sydney", "The University of Sydney", True),
        ("Universität Hamburg", "University of Hamburg", True),
        ("NVIDIA", "NVIDIA Corp.", True),
        ("Stanford Univeristy", "Stanford University", True),
        ("Peng Cheng Lab", "PengCheng Laboratory", True),
        ("ETRI, South Korea", "Electronics and Telecommunications Research Institute", True),
        ("Reality Labs at Meta", "Meta Reality Labs", True),
        ("Massachusetts Institute of Technology (MIT)", "Massachusetts Institute of Technology", True),
        ("Ecole Polytechnique", "École Polytechnique", True),
        ("Google Inc.", "Google Research", False),
        ("Hubei University", "Hebei University", False),
        ("University of Genova", "University of Geneva", False),
        ("Monash University, Malaysia", "Monash University", False),
        ("New York University, Shanghai", "New York University", False),
        ("University of California, Merced", "University of California", False),
        ("Nanjing University", "Nanjing University of Science and Technology", False),
        ("Institute of Informatics", "Institute of Information", False),
        ("Chinese Academy of Sciences", "University of Chinese Academy of Sciences", False),
        ("Samsung AI Center", "Samsung AI Centre", False),
        ("University of Washington", "Washington University", False),
        ("Shanxi Normal University", "Shaanxi Normal University", False),
        ("University of Dublin", "University of Lublin", False),
        ("清华大学", "北京大学", False),
        ("清华大学 AI Lab", "北京大学 AI Lab", False),
        ("清华大学 AI Lab", "清华大学 AI Laboratory", True),
        ("Московский университет", "Киевский университет", False),
    ],
)
def test_forms_of_an_institution(first: str, second: str, are_one: bool) -> None:  # noqa: FBT001  (a table)
    """Spelling joins, and what could be another place does not, also where an author is shared."""
    named = resolve_institutions([entry("Ann Miller", first), entry("Ann Miller", second)])
    assert (named.by_entry[0] == named.by_entry[1]) == are_one


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Fuxi AI Lab", "Netease Fuxi AI Lab"),
        ("Indraprastha Institute of Information", "Indraprastha Institute of Information Technology, Delhi"),
        ("CDAC Noida", "Centre for Development of Advanced Computing Noida"),
        ("Deutsches Elektronen-Synchrotron", "Deutsches Elektronen-Synchrotron DESY"),
        ("Mitsubishi Electric Research Labs, Cambridge", "Mitsubishi Electric Research Labs"),
        ("KTH Royal Institute of Technology in Stockholm", "KTH Royal Institute of Technology"),
    ],
)
def test_forms_that_need_an_author_in_common(first: str, second: str) -> None:
    """What is cut off, shortened or has an address is joined with an author in common and not without."""
    alike = resolve_institutions([entry("Ann Miller", first), entry("Ann Miller", second)])
    assert alike.by_entry[0] == alike.by_entry[1]
    apart = resolve_institutions([entry("Ann Miller", first), entry("Bob Jones", second)])
    assert apart.by_entry[0] != apart.by_entry[1]
    assert apart.near_misses[0].reason == "no author in common"


@pytest.mark.parametrize(
    ("acronym", "names"),
    [
        ("UNT", ("University of North Tirol", "University of New Thule")),
        ("USC", ("University of Southern California", "University of South Carolina")),
        ("IMIT", ("Institute of Molecular Imaging Techniques", "Institute of Maritime Information Technology")),
        ("AI Lab", ("Fuxi AI Lab", "Noah AI Lab")),
        ("Indraprastha Institute of Information", ("Indraprastha Institute of Information Technology", "Indraprastha Institute of Information Ethics")),
    ],
)  # fmt: skip
def test_what_is_short_for_two_organisations_joins_neither(acronym: str, names: tuple[str, str]) -> None:
    """A short form that fits two organisations of the list makes them no one, however many authors they share."""
    for order in itertools.permutations((acronym, *names)):
        named = resolve_institutions([entry("Ann Miller; Bob Jones", name) for name in order])
        place = dict(zip(order, named.by_entry, strict=True))
        assert place[names[0]] != place[names[1]]
        assert place[acronym] not in (place[names[0]], place[names[1]])


@pytest.mark.parametrize(
    ("frequent", "rare", "are_one"),
    [
        ("University of Geneva", "University of Genova", False),
        ("Hubei University", "Hebei University", False),
        ("Shaanxi University", "Shanxi University", False),
        ("University of Parma", "University of Palma", False),
        ("University of Columbia", "University of Colombia", False),
        ("University of Stanford", "University of Standford", True),
        ("University of Waseda", "University of Wasdea", True),
    ],
)
def test_a_rare_form_with_one_letter_wrong(frequent: str, rare: str, are_one: bool) -> None:  # noqa: FBT001  (a table)
    """A slip within a word is a misprint where an author is shared; a letter for another makes another town."""
    named = resolve_institutions([*(entry("Ann Miller", frequent) for _ in range(4)), entry("Ann Miller", rare)])
    assert (named.by_entry[0] == named.by_entry[4]) == are_one


def test_truncated_names_are_marked() -> None:
    """A form that could be several organisations is a node of its own, and marked, by rules alone."""
    named = resolve_institutions([entry("A B", "University of California"), entry("A B", "University of California, Merced")])
    assert [(e.label, e.status) for e in named.entities.values()] == [
        ("University of California", IdentityStatus.TRUNCATED),
        ("University of California, Merced", None),
    ]


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        ("Audio-Visual Learning in the Wild", "Audio-Visuav learning in the wild", True),
        ("Learning to See and Hear: Part 1.0 of Many", "Learning to See and Hear: Part 2.0 of Many", False),
        ("Audio-Visual Speech Recognition", "Audio-Visual Speech Recognition with Transformers", False),
        *(
            (f"Audio-Visual Event Analysis in the Wild{first}", f"Audio-Visual Event Analysis in the Wild{second}", False)
            for first, second in (
                (": Part I", ": Part II"),
                (", Volume IV", ", Volume V"),
                (" (Part A)", " (Part B)"),
                (" 1.2", " 12"),
                (" in C", " in C++"),
                (" in C", " in C#"),
                (" with A Search", " with A* Search"),
                (" with CNNs", " with GNNs"),
                (", Vol. 9", ", Vol. 10"),
                (" Ⅰ", " Ⅱ"),
                (": Part α", ": Part β"),
                ("", " 2"),
                (" by R-CNN", " by T-CNN"),
                (" with CLIP", " with CLIP+"),
            )
        ),
        ("A U-Net for Audio-Visual Speech", "A UNet for Audio Visual Speech", True),
        ("Four Thousand and 4,000 Hours of Talk", "Four Thousand and 4000 Hours of Talk", True),
    ],
)
def test_titles_of_one_paper(first: str, second: str, are_one: bool) -> None:  # noqa: FBT001  (a table)
    """One slip is forgiven in letters and never in digits; a longer title is another paper."""
    entries = [entry("Ann Miller", title=first), entry("Ann Miller", title=second)]
    _, paper_of = resolve_papers(entries, resolve_authors(entries), resolve_venues(entries))
    assert (paper_of[0] == paper_of[1]) == are_one


ARXIV = "https://arxiv.org/abs/2104.01778"


@pytest.mark.parametrize(
    ("first", "second", "url", "are_one"),
    [
        ("Seeing with Bats: Part I", "Seeing with Bats: Part II", ARXIV, False),
        ("Seeing with Bats, Volume 1", "Walking on Ice, Volume 2", ARXIV, False),
        ("Seeing with Bats (Second Edition)", "Seeing with Bats (Third Edition)", ARXIV, False),
        ("Seeing with Bats: Part I", "Seeing with Bats", ARXIV, True),
        ("Seeing with Bats", "Walking on Ice", ARXIV, True),
        ("Seeing with Bats", "Walking on Ice", "https://example.org/papers/2020.html", False),
        ("Seeing with Bats", "Seeing with Bat", "https://example.org/papers/2020.html", True),
        ("Seeing with Bats", "Walking on Ice", "https://github.com/someone/bats", False),
    ],
)
def test_one_link_under_two_titles_by_one_author(first: str, second: str, url: str, are_one: bool) -> None:  # noqa: FBT001  (a table)
    """An identifier and an author make one paper of a changed title, a page does not; parts, volumes and editions differ whatever the link says."""
    entries = [entry("Xaver Ploog", title=title, url=url) for title in (first, second)]
    _, paper_of = resolve_papers(entries, resolve_authors(entries), resolve_venues(entries))
    assert (paper_of[0] == paper_of[1]) == are_one


@pytest.mark.slow
def test_shuffled_entries_give_the_same_entities() -> None:
    """The order of the entries changes nothing, with and without authority files."""
    listed = read_reading_list()
    for authority in (NO_AUTHORITY, load_authority()):
        wanted = resolve(listed, authority)
        for seed in range(3):
            order = list(range(len(listed.entries)))
            random.Random(seed).shuffle(order)  # noqa: S311  (a test)
            found = resolve(replace(listed, entries=tuple(listed.entries[i] for i in order)), authority)
            assert found.authors.entities == wanted.authors.entities
            assert found.institutions.entities == wanted.institutions.entities
            assert found.venues.entities == wanted.venues.entities
            assert [paper.id for paper in found.papers] == [paper.id for paper in wanted.papers]
            assert [found.authors.by_entry[order.index(i)] for i in range(len(order))] == list(wanted.authors.by_entry)
            assert found.authors.near_misses == wanted.authors.near_misses


@pytest.mark.slow
def test_every_printed_form_is_accounted_for() -> None:
    """Each institution of the list stands in exactly one record, and each record's forms are of the list or its label."""
    authority = load_authority().acting_on(read_reading_list())
    records = authority.of_kind(NodeType.INSTITUTION)
    printed = {fold(form) for entry in read_reading_list().entries for form in entry.institution_forms}
    assert printed <= set(records)
    labels = {fold(found[0].label) for found in records.values()}
    assert set(records) - printed <= labels
    people = authority.of_kind(NodeType.AUTHOR)
    names = {fold(form) for entry in read_reading_list().entries for form in entry.author_forms}
    assert {key for key, found in people.items() if key not in names} <= {
        fold(record.label) for found in people.values() for record in found
    }


@pytest.mark.slow
def test_removing_an_authority_file_changes_only_what_it_said() -> None:
    """Without the people the institutions, venues and papers are the same, and so are authors that no record names."""
    listed = read_reading_list()
    full, bundled = resolve(listed), load_authority().acting_on(listed)
    without = resolve(listed, Authority({k: v for k, v in bundled.records.items() if k is not NodeType.AUTHOR}))
    assert without.institutions == full.institutions
    assert without.venues == full.venues
    said = set(bundled.of_kind(NodeType.AUTHOR))
    untouched = {
        key for key, entity in full.authors.entities.items() if not {fold(form) for form in (entity.label, *entity.alternatives)} & said
    }
    assert untouched <= set(without.authors.entities)


def test_a_curators_authority_decides(tmp_path: Path) -> None:
    """A file of one's own joins forms and tells people of one name apart by institution, co-author and line."""
    path = tmp_path / "mine.ttl"
    path.write_text(
        PREFIXES
        + 'x:a a avg:Author ; skos:prefLabel "Ann Miller" ; skos:altLabel "Ann Smith" .\n'
        + 'x:b a avg:Author ; skos:prefLabel "Bo Li" ; avg:toldByInstitution "X Lab" .\n'
        + 'x:c a avg:Author ; skos:prefLabel "Bo Li" ; avg:toldByCoauthor "Cy Ro" .\n'
        + 'x:d a avg:Author ; skos:prefLabel "Bo Li" ; avg:toldByLine 9 .\n'
        + 'x:e a avg:Institution ; skos:prefLabel "X Lab" ; skos:hiddenLabel "Xx Lab" .\n',
        encoding="utf-8",
    )
    authority = load_authority([path], bundled=False)
    entries = [
        entry("Ann Miller; Bo Li", "Xx Lab"),
        entry("Ann Smith; Bo Li; Cy Ro", "Y"),
        entry("Bo Li", "Z", line=9),
        entry("Bo Li", "W", line=10),
    ]
    named = resolve_authors(entries, resolve_institutions(entries, authority), authority)
    assert named.by_entry[0][0] == named.by_entry[1][0] == "author/ann_miller"
    assert [ids[-1 if index != 1 else 1] for index, ids in enumerate(named.by_entry)] == [
        "author/bo_li.x_lab",
        "author/bo_li.cy_ro",
        "author/bo_li.9",
        "author/bo_li",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('x:a a avg:Institution ; skos:prefLabel "A" . x:b a avg:Institution ; skos:prefLabel "B" ; skos:altLabel "A" .', "'A' names both"),
        ("x:a a avg:Institution .", "has 0 preferred labels"),
        ('x:a a skos:Concept ; skos:prefLabel "X" .', "of no kind known here"),
        ("x:a a avg:Institution ; skos:prefLabel", "mine.ttl:4: not Turtle"),
        ('x:a a avg:Institution ; skos:prefLabel "X" ; avg:identityStatus "odd" .', "identityStatus is one of"),
        ('x:a a avg:Author ; skos:prefLabel "X Y" . x:b a avg:Author ; skos:prefLabel "X Y" .', "names both 'X Y'"),
    ],
)
def test_contradictions_name_both_files(tmp_path: Path, text: str, wanted: str) -> None:
    """An authority file that contradicts another, or cannot be read, is refused in one line that says where."""
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    with pytest.raises(AuthorityError, match=wanted) as raised:
        load_authority([path])
    assert "\n" not in str(raised.value)


PERSON = 'x:a a avg:Author ; skos:prefLabel "Ann Miller" ; '
ODD_TERMS = {
    "a label that is an IRI": "x:a a avg:Author ; skos:prefLabel x:b .",
    "a label that is a blank node": "x:a a avg:Author ; skos:prefLabel [] .",
    "a kind that is a text": 'x:a a "Author" ; skos:prefLabel "Ann" .',
    "a blank node": '[] a avg:Author ; skos:prefLabel "Ann" .',
    "a list": 'x:a a avg:Author ; skos:prefLabel ("Ann" "Bob") .',
    "a statement about a statement": '<<( x:a x:b x:c )>> a avg:Author ; skos:prefLabel "Ann" .',
    "a quoted triple": "x:a a avg:Author ; skos:prefLabel <<( x:a x:b x:c )>> .",
    "no letters": PERSON + 'skos:altLabel "" .',
    "invisible letters": PERSON + 'skos:altLabel "\u200b" .',
    "a line of many digits": PERSON + f'avg:toldByLine "{"9" * 5000}" .',
    "a line that is no number": PERSON + 'avg:toldByLine "²" .',
    "a line below zero": PERSON + "avg:toldByLine -1 .",
    "a status that is an IRI": 'x:a a avg:Institution ; skos:prefLabel "X" ; avg:identityStatus x:y .',
    "two statuses": 'x:a a avg:Institution ; skos:prefLabel "X" ; avg:identityStatus "truncated", "no organisation" .',
    "a country that is a number": 'x:a a avg:Institution ; skos:prefLabel "X" ; avg:country 5 .',
    "an organisation above that is a text": 'x:a a avg:Institution ; skos:prefLabel "X" ; org:subOrganizationOf "Y" .',
    "an organisation above itself": 'x:a a avg:Institution ; skos:prefLabel "X" ; org:subOrganizationOf x:a .',
    "two above each other": "".join(
        f'x:{a} a avg:Institution ; skos:prefLabel "{a}" ; org:subOrganizationOf x:{b} .\n' for a, b in ("ab", "ba")
    ),
    "two hundred levels": "".join(
        f'x:u{n} a avg:Institution ; skos:prefLabel "Unit {n}" ; org:subOrganizationOf x:u{n + 1} .\n' for n in range(200)
    )
    + 'x:u200 a avg:Institution ; skos:prefLabel "Unit 200" .',
    "a surrogate": PERSON + 'skos:altLabel "\\uD800" .',
    "a relative IRI": '<a> a avg:Author ; skos:prefLabel "Ann" .',
    "brackets that do not end": "[" * 5000,
    "parentheses that do not end": "x:a x:b " + "(" * 5000,
}  # fmt: skip


@pytest.mark.parametrize("name", ODD_TERMS)
def test_odd_terms_are_refused_in_one_line(name: str, tmp_path: Path) -> None:
    """Whatever stands in an authority file, what it must not say is one line with the file's name."""
    path = tmp_path / "mine.ttl"
    path.write_text(f"{PREFIXES}@prefix org: <http://www.w3.org/ns/org#> .\n{ODD_TERMS[name]}", encoding="utf-8")
    with pytest.raises(AuthorityError) as caught:
        load_authority([path], bundled=False)
    message = str(caught.value)
    assert (message.startswith(str(path)), "\n" in message, len(message) < 600) == (True, False, True)


@pytest.mark.parametrize("data", [b"\xff\xfe@\x00", b"\xfe\xff\x00@", b"\xff", b"\x00", "é".encode("latin-1")])
def test_files_in_other_encodings_are_refused_in_one_line(data: bytes, tmp_path: Path) -> None:
    """UTF-16 and what is no text are named as such."""
    path = tmp_path / "mine.ttl"
    path.write_bytes(data)
    with pytest.raises(AuthorityError, match=r"^[^\n]*mine\.ttl[^\n]*(?:UTF-8|not Turtle)[^\n]*$"):
        load_authority([path])


def test_a_byte_order_mark_is_no_part_of_an_authority_file(tmp_path: Path) -> None:
    """A file saved with a byte order mark says what it says without."""
    path = tmp_path / "mine.ttl"
    text = f'{PREFIXES}x:a a avg:Author ; skos:prefLabel "Ada Byron" ; skos:altLabel "Ada Lovelace" .\n'
    path.write_text(text, encoding="utf-8")
    without = load_authority([path], bundled=False)
    path.write_text(text, encoding="utf-8-sig")
    assert load_authority([path], bundled=False) == without
    assert set(without.of_kind(NodeType.AUTHOR)) == {"ada byron", "ada lovelace"}


def test_a_missing_authority_file_is_named(tmp_path: Path) -> None:
    """A path that cannot be read is named."""
    with pytest.raises(AuthorityError, match=r"none\.ttl: the authority file cannot be read: No such file"):
        load_authority([tmp_path / "none.ttl"])


def test_every_merge_is_explained(bundled: KnowledgeGraph) -> None:
    """Each entity with several forms says why, and a pair says why it is or is not one."""
    resolved = resolve(bundled.reading_list)
    for named in (resolved.authors, resolved.institutions, resolved.venues):
        used = {form for entry in bundled.reading_list.entries for form in (*entry.author_forms, *entry.institution_forms, entry.venue)}
        for identifier, entity in named.entities.items():
            printed = [form for form in (entity.label, *entity.alternatives, *entity.misprints) if form in used]
            assert len(printed) < 2 or merges_of(resolved, identifier), entity
    assert explain_pair(resolved, "Lirong Dai", "Li-Rong Dai").is_one
    assert (
        explain_pair(resolved, "Yang Zhang", "Ying Zhang").reasons[0].startswith("Yang Zhang ≠ Ying Zhang: the names differ in one letter")
    )
    assert explain_pair(resolved, "Meng Wang", "Meng Wang").is_one is False
    assert near_misses_of(resolved, "institution/university_of_california")
    with pytest.raises(UnknownEntityError):
        explain_pair(resolved, "Nobody", "Ying Zhang")


@pytest.mark.slow
def test_suggestions_are_an_authority_file(tmp_path: Path) -> None:
    """What is likely and not certain comes as a file that loads as it stands, with evidence and score."""
    listed = read_reading_list()
    text = suggest_authority(resolve(listed, NO_AUTHORITY))
    assert "# 0.60 Yaman Kumar ≠ Yaman Kumar Singla" in text
    path = tmp_path / "suggested.ttl"
    path.write_text(text, encoding="utf-8")
    suggested = resolve(listed, load_authority([path], bundled=False))
    assert explain_pair(suggested, "Yaman Kumar", "Yaman Kumar Singla").is_one
