import { shownRadius } from "./painter.js";

// Writes what is visible as PNG, SVG, GraphML or CSV.
export const KINDS = { png: "image/png", svg: "image/svg+xml", graphml: "application/graphml+xml", csv: "text/csv" };
const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// What XML cannot hold becomes the sign for a character that cannot be shown.
const escapeXml = (text) => String(text).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd").replace(/[&<>"]/g, (mark) => MARKS[mark]);

function escapeCell(value) {
  // A cell that a spreadsheet would run as a formula is kept as text.
  const text = /^[=+@\t\r-]/.test(String(value)) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function visibleNodes(model, shown) {
  return Array.from({ length: model.count }, (_, node) => node).filter((node) => shown.nodes[node]);
}

function visibleTies(model, shown) {
  return Array.from(model.a.keys()).filter((tie) => shown.ties[tie]);
}

export function asCsv(model, shown, papers) {
  const rows = visibleNodes(model, shown).map((node) => [model.id(node), model.label[node], model.type(node), papers[node], model.communities[model.community[node]]]);
  return `${[["id", "label", "type", "papers", "community"], ...rows].map((row) => row.map(escapeCell).join(",")).join("\r\n")}\r\n`;
}

export function asGraphml(model, shown, papers) {
  const key = (name, on, type) => `<key id="${name}" for="${on}" attr.name="${name}" attr.type="${type}"/>`;
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    key("label", "node", "string"), key("type", "node", "string"), key("papers", "node", "int"), key("community", "node", "string"),
    '<key id="kind" for="edge" attr.name="type" attr.type="string"/>', key("weight", "edge", "double"),
    `<graph edgedefault="${model.isDirected ? "directed" : "undirected"}">`];
  for (const node of visibleNodes(model, shown)) {
    const values = { label: model.label[node], type: model.type(node), papers: papers[node], community: model.communities[model.community[node]] };
    lines.push(`<node id="${escapeXml(model.id(node))}">${Object.entries(values).map(([name, value]) => `<data key="${name}">${escapeXml(value)}</data>`).join("")}</node>`);
  }
  for (const tie of visibleTies(model, shown)) {
    lines.push(`<edge source="${escapeXml(model.id(model.a[tie]))}" target="${escapeXml(model.id(model.b[tie]))}"><data key="kind">${escapeXml(model.kind(tie))}</data><data key="weight">${shown.strength[tie]}</data></edge>`);
  }
  return [...lines, "</graph>", "</graphml>", ""].join("\n");
}

export function asSvg(drawing) {
  const { scene, camera } = drawing;
  const place = (node) => drawing.place(node).map((value) => value.toFixed(1));
  const { a, b } = scene.lines;
  const path = Array.from(a, (from, line) => `M${place(from)}L${place(b[line])}`).join("");
  const lines = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${camera.width} ${camera.height}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="${scene.theme.ground}"/>`,
    `<path fill="none" stroke="${scene.theme.soft}" stroke-opacity=".3" stroke-width=".8" d="${path}"/>`];
  for (const node of scene.order) {
    if (!scene.nodes[node]) continue;
    const [x, y] = place(node);
    const radius = shownRadius(scene.radii[node], camera.zoom) * camera.zoom;
    lines.push(`<circle cx="${x}" cy="${y}" r="${radius.toFixed(1)}" fill="${escapeXml(scene.colours[node])}"><title>${escapeXml(scene.label[node])}</title></circle>`);
  }
  for (const [node, x, y] of scene.labelled) lines.push(`<text x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}" fill="${scene.theme.ink}">${escapeXml(scene.label[node])}</text>`);
  return [...lines, "</svg>", ""].join("\n");
}
