// The data of the page as text: that of its element, or unpacked where it is packed.
export async function readText(text) {
  if (!text.startsWith('"')) return text;
  const bytes = fromBase85(text.slice(1, -1));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

// Base 85 as pack_text in avgraph/explorer/page.py writes it: five characters are four bytes, fewer at the end one byte less than they are.
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;,=>?@^_\u0060{|}~";
function fromBase85(text) {
  const valueOf = new Uint8Array(128);
  for (let value = 0; value < 85; value++) valueOf[ALPHABET.charCodeAt(value)] = value;
  const groups = Math.ceil(text.length / 5);
  const view = new DataView(new ArrayBuffer(groups * 4));
  for (let group = 0; group < groups; group++) {
    let number = 0;
    for (let place = group * 5; place < group * 5 + 5; place++) number = number * 85 + (place < text.length ? valueOf[text.charCodeAt(place)] : 84);
    view.setUint32(group * 4, number);
  }
  return new Uint8Array(view.buffer, 0, groups * 4 - (groups * 5 - text.length));
}

// Turns the columns of the page, whose shape avgraph/explorer/data.py describes, into what the other modules read.
// An item is a paper or a thing that papers belong to: papers come first, thing number t is item paperCount + t. Nodes are items that are drawn.
export function readModel(columns, view) {
  const { papers, things } = columns;
  const own = columns.views[view];
  const { nodes, ties } = own;
  const paperCount = papers.title.length;
  const itemOf = nodes.items.flatMap(([first, length]) => Array.from({ length }, (_, place) => first + place));
  const count = itemOf.length;
  const itemCount = paperCount + things.label.length;
  const nodeOf = new Int32Array(itemCount).fill(-1);
  itemOf.forEach((item, node) => { nodeOf[item] = node; });
  const types = [...new Array(paperCount).fill("Paper"), ...things.types.flatMap(([type, length]) => new Array(length).fill(type))];
  const labels = [...papers.title, ...things.label];
  const papersOfItem = invert(papers, itemCount);
  const papersOf = itemOf.map((item) => papersOfItem[item]);
  const [a, b] = readTies(ties, count);
  const thing = (item) => item - paperCount;
  const model = {
    view,
    pagesBeside: columns.beside ?? [],
    views: Object.entries(columns.views).map(([name, { title }]) => [name, title]),
    title: own.title,
    list: columns.list,
    source: columns.source,
    isDirected: own.directed,
    communities: own.communities,
    count,
    total: count, // with the communities that stand for their members in a large graph, see groups.js
    itemOf,
    nodeOf,
    labels,
    papersOfItem,
    itemType: (item) => types[item],
    itemForms: (item) => (item < paperCount ? papers.forms?.[item] : things.forms?.[thing(item)]) ?? [],
    itemId: (item) => (item < paperCount ? papers.id[item] || plainPaperId(labels[item], papers.year[item]) : things.id[thing(item)] || plainId(types[item], labels[item])),
    itemOfThing: (each) => paperCount + each,
    label: itemOf.map((item) => labels[item]),
    x: Float32Array.from(nodes.x),
    y: Float32Array.from(nodes.y),
    community: Int32Array.from(nodes.community),
    papersOf,
    sizeOf: {}, // of the communities that stand for their members
    stated: (node) => things.stated?.[thing(itemOf[node])] ?? [],
    type: (node) => types[itemOf[node]],
    types: own.types,
    id: (node) => model.itemId(itemOf[node]),
    a,
    b,
    kind: (tie) => own.kinds[ties.kind ? ties.kind[tie] : 0],
    papers,
    paperCount,
    itemCount,
    things,
    years: yearsOf(papers.year),
  };
  model.shortLabel = shortLabels(model, types);
  model.above = aboveOf(model);
  return model;
}

// Adds to a model how strong its ties are, and the ties of each node: a step of its own, since a large graph has many.
export function addTies(model, columns) {
  const { a, b, papersOf } = model;
  model.weight = new Float32Array(a.length);
  for (let tie = 0; tie < a.length; tie++) model.weight[tie] = countShared(papersOf[a[tie]], papersOf[b[tie]]) || 1;
  for (const [tie, value] of Object.entries(columns.views[model.view].ties.weight)) model.weight[tie] = value;
  model.beside = adjacency(model);
  return model;
}

// Returns what names an item in few words: of a task's path the last part, unless another task ends in it as well.
function shortLabels({ labels, paperCount }, types) {
  const last = (item) => labels[item].split(" > ").at(-1);
  const seen = new Map();
  for (let item = paperCount; item < labels.length; item++) if (types[item] === "Task") seen.set(last(item), (seen.get(last(item)) ?? 0) + 1);
  return (item) => (types[item] === "Task" && seen.get(last(item)) === 1 ? last(item) : labels[item]);
}

// The papers of each item, in their order: of a paper itself, of a thing those that belong to it.
function invert(papers, itemCount) {
  const paperCount = papers.title.length;
  const papersOfItem = new Array(itemCount);
  for (let item = 0; item < itemCount; item++) papersOfItem[item] = item < paperCount ? [item] : [];
  for (const column of ["authors", "institutions", "tasks", "venues", "datasets"]) {
    const lists = papers[column];
    for (let paper = 0; paper < paperCount; paper++) for (const thing of lists[paper]) papersOfItem[paperCount + thing].push(paper);
  }
  return papersOfItem;
}

// The nodes one step up, by node: the broader task, the organisation that it is part of.
function aboveOf({ things, itemOfThing, nodeOf }) {
  const above = {};
  for (const [thing, broader] of Object.entries(things.above ?? {})) {
    const nodes = broader.map((each) => nodeOf[itemOfThing(each)]).filter((node) => node >= 0);
    const node = nodeOf[itemOfThing(Number(thing))];
    if (node >= 0 && nodes.length) above[node] = nodes;
  }
  return above;
}

// Ids are made as plain_id in avgraph/explorer/items.py makes them.
function plainId(type, label) {
  return `${type.toLowerCase()}/${label.toLowerCase().replace(/^the /, "").replaceAll(" > ", ".").replaceAll(" ", "_")}`;
}

function plainPaperId(title, year) {
  const letters = { "'": "", "&": " and ", "+": " plus ", "@": " at " };
  const words = title.toLowerCase().replace(/['&+@]/g, (letter) => letters[letter]).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const short = words.length > 60 ? words.slice(0, 60).replace(/-[^-]*$/, "") : words;
  return `paper/${short}${year ? `-${year}` : ""}`;
}

function readTies(ties, count) {
  const a = new Int32Array(ties.to.length);
  const b = new Int32Array(ties.to.length);
  let tie = 0;
  for (let node = 0; node < count; node++) {
    let other = node;
    for (let left = ties.count[node]; left > 0; left--, tie++) {
      other += ties.to[tie];
      a[tie] = node;
      b[tie] = other;
    }
  }
  return [a, b];
}

// The ties of each node: those of node n are ties.other and ties.tie from start[n] to start[n + 1].
function adjacency({ a, b, count }) {
  const start = new Int32Array(count + 1);
  for (let tie = 0; tie < a.length; tie++) { start[a[tie] + 1]++; if (a[tie] !== b[tie]) start[b[tie] + 1]++; }
  for (let node = 0; node < count; node++) start[node + 1] += start[node];
  const free = start.slice();
  const other = new Int32Array(start[count]);
  const tieOf = new Int32Array(start[count]);
  for (let tie = 0; tie < a.length; tie++) {
    other[free[a[tie]]] = b[tie];
    tieOf[free[a[tie]]++] = tie;
    if (a[tie] === b[tie]) continue;
    other[free[b[tie]]] = a[tie];
    tieOf[free[b[tie]]++] = tie;
  }
  return { start, other, tie: tieOf };
}

function yearsOf(years) {
  let [first, last] = [Infinity, -Infinity];
  for (const year of years) {
    if (year === null) continue;
    first = Math.min(first, year);
    last = Math.max(last, year);
  }
  return first <= last ? [first, last] : [0, 0];
}

// How many papers two have in common, of those that fit, where `fits` says which do.
export function countShared(one, other, fits) {
  let shared = 0;
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    const [paper, next] = [one[i], other[j]];
    if (paper === next) shared += fits ? fits[paper] : 1;
    if (paper <= next) i++;
    if (next <= paper) j++;
  }
  return shared;
}

export function sharedPapers(papersOf, a, b) {
  const [one, other] = [papersOf[a], papersOf[b]];
  const shared = [];
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    if (one[i] === other[j]) { shared.push(one[i]); i++; j++; } else if (one[i] < other[j]) i++;
    else j++;
  }
  return shared;
}

export function itemOfId(model, id) {
  for (let item = 0; item < model.itemCount; item++) if (model.itemId(item) === id) return item;
  return -1;
}
