"""The Action and the workflows that keepers copy: their commands, run as GitHub runs them, in made-up repositories."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from avgraph.cli.main import COMMANDS
from tests.changes.lists import BELL, DRUM, HORN, WHISTLE, make_list
from tests.conftest import ROOT

ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOWS: dict[str, Any] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "exports" / "workflows").glob("*.yml"))
}
OLD = make_list([WHISTLE], [BELL])
NEW = make_list([(HORN[0], HORN[1], HORN[2], "Gia Moor,Hal Winter", HORN[4]), WHISTLE, DRUM], [BELL, DRUM])


class Checkout:
    """A clone of a repository, and what a runner sets for the commands of a job."""

    def __init__(self, folder: Path) -> None:
        """Make a repository with a list, a clone of it, and the programs that the commands call."""
        self.origin, self.path, self.runner = folder / "origin.git", folder / "checkout", folder / "runner"
        programs = self.runner / "avgraph" / "bin"
        programs.mkdir(parents=True)
        for name, script in (
            ("avgraph", f'exec "{sys.executable}" -P -m avgraph "$@"'),
            ("gh", f'echo "$@" >> "{folder}/gh.log"; [ "$4" != --edit-last ]'),
        ):
            (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            (programs / name).chmod(0o755)
        who = {
            f"GIT_{role}_{field}": value
            for role in ("AUTHOR", "COMMITTER")
            for field, value in (("NAME", "Ada"), ("EMAIL", "a@example.org"))
        }
        paths = {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "RUNNER_TEMP": str(self.runner), "HOME": str(folder)}
        self.environment = {**os.environ, **who, **paths, "GITHUB_OUTPUT": str(self.runner / "output")}
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.origin), cwd=folder)
        self.git("clone", "--quiet", str(self.origin), str(self.path), cwd=folder)
        self.git("switch", "--quiet", "--orphan", "main")
        self.commit(OLD)

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        """Run git in the clone and return what it prints."""
        done = subprocess.run(["git", *arguments], cwd=cwd or self.path, check=True, capture_output=True, text=True, env=self.environment)
        return done.stdout.strip()

    def commit(self, text: str) -> str:
        """Commit a version of the list, push it, and return its hash."""
        (self.path / "README.md").write_text(text, encoding="utf-8")
        self.git("add", "README.md")
        self.git("commit", "--quiet", "--message", "A version")
        self.git("push", "--quiet", "origin", "main")
        return self.git("rev-parse", "HEAD")

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the commands of a step."""
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(command, cwd=self.path, check=False, capture_output=True, text=True, env={**self.environment, **environment})


def script_of(steps: list[Any], name: str) -> str:
    """Return the commands of a step."""
    return str(next(step["run"] for step in steps if name in (step.get("name"), step.get("id"))))


@pytest.mark.slow
def test_a_pull_request_is_reviewed(tmp_path: Path) -> None:
    """Annotations and comment hold what it brings alone; the comment is posted anew where there is none to edit."""
    checkout = Checkout(tmp_path)
    base = checkout.git("rev-parse", "HEAD")
    checkout.commit(NEW)
    inputs = {"LISTS": "README.md", "FAIL_ON": "", "SARIF": "out.sarif", "AGAINST": base, "COMMENT": "comment.md"}
    done = checkout.run(script_of(ACTION["runs"]["steps"], "check"), **inputs)
    assert done.returncode == 1, done.stderr
    assert {line.partition(",title")[0] for line in done.stdout.splitlines()} >= {"::error file=README.md,line=10,col=22,endColumn=23"}
    assert all(any(f"line={number}," in line for number in range(7, 28)) for line in done.stdout.splitlines())
    comment = (checkout.path / "comment.md").read_text(encoding="utf-8")
    assert comment.startswith("### README.md\n\nAdds 2 papers; 4 people are new; 1 institution is new.\n\n- **line 10**")
    (step,) = (step for step in WORKFLOWS["review"]["jobs"]["review"]["steps"] if "run" in step)
    assert checkout.run(step["run"], NUMBER="7").returncode == 0
    assert (tmp_path / "gh.log").read_text(encoding="utf-8").splitlines() == [
        "pr comment 7 --edit-last --body-file comment.md",
        "pr comment 7 --body-file comment.md",
    ]


@pytest.mark.slow
def test_a_list_that_is_new_and_a_revision_that_is_not_there(tmp_path: Path) -> None:
    """All of a new list is new; an unknown revision fails."""
    checkout = Checkout(tmp_path)
    (checkout.path / "more.md").write_text(NEW.replace("CVPR-2019", "CVPR"), encoding="utf-8")
    inputs = {"LISTS": "more.md", "FAIL_ON": "never", "SARIF": "", "AGAINST": "HEAD", "COMMENT": ""}
    script = script_of(ACTION["runs"]["steps"], "check")
    assert "AVG104" in checkout.run(script, **inputs).stdout
    assert checkout.run(script, **{**inputs, "AGAINST": "0" * 40}).returncode != 0


@pytest.mark.slow
@pytest.mark.skipif("release" not in COMMANDS, reason="there is nothing to publish with yet")
def test_a_list_is_published(tmp_path: Path) -> None:
    """The branch holds the site; a second version tells what is new since the first, and one that changes nothing is not published."""
    checkout = Checkout(tmp_path)
    job = WORKFLOWS["publish"]["jobs"]["publish"]
    scripts = [step["run"] for step in job["steps"] if "run" in step and "pip install" not in step["run"]]
    environment = {"LIST": job["env"]["LIST"], "BRANCH": job["env"]["BRANCH"], "SITE": "https://ada.example.org/list/"}

    def publish() -> list[str]:
        for script in scripts:
            done = checkout.run(script, **environment)
            assert done.returncode == 0, done.stderr
        checkout.git("worktree", "remove", "--force", "site")
        return checkout.git("ls-tree", "-r", "--name-only", "gh-pages", cwd=checkout.origin).splitlines()

    files = publish()
    assert "index.html" in files
    first = checkout.git("rev-parse", "gh-pages", cwd=checkout.origin)
    checkout.commit(NEW)
    assert len(publish()) > len(files)
    (feed,) = (name for name in publish() if name.endswith((".atom", "feed.xml", "atom.xml")))
    assert HORN[1] in checkout.git("show", f"gh-pages:{feed}", cwd=checkout.origin)
    assert checkout.git("rev-list", "--count", "gh-pages", cwd=checkout.origin) == "2"
    assert checkout.git("rev-parse", "gh-pages~1", cwd=checkout.origin) == first


def test_workflows_are_well_formed() -> None:
    """Expressions stand in variables and never in commands, each step of commands names its shell, and the inputs of the Action are there."""
    assert set(WORKFLOWS) == {"publish", "review"}
    for workflow in WORKFLOWS.values():
        for job in workflow["jobs"].values():
            for step in job["steps"]:
                assert "${{" not in step.get("run", "")
                assert ("run" in step) == (step.get("shell") == "bash")
                if step.get("uses", "").startswith("avgraph/"):
                    assert set(step["with"]) <= set(ACTION["inputs"])
