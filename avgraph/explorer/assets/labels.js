import { shownRadius } from "./measures.js";
import { ABOUT, BOX, Room } from "./room.js";
import { textsOf } from "./texts.js";

// Names nodes: each name beside its own node and nearer to it than to any other, or with a short line that leads there, or not at all.
const LABEL_SIZE = 12; // pixels
const SMALL_SIZE = 11; // in a narrow drawing
const LEADING = [15, 13.5]; // pixels, of the labels of the largest nodes and of those after them
const MOST_LEADING = [6, 24]; // nodes that have such, where the drawing is wide
const [NARROW, MEDIUM] = [600, 900]; // pixels of the width of the drawing
const NAMES = [1, 5]; // of a community, up to a medium width and beyond; more on zooming in
const FEW = 60; // nodes that are all named where there is room
const MANY = 5000; // nodes of a graph in which names that are not the first have no line
const NEARER = 1.5; // times the zoom at which all is seen, from which what has no colour of its own is named in a narrow drawing as well
const HUBS = 60; // nodes that are labelled however small they are drawn
const LEAST_LABELLED = [4.2, 5]; // pixels of the radius from which every node is labelled where there is room, of many less
const LINE = 1.15; // of the size of a text: from one line to the next
const MOST_LABELS = 220;
const GAP = 3; // pixels between a circle and its label
const CLEAR = [2, 9]; // pixels around a label without other circles, and without such as are about as large as its own
const AWAY = [7, 9]; // the same of a label with a line, which else seems to be that of the circle it lies at
const CLOSE = [1.5, 4]; // the same of the label of a node that is to be named, where nothing better is free
const APART = 16; // pixels around a label at the end of a line without a circle about as large as its own, which it would seem to name
const LEADERS = [5, 9, 13, 17, 22, 28, 34, 40, 50, 60, 72, 84, 96]; // pixels of the line between a label and its node
const [LONG, LONGER, LONGEST] = [40, 60, 96]; // of these for the first of a community, and for those that lead
export const DOT = 1.7; // pixels of the radius of the end of a line
const LARGER = 1.01; // times the radius of a node, of circles that the line of a label that leads may not cross
const DIRECTIONS = [[1, -0.7], [1, 0.7], [-1, -0.7], [-1, 0.7], [0, -1], [0, 1], [1, 0], [-1, 0], [0.4, -1], [0.4, 1], [-0.4, -1], [-0.4, 1]]
  .map(([dx, dy]) => [dx, dy, dx / Math.hypot(dx, dy), dy / Math.hypot(dx, dy)]);
const FONT = 'system-ui, "Liberation Sans", sans-serif';

// Places the labels of a scene (`scene.labelled`: node, left, middle, text, size, and the line that leads to its node, if any) and paints them, in pixels.
export function paintLabels(context, scene, camera) {
  placeLabels(context, scene, camera);
  Object.assign(context, { textBaseline: "middle", textAlign: "left", lineJoin: "round" });
  for (const { left, middle, text, size, leader } of scene.labelled) {
    context.font = `${size}px ${FONT}`;
    if (leader) paintLeader(context, scene.theme, leader);
    context.strokeStyle = scene.theme.ground;
    context.lineWidth = 3;
    context.strokeText(text, left, middle);
    context.fillStyle = scene.theme.ink;
    context.fillText(text, left, middle);
  }
}

function paintLeader(context, theme, [fromX, fromY, toX, toY]) {
  context.strokeStyle = theme.ink;
  context.lineWidth = 0.7;
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
  // The end at the node is a dot: what else a line passes has none.
  context.fillStyle = theme.ink;
  context.beginPath();
  context.arc(fromX, fromY, DOT, 0, 2 * Math.PI);
  context.fill();
}

function placeLabels(context, scene, camera) {
  const placing = { context, scene, camera, room: new Room(scene, camera), sizes: labelSizes(scene, camera) };
  scene.labelled = [];
  const isDrawn = (node) => node >= 0 && scene.nodes[node];
  const first = new Set([scene.selected, scene.hovered, ...scene.path].filter(isDrawn));
  for (const node of first) place(placing, node, 3);
  const larger = (one, other) => scene.radii[other] - scene.radii[one] || one - other;
  if (scene.near) {
    const near = [...scene.near].filter((node) => isDrawn(node) && !first.has(node));
    for (const node of near.sort(larger)) place(placing, node, scene.labelled.length < FEW ? 1 : 0);
    return;
  }
  // What lies between groups and the largest nodes come first, by their size, then each community has its turn.
  const leading = new Set([...scene.bridges, ...[...placing.sizes.keys()].slice(0, MOST_LEADING[0])].sort(larger).filter((node) => isDrawn(node) && !first.has(node)));
  const named = new Map();
  const name = (node, wish) => { if (place(placing, node, wish)) named.set(scene.community[node], (named.get(scene.community[node]) ?? 0) + 1); };
  for (const node of leading) name(node, 2);
  const { most, isNamed } = limitsOf(scene, camera);
  let hubs = 0;
  for (let rank = 0; rank < scene.order.length && scene.labelled.length < MOST_LABELS; rank++) {
    const node = scene.order[rank];
    if (!scene.nodes[node] || leading.has(node) || first.has(node)) continue;
    if (hubs++ >= HUBS && shownRadius(scene.radii[node], camera.zoom) * camera.zoom < LEAST_LABELLED[Number(scene.count > MANY)]) break;
    const own = named.get(scene.community[node]) ?? 0;
    const isBeside = (own && most < Infinity) || (hubs > HUBS && scene.count > MANY); // without a line, which takes long to find
    if (own < most && isNamed(node)) name(node, isBeside ? 0 : 1);
  }
}

// The sizes of the labels of the largest nodes.
function labelSizes({ order, nodes }, { width }) {
  const sizes = new Map();
  for (const node of order) {
    if (sizes.size >= MOST_LEADING[1]) break;
    if (nodes[node]) sizes.set(node, width < NARROW ? SMALL_SIZE : LEADING[sizes.size < MOST_LEADING[0] ? 0 : 1]);
  }
  return sizes;
}

// How many names a community may have, and which nodes may have one.
function limitsOf({ count, fitted, colours, theme }, { width, zoom }) {
  const closer = fitted ? zoom / fitted : 1;
  if (count <= FEW) return { most: Infinity, isNamed: () => true };
  const isQuiet = (node) => colours[node] === theme.faint || (width < MEDIUM && colours[node] === theme.rest);
  return { most: Math.max(1, Math.floor(NAMES[Number(width >= MEDIUM)] * closer * closer)), isNamed: (node) => closer > NEARER || !isQuiet(node) };
}

// Places the label of a node and returns whether it has a place: beside the node (wish 0), else with a line (1) that may be long (2), else where
// there is no room (3).
function place({ context, scene, camera, room, sizes }, node, wish) {
  const [px, py] = [(scene.x[node] - camera.x) * camera.zoom + camera.width / 2, (scene.y[node] - camera.y) * camera.zoom + camera.height / 2];
  if (px < 0 || py < 0 || px > camera.width || py > camera.height) return false;
  const isLeading = wish > 1 || (wish > 0 && camera.width < NARROW); // where there is little room, what is named at all may have a long line
  const radius = shownRadius(scene.radii[node], camera.zoom) * camera.zoom;
  const least = camera.width < NARROW ? SMALL_SIZE : LABEL_SIZE;
  const boxOf = (lines, size) => ({ lines, wide: Math.max(...lines.map((text) => widthOfText(context, text, size))), half: size * (BOX + (LINE * (lines.length - 1)) / 2), size });
  // The whole name may be large.
  const sizesOf = (way) => (way || !sizes.has(node) ? [least] : [sizes.get(node), least]);
  const boxes = textsOf(scene.label[node], scene.type(node), camera.width < NARROW, isLeading || (wish > 0 && scene.count <= FEW)).map((lines, way) => sizesOf(way).map((size) => boxOf(lines, size)));
  // The first free place of a label: beside its node, or at the end of a line of up to `longest` pixels; `about` is how large circles are that a line avoids.
  const find = (some, longest, clear, about = ABOUT) => {
    for (const box of some) {
      const isFree = ([left, middle, leader]) => room.isFree(node, left, middle - box.half, left + box.wide, middle + box.half, leader ? [clear[0], APART] : clear) && (!leader || room.isOpen(node, leader, about));
      let spot = besides(px, py, radius + GAP, box).find(isFree) ?? (isLeading ? aslant(px, py, radius + GAP, box).find(isFree) : null);
      for (let each = 0; !spot && LEADERS[each] <= longest; each++) spot = leads(px, py, radius, LEADERS[each], box).find(isFree);
      if (spot) return [box, spot];
    }
    return null;
  };
  const tries = boxes.flatMap((some, way) => triesOf(wish, isLeading).slice(way ? 1 : 0).map((each) => [some, ...each]));
  const placement = tries.reduce((spot, each) => spot ?? find(...each), null)
    ?? (wish > 2 ? [boxes[0][0], besides(px, py, radius + GAP, boxes[0][0])[0]] : null);
  if (!placement) return false;
  const [{ lines, wide, half, size }, [left, middle, leader]] = placement;
  room.write(left, middle - half, left + wide, middle + half);
  if (leader) room.draw(leader);
  lines.forEach((text, line) => {
    const indent = lines.length > 1 ? (wide - widthOfText(context, text, size)) / 2 : 0;
    scene.labelled.push({ node, left: left + indent, middle: middle + (line - (lines.length - 1) / 2) * LINE * size, text, size, leader: line ? null : leader });
  });
  return true;
}

// Where a label is looked for, one after another: how long its line may be, how clear the place, and which circles the line avoids.
function triesOf(wish, isLeading) {
  return [...(wish < 2 ? [[0, CLEAR]] : []), ...(wish ? [isLeading ? [LONGER, AWAY, LARGER] : [LONG, AWAY], [LONG, CLEAR], [LONG, CLOSE]] : []), ...(isLeading ? [[wish > 1 ? LONGEST : LONGER, CLOSE, LARGER]] : [])];
}

// Beside a circle: right, left, below, above, and between these.
function besides(px, py, gap, { wide, half }) {
  const [near, high] = [gap * 0.75, gap * 0.75 + half - 1];
  return [[px + gap, py], [px - gap - wide, py], [px - wide / 2, py + gap + half - 1], [px - wide / 2, py - gap - half + 1],
    [px + near, py - high], [px + near, py + high], [px - near - wide, py - high], [px - near - wide, py + high]];
}

// Below and above, a quarter of the label to one side.
function aslant(px, py, gap, { wide, half }) {
  return [0.25, 0.75].flatMap((share) => [[px - wide * share, py + gap + half - 1], [px - wide * share, py - gap - half + 1]]);
}

// At the end of a line from the rim of a circle, in each direction.
function leads(px, py, radius, length, { wide, half }) {
  return DIRECTIONS.map(([dx, dy, ux, uy]) => {
    const [toX, toY] = [px + ux * (radius + length), py + uy * (radius + length)];
    const left = dx > 0 ? toX : dx < 0 ? toX - wide : toX - wide / 2;
    const middle = dx ? toY : toY + Math.sign(dy) * (half - 2);
    return [left, middle, [px + ux * radius, py + uy * radius, toX, toY]];
  });
}

const widths = new Map(); // of labels at 12 pixels, measured once
function widthOfText(context, text, size) {
  if (!widths.has(text)) {
    context.font = `${LABEL_SIZE}px ${FONT}`;
    widths.set(text, context.measureText(text).width);
  }
  return (widths.get(text) * size) / LABEL_SIZE + 2;
}
