import { element } from "../../assets/shared/elements.js";
import { thousands } from "../../assets/shared/numbers.js";
import { counted } from "./measures.js";
import { button, counts, lineLink, linkTo, links, paperItem, quotes, soft } from "./papers.js";

// The side panel: what the graph knows of the item that is selected, every name in it a link.
const MOST = 400; // items of one section
const STATUS = {
  truncated: "This form could name several organisations; it is counted as none of them.",
  "bare unit": "This names a unit without saying of what; it may be many.",
  "no organisation": "This names a place or a funder, and no organisation.",
  "may be several people": "This is a common name: it may stand for several people.",
};

export function nodeButton(model, node, select, text = model.shortLabel(model.itemOf[node])) {
  return button(text, () => select(node));
}

// A name that leads to its item.
export function itemButton(model, item, actions, text = model.shortLabel(item)) {
  return button(text, () => actions.open(item));
}

// Shows item `shown.item` with its papers that fit and the neighbours by kind of tie as [node, strength], strongest first, or what two did together.
export function showItem(panel, model, shown, actions) {
  const { item, papers, together } = shown;
  const add = (title, items) => { if (items.length) panel.append(section(title, items)); };
  if (together >= 0) return showTogether(panel, model, shown, actions, add);
  const type = model.itemType(item);
  panel.append(element("h2", model.labels[item]), element("div", summary(model, item, papers), { class: "soft" }));
  if (model.itemForms(item).length) panel.append(element("div", `also ${model.itemForms(item).join("; ")}`, { class: "soft" }));
  const status = model.things.status?.[item - model.paperCount];
  if (status) panel.append(element("p", STATUS[status] ?? status, { class: "doubt" }));
  panel.append(actionsOf(model, shown, actions));
  if (type === "Paper") showPaper(model, item, actions, add);
  else showThing(model, shown, type, actions, add);
  const community = model.nodeOf[item] >= 0 ? model.communities[model.community[model.nodeOf[item]]] : "";
  if (community) add("Community", [[button(community, () => actions.isolate(community))]]);
}

function showPaper(model, paper, actions, add) {
  const of = (column) => model.papers[column][paper].map((each) => [itemButton(model, model.itemOfThing(each), actions)]);
  add("Authors", of("authors"));
  add("Published in", of("venues").map((parts) => [...parts, soft(` ${model.papers.year[paper] ?? ""}`)]));
  add("Links", links(model, paper).map((link) => [link]));
  add("Institutions", of("institutions"));
  add("Tasks", of("tasks"));
  add("Datasets", of("datasets"));
  add("In the list", quotes(model, paper));
}

function showThing(model, { item, papers, around }, type, actions, add) {
  const thing = item - model.paperCount;
  const facts = (model.things.facts?.[thing] ?? []).map(([name, text]) => [soft(`${name} `), /^https?:\/\/\S+$/.test(text) ? linkTo(text, text) : text]);
  add("What the list says", [...facts, ...(model.things.lines?.[thing] ?? []).map(([line, quote]) => [lineLink(model, line), ...(quote ? [element("blockquote", quote)] : [])])]);
  add("Papers", papers.map((paper) => paperItem(model, paper, actions)));
  for (const [kind, items] of around) add(kind, items.map(([node, strength, isShared]) => [nodeButton(model, node, (each) => actions.open(model.itemOf[each])), ...sharedCount(model, item, node, strength, isShared, actions)]));
  if (type === "Author") addInstitutions(model, thing, papers, actions, add);
  if (type === "Institution") addParts(model, thing, actions, add);
  if (model.things.uses?.[thing]) add("Used for", model.things.uses[thing].map((task) => [itemButton(model, model.itemOfThing(task), actions)]));
  const rest = { authors: type === "Institution" ? "Authors of its papers" : type === "Author" ? "Co-authors" : "Authors", institutions: "Institutions", tasks: "Tasks", venues: "Venues", datasets: "Datasets" };
  for (const [column, title] of Object.entries(rest)) {
    if (type === "Author" && (column === "institutions" || (column === "authors" && around.some(([kind]) => kind === title)))) continue;
    const ranked = counted(papers.flatMap((paper) => model.papers[column][paper])).filter(([each]) => each !== thing);
    add(title, ranked.map(([each, count]) => [itemButton(model, model.itemOfThing(each), actions), ...withCount(model, item, each, count, type, actions)]));
  }
}

// Of an institution what it is part of, its parts, each with its papers, and who is stated to work there.
function addParts(model, thing, actions, add) {
  const { above = {}, stated = {} } = model.things;
  const holders = (table) => Object.entries(table).filter(([, things]) => things.includes(thing)).map(([each]) => model.itemOfThing(Number(each)));
  const listed = (items) => items.map((item) => [itemButton(model, item, actions), soft(` ${model.papersOfItem[item].length || ""}`)]);
  if (model.view !== "knowledge") {
    add("Part of", listed((above[thing] ?? []).map(model.itemOfThing)));
    add("Has as part", listed(holders(above)));
  }
  add("People, stated", holders(stated).map((person) => [itemButton(model, person, actions)]));
}

function addInstitutions(model, thing, papers, actions, add) {
  const stated = model.things.stated?.[thing] ?? [];
  const possible = [...new Set(papers.flatMap((paper) => model.papers.institutions[paper]))].filter((each) => !stated.includes(each));
  const named = (word) => (each) => [itemButton(model, model.itemOfThing(each), actions), soft(` ${word}${model.things.status?.[each] ? ", as printed" : ""}`)];
  add("Institutions", [...stated.map(named("stated")), ...possible.map(named("possible"))]);
}

// The number beside a neighbour, which leads to what the two have together.
function sharedCount(model, item, node, strength, isShared, actions) {
  if (!isShared) return strength > 1 ? [soft(` ${strength}`)] : [];
  return [" ", countButton(model, item, model.itemOf[node], strength, actions)];
}

function withCount(model, item, thing, count, type, actions) {
  if (type === "Author" || type === "Institution") return [" ", countButton(model, item, model.itemOfThing(thing), count, actions)];
  return [soft(count > 1 ? ` ${count}` : "")];
}

function countButton(model, item, other, count, actions) {
  const words = model.view === "tasks" && model.itemType(other) === "Task" ? `${count} shared` : counts(count, "paper");
  return button(words, () => actions.together(item, other), `${words} with ${model.labels[other]}`, "count");
}

function showTogether(panel, model, { item, together: other, papers }, actions, add) {
  const heading = element("h2");
  heading.append(itemButton(model, item, actions), " and ", itemButton(model, other, actions));
  panel.append(heading, element("div", `${counts(papers.length, "paper")} of both`, { class: "soft" }), copies(papers, actions));
  add("Papers", papers.map((paper) => paperItem(model, paper, actions)));
  if (model.itemType(item) !== "Task" || model.itemType(other) !== "Task") return;
  const authors = (each) => new Set(model.papersOfItem[each].flatMap((paper) => model.papers.authors[paper]));
  const others = authors(other);
  add("People of both", [...authors(item)].filter((author) => others.has(author)).map((author) => [itemButton(model, model.itemOfThing(author), actions)]));
}

// What was done with the papers of an item: type, number, years.
export function summary(model, item, papers) {
  const type = model.itemType(item);
  const years = papers.map((paper) => model.papers.year[paper]).filter((year) => year !== null);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const span = years.length ? `, ${first === last ? first : `${first}–${last}`}` : "";
  return type === "Paper" ? `Paper${span}` : `${type}, ${counts(papers.length, "paper")}${span}`;
}

export function section(title, items, most = MOST) {
  const part = element("section");
  const list = element("ul");
  for (const item of items.slice(0, most)) {
    const entry = element("li");
    entry.append(...item);
    list.append(entry);
  }
  if (items.length > most) list.append(element("li", `and ${thousands(items.length - most)} more`, { class: "soft" }));
  part.append(element("h3", items.length > 5 ? `${title} (${thousands(items.length)})` : title), list);
  return part;
}

function copies(papers, actions) {
  const part = element("div", button("Copy link", (event) => actions.copy(location.href, event.target), "", ""), { class: "actions" });
  if (papers.length) part.append(button("Copy BibTeX", (event) => actions.copyBibtex(papers, event.target), "", ""));
  return part;
}

// Copies, path, filter; on a server a link to the page of the item.
function actionsOf(model, { item, path, target, papers }, actions) {
  const part = copies(papers, actions);
  const type = model.itemType(item);
  if (["Task", "Venue", "Institution"].includes(type)) part.append(button("Only its papers", () => actions.filter(item), "", ""));
  if (/^https?:$/.test(location.protocol) && location.pathname.includes("/explore/")) part.append(linkTo(`../id/${encodeURI(model.itemId(item))}`, "Its page"));
  if (model.nodeOf[item] < 0) return part;
  part.append(button(target >= 0 ? "Another path" : "Path to …", actions.startPath, "", ""));
  if (target < 0) return part;
  part.append(button("No path", actions.endPath, "", ""), pathOf(model, path, target, actions));
  return part;
}

// Each step of a path with the papers that make it.
function pathOf(model, path, target, actions) {
  const part = element("div", "", { class: "path" });
  part.append(element("p", path.length ? `Path of ${counts(path.length - 1, "step")}` : `No path to ${model.labels[target]} with what is shown.`));
  const steps = element("ol");
  path.forEach(({ node, papers }) => {
    const step = element("li");
    step.append(itemButton(model, model.itemOf[node], actions));
    const titles = papers.slice(0, 3).map((paper) => element("div", button(model.papers.title[paper], () => actions.open(paper), "", "title")));
    if (papers.length) step.append(soft(" wrote"), ...titles, soft(papers.length > 3 ? `and ${papers.length - 3} more, with` : "with"));
    steps.append(step);
  });
  part.append(steps);
  return part;
}
