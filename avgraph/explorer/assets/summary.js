import { element } from "../../assets/shared/elements.js";
import { pageBeside } from "./address.js";
import { chartOf } from "./chart.js";
import { standingIn } from "./filters.js";
import { betweennessInSteps } from "./measures.js";
import { itemButton, section } from "./panel.js";
import { button, counts, linkTo, paperItem, soft } from "./papers.js";

// What the panel says while nothing is selected: what the page shows, who is most active, who connects groups, how it grew.
const MOST = 5; // of each ranking
const MOST_FILTERED = 40; // people of those that filters leave
const MOST_PAPERS = 50; // of those that filters leave
const LARGEST = 5000; // nodes up to which it is measured who connects groups
const SLICE = 8; // milliseconds of each part of that work
const IN_PLACE = "Who and what is in PLACE, and papers of institutions there. A person is stated where the list states their institution there, possible where only their papers do.";
const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 60)); // not every browser tells
const KINDS = { Author: ["person", "people"], Institution: ["institution"], Task: ["task"] };

export function showSummary(panel, model, shown, state, actions) {
  const chips = chipsOf(state, actions);
  const standing = standingIn(model, state.place);
  const ranked = rankThings(model, shown, standing, chips.length ? MOST_FILTERED : MOST);
  const papers = papersIn(shown);
  const bridges = element("section");
  addHead(panel, model, shown, ranked);
  if (state.wrong?.length) panel.append(element("p", `The address names what is not here: ${state.wrong.join(", ")}`, { class: "doubt", role: "alert" }));
  if (chips.length) {
    panel.append(element("p", chips, { class: "chips" }));
    if (state.place) panel.append(element("p", IN_PLACE.replace("PLACE", state.place), { class: "soft" }));
    if (ranked.Author.count) addPeople(panel, model, ranked.Author, state.place ? standing : null, actions);
  }
  panel.append(...chartOf(model, shown, state, actions));
  if (!chips.length && ranked.Author.count) panel.append(ranking("Most papers", model, ranked.Author.first, actions));
  panel.append(bridges);
  if (model.view !== "knowledge" && model.count <= LARGEST) measureBridges(model, shown, bridges, actions);
  if (chips.length) addPapers(panel, model, papers, actions);
  if (model.view !== "institutions" && ranked.Institution.count) panel.append(ranking("Institutions with most papers", model, ranked.Institution.first.slice(0, MOST), actions));
  if (papers.length) panel.append(element("p", button("Copy BibTeX of all that is visible", (event) => actions.copyBibtex(papers, event.target), "", "")));
}

// Which list this is, of which day, and how much of it is shown.
function addHead(panel, model, shown, ranked) {
  const { source, years } = model;
  const span = spanOf(model, shown) ?? years;
  const parts = [counts(shown.counts.papers, "paper"), ...Object.entries(KINDS).filter(([type]) => ranked[type].count).map(([type, words]) => counts(ranked[type].count, ...words)), span[0] ? (span[0] === span[1] ? `${span[0]}` : `${span[0]}–${span[1]}`) : ""];
  const heading = element("h2", /^https?:/.test(source.address) ? linkTo(source.address, source.title) : source.title);
  panel.append(heading, element("p", parts.filter(Boolean).join(", "), { class: "figures" }));
  if (/^https?:$/.test(location.protocol) && location.pathname.includes("/explore/")) panel.append(element("p", linkTo("../", "First page of this server")));
  const undrawn = ranked.Task.count - shown.counts.nodes;
  if (model.view === "tasks" && undrawn > 0) panel.append(element("p", `Not drawn: ${counts(undrawn, "task")} without papers of ${undrawn === 1 ? "its" : "their"} own, above others.`, { class: "soft" }));
  if (!model.count) panel.append(element("p", `The list states nothing for this view${model.views.length > 1 ? ": choose another one above" : ""}.`, { class: "doubt" }));
  panel.append(...linksBeside(model));
  if (source.date) panel.append(element("p", `The list as of ${source.date}.`, { class: "soft" }));
}

// The people that are left by the filters, those with most papers first; `standing` tells which are possible where a place is chosen.
function addPeople(panel, model, { first, count }, standing, actions) {
  const items = first.map(([item, papers]) => [itemButton(model, item, actions), soft(` ${papers}${standing ? ` ${standing(item - model.paperCount)}` : ""}`)]);
  panel.append(section("People", [...items, ...Array.from({ length: count - first.length }, () => [])], MOST_FILTERED));
}

// The papers that are left by the filters, the newest first.
function addPapers(panel, model, papers, actions) {
  const { year } = model.papers;
  const newest = [...papers].sort((one, other) => year[other] - year[one] || one - other);
  if (papers.length) panel.append(section("Papers", newest.map((paper, place) => (place < MOST_PAPERS ? paperItem(model, paper, actions) : [])), MOST_PAPERS));
}

// Of a large graph each view has a page of its own.
function linksBeside({ pagesBeside, view }) {
  const links = pagesBeside.map((other) => [other, pageBeside(view, other)]).filter(([, address]) => address);
  if (!links.length) return [];
  return [element("p", ["Other views, where their pages lie beside this one: ", ...links.flatMap(([other, address]) => [element("a", other, { href: address }), " "])], { class: "soft" })];
}

const papersIn = (shown) => Array.from(shown.papers.keys()).filter((paper) => shown.papers[paper]);

// How many things of each kind have papers that fit (of tasks also those above them), and the first of them as [item, papers], the most first; names
// that may be several people lead no ranking. What is elsewhere, as `standing` tells, is left out.
function rankThings(model, shown, standing, most) {
  const ranked = { Author: [], Institution: [], Task: [] };
  const tasks = new Set();
  for (let item = model.paperCount; item < model.itemCount; item++) {
    const type = model.itemType(item);
    if (!ranked[type]) continue;
    let count = 0;
    for (const paper of model.papersOfItem[item]) count += shown.papers[paper];
    if (!count || !standing(item - model.paperCount)) continue;
    ranked[type].push([item, count]);
    if (type === "Task") addTask(model, item - model.paperCount, tasks);
  }
  const isDoubtful = (item) => Number(Boolean(model.things.status?.[item - model.paperCount]));
  const compare = (one, other) => isDoubtful(one[0]) - isDoubtful(other[0]) || other[1] - one[1] || one[0] - other[0];
  return Object.fromEntries(Object.entries(ranked).map(([type, items]) => [type, { count: type === "Task" ? tasks.size : items.length, first: firstOf(items, compare, most) }]));
}

// Adds a task and those above it.
function addTask(model, task, tasks) {
  if (tasks.has(task)) return;
  tasks.add(task);
  for (const above of model.things.above?.[task] ?? []) addTask(model, above, tasks);
}

// The first few in an order, without sorting all of them.
function firstOf(items, compare, most) {
  const first = [];
  for (const item of items) {
    if (first.length === most) {
      if (compare(item, first[most - 1]) > 0) continue;
      first.pop();
    }
    let place = first.length;
    while (place && compare(item, first[place - 1]) < 0) place--;
    first.splice(place, 0, item);
  }
  return first;
}

function spanOf(model, shown) {
  let [first, last] = [Infinity, 0];
  model.papers.year.forEach((year, paper) => {
    if (year === null || !shown.papers[paper]) return;
    first = Math.min(first, year);
    last = Math.max(last, year);
  });
  return last ? [first, last] : null;
}

function ranking(title, model, items, actions) {
  const list = element("ul", items.map(([item, count]) => element("li", [itemButton(model, item, actions), soft(` ${count}`)])));
  return element("section", [element("h3", title), list]);
}

// Lists the nodes through which the shortest paths between others lead. They are measured between other work, once for what is shown.
const measured = new WeakMap();
function measureBridges(model, shown, part, actions) {
  const steps = betweennessInSteps(model, shown);
  const work = () => {
    if (!part.isConnected) return;
    const end = performance.now() + SLICE;
    while (!measured.has(shown)) {
      const { done, value } = steps.next();
      if (done) measured.set(shown, value);
      else if (performance.now() > end) { whenIdle(work); return; }
    }
    showBridges(model, shown, measured.get(shown), part, actions);
  };
  whenIdle(work);
}

function showBridges(model, shown, between, part, actions) {
  const nodes = Array.from({ length: model.count }, (_, node) => node).filter((node) => shown.nodes[node] && between[node] > 0);
  nodes.sort((one, other) => between[other] - between[one] || one - other);
  actions.mark(nodes.slice(0, MOST));
  if (!nodes.length) return;
  const list = element("ul", nodes.slice(0, MOST).map((node) => element("li", itemButton(model, model.itemOf[node], actions))));
  part.append(element("h3", "Connect groups (ringed)"), list);
}

// The filters that are set, each a button that takes it away.
function chipsOf(state, actions) {
  const { task, venue, institution, place, from, to, group } = state;
  const years = from && to ? (from === to ? `${from}` : `${from}–${to}`) : from ? `since ${from}` : to ? `until ${to}` : "";
  const chips = [[task.split(" > ").at(-1), { task: "" }], [venue, { venue: "" }], [institution && `papers of ${institution}`, { institution: "" }], [place, { place: "" }], [years, { from: 0, to: 0 }], [group, { group: "" }]];
  return chips.filter(([text]) => text).flatMap(([text, change]) => [button(`${text} ×`, () => actions.set(change), `Without the filter ${text}`, "chip"), " "]);
}
