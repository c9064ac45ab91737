"""Read case files in the form of markdown-it-py's fixtures: title, a dot, input, a dot, expectation, a dot."""

from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


def read_cases(name: str) -> list[tuple[str, str, str]]:
    """Return title, input and expectation of each case in ``tests/cases/<name>``."""
    cases = []
    parts: list[list[str]] = [[]]
    for line in (FOLDER / name).read_text(encoding="utf-8").split("\n"):
        if line == ".":
            parts.append([])
        else:
            parts[-1].append(line)
        if len(parts) == 4:
            title, given, expected = ("\n".join(part).strip("\n") for part in parts[:3])
            cases.append((title.strip(), given, expected))
            parts = [[]]
    return cases
