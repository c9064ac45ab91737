import { element } from "../../assets/shared/elements.js";
import { thousands } from "../../assets/shared/numbers.js";
import { readAddress, switchTo, viewOf, writeAddress } from "./address.js";
import { asBibtex } from "./bibtex.js";
import { showCard } from "./card.js";
import { colouring } from "./colours.js";
import { Controls } from "./controls.js";
import { copy } from "./copy.js";
import { Drawing, isDark, readTheme } from "./drawing.js";
import { FILTERS, NO_FILTERS, applyFilters, keepNodes, middleOf, papersWithin } from "./filters.js";
import { addGroups, drawn, groupOf } from "./groups.js";
import { fillLegend } from "./legend.js";
import { degrees, paperCounts, radii } from "./measures.js";
import { addTies, readModel, readText, sharedPapers } from "./model.js";
import { showItem } from "./panel.js";
import { button } from "./papers.js";
import { neighbours, shortestPath, within } from "./paths.js";
import { saveAs } from "./save.js";
import { SearchBox } from "./searchbox.js";
import { spread, stretched } from "./spread.js";
import { showSummary } from "./summary.js";
import { Table } from "./table.js";

// Ties the parts together: the state changes, and every part shows it. Selected is an item, which may or may not be drawn.
const byId = (id) => document.getElementById(id);
// Between the steps in which a page opens others have their turn.
const pause = () => new Promise((resolve) => { setTimeout(resolve); });
const columns = JSON.parse(await readText(byId("data").textContent));
await pause();
const model = readModel(columns, viewOf(columns));
await pause();
addGroups(addTies(model, columns));
await pause();
const DEFAULTS = { ...NO_FILTERS, hops: 0, colour: model.types.length > 1 ? "type" : "community", size: "papers", group: "" };
const CLOSE = 1.6; // zoom up to which several nodes are brought into view
const NOTHING = { selected: -1, together: -1, target: -1, wrong: [] };
const TITLE = `${model.title} – ${model.list}`;
const SEARCH_HINT = byId("search").placeholder;
const opened = new Set(); // communities whose members are drawn, in a large graph
const drawing = new Drawing(byId("drawing"), model);
const table = new Table(byId("table"), model, (node) => open(model.itemOf[node]));
const controls = new Controls(byId("filters"), model, DEFAULTS, set);
let state = { ...DEFAULTS, ...NOTHING };
let shown = null;
let picture = null; // colours and radii of all nodes
let isPicking = false; // whether the next item chosen is the end of a path

// What the filters leave, then the group and the neighbourhood of the selection, then its picture.
function update() {
  showPicture();
  showSelection();
}

function showPicture() {
  shown = applyFilters(model, state);
  const colours = colouring(model, state.colour, drawing.scene.theme);
  const sizes = new Map();
  for (let node = 0; node < model.count; node++) if (shown.nodes[node]) sizes.set(colours.keys[node], (sizes.get(colours.keys[node]) ?? 0) + 1);
  if (state.group) {
    const key = [...sizes.keys()].find((each) => each !== undefined && each !== null && colours.nameOf(each) === state.group);
    keepNodes(model, shown, (node) => key !== undefined && colours.keys[node] === key);
  }
  const node = nodeOf(state.selected);
  if (node >= 0 && state.hops) { const near = within(model, shown, node, state.hops); keepNodes(model, shown, (each) => near.has(each)); }
  // While nothing is filtered, circles are what they are.
  const isSameSize = picture?.size === "papers" && state.size === "papers" && picture.papers === shown.counts.papers && shown.counts.papers === model.paperCount;
  picture = { ...picture, colours: colours.colours, size: state.size, papers: shown.counts.papers, radii: isSameSize ? picture.radii : radii(model, shown, state.size) };
  const wasSpread = picture.isSpread;
  // While the years play, everyone stays where they are.
  Object.assign(picture, controls.isPlaying ? stretched(model, drawing.aspect) : spread(model, shown, picture.radii, drawing.aspect));
  if (!picture.isSpread) paleOutside();
  draw();
  if (wasSpread || picture.isSpread) { if (node >= 0 && shown.nodes[node]) drawing.center(node); else drawing.fit(); }
  byId("counts").textContent = `${thousands(shown.counts.nodes)} of ${thousands(model.count)} nodes, ${thousands(shown.counts.ties)} ties, ${thousands(shown.counts.papers)} papers`;
  const size = byId("size").selectedOptions[0].textContent;
  fillLegend(byId("legend"), colours, sizes, { colour: state.colour, isolated: state.group, size }, (group) => set({ group }));
  table.update(shown, () => paperCounts(model, shown), () => degrees(model, shown));
}

// Where everything keeps its place, what lies around the largest component and has no colour of its own is pale.
function paleOutside() {
  if (model.total > model.count) return;
  const { isOutside } = middleOf(model);
  const { rest, faint } = drawing.scene.theme;
  picture.colours = picture.colours.map((colour, node) => (colour === rest && isOutside[node] ? faint : colour));
}

function draw() {
  drawing.show({ ...drawn(model, shown, opened), colours: picture.colours, radii: picture.radii, x: picture.x, y: picture.y });
}

const nodeOf = (item) => (item < 0 ? -1 : model.nodeOf[item]);

// Shows the selection in drawing, panel and title.
function showSelection() {
  const { selected: item, together, target } = state;
  const node = nodeOf(item);
  const around = node < 0 ? [] : neighbours(model, shown, node);
  const path = node >= 0 && target >= 0 ? shortestPath(model, shown, node, nodeOf(target)) : [];
  const papers = item < 0 ? [] : papersOf(item).filter((paper) => together < 0 || model.papersOfItem[together].includes(paper));
  highlight(node, around, path, papers);
  const panel = byId("panel");
  const hadFocus = panel.contains(document.activeElement);
  panel.replaceChildren();
  // Scrolled while it is empty: with its content it would be laid out twice. On a telephone what holds the panel scrolls.
  panel.scrollTop = panel.parentElement.scrollTop = 0;
  panel.setAttribute("aria-label", item < 0 ? "Summary" : "Selection");
  if (item < 0) showSummary(panel, model, shown, state, actions);
  else {
    panel.append(button("×", () => open(-1), "Close", "close"));
    const steps = path.map((each, place) => ({ node: each, papers: place + 1 < path.length && model.type(each) !== "Paper" ? sharedPapers(model.papersOf, each, path[place + 1]) : [] }));
    showItem(panel, model, { item, together, papers, around: grouped(node, around), path: steps, target }, actions);
  }
  if (hadFocus) panel.focus({ preventScroll: true });
  document.title = item < 0 ? TITLE : `${model.labels[item]}${together < 0 ? "" : ` and ${model.labels[together]}`} – ${TITLE}`;
  byId("hops").disabled = node < 0;
}

function highlight(node, around, path, papers) {
  if (state.selected < 0) return drawing.select(-1, null, []);
  if (state.together >= 0) {
    const pair = [node, nodeOf(state.together)].filter((each) => each >= 0);
    return drawing.select(node, new Set(pair), pair);
  }
  if (node >= 0) return drawing.select(node, new Set([node, ...around.map(([other]) => other), ...path]), path);
  const own = new Set(papers);
  const near = Array.from({ length: model.count }, (_, each) => each).filter((each) => shown.nodes[each] && model.papersOf[each].some((paper) => own.has(paper)));
  drawing.select(-1, new Set(near), []);
}

// The papers of an item that fit, the newest first.
function papersOf(item) {
  const { year } = model.papers;
  const papers = papersWithin(model, item).filter((paper) => shown.papers[paper]);
  return papers.sort((one, other) => (year[other] ?? 0) - (year[one] ?? 0) || one - other);
}

// The neighbours under the name of what ties them, the strongest first; in the typed graph papers and what they belong to are told elsewhere.
const TIES = {
  coauthorOf: "Co-authors", collaboratesWith: "Works with", sharesAuthorsWith: "Related tasks, by people and papers shared", usedForTask: "Task and dataset",
  broader: "Broader and narrower", subOrganizationOf: "Part of, or has as part",
};
const SHARED = ["coauthorOf", "collaboratesWith", "sharesAuthorsWith"];
function grouped(node, around) {
  const groups = new Map();
  for (const [other, tie] of around) {
    const kind = model.kind(tie);
    if (model.view === "knowledge" && (model.type(other) === "Paper" || model.type(node) === "Paper" || kind === "affiliatedWith")) continue;
    const name = TIES[kind] ?? "Tied to";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push([other, shown.strength[tie], SHARED.includes(kind)]);
  }
  for (const items of groups.values()) items.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
  return [...groups];
}

// Changes the state; Back comes back to the one before, unless it is no step of its own. The picture is fitted where it spreads or shrinks.
function set(changes, isStep = true) {
  if (changes.colour && changes.colour !== state.colour && changes.group === undefined) changes.group = "";
  const isRefit = isStep && ["parts", "task", "venue", "institution", "place", "group"].some((name) => changes[name] !== undefined && changes[name] !== state[name]);
  Object.assign(state, changes, { wrong: [] });
  controls.fill(state);
  update();
  if (isRefit) drawing.fit();
  writeAddress(model, state, DEFAULTS, isStep);
}

// Selects an item, -1 being none: a task or venue that is not drawn filters instead.
function open(item, isCentred = true) {
  if (isPicking) {
    stopPicking();
    if (item < 0) return;
    if (nodeOf(item) >= 0 && item !== state.selected) { set({ target: item }); look(); return; }
  }
  if (item >= 0 && nodeOf(item) < 0 && FILTERS[model.itemType(item)] && model.itemType(item) !== "Institution") { filter(item); return; }
  const node = nodeOf(item);
  const group = groupOf(model, node);
  const isOpening = group >= 0 && !opened.has(group);
  if (isOpening) opened.add(group);
  Object.assign(state, { selected: item, together: -1, target: -1, wrong: [] });
  if (state.hops) update();
  else {
    if (isOpening) draw();
    showSelection();
  }
  writeAddress(model, state, DEFAULTS, true);
  if (isCentred || node < 0) look();
}

// Brings what is selected into view: a node, the nodes of a path or of two together, or those that an item which is not drawn belongs to.
function look() {
  const node = nodeOf(state.selected);
  const { near, path } = drawing.scene;
  if (path.length > 1) drawing.fit(new Set(path), CLOSE);
  else if (node >= 0) drawing.center(node);
  else if (near?.size) drawing.fit(near, CLOSE);
}

function filter(item) {
  set({ ...pickNothing(), [FILTERS[model.itemType(item)]]: model.labels[item] });
}
const pickNothing = () => ({ selected: -1, together: -1, target: -1 });

function showBoth(item, other) {
  set({ selected: item, together: other, target: -1 });
  look();
}

function stopPicking() {
  isPicking = false;
  byId("search").placeholder = SEARCH_HINT;
}
function startPath() {
  isPicking = true;
  byId("search").value = "";
  byId("search").placeholder = "To whom? Search, or click a node";
  byId("search").focus();
}

const actions = {
  open, filter, together: showBoth, set, startPath, copy,
  mark: (nodes) => drawing.mark(nodes),
  endPath: () => set({ target: -1 }),
  isolate: (group) => set({ ...pickNothing(), colour: "community", group }),
  copyBibtex: (papers, pressed) => copy(asBibtex(model, papers), pressed),
};

// The parts that people use: search, keys, drawing, panel, saving, the address.
function chosen(act) {
  act();
  byId("drawing").focus({ preventScroll: true });
}
const canOpen = (item) => (nodeOf(item) >= 0 ? shown.nodes[nodeOf(item)] : !isPicking && (model.itemType(item) === "Dataset" || papersWithin(model, item).length > 0));
new SearchBox(byId("search"), byId("suggestions"), model, canOpen, (item) => chosen(() => open(item)), (fields) => chosen(() => set(fields)));
document.addEventListener("keydown", (event) => {
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !isTyping) { event.preventDefault(); byId("search").focus(); byId("search").select(); } else if (event.key === "Escape") open(-1);
});
drawing.onSelect = (node, line) => {
  if (node >= model.count) { opened.add(node - model.count); Object.assign(state, pickNothing()); draw(); showSelection(); } else if (node >= 0) open(model.itemOf[node], false);
  else if (line && Math.max(...line) < model.count && !isPicking && sharedPapers(model.papersOf, ...line).length) set({ selected: model.itemOf[line[0]], together: model.itemOf[line[1]], target: -1 });
  else open(-1);
};
drawing.onResize = () => {
  if (!picture || picture.isSpread) return;
  Object.assign(picture, stretched(model, drawing.aspect));
  draw();
};
drawing.onHover = (node, place) => showCard(byId("card"), model, shown, node, place, drawing.camera);
byId("side-button").addEventListener("click", () => {
  const isHidden = byId("side").toggleAttribute("hidden");
  byId("side-button").setAttribute("aria-expanded", String(!isHidden));
  byId("side-button").textContent = isHidden ? "Show panel" : "Hide panel";
});
byId("save").addEventListener("change", () => {
  const kind = byId("save").value;
  byId("save").value = "";
  if (kind) saveAs(kind, { model, shown, drawing, papers: paperCounts(model, shown), legend: byId("legend"), colours: picture.colours });
});
byId("reset").addEventListener("click", () => {
  controls.stop();
  opened.clear();
  set({ ...DEFAULTS, ...NOTHING });
  drawing.fit();
});

function readState() {
  state = readAddress(model, DEFAULTS, controls);
  controls.fill(state);
  showPicture();
}
addEventListener("popstate", () => {
  if (viewOf(columns) !== model.view) { location.reload(); return; }
  readState();
  showSelection();
  look();
});
isDark.addEventListener("change", () => { Object.assign(drawing.scene, { theme: readTheme(), faint: new Map(), dim: new Map() }); update(); });
byId("title").textContent = model.title;
if (model.views.length > 1) {
  byId("view").append(...model.views.map(([name, title]) => element("option", title.split(" that ")[0], { value: name })));
  byId("view").value = model.view;
  byId("view").hidden = false;
  byId("title").hidden = true;
  byId("view").addEventListener("change", () => switchTo(byId("view").value));
}
readState();
drawing.fit();
await pause();
showSelection();
look();
document.documentElement.dataset.ready = "true";
