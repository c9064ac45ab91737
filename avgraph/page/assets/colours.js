// Colours that people with any colour vision tell apart (Okabe and Ito 2008, darkened or lightened a little), grey for the rest.
export const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c564b", "#7a5fb5", "#b8a800", "#4d4d4d"];
export const REST = "#9aa3ad";
const TYPES = { Paper: 0, Author: 1, Institution: 2, Task: 3, Dataset: 4, Venue: 5 };

export function colourOf(kind, data, node, years) {
  if (kind === "type") return PALETTE[TYPES[data.nodes.type[node]] ?? 9];
  if (kind === "year") {
    const first = firstYear(data, node);
    if (first === null) return REST;
    const share = (first - years[0]) / Math.max(1, years[1] - years[0]);
    // From dark blue to yellow, even in lightness.
    return `hsl(${Math.round(250 - 195 * share)} 65% ${Math.round(34 + 24 * share)}%)`;
  }
  const community = data.nodes.community[node];
  return community < PALETTE.length ? PALETTE[community] : REST;
}

export function firstYear(data, node) {
  let first = null;
  for (const paper of data.nodes.papers[node]) {
    const year = data.papers.year[paper];
    if (year !== null && (first === null || year < first)) first = year;
  }
  return first;
}

export function legendOf(kind, data, years, visible) {
  if (kind === "type") return [...new Set(data.nodes.type)].sort().map((type) => [PALETTE[TYPES[type] ?? 9], type]);
  if (kind === "year") return [years[0], Math.round((years[0] + years[1]) / 2), years[1]].map((year) => [`hsl(${Math.round(250 - 195 * ((year - years[0]) / Math.max(1, years[1] - years[0])))} 65% ${Math.round(34 + 24 * ((year - years[0]) / Math.max(1, years[1] - years[0])))}%)`, String(year)]);
  const counts = new Map();
  data.nodes.community.forEach((community, node) => visible[node] && counts.set(community, (counts.get(community) ?? 0) + 1));
  return [...counts].filter(([community]) => community < PALETTE.length).sort((a, b) => a[0] - b[0]).map(([community, count]) => [PALETTE[community], `${data.communities[community]} (${count})`]);
}
