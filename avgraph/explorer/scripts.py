"""Make one script of ES modules, for pages that are one file or are opened from the file system."""

import re
from collections.abc import Iterable
from pathlib import Path

SHARED = Path(__file__).parents[1] / "assets" / "shared"
"""Scripts that the pages of the server use as well."""


def bundle_scripts(paths: Iterable[Path]) -> str:
    """Return modules as one script; each stands after those that it imports."""
    return "\n".join(_as_constant(path.stem, path.read_text(encoding="utf-8")) for path in paths)


_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(?:\./|\.\./\.\./assets/shared/)(\w+)\.js";$')
_COMMENT = re.compile(r"(?<=[;,{]) // [^\"'`]*$")
"""At the end of a line of code."""
_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`[^`]*`")
_SPACED_MARK = re.compile(r" ?([{}()\[\];,:?=<>*%&|!]+) ?")
_EXPORT = re.compile(r"^export (?:async function|function\*?|class|const) (\w+)")


def _as_constant(name: str, source: str) -> str:
    """Return a module as a constant that holds what it exports, its names its own, without indentation, comments and spaces around marks."""
    lines, exported = [], []
    for line in source.splitlines():
        if match := _EXPORT.match(line):
            exported.append(match[1])
        if match := _IMPORT.match(line):
            lines.append(_without_spaces(f"const {match[1]} = {match[2]}Module;"))
        elif line.strip() and not line.lstrip().startswith("//"):
            lines.append(_without_spaces(_COMMENT.sub("", line.removeprefix("export ").lstrip())))
    awaits = any(re.match(r"(?:(?:export )?const .*)?\bawait\b", line) for line in source.splitlines())  # at the top level, as modules may
    start = "await(async()=>{" if awaits else "(()=>{"
    return f"const {name}Module={start}\n" + "\n".join(lines) + f"\nreturn{{{','.join(exported)}}};\n}})();"


def _without_spaces(line: str) -> str:
    """Return a line of code without the spaces around its marks; as it is where it may hold a template in a template, or a regular expression.

    >>> _without_spaces('if (a === " = ") b = { c: 1, d: [2, 3] };'), _without_spaces("const word = / = /;"), _without_spaces("f(`a = ${b, c}`, d);")
    ('if(a===" = ")b={c:1,d:[2,3]};', 'const word = / = /;', 'f(`a = ${b, c}`,d);')
    """
    if line.count("`") not in (0, 2) or "/" in _STRING.sub("", line).replace(" / ", ""):
        return line
    strings = [*_STRING.findall(line), ""]
    return "".join(_SPACED_MARK.sub(r"\1", code) + text for code, text in zip(_STRING.split(line), strings, strict=True))
