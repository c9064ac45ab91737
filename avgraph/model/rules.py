"""Hold what reading and checking find: span, code, message, fixes; and the table of rules."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the list, as in SARIF: lines and columns count from 1, columns count code points, the end is exclusive.

    A byte order mark is no column. An empty span stands between two characters.
    """

    line: int
    column: int
    end_line: int
    end_column: int

    def part(self, start: int, end: int) -> "Span":
        """Return a stretch of a span within its first line; `start` and `end` count code points from the span's start."""
        return Span(self.line, self.column + start, self.line, self.column + end)


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """A certain repair: what stands in a span is written otherwise."""

    span: Span
    new: str
    """What shall stand there."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about the list."""

    span: Span
    """What it is about."""
    code: str
    """A stable code such as ``AVG101``."""
    message: str
    """What is wrong and what would be right, in one sentence."""
    fixes: tuple[Fix, ...] = ()
    """How to repair it, where that is certain."""

    @property
    def line(self) -> int:
        """The line it is about, counted from 1."""
        return self.span.line

    @property
    def severity(self) -> Severity:
        """How much it matters, as its rule says."""
        return RULES[self.code].severity

    def __lt__(self, other: "Diagnostic") -> bool:
        """Order findings by line, then by code."""
        return self._sort_key() < other._sort_key()

    def _sort_key(self) -> tuple[object, ...]:
        return self.span.line, self.code, self.message, self.span, self.fixes


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the checker."""

    code: str
    name: str
    severity: Severity
    summary: str
    """What the rule says, in one sentence."""
    bad: str
    good: str
    is_fixable: bool = False
    """Whether ``--fix`` repairs what is certain."""
    is_about_line: bool = False
    """Whether it is about a line as a whole, whose words do not tell one finding from another."""


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


_ALL = (
    Rule("AVG101", "entry-too-long", _E, "An entry has a length that can be read.", "an entry of 200,000 characters", "one entry for each paper", is_about_line=True),
    Rule("AVG102", "missing-title", _E, "An entry has a title under its tag.", "**[CVPR-2016]** <br>", "**[CVPR-2016]** [Title](https://…)", is_about_line=True),
    Rule("AVG103", "missing-tag", _E, "An entry opens with a tag.", "[Title](https://…)", "**[CVPR-2016]**", is_about_line=True),
    Rule("AVG104", "missing-year", _E, "A tag names a year.", "**[CVPR]**", "**[CVPR-2016]**"),
    Rule("AVG105", "malformed-tag", _W, "A tag has both its brackets and both pairs of asterisks.", "**[CVPR-2016]", "**[CVPR-2016]**", is_fixable=True),
    Rule("AVG106", "missing-link", _W, "A title links to the paper.", "Look, Listen and Learn", "[Look, Listen and Learn](https://…)"),
    Rule("AVG107", "missing-authors", _W, "An entry names the authors.", "**Authors:**", "**Authors:** Di Hu, Xuelong Li"),
    Rule("AVG108", "missing-institution", _W, "An entry names the institutions.", "**Institution:**", "**Institution:** Tsinghua University"),
    Rule("AVG109", "authors-cut-off", _W, "Everybody is named.", "Di Hu, et al.", "Di Hu, Xuelong Li, Xiaoqiang Lu"),
    Rule("AVG110", "spilt-authors", _W, "Authors stand under their label.", "**Institution:** Di Hu", "**Authors:** Di Hu"),
    Rule("AVG111", "tag-without-venue", _I, "A tag names the venue, or says that the paper is a preprint.", "**[2022]**", "**[arXiv-2022]**"),
    Rule("AVG112", "tag-separator", _W, "One hyphen stands between venue and year.", "**[ICDIP 2022]**", "**[ICDIP-2022]**", is_fixable=True),
    Rule("AVG113", "impossible-year", _E, "The year is one in which papers of the field appeared.", "**[CVPR-1016]**", "**[CVPR-2016]**"),
    Rule("AVG114", "year-against-link", _W, "The tag has the year of the paper that the link leads to.", "[CVPR-2020] …/CVPR2021/…", "[CVPR-2021] …/CVPR2021/…"),
    Rule("AVG115", "venue-against-link", _W, "The tag has the venue that the link leads to.", "[CVPR-2022] …/WACV2022/…", "[WACV-2022] …/WACV2022/…"),
    Rule("AVG116", "label-misprint", _W, "The labels are spelt as everywhere.", "**Insitution:**", "**Institution:**", is_fixable=True),
    Rule("AVG201", "unknown-venue", _I, "A venue is known to the authority.", "**[XYZ-2022]**", "**[CVPR-2022]**"),
    Rule("AVG202", "venue-misprint", _W, "A venue is spelt right.", "**[TEEE/ACM TASLP-2023]**", "**[IEEE/ACM TASLP-2023]**", is_fixable=True),
    Rule("AVG203", "venue-variant", _W, "A venue is written in one way.", "**[TMM-2021]** beside **[IEEE TMM-2021]**", "**[IEEE TMM-2021]**"),
    Rule("AVG301", "table-bar", _W, "The rows of a table end in a bar.", "| Dataset | Year", "| Dataset | Year |", is_fixable=True),
    Rule("AVG302", "too-many-cells", _W, "A row has as many cells as there are headers.", "| a | b | c | under two headers", "| a | b \\| c |", is_about_line=True),
    Rule("AVG303", "nameless-row", _E, "A row names a dataset.", "| | 2016 |", "| LRW | 2016 |", is_about_line=True),
    Rule("AVG304", "unreadable-cell", _W, "A cell holds what its header says.", "| LRW | long ago |", "| LRW | 2016 |", is_about_line=True),
    Rule("AVG305", "other-table", _W, "A table is one of datasets.", "| Name | Price |", "| Dataset | Year |", is_about_line=True),
    Rule("AVG306", "table-link-elsewhere", _W, "A dataset's link leads to that dataset.", "[Pano-AVQA](…/dataset/visual-question-answering)", "[Pano-AVQA](…/dataset/pano-avqa)"),
    Rule("AVG307", "task-misprint", _W, "A dataset's task is spelt as elsewhere.", "sound sepearation", "sound separation", is_fixable=True),
    Rule("AVG308", "unknown-task", _I, "A dataset's task is a heading of the list.", "Sound generation", "Mono Sound Generation"),
    Rule("AVG401", "control-character", _W, "A line holds no control characters.", "a form feed", "a space", is_about_line=True),
    Rule("AVG402", "stray-text", _W, "Text stands in an entry, a table, a heading or a comment.", "(more to come)", "<!-- more to come -->", is_about_line=True),
    Rule("AVG403", "odd-character", _W, "A line holds no invisible characters and no unusual spaces.", "a zero width space in a name", "the name", is_fixable=True, is_about_line=True),
    Rule("AVG404", "untidy-spaces", _I, "One space stands between words, and none before a comma.", "Di Hu , Xuelong  Li", "Di Hu, Xuelong Li", is_fixable=True),
    Rule("AVG405", "tracking-link", _W, "A link holds no tracking.", "https://…/paper?utm_source=x", "https://…/paper", is_fixable=True),
    Rule("AVG406", "versioned-link", _I, "A link leads to the paper and not to one version.", "arxiv.org/abs/2205.07611v1", "arxiv.org/abs/2205.07611"),
    Rule("AVG407", "malformed-link", _E, "A link is a web address.", "[Title](arxiv/2205.07611)", "[Title](https://arxiv.org/abs/2205.07611)"),
    Rule("AVG501", "same-paper-twice", _W, "A paper stands once under a heading.", "two entries of one paper under Speech", "one entry"),
    Rule("AVG502", "two-links", _I, "The entries of a paper have one link.", "arxiv.org/abs/… and ieeexplore.ieee.org/document/…", "the same link twice"),
    Rule("AVG503", "copies-disagree", _W, "The entries of a paper say the same.", "three authors here, four there", "the same authors"),
    Rule("AVG504", "one-link-two-titles", _W, "A link stands under one title.", "two titles with the link of one paper", "a link for each"),
    Rule("AVG505", "title-misprint", _W, "The entries of a paper spell its title alike.", "Audio-Visuav Learning", "Audio-Visual Learning"),
    Rule("AVG506", "possibly-same-paper", _I, "Entries with one title are one paper, or differ in venue on purpose.", "one title under two venues", "a remark (journal version)"),
    Rule("AVG601", "author-separator", _W, "Commas, each with a space, stand between authors.", "Di Hu,Xuelong Li; Lu", "Di Hu, Xuelong Li, Lu", is_fixable=True),
    Rule("AVG602", "name-cut-off", _W, "A name has a family name.", "Alexander Clegg, Paul", "Alexander Clegg, Paul Calamia"),
    Rule("AVG603", "lost-letter", _W, "No letter of a name is lost.", "Bj?rn Schuller", "Björn Schuller"),
    Rule("AVG604", "family-name-first", _W, "The given name stands first.", "Hori, C.; Cherian, A.", "C. Hori, A. Cherian"),
    Rule("AVG605", "one-name-two-people", _I, "A name whose papers share nobody and no institution may be two people's.", "Hao Wang in two places", "a record in an authority file"),
    Rule("AVG606", "author-variant", _I, "A person is written in one way.", "Lirong Dai beside Li-Rong Dai", "Li-Rong Dai"),
    Rule("AVG607", "near-identical-names", _I, "Names that differ in little are two people's on purpose.", "Yaman Kumar beside Yaman Kumar Singla", "one form"),
    Rule("AVG608", "author-twice", _W, "An author stands once in an entry.", "Di Hu, Di Hu", "Di Hu"),
    Rule("AVG609", "name-case", _W, "A name opens with a capital.", "Zexu pan", "Zexu Pan"),
    Rule("AVG610", "initials", _I, "An initial has its dot, and a space after it.", "C V Jawahar, R.Langlois", "C. V. Jawahar, R. Langlois", is_fixable=True),
    Rule("AVG611", "initials-only", _I, "Given names are written out.", "A. Cherian", "Anoop Cherian"),
    Rule("AVG701", "institution-variant", _I, "An institution is written in one way.", "MIT beside Massachusetts Institute of Technology", "Massachusetts Institute of Technology"),
    Rule("AVG702", "institution-misprint", _W, "An institution is spelt right.", "Stanford Univeristy", "Stanford University", is_fixable=True),
    Rule("AVG703", "truncated-institution", _W, "An institution's name says which one is meant.", "University of California", "University of California, Merced"),
    Rule("AVG704", "no-organisation", _W, "An institution is an organisation.", "Cambridge", "University of Cambridge"),
    Rule("AVG705", "glued-institutions", _W, "A semicolon stands between two institutions.", "Tsinghua University, Peking University", "Tsinghua University; Peking University"),
    Rule("AVG706", "institution-separator", _I, "A semicolon and a space stand between institutions.", "A;B", "A; B", is_fixable=True),
    Rule("AVG707", "institution-twice", _W, "An institution stands once in an entry.", "MIT; Massachusetts Institute of Technology", "MIT"),
    Rule("AVG708", "near-identical-institutions", _I, "Names of institutions that differ in little are two on purpose.", "Dartmouth beside Dartmouth College", "one form"),
    Rule("AVG801", "heading-jump", _W, "A heading is one level below the one above it.", "## A, then #### B", "## A, then ### B"),
    Rule("AVG802", "empty-section", _W, "Something stands under a heading.", "### Dance, then ### Music", "### Dance, then entries"),
    Rule("AVG803", "contents-out-of-date", _W, "The contents list names the headings, and no others.", "a heading without a line in the contents", "the line", is_about_line=True),
    Rule("AVG804", "same-heading-twice", _W, "A heading stands once under the one above.", "two headings Music under Sound", "one heading"),
)  # fmt: skip


RULES: dict[str, Rule] = {rule.code: rule for rule in _ALL}
"""Every rule by its code. A code is never given to another rule."""
