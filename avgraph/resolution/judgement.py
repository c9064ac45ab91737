"""Judge whether two forms name one entity: the judgements there are, and the reasons for them."""

from enum import Enum, StrEnum
from typing import Self


class Judgement(Enum):
    """Whether two forms name one entity."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"

    def __add__(self, other: "Judgement") -> "Judgement":
        """Return what the judgements of a and b, and of b and c, imply for a and c.

        >>> Judgement.SAME + Judgement.DIFFERENT, Judgement.DIFFERENT + Judgement.DIFFERENT
        (<Judgement.DIFFERENT: 'different'>, <Judgement.UNDECIDED: 'undecided'>)
        """
        if self is Judgement.SAME:
            return other
        return self if other is Judgement.SAME else Judgement.UNDECIDED


class Reason(StrEnum):
    """Why two forms are judged as they are: the sentence that is printed, and the judgement that it leads to.

    A rule by which two forms match leads to one entity, together with the evidence that its rule demands.
    """

    judgement: Judgement

    def __new__(cls, sentence: str, judgement: Judgement = Judgement.SAME) -> Self:
        """Return a reason whose value is its sentence."""
        reason = str.__new__(cls, sentence)
        reason._value_ = sentence
        reason.judgement = judgement
        return reason

    # Of every kind
    REVIEWED = "the authority {authority} says so"
    SAME_FOLDED_FORM = "the forms differ only in case, spaces, apostrophes, dashes, Unicode form or a leading 'the'"
    # Names of people
    SAME_LETTERS = "the names have the same letters but for diacritics, hyphens, dots and spaces"
    LOST_LETTERS = "a letter of one name was lost"
    ABBREVIATED = "one name has initials for given names of the other, or leaves them out"
    NICKNAME = "one name has the nickname of the other's given name"
    OTHER_ORDER = "the words of the names stand in another order"
    ONE_LETTER = "the names differ in one letter"
    OTHER_SPELLING = "the names are spelt from another script in two ways"
    LONGER_FAMILY = "one name has a further family name"
    FIRST_LEFT_OUT = "one name leaves out the first given name of the other"
    # Names of organisations
    SAME_SPELLING = (
        "the forms differ only in spelling: case, diacritics, punctuation, function words, usual abbreviations, "
        "a legal suffix or a misprint of a generic word"
    )
    ADDRESS_LEFT_OUT = "one form has an address after the name"
    SAME_REGISTRY_ID = "the Research Organization Registry has one organisation for both"
    KNOWN_SHORT_NAME = "one form is a short name of the other that is common knowledge"
    EXPLAINED_ACRONYM = "one form is the acronym that a form of the list explains"
    WORD_ORDER = "one form is 'University of X', the other 'X University'"
    LEADING_COUNTRY = "one form has the country before the name"
    CUT_OFF = "one form is the other, cut off in the middle of the name"
    COMPANY_IN_FRONT = "one form has the company before the name of its laboratory"
    ACRONYM = "one form is the acronym of the other's words"
    APPENDED_PLACE = "one form has a place or an acronym after the name"
    RARE_MISPRINT = "the forms differ in one letter, and one is far more frequent"
    ALIKE = "the names look alike"
    # Names of venues
    SAME_SERIES = "the forms differ only in publisher, edition, year, order of words and usual abbreviations"
    ABBREVIATED_WORDS = "one form has the words of the other abbreviated"
    PART_OF_CONFERENCE = "both name the same part of one conference"
    OF_THE_FIELD = "of the venues of this acronym one is of the field that the list is about"
    # Entries of papers
    SAME_IDENTIFIER = "the links hold the same identifier"
    SAME_PAGE = "the links lead to the same page"
    SAME_TITLE = "the titles differ at most in case, spaces and punctuation"
    MISPRINTED_TITLE = "the titles differ in one letter"
    # Rows of dataset tables
    SAME_NAME = "the names are alike but for case, spaces, apostrophes and dashes"

    # What leaves the rules in doubt
    SHORT_FOR_SEVERAL = "it is short for several names of the list", Judgement.UNDECIDED
    LONGER_NAME = "a longer name can be another person's", Judgement.UNDECIDED
    COMMON_FAMILY = "with a family name this common two people can differ in one letter", Judgement.UNDECIDED
    PINYIN = "both are names in Pinyin", Judgement.UNDECIDED
    SHORT_NAME = "names this short, or this well known, can differ in one letter", Judgement.UNDECIDED
    FURTHER_SYLLABLE = "a further syllable makes another given name", Judgement.UNDECIDED
    TWO_FAMILIES = "each word can be the family name", Judgement.UNDECIDED
    COMMON_NAME = "a name this common needs a second co-author, or an institution as well", Judgement.UNDECIDED
    OTHER_INITIAL = "they differ in an initial", Judgement.UNDECIDED
    OTHER_GIVEN = "one letter makes another name of it", Judgement.UNDECIDED
    OTHER_PLACE = "one letter can make another place of it", Judgement.UNDECIDED
    ONE_SUFFIX = "one has a suffix or number that tells people apart", Judgement.UNDECIDED
    OTHER_UNIT = "the longer form may name a campus or another unit", Judgement.UNDECIDED
    NO_SHARED_COAUTHOR = "no co-author in common", Judgement.UNDECIDED
    NO_SHARED_COAUTHOR_OR_INSTITUTION = "no co-author or institution in common", Judgement.UNDECIDED
    NO_SHARED_AUTHOR = "no author in common", Judgement.UNDECIDED
    BARE_UNIT = "a unit without what it is of can be any organisation's", Judgement.UNDECIDED
    SEVERAL_COUNTRIES = "the list has organisations of this name in several countries", Judgement.UNDECIDED

    # What tells apart
    REVIEWED_AS_DIFFERENT = "the authority {authority} says that they are not the same", Judgement.DIFFERENT
    TWO_RECORDS = "the authority tells them apart", Judgement.DIFFERENT
    NAMESAKES = "they are people of one name, who are told apart", Judgement.DIFFERENT
    ONE_AUTHOR_LIST = "both stand in one author list", Judgement.DIFFERENT
    ONE_ENTRY = "an entry lists both", Judgement.DIFFERENT
    OTHER_SUFFIX = "their suffixes or numbers tell them apart", Judgement.DIFFERENT
    OTHER_GIVEN_NAME = "it would join two given names", Judgement.DIFFERENT
    OTHER_COUNTRY = "they lie in different countries", Judgement.DIFFERENT
    OTHER_PARENTHESIS = "what stands in parentheses tells them apart", Judgement.DIFFERENT
    OTHER_REGISTRY_ID = "the registry has an id for each", Judgement.DIFFERENT
