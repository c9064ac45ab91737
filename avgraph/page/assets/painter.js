import { contrast, rgbOf } from "./colours.js";

// Paints lines, nodes and labels of a scene. The context is in page units, but for the labels.
const LABEL_SIZE = 12; // pixels
const HUBS = 45; // nodes that are labelled however small they are drawn
const MOST_LABELS = 220;
const LEAST_CONTRAST = 3;

export function paintLines(context, scene, camera) {
  const { x, y, near, selected } = scene;
  const { a, b } = scene.lines;
  const slack = 1 / camera.zoom;
  const [left, right] = [camera.x - camera.width / 2 / camera.zoom - slack, camera.x + camera.width / 2 / camera.zoom + slack];
  const [top, bottom] = [camera.y - camera.height / 2 / camera.zoom - slack, camera.y + camera.height / 2 / camera.zoom + slack];
  context.strokeStyle = scene.theme.soft;
  context.globalAlpha = near ? 0.07 : a.length > 20000 ? 0.12 : 0.24;
  context.lineWidth = 0.8 / camera.zoom;
  context.beginPath();
  for (let line = 0; line < a.length; line++) {
    const [ax, ay, bx, by] = [x[a[line]], y[a[line]], x[b[line]], y[b[line]]];
    if ((ax < left && bx < left) || (ax > right && bx > right) || (ay < top && by < top) || (ay > bottom && by > bottom)) continue;
    context.moveTo(ax, ay);
    context.lineTo(bx, by);
  }
  context.stroke();
  if (near) paintNearLines(context, scene, camera, selected);
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

function paintNearLines(context, { x, y, lines: { a, b } }, camera, selected) {
  context.globalAlpha = 0.75;
  context.lineWidth = 1.2 / camera.zoom;
  context.beginPath();
  for (let line = 0; line < a.length; line++) {
    if (a[line] !== selected && b[line] !== selected) continue;
    context.moveTo(x[a[line]], y[a[line]]);
    context.lineTo(x[b[line]], y[b[line]]);
  }
  context.stroke();
}

// The radius at which a node is drawn, in page units. Seen from afar nodes shrink less than distances do.
export function shownRadius(radius, zoom) {
  return Math.max(zoom < 1 ? radius * zoom ** -0.3 : radius, 1.3 / zoom);
}

export function paintNode(context, scene, node, zoom) {
  const radius = shownRadius(scene.radii[node], zoom);
  const isDim = scene.near && !scene.near.has(node);
  context.globalAlpha = isDim ? 0.15 : 1;
  context.fillStyle = scene.colours[node];
  context.beginPath();
  context.arc(scene.x[node], scene.y[node], radius, 0, 2 * Math.PI);
  context.fill();
  const isMarked = node === scene.selected || node === scene.hovered || scene.path.includes(node);
  if (isMarked || radius * zoom > 2.5) {
    // A fill that stands out too little from the ground gets an outline that does.
    context.strokeStyle = isMarked ? scene.theme.ink : isFaint(scene, scene.colours[node]) ? scene.theme.soft : scene.theme.ground;
    context.lineWidth = (isMarked ? 2.5 : 0.8) / zoom;
    context.stroke();
  }
  context.globalAlpha = 1;
}

function isFaint(scene, colour) {
  const key = `${colour} ${scene.theme.ground}`;
  if (!scene.faint.has(key)) scene.faint.set(key, contrast(rgbOf(colour), rgbOf(scene.theme.ground)) < LEAST_CONTRAST);
  return scene.faint.get(key);
}

// The largest first, each only where no other label stands; the context is in pixels.
export function paintLabels(context, scene, camera) {
  context.font = `${LABEL_SIZE}px system-ui, "Liberation Sans", sans-serif`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  const taken = new Map();
  scene.labelled = [];
  const first = [scene.selected, scene.hovered, ...scene.path].filter((node) => node >= 0 && scene.nodes[node]);
  const around = scene.near ? scene.order.filter((node) => scene.near.has(node)) : [];
  const paint = (node) => {
    const [px, py] = [(scene.x[node] - camera.x) * camera.zoom + camera.width / 2, (scene.y[node] - camera.y) * camera.zoom + camera.height / 2];
    if (px < 0 || py < 0 || px > camera.width || py > camera.height) return;
    const label = scene.label[node];
    const text = label.length > 44 ? `${label.slice(0, 42)}…` : label;
    const width = context.measureText(text).width + 2;
    const gap = shownRadius(scene.radii[node], camera.zoom) * camera.zoom + 3;
    // To the right of its node, or to the left where the drawing ends.
    const left = px + gap + width > camera.width && px - gap - width > 0 ? px - gap - width : px + gap;
    const box = [left, py - LABEL_SIZE * 0.7, left + width, py + LABEL_SIZE * 0.7];
    if (!isFree(taken, box)) return;
    scene.labelled.push([node, left, py]);
    context.strokeStyle = scene.theme.ground;
    context.lineWidth = 3;
    context.strokeText(text, left, py);
    context.fillStyle = scene.theme.ink;
    context.fillText(text, left, py);
  };
  new Set([...first, ...around]).forEach(paint);
  if (scene.near) return;
  for (let rank = 0, hubs = 0; rank < scene.order.length && scene.labelled.length < MOST_LABELS; rank++) {
    const node = scene.order[rank];
    if (!scene.nodes[node]) continue;
    if (hubs++ >= HUBS && shownRadius(scene.radii[node], camera.zoom) * camera.zoom < 4.2) break;
    paint(node);
  }
}

// Labels are kept in strips as high as a label, so that each is compared with those beside it only.
function isFree(taken, box) {
  const strips = [];
  for (let strip = Math.floor(box[1] / 20); strip <= Math.floor(box[3] / 20); strip++) strips.push(strip);
  for (const strip of strips) {
    for (const other of taken.get(strip) ?? []) if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) return false;
  }
  for (const strip of strips) taken.set(strip, [...(taken.get(strip) ?? []), box]);
  return true;
}
