import { thousands } from "../../assets/shared/numbers.js";

// In a large graph communities stand for their members until they are opened.
const GROUPED_FROM = 20000; // nodes

// Adds a node for each community behind the model's own; model.count stays the number of real ones.
export function addGroups(model) {
  if (model.count <= GROUPED_FROM) return model;
  const groups = model.communities.length;
  const sums = Array.from({ length: groups }, () => [0, 0, 0]);
  for (let node = 0; node < model.count; node++) {
    const sum = sums[model.community[node]];
    sum[0]++;
    sum[1] += model.x[node];
    sum[2] += model.y[node];
  }
  const longer = (values, more) => { const made = new values.constructor(values.length + more.length); made.set(values); made.set(more, values.length); return made; };
  model.x = longer(model.x, sums.map(([size, x]) => x / Math.max(1, size)));
  model.y = longer(model.y, sums.map(([size, , y]) => y / Math.max(1, size)));
  model.community = longer(model.community, sums.map((_, group) => group));
  const [label, type] = [model.label, model.type];
  model.label = [...label, ...model.communities.map((name, group) => `${name} (${thousands(sums[group][0])})`)];
  model.type = (node) => (node < model.count ? type(node) : "Community");
  sums.forEach(([size], group) => { model.sizeOf[model.count + group] = 7 * Math.sqrt(size); });
  model.total = model.count + groups;
  return model;
}

export function groupOf(model, node) {
  return model.total > model.count && node >= 0 && node < model.count ? model.community[node] : -1;
}

// Returns the nodes to draw and the lines between them, closed communities as one node each.
export function drawn(model, shown, opened) {
  if (model.total === model.count) {
    const { ties } = shown.counts;
    const lines = { a: new Int32Array(ties), b: new Int32Array(ties), strength: new Float32Array(ties) };
    for (let tie = 0, line = 0; tie < model.a.length; tie++) {
      if (!shown.ties[tie]) continue;
      lines.a[line] = model.a[tie];
      lines.strength[line] = shown.strength[tie];
      lines.b[line++] = model.b[tie];
    }
    return { nodes: shown.nodes, lines };
  }
  const nodes = new Uint8Array(model.total);
  const standIn = new Int32Array(model.count);
  for (let node = 0; node < model.count; node++) {
    standIn[node] = opened.has(model.community[node]) ? node : model.count + model.community[node];
    if (shown.nodes[node]) nodes[standIn[node]] = 1;
  }
  const seen = new Set();
  const [a, b] = [[], []];
  for (let tie = 0; tie < model.a.length; tie++) {
    if (!shown.ties[tie]) continue;
    const [one, other] = [standIn[model.a[tie]], standIn[model.b[tie]]];
    if (one === other) continue;
    const key = Math.min(one, other) * model.total + Math.max(one, other);
    if (seen.has(key)) continue;
    seen.add(key);
    a.push(one);
    b.push(other);
  }
  return { nodes, lines: { a: Int32Array.from(a), b: Int32Array.from(b), strength: new Float32Array(a.length).fill(1) } };
}
