"""Fold names and titles to the keys under which their spellings meet."""

import re
import unicodedata
from functools import lru_cache

_ONE_FORM = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´ʹʼˈ′＇", "'"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-"),
        # Marks that cannot be seen never tell two names apart (soft hyphen, zero width, direction).
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"),
    }
)
_ONE_FORM_LETTER = re.compile(f"[{re.escape(''.join(map(chr, _ONE_FORM)))}]")
"""What `_ONE_FORM` translates, which is sooner looked for than translated."""
_COMBINING = re.compile(r"[\u0300-\u036f]+")
_DASH_SPACES = re.compile(r"\s*-\s*")
_SECTION_NUMBER = re.compile(r"^(?:\d{1,2}\.)*\d{1,2}[.)]?\s+(?=\S)")
_NOT_WORD = re.compile(r"[\W_]+")
_NAME_MARK = re.compile(r"(?<=[^\W_])(?:\+{1,2}|#)(?![^\W_+#*])|(?<=\b[^\W\d_])\*(?![^\W_+#*])")
_MARK_NAMES = {"+": "plus", "#": "sharp", "*": "star"}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_TRANSLITERATION = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ħ": "h", "ŋ": "n", "&": " and ", "+": " plus ", "@": " at ", "'": "",
    }
)  # fmt: skip
_TRANSLITERATED = re.compile(r"[&+@']")
"""The characters of ASCII that are transliterated."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
"""Umlauts and the two letters that are written where there are none."""
SLUG_LENGTH = 60
"""Longest readable part of an id, in characters."""


def fold(form: str) -> str:
    """Return the key under which forms that differ in nothing that matters meet.

    Case, white space, apostrophes, dashes, Unicode form (NFKC) and a leading "the" are folded;
    letters and diacritics stay, since those can tell two names apart.

    >>> fold("The  Xi’an Jiaotong University") == fold("Xi'an jiaotong university")
    True
    """
    return _cached_fold(form) if len(form) <= _CACHED_LENGTH else _fold(form)


def _fold(form: str) -> str:
    text = form
    if not text.isascii() or "`" in text:
        text = _to_one_form(unicodedata.normalize("NFKC", _to_one_form(text)))
    text = " ".join(text.casefold().split())
    if "-" in text:
        text = _DASH_SPACES.sub("-", text)
    without_article = text.removeprefix("the ")
    return without_article or text


def _to_one_form(text: str) -> str:
    return text.translate(_ONE_FORM) if _ONE_FORM_LETTER.search(text) else text


_CACHED_LENGTH = 200
"""Longest form whose key is cached, in characters."""
_cached_fold = lru_cache(maxsize=1 << 17)(_fold)


def fold_title(title: str) -> str:
    """Return the key under which spellings of one title meet: its letters and digits, and the marks that end a name (C++, C#, A*).

    >>> fold_title("Audio- Visual Event Perception") == fold_title("Audio-Visual event perception")
    True
    >>> fold_title("Learning in C"), fold_title("Learning in C++")
    ('learninginc', 'learningincplusplus')
    """
    text = fold(title)
    if "+" in text or "#" in text or "*" in text:
        text = _NAME_MARK.sub(lambda mark: "".join(_MARK_NAMES[char] for char in mark[0]), text)
    return _NOT_WORD.sub("", text) or text


def fold_heading(heading: str) -> str:
    """Return the key under which a heading meets itself with another number of its section, or with none.

    >>> fold_heading("1.2.3 Sound Models"), fold_heading("3D Vision")
    ('sound models', '3d vision')
    """
    return without_section_number(fold(heading))


def without_section_number(heading: str) -> str:
    """Return a heading without the number of its section."""
    return _SECTION_NUMBER.sub("", heading)


def without_diacritics(text: str) -> str:
    """Return `text` with letters in place of letters with diacritics.

    >>> without_diacritics("Oneaţă")
    'Oneata'
    """
    letters = _COMBINING.sub("", unicodedata.normalize("NFKD", text))
    return letters if letters.isascii() else "".join([char for char in letters if not unicodedata.combining(char)])


def slug(text: str) -> str:
    """Return `text` in lower-case ASCII words joined by hyphens, cut at a word after 60 characters.

    >>> slug("Învățare în Context: A Review")
    'invatare-in-context-a-review'
    """
    if len(text) <= SLUG_LENGTH and text.isascii() and text.replace(" ", "").isalnum():
        return "-".join(text.lower().split())
    folded = _to_one_form(text).casefold()
    if not folded.isascii() or _TRANSLITERATED.search(folded):
        folded = folded.translate(_TRANSLITERATION)
    if not folded.isascii():
        folded = without_diacritics(folded)
    words = _NOT_SLUG.sub("-", folded).strip("-")
    if len(words) <= SLUG_LENGTH:
        return words
    return words[:SLUG_LENGTH].rsplit("-", 1)[0]


def to_ascii(word: str) -> str | None:
    """Return a word in lower-case ASCII letters and digits, or None where letters of another script would be lost.

    >>> to_ascii("Oneaţă"), to_ascii("Straße"), to_ascii("清华AI")
    ('oneata', 'strasse', None)
    """
    words = slug(word).replace("-", "")
    return words if len(words) >= sum(map(str.isalnum, without_diacritics(word))) else None
