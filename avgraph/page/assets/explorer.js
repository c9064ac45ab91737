import { download } from "../../assets/shared/download.js";
import { element } from "../../assets/shared/elements.js";
import { readAddress, writeAddress } from "./address.js";
import { colouring } from "./colours.js";
import { Drawing } from "./drawing.js";
import { NO_FILTERS, applyFilters } from "./filters.js";
import { addGroups, drawn, groupOf } from "./groups.js";
import { Growth } from "./growth.js";
import { degrees, paperCounts, radii } from "./measures.js";
import { readModel, readText } from "./model.js";
import { showPanel } from "./panel.js";
import { neighbours, shortestPath, within } from "./paths.js";
import { KINDS, asCsv, asGraphml, asSvg } from "./save.js";
import { SearchBox } from "./searchbox.js";
import { Table } from "./table.js";

// Ties the parts together: the state changes, and every part shows it.
const byId = (id) => document.getElementById(id);
const model = addGroups(readModel(JSON.parse(await readText(byId("data").textContent))));
const DEFAULTS = { ...NO_FILTERS, hops: 0, colour: model.types.length > 1 ? "type" : "community", size: "papers" };
const labelsOf = (type) => [...new Set(model.things.label.filter((_, each) => model.things.type[each] === type))].sort((one, other) => one.localeCompare(other, "en"));
const taskPaths = () => [...new Set(labelsOf("Task").flatMap((path) => path.split(" > ").map((_, depth, parts) => parts.slice(0, depth + 1).join(" > "))))].sort();
const choices = {
  task: ["", ...taskPaths()],
  venue: ["", ...labelsOf("Venue")],
  institution: ["", ...labelsOf("Institution")],
  colour: [...byId("colour").options].map((option) => option.value),
  size: [...byId("size").options].map((option) => option.value),
};
const SEARCH_HINT = byId("search").placeholder;
const opened = new Set(); // communities whose members are drawn, in a large graph
const drawing = new Drawing(byId("drawing"), model);
const table = new Table(byId("table"), model, (node) => select(node));
const counted = (number) => number.toLocaleString("en");
let state = readAddress(model, DEFAULTS, choices);
let shown = null;
let isPicking = false; // whether the next node chosen is the end of a path

let picture = null; // colours and radii of all nodes

// What the filters leave, then the neighbourhood of the selection, then its picture.
function update() {
  shown = applyFilters(model, state);
  const { papers } = shown.counts;
  if (state.selected >= 0 && state.hops) keepAround(within(model, shown, state.selected, state.hops));
  const colours = colouring(model, state.colour);
  const isSameSize = picture?.size === "papers" && state.size === "papers";
  picture = { colours: colours.colours, size: state.size, radii: isSameSize ? picture.radii : radii(model, shown, state.size) };
  draw();
  byId("counts").textContent = `${counted(shown.counts.nodes)} of ${counted(model.count)} nodes, ${counted(shown.counts.ties)} ties, ${counted(papers)} papers`;
  fillLegend(colours);
  table.update(shown, () => paperCounts(model, shown), () => degrees(model, shown));
  showSelection();
}

function draw() {
  drawing.show({ ...drawn(model, shown, opened), colours: picture.colours, radii: picture.radii });
}

function fit() {
  const { offsetWidth } = byId("legend");
  drawing.fit(drawing.camera.width > 900 ? offsetWidth : 0);
}

function keepAround(nodes) {
  shown.counts.nodes = 0;
  shown.counts.ties = 0;
  for (let node = 0; node < model.count; node++) shown.counts.nodes += shown.nodes[node] &= Number(nodes.has(node));
  for (let tie = 0; tie < model.a.length; tie++) shown.counts.ties += shown.ties[tie] &= shown.nodes[model.a[tie]] & shown.nodes[model.b[tie]];
}

function fillLegend({ keys, entries }) {
  const sizes = new Map();
  for (let node = 0; node < model.count; node++) if (shown.nodes[node]) sizes.set(keys[node], (sizes.get(keys[node]) ?? 0) + 1);
  const lines = entries.filter(([, , key]) => key === null || key === undefined || sizes.has(key)).map(([colour, text, key]) => {
    const line = element("span", sizes.has(key) && key !== undefined ? `${text} (${counted(sizes.get(key))})` : text);
    const spot = element("i");
    spot.style.background = colour;
    line.prepend(spot);
    return line;
  });
  const names = { community: "Communities", type: "Types", task: "Tasks", institution: "Institutions", year: "First year" };
  byId("legend").replaceChildren(element("b", names[state.colour]), ...lines, element("em", `Size: ${byId("size").selectedOptions[0]?.textContent ?? ""}`));
}

function showSelection() {
  const node = state.selected;
  const around = node < 0 ? [] : neighbours(model, shown, node);
  const path = node >= 0 && state.target >= 0 ? shortestPath(model, shown, node, state.target) : [];
  const near = node < 0 ? null : new Set([node, ...around.map(([other]) => other), ...path]);
  drawing.select(node, near, path);
  const papers = node < 0 ? [] : model.papersOf[node].filter((paper) => shown.papers[paper]);
  const { title, year } = model.papers;
  papers.sort((one, other) => (year[other] ?? 0) - (year[one] ?? 0) || title[one].localeCompare(title[other], "en"));
  showPanel(byId("panel"), model, { node, papers, around: grouped(node, around), path, target: state.target }, { select, startPath, endPath });
  byId("hops").disabled = node < 0;
  writeAddress(model, state, DEFAULTS);
}

// The neighbours under the name of what ties them, the strongest first; in the typed graph papers and what they belong to are told elsewhere.
const TIES = {
  coauthorOf: "Co-authors", collaboratesWith: "Works with", sharesAuthorsWith: "Shares authors and papers with", usedForTask: "Task and dataset",
  broader: "Broader and narrower", subOrganizationOf: "Part of, or has as part",
};
function grouped(node, around) {
  const found = new Map();
  for (const [other, tie] of around) {
    if (model.view === "knowledge" && (model.type(other) === "Paper" || model.type(node) === "Paper" || model.kind(tie) === "affiliatedWith")) continue;
    const name = TIES[model.kind(tie)] ?? "Tied to";
    if (!found.has(name)) found.set(name, []);
    found.get(name).push([other, shown.strength[tie]]);
  }
  for (const items of found.values()) items.sort((one, other) => other[1] - one[1] || model.label[one[0]].localeCompare(model.label[other[0]], "en"));
  return [...found];
}

function select(node, isCentred = true) {
  if (isPicking && node >= 0 && node < model.count) {
    isPicking = false;
    byId("search").placeholder = SEARCH_HINT;
    if (node !== state.selected) { state.target = node; showSelection(); drawing.center(state.selected); return; }
  }
  if (node >= model.count) { opened.add(node - model.count); state.selected = -1; draw(); showSelection(); return; }
  const isUnpicked = node < 0 && isPicking;
  if (isUnpicked) { isPicking = false; byId("search").placeholder = SEARCH_HINT; return; }
  state.selected = node;
  state.target = -1;
  const group = groupOf(model, node);
  const isOpening = group >= 0 && !opened.has(group);
  if (isOpening) opened.add(group);
  if (state.hops) update();
  else {
    if (isOpening) draw();
    showSelection();
  }
  if (node >= 0 && isCentred) drawing.center(node);
}

function startPath() {
  isPicking = true;
  byId("search").value = "";
  byId("search").placeholder = "To whom? Search, or click a node";
  byId("search").focus();
}
function endPath() {
  state.target = -1;
  showSelection();
}

// The filters.
function fillChoices() {
  for (const name of ["task", "venue", "institution"]) {
    const field = byId(name);
    if (field.options.length > 1) continue;
    field.append(...choices[name].slice(1).map((value) => element("option", name === "task" ? `${"\u00a0\u00a0".repeat(value.split(" > ").length - 1)}${value.split(" > ").at(-1)}` : value, { value })));
  }
}
function fillFields() {
  if (["task", "venue", "institution"].some((name) => state[name])) fillChoices();
  for (const name of Object.keys(DEFAULTS)) byId(name).value = state[name] || (typeof DEFAULTS[name] === "string" || name === "hops" ? state[name] : "");
  byId("until").value = state.to || model.years[1];
  byId("until-year").textContent = state.to || model.years[1];
}
function change(name, value) {
  state[name] = value;
  fillFields();
  update();
}
for (const name of Object.keys(DEFAULTS)) {
  byId(name).addEventListener("input", () => {
    const { value } = byId(name);
    state[name] = typeof DEFAULTS[name] === "string" ? value : Math.max(0, Math.round(Number(value)) || DEFAULTS[name]);
    if (name === "to") { byId("until").value = state.to || model.years[1]; byId("until-year").textContent = state.to || model.years[1]; }
    update();
  });
}
for (const name of ["from", "to"]) byId(name).placeholder = model.years[name === "from" ? 0 : 1];
[byId("until").min, byId("until").max] = model.years;
byId("until").addEventListener("input", () => change("to", Number(byId("until").value) === model.years[1] ? 0 : Number(byId("until").value)));
const growth = new Growth(byId("play"), model.years, (year) => change("to", year));
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters-button").addEventListener("click", () => {
  fillChoices();
  fillFields();
  const isHidden = byId("filters").toggleAttribute("hidden");
  byId("filters-button").setAttribute("aria-expanded", String(!isHidden));
});
byId("reset").addEventListener("click", () => {
  growth.stop();
  opened.clear();
  state = { ...DEFAULTS, selected: -1, target: -1 };
  fillFields();
  update();
  fit();
});

// Saving, keys, the address.
byId("save").addEventListener("change", () => {
  const kind = byId("save").value;
  byId("save").value = "";
  const name = `${model.view}.${kind}`;
  if (kind === "png") byId("drawing").querySelector("canvas").toBlob((blob) => download(blob, name));
  else if (kind) {
    const papers = paperCounts(model, shown);
    const text = kind === "svg" ? asSvg(drawing) : kind === "csv" ? asCsv(model, shown, papers) : asGraphml(model, shown, papers);
    download(new Blob([text], { type: KINDS[kind] }), name);
  }
});
new SearchBox(byId("search"), byId("suggestions"), model, (node) => shown.nodes[node], (node) => select(node));
document.addEventListener("keydown", (event) => {
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !isTyping) { event.preventDefault(); byId("search").focus(); byId("search").select(); } else if (event.key === "Escape") select(-1);
});
drawing.onSelect = (node) => select(node, false);
drawing.onHover = (node) => { byId("drawing").title = node < 0 || drawing.scene.labelled.some(([each]) => each === node) ? "" : model.label[node]; };
addEventListener("hashchange", () => {
  state = readAddress(model, DEFAULTS, choices);
  fillFields();
  update();
});
fillFields();
update();
fit();
if (state.selected >= 0) {
  const { target } = state;
  select(state.selected);
  if (target >= 0) { state.target = target; showSelection(); }
}
document.documentElement.dataset.ready = "true";
