"""Small lists, made of parts, for tests of changes."""

from avgraph.changes.change import Changes
from avgraph.knowledge import KnowledgeGraph
from avgraph.model.entries import Source
from avgraph.progress import no_progress
from avgraph.sources.lists import ListSource
from avgraph.versions import diff

HEAD = "# Lists of Invented Papers\n\n## Hearing Machines\n\n### Whistles\n\n"
LATER = "### Bells\n\n"
WHISTLE = (
    "CVPR-2019",
    "Whistling Kettles Heard by Two Cameras",
    "https://arxiv.org/abs/1901.00001",
    "Ada Quill, Bo Sandberg",
    "University of Nowhere",
)
DRUM = (
    "ICCV-2021",
    "Drums That Answer Each Other at Night",
    "https://arxiv.org/abs/2101.00002",
    "Cleo Marsh, Ada Quill, Dan Oakley",
    "Institute of Echoes",
)
BELL = (
    "ECCV-2022",
    "A Bell in the Fog and Its Nine Shadows",
    "https://arxiv.org/abs/2201.00003",
    "Eve Thorn, Finn Adler",
    "University of Nowhere",
)
HORN = ("AAAI-2020", "Horns Across a Frozen Lake", "https://arxiv.org/abs/2001.00004", "Gia Moor, Hal Winter", "Institute of Echoes")

Item = tuple[str, str, str, str, str]


def entry(item: Item) -> str:
    """Return an entry as the bundled list writes it."""
    tag, title, link, authors, institution = item
    return f"**[{tag}]**\n[{title}]({link})\n<br>\n**Authors:** {authors}\n<br>\n**Institution:** {institution}\n\n"


def make_list(whistles: list[Item], bells: list[Item], more: str = "") -> str:
    """Return a list with two tasks."""
    return HEAD + "".join(map(entry, whistles)) + LATER + "".join(map(entry, bells)) + more


class TextSource(ListSource):
    """A list that is a text."""

    def __init__(self, text: str) -> None:
        """Hold the text, called as every other."""
        super().__init__(None, (), None, None, no_progress, lambda _: None)
        self.source, self.text = Source("invented", "invented.md", str(hash(text)), "Invented"), text


def changes(old: str, new: str) -> Changes:
    """Return what changed from one text to another."""
    return diff(KnowledgeGraph(TextSource(old)), KnowledgeGraph(TextSource(new)))
