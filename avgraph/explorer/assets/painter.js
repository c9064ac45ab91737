import { contrast, mixed, rgbOf } from "./colours.js";
import { paintLabels } from "./labels.js";
import { shownRadius } from "./measures.js";

// Paints lines, nodes and labels of a scene. The context is in page units, but for the labels.
const LEAST_CONTRAST = 3;
const WIDTHS = [0.8, 1.5, 2.6, 4.2]; // of ties by their strength, in pixels: 1, up to 3, up to 9, more
const MANY_LINES = 20000;
const WHOLE = 2; // times the zoom at which all is seen, up to which lines are made once
const SLACK = 40; // page units
const LEAST_SEEN = 0.5; // pixels of a line that are seen beside each of its circles
const DIM = 0.16; // of the colour of a node beside what is selected, the rest is ground
export const WITHIN = 2; // how much more a line between nodes of one colour is seen than another

// `ratio` are the pixels of the device that a pixel of the page has.
export function paintScene(context, scene, camera, ratio) {
  const { x, y, zoom, width, height } = camera;
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * (width / 2 - x * zoom), ratio * (height / 2 - y * zoom));
  const [halfWidth, halfHeight] = [width / 2 / zoom + SLACK, height / 2 / zoom + SLACK];
  const paintNodes = (paint) => {
    for (const node of scene.order) if (scene.nodes[node] && Math.abs(scene.x[node] - x) <= halfWidth && Math.abs(scene.y[node] - y) <= halfHeight) paint(node);
  };
  const { isNear } = scene;
  if (isNear) paintNodes((node) => { if (!isNear[node]) paintDim(context, scene, node, zoom); });
  paintLines(context, scene, camera);
  // What is pointed at is seen whole wherever it lies.
  paintNodes((node) => { if (!isNear || isNear[node] || node === scene.hovered) paintNode(context, scene, node, zoom); });
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintLabels(context, scene, camera);
}

export function widthOf(strength) {
  return WIDTHS[classOf(strength)];
}

// The colour of a line: that of its nodes, where both have the same.
export function tintOf({ colours, lines: { a, b }, theme }, line) {
  const tint = colours[a[line]];
  return tint === colours[b[line]] && tint !== theme.rest && tint !== theme.faint ? tint : theme.soft;
}

function classOf(strength) {
  return strength < 2 ? 0 : strength < 4 ? 1 : strength < 10 ? 2 : 3;
}

function paintLines(context, scene, camera) {
  const { x, y, isNear, lines: { a } } = scene;
  const isMany = a.length > MANY_LINES;
  const alpha = isMany ? 0.12 : 0.2;
  // Seen as a whole, lines are the same from one picture to the next; beside a selection none but its own are seen.
  const isWhole = scene.fitted > 0 && camera.zoom <= WHOLE * scene.fitted;
  const paths = isNear ? [] : isWhole ? scene.linePaths ??= linePaths(scene, whole(scene.fitted)) : linePaths(scene, camera);
  paths.forEach((ofWidth, place) => {
    context.lineWidth = WIDTHS[place] / camera.zoom;
    for (const [tint, path] of ofWidth) {
      context.strokeStyle = tint;
      context.globalAlpha = alpha * (tint === scene.theme.soft ? 1 : WITHIN);
      context.stroke(path);
    }
  });
  context.strokeStyle = scene.theme.soft;
  if (isNear) paintNearLines(context, scene, camera);
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

const whole = (fitted) => ({ x: 0, y: 0, zoom: WHOLE * fitted, width: Infinity, height: Infinity });

// The lines that a camera sees, by width and tint; none that lie under the circles of their ends, or all but.
function linePaths(scene, { x: cx, y: cy, zoom, width, height }) {
  const { x, y, radii, lines: { a, b, strength } } = scene;
  const [left, right, top, bottom] = [cx - (width / 2 + 1) / zoom, cx + (width / 2 + 1) / zoom, cy - (height / 2 + 1) / zoom, cy + (height / 2 + 1) / zoom];
  const paths = WIDTHS.map(() => new Map());
  const circles = radii.map((radius) => shownRadius(radius, zoom) + LEAST_SEEN / zoom);
  for (let line = 0; line < a.length; line++) {
    const [one, other] = [a[line], b[line]];
    const [ax, ay, bx, by] = [x[one], y[one], x[other], y[other]];
    if ((ax < left && bx < left) || (ax > right && bx > right) || (ay < top && by < top) || (ay > bottom && by > bottom)) continue;
    const covered = circles[one] + circles[other];
    if ((ax - bx) ** 2 + (ay - by) ** 2 < covered * covered) continue;
    const tint = tintOf(scene, line);
    const ofWidth = paths[classOf(strength[line])];
    let path = ofWidth.get(tint);
    if (!path) ofWidth.set(tint, path = new Path2D());
    path.moveTo(ax, ay);
    path.lineTo(bx, by);
  }
  return paths;
}

// The lines of what is selected, and fainter those between its neighbours.
function paintNearLines(context, { x, y, isNear, selected, lines: { a, b } }, camera) {
  const [own, between] = [new Path2D(), new Path2D()];
  for (let line = 0; line < a.length; line++) {
    if (!isNear[a[line]] || !isNear[b[line]]) continue;
    const path = a[line] === selected || b[line] === selected ? own : between;
    path.moveTo(x[a[line]], y[a[line]]);
    path.lineTo(x[b[line]], y[b[line]]);
  }
  context.lineWidth = 1.2 / camera.zoom;
  for (const [path, alpha] of [[between, selected < 0 ? 0.5 : 0.2], [own, 0.75]]) {
    context.globalAlpha = alpha;
    context.stroke(path);
  }
}

// A node beside what is selected: in a solid tint, which takes half the time of one that is seen through.
function paintDim(context, scene, node, zoom) {
  const colour = scene.colours[node];
  let tint = scene.dim.get(colour);
  if (!tint) scene.dim.set(colour, tint = mixed(colour, scene.theme.ground, DIM));
  context.fillStyle = tint;
  paintCircle(context, scene, node, zoom);
}

function paintCircle(context, scene, node, zoom) {
  const radius = shownRadius(scene.radii[node], zoom);
  context.beginPath();
  context.arc(scene.x[node], scene.y[node], radius, 0, 2 * Math.PI);
  context.fill();
  return radius * zoom;
}

function paintNode(context, scene, node, zoom) {
  context.fillStyle = scene.colours[node];
  const radius = paintCircle(context, scene, node, zoom);
  const isMarked = node === scene.selected || node === scene.hovered || scene.path.includes(node);
  const isBridge = scene.bridges.has(node); // through which many of the shortest paths lead
  const isPale = scene.colours[node] === scene.theme.faint;
  if (isMarked || isBridge || radius > (isPale ? 1.5 : 2.5)) {
    // A fill that stands out too little from the ground gets an outline that does.
    context.strokeStyle = isMarked || isBridge ? scene.theme.ink : isPale ? scene.theme.rim : isFaint(scene, scene.colours[node]) ? scene.theme.soft : scene.theme.ground;
    context.lineWidth = (isMarked ? 2.5 : isBridge ? 1.6 : isPale ? 0.6 : 0.8) / zoom;
    context.stroke();
  }
}

function isFaint(scene, colour) {
  let isFaintHere = scene.faint.get(colour);
  if (isFaintHere === undefined) scene.faint.set(colour, isFaintHere = contrast(rgbOf(colour), rgbOf(scene.theme.ground)) < LEAST_CONTRAST);
  return isFaintHere;
}
