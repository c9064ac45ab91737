import { countShared } from "./model.js";

// Says what is shown: the same rules as avgraph/views/filters.py, on the page.
export const FILTERS = { Task: "task", Venue: "venue", Institution: "institution" }; // the filter of a type of things
export const NO_FILTERS = { task: "", from: 0, to: 0, venue: "", institution: "", place: "", least: 1, strength: 1, parts: "all" };

// The names of countries and continents of the institutions, each with the codes of its countries.
const places = new WeakMap(); // made once for a model
export function placesOf(model) {
  if (!places.has(model)) places.set(model, makePlaces(model));
  return places.get(model);
}

function makePlaces({ things: { continents, countries } }) {
  return new Map([...Object.entries(continents), ...Object.entries(countries).map(([name, code]) => [name, [code]])]);
}

export function fittingPapers(model, filters) {
  const { year, tasks, venues, institutions } = model.papers;
  const { label, country } = model.things;
  const codes = filters.place ? new Set(placesOf(model).get(filters.place)) : null;
  const fits = new Uint8Array(model.paperCount).fill(1);
  for (let paper = 0; paper < fits.length; paper++) {
    const isIn = (filters.from === 0 || (year[paper] !== null && year[paper] >= filters.from))
      && (filters.to === 0 || (year[paper] !== null && year[paper] <= filters.to))
      && (!filters.task || tasks[paper].some((task) => isWithin(label[task], filters.task)))
      && (!filters.venue || venues[paper].some((venue) => label[venue] === filters.venue))
      && (!filters.institution || institutions[paper].some((each) => label[each] === filters.institution))
      && (!codes || institutions[paper].some((each) => codes.has(country?.[each])));
    fits[paper] = Number(isIn);
  }
  return fits;
}

// How a person or an institution lies in the place of a filter, by its thing: "stated", "possible" (a person of whom no institution is stated that lies
// in a known country: papers of theirs list one there), or "", which is elsewhere. All else is where its papers are.
export function standingIn(model, place) {
  if (!place) return () => "stated";
  const codes = new Set(placesOf(model).get(place));
  const { country = {}, stated = {} } = model.things;
  const isThere = (institution) => codes.has(country[institution]);
  return (thing) => {
    const type = model.itemType(model.itemOfThing(thing));
    if (type === "Institution") return isThere(thing) ? "stated" : "";
    const known = type === "Author" ? (stated[thing] ?? []).filter((each) => country[each]) : [];
    return known.some(isThere) ? "stated" : known.length ? "" : "possible";
  };
}

export function isWithin(path, task) {
  return path === task || path.startsWith(`${task} > `);
}

// The papers of an item: of a task those of the tasks below it as well.
export function papersWithin({ papers, things, paperCount, papersOfItem, itemType, labels }, item) {
  if (itemType(item) !== "Task") return papersOfItem[item];
  return Array.from({ length: paperCount }, (_, paper) => paper).filter((paper) => papers.tasks[paper].some((task) => isWithin(things.label[task], labels[item])));
}

// Which nodes and ties fit, and how strong the ties then are; counts of nodes, ties and papers.
export function applyFilters(model, filters) {
  const isPaperFilter = filters.task || filters.from || filters.to || filters.venue || filters.institution || filters.place;
  const isNarrowed = Boolean(isPaperFilter || filters.least > 1);
  const papers = isPaperFilter ? fittingPapers(model, filters) : new Uint8Array(model.paperCount).fill(1);
  const nodes = new Uint8Array(model.total).fill(0);
  if (isNarrowed) keepWithPapers(model, papers, filters, nodes);
  else nodes.fill(1, 0, model.count);
  const strength = isNarrowed ? strengths(model, papers, filters.least) : model.weight;
  const ties = new Uint8Array(model.a.length);
  for (let tie = 0; tie < ties.length; tie++) {
    ties[tie] = Number(nodes[model.a[tie]] && nodes[model.b[tie]] && strength[tie] > 0 && strength[tie] >= filters.strength);
  }
  const shown = { nodes, ties, strength, papers, counts: {} };
  if (filters.parts !== "all") dropSmallParts(model, shown, filters.parts);
  return recount(model, shown);
}

// Counts what is shown, and drops ties of nodes that are not.
export function recount(model, shown) {
  const counts = { nodes: 0, ties: 0, papers: 0 };
  for (let node = 0; node < model.count; node++) counts.nodes += shown.nodes[node];
  for (let tie = 0; tie < model.a.length; tie++) counts.ties += shown.ties[tie] &= shown.nodes[model.a[tie]] & shown.nodes[model.b[tie]];
  for (const fits of shown.papers) counts.papers += fits;
  shown.counts = counts;
  return shown;
}

// Keeps the nodes for which `isKept` holds, and their papers.
export function keepNodes(model, shown, isKept) {
  const papers = new Uint8Array(model.paperCount);
  for (let node = 0; node < model.count; node++) {
    if (!shown.nodes[node]) continue;
    shown.nodes[node] = Number(isKept(node));
    if (shown.nodes[node]) for (const paper of model.papersOf[node]) papers[paper] = shown.papers[paper];
  }
  shown.papers = papers;
  return recount(model, shown);
}

// The connected component of each node that is shown, by number, and the number of nodes of each.
export function partsOf(model, shown) {
  const { start, other, tie } = model.beside;
  const part = new Int32Array(model.count).fill(-1);
  const sizes = [];
  for (let first = 0; first < model.count; first++) {
    if (!shown.nodes[first] || part[first] >= 0) continue;
    const members = [first];
    part[first] = sizes.length;
    for (let head = 0; head < members.length; head++) {
      for (let place = start[members[head]]; place < start[members[head] + 1]; place++) {
        if (!shown.ties[tie[place]] || part[other[place]] >= 0) continue;
        part[other[place]] = sizes.length;
        members.push(other[place]);
      }
    }
    sizes.push(members.length);
  }
  return { part, sizes };
}

// Tells of all nodes in which connected component each lies, of how many nodes each is, which is the largest where it holds a good part of them (else -1), which nodes then lie
// outside it, and how much wider it is drawn (as in avgraph/explorer/layout.py).
const [GOOD_PART, WIDER] = [0.2, 0.4];
const middles = new WeakMap(); // made once for a model
export function middleOf(model) {
  if (!middles.has(model)) middles.set(model, makeMiddle(model));
  return middles.get(model);
}

function makeMiddle(model) {
  const { part, sizes } = partsOf(model, { nodes: new Uint8Array(model.count).fill(1), ties: new Uint8Array(model.a.length).fill(1) });
  const largest = sizes.reduce((best, size, place) => (size > sizes[best] ? place : best), 0);
  const share = (sizes[largest] ?? 0) / Math.max(1, model.count);
  const isGood = share >= GOOD_PART;
  return { part, sizes, largest: isGood ? largest : -1, isOutside: part.map((each) => Number(isGood && each !== largest)), wider: isGood ? 1 + Math.min(WIDER, 1 - share) : 1 };
}

// Drops the nodes of all connected components but the largest, or of those with fewer nodes than a number.
function dropSmallParts(model, shown, parts) {
  const { part, sizes } = partsOf(model, shown);
  const largest = sizes.reduce((best, size, place) => (size > sizes[best] ? place : best), 0);
  keepNodes(model, shown, (node) => (parts === "largest" ? part[node] === largest : sizes[part[node]] >= Number(parts)));
}

function keepWithPapers(model, papers, { least, place }, nodes) {
  const isRare = new Uint8Array(model.count); // or elsewhere
  const standing = standingIn(model, place);
  for (let node = 0; node < model.count; node++) {
    let left = 0;
    for (const paper of model.papersOf[node]) left += papers[paper];
    const type = model.type(node);
    const isNamed = type === "Author" || type === "Institution";
    isRare[node] = Number(left > 0 && isNamed && (left < least || !standing(model.itemOf[node] - model.paperCount)));
    nodes[node] = Number(left > 0 && !isRare[node]);
  }
  // What is kept keeps what it is a part of.
  const waiting = Object.keys(model.above).map(Number).filter((node) => nodes[node]);
  while (waiting.length) {
    for (const above of model.above[waiting.pop()] ?? []) {
      if (nodes[above] || isRare[above]) continue;
      nodes[above] = 1;
      waiting.push(above);
    }
  }
}

// The weight of each tie from the papers that fit: those that both nodes have and, of tasks, the authors of both.
function strengths(model, papers, least) {
  if (model.view === "knowledge") return model.weight;
  const weights = new Float32Array(model.a.length);
  const authorsOf = model.view === "tasks" ? authorSets(model, papers, least) : null;
  for (let tie = 0; tie < weights.length; tie++) {
    const [a, b] = [model.a[tie], model.b[tie]];
    weights[tie] = countShared(model.papersOf[a], model.papersOf[b], papers);
    if (authorsOf) for (const author of authorsOf[a]) if (authorsOf[b].has(author)) weights[tie]++;
  }
  return weights;
}

// The authors of each task's papers that fit, but for those who have too few of them.
function authorSets(model, papers, least) {
  const counts = new Map();
  model.papers.authors.forEach((authors, paper) => { if (papers[paper]) for (const author of authors) counts.set(author, (counts.get(author) ?? 0) + 1); });
  const isCounted = (author) => counts.get(author) >= least;
  return model.papersOf.map((own) => new Set(own.filter((paper) => papers[paper]).flatMap((paper) => model.papers.authors[paper].filter(isCounted))));
}
