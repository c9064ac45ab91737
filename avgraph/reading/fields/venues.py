"""Tell whether a stretch of text names a venue, by vocabulary and by form."""

import re
from functools import lru_cache

from avgraph.reading.fields.institutions import is_institution
from avgraph.reading.fields.links import is_link_word
from avgraph.reading.words import is_nothing, load_words

_WORDS = load_words("venues")
_ACRONYMS = frozenset(_WORDS["acronyms"])
_ACRONYM_KEYS = frozenset(map(str.casefold, _ACRONYMS))
_NAMES = frozenset(map(str.casefold, _WORDS["names"]))
_TOPICS = frozenset(map(str.casefold, _WORDS["topics"]))
_PREPRINTS = frozenset(map(str.casefold, _WORDS["preprints"]))
_NOUNS = frozenset(_WORDS["nouns"])
_SUBJECTS = frozenset(_WORDS["subjects"])
_STARTS = tuple(_WORDS["starts"])
_START = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, _STARTS), key=len, reverse=True))})(?:(?<=\.)|(?=\s|$))")
_BEFORES = tuple(_WORDS["before"])
_BEFORE = re.compile(
    rf"(?:(?!conference\s(?:for|of|on)\b)(?:{'|'.join(sorted(map(re.escape, _BEFORES), key=len, reverse=True))})(?:(?<=:)|(?!\w))\s*)+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'\u2019+*&.-]*|&|@")
# CVPR, ICCV-W, KDD@Work, S&P, NAACL-HLT, ACL/IJCNLP: letters of which two and more are capitals, and no word of small ones.
_ACRONYM = re.compile(r"[*]?[A-Z][A-Za-z]{0,5}(?:[A-Z0-9&+@*/-]{1,4}[A-Za-z]{0,5}){1,5}")
_ABBREVIATED = re.compile(r"[A-Z][A-Za-z]{0,9}\.(?:\s?(?:&\s?)?[A-Z][A-Za-z]{0,12}\.?){1,7}")
_LONG_ABBREVIATION = re.compile(r"[A-Z][a-z]{2,9}\.")
_INITIALED = re.compile(r"(?:[A-Z]\.\s?-?){1,3}[A-Z][a-z]+\.?")
_SMALL_WORDS = frozenset(_WORDS["small"])
_IN = re.compile(r"[,.;]\s+In\s")
_ADDED = re.compile(r"\s*(?:@|\b(?:at|co-located with|in conjunction with|with|in)\b)\s*(?P<host>.+)$")
_MAGAZINES = frozenset(("Cell", "Nature", "Science"))
_TOPIC_ENDS = frozenset(_WORDS["topic_ends"])
"""What the last word of a topic is that begins like a magazine (``Cell Segmentation``, ``Science Problems``)."""
_PUBLISHERS = frozenset(_WORDS["publishers"])
_ABBREVIATIONS = frozenset(_WORDS["abbreviations"])
_OPENING = _ABBREVIATIONS.union(*_WORDS["months"].values())
_PARTS = frozenset(_WORDS["parts"])
_STRONG_NOUNS = frozenset(_WORDS["strong_nouns"])
_FIRST = re.compile(r"[\W_]*(?P<part>(?P<word>[^\s,;()\[\]]+)[^,;.()\[\]\d]{0,60})")
_YEAR_NEXT = re.compile(r",?\s(?:19|20)\d\d(?!\d)|\s?['\u2019]\d\d(?!\d)")
_YEAR_START = re.compile(r"[:'\u2019\d-]")
_FIRST_PART = re.compile(rf"[^,;.]{{0,120}}\b(?:{'|'.join(sorted(map(re.escape, _NOUNS), key=len, reverse=True))})\b", re.IGNORECASE)
_FIRST_NOUNS = frozenset(noun.partition(" ")[0] for noun in _NOUNS)
_UP_TO_MARK = re.compile(r"[^,;.]{0,120}")
_WHOLE_WORDS = re.compile(r"\w+")
_FIRST_END = re.compile(r"[,;]\s|(?<!\bInt)(?<!\bIntl)(?<!\bConf)(?<!\bSymp)[.:]\s+(?=[A-Z])")
_WORDS_OF = re.compile(r"[^\W\d_]+")
_PERSON = re.compile(
    r"[A-Z][^\W\d_]{2,20}(?<!IEEE) (?:[A-Z]\. ){1,2}(?:[A-Z][a-z]{2,20}|[A-Z]{4,20})|(?:[A-Z][^\W\d_.]{1,20}\.? ){2,3}(?:I{2,3}|IV|Jr\.?|Sr\.?)"
)
"""A name with initials in its middle, or with a suffix."""
_TRANSACTIONS = re.compile(r"\b(?:IEEE|ACM)\b|transactions (?:on|of)\b|^\W*Transactions", re.IGNORECASE)
_REPORT = re.compile(r"(?:[A-Z][\w.&-]{1,20} ){1,2}Tech(?:nical|\.)? [Rr]eport")
_WORKSHOP = re.compile(r"[A-Z][A-Z\d]{1,7}[A-Za-z]{0,3}[-_]?Workshops?")
"""``MLBWorkshop``"""
_EVENT = re.compile(rf"[\s:-]*(?:{'|'.join(_WORDS['events'])})\b", re.IGNORECASE)
_DEGREE = re.compile(r"\b(?:Ph\.\s?D|[BM]\.\s?(?:Sc|S|A)|Dr)\.? (?=thesis|dissertation)", re.IGNORECASE)
_TOWN = re.compile(r"\s\([A-Z][a-z]+\)$")
_LONGEST = 160
_LETTERS_OF_ACRONYM = range(3, 8)
_KINDS = re.compile(r"\b(?:conferences|journals|workshops)\b")
_NO_ACRONYM = frozenset(_WORDS["no_venues"])


def strip_before(text: str) -> tuple[int, int]:
    """Return where a venue begins and ends in a text: without marks around it and words before it (``accepted to``, ``in``)."""
    start, end = 0, len(text)
    while True:
        while start < end and not (text[start].isalnum() or text[start] == "*"):
            start += 1
        match = _BEFORE.match(text, start, end)
        if match is None or match.end() == start:
            break
        start = match.end()
    if text.count("(", start, end) > text.count(")", start, end):
        end = text.rfind("(", start, end)
    while end > start and not (
        text[end - 1].isalnum()
        or text[end - 1] == "*"
        or (text[end - 1] == ")" and "(" in text[start:end])
        or (text[end - 1] == "." and text.count(".", start, end) > 1 and text[end - 2].isalnum())
    ):
        end -= 1
    return start, end


@lru_cache(maxsize=1 << 13)
def is_known_venue(text: str) -> bool:
    """Tell whether a text is the name of a venue without a year, whatever stands around it: acronyms in capitals, journals, preprints.

    >>> is_known_venue("ACL"), is_known_venue("Nature"), is_known_venue("IEEE/CVF CVPR"), is_known_venue("Chi"), is_known_venue("CMU")
    (True, True, True, False, False)
    """
    folded = text.casefold()
    return (folded in _NAMES and folded not in _TOPICS and not text[:2].islower()) or folded in _PREPRINTS or _is_acronym_of_list(text)


def is_preprint(text: str) -> bool:
    """Tell whether a text names a server of preprints (``arXiv``), or stands in the place of one."""
    return text.casefold() in _PREPRINTS


def is_subject(text: str) -> bool:
    """Tell whether a heading names a subject, although a journal is called so as well, or kinds of venues and none of them.

    >>> is_subject("Proteomics"), is_subject("Nature"), is_subject("CVPR"), is_subject("Conferences and Journals")
    (True, False, False, True)
    """
    folded = text.casefold()
    is_common = text.isalpha() and text.istitle() and folded in _NAMES and folded not in ("nature", "science")
    return is_common or (_KINDS.search(folded) is not None and not any(map(is_known_venue, text.split())))


def is_listed_venue(text: str) -> bool:
    """Tell whether a text is the name of a venue, also with its town (``Sensors (Basel)``), or of a subject that is one as well."""
    return (_TOWN.sub("", text) if text[-1:] == ")" else text).casefold() in _NAMES or is_known_venue(text)


def _is_acronym_of_list(text: str) -> bool:
    if text in _ACRONYMS:
        return True
    words = text.split()
    if not 1 <= len(words) <= 8:
        return False
    known = False
    for word in words:
        bare = word.strip("()[],:@")
        if bare in _ACRONYMS or _is_compound(bare):
            known = True
        elif bare.lower() not in _PARTS and bare.lower() not in _PUBLISHERS and bare.lower() not in _SMALL_WORDS and bare:
            return False
    return known


_JOINT = re.compile(r"[/@-]")


def _is_compound(word: str) -> bool:
    """Tell whether a word is made of acronyms, or one of them in another case: ``ICML/IJCAI``, ``NIPSW``, ``Neurips``."""
    if _JOINT.search(word):
        parts = _JOINT.split(word)
        if any(part in _ACRONYMS for part in parts) and all(part in _ACRONYMS or part.lower() in _PARTS or not part for part in parts):
            return True
    return len(word) >= 4 and word.casefold() in _ACRONYM_KEYS and sum(map(str.isupper, word)) >= 2


def is_acronym(word: str) -> bool:
    """Tell whether a word is the acronym of a venue in any case, as before a year (``cvpr21``)."""
    return is_known_venue(word) or (len(word) >= (3 if sum(map(str.isupper, word)) > 1 else 4) and word.casefold() in _ACRONYM_KEYS)


_SHORT_JOURNAL = re.compile(r"J\.? (?:ACM\b|(?:[A-Z][a-z]+\. ){1,4}[A-Z][a-z]{0,12}\.)")
"""``J. ACM``, ``J. Mach. Learn. Res.``"""


@lru_cache(maxsize=1 << 13)
def is_venue(text: str, *, has_date: bool = False, is_labelled: bool = False) -> bool:
    """Tell whether a stretch is a venue, where a date stands beside it, or a header or label says what it is.

    >>> is_venue("Front. Genet.", has_date=True), is_venue("XYZW", has_date=True), is_venue("XYZW"), is_venue("Google Research", has_date=True)
    (True, True, False, False)
    """
    text = _DEGREE.sub("PhD ", text)
    if not text or len(text) > _LONGEST or is_nothing(text):
        return False
    if is_known_venue(text) or (has_date and is_acronym(text)):
        return True
    if (has_date or is_labelled) and (
        text in ("ACM", "IEEE") or (text.casefold() in _NAMES and (text.count(" ") > 1 or not text[:2].islower()))
    ):
        return True
    if has_date and any(form.fullmatch(text) for form in (_REPORT, _SHORT_JOURNAL, _WORKSHOP)):
        return True
    if has_date and _is_in_capitals(text):
        return True
    words = _WORD.findall(text)
    if words and words[-1] in ("Collaboration", "Consortium"):
        return False
    if not words or len(words) > 18 or is_institution(text) or (not is_labelled and text[0].islower() and not has_date):
        return False
    if (is_link_word(text) and " of " not in text) or _PERSON.fullmatch(text):
        return False
    first = _FIRST_END.split(text, maxsplit=1)[0] if has_date or is_labelled or "," in text else text
    if _IN.search(text) or ";" in text or words[0] in ("a", "an", "A", "An"):
        return False
    lower = [word.lower().strip(".") for word in words]
    return (
        _is_phrase(text, words, _WORD.findall(first.lower()), has_date=has_date or is_labelled)
        or ((has_date or is_labelled) and _is_form(text, words, lower))
        or (is_labelled and len(words) <= 10 and text[0].isalnum() and not text.isdigit())
    )


@lru_cache(maxsize=1 << 13)
def may_open_venue(text: str, start: int) -> bool:
    """Tell cheaply whether a venue can begin at a place in a text: with an acronym, as names of journals begin, before a noun of venues or a year."""
    word = _FIRST.match(text, start)
    if word is None or (text[start] in "PpBbMmDd" and _DEGREE.match(text, start)):
        return True
    bare = _YEAR_START.split(word["word"], maxsplit=1)[0].rstrip(".")
    if not bare or not bare[0].isalpha() or bare.count(".") > 1:
        return True
    if text[word.start("word") : word.end("part")].strip(" .-'\u2019").casefold() in _NAMES:
        return True
    if (
        _ACRONYM.match(bare)
        or (
            bare.casefold() in _ACRONYM_KEYS
            and (_YEAR_NEXT.match(text, word.end("word")) or _YEAR_NEXT.match(text, word.start("word") + len(bare)))
        )
        or bare.casefold() in _PREPRINTS
        or bare.casefold() in _NAMES
        or (bare.lower() in _OPENING and len(bare) > 1)
        or (text.startswith(_STARTS, word.start("word")) and _START.match(text, word.start("word")))
        or (bare.lower() in _PARTS and is_known_venue(" ".join(word["part"].split()[:2])))
        or ("eport" in text and _REPORT.match(text, word.start("word")))
        or (bare[0] == "J" and _SHORT_JOURNAL.match(text, word.start("word")))
    ):
        return True
    begins = text[start : start + _LONGEST].lower().startswith(_BEFORES)
    return (begins and _BEFORE.match(text, start) is not None) or _opens_with_noun(text, start)


def _opens_with_noun(text: str, start: int) -> bool:
    """Tell whether a noun of venues stands in the first part of a text, up to a comma or full stop."""
    part = _UP_TO_MARK.match(text, start)
    words = _WHOLE_WORDS.findall(text[start : part.end() + 24 if part else start].casefold())
    return not _FIRST_NOUNS.isdisjoint(words) and _FIRST_PART.match(text, start) is not None


def names_event(string: str, end: int) -> bool:
    """Tell whether a name and year that end somewhere in a text are those of a challenge, shared task, tutorial, …, which is named there.

    >>> names_event("NTIRE 2025 Challenge on Listening", 10), names_event("CVPR 2025 Challenging Ears", 9)
    (True, False)
    """
    return _EVENT.match(string, end) is not None


def holds_noun(text: str) -> bool:
    """Tell whether a text holds one of the nouns that name venues (journal, review, letters, workshop), or two words as journals abbreviate them."""
    words = _WORDS_OF.findall(text.casefold())
    return not _NOUNS.isdisjoint(words) or sum(word in _ABBREVIATIONS for word in words) > 1


def hints_at_venue(text: str, *, is_dated: bool) -> bool:
    """Tell whether a text in italics can be a venue whose year stands apart: one with such a noun, a known one, an acronym before its year (not `is_dated`)."""
    is_short = not is_dated and text.isalpha() and text.isupper() and len(text) in _LETTERS_OF_ACRONYM
    return is_short or holds_noun(text) or is_listed_venue(text)


def _is_phrase(text: str, words: list[str], first: list[str], *, has_date: bool) -> bool:
    """Tell whether a stretch is a name in words: with the noun of a venue before its first comma (`first`), or as journals and conferences begin."""
    lower = [word.strip(".") for word in first if word != "transactions" or _TRANSACTIONS.search(text)]
    capitals = sum(word[0].isupper() or word.lower() in _SMALL_WORDS or not word[0].isalpha() for word in words)
    if not _STRONG_NOUNS.isdisjoint(lower) and (has_date or capitals == len(words)) and len(words) > 1:
        return True
    if has_date and not _NOUNS.isdisjoint(lower) and 2 * capitals > len(words) - (len(words) == 2):
        return True
    added = _ADDED.search(text) if has_date else None
    if added is not None and is_known_venue(added["host"].strip()):
        return True
    start = _START.match(text)
    capitals += start is not None and start[0].islower()  # ``npj``
    if start is None or "," in text or len(words) > 10 or (capitals < len(words) and not (has_date and " " in start[0])):
        return False
    if not has_date and words[0] in _MAGAZINES and words[-1].lower() in _TOPIC_ENDS:
        return False
    return has_date or (len(words) > 1 and words[1].lower() not in ("of", "is", "and"))


def _is_form(text: str, words: list[str], lower: list[str]) -> bool:
    """Tell whether a stretch has the form of a venue's name, which a date beside it makes one."""
    if len(words) <= 3 and all(_ACRONYM.fullmatch(word) and word.upper() not in _NO_ACRONYM and _is_capital(word) for word in text.split()):
        return True
    if _ABBREVIATED.fullmatch(text) and _LONG_ABBREVIATION.search(text) and not _INITIALED.fullmatch(text):
        return True
    capitals = all(word[0].isupper() or word.lower() in _SMALL_WORDS or word == "&" for word in words)
    abbreviated = sum(word in _ABBREVIATIONS for word in lower)
    if capitals and 2 <= len(words) <= 8 and abbreviated > 1 and abbreviated * 2 >= len(words):
        return True
    if capitals and len(words) <= 8 and not _SUBJECTS.isdisjoint(lower):
        return True
    is_series = is_known_venue(words[0]) or (_ACRONYM.fullmatch(words[0]) is not None and words[0].isupper() and len(words[0]) >= 4)
    return capitals and is_series and 2 <= len(words) <= 7 and words[0] not in _MAGAZINES


def _is_in_capitals(text: str) -> bool:
    """Tell whether a stretch is a journal as indexes of citations cut it short (``ACM T INTEL SYST TEC``)."""
    return text.isupper() and text.count(" ") > 1 and text.partition(" ")[0] in ("ACM", "IEEE", "INT", "J", "SIAM")


def _is_capital(word: str) -> bool:
    """Tell whether a word is mostly capitals, as an acronym is and the name of a method often is not (``MuSe`` is short enough)."""
    letters = [char for char in word if char.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return capitals * 3 >= len(letters) * 2 or (capitals >= 2 and len(word) <= 5 and word.isalpha())
