"""Find where the names end that a citation starts with."""

import re

from avgraph.reading.fields.person import is_person
from avgraph.reading.likeness import DATED_FAMILIES, follows_title, is_name, is_venue_or_date, looks_like_names, title_likeness
from avgraph.reading.records.row_text import BREAK, RowText, row_label
from avgraph.reading.words import load_words

_NAME_PIECE = re.compile(
    rf"(?P<piece>[^,;:.{BREAK}\"\u201c]*+(?:(?:(?<=\b[A-Z])|(?<=\b[A-Z][A-Z]))\.[^,;:.{BREAK}\"\u201c]*+)*)(?P<end>[,;:.{BREAK}\"\u201c]|$)\s*"
)
_NUMBER_OF_PERSON = re.compile(r"\s0\d{3}$")
"""``Ada Byron 0001``, as DBLP tells people of one name apart."""
_SMALL = rf"(?:(?:{'|'.join(map(re.escape, load_words('people')['particles']))}) ){{0,3}}"
_AND = re.compile(r"^(?:and|&)\s+")
_YEAR_AFTER = re.compile(r"\s\((?:19|20)\d\d[a-z]?\)$")
_FAMILY_GIVEN = (
    rf"{_SMALL}[A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}}, [A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}}(?: [A-Z](?:\.|[\w'\u2019-]{{1,20}}))?"
)
_FAMILY_FIRST = rf"(?:{_FAMILY_GIVEN}|{_SMALL}[A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}}, (?:[A-Z]\.[ -]?){{1,3}})"
_FAMILIES_FIRST = re.compile(rf"{_FAMILY_FIRST}(?:(?:; (?:and |& )?|,? and |,? & ){_FAMILY_FIRST}){{1,60}}[.:,]\s+")
"""``Byron, Ada; Hu, Di. Title``"""
DATED_PAIRS = re.compile(rf"{_FAMILY_GIVEN}(?:(?:; | et | and | & | und | y ){_FAMILY_GIVEN}){{0,20}}, (?:19|20)\d\d[a-z]?\.\s+(?=\S)")
"""``BYRON, Ada et HU, Di, 2013. Title``, as ISO 690 has it"""
_CITED = re.compile(r"(?:and |& )?et\.? {1,2}al|others|\(?(?:19|20)\d\d[a-z]?\)?")
_ONE_CITED = re.compile(r"(?P<name>.{2,40}?),? et\.? ?al")
_ET_AL = re.compile(r"\bet\. al\b\.?")
_MONTHS = "|".join(word for words in load_words("venues")["months"].values() for word in words)
_CITED_YEAR = re.compile(rf"\(?(?:19|20)\d\d[a-z]?(?:,? (?:{_MONTHS})(?=[.,:]))?\)?[.,:]?\s*", re.IGNORECASE)
_YEAR_ENDS = (".", ",", ":", ")")
_FAMILY = re.compile(r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff][\w'-]*")
_PAIR = rf"{_SMALL}[A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}}(?: [A-Z][\w'\u2019-]{{1,30}})?, (?:[A-Z]\.[ -]?){{1,4}}(?:[a-z]\. ?)?"
_BETWEEN = r"(?:(?:\u2026|\.\.\.|\. \. \.),? )?(?:& |and )?"
"""``Byron, A., ... & Hu, D.``"""
_ONLY_PAIRS = re.compile(rf"(?:{_PAIR},? ?{_BETWEEN}){{1,60}}{_PAIR}(?:,? et al\.)?")
_MEDLINE = rf"{_SMALL}[A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}}(?: [A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}})? [A-Z]{{1,3}}"
_PAIRS = re.compile(
    rf"(?:{_PAIR},? ?{_BETWEEN}){{1,60}}(?:et al\.,? )?(?:\((?:(?:19|20)\d\d[a-z]?[^()]{{0,20}}|n\.d\.|forthcoming|in press|various)\)[.,:]?|:)\s*|(?:{_MEDLINE}, ){{1,60}}(?:{_MEDLINE}|et al)\.\s+|(?:{_PAIR},? ?(?:& |and )?){{2,60}}(?:et al\.,? )?(?=[A-Z0-9\"\u201c][\w -])"
)
"""``Byron, A., & Hu, D. (2021).``, ``Byron, A., Hu, D.:``, ``Byron A, Hu D.``"""
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}")
_DASHED = re.compile(r"(?P<names>[^\n?!|:\[\]\"\u201c]{4,300}?)\s[-\u2013\u2014|]\s(?=\S)")
"""``A B, C D - Title``, ``A B, C D | Title``"""
_INITIALED = re.compile(
    r"A[A-Z]? [A-Z\u00c0-\u00de][\w'\u2019-]+,(?: [A-Z]{1,3} [A-Z\u00c0-\u00de][\w'\u2019-]+,)+ [A-Z]{1,3} [A-Z\u00c0-\u00de][\w'\u2019-]+\.\s+(?=[A-Z0-9])"
)
"""``A Byron, C Dorn, EF Erde. Title``: the first is no article"""
_YEAR_STOP = re.compile(r"\.\s\(?(?:19|20)\d\d[a-z]?\)?\.\s")
"""``Byron. 2017. Title``"""
_NAMES_CUT_OFF = re.compile(r"[^\n.]{2,60}?\bet\.? al\b\.?\s*(?:$|\n)")
"""Names that end a line with "et al."."""
_LAST_NAMES = re.compile(rf"[-\u2013\u2014]\s?(?P<names>(?P<cited>{_FAMILY.pattern},? et\.? al\.?)|[^\n:]{{5,200}})\s*")
_WORD = r"(?:(?:[^\W\d_]\.-?)+|[^\W\d_][\w'\u2019-]*)"
_SINGLE_NAME = re.compile(
    rf"(?:(?P<medline>{_MEDLINE})\.|(?P<name>{_WORD}(?: {_WORD}){{1,3}}?)(?:[:,]|(?<!\b[A-Z])\.|\s[-\u2013\u2014|]))\s+(?=[A-Z0-9])"
)
_TWO_FAMILIES = re.compile(rf"(?P<medline>{_FAMILY.pattern} (?:and|&) {_FAMILY.pattern}):\s+(?=[A-Z0-9])")
"""``Byron and Hu: Title``"""
_CITES = re.compile(r"[A-Z\u00c0-\u00de][\w'\u2019-]+, [A-Z]\.")
"""How the text of a link begins that is a citation and no title."""
_CELL_CITES = re.compile(
    rf"\s*{_SMALL}[A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}},? (?:[A-Z]\.[ -]?){{1,4}}(?:,? ?et\.? al|,? ?\((?:19|20)\d\d|,? ?(?:and |& )?[A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}},? [A-Z]\.)"
)
_CITED_FIRST = re.compile(
    rf"(?P<families>{_FAMILY.pattern} (?:&|and) {_FAMILY.pattern}\. [\"\u201c]|{_FAMILY.pattern}(?: (?:&|and) {_FAMILY.pattern})? \((?:19|20)\d\d[a-z]?\)[.,:]? [\"\u201c])|{_FAMILY.pattern}[^\n:]{{0,60}}?(?:\bet\.? al\b|\b(?:19|20)\d\d ?:|\. [\"\u201c])"
)
"""How the text of a link begins that cites: one or two families with a year or full stop, and a title in quotes; names before "et al.", a year or quotes."""
_CITED_HINT = re.compile(r"et\.? al|\d ?:|[.,:)] [\"\u201c]")
"""What is in all of them, found several times as fast."""
_LONGEST_CITED = 300
_LONGEST_LABEL = 8
"""Words of what a citation is of."""
_AFTER_LABEL = re.compile(r"[.:]?\s+(?=[A-Z\u00c0-\u00de])")
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_PART_END = re.compile(r"\.\s|\n")
_TITLE_LIKE = 0.3
_FIRST_PART = re.compile(r"(?P<name>[^\W\d_][^,;:\n]{1,60}?)(?:,|;|(?<!\b[A-Z])\.| (?:and|&) )")
_CITED_LINK = re.compile(rf"{_SMALL}{_FAMILY.pattern}[^\n:()]{{0,80}}\((?:19|20)\d\d[a-z]?\)")
"""A link that cites, after a title (``A Note on Bells. [Byron, Hu (1974)](url)``)."""
_LEAST_TITLE = 2
_OPENING_QUOTES = ('"', "\u201c")


def names_end(row: RowText, begin: int) -> int:
    """Return where the names end that a citation string starts with, or `begin` where there are none or a label names the title."""
    end = _citation_end(row, begin)
    return begin if end > begin > 0 and row_label(row) == "title" else end


def _citation_end(row: RowText, begin: int) -> int:
    text = _ET_AL.sub(lambda match: match[0].replace(".", " "), row.text[begin : begin + 1500])
    pairs = _PAIRS.match(text.replace(BREAK, " ")) or _FAMILIES_FIRST.match(text) or DATED_FAMILIES.match(text) or DATED_PAIRS.match(text)
    if pairs:
        year = _CITED_YEAR.match(text, pairs.end())
        return begin + (year.end() if year and year[0].rstrip()[-1:] in _YEAR_ENDS else pairs.end())
    dashed = _DASHED.match(text)
    has_title = dashed is not None and _YEAR_STOP.search(dashed["names"])
    if dashed and not has_title and looks_like_names(dashed["names"]) and not _NAMES_CUT_OFF.match(text, dashed.end()):
        return begin + dashed.end()
    initialed = _INITIALED.match(text)
    if initialed and is_venue_or_date(text[initialed.end() :].strip(" .")):
        return begin  # ``A Bell, A Tower, A Song. TOLL 2013``
    position, names = (initialed.end(), 3) if initialed else _pieces_end(text)
    if names < 2 or position >= len(text):
        return begin
    year = _CITED_YEAR.match(text, position)
    return begin + (year.end() if year else position)


def after_label(row: RowText, start: int) -> int:
    """Return where a citation starts after what it is of, in bold before it (``**Tubular Bells**. Byron, A. and Dorn, C., 2000. Title``); `start` where none does."""
    bold = next((index for index, run in enumerate(row.runs) if row.bounds[index] >= start and run.text.strip()), None)
    if bold is None or not row.runs[bold].is_bold or row.runs[bold].is_link or len(row.runs[bold].text.split()) > _LONGEST_LABEL:
        return start
    place = row.bounds[bold + 1]
    gap = _AFTER_LABEL.match(row.text, place)
    begin = gap.end() if gap else place
    end = _citation_end(row, begin) if gap else begin
    rest = row.text[end : end + _LONGEST_CITED]
    if end == begin or not _ANY_YEAR.search(row.text, begin, end) or follows_title(rest):
        return start
    return begin if title_likeness(_PART_END.split(rest, maxsplit=1)[0]) >= _TITLE_LIKE else start


def are_cited_names(text: str) -> bool:
    """Tell whether a text is nothing but the names that a citation starts with, often with their year (``Byron, A., & Hu, D. (2021).``)."""
    return _CITES.match(text) is not None and (_PAIRS.fullmatch(text) or _ONLY_PAIRS.fullmatch(text)) is not None


def opens_with_citation(text: str) -> bool:
    """Tell whether a cell starts with the names of a citation: initials, then a year, "et al." or a second name (``Byron, A., et al. Title``)."""
    return _CELL_CITES.match(text) is not None


def _pieces_end(text: str) -> tuple[int, int]:
    """Return where the names end that a text starts with, piece by piece, and how many there are at least; "et al." counts as two."""
    position = names = 0
    has_ended = False
    for match in _NAME_PIECE.finditer(text):
        printed, mark = _NUMBER_OF_PERSON.sub("", match["piece"].strip()), match["end"]
        piece = _AND.sub("", printed)
        dated = _YEAR_AFTER.search(piece) if mark in (":", ".") else None
        piece = piece[: dated.start()] if dated else piece
        if not piece:
            if not mark or mark in _OPENING_QUOTES:
                break
            position, has_ended = match.end(), has_ended or (mark == ":" and names > 1)
            continue
        if has_ended and not _INITIALS.fullmatch(piece):
            break
        are_several = _is_cited(piece) or are_two_names(piece)
        is_last = are_several or piece != printed or "." in piece
        if mark == ":" and not (dated or is_last or BREAK in match[0] or match.end() == len(text)):
            # ``A B, C D, Short Name: Title``
            break
        if not (are_several or is_name(piece) or (names < 2 and _FAMILY.fullmatch(piece))):
            break
        names += 2 if is_last else 1
        position = match.end()
        if mark in _OPENING_QUOTES:
            return match.start("end"), names
        has_ended = has_ended or mark == ":" or dated is not None or (piece != printed and names > 1) or are_several
    return position, names


def _is_cited(piece: str) -> bool:
    """Tell whether a piece is "et al.", others or a year, or one name with "et al."."""
    one = _ONE_CITED.fullmatch(piece)
    return _CITED.fullmatch(piece) is not None or (one is not None and (is_name(one["name"]) or _FAMILY.fullmatch(one["name"]) is not None))


def single_name_end(row: RowText, begin: int) -> int:
    """Return where the one name ends that a citation starts with, before a colon or comma; `begin` where there is none."""
    match = _TWO_FAMILIES.match(row.text, begin, begin + 60) or _SINGLE_NAME.match(row.text, begin, begin + 60)
    return match.end() if match and (match["medline"] or (is_name(match["name"]) and is_person(match["name"]))) else begin


def before_names(text: str, start: int, end: int) -> int:
    """Return where a linked text ends before a dash and the names that it ends with (``Title - Byron et al.``)."""
    dash = max(text.rfind(mark, start, end) for mark in "-\u2013\u2014")
    last = _LAST_NAMES.fullmatch(text, dash, end) if dash > start and not text[dash - 1].isalnum() else None
    if last is None or not (last["cited"] or looks_like_names(last["names"])):
        return end
    return dash


def are_two_names(piece: str, separator: str = " and ") -> bool:
    """Tell whether a text is two names, with "and", "&" or what else parts them between."""
    first, _, second = piece.replace(" & ", " and ").partition(separator)
    return bool(second) and is_name(first) and is_name(second)


def surely_cites(row: RowText, start: int) -> bool:
    """Tell whether a link starts with names and "et al.", a year or quotes after them."""
    hint = _CITED_HINT.search(row.text, start, start + _LONGEST_CITED)
    cited = _CITED_FIRST.match(row.text, start) if hint else None
    return cited is not None and (cited["families"] is not None or names_end(row, start) > start)


def cites_title(row: RowText, index: int) -> bool:
    """Tell whether the text of a link is names and a year in brackets, after a title that ends with a full stop or asks."""
    before = row.text[: row.bounds[index]].rstrip(" *_")
    ends = before[-1:] in (".", "?", "!") and len(before.split()) >= _LEAST_TITLE
    return ends and _CITED_LINK.fullmatch(row.runs[index].text.strip()) is not None


def is_citation(row: RowText, start: int) -> bool:
    """Tell whether a link whose text is like a title starts with names."""
    if surely_cites(row, start):
        return True
    first = _FIRST_PART.match(row.text, start)
    if first is None or not is_name(first["name"]):
        return _CITES.match(row.text, start) is not None
    return max(names_end(row, start), single_name_end(row, start)) > start
