"""Find names of people in a stretch of text that may hold none: which stretch is names, whose institution stands in a bracket, which marks they bear."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from avgraph.reading.fields.institutions import is_institution, opens_with_institution
from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.fields.names import locate_names
from avgraph.reading.fields.organisations import names_organisation
from avgraph.reading.fields.person import HAN, PARTICLES, is_alien, is_collective, is_no_person, is_person, is_single_name, people_among
from avgraph.reading.fields.published import is_slot
from avgraph.reading.markdown.footnotes import RAISED, RAISED_END, read_marks
from avgraph.reading.markdown.located import LocatedText, join_texts
from avgraph.reading.words import load_words

_BEFORE = re.compile(
    rf"[\s\W]*(?:\b(?:{'|'.join(sorted(map(re.escape, load_words('people')['before']), key=len, reverse=True))})\b\s*[:\uff1a]?\s+[*_]{{0,2}})?(?=[\w({RAISED}\[])",
    re.IGNORECASE,
)
_MARK = re.compile(
    rf"{RAISED}(?P<raised>[^{RAISED_END}]*){RAISED_END}|\^?\{{?\^(?P<caret>[\d,*a-z\u2020\u2021]{{1,8}})\}}?"
    r"|(?P<superscript>[\u00b2\u00b3\u00b9\u2070-\u2079*\u2020\u2021\u00a7\u00b6\u2709\u2605\u2606\u2217\u204e\u2660-\u2667\u25b3\u25c7\u25c6\U0001f4e7]+\ufe0f?)"
    r"|(?<=[^\W\d_])(?P<digit>\d(?:\s?,\s?\d)*)(?![\w.])"
)
_NEXT_NAME = re.compile(r" [A-Z\u00c0-\u00de][\w.'\u2019-]* [A-Z\u00c0-\u00de]")
_MARK_HINT = re.compile(r"[^\sA-Za-z,.&'-]")
_BRACKET = re.compile(r"\s*[(\[\uff08](?P<inside>[^()\[\]\uff08\uff09]{1,120})[)\]\uff09]")
_ONE_CUT_OFF = re.compile(r"\W{0,9}(?P<name>[^\W\d_](?:[^\W\d_]|['\u2019-]){0,40})[*\u2020]?,? et\.? al\W{0,9}", re.IGNORECASE)
_END = re.compile(r"[\s_*]{0,9}(?:\s[.,]|[_*][.,])?[\s_*]{0,9}$")
_STOP = re.compile(r"(?<![jJsS])[a-z]\.$|[^\W\d_a-zA-Z.]\.$")
_LIST_END = re.compile(rf"{_STOP.pattern}|^(?:[^,.]{{2,40}} [A-Z]{{1,3}}, )+[^,.]{{2,40}} [A-Z]\.$")
"""A full stop that ends a list: after a small letter, or after the last of initials without stops."""
_ELLIPSIS = re.compile(r",?\s*(?:\.\s?\.\s?\.|\u2026)\s*,?\s*(?=&|and\b)")
_ET_AL = re.compile(r"\bet\.?\s{0,2}al\b|\band others\b|\u7b49\u4eba?\s*[.)]*$", re.IGNORECASE)
_NO_PLAIN_HINT = re.compile(r"et\.? al|others|\bel al\W*$|\b(?:Dr|Prof|Mr|Mrs)\.? ")
_MEDLINE = re.compile(
    r"(?P<family>(?:[DO]['\u2019])?[^\W\d_][^\W\d_]+(?:[\s'\u2019-][^\W\d_]{2,}){0,2})\s+(?!I{2,3}\b|IV\b)(?P<given>[A-Z]\.|[A-Z](?:[ -]?[A-Z]){0,2})\.?"
)
_SMALL = r"(?:al|bin|da|de|del|den|der|di|dos|du|el|la|le|ten|ter|van|von)"
# A particle stands before the family name or, as librarians have it, after the given one.
_GIVEN = rf"[A-Z][^\W\d_]+ [A-Z][^\W\d_]+(?=, et\.? al\b|(?:, [^\W\d_][\w.'\u2019-]+ [^,&]{{2,40}}){{1,30}},? and )|[^\W\d_]+(?:-[^\W\d_]+)?(?:\s+(?:[A-Z]\.?\s?){{1,3}})?(?:\s+{_SMALL}\b){{0,3}}|(?:[A-Z]\.\s?-?){{1,4}}(?:\s+{_SMALL}\b){{0,3}}"
_FAMILY = rf"(?![\u3040-\u9fff\uac00-\ud7a3])(?:{_SMALL}\s+)*[^\W\d_][^\W\d_'\u2019-]+(?:-[^\W\d_]+)*"
_FAMILY_FIRST = re.compile(rf"(?P<family>{_FAMILY}),\s+(?P<given>{_GIVEN})(?P<rest>\s*(?:,|\.?$|\band\b|\bet\b|&|;).*)$", re.DOTALL)
_LETTER = r"[^\W\d_]"
_NO_LIST_HINT = re.compile(r"[?!=<>#\\:/\d]")
_NO_LIST = re.compile(r"\w:\s|[?!=<>#\\]|\w/\w|(?<!\s)(?<!\s0)\d{3}|\s[1-9]\d\d")
"""What no list of names has; ``Ada Byron 0001`` is one of several people of that name."""
_ANY_MARK = re.compile(rf"[{RAISED}\u00b2\u00b3\u00b9\u2070-\u209c]")
# Each repetition is possessive or bounded, so that no text is tried twice: a word is taken whole, and "and" is none.
_PLAIN_WORD = rf"(?!and\b){_LETTER}(?:{_LETTER}++|['\u2019-])*\.?"
_PLAIN_NAME = rf"{_PLAIN_WORD}(?: {_PLAIN_WORD})+"
_PLAIN_LIST = re.compile(rf"{_PLAIN_NAME}(?:(?:, and|, &|,| and| &) {_PLAIN_NAME})*")
_PLAIN_END = re.compile(rf"{_LETTER}(?:{_LETTER}|['\u2019-])$")
_FAMILY_AND_INITIALS = rf"(?<!\w)(?!and\b){_LETTER}(?:{_LETTER}|[ '\u2019-]){{0,40}}{_LETTER}, [A-Z]\.(?:[ -]?[A-Z]\.){{0,4}}(?![ -]?[A-Z]\.)(?! ?[A-Z]{_LETTER})"
_PAIR = re.compile(_FAMILY_AND_INITIALS)
_PAIR_HINT = re.compile(r", [A-Z]\.")
_PAIR_LIST = re.compile(rf"[\s-]{{0,9}}{_FAMILY_AND_INITIALS}(?:,? (?:& |and )?{_FAMILY_AND_INITIALS})*\s{{0,9}}")
_PAIR_WITHOUT_COMMA = re.compile(
    rf"(?:(?<=[.,;&] )|(?<=^))(?P<family>{_LETTER}{{2,40}}(?:-{_LETTER}{{1,40}})?)(?= (?:[A-Z]\.-? ?){{1,3}}(?:,|&|and|$|\s))"
)
_TWO_FAMILIES = re.compile(
    rf"\W{{0,9}}{_LETTER}(?:{_LETTER}|['\u2019-]){{0,40}}(?: (?:and|&) |, ){_LETTER}(?:{_LETTER}|['\u2019-]){{0,40}}\W{{0,9}}"
)
_OPEN_BRACKET = re.compile(r"\s*[(\[\uff08][^()\[\]\uff08\uff09]{0,200}$")
_PLAIN_SEPARATOR = re.compile(r",? (?:and|&) |, ")
_LONGEST_LIST, _LONGEST_SAMPLE = 20_000, 2_000


@dataclass(slots=True, eq=False)
class Names:
    """The names of a stretch of text."""

    names: list[LocatedText]
    text: LocatedText
    """What they were read from."""
    is_cut_off: bool
    marks: list[frozenset[str]] = field(default_factory=list)
    """The footnote marks of each name: numbers, letters, symbols."""
    institutions: list[tuple[int, LocatedText]] = field(default_factory=list)
    """What stands in a bracket after a name, with the index of the name."""


@lru_cache(maxsize=1 << 13)
def looks_like_names(text: str) -> bool:
    """Tell whether a text is a list of names of people, or one name cut off with "et al.".

    >>> looks_like_names("Ada Byron, Di Hu and J. van den Berg"), looks_like_names("Hearing, Seeing and Speaking"), looks_like_names("Byron et al.")
    (True, False, True)
    """
    names = read_names(LocatedText.at(text if len(text) <= _LONGEST_SAMPLE else text[:_LONGEST_SAMPLE].rpartition(",")[0], 0))
    return names is not None and (len(names.names) > 1 or names.is_cut_off)


def read_names(text: LocatedText, *, is_labelled: bool = False, has_venue: bool = False) -> Names | None:
    """Return the names of a text that is a list of names: two thirds of its parts and more are; None for any other text.

    A single word is a name before "et al.", where a label says so (`is_labelled`), and beside another before a venue (`has_venue`).

    >>> found = read_names(LocatedText.at("Byron, Ada, Alan Tring, and Di Hu", 0))
    >>> [name.string for name in found.names], read_names(LocatedText.at("we show, that ears, hear", 0))
    (['Ada Byron', 'Alan Tring', 'Di Hu'], None)
    """
    text = text.cut(0, _LONGEST_LIST).resolve_accents()
    string = text.string
    if not is_labelled and not _may_be_names(string):
        return None
    plain = None if not string.isascii() and _ANY_MARK.search(string) else _plain_names(text) or _plain_pairs(text)
    plain = plain or ([bare] if (is_labelled or has_venue) and is_collective((bare := text.strip(" .,")).string) else None)
    if plain is not None and (len(plain) > 1 or is_labelled or not opens_with_institution(string)):
        return Names(plain, text.strip(), is_cut_off=False, marks=[frozenset()] * len(plain))
    if (one := _ONE_CUT_OFF.fullmatch(string)) is not None and is_single_name(one["name"]):
        return Names([text.cut(*one.span("name"))], text.strip(), is_cut_off=True, marks=[frozenset()])
    opening = _BEFORE.match(string)
    bare = text.cut(opening.end()) if opening and string[opening.end() - 1 : opening.end()] not in ("(", "[") else text
    bare, brackets = _without_brackets(bare)
    bare, marks = _without_marks(_with_commas(bare))
    bare = bare.cut(0, len(bare.string[:-20]) + len(_END.sub("", bare.string[-20:])))
    bare = bare.cut(0, len(bare.string) - 1) if _LIST_END.search(bare.string) and not _ET_AL.search(bare.string) else bare
    bare = bare.sub(_ELLIPSIS, ", et al., ") if "..." in bare.string or "\u2026" in bare.string else bare
    names, is_cut_off = locate_names(_turned_first(bare.fold_spaces()))
    names = [_turned_medline(name) for name in names] if all(_MEDLINE.fullmatch(name.string) for name in names) else names
    # The full stop of the list goes; that of an initial or a suffix stays.
    parts = [name.cut(0, len(name.string) - bool(_STOP.search(name.string))) for name in names if any(map(str.isalpha, name.string))]
    known = people_among([name.string for name in parts])
    names = [name for name, is_one in zip(parts, known, strict=True) if is_one or not (len(parts) > 1 and is_no_person(name.string))]
    is_certain = is_labelled or (has_venue and _TWO_FAMILIES.fullmatch(bare.string) is not None)
    are_few = 2 * len(names) < len(parts) and not is_labelled
    if are_few or not names or not _are_names(names, is_cut_off=is_cut_off, is_labelled=is_certain):
        return None
    if not is_certain and len(names) > 1:
        names = [name for name in names if not is_alien(name.string)] or names
    return Names(names, text.strip(), is_cut_off, _by_name(names, marks), list(_institutions(names, brackets, parts)))


def plain_names(text: LocatedText) -> Names | None:
    """Return the names of a text that is nothing but two and more names without marks; the cheap half of `read_names`."""
    names = None if _ANY_MARK.search(text.string) else _plain_names(text)
    return Names(names, text.strip(), is_cut_off=False, marks=[frozenset()] * len(names)) if names is not None and len(names) > 1 else None


def _plain_names(text: LocatedText) -> list[LocatedText] | None:
    """Return the names of a text that is nothing but names of two words and more with commas or "and" between them, else None."""
    string = text.string
    end = len(string.rstrip(" .")) if string.endswith((".", " ")) else len(string)
    if _NO_PLAIN_HINT.search(string) or not _PLAIN_LIST.fullmatch(string, 0, end):
        return None
    names, start = [], 0
    for match in _PLAIN_SEPARATOR.finditer(string, 0, end):
        if match.start() > start:
            names.append((start, match.start()))
        start = match.end()
    names.append((start, end))
    pieces = [string[first:last] for first, last in names]
    if not all([_PLAIN_END.match(piece[-2:]) for piece in pieces]):  # noqa: C419  (faster)
        return None
    if (people := sum(people_among(pieces))) == len(names):
        return [text.cut(first, last) for first, last in names]
    if 3 * people < 2 * len(names) or string[:1].islower() or any(map(is_no_person, pieces)):
        return None
    return [text.cut(first, last) for (first, last), piece in zip(names, pieces, strict=True) if not is_alien(piece)]


def _plain_pairs(text: LocatedText) -> list[LocatedText] | None:
    """Return the names, initials first, of a text that is nothing but ``Family, I., Family, I., & Family, I.``, else None."""
    if not _PAIR_HINT.search(text.string) or not _PAIR_LIST.fullmatch(text.string):
        return None
    commas = [(match.start(), text.string.index(",", match.start()), match.end()) for match in _PAIR.finditer(text.string)]
    return [join_texts(" ", [text.cut(comma + 2, end), text.cut(start, comma)]) for start, comma, end in commas]


def _may_be_names(string: str) -> bool:
    """Tell cheaply whether a text may be a list of names: it has a capital, and is no sentence, version (``Bell V2``) or words of links."""
    head = string[:160]
    if (not any(map(str.isupper, head)) and not HAN.search(head)) or (_NO_LIST_HINT.search(head) and _NO_LIST.search(head)):
        return False
    words = head.split()
    small = sum(word.islower() and word.isalpha() and len(word) > 3 and word not in PARTICLES for word in words)
    return small * 3 <= len(words) and not holds_only_link_words(string) and not (words[-1][:1] == "V" and words[-1][1:2].isdigit())


def _are_names(names: Sequence[LocatedText], *, is_cut_off: bool, is_labelled: bool) -> bool:
    people = sum(map(is_person, (name.string for name in names)))
    if len(names) == 1:
        name, is_stated = names[0].string, is_labelled or is_cut_off
        return bool(people and (is_stated or not (HAN.search(name) or opens_with_institution(name)))) or (
            is_stated and is_single_name(name)
        )
    if is_labelled or (is_cut_off and people):
        return 2 * (people + sum(is_single_name(name.string) for name in names)) >= len(names)
    if any(len(name.string) > 4 and HAN.search(name.string) and not is_person(name.string) for name in names):
        return False
    return 3 * people >= 2 * len(names) or (2 * people >= len(names) > 2 and all(is_single_name(name.string) for name in names))


def _without_brackets(text: LocatedText) -> tuple[LocatedText, list[LocatedText]]:
    """Return a list of names without the brackets that say where a person works, and what stands in them."""
    if not re.search(r"[(\[\uff08]", text.string):
        return text, []
    parts: list[LocatedText] = []
    inside: list[LocatedText] = []
    start = 0
    for match in _BRACKET.finditer(text.string):
        parts.append(text.cut(start, match.start()))
        if (
            text.string[match.end() : match.end() + 2].strip()[:1].isupper()
            and " " in re.split(r"[,;]|\band\b", parts[-1].string)[-1].strip()
        ):
            parts.append(LocatedText.over(", ", text.starts[match.start()], text.ends[match.end() - 1]))
        elif text.string[match.end() : match.end() + 1].isalpha():
            parts.append(LocatedText.over(" ", text.starts[match.start()], text.ends[match.end() - 1]))
        inside.append(text.cut(*match.span("inside")).strip())
        start = match.end()
    return join_texts("", [*parts, text.cut(start).sub(_OPEN_BRACKET, "")]), inside


def _with_commas(text: LocatedText) -> LocatedText:
    """Return a list of pairs (``Byron, A., Tring B.``) with a comma in every pair."""
    if not (_PAIR_HINT.search(text.string) and _PAIR.search(text.string) and _PAIR_WITHOUT_COMMA.search(text.string)):
        return text
    parts, start = [], 0
    for match in _PAIR_WITHOUT_COMMA.finditer(text.string):
        place = match.end("family")
        parts += [text.cut(start, place), LocatedText.over(",", text.starts[place], text.starts[place])]
        start = place
    return join_texts("", [*parts, text.cut(start)])


def _without_marks(text: LocatedText) -> tuple[LocatedText, list[tuple[int, str]]]:
    """Return a list of names without its footnote marks, a comma where one stands between two names, and where each mark stood."""
    string = text.string
    if not _MARK_HINT.search(string):
        return text, []
    marks: list[tuple[int, str]] = []
    parts: list[LocatedText] = []
    start = 0
    for match in _MARK.finditer(string):
        mark = match[match.lastgroup or 0]
        marks.append((text.starts[match.start()], mark))
        parts.append(text.cut(start, match.start()))
        following = string[match.end() : match.end() + 3].lstrip(f" {RAISED}")
        is_between = any(map(str.isdigit, mark)) or mark.isalpha() or _NEXT_NAME.match(string, match.end())
        if following[:1].isupper() and is_between and parts[-1].string.strip()[-1:].isalpha():
            parts.append(LocatedText.over(", ", text.starts[match.start()], text.ends[match.start()]))
        start = match.end()
    return (join_texts("", [*parts, text.cut(start)]), marks) if marks else (text, marks)


def _turned_first(text: LocatedText) -> LocatedText:
    """Return a list whose first name alone has the family name first (``Byron, Ada, Alan Tring and Di Hu``) with that name turned."""
    string = text.string
    if (match := _FAMILY_FIRST.match(string)) is None:
        return text
    rest = match["rest"].strip(" ,.&")
    if all("," in part for part in re.split(r"\band\b|&", _ET_AL.sub("", string).strip(" ,."))) and re.search(r"\band\b|&", rest):
        return text
    others = [part.strip() for part in re.split(r",|\band\b|&", re.sub(r"\bet\.?\s?al\b\.?", "", rest)) if part.strip(" .")]
    given, is_cut_off = match["given"], _ET_AL.search(rest) is not None
    if any(not (is_person(part) or (is_cut_off and is_single_name(part))) for part in others) or (
        re.fullmatch(r"(?:[A-Z]\.?[\s-]?)+", given) and others
    ):
        return text
    end = match.start("given") + len(given.rstrip())
    family, name = text.cut(*match.span("family")), text.cut(match.start("given"), end)
    return join_texts("", [join_texts(" ", [name, family]), text.cut(end)])


def _turned_medline(name: LocatedText) -> LocatedText:
    match = None if name.string.isupper() and "." not in name.string else _MEDLINE.fullmatch(name.string)
    return join_texts(" ", [name.cut(*match.span("given")), name.cut(*match.span("family"))]) if match else name


def _by_name(names: Sequence[LocatedText], marks: Sequence[tuple[int, str]]) -> list[frozenset[str]]:
    """Return the marks of each name: those that stand after it and before the next."""
    own: list[set[str]] = [set() for _ in names]
    ends = _ends(names)
    for place, mark in marks:
        if index := bisect_right(ends, (place + 1, len(names))):
            own[ends[index - 1][1]].update(read_marks(mark))
    return [frozenset(each) for each in own]


def _ends(names: Sequence[LocatedText]) -> list[tuple[int, int]]:
    """Return where each name ends, and its index, in the order of the text."""
    return sorted((max(name.ends), index) for index, name in enumerate(names))


def _institutions(
    names: Sequence[LocatedText], brackets: Sequence[LocatedText], parts: Sequence[LocatedText]
) -> Iterator[tuple[int, LocatedText]]:
    """Yield each bracket that names an institution, with the index of the name before it, and what stands beside one name (``Ada Byron, NYU``)."""
    if len(names) == 1:
        yield from ((0, part) for part in parts if part not in names and is_institution(part.string))
    ends = _ends(names)
    for inside in brackets:
        is_one = (names_organisation(inside.string) or is_institution(inside.string)) and not is_slot(inside.string)
        if is_one and (index := bisect_right(ends, (inside.span[0], len(names)))):
            yield ends[index - 1][1], inside
