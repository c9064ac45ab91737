import { REST, contrast, rgbOf } from "./colours.js";

// Paints lines, nodes and labels of a scene. The context is in page units, but for the labels.
const LABEL_SIZE = 12; // pixels
const LEADING = [15, 13.5]; // pixels, of the labels of the largest nodes and of those after them
const MOST_LEADING = [6, 24]; // nodes that have such, where the drawing is wide
const WIDE = 600; // pixels
const HUBS = 60; // nodes that are labelled however small they are drawn
const LEAST_LABELLED = 4.2; // pixels of the radius from which every node is labelled where there is room
const MOST_LABELS = 220;
const FAR = 24; // hubs whose labels may stand further off
const LEADERS = [12, 24, 40, 60, 84]; // pixels between such a label and its node
const DIRECTIONS = [[1, -0.7], [1, 0.7], [-1, -0.7], [-1, 0.7], [0, -1], [0, 1], [1, 0], [-1, 0]];
const LEAST_CONTRAST = 3;
const WIDTHS = [0.8, 1.5, 2.6, 4.2]; // of ties by their strength, in pixels: 1, up to 3, up to 9, more
const SLACK = 40; // page units
export const WITHIN = 2; // how much more a line between nodes of one colour is seen than another

// `ratio` are the pixels of the device that a pixel of the page has.
export function paintScene(context, scene, camera, ratio) {
  const { x, y, zoom, width, height } = camera;
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * (width / 2 - x * zoom), ratio * (height / 2 - y * zoom));
  paintLines(context, scene, camera);
  const [halfWidth, halfHeight] = [width / 2 / zoom + SLACK, height / 2 / zoom + SLACK];
  for (const node of scene.order) {
    if (!scene.nodes[node] || Math.abs(scene.x[node] - x) > halfWidth || Math.abs(scene.y[node] - y) > halfHeight) continue;
    paintNode(context, scene, node, zoom);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintLabels(context, scene, camera);
}

export function widthOf(strength) {
  return WIDTHS[classOf(strength)];
}

// The colour of a line: that of its nodes, where both have the same.
export function tintOf({ colours, lines: { a, b }, theme }, line) {
  const tint = colours[a[line]];
  return tint === colours[b[line]] && tint !== REST ? tint : theme.soft;
}

function classOf(strength) {
  return strength < 2 ? 0 : strength < 4 ? 1 : strength < 10 ? 2 : 3;
}

function paintLines(context, scene, camera) {
  const { x, y, near } = scene;
  const { a, b, strength } = scene.lines;
  const slack = 1 / camera.zoom;
  const [left, right] = [camera.x - camera.width / 2 / camera.zoom - slack, camera.x + camera.width / 2 / camera.zoom + slack];
  const [top, bottom] = [camera.y - camera.height / 2 / camera.zoom - slack, camera.y + camera.height / 2 / camera.zoom + slack];
  const alpha = near ? 0.06 : a.length > 20000 ? 0.12 : 0.2;
  const paths = WIDTHS.map(() => new Map());
  for (let line = 0; line < a.length; line++) {
    const [ax, ay, bx, by] = [x[a[line]], y[a[line]], x[b[line]], y[b[line]]];
    if ((ax < left && bx < left) || (ax > right && bx > right) || (ay < top && by < top) || (ay > bottom && by > bottom)) continue;
    const tint = tintOf(scene, line);
    const ofWidth = paths[classOf(strength[line])];
    let path = ofWidth.get(tint);
    if (!path) ofWidth.set(tint, path = new Path2D());
    path.moveTo(ax, ay);
    path.lineTo(bx, by);
  }
  paths.forEach((ofWidth, place) => {
    context.lineWidth = WIDTHS[place] / camera.zoom;
    for (const [tint, path] of ofWidth) {
      context.strokeStyle = tint;
      context.globalAlpha = alpha * (tint === scene.theme.soft ? 1 : WITHIN);
      context.stroke(path);
    }
  });
  context.strokeStyle = scene.theme.soft;
  if (near) paintNearLines(context, scene, camera);
  if (scene.path.length > 1) {
    context.strokeStyle = scene.theme.mark;
    context.globalAlpha = 1;
    context.lineWidth = 3 / camera.zoom;
    context.beginPath();
    scene.path.forEach((node, place) => (place ? context.lineTo(x[node], y[node]) : context.moveTo(x[node], y[node])));
    context.stroke();
  }
  context.globalAlpha = 1;
}

function paintNearLines(context, { x, y, near, selected, lines: { a, b } }, camera) {
  context.globalAlpha = 0.75;
  context.lineWidth = 1.2 / camera.zoom;
  context.beginPath();
  for (let line = 0; line < a.length; line++) {
    if ((a[line] !== selected && b[line] !== selected) || !near.has(a[line]) || !near.has(b[line])) continue;
    context.moveTo(x[a[line]], y[a[line]]);
    context.lineTo(x[b[line]], y[b[line]]);
  }
  context.stroke();
}

// The radius at which a node is drawn, in page units. Seen from afar nodes shrink less than distances do, and from near they grow less.
export function shownRadius(radius, zoom) {
  return Math.max(radius * zoom ** -0.3, 1.3 / zoom);
}

function paintNode(context, scene, node, zoom) {
  const radius = shownRadius(scene.radii[node], zoom);
  const isDim = scene.near && !scene.near.has(node);
  context.globalAlpha = isDim ? 0.15 : 1;
  context.fillStyle = scene.colours[node];
  context.beginPath();
  context.arc(scene.x[node], scene.y[node], radius, 0, 2 * Math.PI);
  context.fill();
  const isMarked = node === scene.selected || node === scene.hovered || scene.path.includes(node);
  const isBridge = scene.bridges.has(node); // through which many of the shortest paths lead
  if (isMarked || radius * zoom > 2.5) {
    // A fill that stands out too little from the ground gets an outline that does.
    context.strokeStyle = isMarked || isBridge ? scene.theme.ink : isFaint(scene, scene.colours[node]) ? scene.theme.soft : scene.theme.ground;
    context.lineWidth = (isMarked ? 2.5 : isBridge ? 1.6 : 0.8) / zoom;
    context.stroke();
  }
  context.globalAlpha = 1;
}

function isFaint(scene, colour) {
  const key = `${colour} ${scene.theme.ground}`;
  if (!scene.faint.has(key)) scene.faint.set(key, contrast(rgbOf(colour), rgbOf(scene.theme.ground)) < LEAST_CONTRAST);
  return scene.faint.get(key);
}

// The largest first, each only where neither another label nor the circle of another node is; the context is in pixels.
export function paintLabels(context, scene, camera) {
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  const grid = new Room(scene, camera);
  scene.labelled = [];
  const sizes = new Map();
  for (const node of scene.order) {
    if (sizes.size >= MOST_LEADING[1]) break;
    if (scene.nodes[node]) sizes.set(node, camera.width < WIDE ? LABEL_SIZE : LEADING[sizes.size < MOST_LEADING[0] ? 0 : 1]);
  }
  const first = [scene.selected, scene.hovered, ...scene.path].filter((node) => node >= 0 && scene.nodes[node]);
  const leading = [...sizes.keys()].slice(0, MOST_LEADING[0]);
  const around = scene.near ? scene.order.filter((node) => scene.near.has(node)) : [...leading, ...scene.bridges];
  const paint = (node, isWanted) => {
    const [px, py] = [(scene.x[node] - camera.x) * camera.zoom + camera.width / 2, (scene.y[node] - camera.y) * camera.zoom + camera.height / 2];
    if (!scene.nodes[node] || px < 0 || py < 0 || px > camera.width || py > camera.height) return;
    const text = shorten(scene.label[node]);
    const gap = shownRadius(scene.radii[node], camera.zoom) * camera.zoom + 3;
    for (const size of new Set([sizes.get(node) ?? LABEL_SIZE, LABEL_SIZE])) {
      context.font = `${size}px system-ui, "Liberation Sans", sans-serif`;
      const width = widthOfText(context, text, size);
      const half = size * 0.65;
      const isFree = ([left, middle]) => grid.isFree(node, left, middle - half, left + width, middle + half);
      const beside = [[px + gap, py], [px - gap - width, py], [px - width / 2, py + gap + half - 1], [px - width / 2, py - gap - half + 1]];
      // Right of its node, left, below or above; of a hub also further off. What is selected is named even where there is no room.
      const place = beside.find(isFree) ?? (isWanted || hubs <= FAR ? placesFar(px, py, width, gap, camera.width < WIDE ? 60 : 90).find(isFree) : null) ?? (isWanted ? beside[0] : null);
      if (!place) continue;
      const [left, middle, isFar] = place;
      if (isFar) paintLeader(context, scene, [px, py], gap - 3, [Math.min(Math.max(px, left), left + width), middle]);
      grid.take(-1, left, middle - half, left + width, middle + half);
      scene.labelled.push([node, left, middle, text, size]);
      writeLabel(context, scene.theme, text, left, middle);
      return;
    }
  };
  let hubs = 0;
  new Set(first).forEach((node) => paint(node, true));
  new Set(around).forEach((node) => { if (!first.includes(node)) paint(node, false); });
  if (scene.near) return;
  for (let rank = 0; rank < scene.order.length && scene.labelled.length < MOST_LABELS; rank++) {
    const node = scene.order[rank];
    if (!scene.nodes[node] || scene.bridges.has(node) || leading.includes(node) || first.includes(node)) continue;
    if (hubs++ >= HUBS && shownRadius(scene.radii[node], camera.zoom) * camera.zoom < LEAST_LABELLED) break;
    paint(node, false);
  }
}

function writeLabel(context, theme, text, left, middle) {
  context.strokeStyle = theme.ground;
  context.lineWidth = 3;
  context.strokeText(text, left, middle);
  context.fillStyle = theme.ink;
  context.fillText(text, left, middle);
}

const widths = new Map(); // of labels, measured once
function widthOfText(context, text, size) {
  const key = `${size} ${text}`;
  if (!widths.has(key)) widths.set(key, context.measureText(text).width + 2);
  return widths.get(key);
}

// Where a label can stand with a line that leads to it.
function placesFar(px, py, width, gap, most) {
  return LEADERS.filter((far) => far <= most).flatMap((far) => DIRECTIONS.map(([dx, dy]) => {
    const [x, y] = [px + dx * (gap + far), py + dy * (gap + far)];
    return [dx > 0 ? x : dx < 0 ? x - width : x - width / 2, y, true];
  }));
}

// A line from the rim of a circle to its label.
function paintLeader(context, { theme }, [px, py], radius, [toX, toY]) {
  const share = radius / Math.max(1, Math.hypot(toX - px, toY - py));
  context.strokeStyle = theme.ink;
  context.lineWidth = 0.7;
  context.beginPath();
  context.moveTo(px + share * (toX - px), py + share * (toY - py));
  context.lineTo(toX, toY);
  context.stroke();
}

export function shorten(label) {
  return label.length > 44 ? `${label.slice(0, 42)}…` : label;
}

// What stands where, in cells of a few pixels: 0 nothing, else a node and 1, or -1 for a label or more than one node.
const CELL = 4;
class Room {
  constructor({ x, y, nodes, radii, near }, { x: cx, y: cy, zoom, width, height }) {
    this.columns = Math.ceil(width / CELL);
    this.rows = Math.ceil(height / CELL);
    this.cells = new Int32Array(this.columns * this.rows);
    for (let node = 0; node < nodes.length; node++) {
      if (!nodes[node] || (near && !near.has(node))) continue;
      const [px, py] = [(x[node] - cx) * zoom + width / 2, (y[node] - cy) * zoom + height / 2];
      if (px < 0 || py < 0 || px > width || py > height) continue;
      const radius = shownRadius(radii[node], zoom) * zoom * 0.9;
      this.take(node, px - radius, py - radius, px + radius, py + radius);
    }
  }

  take(node, left, top, right, bottom) {
    for (let row = Math.max(0, Math.floor(top / CELL)); row <= Math.min(this.rows - 1, Math.floor(bottom / CELL)); row++) {
      for (let column = Math.max(0, Math.floor(left / CELL)); column <= Math.min(this.columns - 1, Math.floor(right / CELL)); column++) {
        const cell = row * this.columns + column;
        this.cells[cell] = this.cells[cell] || node < 0 ? -1 : node + 1;
      }
    }
  }

  // Whether all of a box lies in the drawing and holds nothing but circle `node`.
  isFree(node, left, top, right, bottom) {
    if (left < 0 || top < 0 || right > this.columns * CELL || bottom > this.rows * CELL) return false;
    for (let row = Math.floor(top / CELL); row <= Math.min(this.rows - 1, Math.floor(bottom / CELL)); row++) {
      for (let column = Math.floor(left / CELL); column <= Math.min(this.columns - 1, Math.floor(right / CELL)); column++) {
        const what = this.cells[row * this.columns + column];
        if (what && what !== node + 1) return false;
      }
    }
    return true;
  }
}
