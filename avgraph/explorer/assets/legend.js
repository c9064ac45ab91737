import { element } from "../../assets/shared/elements.js";
import { thousands } from "../../assets/shared/numbers.js";
import { button } from "./papers.js";

// What the colours stand for, each entry a button that shows its nodes alone; the numbers count what is visible.
const NAMES = { community: "Communities", type: "Types", task: "Tasks", institution: "Institutions", year: "First year" };

// `counts` has the number of visible nodes of each key; `isolated` is the name of the entry that is shown alone.
export function fillLegend(part, { entries }, counts, { colour, isolated, size }, isolate) {
  const isKey = (key) => key !== null && key !== undefined;
  // What has no entry of its own is counted together.
  const named = new Set(entries.map(([, , key]) => key));
  const more = [...counts.keys()].filter((key) => !named.has(key)).length;
  const isVisible = ([, , key]) => (key === undefined ? more : key === null || counts.has(key));
  const lines = entries.filter(isVisible).map(([tint, text, key]) => {
    const spot = element("i");
    spot.style.background = tint;
    if (!isKey(key)) return element("li", [spot, key === undefined ? `${thousands(more)} more` : text]);
    const entry = button([spot, `${text} (${thousands(counts.get(key))})`], () => isolate(isolated === text ? "" : text), "", "entry");
    entry.setAttribute("aria-pressed", String(isolated === text));
    return element("li", entry);
  });
  part.querySelector("summary").textContent = NAMES[colour];
  part.querySelector("ul").replaceChildren(...lines);
  part.querySelector("p").textContent = `Size: ${size}. ${colour === "year" ? "" : "Press an entry to see it alone."}`;
}
