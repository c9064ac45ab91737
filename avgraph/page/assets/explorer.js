import { colourOf, legendOf } from "./colours.js";
import { Drawing } from "./drawing.js";
import { showPanel } from "./panel.js";
import { asCsv, asGraphml, asSvg, save } from "./save.js";
import { find, makeIndex } from "./search.js";

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const drawing = new Drawing(byId("drawing"), data);
const index = makeIndex(data);
const allYears = data.papers.year.filter((year) => year !== null);
const years = [Math.min(...allYears), Math.max(...allYears)];
const state = { selected: -1, task: "", from: "", to: "", least: 1, hops: 0, colour: data.view === "knowledge" ? "type" : "community" };
const ties = data.nodes.id.map(() => []);
data.edges.a.forEach((a, edge) => { const b = data.edges.b[edge]; ties[a].push([b, data.edges.w[edge]]); ties[b].push([a, data.edges.w[edge]]); });
let sorted = "papers";

// A paper counts where it fits the filters; a node is visible with enough such papers.
function paperFits(paper) {
  const year = data.papers.year[paper];
  if (state.from && (year === null || year < state.from)) return false;
  if (state.to && (year === null || year > state.to)) return false;
  return !state.task || data.papers.tasks[paper].some((task) => data.tasks[task] === state.task || data.tasks[task].startsWith(`${state.task} > `));
}

function reached(start, hops) {
  const found = new Set([start]);
  let edge = [start];
  for (let step = 0; step < hops; step++) {
    edge = edge.flatMap((node) => ties[node].map(([other]) => other)).filter((node) => !found.has(node) && found.add(node));
  }
  return found;
}

function update() {
  const fits = data.papers.title.map((_, paper) => paperFits(paper));
  const isNarrowed = state.task || state.from || state.to;
  const around = state.hops && state.selected >= 0 ? reached(state.selected, state.hops) : null;
  let count = 0;
  for (let node = 0; node < drawing.visible.length; node++) {
    const papers = data.nodes.papers[node];
    const left = isNarrowed ? papers.filter((paper) => fits[paper]).length : papers.length;
    drawing.visible[node] = Number(left >= (isNarrowed ? Math.max(1, state.least) : state.least > 1 ? state.least : 0) && (!around || around.has(node)));
    count += drawing.visible[node];
  }
  const lines = data.edges.a.filter((a, edge) => drawing.visible[a] && drawing.visible[data.edges.b[edge]]).length;
  drawing.colours = data.nodes.id.map((_, node) => colourOf(state.colour, data, node, years));
  byId("counts").textContent = `${count.toLocaleString("en")} of ${data.nodes.id.length.toLocaleString("en")} nodes, ${lines.toLocaleString("en")} ties, ${fits.filter(Boolean).length.toLocaleString("en")} papers`;
  const legend = byId("legend");
  legend.replaceChildren(...legendOf(state.colour, data, years, drawing.visible).map(([colour, text]) => {
    const line = document.createElement("span");
    const spot = document.createElement("i");
    spot.style.background = colour;
    line.append(spot, text);
    return line;
  }));
  select(state.selected, false, true);
  if (byId("table").open) fillTable();
}

function select(node, isCentred = true, isUpdating = false) {
  state.selected = node;
  drawing.selected = node;
  const near = node < 0 ? [] : [...ties[node]].sort((a, b) => b[1] - a[1] || data.nodes.label[a[0]].localeCompare(data.nodes.label[b[0]]));
  drawing.near = node < 0 ? null : new Set([node, ...near.map(([other]) => other)]);
  showPanel(byId("panel"), data, node, near, select);
  if (state.hops && !isUpdating) { update(); return; }
  if (node >= 0 && isCentred) drawing.center(node);
  drawing.request();
  keepState();
}

function keepState() {
  const kept = new URLSearchParams();
  if (state.selected >= 0) kept.set("node", data.nodes.id[state.selected]);
  for (const name of ["task", "from", "to"]) if (state[name]) kept.set(name, state[name]);
  if (state.least > 1) kept.set("least", state.least);
  if (state.hops) kept.set("hops", state.hops);
  if (state.colour !== (data.view === "knowledge" ? "type" : "community")) kept.set("colour", state.colour);
  const hash = kept.toString();
  if (hash !== location.hash.slice(1)) history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

function readState() {
  const kept = new URLSearchParams(location.hash.slice(1));
  state.task = data.tasks.some((task) => task === kept.get("task") || task.startsWith(`${kept.get("task")} > `)) ? kept.get("task") : "";
  state.from = Number(kept.get("from")) || "";
  state.to = Number(kept.get("to")) || "";
  state.least = Math.max(1, Number(kept.get("least")) || 1);
  state.hops = Math.min(3, Math.max(0, Number(kept.get("hops")) || 0));
  if (["community", "type", "year"].includes(kept.get("colour"))) state.colour = kept.get("colour");
  for (const name of ["task", "from", "to", "least", "hops", "colour"]) byId(name).value = state[name];
  state.selected = data.nodes.id.indexOf(kept.get("node"));
}

function fillTable() {
  const rows = [...data.nodes.id.keys()].filter((node) => drawing.visible[node]);
  const value = { label: (n) => data.nodes.label[n], papers: (n) => -data.nodes.papers[n].length, degree: (n) => -ties[n].length, community: (n) => data.nodes.community[n] }[sorted];
  rows.sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : data.nodes.label[a].localeCompare(data.nodes.label[b])));
  byId("table").querySelector("tbody").replaceChildren(...rows.slice(0, 2000).map((node) => {
    const row = document.createElement("tr");
    const name = document.createElement("button");
    name.type = "button";
    name.textContent = data.nodes.label[node];
    name.addEventListener("click", () => select(node));
    const cells = [name, String(data.nodes.papers[node].length), String(ties[node].length), data.communities[data.nodes.community[node]]];
    row.append(...cells.map((content) => { const cell = document.createElement("td"); cell.append(content); return cell; }));
    return row;
  }));
}

// Search: a combobox after the ARIA pattern.
const input = byId("search");
const list = byId("suggestions");
let found = [];
let active = -1;
function suggest() {
  found = find(index, data, input.value).filter((node) => drawing.visible[node]);
  active = found.length ? 0 : -1;
  list.replaceChildren(...found.map((node, number) => {
    const item = document.createElement("li");
    item.id = `suggestion-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(number === active));
    const more = document.createElement("small");
    const count = data.nodes.papers[node].length;
    more.textContent = ` ${count} paper${count === 1 ? "" : "s"}`;
    item.append(data.nodes.label[node], more);
    item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(number); });
    return item;
  }));
  list.hidden = !found.length;
  input.setAttribute("aria-expanded", String(Boolean(found.length)));
  mark();
}
function mark() {
  [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === active)));
  if (active >= 0) { input.setAttribute("aria-activedescendant", `suggestion-${active}`); list.children[active].scrollIntoView({ block: "nearest" }); }
  else input.removeAttribute("aria-activedescendant");
}
function choose(number) {
  if (number < 0 || number >= found.length) return;
  const node = found[number];
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.value = data.nodes.label[node];
  select(node);
}
input.addEventListener("input", suggest);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (found.length) active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
    mark();
  } else if (event.key === "Enter") { event.preventDefault(); choose(active); }
  else if (event.key === "Escape") { list.hidden = true; input.setAttribute("aria-expanded", "false"); }
});
input.addEventListener("blur", () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); });
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); input.focus(); input.select(); }
  else if (event.key === "Escape" && document.activeElement !== input) select(-1);
});

// Filters.
const prefixes = new Set();
for (const task of data.tasks) task.split(" > ").forEach((_, depth, parts) => prefixes.add(parts.slice(0, depth + 1).join(" > ")));
for (const task of [...prefixes].sort()) {
  const option = document.createElement("option");
  option.value = task;
  option.textContent = `${"\u00a0\u00a0".repeat(task.split(" > ").length - 1)}${task.split(" > ").at(-1)}`;
  byId("task").append(option);
}
byId("from").placeholder = years[0];
byId("to").placeholder = years[1];
for (const name of ["task", "from", "to", "least", "hops", "colour"]) {
  byId(name).addEventListener("input", () => {
    const value = byId(name).value;
    state[name] = name === "task" || name === "colour" ? value : name === "least" ? Math.max(1, Number(value) || 1) : Number(value) || "";
    update();
  });
}
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters-button").addEventListener("click", () => {
  const isHidden = byId("filters").toggleAttribute("hidden");
  byId("filters-button").setAttribute("aria-expanded", String(!isHidden));
});
byId("reset").addEventListener("click", () => { history.replaceState(null, "", location.pathname + location.search); readState(); update(); drawing.fit(); });
byId("save").addEventListener("change", () => {
  const kind = byId("save").value;
  byId("save").value = "";
  const name = `${data.view}.${kind}`;
  if (kind === "png") byId("drawing").toBlob((blob) => save(blob, name));
  else if (kind) save(new Blob([{ svg: asSvg, graphml: asGraphml, csv: asCsv }[kind](drawing, data)], { type: { svg: "image/svg+xml", graphml: "application/graphml+xml", csv: "text/csv" }[kind] }), name);
});
byId("table").addEventListener("toggle", () => byId("table").open && fillTable());
for (const button of byId("table").querySelectorAll("[data-sort]")) button.addEventListener("click", () => { sorted = button.dataset.sort; fillTable(); });

drawing.onSelect = (node) => select(node, false);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawing.request());
addEventListener("hashchange", () => { readState(); update(); });
readState();
update();
