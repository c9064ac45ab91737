"""The checker fits the list: what a list never states is no defect, and rules of one form are silent about others."""

import json
from pathlib import Path

import pytest

from avgraph.checks.report import OUTPUTS
from avgraph.checks.run import check_list, repair_list
from avgraph.checks.settings import Settings
from avgraph.model.entries import Source
from avgraph.model.rules import Severity, load_rules
from avgraph.reading.source import load_source

SOURCE = Source("list", "list.md", "", "list")
WORDS = ("Sound", "Speech", "Music", "Noise", "Silence", "Rhythm", "Echo", "Voice", "Hearing", "Melody", "Harmony", "Timbre")


def items(line: str) -> str:
    """Return a list of twelve items, each of a paper of its own; ``{w}`` is a word, ``{n}`` a number."""
    lines = [line.format(w=word, n=f"2101.{number:05}") for number, word in enumerate(WORDS, 1)]
    return "# Papers\n\n## Listening\n\n" + "\n".join(lines) + "\n"


def codes(text: str) -> list[str]:
    """Return the codes that are found in a list."""
    return [each.code for each in check_list(text, SOURCE).diagnostics]


PLAIN = items("- [Learning {w} from Unlabelled Recordings](https://arxiv.org/abs/{n})")
DATED = items("- [Learning {w} from Unlabelled Recordings](https://arxiv.org/abs/{n}), ICML 2021")


def test_what_a_list_never_states_is_no_defect() -> None:
    """A list of links has no findings about authors, institutions, venues, years, tags and labels."""
    assert not {code for code in codes(PLAIN) if code.startswith("AVG1")}


def test_an_entry_that_differs_from_its_list() -> None:
    """Where eleven of twelve state a year, the twelfth is found, and nothing else that the list never states."""
    text = DATED.replace("(https://arxiv.org/abs/2101.00007), ICML 2021", "(https://arxiv.org/abs/2101.00007)")
    found = [each for each in check_list(text, SOURCE).diagnostics if each.code.startswith("AVG1")]
    assert {each.code for each in found} == {"AVG117"}
    assert {each.line for each in found} == {11}
    assert "the entry states no year, as 11 of 12 entries do" in [each.message for each in found]


def test_family_names_and_initials_without_stops_are_ways_of_a_list() -> None:
    """Where most people have a family name alone, or initials without stops, that is no finding in each entry."""
    assert "AVG602" not in codes(items("- [Learning {w} from Recordings](https://arxiv.org/abs/{n}), Byron & Tring, ICML 2021"))
    medline = items("- Byron A, Tring CB, Dorn E. Learning {w} from Recordings. J Hear Res. 2020;12(3):45-50. https://arxiv.org/abs/{n}")
    assert not {"AVG610", "AVG611"} & set(codes(medline))


def test_an_address_without_its_scheme() -> None:
    """It leads to a file of the repository that is not there; a file that can be there is none of our business."""
    line = "[paper](https://arxiv.org/abs/2101.00007)"
    text = items("- **Learning {w} from Recordings**, ICML 2021. [paper](https://arxiv.org/abs/{n})")
    for broken in ("https//arxiv.org/abs/2101.00007", "arxiv.org/abs/2101.00007", "www.example.org/7.pdf"):
        assert codes(text.replace(line, f"[paper]({broken})")).count("AVG407") == 1, broken
    assert "AVG407" not in codes(text.replace(line, "[paper](papers/7.pdf)"))


def test_a_template_entry() -> None:
    """What is left of a template is found, whether it counts as a paper or not."""
    bold = PLAIN + "- **Paper Title**, *Authors*, Conference. [[paper](link)]\n"
    assert [code for code in codes(bold) if code in ("AVG118", "AVG119")] == ["AVG119"]


def test_a_linked_template_entry() -> None:
    """What is left of a template is found, whether it counts as a paper or not."""
    text = PLAIN + "- [Paper Title](https://example.org/link-to-paper)\n"
    assert codes(text).count("AVG119") == 1
    assert "AVG119" not in codes(PLAIN + "\n<!--\n- [Paper Title](https://example.org/link-to-paper)\n-->\n")


@pytest.mark.parametrize(
    "text", [PLAIN, DATED, items("- **Learning {w} Well.** *Ada Lovelace; Alan Turing*. ICML 2021. [[paper](https://arxiv.org/abs/{n})]")]
)
def test_repairs_leave_other_forms_alone(text: str) -> None:
    """Nothing that is a matter of another form is repaired."""
    assert repair_list(text, SOURCE) == (text, 0)


def test_tagged_lists_without_institutions() -> None:
    """A list of tagged entries that never names an institution has no finding about that; one that names them mostly has."""
    entry = "**[ICML-2021]**\n[Learning {w}](https://arxiv.org/abs/{n})\n<br>\n**Authors:** Ada Lovelace{more}\n"
    without = "# L\n\n" + "\n".join(entry.format(w=word, n=f"2101.{number:05}", more="") for number, word in enumerate(WORDS))
    assert "AVG108" not in codes(without)
    mostly = "# L\n\n" + "\n".join(
        entry.format(w=word, n=f"2101.{number:05}", more="\n<br>\n**Institution:** University of London" if number else "")
        for number, word in enumerate(WORDS)
    )
    assert codes(mostly).count("AVG108") == 1


def test_every_rule_says_for_which_lists_it_holds() -> None:
    """Forms and fields are among those that there are, and each rule's page says them."""
    said = {rule.holds_for for rule in load_rules().values()}
    assert {"every list", "lists of tagged entries", "lists that state institutions", "lists of tagged entries that state years"} <= said
    assert load_rules()["AVG118"].severity is Severity.ERROR


def test_unread_items_are_findings() -> None:
    """Each item with a link to a paper that was not read has a finding with its reason."""
    text = PLAIN + "- [pdf](https://arxiv.org/abs/2101.00099)\n"
    found = check_list(text, SOURCE, settings=Settings(select=("AVG118",))).diagnostics
    assert [each.line for each in found] in ([17], [])


def test_findings_of_other_forms_are_few() -> None:
    """An unknown venue is found once and not in each entry; files beside the list are no malformed links; commas part institutions."""
    text = items("- [Learning {w} from Recordings](papers/{n}.pdf), Listening Conf 2021, Tsinghua University, University of Oxford")
    found = codes(text)
    assert found.count("AVG201") <= 1
    assert not {"AVG407", "AVG705"} & set(found)


def test_copies_that_say_less_do_not_disagree() -> None:
    """A copy that states no year beside one that does is no contradiction in a list where that is usual."""
    text = DATED + "\n## Again\n\n- [Learning Sound from Unlabelled Recordings](https://arxiv.org/abs/2101.00001)\n"
    assert "AVG503" not in codes(text)


def test_initials_are_the_way_of_a_list() -> None:
    """Where most people have initials alone, that is no finding in each entry."""
    assert "AVG611" not in codes(items("- [Learning {w} from Recordings](https://arxiv.org/abs/{n}), A. Lovelace, A. Turing, ICML 2021"))


def test_entries_in_the_contents_are_no_missing_headings() -> None:
    """A contents list may name papers or leave them out, a heading that is a paper jumps no level, and a contents list is text."""
    text = """# Contents

- [Tuning](#tuning)
  - [A Bell That Learns to Listen](#a-bell)

# Tuning

### A Bell That Learns to Listen (ICASSP 2021)

* [Paper](https://arxiv.org/abs/2101.00001)

### Why Towers Sing in the Wind (ECCV 2022)

* [Paper](https://arxiv.org/abs/2303.00003)
"""
    codes = {each.code for each in check_list(text, Source("case", "case.md", "", "case")).diagnostics}
    assert not codes & {"AVG801", "AVG802", "AVG803"}


def test_venues_and_institutions_are_measured_by_the_list_itself() -> None:
    """Of another form only a known misprint of a venue, or what is a letter off one, is a misprint, and an institution is called what the list calls it."""
    text = """# L

## Tuning

| Title | Institution | Venue | Year |
| --- | --- | --- | --- |
| [A Bell That Learns to Listen](https://arxiv.org/abs/2101.00001) | Google | NeurlPS | 2021 |
| [Why Towers Sing in the Wind](https://arxiv.org/abs/2303.00003) | Google | SIGMOD | 2022 |
| [Towards Bronze from Noise](https://arxiv.org/abs/2304.00004) | Google | Journal of Bells | 2023 |
| [Listening to Alloys at Night](https://arxiv.org/abs/2404.00005) | Google | NeurIPS | 2023 |
"""
    found = [(each.code, each.message) for each in check_list(text, Source("case", "case.md", "", "case")).diagnostics]
    assert [message for code, message in found if code in ("AVG201", "AVG202", "AVG701")] == ["'NeurlPS' is a misprint; write 'NeurIPS'"]


@pytest.mark.parametrize("name", ["", "nodes.csv"])
def test_findings_about_tables_of_a_graph_name_the_line_of_a_node(tmp_path: Path, name: str) -> None:
    """The papers are joined from two tables, so that a finding stands on the line of the first, in no column, and no line is shown that is in no file."""
    (tmp_path / "nodes.csv").write_text(
        "id,type,label,year\np,Paper,On Bells and Drums,2021\na,Author,Ada Byron,\ni,Institution,United Kingdom of Great Britain and Northern Ireland,\n"
    )
    (tmp_path / "edges.csv").write_text("source,target,kind\np,a,hasAuthor\np,i,listsInstitution\n")
    source, text = load_source(tmp_path / name)
    report = check_list(text, source)
    assert "AVG704" in {each.code for each in report.diagnostics}
    path = str(tmp_path / "nodes.csv")
    lines = OUTPUTS["text"]([report]).splitlines()
    assert len(lines) == len(report.diagnostics)
    assert all(line.startswith(f"{path}:2: AVG") for line in lines)
    assert {(each["file"], each["line"], each["column"], each["end_column"]) for each in json.loads(OUTPUTS["json"]([report]))} == {
        (path, 2, None, None)
    }
    places = [each["locations"][0]["physicalLocation"]["region"] for each in json.loads(OUTPUTS["sarif"]([report]))["runs"][0]["results"]]
    assert places == [{"startLine": 2}] * len(lines)
    assert "col" not in "".join(line.partition(",title=")[0].lower() for line in OUTPUTS["github"]([report]).splitlines()).replace(path, "")
