"""Show control characters, which neither XML nor a terminal may get."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def show_controls(text: str) -> str:
    r"""Return text without control characters: their visible pictures (Unicode block 2400) keep which one it was.

    Tabs and line ends stay. What no encoding can write, and what XML 1.0 forbids besides, becomes a replacement character.

    >>> show_controls("a\x0cb\ud800")
    'a␌b�'
    """
    return _CONTROLS.sub(_picture, text) if _CONTROLS.search(text) else text


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return {0x7F: "␡", 0x85: "␤"}.get(code, "\ufffd")
