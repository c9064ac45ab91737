"""Know the words of organisations' names: abbreviations, legal suffixes, countries, and what could be several organisations."""

import re

ABBREVIATIONS = {
    "ai": "artificial intelligence", "univ": "university", "uni": "university", "inst": "institute", "lab": "laboratory",
    "labs": "laboratory", "dept": "department", "natl": "national", "intl": "international", "sci": "science",
    "mpi": "max planck institute", "iit": "indian institute technology", "iiit": "international institute information technology",
    "cas": "chinese academy science", "uc": "university california", "ut": "university texas", "unc": "university north carolina",
    "umass": "university massachusetts", "csail": "computer science artificial intelligence laboratory", "ctr": "center",
}  # fmt: skip
"""Words whose abbreviations are common knowledge."""
SHARED_ABBREVIATIONS = frozenset(("mpi", "iit", "iiit", "cas", "uc", "ut", "unc"))
"""Abbreviations that by themselves could be another organisation's (UT is also Tokyo's, Twente's and Utah's)."""
ACRONYMS = {
    "mit": "massachusetts institute technology", "cmu": "carnegie mellon university", "msr": "microsoft research",
    "kaist": "korea advanced institute science technology", "postech": "pohang university science technology",
    "hkust": "hong kong university science technology", "cuhk": "chinese university hong kong", "hku": "university hong kong",
    "kaust": "king abdullah university science technology", "ustc": "university science technology china",
    "uestc": "university electronic science technology china", "bupt": "beijing university post telecommunication",
    "ucas": "university chinese academy science", "casia": "institute automation chinese academy science",
    "sjtu": "shanghai jiao tong university", "nus": "national university singapore", "ntu singapore": "nanyang technological university",
    "ucla": "university california los angeles", "ucsd": "university california san diego", "ucsb": "university california santa barbara",
    "usc": "university southern california", "uiuc": "university illinois urbana champaign", "nyu": "new york university",
    "gatech": "georgia institute technology", "georgia tech": "georgia institute technology", "caltech": "california institute technology",
    "virginia tech": "virginia polytechnic institute state university", "ucl": "university college london",
    "epfl": "ecole polytechnique federale lausanne", "eth": "eth zurich", "merl": "mitsubishi electric research laboratory",
    "etri": "electronic telecommunication research institute", "ntt": "nippon telegraph telephone", "fair": "facebook artificial intelligence research",
    "dfki": "deutsches forschungszentrum kunstliche intelligenz", "cnrs": "centre national recherche scientifique",
    "nii": "national institute informatics", "nwpu": "northwestern polytechnical university",
    "mbzuai": "mohamed bin zayed university artificial intelligence", "ttic": "toyota technological institute chicago",
}  # fmt: skip
"""Acronyms of whole names that are common knowledge. An acronym that several organisations use (NTU, TU, UM) is not here."""
UNIVERSITY = re.compile(r"^universit(?:y|ies|at|aet|aat|e|eit|a|as|ad|et|atea|ario|y's)$|^universidade?$|^universitat$|^universitaet$")
FUNCTION_WORDS = frozenset(
    [
        "of",
        "and",
        "the",
        "for",
        "at",
        "in",
        "on",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "del",
        "della",
        "degli",
        "dell",
        "di",
        "der",
        "die",
        "das",
        "fur",
        "van",
        "von",
        "et",
        "e",
        "y",
        "i",
        "a",
        "an",
        "to",
    ]
)
LEGAL_SUFFIXES = frozenset(
    [
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llc",
        "llp",
        "corp",
        "corporation",
        "co",
        "company",
        "gmbh",
        "plc",
        "pty",
        "ag",
        "sa",
        "spa",
        "bv",
        "nv",
        "oy",
        "ab",
        "kk",
    ]
)
"""Legal suffixes; they are left out at the end of a name that keeps another word."""
ONE_NUMBER = {
    "laboratories": "laboratory", "sciences": "science", "institutes": "institute", "technologies": "technology", "universities": "university",
    "communications": "communication", "telecommunications": "telecommunication", "posts": "post", "electronics": "electronic",
    "systems": "system", "studies": "study", "centers": "center", "centres": "centre",
}  # fmt: skip
GENERIC_WORDS = (
    "university", "institute", "technology", "laboratory", "research", "academy", "college", "national", "international", "artificial",
    "telecommunication", "engineering", "foundation", "corporation", "department", "hospital",
)  # fmt: skip
"""Words that are misprinted often and resemble no other word of a name, so that a misprint is evident.

"Intelligence" (intelligent), "information" (informatics), "electronic" (electric) and "polytechnic" (polytechnical) do not qualify.
"""
COUNTRIES = frozenset(
    ["argentina", "australia", "austria", "bangladesh", "belgium", "brazil", "bulgaria", "canada", "chile", "china", "p.r.china", "colombia", "croatia", "cyprus", "czechia", "denmark", "ecuador", "egypt", "england", "estonia", "ethiopia", "finland", "france", "germany", "greece", "hungary", "iceland", "india", "indonesia", "iran", "iraq", "ireland", "israel", "italy", "japan", "jordan", "kazakhstan", "kenya", "korea", "latvia", "lebanon", "lithuania", "luxembourg", "macao", "malta", "mexico", "morocco", "nepal", "netherlands", "nigeria", "norway", "pakistan", "peru", "philippines", "poland", "portugal", "romania", "russia", "scotland", "serbia", "slovakia", "slovenia", "spain", "sweden", "switzerland", "taiwan", "thailand", "tunisia", "turkey", "uk", "usa", "u.k", "u.s.a", "u.s", "us", "ukraine", "uruguay", "wales"]
) | {
    "south korea", "republic of korea", "united kingdom", "united states", "united states of america", "p.r. china", "pr china", "p. r. china",
    "new zealand", "saudi arabia", "south africa", "sri lanka", "the netherlands", "czech republic", "hong kong", "people's republic of china",
}  # fmt: skip
"""Countries whose name after a comma is an address. Those where branch campuses stand (Malaysia, Qatar, Singapore …) are left out."""
UNIT_WORDS = frozenset(["research", "ai", "lab", "labs", "laboratory", "laboratories", "cloud", "graphics", "group", "team", "studio"])
"""Words that make a unit's name of an organisation's."""
BRANCH_PLACES = frozenset(
    ["qatar", "doha", "dubai", "uae", "malaysia", "singapore", "china", "vietnam", "shenzhen", "shanghai", "suzhou", "ningbo", "guangzhou"]
)
"""Places where universities of elsewhere have campuses."""
CANNOT_END = frozenset(
    [
        "of",
        "and",
        "for",
        "&",
        "the",
        "information",
        "computer",
        "computing",
        "electronic",
        "electrical",
        "advanced",
        "artificial",
        "natural",
        "applied",
        "national",
        "state",
        "international",
    ]
)
AMBIGUOUS = frozenset(
    {
        "university of california", "university of texas", "university of north carolina", "university of illinois", "university of wisconsin",
        "university of massachusetts", "state university of new york", "city university of new york", "california state university",
        "indian institute of technology", "indian institute of information technology", "national institute of technology",
        "international institute of information technology", "international institute for information technology", "indian institute of science education and research",
        "max planck institute", "max-planck-institut", "fraunhofer institute", "university of science and technology", "institute of technology",
        "university of technology", "national university", "technical university", "medical university", "agricultural university", "normal university", "academy of sciences",
        "institute of science and technology", "advanced institute of science and technology", "polytechnic university", "state university",
        "iit", "iiit", "nit", "mpi", "uc", "university of paris", "université de paris",
    }
)  # fmt: skip
"""Folded forms that common knowledge calls the beginning, or the family, of several organisations' names."""
