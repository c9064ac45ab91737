import { middleOf, partsOf } from "./filters.js";

// Where nodes are drawn. Seen as a whole they fill the drawing, whatever its shape. Where little of a graph is shown, what is tied together moves together: no empty space between, as there is where the rest was.
const MOST_SHOWN = 0.6; // of all nodes
const MOST_PARTS = 1500;
const WIDTHS = [1, 1.15, 1.3, 1.5, 1.8, 2.2];
const GAP = 26; // page units
const WIDEST = 1.45; // how much the whole is stretched at most, to fill a drawing of another shape

// Returns the places of the nodes for a drawing of the given width by height: those of the whole, or with the parts in rows, the highest first.
export function spread(model, shown, radii, aspect) {
  const own = stretched(model, aspect);
  if (!shown.counts.nodes || shown.counts.nodes > MOST_SHOWN * model.count) return own;
  const { part, sizes } = partsOf(model, shown);
  if (sizes.length < 2 || sizes.length > MOST_PARTS) return own;
  const [x, y] = closer(model);
  const boxes = sizes.map((_, number) => ({ number, left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity }));
  for (let node = 0; node < model.count; node++) {
    if (!shown.nodes[node]) continue;
    const box = boxes[part[node]];
    box.left = Math.min(box.left, x[node] - radii[node]);
    box.right = Math.max(box.right, x[node] + radii[node]);
    box.top = Math.min(box.top, y[node] - radii[node]);
    box.bottom = Math.max(box.bottom, y[node] + radii[node]);
  }
  const moves = rowsOf(boxes, aspect);
  for (let node = 0; node < model.count; node++) {
    if (!shown.nodes[node]) continue;
    const [dx, dy] = moves[part[node]];
    x[node] += dx;
    y[node] += dy;
  }
  return { x, y, isSpread: true };
}

// The places of all nodes for a drawing of the given width by height: the largest component is stretched, the others move with it as they are.
export function stretched(model, aspect) {
  if (model.total > model.count) return { x: model.x, y: model.y, isSpread: false };
  const [across, down] = [model.x, model.y].map(endsOf);
  const shape = (across[1] - across[0]) / (down[1] - down[0]) || aspect;
  const factors = [Math.min(WIDEST, aspect / shape), Math.min(WIDEST, shape / aspect)].map((factor) => Math.max(1, factor));
  const [x, y] = [model.x, model.y].map((places, axis) => stretch(places, factors[axis], middleOf(model)));
  return { x, y, isSpread: false };
}

function endsOf(places) {
  let [least, most] = [Infinity, -Infinity];
  for (const place of places) {
    if (place < least) least = place;
    if (place > most) most = place;
  }
  return [least, most];
}

function stretch(places, factor, { part, largest, sizes }) {
  if (factor === 1) return places;
  const least = new Float64Array(sizes.length).fill(Infinity);
  const most = new Float64Array(sizes.length).fill(-Infinity);
  for (let node = 0; node < places.length; node++) {
    least[part[node]] = Math.min(least[part[node]], places[node]);
    most[part[node]] = Math.max(most[part[node]], places[node]);
  }
  return places.map((place, node) => place + (factor - 1) * (part[node] === largest ? place : (least[part[node]] + most[part[node]]) / 2));
}

// The places of all nodes, those of the largest component as close as the others are.
function closer(model) {
  const { isOutside, wider } = middleOf(model);
  return [model.x, model.y].map((places) => places.map((place, node) => (node >= model.count || isOutside[node] ? place : place / wider)));
}

// How far each box moves to stand in rows that fill a surface of the aspect.
function rowsOf(boxes, aspect) {
  const wide = (box) => box.right - box.left + GAP;
  const high = (box) => box.bottom - box.top + GAP;
  const least = boxes.reduce((most, box) => Math.max(most, wide(box)), Math.sqrt(boxes.reduce((sum, box) => sum + wide(box) * high(box), 0) * aspect));
  // Of rows of several widths those that leave the drawing the least empty.
  const tried = WIDTHS.map((factor) => fill(boxes, least * factor, wide, high));
  return tried.reduce((best, each) => (each.scale(aspect) > best.scale(aspect) ? each : best)).moves;
}

function fill(boxes, width, wide, high) {
  const moves = [];
  let [left, top, row] = [0, 0, 0];
  for (const box of [...boxes].sort((one, other) => high(other) - high(one) || one.number - other.number)) {
    if (left && left + wide(box) > width) { top += row; left = 0; row = 0; }
    row = Math.max(row, high(box));
    moves[box.number] = [left - box.left, top + (row - high(box)) / 2 - box.top];
    left += wide(box);
  }
  return { moves, scale: (aspect) => Math.min(aspect / width, 1 / (top + row)) };
}
