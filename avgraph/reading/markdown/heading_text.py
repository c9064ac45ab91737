"""Say what the text of a heading names: its words without what decorates them."""

import re
from functools import lru_cache

_EMOJI = re.compile(
    r"[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3\ufffc]|:[a-z0-9_+-]{2,40}:"
)
_COUNT = re.compile(r"\s*[(\[\uff08]\s*(?:total\s*)?\d[\d,]*\s*(?:papers?|entries|items|\u7bc7)?\s*[)\]\uff09]\s*$", re.IGNORECASE)
_BACK = re.compile(r"\s*[(\[]?\s*(?:back to (?:the )?(?:top|contents?)|\u2191|\^|top)\s*[)\]]?\s*$", re.IGNORECASE)
_EMPTY = re.compile(r"\s*(?:\[\s*\]|\(\s*\))")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=1 << 12)
def topic_name(text: str) -> str:
    """Return the words of a heading without emoji, counts, links back and a colon at the end.

    >>> topic_name("\U0001f50a Sound Models (12)"), topic_name("Speech [\u2191]"), topic_name("**Rooms:**")
    ('Sound Models', 'Speech', 'Rooms')
    """
    bare = _EMPTY.sub("", _BACK.sub("", _COUNT.sub("", _EMOJI.sub("", text))))
    return _SPACES.sub(" ", bare).strip(" \t\n*_\x1f").rstrip(" :\uff1a*_")
