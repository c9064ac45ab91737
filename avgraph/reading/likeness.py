"""Tell how much a text is like the title of a paper, and whether it is a list of names."""

import re
from functools import lru_cache

from avgraph.reading.advances import is_on_advances
from avgraph.reading.fields.dates import ISSUE, PAGES, VOLUME_NUMBER
from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.fields.published import is_slot
from avgraph.reading.words import load_words

_WORDS = load_words("titles")
FUNCTION_WORDS = frozenset(_WORDS["function_words"])
"""Words that a title has and a list of names has not."""
_TECHNICAL_WORDS = frozenset(_WORDS["technical_words"])
_NO_NAMES = (FUNCTION_WORDS | _TECHNICAL_WORDS) - frozenset(_WORDS["also_names"])
_PARTICLES = frozenset(load_words("people")["particles"])
_PLACEHOLDERS = frozenset(_WORDS["placeholders"])
_WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:['.-][a-z0-9]+)*")
"""The same in a text of small ASCII letters, several times as fast."""
HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_MARK = re.compile(r"[,;\uff0c\uff1b\u3001\u00b7|]")
_FIRST_AND = re.compile(r"(?:and|&)\s+")
_AND = re.compile(r"\s+(?:and|&)\s+")
_ET_AL = re.compile(r"[\s,(]*\bet[\s.,]{0,3}al\b[.,)]*\s*$", re.IGNORECASE)
_FAMILY_INITIALS = r"[A-Z\u00c0-\u00de][\w'\u2019-]{1,30}, [A-Z]\.(?:[ -]?[A-Z]\.){0,3}"
_FAMILY_FIRST = r"[A-Z\u00c0-\u00de][\w'\u2019-]{1,30}, [A-Z\u00c0-\u00de][\w.'\u2019-]{0,30}(?: [A-Z]\.?)?"
_FAMILIES_FIRST = re.compile(rf"{_FAMILY_FIRST}(?:(?:; (?:and |& )?| and | & ){_FAMILY_FIRST}){{1,60}}")
"""``Byron, Ada; Dorn, Carl``"""
_NAME_WORD = re.compile(
    r"(?:[A-Z\u00c0-\u00de\u0100-\u017f][^\W\d_]*(?:['\u2019-][^\W\d_]+)*\.?|(?:[A-Z]\.-?){1,4}|[A-Z]{1,3})[\d*\u2020\u2021\u00a7^]*"
)
_SENTENCE_WORDS = frozenset(_WORDS["sentence_words"])
_WORDS_OF = re.compile(r"\w+")
_WITHIN_WORDS = re.compile(r"[_'\u2019.-]")
_QUESTION = re.compile(r"(?:What|How|Why|When|Where|Who|Which|Whose|Is|Are|Can|Do|Does|Should|Will|Could)\b")
"""How titles that ask begin."""
_MOST_SENTENCE = 3
"""As many words of sentences count."""
_ADDRESS = re.compile(r"https?://|www\.|\S@\S")
_VENUE = re.compile(
    r"^(?:in\s)?(?:\d{1,3}(?:st|nd|rd|th)\s|proceedings\b|(?:ieee|acm|springer|elsevier)\b|(?:the\s)?international (?:conference|journal|workshop)|transactions on|(?:european |annual |asian )?conference|journal of|advances in)",
    re.IGNORECASE,
)
"""How the full names of venues begin."""
_COUNTS = re.compile(r"\d[\d,./]*[km]?\+? [a-z][^,\d]{2,60}(?:, [^,\d]{0,20}\d[\d,./]*[km]?\+? [^,\d]{2,80})+", re.IGNORECASE)
"""``12 classes of bells, 3,669 clips``"""
_BRACKET = re.compile(r"(?<=\w)\s*[(\[][^()\[\]]*[)\]]$")
_BRACKETED = re.compile(r"\s?\([^()]{1,80}\)")
_HEAD_END = re.compile(r"(?<!\b[A-Z])\.\s?(?![A-Z]\.)|[;|\n(\[]|,\s(?:vol|volume|no|issue|pp?|pages?)\b")
_IN_VOLUME = re.compile(
    rf"\s*(?:[A-Z][\w.&'\u2013\u2019-]*(?:\s(?:of|and|the|in|on|for|&|[A-Z][\w.&:'\u2013\u2019-]*)){{0,6}},?\s{VOLUME_NUMBER}(?:{ISSUE}(?:\s?[,:.]|,?\s(?:19|20)\d\d\s*(?:\n|$))|:\d{{1,4}}[,:(]|{PAGES})|[Ii]n:?\s[^()\n]{{3,120}}\((?:[Ee]ds?|Hrsg)\.?\))"
)
"""A journal with volume and issue or pages, and a book with its editors."""
_TWO_PAIRS = re.compile(rf"(?:{_FAMILY_INITIALS},? (?:and |& )?){{2}}")
"""``Byron, A., Hu, D.``"""
_FAMILY_AND_GIVEN = re.compile(
    r"[A-Z\u00c0-\u00de][\w'\u2019-]{1,30}, [A-Z\u00c0-\u00de][\w'\u2019-]{1,30}(?: [A-Z]\.)?,? (?:and |& )?[A-Z]"
)
_ONE_FAMILY = rf"(?:(?:{'|'.join(sorted(map(re.escape, _PARTICLES)))}) ){{0,3}}[A-Z\u00c0-\u00de][a-z\u00df-\u00ff][\w'\u2019-]{{0,30}}"
DATED_FAMILIES = re.compile(
    rf"(?:{_ONE_FAMILY}(?:, {_ONE_FAMILY}){{0,4}}(?:,? (?:and|&) {_ONE_FAMILY}|,? et\.? al\.?)|{_ONE_FAMILY}(?= ?\()),? ?\((?:19|20)\d\d[a-z]?\)(?:\s?[-\u2013\u2014:.,]\s+(?=[A-Z\"\u201c])|\s+(?=[\"\u201c]))"
    rf"|{_ONE_FAMILY}(?:, {_ONE_FAMILY}){{0,4}}(?:,? (?:and|&) {_ONE_FAMILY}|,? et\.? al\.?)? (?:19|20)\d\d[a-z]?\s?:\s+(?=[A-Z\"\u201c])"
)
"""``Byron and Hu (2018) - Title``, ``Byron et al (2018): Title``, ``Byron, Hu 2018 : Title``"""
_YEAR_END = re.compile(r"\((?:19|20)\d\d[a-z]?\)[.,:]?\s*$")
_SURE = re.compile(r"\bet\.? al|\b[A-Z]\.")
QUOTED_WORDS = re.compile(r"[\"\u201c\u201d](?:[^\s\"\u201c\u201d]+ ){0,3}[^\s\"\u201c\u201d]+[\"\u201c\u201d] (?!in\b|by\b|et\b)[a-z]")
"""Few words in quotes with which a title or sentence goes on."""
_ASKED_END = re.compile(r"[?!][\"\u201d] (?=[A-Z])")
_LOOK_AHEAD = 300
_AFTER_NAME = re.compile(r"(?<!\b[A-Z])\.(?:\s|$)|[,;(\[|\n]")
_LONGEST_SLOT = 100
_HINTS = (
    "acm", "ai", "annals", "archives", "bulletin", "conf", "ieee", "jour", "lett", "mag", "nature", "pattern", "proc", "review", "sci", "symp", "trans", "work",
)  # fmt: skip
"""How a word begins of a long text that is a venue; or it has an abbreviated journal, or a year."""
_HINT = re.compile(rf"\b(?:{'|'.join(_HINTS)}|j\.)|\d\d")
DOUBTFUL = 0.05
"""How much like a title a text is that may be names as well; only where titles stand in most records it is a title."""
MOST_WORDS = 45
"""A title has no more words than this."""


def title_likeness(text: str) -> float:
    """Return from 0 to 1 how much a text is like the title of a paper.

    >>> title_likeness("Learning to Hear: A Survey of Sound Models") > title_likeness("Mask R-CNN") > title_likeness("Ada Lovelace, Di Hu")
    True
    >>> title_likeness("[pdf]"), title_likeness("CVPR 2023")
    (0.0, 0.0)
    """
    return _likeness(text.strip()[:600])


_ONE_FAMILY = r"[A-Z\u00c0-\u00de][\w'\u2019-]{1,30},\s?[A-Z\u00c0-\u00de][\w'\u2019.-]{0,30}(?: [A-Z][\w'\u2019.-]{0,20}){0,2}"
_CITED_FAMILY = re.compile(
    rf"{_ONE_FAMILY}(?:(?:,? (?:&|and) |, ){_ONE_FAMILY}){{0,9}}\.?,? et al\b"
    rf"|{_ONE_FAMILY}(?:, {_ONE_FAMILY}){{0,9}},? (?:&|and) (?:{_ONE_FAMILY}|[A-Z][\w'\u2019-]+ [A-Z][\w'\u2019-]+)[.,]? (?:arXiv|[A-Z]\w{{1,9}},? (?:19|20)\d\d\b|(?:19|20)\d\d\b)"
)


@lru_cache(maxsize=1 << 14)
def _likeness(text: str) -> float:
    if (
        not text
        or _ADDRESS.match(text)
        or holds_only_link_words(text)
        or (is_venue_or_date(text) and not is_on_advances(text))
        or (text[0].isdigit() and _COUNTS.fullmatch(text))
        or (_BRACKET.sub("", text) if text[-1] in ")]" else text).casefold().strip(" .[]()*\"'") in _PLACEHOLDERS
    ):
        return 0.0
    is_ascii = text.isascii()
    words = (_ASCII_WORD if is_ascii else _WORD).findall(text.casefold())
    # A word of these scripts has no spaces around it.
    count = len(words) if is_ascii else len(words) + len(HAN.findall(text)) // 3
    if not count or (count == 1 and len(text) < 3 and not text[-1].isdigit()):
        return 0.0
    if looks_like_names(text):
        return DOUBTFUL
    functions = sum(map(FUNCTION_WORDS.__contains__, words))
    technical = sum(map(_TECHNICAL_WORDS.__contains__, words))
    score = (0.0, 0.15, 0.3, 0.45, 0.55)[count] if count < 5 else 0.6 if count <= 25 else 0.4 if count <= MOST_WORDS else 0.0
    score += 0.12 * min(functions, 2) + 0.08 * min(technical, 3) + (0.08 if ":" in text[1:-1] else 0.0)
    if _VENUE.match(text):
        score *= 0.3
    if words and words[-1] in ("a", "an", "and", "at", "by", "of", "the", "see"):
        score -= 0.4
    if text[0].islower():
        score -= 0.1
    sentence = sum(map(_SENTENCE_WORDS.__contains__, _WORDS_OF.findall(text.lower()) if _WITHIN_WORDS.search(text) else words))
    if sentence and (text[-1] == "." or sentence > 1 or count > 20) and "?" not in text and not _QUESTION.match(text):
        score -= 0.15 * min(sentence, _MOST_SENTENCE)
    return max(0.0, min(1.0, score))


def is_placeholder(text: str) -> bool:
    """Tell whether a text is what a template has in the place of a title.

    >>> is_placeholder("Paper Title."), is_placeholder("Titles of Papers")
    (True, False)
    """
    return text.casefold().strip(" .[]()*\"'") in _PLACEHOLDERS


def is_named_as_venue(text: str) -> bool:
    """Tell whether a text begins as the full names of conferences and journals do."""
    return _VENUE.match(text) is not None


def is_sentence(text: str) -> bool:
    """Tell whether a text is a sentence and no title: it has a verb or pronoun of running text, and is long or ends as a sentence does."""
    return not _SENTENCE_WORDS.isdisjoint(_WORDS_OF.findall(text.lower())) and ("?" not in text) and len(text.split()) >= 6


@lru_cache(maxsize=1 << 14)
def is_venue_or_date(text: str) -> bool:
    """Tell whether a text is nothing but a venue, a year, a date or remarks on them."""
    return len(text) < _LONGEST_SLOT and (text.count(" ") < 5 or _hints_at_venue(text)) and is_slot(text, is_alone=False)


def _hints_at_venue(text: str) -> bool:
    return _HINT.search(text.lower()) is not None


@lru_cache(maxsize=1 << 14)
def looks_like_names(text: str) -> bool:
    """Tell whether a text is a list of names of people: two thirds of its pieces and more are two to five words with capitals.

    This tells names from titles, by the words of titles alone; `fields.people` reads names, and knows venues and institutions as well.

    >>> looks_like_names("Ada Lovelace, Di Hu and J. van den Berg"), looks_like_names("Hearing, Seeing and Speaking")
    (True, False)
    """
    head = text[:2000]
    bare = (_ET_AL.sub("", head) if head.rstrip().rstrip(".,)")[-2:].lower() == "al" else head).strip(" .*()[]")
    cut_off = len(bare) < len(text.strip(" .*()[]"))
    if not bare or not any(map(str.isupper, bare[:60])):
        return False
    if _FAMILIES_FIRST.fullmatch(bare):
        return True
    pieces = _pieces(bare)
    if not cut_off and len(pieces) == 1:
        return False
    if len(pieces) <= 4 and any(word in FUNCTION_WORDS for piece in pieces for word in piece.split()):
        return False
    names = sum(map(is_name, pieces))
    if cut_off and len(pieces) == 1:
        return len(bare.split()) <= 5 and _NAME_WORD.match(bare) is not None
    if len(pieces) == 1:
        return False
    return 3 * names >= 2 * len(pieces) and names > 0


def _pieces(text: str) -> list[str]:
    """Return what stands between commas, semicolons, bars and "and"."""
    pieces: list[str] = []
    for part in _MARK.split(text):
        bare = part.strip()
        if pieces and (first := _FIRST_AND.match(bare)):
            bare = bare[first.end() :]
        pieces += [piece for piece in (_AND.split(bare) if "and" in bare or "&" in bare else [bare]) if piece]
    return pieces


@lru_cache(maxsize=1 << 15)
def is_name(piece: str) -> bool:
    """Tell whether a text can be the name of a person: two to five words with capitals, none of them one that titles have.

    >>> is_name("J. van den Berg"), is_name("Deep Learning"), is_name("Lovelace")
    (True, False, False)
    """
    words = piece.split()
    if not 1 <= len(words) <= 6 or len(piece) > 60:
        return False
    if len(words) == 1:
        return re.fullmatch(r"(?:[A-Z]\.[ -]?){1,4}", piece) is not None
    capitals = 0
    for word in words:
        if word.lower() in _PARTICLES and word.islower():
            continue
        if _NAME_WORD.fullmatch(word) is None or word.lower() in _NO_NAMES:
            return False
        capitals += 1
    return capitals >= 1


def ends_in_year(text: str) -> bool:
    """Tell whether a text ends with a year in brackets, as the names of a citation do."""
    return _YEAR_END.search(text) is not None


def head_of(text: str) -> str:
    """Return what a text starts with, up to a full stop, bar or bracket."""
    return _HEAD_END.split(text.strip()[:160], maxsplit=1)[0].strip()


def are_surely_names(text: str) -> bool:
    """Tell whether what follows a comma are names or a venue and no part of a title: three names and more, initials, et al."""
    head = head_of(text)
    return not looks_like_names(head) or head.count(",") >= 2 or _SURE.search(text[:160]) is not None


def may_be_title(text: str) -> bool:
    """Tell whether a text that could be names could be a title as well: two parts without initials or "et al.", before anything but a year or venue.

    >>> may_be_title("Knife Sounds and Vegetable Types"), may_be_title("Ada Byron, Di Hu, Carl Dorn"), may_be_title("A. Byron and D. Hu")
    (True, False, False)
    """
    head = head_of(text)
    return looks_like_names(head) and not are_surely_names(text) and not is_venue_or_date(head) and "et al" not in head


def follows_title(text: str) -> bool:
    """Tell whether a text starts with names or a venue, so that a title has ended before it."""
    head = head_of(text)
    if not head:
        return False
    return (
        is_venue_or_date(head)
        or _IN_VOLUME.match(text) is not None
        or is_name_and_venue(head)
        or (is_venue_or_date(re.split(r"[,:]", head, maxsplit=1)[0]) and bool(re.search(r"\d\d", head)))
        or looks_like_names(head)
        or _TWO_PAIRS.match(text) is not None
        or _is_family_and_names(head)
        or ("(" in text[:60] and looks_like_names(head_of(_BRACKETED.sub("", text[:400]))))
    )


def cites_family_first(text: str) -> bool:
    """Tell whether a text after a full stop starts with names, each family name first, and what follows such names (``Byron, Ada et al. ICML 2017``)."""
    return _CITED_FAMILY.match(text) is not None


def _is_family_and_names(head: str) -> bool:
    """Tell whether a text is names of which the first alone has its family name first (``Byron, Ada, and Di Hu``)."""
    if _FAMILY_AND_GIVEN.match(head) is None:
        return False
    family, given, *others = _pieces(head)
    return bool(others) and not {family.lower(), given.split()[0].lower()} & _NO_NAMES and all(map(is_name, others))


def is_name_and_venue(text: str, *, may_be_alone: bool = False) -> bool:
    """Tell whether a text is one name with a venue after it, or with nothing where it `may_be_alone`.

    >>> is_name_and_venue("Ada Byron, CVPR 2020"), is_name_and_venue("Ada Byron"), is_name_and_venue("Ada Byron, a Life")
    (True, False, False)
    """
    end = _AFTER_NAME.search(text)
    name, venue = (text[: end.start()].strip(), text[end.end() :].strip(" ()[]|.,\n")) if end else (text.strip(), "")
    return " " in name and is_name(name) and (is_venue_or_date(venue) if venue else may_be_alone)


def goes_on_after_quote(text: str, end: int) -> bool:
    """Tell whether a title that begins with a question in quotes goes on after it (``"Who Hears?" Ears of Robots``)."""
    return _ASKED_END.match(text, end - 2) is not None and not follows_title(text[end : end + _LOOK_AHEAD])
