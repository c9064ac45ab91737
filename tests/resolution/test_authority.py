"""Every merge can be explained and undone by a curator's file, whose word wins over ours, and which acts where it says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

import avgraph
from avgraph.assembly import build_graph
from avgraph.cli.main import group
from avgraph.errors import AuthorityError, UsageError
from avgraph.model.entries import ReadingList, Source
from avgraph.model.vocabulary import Attribute, NodeType
from avgraph.reading.read import parse_reading_list, read_reading_list
from avgraph.resolution.authority import NO_AUTHORITY, Authority, load_authority
from avgraph.resolution.authority.authority import GENERAL_FILES
from avgraph.resolution.entities import Merge, Resolved
from avgraph.resolution.explain import explain_pair, list_merges, suggest_authority
from avgraph.resolution.judgement import Reason
from avgraph.resolution.resolve import resolve
from avgraph.text.folding import fold
from avgraph.text.turtle import quote
from tests.conftest import TIMES
from tests.made_lists import make_entry, make_list
from tests.resolution.test_identity import PREFIXES

ENTRY = "**[{venue}-{year}]**\n[{title}]({url})\n<br>\n**Authors:** {authors}\n<br>\n**Institution:** {places}\n\n"
SPELLINGS = {
    "people": [
        ("Björn Vänskä", "Bjorn Vanska"), ("Chin-Yu Moritake", "Chinyu Moritake"), ("Timothy Quillfeather", "Tim Quillfeather"),
        ("Odalys B. Ferncastle", "Odalys Ferncastle"), ("Ludmilla Oberwinter", "L. Oberwinter"), ("Andrzej Wolczynski", "Andrzej Wołczyński"),
        ("Piet van Ouwendijk", "Piet Van Ouwendijk"), ("Sorcha O'Malveney", "Sorcha O’Malveney"), ("Jean-Luc Bastiernay", "Jean-luc Bastiernay"),
        ("Rosalind Hethersett", "Rosalind Hetherset"), ("Wolfgang Kirchschlager", "Wolfgang Kirchschläger"), ("Ignatius K. Thornbury", "Ignatius K Thornbury"),
        ("Milica Dragojević", "Milica Dragojevic"), ("Theodora Plumtree", "T. Plumtree"), ("Anselm Gravendeel", "A. Gravendeel"),
    ],
    "places": [
        ("University of Lower Marshes", "The University of Lower Marshes"), ("Tidewater Institute of Technology", "Tidewater institute of technology"),
        ("Hollow & Reed Laboratories", "Hollow and Reed Laboratories"), ("Quartz Optics Inc.", "Quartz Optics"), ("Fernhill Univ.", "Fernhill University"),
        ("Queen's College Northmoor", "Queen’s College Northmoor"), ("Sunken Bell Research Ltd", "Sunken Bell Research"), ("Alibaba Group", "Alibaba"),
        ("Massachusetts Institute of Technology", "MIT"), ("Microsoft Research", "MSR"), ("Brightwater Research Center", "Brightwater research center"),
        ("Allen Institute for AI", "Allen Institute for Artificial Intelligence"),
    ],
    "venues": [
        ("IEEE TPAMI", "T-PAMI"), ("NeurIPS", "NIPS"), ("KDD", "SIGKDD"), ("WWW", "The Web Conference"), ("Interspeech", "InterSpeech"),
        ("IEEE QXQ", "QXQ"), ("Invented Hearing Letters", "Invent. Hear. Lett."), ("ICML", "Proceedings of the International Conference on Machine Learning"),
        ("ACM MM", "ACM Multimedia"), ("IEEE TIP", "IEEE Trans. Image Process."), ("ICLR Workshop", "ICLR Workshops"), ("Findings of ACL", "ACL Findings"),
    ],
    "titles": [
        ("Lanterns That Listen to Rain", "Lanterns that listen to rain"), ("Counting Crows by Their Echo", "Counting Crows by Their Echo"),
        ("A Harbour Full of Microphones", "A Harbor Full of Microphones"), ("Snow: Silent or Not", "Snow - Silent or Not"),
        ("Which Kettle Whistles First", "Which Kettle Whistles First"), ("Bells Above Deep Water", "Bells Above Deep Water"),
        ("How Owls Find a Violin", "How Owls Find A Violin"), ("Thunder Seen from a Balcony", "Thunder, Seen from a Balcony"),
        ("Marbles on a Wooden Stair", "Marbles on a Wooden Stair"), ("The Choir Behind the Curtain", "The Choir behind the Curtain"),
        ("Ink Drops and Drum Beats", "Ink Drops and Drum Beats"), ("Footsteps of Unseen Dancers", "Footsteps of Unseen Dancers"),
    ],
    "datasets": [("BellBox", "Bellbox"), ("RAIN-9", "Rain-9"), ("KettleSet", "KettleSet"), ("OwlNet", "OwlNET"), ("Choir-X", "CHOIR-X"),
                 ("MarbleDB", "MarbleDB"), ("SnowVox", "SnowVox"), ("InkBeat", "Inkbeat"), ("StepSound", "StepSound"), ("DrumView", "DRUMVIEW")],
}  # fmt: skip


def made_list() -> str:
    """Return a list in which every spelling above stands beside what evidence a rule can ask for."""
    text, number = "# Hearing\n\n## Sounds\n\n", 0
    for people, places, venues in ((0, 0, 0), (1, 1, 1)):
        for place in range(15):
            author = SPELLINGS["people"][place][people]
            where = SPELLINGS["places"][place % 12][places]
            venue = SPELLINGS["venues"][place % 12][venues]
            number += 1
            text += ENTRY.format(
                venue=venue, year=2010 + place, title=f"Sound Number {number} of the {author.split()[-1]} Family in {2000 + number}",
                url=f"https://example.org/sound-{number}", authors=f"{author}, Xaver Mate{'abcdefghijklmno'[place]}rling", places=where,
            )  # fmt: skip
    for place, titles in enumerate(SPELLINGS["titles"]):
        for copy, title in enumerate(titles):
            url = f"https://arxiv.org/abs/2101.{place:05}" if place % 2 else f"https://example.org/title-{place}-{copy}"
            text += ENTRY.format(
                venue="CVPR", year=2021, title=title, url=url, authors=f"Xaver Title{place}ton, Ada Helm", places="Fernhill University"
            )
    text += "## Datasets\n\n| Dataset | Year | Videos | Length | Data form | Video source | Task |\n|---|---|---|---|---|---|---|\n"
    for copy in (0, 1):
        for place, names in enumerate(SPELLINGS["datasets"]):
            text += f"| [{names[copy]}](https://example.org/data-{place}-{copy}) | 2020 | 10 | 1h | video | YouTube | Sounds |\n"
    return text


@cache
def listed() -> ReadingList:
    """Return the made list as it is read."""
    return parse_reading_list(made_list(), Source("made", "made.md", "0", "made"))


@cache
def merges() -> tuple[tuple[NodeType, Merge], ...]:
    """Return every merge in the made list."""
    return tuple(list_merges(resolve(listed(), load_authority())))


def curators_file(tmp_path: Path, *records: str, name: str = "mine.ttl") -> Path:
    """Write an authority file of one's own."""
    path = tmp_path / name
    path.write_text(PREFIXES + "\n".join(records) + "\n", encoding="utf-8")
    return path


def lines_of(merge: Merge) -> list[str]:
    """Return the lines that a merge of entries or rows names."""
    return re.findall(r"\d+", re.findall(r"lines? \d+ and (?:line )?\d+", merge.evidence)[-1]) if " and " in merge.evidence else []


def parting(number: int, kind: NodeType, merge: Merge) -> Iterator[str]:
    """Yield the two records of a curator that part what a merge has joined."""
    lines = lines_of(merge) if merge.form == merge.other else []
    for place, form in enumerate((merge.form, merge.other)):
        told = f" ; avg:toldByLine {lines[place]}" if lines else ""
        yield f"x:r{number}-{place} a avg:{kind.value} ; skos:prefLabel {quote(form)}{told} ."


def batches() -> list[list[tuple[NodeType, Merge]]]:
    """Return the merges in groups in which no form stands twice, so that one file can part them all."""
    groups: list[list[tuple[NodeType, Merge]]] = []
    forms: list[set[tuple[NodeType, str]]] = []
    for kind, merge in merges():
        own = {(kind, fold(form)) for form in (merge.form, merge.other)}
        place = next((place for place, others in enumerate(forms) if others.isdisjoint(own)), len(forms))
        if place == len(forms):
            groups.append([])
            forms.append(set())
        groups[place].append((kind, merge))
        forms[place] |= own
    return groups


def ids_by_form(resolved: Resolved, kind: NodeType) -> Callable[[str, str | None], set[str]]:
    """Return what gives the ids of the entities that a form names, in the entry or row of a line where that is given."""
    entries = listed().entries
    named = {NodeType.AUTHOR: resolved.authors, NodeType.INSTITUTION: resolved.institutions, NodeType.VENUE: resolved.venues}
    printed: list[tuple[str, int, str]] = []
    for index, entry in enumerate(entries):
        forms = {
            NodeType.AUTHOR: entry.author_forms,
            NodeType.INSTITUTION: entry.institution_forms,
            NodeType.VENUE: (entry.venue,) if entry.venue else (),
        }.get(kind)
        if forms is not None and entry.is_paper:
            printed += [(str(form), entry.first_line, each) for form, each in zip(forms, named[kind].by_entry[index], strict=True)]
        elif kind is NodeType.PAPER:
            printed.append((entry.title.form, entry.first_line, resolved.paper_of_entry[index]))
    if kind is NodeType.DATASET:
        printed += [
            (name, line, each.id) for each in resolved.datasets for name in (each.name, *each.alternatives) for line, _ in each.lines
        ]
    return lambda form, line: {each for other, at, each in printed if other == form and line in (None, str(at))}


def test_there_are_merges_of_all_kinds() -> None:
    """The made list has 60 merges and more: by rule, by folding and by the authority, of five kinds."""
    assert len(merges()) >= 60
    kinds = {kind: sum(each is kind for each, _ in merges()) for kind, _ in merges()}
    assert all(kinds[kind] >= 8 for kind in (NodeType.AUTHOR, NodeType.INSTITUTION, NodeType.VENUE, NodeType.PAPER, NodeType.DATASET)), (
        kinds
    )
    reasons = {merge.reason for _, merge in merges()}
    assert {Reason.REVIEWED, Reason.SAME_FOLDED_FORM, Reason.SAME_IDENTIFIER, Reason.SAME_TITLE, Reason.SAME_SERIES} <= reasons
    assert len(reasons) >= 10


@pytest.mark.slow
def test_every_merge_is_undone_by_a_curators_file(tmp_path: Path) -> None:
    """Two records of the curator part any two forms that we have joined, identical ones by their lines."""
    left = []
    for batch in batches():
        records = [record for number, (kind, merge) in enumerate(batch) for record in parting(number, kind, merge)]
        resolved = resolve(listed(), load_authority([curators_file(tmp_path, *records)]))
        for kind, merge in batch:
            ids = ids_by_form(resolved, kind)
            lines = lines_of(merge) if merge.form == merge.other else [None, None]
            one, other = ids(merge.form, lines[0]), ids(merge.other, lines[1])
            # The label of a record need not be printed.
            if one & other or not (one or other):
                left.append((kind, str(merge), one, other))
    assert left == []


def test_every_merge_is_explained() -> None:
    """Asked about two forms, the answer names the rule, and what it saw."""
    resolved = resolve(listed(), load_authority())
    for kind, merge in merges():
        explanation = explain_pair(resolved, merge.form, merge.other)
        assert explanation.is_one, (kind, merge)
        assert any(merge.reason.format(authority=merge.authority) in sentence for sentence in explanation.reasons), (
            kind,
            merge,
            explanation,
        )


@pytest.mark.slow
def test_every_form_of_a_list_is_known_to_why(bundled: avgraph.KnowledgeGraph) -> None:
    """No form that stands in the list is unknown to the explanation."""
    resolved, reading_list = bundled.source.as_list().resolved, bundled.reading_list
    for entry in reading_list.entries[:: -(-len(reading_list.entries) // (20 * TIMES))]:
        for form in (*entry.author_forms[:2], *entry.institution_forms[:2], entry.venue, entry.title.form, entry.url, entry.heading[-1]):
            assert form is None or explain_pair(resolved, form, form).reasons, form
    for row in reading_list.dataset_rows[:: 20 // TIMES]:
        assert all(explain_pair(resolved, name, name).is_one for name in row.names)


@pytest.mark.parametrize(
    "told", ["avg:toldByLine {line}", 'avg:toldByLink "{url}"', "avg:toldByLink <{url}>", 'avg:toldByCoauthor "{mate}"']
)
@pytest.mark.parametrize("kind", ["Author", "Institution", "Conference", "Paper"])
def test_identical_forms_are_told_apart(kind: str, told: str, tmp_path: Path) -> None:
    """One printed form is two entities where lines, links or co-authors tell them, whatever the kind."""
    same = {"authors": "Ada Helm, {mate}", "places": "Fernhill University", "venue": "CVPR", "title": "Twice the Same Title Here"}
    text, records = "# L\n\n## Sounds\n\n", []
    form = {"Author": "Ada Helm", "Institution": "Fernhill University", "Conference": "CVPR", "Paper": "Twice the Same Title Here"}[kind]
    for number, mate in enumerate(("Bo Quillon", "Cy Drummle")):
        url = f"https://example.org/twice-{number}"
        signs = {"line": text.count("\n") + 1, "url": url, "mate": mate}
        records.append(f"x:r{number} a avg:{kind} ; skos:prefLabel {quote(form)} ; {told.format(**signs)} .")
        text += ENTRY.format(year=2020, url=url, **{name: value.format(mate=mate) for name, value in same.items()})
    parsed = parse_reading_list(text, Source("l", "l.md", "0", "l"))

    def entities(authority: Authority) -> list[object]:
        resolved = resolve(parsed, authority)
        named = {"Author": resolved.authors, "Institution": resolved.institutions, "Conference": resolved.venues}.get(kind)
        return [ids[0] for ids in named.by_entry] if named else list(resolved.paper_of_entry)

    one, other = entities(load_authority())
    assert one == other
    one, other = entities(load_authority([curators_file(tmp_path, *records)]))
    assert one != other


def test_no_name_of_a_dataset_is_lost() -> None:
    """A name that another row spells otherwise stands beside the one that names the dataset."""
    graph = build_graph(listed(), resolve(listed(), NO_AUTHORITY))
    (bells,) = (node for node in graph.of_type(NodeType.DATASET) if node.label == "BellBox")
    assert bells.attributes[Attribute.ALTERNATIVE] == ("Bellbox",)


def test_a_curator_joins_what_rules_keep_apart(tmp_path: Path) -> None:
    """One record makes one of any two forms, of papers and datasets too."""
    records = [
        'x:a a avg:Author ; skos:prefLabel "Ada Helm" ; skos:altLabel "Ludmilla Oberwinter" .',
        'x:i a avg:Institution ; skos:prefLabel "Alibaba Group" ; skos:altLabel "MIT" .',
        'x:v a avg:Conference ; skos:prefLabel "CVPR" ; skos:altLabel "KDD" .',
        'x:p a avg:Paper ; skos:prefLabel "Bells Above Deep Water" ; skos:altLabel "Marbles on a Wooden Stair" .',
        'x:d a avg:Dataset ; skos:prefLabel "BellBox" ; skos:altLabel "KettleSet" .',
    ]
    resolved = resolve(listed(), load_authority([curators_file(tmp_path, *records)]))
    for record in records:
        first, second = re.findall(r'"([^"]+)"', record)
        explanation = explain_pair(resolved, first, second)
        assert explanation.is_one, (first, explanation)
        assert "mine.ttl" in " ".join(explanation.reasons)


def test_the_curator_wins_and_is_told_what_he_overrides(tmp_path: Path) -> None:
    """A form of ours goes to his record, ours keeps the rest; his facts hold; each is said in one sentence."""
    path = curators_file(
        tmp_path,
        'x:a a avg:Institution ; skos:prefLabel "Alibaba" .',
        'x:b a avg:Institution ; skos:prefLabel "Peking University" ; avg:country "JP" .',
        'x:c a avg:Institution ; skos:prefLabel "Amazon Web" ; skos:altLabel "Amazon" .',
        'x:d a avg:Conference ; skos:prefLabel "FSE" ; skos:altLabel "Festival of Sound Engineering" .',
        'x:e a avg:Author ; skos:prefLabel "Nobody Known" .',
    )
    authority = load_authority([path])
    places, venues = authority.of_kind(NodeType.INSTITUTION), authority.of_kind(NodeType.VENUE)
    assert places["alibaba"][0].label == "Alibaba"
    assert places["alibaba group"][0].forms == ("Alibaba Group",)
    assert (places["peking university"][0].country, places["peking university"][0].sector) == ("JP", "university")
    assert places["amazon"][0].label == "Amazon Web"
    assert [record.iri for record in venues["fse"]] == ["https://example.org/d"]
    assert venues["fast software encryption"][0].forms == ("Fast Software Encryption",)
    said = authority.overridden
    assert len(said) == 5
    assert all(sentence.startswith(str(path)) and sentence.count("\n") == 0 for sentence in said)
    assert any("'Alibaba' is decided by <https://example.org/a>, against" in each and "institutions.ttl" in each for each in said)
    assert load_authority().overridden == ()


@pytest.mark.slow
def test_a_curator_is_heard_about_people_told_apart(tmp_path: Path) -> None:
    """His plain record makes one of two that we tell apart in the bundled list; his own signs count instead of ours."""
    reading_list = read_reading_list()
    ours = resolve(reading_list)
    assert len([each for each in ours.authors.entities if each.startswith("author/meng_wang")]) == 2
    one = load_authority([curators_file(tmp_path, 'x:m a avg:Author ; skos:prefLabel "Meng Wang" .')]).acting_on(reading_list)
    assert len([each for each in resolve(reading_list, one).authors.entities if each.startswith("author/meng_wang")]) == 1
    assert len(one.overridden) == 2


def test_people_told_apart_by_a_record_are_labelled_by_what_tells_them(tmp_path: Path) -> None:
    """A reader of a ranking sees who is meant: by an institution, a co-author, or a line."""
    text = "# L\n\n## Sounds\n\n"
    for number, (mate, place) in enumerate((("Bo Quillon", "Fernhill University"), ("Cy Drummle", "Moss Institute"))):
        texts = {
            "title": f"Bells {'abc'[number] * 5}",
            "url": f"https://example.org/{number}",
            "authors": f"Ada Helm, {mate}",
            "places": place,
        }
        text += ENTRY.format(venue="CVPR", year=2020 + number, **texts)
    parsed = parse_reading_list(text, Source("l", "l.md", "0", "l"))
    records = (
        'x:a a avg:Author ; skos:prefLabel "Ada Helm" ; avg:toldByInstitution "Fernhill University" .',
        'x:b a avg:Author ; skos:prefLabel "Ada Helm" ; avg:toldByLine 12 .',
    )
    graph = build_graph(parsed, resolve(parsed, load_authority([curators_file(tmp_path, *records)])))
    labels = sorted(node.label for node in graph.of_type(NodeType.AUTHOR) if "Helm" in node.label)
    assert labels == ["Ada Helm (Fernhill University)", "Ada Helm (line 12)"]


def test_check_and_query_say_what_is_overridden_each_time(tmp_path: Path) -> None:
    """The notice stands on standard error also where the dump of the list is cached, or its store is opened again."""
    path = tmp_path / "l.md"
    texts = {"title": "Bells at Noon", "url": "https://example.org/1", "authors": "Ada Helm", "places": "Alibaba"}
    path.write_text("# L\n\n## Sounds\n\n" + ENTRY.format(venue="CVPR", year=2020, **texts), encoding="utf-8")
    options = ["--authority", str(curators_file(tmp_path, 'x:a a avg:Institution ; skos:prefLabel "Alibaba" .'))]
    query = ["query", "SELECT ?a { ?a a avg:Author }", str(path)]
    for arguments in (["check", str(path)], *[query] * 2, *[[*query, "--store", str(tmp_path / "store")]] * 2):
        assert "is decided by <https://example.org/a>" in CliRunner().invoke(group, [*arguments, *options]).stderr


def test_decisions_about_the_bundled_list_act_on_it_alone(bundled: avgraph.KnowledgeGraph) -> None:
    """The list is told by its headings, in whatever version and under whatever name; no other list is touched."""
    other = replace(bundled.reading_list, source=Source("x", "x.md", "1", "x"))
    authority = load_authority()
    assert fold("T. Hori") not in authority.of_kind(NodeType.AUTHOR)
    assert fold("T. Hori") in authority.acting_on(other).of_kind(NodeType.AUTHOR)
    without = replace(other, headings=tuple(each for each in other.headings if "Cross-modal Perception" not in each.path))
    acting = authority.acting_on(without)
    assert fold("T. Hori") not in acting.of_kind(NodeType.AUTHOR)
    assert fold("Samsung AI Centre") not in acting.of_kind(NodeType.INSTITUTION)
    assert {record.label for record in acting.of_kind(NodeType.VENUE)["ccc"]} == {
        "Chinese Control Conference",
        "Computational Complexity Conference",
    }
    assert resolve(other).authors == bundled.source.as_list().resolved.authors


def test_a_file_of_ones_own_can_be_about_one_list(tmp_path: Path) -> None:
    """A curator names headings of the list, and the file is silent about lists that lack one."""
    scope = 'x:list avg:toldByHeading "Sounds", "Datasets" .'
    record = 'x:a a avg:Author ; skos:prefLabel "Ada Helm" ; skos:altLabel "A. B. Nobody" .'
    path = curators_file(tmp_path, scope, record)
    headings = {step for heading in listed().headings for step in heading.path}
    assert (fold("A. B. Nobody") in load_authority([path]).acting_on(listed()).of_kind(NodeType.AUTHOR)) == (
        {"Sounds", "Datasets"} <= headings
    )
    assert fold("A. B. Nobody") not in load_authority([path]).acting_on(read_reading_list()).of_kind(NodeType.AUTHOR)


def test_everything_can_be_switched_off(tmp_path: Path) -> None:
    """Without authority the rules decide alone; a curator's file still counts."""
    path = tmp_path / "list.md"
    path.write_text(made_list(), encoding="utf-8")
    with_ours, without = avgraph.open(path), avgraph.open(path, bundled_authority=False)
    assert with_ours.why("NIPS", "NeurIPS").is_one
    assert not without.why("NIPS", "NeurIPS").is_one
    mine = curators_file(tmp_path, 'x:a a avg:Conference ; skos:prefLabel "NeurIPS" ; skos:altLabel "NIPS" .')
    assert avgraph.open(path, bundled_authority=False, authorities=[mine]).why("NIPS", "NeurIPS").is_one
    with pytest.raises(UsageError):
        avgraph.open(with_ours.write(tmp_path / "dump.ttl"), bundled_authority=False)


@pytest.mark.slow
def test_suggestions_are_accepted_whole(tmp_path: Path, bundled: avgraph.KnowledgeGraph) -> None:
    """What is suggested loads beside our files and alone, twice too, and does what it says."""
    for reading_list in (bundled.reading_list, listed()):
        resolved = resolve(reading_list, NO_AUTHORITY)
        path = tmp_path / "suggested.ttl"
        path.write_text(suggest_authority(resolved), encoding="utf-8")
        for bundled_too in (True, False):
            authority = load_authority([path], bundled=bundled_too)
            again = resolve(reading_list, authority.acting_on(reading_list))
            second = tmp_path / "second.ttl"
            second.write_text(suggest_authority(again), encoding="utf-8")
            load_authority([path, second], bundled=bundled_too)
        for record in load_authority([path], bundled=False).of_kind(NodeType.AUTHOR).values():
            forms = [form for form in record[0].forms if fold(form)]
            assert all(explain_pair(again, forms[0], form).is_one for form in forms), forms


def test_suggestions_keep_reviewed_labels_and_leave_campuses_out() -> None:
    """A record of ours stays the one that others are suggested for, and a campus in a place where universities have them is not suggested."""
    listed = make_list(
        make_entry("Bells", 1, authors=["Ada Lovelace"], institutions=["NTU", "HKUST (Guangzhou)"]),
        make_entry("Whistles", 9, authors=["Ada Lovelace"], institutions=["Nanyang Technological University", "HKUST"]),
        make_entry("Gongs", 17, authors=["Ada Lovelace"], institutions=["National Taiwan University"]),
    )
    text = suggest_authority(resolve(listed))
    assert '    skos:altLabel "NTU" ;' in text
    assert "HKUST" not in text


def test_scores_of_suggestions_order_rightly(bundled: avgraph.KnowledgeGraph) -> None:
    """What people have found to be one scores higher than what they have found to be two."""
    truth = bundled.source.as_list().resolved
    rules = resolve(bundled.reading_list, NO_AUTHORITY)
    scores: dict[bool, list[float]] = {True: [], False: []}
    for ours, named in ((truth.authors, rules.authors), (truth.institutions, rules.institutions)):
        id_of = {fold(form): entity.id for entity in ours.entities.values() for form in entity.forms}
        for near in named.near_misses:
            if fold(near.form) in id_of and fold(near.other) in id_of:
                scores[id_of[fold(near.form)] == id_of[fold(near.other)]].append(near.score)
    pairs = [(one, two) for one in scores[True] for two in scores[False]]
    assert scores[True]
    assert sum(1.0 if one > two else 0.5 if one == two else 0.0 for one, two in pairs) / len(pairs) > 0.85


def test_two_records_of_one_form_need_a_sign(tmp_path: Path) -> None:
    """Of one file two records of a form are refused, unless something tells them apart."""
    path = curators_file(tmp_path, 'x:a a avg:Paper ; skos:prefLabel "T" .', 'x:b a avg:Paper ; skos:prefLabel "U" ; skos:altLabel "T" .')
    with pytest.raises(AuthorityError, match="'T' names both"):
        load_authority([path])
    assert all(name.endswith(".ttl") for name in GENERAL_FILES)
