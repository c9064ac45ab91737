"""Write the golden files anew: ``python -m tests.golden_files``, then review the difference."""

from io import StringIO

from rich.console import Console

from avgraph.checks.rules import rules_page
from avgraph.explorer.page import generate_html
from avgraph.export.files import export_graph
from avgraph.export.formats import FORMATS
from avgraph.knowledge import build
from avgraph.views.projections import build_view
from avgraph.views.statistics import compute_statistics
from avgraph.views.tables import print_statistics
from tests.conftest import GOLDEN, ROOT, SAMPLE

PUBLISHED = ("turtle", "graphml")
"""The formats of the bundled list that are committed under exports/."""
PAGES = ("coauthors", "knowledge")
"""The pages of the bundled list that are committed under exports/."""


PICTURE = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" xml:space="preserve">
<title>The output of avgraph stats on the bundled list</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px ui-monospace, Menlo, Consolas, monospace; line-height: {line_height}px; white-space: pre; }}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's picture of a terminal without the font that it would fetch."""


def main() -> None:
    """Write the sample in every format, and the published exports of the bundled list."""
    sample = build(SAMPLE).graph
    for name, form in FORMATS.items():
        if name == "html" or form.module:  # the page, of which two are published instead; what depends on a version of another package
            continue
        export_graph(sample, GOLDEN / f"sample.{form.extension}", name)
    bundled = build().graph
    for name in PUBLISHED:
        export_graph(bundled, ROOT / "exports" / f"{bundled.source.name}.{FORMATS[name].extension}", name)
    screen = Console(width=124, record=True, file=StringIO(), highlight=False, emoji=False, markup=False)
    print_statistics(screen, bundled.source.title, compute_statistics(bundled, top=8))
    picture = screen.export_svg(title="avgraph stats", code_format=PICTURE)
    (ROOT / "exports" / f"{bundled.source.name}.svg").write_text(picture, encoding="utf-8")
    for name in PAGES:
        (ROOT / "exports" / f"{name}.html").write_bytes(generate_html(build_view(bundled, name)).encode())
    (ROOT / "avgraph" / "checks" / "README.md").write_text(rules_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
