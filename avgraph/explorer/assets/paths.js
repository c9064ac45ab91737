// Walks along the ties that are shown.
export function neighbours(model, shown, node) {
  const { start, other, tie } = model.beside;
  const ends = [];
  for (let place = start[node]; place < start[node + 1]; place++) if (shown.ties[tie[place]]) ends.push([other[place], tie[place]]);
  return ends;
}

export function within(model, shown, start, hops) {
  const reached = new Set([start]);
  let edge = [start];
  for (let hop = 0; hop < hops; hop++) {
    const next = [];
    for (const node of edge) {
      for (const [other] of neighbours(model, shown, node)) {
        if (reached.has(other)) continue;
        reached.add(other);
        next.push(other);
      }
    }
    edge = next;
  }
  return reached;
}

// The nodes of a shortest path, of equally short ones over the strongest first tie; none where there is no path.
export function shortestPath(model, shown, from, to) {
  const before = new Map([[from, -1]]);
  let edge = [from];
  while (edge.length && !before.has(to)) {
    const next = [];
    for (const node of edge) {
      const around = neighbours(model, shown, node).sort((one, two) => shown.strength[two[1]] - shown.strength[one[1]] || one[0] - two[0]);
      for (const [other] of around) {
        if (before.has(other)) continue;
        before.set(other, node);
        next.push(other);
      }
    }
    edge = next;
  }
  if (!before.has(to)) return [];
  const path = [];
  for (let node = to; node !== -1; node = before.get(node)) path.unshift(node);
  return path;
}
