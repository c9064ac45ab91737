// Measures nodes by what is shown.
const EXACT = 3000; // nodes up to which betweenness counts the paths from every node; of more, from an even sample
const SAMPLE = 300;
const SOURCES = 40; // of a step

export function degrees(model, shown) {
  const degreeOf = new Float32Array(model.total);
  for (let tie = 0; tie < model.a.length; tie++) {
    if (!shown.ties[tie]) continue;
    degreeOf[model.a[tie]]++;
    degreeOf[model.b[tie]]++;
  }
  return degreeOf;
}

export function paperCounts(model, shown) {
  const counts = new Float32Array(model.total);
  for (let node = 0; node < model.count; node++) for (const paper of model.papersOf[node]) counts[node] += shown.papers[paper];
  return counts;
}

// Betweenness after Brandes (A faster algorithm for betweenness centrality, 2001), normalised as networkx does.
export function betweenness(model, shown) {
  const steps = betweennessInSteps(model, shown);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

// The same in steps of some sources each, so that the page can do other things between them.
export function* betweennessInSteps(model, shown) {
  const between = new Float64Array(model.total);
  const present = [];
  for (let node = 0; node < model.count; node++) if (shown.nodes[node]) present.push(node);
  const step = present.length > EXACT ? present.length / SAMPLE : 1;
  let sources = 0;
  const [distance, paths, share] = [new Int32Array(model.count), new Float64Array(model.count), new Float64Array(model.count)];
  const { start, other, tie } = model.beside;
  distance.fill(-1);
  for (let place = 0; place < present.length; place += step, sources++) {
    const source = present[Math.floor(place)];
    distance[source] = 0;
    paths[source] = 1;
    const order = [source];
    for (let head = 0; head < order.length; head++) {
      const node = order[head];
      for (let i = start[node]; i < start[node + 1]; i++) {
        if (!shown.ties[tie[i]]) continue;
        const next = other[i];
        if (distance[next] < 0) { distance[next] = distance[node] + 1; order.push(next); }
        if (distance[next] === distance[node] + 1) paths[next] += paths[node];
      }
    }
    for (let tail = order.length - 1; tail > 0; tail--) {
      const node = order[tail];
      for (let i = start[node]; i < start[node + 1]; i++) {
        const previous = other[i];
        if (shown.ties[tie[i]] && distance[previous] === distance[node] - 1) share[previous] += (paths[previous] / paths[node]) * (1 + share[node]);
      }
      between[node] += share[node];
    }
    // Only what was reached has to be clean for the next source.
    for (const node of order) { distance[node] = -1; paths[node] = 0; share[node] = 0; }
    if (sources % SOURCES === SOURCES - 1) yield;
  }
  const n = present.length;
  const scale = n > 2 ? n / Math.max(1, sources) / ((n - 1) * (n - 2)) : 0;
  return between.map((value) => value * scale);
}

// The radius of each node: its area grows with what is measured. radius_of in avgraph/explorer/layout.py is the same for papers.
export function radii(model, shown, measure) {
  if (measure === "papers") {
    const counts = paperCounts(model, shown);
    return counts.map((count, node) => model.sizeOf[node] ?? radiusOf(count));
  }
  const values = measure === "ties" ? degrees(model, shown) : betweenness(model, shown);
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  return Float32Array.from(values, (value) => 3.5 + 16 * Math.sqrt(largest ? value / largest : 0));
}

export function radiusOf(papers) {
  return 0.4 + 3.4 * Math.sqrt(Math.max(papers, 1));
}

// The radius at which a node is drawn, in page units. Seen from afar nodes shrink less than distances do, and from near they grow less.
const shrunk = { zoom: 0, by: 1, least: 0 };
export function shownRadius(radius, zoom) {
  if (zoom !== shrunk.zoom) Object.assign(shrunk, { zoom, by: zoom ** -0.3, least: 1.3 / zoom });
  return Math.max(radius * shrunk.by, shrunk.least);
}

export function firstYear(model, node) {
  let first = null;
  for (const paper of model.papersOf[node]) {
    const year = model.papers.year[paper];
    if (year !== null && (first === null || year < first)) first = year;
  }
  return first;
}

// What most of the values are, the first in order among equals; nothing of none.
export function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}
