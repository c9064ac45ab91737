"""Write the golden files anew: ``python -m tests.golden_files``, then review the difference."""

from avgraph.export.files import write_graph
from avgraph.export.formats import FORMATS
from avgraph.knowledge import build
from tests.conftest import GOLDEN, ROOT, SAMPLE

PUBLISHED = ("turtle", "ntriples", "graphml")
"""The formats of the bundled list that are committed under exports/."""


def main() -> None:
    """Write the sample in every format, and the published exports of the bundled list."""
    sample = build(SAMPLE).graph
    for name, form in FORMATS.items():
        write_graph(sample, GOLDEN / f"sample.{form.extension}", name)
    bundled = build().graph
    for name in PUBLISHED:
        write_graph(bundled, ROOT / "exports" / f"{bundled.source.name}.{FORMATS[name].extension}", name)


if __name__ == "__main__":
    main()
