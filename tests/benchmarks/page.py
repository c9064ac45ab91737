"""Print how soon pages are drawn and answer: ``python -m tests.benchmarks.page [--largest N] [--rounds N] [--defaults]``.

Pages of co-author graphs of the bundled list and of generated ones, each opened in a fresh Chromium, and plain
pyvis on the bundled graph in the same run: tuned by hand (ForceAtlas2, 200 iterations) and, with ``--defaults``,
as it comes, which takes minutes. "Drawn" is taken once a pixel was read back. Chromium must be installed.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

import avgraph
from avgraph.explorer.arrangement import Arrangement
from avgraph.explorer.data import collect_page_data
from avgraph.explorer.layout import lay_out
from avgraph.explorer.page import fill_page
from avgraph.views.communities import name_communities, partition
from avgraph.views.view import ViewGraph
from tests.benchmarks.generator import generate_list
from tests.browsers import ARGUMENTS, CHROMIUM

SIZES = {10_000: 10_800, 100_000: 108_000}
"""Nodes that are wanted, and the papers of a generated list that has about as many authors."""
MARKS = {  # ready ms, page KB, blocked ms, key stroke ms, focus ms, frames a second, layout s
    0: (700, 260, 300, 16, 50, 50, 2),
    10_000: (800, 1_000, 400, 16, 50, 30, 8),
    100_000: (2_500, 9_000, 1_500, 30, 150, 15, 90),
}
OBSERVE = """
window.blocked = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.blocked += entry.duration; }).observe({ entryTypes: ["longtask"] });
"""
PAINTED = """() => { const canvas = document.querySelector("canvas"); if (!canvas || !canvas.width) return false;
const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
const first = pixels[0]; let other = 0; for (const pixel of pixels) if (pixel !== first && ++other > 200) return true; return false; }"""
FRAMES = """async () => { const start = performance.now(); let frames = 0;
const host = document.querySelector("#drawing"); const key = (name) => host.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
while (performance.now() - start < 1500) { key(frames % 2 ? "ArrowLeft" : "ArrowRight"); await new Promise(requestAnimationFrame); frames++; }
return frames / ((performance.now() - start) / 1000); }"""
KEY_STROKE = """async () => { const field = document.querySelector("#search"); field.focus(); const times = [];
for (const text of ["a", "an", "ann", "li", "w", "we"]) { field.value = text; const start = performance.now(); field.dispatchEvent(new Event("input")); times.push(performance.now() - start); }
return times.slice(1).sort((a, b) => a - b)[2]; }"""
CHOOSE = """async (name) => { const field = document.querySelector("#search"); field.focus(); field.value = name; field.dispatchEvent(new Event("input"));
const start = performance.now(); field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" })); await new Promise(requestAnimationFrame);
document.querySelector("canvas").getContext("2d").getImageData(0, 0, 1, 1); return performance.now() - start; }"""
MOST_ACTIVE = """() => [...document.querySelectorAll("#panel section")].find((part) => part.innerText.toLowerCase().startsWith("most papers")).querySelector("li button").innerText"""


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="fresh browsers for each page (5)")
    parser.add_argument("--largest", type=int, default=100_000, help="most nodes (100,000)")
    parser.add_argument("--defaults", action="store_true", help="also wait for pyvis as it comes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        bundled = avgraph.build().view()
        print(
            f"{'nodes':>7} {'ties':>7} {'ready ms':>9} {'KB':>6} {'blocked':>8} {'key ms':>7} {'focus ms':>9} {'frames/s':>9} {'layout s':>9}"
        )
        ready = 0.0
        for size in (0, 10_000, 100_000):
            if size > options.largest:
                continue
            view = bundled if not size else avgraph.build(_generated(folder, SIZES[size])).view()
            figures = _measure(playwright, folder, view, options.rounds)
            ready = ready or figures[0]
            cells = "".join(f"{value:>{width}.{digits}f}" for value, (width, digits) in zip(figures, _SHAPE, strict=True))
            print(f"{len(view.nodes):>7} {len(view.edges):>7} {cells}", flush=True)
            print(f"{'marks':>15} " + "".join(f"{mark:>{width}}" for mark, (width, _) in zip(MARKS[size], _SHAPE, strict=True)), flush=True)
        for kind in ("tuned", *(("defaults",) if options.defaults else ())):
            rounds = options.rounds if kind == "tuned" else 1
            theirs = _time_pyvis(playwright, folder, bundled, kind, rounds)
            print(
                f"plain pyvis, {kind}: drawn after {theirs:,.0f} ms; our page {ready:,.0f} ms; {theirs / ready:,.1f} x sooner", flush=True
            )


_SHAPE = ((9, 0), (7, 0), (9, 0), (8, 1), (10, 1), (10, 0), (10, 2))


def _generated(folder: Path, papers: int) -> Path:
    path = folder / f"{papers}.md"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(generate_list(papers))
    return path


def _measure(playwright: Playwright, folder: Path, view: ViewGraph, rounds: int) -> list[float]:
    start = time.perf_counter()
    groups = partition(view)
    places = lay_out(view, {member: number for number, group in enumerate(groups) for member in group})
    layout = time.perf_counter() - start
    page = fill_page(collect_page_data(view, Arrangement(name_communities(view, groups), places)))
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    found: list[tuple[float, ...]] = [_open(playwright, path) for _ in range(rounds)]
    ready, blocked, key, focus, frames = (statistics.median(values) for values in zip(*found, strict=True))
    return [ready, path.stat().st_size / 1000, blocked, key, focus, frames, layout]


def _open(playwright: Playwright, path: Path) -> tuple[float, ...]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(OBSERVE)
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-ready=true]", state="attached", timeout=60_000)
    _until_painted(page, 60)
    ready = (time.perf_counter() - start) * 1000
    page.wait_for_timeout(300)
    person = page.evaluate(MOST_ACTIVE)  # a name: what is typed could be a task as well, which filters
    figures = [page.evaluate("window.blocked"), page.evaluate(KEY_STROKE), page.evaluate(CHOOSE, person), page.evaluate(FRAMES)]
    browser.close()
    return (ready, *figures)


def _until_painted(page: Page, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while not page.evaluate(PAINTED):
        if time.perf_counter() > end:
            message = f"nothing drawn within {seconds} seconds"
            raise TimeoutError(message)


def _time_pyvis(playwright: Playwright, folder: Path, view: ViewGraph, kind: str, rounds: int) -> float:
    from pyvis.network import Network

    network = Network(cdn_resources="in_line")
    for node in view.nodes:
        network.add_node(node.id, label=node.label, size=5 + len(node.papers))
    for edge in view.edges:
        network.add_edge(edge.source, edge.target, value=edge.weight)
    if kind == "tuned":
        network.set_options(
            '{"physics": {"solver": "forceAtlas2Based", "stabilization": {"iterations": 200}}, "edges": {"smooth": false}, "layout": {"improvedLayout": false}}'
        )
    path = folder / "pyvis.html"
    path.write_text(network.generate_html(), encoding="utf-8")
    return statistics.median(_open_pyvis(playwright, path) for _ in range(rounds))


def _open_pyvis(playwright: Playwright, path: Path) -> float:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    # Bootstrap, which pyvis takes from a CDN, is refused at once: that is to its advantage.
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    page.set_default_timeout(900_000)
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    _until_painted(page, 900)
    taken = (time.perf_counter() - start) * 1000
    browser.close()
    return taken


if __name__ == "__main__":
    main()
