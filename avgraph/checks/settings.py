"""What is checked and what fails: from the command line or from Python, from a configuration file, or by default."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from avgraph.errors import ConfigurationError, UsageError, one_line
from avgraph.model.rules import Severity, load_rules
from avgraph.rdf.dump_file import is_dump

CONFIGURATION_FILES = ("avgraph.toml", "pyproject.toml")
"""Names of the files that can hold settings; of the latter the table ``[tool.avgraph]``."""
_SIZE_LIMIT = 1 << 20
_LONGEST_PATH = 1_000
_FILE_NAME = re.compile(r"[\w./\\~-]+\.(?:md|markdown|txt)")
"""A profile that can only be the name of a file."""


class FailOn(StrEnum):
    """The findings for which a check fails."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is checked and what fails."""

    select: tuple[str, ...] = ()
    """Codes or their beginnings (``AVG7``): only these rules."""
    ignore: tuple[str, ...] = ()
    """Not these rules."""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """By code or its beginning, the severity instead of that of the rules; the longest beginning counts."""
    fail_on: FailOn = FailOn.ERROR
    """The lowest severity for which a check fails."""
    authority: tuple[str, ...] = ()
    """Authority files of the curator."""
    profile: str | None = None
    """How the list is read."""
    ror: str | None = None
    """A dump of the Research Organization Registry."""
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Where each setting comes from that is none of the defaults."""

    def updated(self, origin: str, **values: Any) -> "Settings":
        """Return settings in which these values count instead, those that are None or empty left out.

        Raises ConfigurationError for a value that cannot be.

        >>> Settings().updated("Python", select=["AVG7"], fail_on="warning").fail_on
        <FailOn.WARNING: 'warning'>
        """
        stated = {name: value for name, value in values.items() if value not in (None, (), [], {})}
        read = _read_values(origin, stated)
        return replace(self, **read, origins={**self.origins, **dict.fromkeys(read, origin)})

    def includes(self, code: str) -> bool:
        """Tell whether a rule is in force."""
        return (not self.select or code.startswith(self.select)) and not (self.ignore and code.startswith(self.ignore))

    def severity_of(self, code: str) -> Severity:
        """Return how much the findings of a rule matter."""
        longest = max((start for start in self.severity if code.startswith(start)), key=len, default=None)
        return load_rules()[code].severity if longest is None else self.severity[longest]

    def fails(self, codes: Iterable[str]) -> bool:
        """Tell whether a check with findings of these rules fails."""
        failing = {FailOn.ERROR: (Severity.ERROR,), FailOn.WARNING: (Severity.ERROR, Severity.WARNING), FailOn.NEVER: ()}[self.fail_on]
        return any(self.severity_of(code) in failing for code in codes)

    def show(self) -> str:
        """Return the settings as TOML, each with where it comes from."""
        lines = []
        for each in fields(self):
            if each.name == "origins":
                continue
            value = getattr(self, each.name)
            unset = "# " if value is None else ""
            shown = '""' if value is None else _toml(value)
            lines.append(f"{unset}{_shown_name(each.name)} = {shown}  # {self.origins.get(each.name, 'default')}\n")
        return "".join(lines)


def find_settings(source: str | Path | None) -> Settings:
    """Return the settings of the nearest configuration file in the folder of a list or above it, else the defaults.

    For standard input and the bundled list the search begins in the working directory. Raises ConfigurationError for a file
    that cannot be read, an unknown key, or a value of the wrong kind.
    """
    folder = Path.cwd() if source is None or str(source) == "-" else Path(source).absolute().parent
    folder = folder.resolve()
    for above in (folder, *folder.parents):
        for name in CONFIGURATION_FILES:
            path = above / name
            table = _read_table(path) if path.is_file() else None
            if table is not None:
                return _settings_of(path, table)
    return Settings()


def find_profile(profile: str | None, source: str | Path | None) -> str | None:
    """Return a profile, which can be the path of a file that holds it, or that of the configuration of a list; None where there is none.

    Raises ConfigurationError for a configuration that cannot be read, UsageError for a file that cannot.
    """
    if profile is None:
        profile = find_settings(source).profile if source is not None and str(source) != "-" else None
    if profile is None:
        return None
    if not profile.strip():
        raise UsageError("--profile is empty; write an entry as the list does, or leave it out")
    if not _is_file(Path(), profile):
        if _FILE_NAME.fullmatch(profile):
            raise UsageError(f"--profile {profile}: no such file")
        return profile
    try:
        return Path(profile).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise UsageError(f"--profile {profile}: cannot be read: {one_line(error)}") from None


def _is_file(folder: Path, profile: str) -> bool:
    """Tell whether a profile is the path of a file, from a folder, and not an entry."""
    if "\n" in profile or len(profile) > _LONGEST_PATH:
        return False
    try:
        return (folder / profile).is_file()
    except (OSError, ValueError):
        return False


def find_registry(ror: str | Path | None, source: str | Path | None) -> str | Path | None:
    """Return the dump of the registry that is given, or that of the configuration of a list; None where there is none.

    Raises ConfigurationError for a configuration that cannot be read.
    """
    if ror is None and source is not None and str(source) != "-" and not Path(source).is_dir() and not is_dump(source):
        return find_settings(source).ror
    return ror


@lru_cache(maxsize=4)
def _parse(raw: bytes) -> Mapping[str, Any]:
    return tomllib.loads(raw.decode("utf-8-sig"))


def _read_table(path: Path) -> Mapping[str, Any] | None:
    try:
        with path.open("rb") as file:
            raw = file.read(_SIZE_LIMIT + 1)
        if len(raw) > _SIZE_LIMIT:
            raise ConfigurationError(f"{path}: larger than {_SIZE_LIMIT >> 20} MiB, the limit for a configuration file")
        document = _parse(raw)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path}: no TOML in UTF-8: {' '.join(str(error).split())}") from None
    if path.name != "pyproject.toml":
        return document
    tool = document.get("tool")
    table = tool.get("avgraph") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigurationError(f"{path}: tool.avgraph is to be a table")
    return table


def _settings_of(path: Path, table: Mapping[str, Any]) -> Settings:
    names = {_shown_name(name): name for name in _READERS}
    unknown = [key for key in table if key not in names]
    if unknown:
        raise ConfigurationError(f"{path}: no setting {unknown[0]!r}; settings are {', '.join(names)}")
    read = _read_values(path, {names[key]: value for key, value in table.items()})
    if "authority" in read:
        read["authority"] = tuple(str(path.parent / each) for each in read["authority"])
    if "ror" in read:
        read["ror"] = str(path.parent / read["ror"])
    if "profile" in read and _is_file(path.parent, read["profile"]):
        read["profile"] = str(path.parent / read["profile"])
    return Settings(**read, origins=dict.fromkeys(read, str(path)))


def _read_values(origin: object, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of settings. Raises ConfigurationError, which says where they come from, for one that is not there or a value that cannot be."""
    unknown = [name for name in values if name not in _READERS]
    if unknown:
        raise ConfigurationError(f"{origin}: no setting {unknown[0]!r}; settings are {', '.join(_READERS)}")
    return {name: _READERS[name](f"{origin}: {_shown_name(name)}", value) for name, value in values.items()}


def _shown_name(name: str) -> str:
    return name.replace("_", "-")


def _toml(value: Any) -> str:
    import json

    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _texts(where: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise ConfigurationError(f"{where} is to be a list of texts")
    return tuple(map(str, value))


def _codes(where: str, value: Any) -> tuple[str, ...]:
    codes = tuple(code.strip().upper() for text in _texts(where, value) for code in text.split(","))
    unknown = [code for code in codes if not code or not any(known.startswith(code) for known in load_rules())]
    if unknown:
        raise ConfigurationError(f"{where}: no rule has the code {unknown[0]!r}; avgraph check --explain all lists them")
    return codes


def _severities(where: str, value: Any) -> dict[str, Severity]:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f'{where} is to be a table of codes and severities, such as AVG701 = "error"')
    severities = zip(_codes(where, list(value)), value.values(), strict=True)
    return {code: Severity(_one_of(where, each, tuple(Severity))) for code, each in severities}


def _one_of(where: str, value: Any, allowed: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise ConfigurationError(f"{where}: {str(value)[:60]!r} is none of {', '.join(allowed)}")
    return value


def _text(where: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"{where} is to be a text")
    return value


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "select": _codes,
    "ignore": _codes,
    "severity": _severities,
    "fail_on": lambda where, value: FailOn(_one_of(where, value, tuple(FailOn))),
    "authority": _texts,
    "profile": _text,
    "ror": _text,
}
"""Every setting with what reads its value."""
