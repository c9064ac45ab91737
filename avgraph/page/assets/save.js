// Writes what is visible as PNG, SVG, GraphML or CSV.
const escapeXml = (text) => String(text).replace(/[&<>"]/g, (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark]).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
// A cell that a spreadsheet would run as a formula is kept as text.
const cell = (value) => { const text = /^[=+@\t\r]/.test(String(value)) ? `'${value}` : String(value); return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text; };

export function visibleParts(drawing, data) {
  const nodes = [...data.nodes.id.keys()].filter((node) => drawing.visible[node]);
  const edges = [...data.edges.a.keys()].filter((edge) => drawing.visible[data.edges.a[edge]] && drawing.visible[data.edges.b[edge]]);
  return { nodes, edges };
}

export function asCsv(drawing, data) {
  const { nodes } = visibleParts(drawing, data);
  const rows = nodes.map((node) => [data.nodes.id[node], data.nodes.label[node], data.nodes.type[node], data.nodes.papers[node].length, data.communities[data.nodes.community[node]]]);
  return [["id", "label", "type", "papers", "community"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

export function asGraphml(drawing, data) {
  const { nodes, edges } = visibleParts(drawing, data);
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    '<key id="label" for="node" attr.name="label" attr.type="string"/>', '<key id="type" for="node" attr.name="type" attr.type="string"/>',
    '<key id="papers" for="node" attr.name="papers" attr.type="int"/>', '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>', '<graph edgedefault="undirected">'];
  for (const node of nodes) lines.push(`<node id="${escapeXml(data.nodes.id[node])}"><data key="label">${escapeXml(data.nodes.label[node])}</data><data key="type">${escapeXml(data.nodes.type[node])}</data><data key="papers">${data.nodes.papers[node].length}</data></node>`);
  for (const edge of edges) lines.push(`<edge source="${escapeXml(data.nodes.id[data.edges.a[edge]])}" target="${escapeXml(data.nodes.id[data.edges.b[edge]])}"><data key="weight">${data.edges.w[edge]}</data></edge>`);
  return [...lines, "</graph>", "</graphml>", ""].join("\n");
}

export function asSvg(drawing, data) {
  const { nodes, edges } = visibleParts(drawing, data);
  const place = (node) => drawing.place(node).map((value) => value.toFixed(1));
  const zoom = drawing.camera.zoom;
  const lines = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${drawing.width} ${drawing.height}" font-family="sans-serif" font-size="11">`, `<rect width="100%" height="100%" fill="#fff"/>`, `<path fill="none" stroke="#57606a" stroke-opacity=".3" stroke-width=".8" d="${edges.map((edge) => `M${place(data.edges.a[edge])}L${place(data.edges.b[edge])}`).join("")}"/>`];
  for (const node of nodes) {
    const [x, y] = place(node);
    const radius = Math.max(drawing.r[node] * (zoom < 1 ? zoom ** 0.7 : zoom), 1.3);
    lines.push(`<circle cx="${x}" cy="${y}" r="${radius.toFixed(1)}" fill="${drawing.colours[node]}"><title>${escapeXml(data.nodes.label[node])}</title></circle>`);
  }
  for (const [node, x, y] of drawing.labelled) lines.push(`<text x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}">${escapeXml(data.nodes.label[node])}</text>`);
  return [...lines, "</svg>", ""].join("\n");
}

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
