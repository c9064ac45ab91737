"""The checker: each rule finds its defect and nothing in a good list; reports, settled findings and repairs."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from avgraph.checks.baseline import fingerprint, generate_baseline, read_baseline
from avgraph.checks.context import source_text
from avgraph.checks.repair import apply_fixes
from avgraph.checks.report import OUTPUTS
from avgraph.checks.rules import rules_page
from avgraph.checks.run import Report, check_list, repair_list
from avgraph.checks.settings import Settings
from avgraph.cli.main import group
from avgraph.knowledge import KnowledgeGraph
from avgraph.model import rules
from avgraph.model.entries import Source
from avgraph.model.rules import Fix, Rule, Severity, Span, load_rules
from avgraph.reading.read import parse_reading_list
from avgraph.resolution.resolve import resolve

SOURCE = Source("list", "list.md", "", "list")
GOOD = """# List

- [Speech](#speech)
- [Sound](#sound)
- [Datasets](#datasets)

## Speech

**[CVPR-2021]**
[A Good Title](https://openaccess.thecvf.com/content/CVPR2021/html/A_B_CVPR_2021_paper.html)
<br>
**Authors:** Ann Miller, Bob de Jong, C. D. Smith Brown
<br>
**Institution:** Tsinghua University; University of Oxford

## Sound

**[arXiv-2022]**
[Another Title](https://arxiv.org/abs/2205.00001)
<br>
**Authors:** Dora Evans, Ann Miller
<br>
**Institution:** University of Oxford

## Datasets

| Dataset | Year | Task |
| --- | --- | --- |
| [VGGSound](https://paperswithcode.com/dataset/vggsound) | 2020 | Sound |
"""
FIRST = "**[CVPR-2021]**"
TITLE = "[A Good Title](https://openaccess.thecvf.com/content/CVPR2021/html/A_B_CVPR_2021_paper.html)"
AUTHORS = "**Authors:** Ann Miller, Bob de Jong, C. D. Smith Brown"
PLACES = "**Institution:** Tsinghua University; University of Oxford"
COPY = f"""
**[CVPR-2021]**
{TITLE}
<br>
**Authors:** Ann Miller, Bob de Jong, C. D. Smith Brown
<br>
**Institution:** Tsinghua University; University of Oxford
"""
BAD: dict[str, list[tuple[str, str]]] = {
    "AVG101": [("C. D. Smith Brown", "x" * 100_001)],
    "AVG102": [(TITLE, "")],
    "AVG104": [(FIRST, "**[CVPR]**")],
    "AVG105": [(FIRST, "**[CVPR-2021]")],
    "AVG106": [(TITLE, "A Good Title")],
    "AVG107": [(AUTHORS, "**Authors:**")],
    "AVG108": [(PLACES, "**Institution:**")],
    "AVG109": [("C. D. Smith Brown", "et al.")],
    "AVG110": [(AUTHORS, "**Authors:** Ann Miller,"), (PLACES, "**Institution:** Bob Jones, Carl Ring\nTsinghua University; University of Oxford")],
    "AVG111": [("**[arXiv-2022]**", "**[2022]**")],
    "AVG112": [(FIRST, "**[CVPR 2021]**")],
    "AVG113": [(FIRST, "**[CVPR-1921]**")],
    "AVG114": [(FIRST, "**[CVPR-2020]**")],
    "AVG115": [(FIRST, "**[WACV-2021]**")],
    "AVG116": [("**Institution:** Tsinghua", "**Insitution:** Tsinghua")],
    "AVG119": [("A Good Title", "Paper Title")],
    "AVG201": [(FIRST, "**[CVPT-2021]**")],
    "AVG202": [(FIRST, "**[TEEE/ACM TASLP-2021]**")],
    "AVG203": [(FIRST, "**[Interspeech-2021]**"), ("**[arXiv-2022]**", "**[InterSpeech-2022]**")],
    "AVG301": [("| 2020 | Sound |", "| 2020 | Sound")],
    "AVG302": [("| 2020 | Sound |", "| 2020 | Sound | more |")],
    "AVG303": [("[VGGSound](https://paperswithcode.com/dataset/vggsound)", "")],
    "AVG304": [("| 2020 | Sound |", "| long ago | Sound |")],
    "AVG305": [("| Dataset | Year | Task |", "| Name | Price | Colour |")],
    "AVG306": [("dataset/vggsound", "dataset/something-else")],
    "AVG307": [("| 2020 | Sound |", "| 2020 | Sepech |")],
    "AVG308": [("| 2020 | Sound |", "| 2020 | Chess |")],
    "AVG309": [("| Dataset | Year |", "| Dataset | When |")],
    "AVG401": [("A Good Title", "A Good\x0c Title")],
    "AVG402": [("## Sound", "(more to come)\n\n## Sound")],
    "AVG403": [("Ann Miller, Bob", "Ann\u200b Miller, Bob")],
    "AVG404": [("Ann Miller, Bob", "Ann Miller , Bob")],
    "AVG405": [("abs/2205.00001", "abs/2205.00001?utm_source=x")],
    "AVG406": [("abs/2205.00001", "abs/2205.00001v2")],
    "AVG407": [("https://arxiv.org/abs/2205.00001", "arxiv/2205.00001")],
    "AVG501": [("## Sound", f"{COPY}\n## Sound")],
    "AVG502": [("## Datasets", COPY.replace("https://openaccess.thecvf.com/content/CVPR2021/html/A_B_CVPR_2021_paper.html", "https://x.org/y") + "\n## Datasets")],
    "AVG503": [("## Datasets", COPY.replace(", C. D. Smith Brown", "") + "\n## Datasets")],
    "AVG504": [("## Datasets", COPY.replace("A Good Title", "Nothing of the Kind") + "\n## Datasets")],
    "AVG505": [("## Datasets", COPY.replace("A Good Title", "A Goood Title") + "\n## Datasets")],
    "AVG506": [("Another Title", "A Good Title"), ("arXiv-2022", "IEEE TPAMI-2022")],
    "AVG507": [("A Good Title", "Machines That Listen to Music"), ("Another Title", "Machines That Listen to Music: A Survey")],
    "AVG601": [("Ann Miller, Bob de Jong, C.", "Ann Miller; Bob de Jong; C.")],
    "AVG602": [("C. D. Smith Brown", "Paul")],
    "AVG603": [("Bob de Jong", "Bj?rn Jong")],
    "AVG604": [(AUTHORS, "**Authors:** Miller, A.; Jong, B.; Brown, C.")],
    "AVG605": [("Dora Evans, Ann Miller", "Dora Evans, Wei Wang"), ("Bob de Jong", "Wei Wang"), ("**Institution:** University of Oxford", "**Institution:** Yale University")],
    "AVG606": [("Dora Evans, Ann Miller", "Ann B. Miller, C. D. Smith Brown")],
    "AVG607": [("Dora Evans, Ann Miller", "Ann Miller Jones, C. D. Smith Brown")],
    "AVG608": [("Bob de Jong", "Ann Miller")],
    "AVG609": [("Bob de Jong", "Zexu pan")],
    "AVG610": [("C. D. Smith Brown", "C. D.Smith Brown")],
    "AVG611": [("C. D. Smith Brown", "C. D. Brown")],
    "AVG701": [("**Institution:** University of Oxford", "**Institution:** The Univ. of Oxford")],
    "AVG702": [("Tsinghua University", "Tsinghua Univeristy")],
    "AVG703": [("Tsinghua University", "University of California")],
    "AVG704": [("Tsinghua University", "University Park")],
    "AVG705": [("Tsinghua University; ", "Tsinghua University, ")],
    "AVG706": [("Tsinghua University; ", "Tsinghua University;")],
    "AVG707": [("Tsinghua University", "The University of Oxford")],
    "AVG708": [("Tsinghua University", "Qwerty University"), ("**Institution:** University of Oxford", "**Institution:** Qwerty University Bergen")],
    "AVG801": [("## Speech", "#### Speech")],
    "AVG802": [("## Sound", "## Smell\n\n## Sound")],
    "AVG803": [("- [Sound](#sound)\n", "")],
    "AVG804": [("## Sound", "## Speech")],
}  # fmt: skip
WITHOUT_EXAMPLE = {"AVG103", "AVG117", "AVG118", "AVG901"}
"""A missing tag can be found between entries only, two in lists of other forms, the last in a change; see their tests."""


def report_on(text: str, *select: str) -> Report:
    """Return what is found, of the selected rules."""
    return check_list(text, SOURCE, settings=Settings(select=select))


def found_in(text: str, **options: object) -> list[str]:
    """Return the codes of what is found."""
    baseline = options.pop("baseline", None)
    return [each.code for each in check_list(text, SOURCE, None, Settings(**options), baseline).diagnostics]  # type: ignore[arg-type]


def baseline_of(report: Report) -> str:
    """Return the baseline that settles a report."""
    return generate_baseline((each, report.lines) for each in report.diagnostics)


def spoil(code: str) -> str:
    """Return the good list with the defect that a rule is about."""
    text = GOOD
    for old, new in BAD[code]:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_good_list_has_no_findings() -> None:
    """The list from which every bad one is made is clean."""
    assert [str(each) for each in check_list(GOOD, SOURCE).diagnostics] == []


@pytest.mark.parametrize("code", [code for code in load_rules() if code not in WITHOUT_EXAMPLE])
def test_each_rule_finds_its_defect(code: str) -> None:
    """The rule reports the defect, on a line of the list, with its own severity and a sentence."""
    report = check_list(spoil(code), SOURCE)
    mine = [each for each in report.diagnostics if each.code == code]
    assert mine, [each.code for each in report.diagnostics]
    for each in mine:
        assert 1 <= each.line <= len(report.lines)
        assert each.severity is load_rules()[code].severity
        assert each.message
        assert "\n" not in each.message


def test_an_entry_without_a_tag_is_found() -> None:
    """A linked title with authors and institutions and no tag is an entry that lacks its tag, or stray text."""
    assert {"AVG103", "AVG402"} & set(found_in(GOOD.replace("**[arXiv-2022]**\n", "")))


@pytest.mark.parametrize("code", [code for code, rule in load_rules().items() if rule.is_fixable])
def test_repairs_are_certain_idempotent_and_change_nothing_else(code: str) -> None:
    """After the repair the finding is gone, a second repair does nothing, and no other line has changed."""
    text = spoil(code).replace("\n", "\r\n")
    mended, count = repair_list(text, SOURCE, settings=Settings(select=(code,)))
    assert count
    assert code not in found_in(mended)
    assert repair_list(mended, SOURCE, settings=Settings(select=(code,))) == (mended, 0)
    before, after = text.split("\n"), mended.split("\n")
    lines = {fix.span.line for each in report_on(text, code).diagnostics for fix in each.fixes}
    assert {number for number, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b} == lines
    assert all(line.endswith("\r") for line in after[:-1])


@pytest.mark.slow
def test_repairs_of_the_bundled_list_keep_the_graph(bundled: KnowledgeGraph) -> None:
    """All repairs together are idempotent and keep every paper, author, task and venue; an institution is at most named once less."""
    path = Path(__file__).parents[2] / "avgraph" / "data" / "audio-visual-learning.md"
    text = path.read_text(encoding="utf-8")
    mended, count = repair_list(text, SOURCE)
    assert count > 30
    assert repair_list(mended, SOURCE)[1] == 0
    before, after = resolve(bundled.reading_list), resolve(parse_reading_list(mended, SOURCE))
    assert before.authors.by_entry == after.authors.by_entry
    assert before.venues.by_entry == after.venues.by_entry
    assert before.tasks.by_entry == after.tasks.by_entry
    assert before.paper_of_entry == after.paper_of_entry
    assert [set(ids) for ids in before.institutions.by_entry] == [set(ids) for ids in after.institutions.by_entry]


@pytest.mark.slow
def test_the_bundled_list() -> None:
    """At least 250 findings, each on the line that holds its words; what misleads a reader is an error, and every entry can be read."""
    path = Path(__file__).parents[2] / "avgraph" / "data" / "audio-visual-learning.md"
    report = check_list(path.read_text(encoding="utf-8"), SOURCE)
    assert len(report.diagnostics) >= 250
    errors = {each.code for each in report.diagnostics if each.severity is Severity.ERROR}
    assert errors == {"AVG111", "AVG501", "AVG601", "AVG608", "AVG706", "AVG707"}
    assert all(source_text(report.lines, each.span) for each in report.diagnostics if each.code != "AVG301")
    assert all(1 <= each.span.column <= each.span.end_column <= len(report.lines[each.line - 1]) + 1 for each in report.diagnostics)


def test_select_and_ignore() -> None:
    """Codes and their beginnings choose the rules."""
    text = spoil("AVG702").replace("**[arXiv-2022]**", "**[2022]**")
    assert found_in(text, select=("AVG7",)) == ["AVG702"]
    assert found_in(text, ignore=("AVG702",)) == ["AVG111"]


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("**[CVPR-2021]**", "<!-- avgraph: ignore AVG702 -->\n**[CVPR-2021]**", []),
        ("**[CVPR-2021]**", "<!-- avgraph: ignore -->\n**[CVPR-2021]**", []),
        ("**[CVPR-2021]**", "<!-- avgraph: ignore AVG701 -->\n**[CVPR-2021]**", ["AVG702"]),
        ("# List", "<!-- avgraph: ignore-file AVG7 -->\n# List", []),
        ("**[arXiv-2022]**", "<!-- avgraph: ignore AVG702 -->\n**[arXiv-2022]**", ["AVG702"]),
    ],
)
def test_comments_settle_findings(old: str, new: str, left: list[str]) -> None:
    """A comment settles its codes for the entry below it, or for the whole list, and nothing else."""
    assert found_in(spoil("AVG702").replace(old, new, 1)) == left


def test_a_baseline_settles_what_was_found(tmp_path: Path) -> None:
    """What a baseline holds is left out, also when lines move; what is new is reported."""
    path = tmp_path / "baseline.json"
    path.write_text(baseline_of(check_list(spoil("AVG702"), SOURCE)), encoding="utf-8")
    moved = "\n\n" + spoil("AVG702")
    assert found_in(moved, baseline=read_baseline(path)) == []
    assert found_in(moved.replace("arXiv-2022", "2022"), baseline=read_baseline(path)) == ["AVG111"]
    first = report_on(spoil("AVG605"), "AVG605")
    later = report_on("\n" + spoil("AVG605"), "AVG605")
    assert fingerprint(first.diagnostics[0], first.lines) == fingerprint(later.diagnostics[0], later.lines)


@pytest.mark.parametrize(
    ("code", "old", "new", "words"),
    [
        ("AVG608", "Bob de Jong", "Ann Miller", "Ann Miller"),
        ("AVG702", "Tsinghua University", "Tsinghua Univeristy", "Tsinghua Univeristy"),
        ("AVG702", "Tsinghua University", "Tsinghua\n Univeristy", "Tsinghua\n Univeristy"),
        ("AVG610", "Bob de Jong", "**J.Jong**", "J.Jong"),
        ("AVG705", "Tsinghua University; ", "Tsinghua University; Tsinghua University ", "Tsinghua University University of Oxford"),
        ("AVG405", "abs/2205.00001", "abs/2205.00001?utm_source=x", "https://arxiv.org/abs/2205.00001?utm_source=x"),
        ("AVG307", "| 2020 | Sound |", "| 2020 | Speech, speach |", "speach"),
        ("AVG802", "## Sound", "## *Smell* ##\n\n## Sound", "*Smell*"),
        ("AVG401", "A Good Title", "A \x0cGood Title", "\u240c"),
    ],
)
def test_findings_stand_where_they_are_printed(code: str, old: str, new: str, words: str) -> None:
    """The span holds the words that the finding is about, whatever their markup and however often they stand there."""
    report = report_on(GOOD.replace(old, new, 1), code)
    assert words in [source_text(report.lines, each.span) for each in report.diagnostics]


def test_the_second_of_two_is_repaired() -> None:
    """A misprint that is part of another name is repaired where it stands, and nowhere else."""
    text = GOOD.replace("Tsinghua University; University of Oxford", "Tsinghua Univeristy; Tsinghua Univeristy of Oxford")
    mended, _ = repair_list(text, SOURCE, settings=Settings(select=("AVG702",)))
    assert "Tsinghua University; Tsinghua University of Oxford" in mended


def test_text_report() -> None:
    """Location, code and message, then the line with carets under the words."""
    assert OUTPUTS["text"]([report_on(spoil("AVG112"))]) == (
        "list.md:9:4: AVG112 the tag 'CVPR 2021' is not VENUE-YEAR; write 'CVPR-2021'\n    **[CVPR 2021]**\n       ^^^^^^^^^\n"
    )


def test_json_report() -> None:
    """A list of objects with location, rule, message and repairs."""
    assert json.loads(OUTPUTS["json"]([report_on(spoil("AVG112"))])) == [
        {
            "file": "list.md",
            "line": 9,
            "column": 4,
            "end_line": 9,
            "end_column": 13,
            "code": "AVG112",
            "name": "tag-separator",
            "severity": "warning",
            "message": "the tag 'CVPR 2021' is not VENUE-YEAR; write 'CVPR-2021'",
            "fixes": [{"line": 9, "column": 8, "end_line": 9, "end_column": 9, "old": " ", "new": "-"}],
        }
    ]


def test_sarif_report() -> None:
    """One run of SARIF 2.1.0 whose results point into its rules and lines."""
    log = json.loads(OUTPUTS["sarif"]([report_on(spoil("AVG112"))]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["AVG112"]
    (result,) = run["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("AVG112", 0, "warning")
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "list.md"},
                "region": {"startLine": 9, "startColumn": 4, "endColumn": 13},
            }
        }
    ]


def test_github_report() -> None:
    """A workflow command whose properties and message are escaped."""
    report = check_list(spoil("AVG112"), Source("x", "a,b:c.md", "", "x"))
    assert OUTPUTS["github"]([report]) == (
        "::warning file=a%2Cb%3Ac.md,line=9,col=4,endColumn=13,title=AVG112 tag-separator::"
        "the tag 'CVPR 2021' is not VENUE-YEAR; write 'CVPR-2021'\n"
    )


@pytest.mark.parametrize(
    ("text", "fixes", "mended"),
    [
        ("a a\nb", [Fix(Span(1, 3, 1, 4), "c"), Fix(Span(2, 1, 2, 2), "d")], ("a c\nd", 2)),
        ("a a\nb", [Fix(Span(9, 1, 9, 2), "y"), Fix(Span(1, 1, 1, 9), "y")], ("a a\nb", 0)),
        ("\u00e4\U0001f600b\r\nc", [Fix(Span(1, 3, 1, 4), "d"), Fix(Span(2, 2, 2, 2), "!")], ("\u00e4\U0001f600d\r\nc!", 2)),
        ("abc\rdef", [Fix(Span(1, 1, 1, 3), "x"), Fix(Span(1, 2, 2, 2), "y")], ("xc\rdef", 1)),
        ("a\nb\nc", [Fix(Span(1, 2, 2, 1), " ")], ("a b\nc", 1)),
        ("ab", [Fix(Span(1, 2, 1, 2), "x"), Fix(Span(1, 2, 1, 2), "x")], ("axb", 1)),
    ],
)
def test_fixes_are_applied_by_span(text: str, fixes: list[Fix], mended: tuple[str, int]) -> None:
    """Words that stand twice are told apart by column, line ends are kept, of overlapping fixes the first is made."""
    assert apply_fixes(text, fixes) == mended


def run(*arguments: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(group, ["check", *arguments])


def test_the_command(tmp_path: Path) -> None:
    """Errors give exit code 1, warnings 0; --fix changes the file and keeps its mark; the bundled list cannot be repaired."""
    path = tmp_path / "list.md"
    path.write_text(spoil("AVG104"), encoding="utf-8")
    assert run(str(path)).exit_code == 1
    path.write_text("\ufeff" + spoil("AVG112"), encoding="utf-8")
    found = run(str(path))
    assert (found.exit_code, found.stdout.splitlines()[0].rpartition("list.md:")[2][:11]) == (0, "9:4: AVG112")
    assert run(str(path), "--fix").exit_code == 0
    assert path.read_bytes() == ("\ufeff" + GOOD).encode()
    assert run("--fix").exit_code == 2
    assert run("--select", "XYZ").exit_code == 2
    assert run("--baseline", str(tmp_path / "none.json")).exit_code != 0
    assert "AVG702 institution-misprint" in run("--explain", "AVG702").stdout
    assert run("--explain", "AVG999").exit_code == 2


def test_the_page_of_rules_is_fresh() -> None:
    """The page beside the code says what the table says; ``python -m tests.golden_files`` writes it."""
    page = Path(__file__).parents[2] / "avgraph" / "checks" / "README.md"
    assert page.read_text(encoding="utf-8") == rules_page()


@pytest.mark.parametrize("rule", load_rules().values(), ids=load_rules().keys())
def test_rules_are_documented(rule: Rule) -> None:
    """Each rule has a name, one sentence, a reason why the defect is bad, and two different examples."""
    assert rule.summary.endswith(".")
    assert rule.bad != rule.good
    assert rule.why.endswith(".")
    assert 80 <= len(rule.why) <= 240
    assert rule.why not in (other.why for other in load_rules().values() if other is not rule)
    assert len({each.name for each in load_rules().values()}) == len(load_rules())


def test_the_table_of_rules_is_well_formed() -> None:
    """Codes are in order, and the file holds no key that nobody reads."""
    table = tomllib.loads(Path(rules.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    assert list(table) == sorted(table)
    assert {key for rule in table.values() for key in rule} == {
        "name",
        "severity",
        "summary",
        "why",
        "bad",
        "good",
        "fix",
        "line",
        "unread",
        "form",
        "states",
        "base",
    }
