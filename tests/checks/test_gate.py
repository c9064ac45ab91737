"""The check as a gate: several lists, settings, exit codes, SARIF and annotations that a CI service takes, hooks and the action."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import avgraph
from avgraph.checks.baseline import find_suppressions, read_baseline
from avgraph.checks.report import OUTPUTS, generate_statistics, summary, unified
from avgraph.checks.run import check_list
from avgraph.checks.settings import FailOn, Settings, find_settings
from avgraph.cli.main import group
from avgraph.errors import BaselineError, ConfigurationError, WriteError
from avgraph.model.entries import Source
from avgraph.model.rules import Severity, load_rules
from avgraph.reading.read import parse_reading_list
from avgraph.text.visible import visible, without_commands
from tests.conftest import ROOT

CLEAN = "## Speech\n\n**[CVPR-2020]**\n[Hearing with the Eyes](https://example.org/p/1)\n<br>\n**Authors:** Ada Byron, Alan Tring\n<br>\n**Institution:** Yale University\n"
ERROR = CLEAN.replace("Byron, Alan", "Byron,Alan")
WARNING = CLEAN.replace("[CVPR-2020]", "[CVPR 2020]")
NOTE = CLEAN.replace("Ada Byron", "A. Byron")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working directory with a list for each severity."""
    for name, text in (("clean", CLEAN), ("error", ERROR), ("warning", WARNING), ("note", NOTE)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(group, ["check", *arguments])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("clean.md",), 0),
        (("note.md",), 0),
        (("warning.md",), 0),
        (("error.md",), 1),
        (("clean.md", "error.md"), 1),
        (("error.md", "clean.md"), 1),
        (("warning.md", "--fail-on", "warning"), 1),
        (("note.md", "--fail-on", "warning"), 0),
        (("error.md", "--fail-on", "never"), 0),
        (("error.md", "--ignore", "AVG601"), 0),
        (("error.md", "--select", "AVG7"), 0),
        (("error.md", "--statistics"), 1),
        (("error.md", "--diff"), 1),
        (("error.md", "none.md"), 2),
        (("none.md", "clean.md"), 2),
        (("none.md",), 2),
        (("-", "-"), 2),
        (("clean.md", "--fail-on", "info"), 2),
        (("clean.md", "--statistics", "--format", "sarif"), 2),
        (("clean.md", "--fix", "-"), 2),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, folder: Path) -> None:
    """Findings of the severity that --fail-on names give 1, what cannot be read or done 2, everything else 0."""
    assert run(*arguments).exit_code == code


def test_several_lists(folder: Path) -> None:
    """Each list is checked, also after one that cannot be read; every format holds the findings of all."""
    done = run("error.md", "none.md", "warning.md")
    assert [line.split(" ")[:2] for line in done.stdout.splitlines() if line[0] != " "] == [
        ["error.md:6:23:", "AVG601"],
        ["warning.md:3:4:", "AVG112"],
    ]
    assert done.stderr.splitlines() == [
        "avgraph: none.md: no such file",
        "error.md: 1 error, 0 warnings, 0 notes (1 that --fix repairs)",
        "warning.md: 0 errors, 1 warning, 0 notes (1 that --fix repairs)",
    ]
    assert [(each["file"], each["code"]) for each in json.loads(run("error.md", "warning.md", "--format", "json").stdout)] == [
        ("error.md", "AVG601"),
        ("warning.md", "AVG112"),
    ]
    (log,) = json.loads(run("error.md", "warning.md", "--format", "sarif").stdout)["runs"]
    assert [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in log["results"]] == [
        "error.md",
        "warning.md",
    ]
    assert [rule["id"] for rule in log["tool"]["driver"]["rules"]] == ["AVG112", "AVG601"]


def test_fix_and_diff(folder: Path) -> None:
    """--diff shows what --fix does, as patch takes it, and changes nothing; --fix does it in each list."""
    shown = run("error.md", "warning.md", "--diff")
    assert (folder / "error.md").read_text(encoding="utf-8") == ERROR
    assert shown.stdout == unified("error.md", ERROR, CLEAN) + unified("warning.md", WARNING, CLEAN)
    assert "-**Authors:** Ada Byron,Alan Tring\n+**Authors:** Ada Byron, Alan Tring\n" in shown.stdout
    assert run("error.md", "warning.md", "--fix").exit_code == 0
    assert [(folder / name).read_text(encoding="utf-8") for name in ("error.md", "warning.md")] == [CLEAN, CLEAN]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb", "a\nc"),
        ("a\nb\n", "a\nc\n"),
        ("a\r\nb\r\n", "a\r\nc\r\n"),
        ("a\rb\n", "a\rc\n"),
        ("", "a"),
        ("a\u2028b\nc\n", "a\u2028d\nc\n"),
    ],
)
def test_diffs_are_unified(old: str, new: str) -> None:
    """Line ends and a missing last one are those of the files; other control characters are shown."""
    diff = unified("x.md", old, new)
    assert ("\\ No newline at end of file\n" in diff) == (not new.endswith("\n"))
    assert diff.count("\r\n") == (3 if "\r\n" in old else 0)
    assert "\u2028" not in diff
    assert unified("x.md", old, old) == ""


def test_a_fix_does_not_lose_another_edit(folder: Path) -> None:
    """A list that is saved meanwhile, or is read-only, is not replaced."""
    kg = avgraph.open("error.md")
    (folder / "error.md").write_text(ERROR + "\nmore\n", encoding="utf-8")
    with pytest.raises(WriteError, match="changed by another program"):
        kg.fix()
    (folder / "warning.md").chmod(0o444)
    assert run("warning.md", "--fix").exit_code == 2
    assert ((folder / "error.md").read_text(encoding="utf-8"), (folder / "warning.md").read_text(encoding="utf-8")) == (
        ERROR + "\nmore\n",
        WARNING,
    )


@pytest.mark.parametrize("option", ["-o", "--write-baseline"])
def test_output_is_no_input(option: str, folder: Path) -> None:
    """What is read is not written over."""
    assert run("error.md", option, "error.md").exit_code == 2
    assert (folder / "error.md").read_text(encoding="utf-8") == ERROR


def test_statistics(folder: Path) -> None:
    """Rules by the number of their findings, as a table and as JSON."""
    report = check_list(ERROR + WARNING.replace("p/1", "p/2").replace("Hearing", "Seeing"), Source("x", "x.md", "", "x"))
    assert generate_statistics([report]).splitlines()[0].split() == [
        "1",
        "AVG112",
        "warning",
        "tag-separator",
        "1",
        "that",
        "--fix",
        "repairs",
    ]
    assert [(row["code"], row["count"], row["fixable"]) for row in json.loads(generate_statistics([report], "json"))] == [
        ("AVG112", 1, 1),
        ("AVG601", 1, 1),
        ("AVG804", 1, 0),
    ]
    assert run("error.md", "--statistics").stdout == "     1  AVG601  error    author-separator  1 that --fix repairs\n"


@pytest.mark.parametrize("name", ["avgraph.toml", "pyproject.toml"])
def test_a_configuration_is_found_above_the_list(name: str, folder: Path) -> None:
    """Every setting counts, the command line wins, and --show-settings says what is in force and whence."""
    table = "[tool.avgraph]\n" if name == "pyproject.toml" else ""
    severity = "tool.avgraph.severity" if table else "severity"
    (folder / name).write_text(
        f'\ufeff{table}select = ["avg1", "AVG6"]\nignore = ["AVG601"]\nfail-on = "warning"\nauthority = ["names.ttl"]\nprofile = "tagged"\n[{severity}]\nAVG1 = "info"\nAVG112 = "error"\n',
        encoding="utf-8",
    )
    (folder / "names.ttl").write_text("", encoding="utf-8")
    below = folder / "a" / "b"
    below.mkdir(parents=True)
    (below / "list.md").write_text(WARNING, encoding="utf-8")
    found = find_settings(below / "list.md")
    expected = Settings(
        ("AVG1", "AVG6"),
        ("AVG601",),
        {"AVG1": Severity.INFO, "AVG112": Severity.ERROR},
        FailOn.WARNING,
        (str(folder / "names.ttl"),),
        "tagged",
    )
    assert found == expected
    assert [found.severity_of(code) for code in ("AVG111", "AVG112", "AVG707")] == [Severity.INFO, Severity.ERROR, Severity.ERROR]
    assert set(found.origins.values()) == {str(folder / name)}
    assert run("a/b/list.md").exit_code == 1
    assert run("a/b/list.md", "--ignore", "AVG112").exit_code == 0
    assert run("a/b/list.md", "--fail-on", "never").exit_code == 0
    shown = run("a/b/list.md", "--show-settings", "--ignore", "AVG702").stdout
    assert shown == (
        f'select = ["AVG1", "AVG6"]  # {folder / name}\nignore = ["AVG702"]  # command line\n'
        f'severity = {{AVG1 = "info", AVG112 = "error"}}  # {folder / name}\nfail-on = "warning"  # {folder / name}\n'
        f'authority = ["{folder / "names.ttl"}"]  # {folder / name}\nprofile = "tagged"  # {folder / name}\n# ror = ""  # default\n'
    )


def test_the_nearest_configuration_counts(folder: Path) -> None:
    """avgraph.toml comes before pyproject.toml; one without the table is passed over; without any the defaults are shown."""
    assert find_settings("clean.md") == Settings()
    assert run("clean.md", "--show-settings").stdout.splitlines()[0] == "select = []  # default"
    (folder / "pyproject.toml").write_text('[tool.avgraph]\nignore = ["AVG1"]\n', encoding="utf-8")
    (folder / "avgraph.toml").write_text('ignore = ["AVG2"]\n', encoding="utf-8")
    (folder / "a").mkdir()
    (folder / "a" / "pyproject.toml").write_text("[tool.other]\nx = 1\n", encoding="utf-8")
    assert find_settings(folder / "a" / "list.md").ignore == ("AVG2",)
    assert find_settings(None).ignore == ("AVG2",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("colour = 1", "no setting 'colour'; settings are select, ignore, severity, fail-on, authority, profile, ror"),
        ("fail_on = 'error'", "no setting 'fail_on'"),
        ("select = 'AVG7'", "select is to be a list of texts"),
        ("select = [7]", "select is to be a list of texts"),
        ("select = ['XYZ']", "select: no rule has the code 'XYZ'"),
        ("ignore = ['']", "ignore: no rule has the code ''"),
        ("severity = 'error'", "severity is to be a table"),
        ("severity = {AVG701 = 'fatal'}", "severity: 'fatal' is none of error, warning, info"),
        ("severity = {AVG701 = 1}", "severity: '1' is none of error, warning, info"),
        ("severity = {XYZ = 'error'}", "severity: no rule has the code 'XYZ'"),
        ("fail-on = 'info'", "fail-on: 'info' is none of error, warning, never"),
        ("fail-on = [1]", "fail-on: '[1]' is none of error, warning, never"),
        ("authority = 'a.ttl'", "authority is to be a list of texts"),
        ("profile = 3", "profile is to be a text"),
        ("x = ", "no TOML in UTF-8"),
        ("x = " + "[" * 5000, "no TOML in UTF-8"),
        ("\udcff", "no TOML in UTF-8"),
    ],
)
def test_bad_configurations_are_refused(content: str, message: str, folder: Path) -> None:
    """An unknown key or a value of the wrong kind is one line that names the file."""
    (folder / "avgraph.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        find_settings("clean.md")
    done = run("clean.md")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    (folder / "avgraph.toml").unlink()
    (folder / "pyproject.toml").write_text("[tool]\navgraph = 3\n", encoding="utf-8")
    assert run("clean.md").exit_code == 2


def test_an_unknown_setting_of_python_is_refused() -> None:
    """The error names it and those that are there."""
    with pytest.raises(ConfigurationError, match=r"^Python: no setting 'selected'; settings are select, ignore, "):
        Settings().updated("Python", selected=["AVG7"])


@pytest.mark.parametrize("wrong", ["", "[]", "3", "{}", '{"findings": []}', '{"findings": {"a": 1e400}}', '{"findings": {"a": "1"}}', '{"findings": {"a": -1}}', '{"findings": {"a": true}}', '{"findings": {"a": NaN}}', '{"findings": {"a": ' + "9" * 5000 + "}}", "[" * 100_000, "\x00"])  # fmt: skip
def test_bad_baselines_are_refused(wrong: str, folder: Path) -> None:
    """What is no baseline is one line; a byte order mark is none of its letters."""
    (folder / "known.json").write_text(wrong, encoding="utf-8")
    with pytest.raises(BaselineError, match=r"known\.json: no baseline of avgraph check"):
        read_baseline(folder / "known.json")
    assert run("error.md", "--baseline", "known.json").exit_code == 2
    run("error.md", "--write-baseline", "known.json")
    (folder / "known.json").write_text("\ufeff" + (folder / "known.json").read_text(encoding="utf-8"), encoding="utf-8")
    assert run("error.md", "--baseline", "known.json").exit_code == 0
    (folder / "copy.md").write_text(ERROR, encoding="utf-8")
    assert run("error.md", "copy.md", "--baseline", "known.json").exit_code == 1


@pytest.mark.parametrize(
    "text",
    [
        "<!-- avgraph: ignore" + " " * 50_000,
        "<!--" + " " * 50_000 + "avgraph:",
        "<!-- avgraph: ignore " * 5_000,
        "<!-- avgraph: ignore " + "A1, " * 20_000,
        "<!-- avgraph:" * 20_000,
    ],
)
def test_suppressions_are_linear(text: str) -> None:
    """A comment that does not end is looked at once; 50,000 blanks are no matter."""
    listed = parse_reading_list(CLEAN, Source("x", "x.md", "", "x"))
    assert find_suppressions(listed, [text]).whole_list == frozenset()


@pytest.mark.parametrize(
    ("comment", "settled"),
    [
        ("ignore", True),
        ("ignore AVG601", True),
        ("ignore avg6", True),
        ("ignore AVG602, AVG601", True),
        ("ignore AVG602", False),
        ("ignore author-separator", False),
        ("ignore AVG 601", False),
        ("ignore-file", True),
        ("ignore-file AVG5", False),
    ],
)
def test_suppressions_settle_what_they_name(comment: str, settled: bool) -> None:  # noqa: FBT001  (of the table)
    """Codes and their beginnings in any case; a word that is no code settles nothing."""
    report = check_list(f"<!-- avgraph: {comment} -->\n{ERROR}".replace("## Speech\n\n", ""), Source("x", "x.md", "", "x"))
    assert [each.code for each in report.diagnostics] == ([] if settled else ["AVG601"])


def sarif(path: str, text: str) -> list[dict[str, object]]:
    """Return the results of a list in SARIF."""
    log = json.loads(OUTPUTS["sarif"]([check_list(text, Source("x", path, "", "x"))]))
    results: list[dict[str, object]] = log["runs"][0]["results"]
    return results


@pytest.mark.parametrize(
    ("path", "uri"),
    [("error.md", "error.md"), ("./a/../error.md", "error.md"), ("{here}/error.md", "error.md"), ("{here}/../{name}/my list.md", "my%20list.md"), ("../other.md", "file://{above}/other.md"), ("a/ü#?.md", "a/%C3%BC%23%3F.md")],
)  # fmt: skip
def test_sarif_uris(path: str, uri: str, folder: Path) -> None:
    """Relative below the working directory, file:/// elsewhere."""
    (folder / "a").mkdir()
    for name in ("my list.md", "../other.md", "a/ü#?.md"):
        (folder / name).write_text(ERROR, encoding="utf-8")
    names = {"here": str(folder), "name": folder.name, "above": str(folder.parent)}
    place = json.loads(json.dumps(sarif(path.format(**names), ERROR)))[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert place == uri.format(**names)


def test_sarif_rules_fixes_and_fingerprints(folder: Path) -> None:
    """Rules say what code scanning wants to know, fixes have regions, and a fingerprint stays when lines move."""
    (log,) = json.loads(OUTPUTS["sarif"]([check_list(ERROR, Source("x", "error.md", "", "x"))]))["runs"]
    (rule,) = log["tool"]["driver"]["rules"]
    assert set(rule) == {"id", "name", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration", "properties"}
    assert (rule["defaultConfiguration"]["level"], rule["helpUri"].rpartition("#")[2]) == ("error", "avg601-author-separator")
    (result,) = log["results"]
    assert result["fixes"][0]["artifactChanges"] == [
        {
            "artifactLocation": {"uri": "error.md"},
            "replacements": [{"deletedRegion": {"startLine": 6, "startColumn": 23, "endColumn": 24}, "insertedContent": {"text": ", "}}],
        }
    ]
    twice = ERROR + ERROR.replace("## Speech\n", "")
    before, after = sarif("error.md", twice), sarif("error.md", "\n\n# List\n\n" + twice)
    marks = [[result["partialFingerprints"] for result in results if result["ruleId"] == "AVG601"] for results in (before, after)]
    assert marks[0] == marks[1]
    assert len({json.dumps(mark) for mark in marks[0]}) == 2


COMMANDS = (
    "::add-mask::secret",
    "  ::set-output name=x::y",
    "##[group]x",
    "##vso[task.setvariable]x",
    "##teamcity[x]",
    "\x1b[31m",
    "\x00",
    "\u202ex",
    "\x9b31m",
    "a\u2028b",
)


@pytest.mark.parametrize("form", OUTPUTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_output_commands_nobody(form: str, command: str) -> None:
    """Neither a list nor a file name reaches a terminal's or a CI runner's ear."""
    text = f"{command}\n" + ERROR.replace("Ada Byron", f"Ada {command} Byron").replace("Hearing", command) + f"\n{command}\n"
    report = check_list(text, Source("x", f"{command}.md\n{command}", "", "x"))
    assert report.diagnostics
    output = OUTPUTS[form]([report]) + summary(report) + "\n"
    own = r"^::(?:error|warning|notice) file=[^:]*,line=\d+,col=\d+(?:,endColumn=\d+|,endLine=\d+),title=AVG\d+ [a-z-]+::"
    for line in output.split("\n"):
        rest = re.sub(own, "", line)
        assert not rest.lstrip().startswith("::") or (rest != line and form == "github")
        assert not re.search(r"##(?:\[|vso\[|teamcity\[)", line) or form == "github"
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", output)


@given(text=st.text(alphabet=st.sampled_from("a: #[\n\r\x1b\x85\u202e\u200d\u200c\ud800é✓"), max_size=40))
def test_visible_text_is_harmless(text: str) -> None:
    """What is shown has no line end and no mark that steers; joiners and letters stay; lines of text are no commands."""
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", visible(text))
    assert re.sub(r"\\x..|\\u....|\\[nrt]", "", visible(text)).count("\u200d") == text.count("\u200d")
    lines = without_commands(text).replace("\r", "\n").split("\n")
    assert not any("##[" in line for line in lines)
    assert len(without_commands(text)) == len(text)


def test_severities_follow_the_principle() -> None:
    """What stops or misleads a reader is an error; each severity is explained on the page of rules."""
    errors = {code for code, rule in load_rules().items() if rule.severity is Severity.ERROR}
    assert errors == {"AVG101", "AVG102", "AVG103", "AVG104", "AVG106", "AVG111", "AVG113", "AVG118", "AVG119", "AVG303", "AVG407", "AVG501", "AVG601", "AVG608", "AVG706", "AVG707"}  # fmt: skip
    page = (ROOT / "avgraph" / "checks" / "README.md").read_text(encoding="utf-8")
    assert all(f"- **{severity}**: " in page for severity in Severity)


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("[Hearing with the Eyes](https://example.org/p/1)", "Hearing with the Eyes"), "AVG106", 3),
        (("CVPR-2020", "2020"), "AVG111", 3),
        (("Yale University", "Yale University; Yale University"), "AVG707", 8),
        (("Ada Byron, Alan Tring", "Ada Byron, Ada Byron"), "AVG608", 6),
        (("Yale University\n", "Yale University\n\n**[CVPR-2020]**\n[Hearing with the Eyes](https://example.org/p/1)\n<br>\n**Authors:** Ada Byron, Alan Tring\n<br>\n**Institution:** Yale University\n"), "AVG501", 10),
    ],
)  # fmt: skip
def test_what_misleads_a_reader_fails(change: tuple[str, str], code: str, line: int) -> None:
    """An entry without link or venue, a paper twice in a section, a name twice in an entry: an error, on the later one."""
    report = check_list(CLEAN.replace(*change), Source("x", "x.md", "", "x"))
    assert [(each.code, each.line) for each in report.diagnostics if report.severity(each) is Severity.ERROR] == [(code, line)]
    assert report.is_failed


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Alan Tring", "Alan M. Tring", "AVG606"),
        ("Qwerty University", "The Qwerty Univ.", "AVG701"),
        ("Qwerty-2020", "QWERTY-2020", "AVG203"),
    ],
)
def test_findings_about_a_copy_stand_on_the_copy(old: str, new: str, code: str) -> None:
    """Where two forms are as frequent, the one that is printed later is the odd one."""
    one = CLEAN.replace("Yale", "Qwerty").replace("CVPR", "Qwerty")
    other = one.replace("## Speech\n", "").replace("Hearing", "Seeing").replace("p/1", "p/2")
    for first, second in ((one, other.replace(old, new)), (one.replace(old, new), other)):
        report = check_list(first + second, Source("x", "x.md", "", "x"))
        lines = [each.line for each in report.diagnostics if each.code == code]
        assert lines
        assert all(line > first.count("\n") for line in lines)


def test_pre_commit_hooks() -> None:
    """Each hook is a command that there is, hands names over after the options, and takes Markdown files."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["avgraph-check", "avgraph-fix"]
    for hook in hooks:
        assert (hook["language"], hook["types"], hook["args"]) == ("python", ["markdown"], ["--"])
        assert hook["name"]
        assert hook["description"]


def test_hooks_run_in_a_repository(folder: Path) -> None:
    """What pre-commit runs finds and repairs, also a file whose name looks like an option."""
    (folder / "--fix.md").write_text(ERROR, encoding="utf-8")
    entries = {
        hook["id"]: [*hook["entry"].split(), *hook["args"]]
        for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    }
    assert run(*entries["avgraph-check"][2:], "--fix.md", "clean.md").exit_code == 1
    assert (folder / "--fix.md").read_text(encoding="utf-8") == ERROR
    assert run(*entries["avgraph-fix"][2:], "--fix.md", "clean.md").exit_code == 0
    assert (folder / "--fix.md").read_text(encoding="utf-8") == CLEAN


ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def test_the_action_is_composite_and_takes_no_text_into_its_scripts() -> None:
    """Every step names its shell; inputs reach scripts as variables and never as code."""
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        assert set(re.findall(r"inputs\.([a-z-]+)", " ".join(step["env"].values()))) <= set(ACTION["inputs"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lists", "fail_on", "code", "files"),
    [
        ("error.md", "", 1, ["error.md"]),
        ("error.md", "never", 0, ["error.md"]),
        ("clean.md\n  warning.md  \n\n", "warning", 1, ["warning.md"]),
        ("*.md", "", 1, ["error.md", "my list.md", "note.md", "warning.md"]),
        ("my list.md", "", 1, ["my list.md"]),
        ("none*.md", "", 2, []),
        ("$(touch evil)`touch evil`;touch evil", "", 2, []),
        ("", "", 2, []),
    ],
)
def test_the_action_runs(lists: str, fail_on: str, code: int, files: list[str], folder: Path) -> None:
    """The script of the action, as GitHub starts it, annotates the lists that its input names, and writes SARIF."""
    (folder / "my list.md").write_text(ERROR, encoding="utf-8")
    program = folder / "runner" / "avgraph" / "bin" / "avgraph"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m avgraph "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = next(step["run"] for step in ACTION["runs"]["steps"] if step.get("id") == "check")
    (folder / "step.sh").write_text(script, encoding="utf-8")
    (folder / "output").write_text("", encoding="utf-8")
    environment = {
        **os.environ,
        "LISTS": lists,
        "FAIL_ON": fail_on,
        "SARIF": "out.sarif",
        "RUNNER_TEMP": str(folder / "runner"),
        "GITHUB_OUTPUT": str(folder / "output"),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "step.sh"]
    done = subprocess.run(command, cwd=folder, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert sorted(set(re.findall(r"file=([^,]+),", done.stdout))) == files
    assert not (folder / "evil").exists()
    assert (folder / "output").read_text(encoding="utf-8") == ("sarif=out.sarif\n" if code < 2 else "")
    assert (folder / "out.sarif").exists() == (code < 2)
