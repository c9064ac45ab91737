import { thousands } from "../../assets/shared/numbers.js";
import { DOT } from "./labels.js";
import { shownRadius } from "./measures.js";
import { WITHIN, paintScene, tintOf, widthOf } from "./painter.js";
import { escapeXml } from "./xml.js";

// Draws what is visible as a picture of its own: title above, legend and source below, no empty margins.
const [MARGIN, TITLE, LINE, GAP] = [24, 44, 18, 22]; // pixels
const FONT = 'system-ui, "Liberation Sans", sans-serif';
const SCALE = 2;

// The part of the drawing that holds nodes, as a camera, and what is written around it.
function layOut({ drawing, model, legend, shown }, context) {
  const { scene, camera } = drawing;
  const { x, y, zoom, width, height } = camera;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let node = 0; node < scene.nodes.length; node++) {
    const [px, py] = drawing.place(node);
    if (!scene.nodes[node] || px < 0 || py < 0 || px > width || py > height) continue;
    const radius = shownRadius(scene.radii[node], zoom) * zoom;
    [left, right, top, bottom] = [Math.min(left, px - radius), Math.max(right, px + radius), Math.min(top, py - radius), Math.max(bottom, py + radius)];
  }
  for (const { left: labelLeft, middle, text, size } of scene.labelled) [left, right, top, bottom] = [Math.min(left, labelLeft), Math.max(right, labelLeft + (context.measureText(text).width * size) / 12), Math.min(top, middle - 8), Math.max(bottom, middle + 8)];
  if (left > right) [left, right, top, bottom] = [0, width, 0, height];
  const size = { width: Math.max(360, right - left + 2 * MARGIN), height: bottom - top + 2 * MARGIN };
  const view = { x: x + ((left + right) / 2 - width / 2) / zoom, y: y + ((top + bottom) / 2 - height / 2) / zoom, zoom, ...size };
  const entries = [...legend.querySelectorAll("li")].map((entry) => [entry.querySelector("i").style.background, entry.textContent.trim()]);
  const rows = wrap(entries, size.width - 2 * MARGIN, (text) => context.measureText(text).width + GAP + 14);
  const { source } = model;
  const footer = [source.title, source.date && `as of ${source.date}`, `${thousands(shown.counts.nodes)} nodes, ${thousands(shown.counts.ties)} ties, ${thousands(shown.counts.papers)} papers`, source.address].filter(Boolean).join(" · ");
  return { view, rows, footer, title: `${model.title} – ${source.title}`, whole: TITLE + size.height + (rows.length + 2) * LINE };
}

// The entries of the legend in rows that fit, each with its place from the left.
function wrap(entries, width, widthOfText) {
  const rows = [];
  let used = Infinity;
  for (const [colour, text] of entries) {
    const own = widthOfText(text);
    if (used + own > width) { rows.push([]); used = 0; }
    rows.at(-1).push([colour, text, used]);
    used += own;
  }
  return rows;
}

function measuring() {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `12px ${FONT}`;
  return context;
}

// Labels are placed anew for the part that is drawn; those on the page come back with the next frame.
export async function asPng(state) {
  const { view, rows, footer, title, whole } = layOut(state, measuring());
  const { theme } = state.drawing.scene;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(view.width * SCALE), Math.round(whole * SCALE)];
  const context = canvas.getContext("2d");
  const part = document.createElement("canvas");
  [part.width, part.height] = [canvas.width, Math.round(view.height * SCALE)];
  paintScene(part.getContext("2d"), state.drawing.scene, view, SCALE);
  state.drawing.request();
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(part, 0, TITLE * SCALE);
  context.scale(SCALE, SCALE);
  const write = (text, x, y, font, colour) => Object.assign(context, { font, fillStyle: colour, textBaseline: "middle" }).fillText(text, x, y);
  write(title, MARGIN, TITLE / 2 + 6, `600 18px ${FONT}`, theme.ink);
  rows.forEach((row, place) => row.forEach(([colour, text, x]) => {
    const y = TITLE + view.height + (place + 0.5) * LINE;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(MARGIN + x + 5, y, 5, 0, 2 * Math.PI);
    context.fill();
    write(text, MARGIN + x + 14, y, `12px ${FONT}`, theme.ink);
  }));
  write(footer, MARGIN, TITLE + view.height + (rows.length + 0.9) * LINE, `11px ${FONT}`, theme.soft);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

function rimOf({ bridges, colours, theme }, node) {
  if (bridges.has(node)) return ` stroke="${theme.ink}" stroke-width="1.6"`;
  return colours[node] === theme.faint ? ` stroke="${theme.rim}" stroke-width="0.8"` : "";
}

export function asSvg(state) {
  const { view, rows, footer, title, whole } = layOut(state, measuring());
  const { scene } = state.drawing;
  const { theme, lines: { a, b, strength } } = scene;
  paintScene(document.createElement("canvas").getContext("2d"), scene, view, 1);
  state.drawing.request();
  const place = (node) => [(scene.x[node] - view.x) * view.zoom + view.width / 2, (scene.y[node] - view.y) * view.zoom + view.height / 2 + TITLE].map((value) => value.toFixed(1));
  const at = (x, y) => `${x.toFixed(1)},${(y + TITLE).toFixed(1)}`;
  const text = (content, x, y, more = "", name = content) => `<text x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}" fill="${theme.ink}"${more}>${name === content ? "" : `<title>${escapeXml(name)}</title>`}${escapeXml(content)}</text>`;
  const paths = new Map();
  for (let line = 0; line < a.length; line++) {
    const key = `${tintOf(scene, line)}" stroke-opacity="${tintOf(scene, line) === theme.soft ? 0.25 : 0.25 * WITHIN}" stroke-width="${widthOf(strength[line])}`;
    paths.set(key, `${paths.get(key) ?? ""}M${place(a[line])}L${place(b[line])}`);
  }
  const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${view.width.toFixed(1)} ${whole.toFixed(1)}" font-family="sans-serif" font-size="12">`,
    `<title>${escapeXml(title)}</title>`, `<rect width="100%" height="100%" fill="${theme.ground}"/>`,
    ...[...paths].map(([stroke, path]) => `<path fill="none" stroke="${stroke}" d="${path}"/>`)];
  for (const node of scene.order) {
    if (!scene.nodes[node]) continue;
    const [x, y] = place(node);
    const radius = shownRadius(scene.radii[node], view.zoom) * view.zoom;
    parts.push(`<circle cx="${x}" cy="${y}" r="${radius.toFixed(1)}" fill="${escapeXml(scene.colours[node])}"${rimOf(scene, node)}><title>${escapeXml(scene.label[node])}</title></circle>`);
  }
  for (const { leader } of scene.labelled) {
    if (!leader) continue;
    const start = at(leader[0], leader[1]);
    parts.push(`<path stroke="${theme.ink}" stroke-width="0.7" d="M${start}L${at(leader[2], leader[3])}"/>`, `<path stroke="${theme.ink}" stroke-width="${2 * DOT}" stroke-linecap="round" d="M${start}h0"/>`);
  }
  const halo = `paint-order="stroke" stroke="${theme.ground}" stroke-width="3" stroke-linejoin="round"`;
  for (const { node, left, middle, text: label, size } of scene.labelled) parts.push(text(label, left, middle + TITLE, ` font-size="${size}" ${halo}`, scene.label[node]));
  parts.push(text(title, MARGIN, TITLE / 2 + 6, ' font-size="18" font-weight="600"'));
  rows.forEach((row, line) => row.forEach(([colour, label, x]) => {
    const y = TITLE + view.height + (line + 0.5) * LINE;
    parts.push(`<rect x="${(MARGIN + x).toFixed(1)}" y="${(y - 5).toFixed(1)}" width="10" height="10" rx="5" fill="${escapeXml(colour)}"/>`, text(label, MARGIN + x + 14, y));
  }));
  return [...parts, text(footer, MARGIN, TITLE + view.height + (rows.length + 0.9) * LINE, ' font-size="11"'), "</svg>", ""].join("\n");
}
