import { download } from "../../assets/shared/download.js";
import { asBibtex } from "./bibtex.js";
import { asPng, asSvg } from "./picture.js";
import { escapeXml } from "./xml.js";

// Writes what is visible as a file of a kind.
const TYPES = { png: "image/png", svg: "image/svg+xml", graphml: "application/graphml+xml", csv: "text/csv", "ties.csv": "text/csv", bib: "application/x-bibtex" };
// `state` has the model, what is shown, the drawing, the papers of each node, the colours and the element of the legend.
export async function saveAs(kind, state) {
  const { model, shown } = state;
  const papers = () => Array.from(shown.papers.keys()).filter((paper) => shown.papers[paper]);
  const write = {
    png: () => asPng(state), svg: () => asSvg(state), graphml: () => asGraphml(state), csv: () => nodesAsCsv(state), "ties.csv": () => tiesAsCsv(state), bib: () => asBibtex(model, papers()),
  };
  download(new Blob([await write[kind]()], { type: TYPES[kind] }), `${model.view}.${kind}`);
}

function escapeCell(value) {
  // A cell that a spreadsheet would run as a formula is kept as text, as avgraph/export/csv_tables.py does.
  const text = typeof value === "string" && /^[=+@\t\r\n＝＋－＠-]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function asTable(rows) {
  return `${rows.map((row) => row.map(escapeCell).join(",")).join("\r\n")}\r\n`;
}

function visibleNodes({ model, shown }) {
  return Array.from({ length: model.count }, (_, node) => node).filter((node) => shown.nodes[node]);
}

function visibleTies({ model, shown }) {
  return Array.from(model.a.keys()).filter((tie) => shown.ties[tie]);
}

export function nodesAsCsv(state) {
  const { model, papers } = state;
  const rows = visibleNodes(state).map((node) => [model.id(node), model.label[node], model.type(node), papers[node], model.communities[model.community[node]]]);
  return asTable([["id", "label", "type", "papers", "community"], ...rows]);
}

function tiesAsCsv(state) {
  const { model, shown } = state;
  const ends = (tie) => [model.a[tie], model.b[tie]];
  const rows = visibleTies(state).map((tie) => [...ends(tie).map(model.id), ...ends(tie).map((node) => model.label[node]), model.kind(tie), shown.strength[tie]]);
  return asTable([["source", "target", "sourceLabel", "targetLabel", "kind", "weight"], ...rows]);
}

// The names and types of what nodes and ties say, as those that Python writes have them.
const NODE_KEYS = { label: "string", type: "string", papers: "int", community: "int", communityName: "string", x: "double", y: "double", size: "double", color: "string" };

export function asGraphml(state) {
  const { model, shown, papers, colours, drawing } = state;
  const key = (name, on, type) => `<key id="${name}" for="${on}" attr.name="${name}" attr.type="${type}"/>`;
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...Object.entries(NODE_KEYS).map(([name, type]) => key(name, "node", type)),
    '<key id="kind" for="edge" attr.name="type" attr.type="string"/>', key("weight", "edge", "double"),
    `<graph edgedefault="${model.isDirected ? "directed" : "undirected"}">`];
  for (const node of visibleNodes(state)) {
    const community = model.community[node];
    const values = [model.label[node], model.type(node), papers[node], community, model.communities[community], model.x[node], -model.y[node], drawing.scene.radii[node], colours[node]];
    const data = Object.keys(NODE_KEYS).map((name, place) => `<data key="${name}">${escapeXml(values[place])}</data>`);
    lines.push(`<node id="${escapeXml(model.id(node))}">${data.join("")}</node>`);
  }
  for (const tie of visibleTies(state)) {
    lines.push(`<edge source="${escapeXml(model.id(model.a[tie]))}" target="${escapeXml(model.id(model.b[tie]))}"><data key="kind">${escapeXml(model.kind(tie))}</data><data key="weight">${shown.strength[tie]}</data></edge>`);
  }
  return [...lines, "</graph>", "</graphml>", ""].join("\n");
}
