"""Show text of others: short, and so that neither a terminal nor the runner of a CI service obeys it."""

import re

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_STEERING_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]|#(?=#)")
_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
_LOG_COMMAND = re.compile(r"#(?=#(?:\[|vso\[|teamcity\[))", re.IGNORECASE)


def visible(text: str) -> str:
    r"""Return `text` with its control characters, line ends and direction marks as escapes, as Python writes them.

    >>> print(visible("a\x1b[31mb\u202ec"))
    a\x1b[31mb\u202ec
    """
    return text if text.isascii() and text.isprintable() else _STEERING.sub(lambda match: ascii(match[0])[1:-1], text)


def quantity(count: int, noun: str, plural: str = "") -> str:
    """Return a number with what it counts.

    >>> quantity(1, "error"), quantity(0, "error"), quantity(2_000, "entry", "entries")
    ('1 error', '0 errors', '2,000 entries')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def shorten(text: str, length: int) -> str:
    """Return `text` in at most `length` characters, with three dots for what is left out.

    >>> shorten("Hearing Colours", 10), shorten("Hearing", 10)
    ('Hearing...', 'Hearing')
    """
    return text if len(text) <= length else text[: length - 3] + "..."


def without_commands(text: str) -> str:
    r"""Return `text` in which no line is a command of GitHub Actions, Azure Pipelines or TeamCity: a wide colon or hash stands there.

    GitHub's runner reads ``::name::`` at the start of a line, white space left out, and ``##[name]`` anywhere in one; the two others
    read ``##vso[`` and ``##teamcity[``.

    >>> print(without_commands("    ::add-mask::secret ##[group]"))
        \uff1a:add-mask::secret \uff03#[group]
    """
    return _LOG_COMMAND.sub("\uff03", _COMMAND.sub("\\1\uff1a", text))


def escape_json(text: str) -> str:
    r"""Return a JSON text that says the same, in which no letter steers a terminal and nothing is a command of a CI runner.

    >>> print(escape_json('"a\u202eb ##[group]"'))
    "a\u202eb \u0023#[group]"
    """
    return _STEERING_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
