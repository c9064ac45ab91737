// The data of the page as text: that of its element, or unpacked where it is packed.
export async function readText(text) {
  if (!text.startsWith('"')) return text;
  const packed = atob(JSON.parse(text));
  const bytes = new Uint8Array(packed.length);
  for (let place = 0; place < packed.length; place++) bytes[place] = packed.charCodeAt(place);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

// Turns the columns of the page, whose shape avgraph/page/data.py describes, into what the other modules read.
export function readModel(columns) {
  const { nodes, ties, papers, things } = columns;
  const count = nodes.label.length;
  const [a, b] = readTies(ties, count);
  const weight = Float32Array.from(a, (node, tie) => sharedPapers(nodes.papers, node, b[tie]).length || 1);
  for (const [tie, value] of Object.entries(ties.weight)) weight[tie] = value;
  const model = {
    view: columns.view,
    title: columns.title,
    list: columns.list,
    isDirected: columns.directed,
    communities: columns.communities,
    count,
    total: count, // with the communities that stand for their members in a large graph, see groups.js
    label: nodes.label,
    x: Float32Array.from(nodes.x),
    y: Float32Array.from(nodes.y),
    community: Int32Array.from(nodes.community),
    papersOf: nodes.papers,
    sizeOf: {}, // of the communities that stand for their members
    above: nodes.above,
    forms: (node) => nodes.forms[node] ?? [],
    stated: (node) => nodes.stated[node] ?? [],
    type: (node) => columns.types[nodes.type[node]],
    types: columns.types,
    id: (node) => nodes.id[node] || plainId(columns.types[nodes.type[node]], nodes.label[node]),
    a,
    b,
    weight,
    kind: (tie) => columns.kinds[ties.kind ? ties.kind[tie] : 0],
    papers,
    paperCount: papers.title.length,
    things,
    years: yearsOf(papers.year),
  };
  model.beside = adjacency(model);
  return model;
}

function plainId(type, label) {
  return `${type.toLowerCase()}/${label.toLowerCase().replaceAll(" ", "_")}`;
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

export function sharedPapers(papersOf, a, b) {
  const [one, other] = [papersOf[a], papersOf[b]];
  const shared = [];
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    if (one[i] === other[j]) { shared.push(one[i]); i++; j++; } else if (one[i] < other[j]) i++;
    else j++;
  }
  return shared;
}

export function nodeOfId(model, id) {
  for (let node = 0; node < model.count; node++) if (model.id(node) === id) return node;
  return -1;
}
