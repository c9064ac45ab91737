import re

_V = re.compile(
    r"^[\s\W]*(?:(?:[A-Z][A-Za-z&+.-]*[A-Z][A-Za-z&+]*|arxiv|preprint|Nature|Science|journal|in|ACM|IEEE|Findings|Transactions|on|of|Workshop|Workshops|Oral|Spotlight|Poster|Demo|MM|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|\d{1,2}|(?:19|20)\d\d(?:[./-]\d{1,2}){0,2}|'?\d\d)[\s\W_]*)+$",
    re.I,
)
_Y = re.compile(r"(?:19|20)\d\d|'\d\d|-\d\d|[A-Z]{3,}")


def is_slot(text):
    t = text.strip(" []()【】*.,|")
    if not t or len(t) > 60:
        return False
    if re.fullmatch(r"[\d\W]+", t):
        return bool(re.search(r"(?:19|20)\d\d", t))
    if re.fullmatch(r"(?:arxiv|preprint|oral|spotlight|poster|highlight|findings)\W*", t, re.I):
        return True
    if not re.search(r"(?:19|20)\d\d|['’]\d\d|-\d\d\b|[A-Z]{2,}\d\d\b", t):
        return t.isupper() and 3 <= len(t) <= 8 and t.isalpha()
    rest = re.sub(r"(?:19|20)\d\d(?:[./-]\d{1,2}){0,2}|['’-]?\d{1,2}(?:st|nd|rd|th)?\b", "", t)
    words = re.findall(r"[A-Za-z]+", rest)
    return len(words) <= 5 and all(w[0].isupper() or w.lower() in ("arxiv", "on", "of", "in", "and", "et", "al") for w in words)


from avgraph.reading.fields.facts import Facts
from avgraph.reading.fields.published import Published


def cut_title(t):
    m = re.search(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s*$", t.string)
    if m and is_slot(m[1]):
        return t.cut(0, m.start()), Published()
    return t, Published()


def read_facts(before, after, others):
    return Facts()


def read_slot(t):
    return Published() if is_slot(t.string) else None
