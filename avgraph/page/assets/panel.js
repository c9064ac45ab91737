import { element } from "../../assets/shared/elements.js";
import { counted } from "./measures.js";

// The side panel: what the graph knows of the selected node.
const soft = (text) => element("span", text, { class: "soft" });
const MOST = 400; // items of one section

export function nodeButton(model, node, select, text = model.label[node]) {
  const name = element("button", text, { type: "button", class: "name" });
  name.addEventListener("click", () => select(node));
  return name;
}

// `actions` are select(node) and startPath(); `around` the neighbours as [node, strength], strongest first, by kind of tie.
export function showPanel(panel, model, { node, papers, around, path, target }, actions) {
  panel.replaceChildren();
  panel.hidden = node < 0;
  if (node < 0) return;
  const add = (title, items) => { if (items.length) panel.append(section(title, items)); };
  const thing = (each) => (model.things.node[each] >= 0 ? nodeButton(model, model.things.node[each], actions.select, model.things.label[each]) : element("span", model.things.label[each]));
  const close = element("button", "×", { type: "button", class: "close", "aria-label": "Close" });
  close.addEventListener("click", () => actions.select(-1));
  panel.append(close, element("h2", model.label[node]), element("div", summary(model, node, papers), { class: "soft" }));
  if (model.forms(node).length) panel.append(element("div", `also ${model.forms(node).join("; ")}`, { class: "soft" }));
  panel.append(pathPart(model, path, target, actions));
  const ownPaper = model.papers.node?.indexOf(node) ?? -1;
  add(ownPaper >= 0 ? "Paper" : "Papers", papers.map((paper) => paperItem(model, paper, ownPaper, actions)));
  const isAuthor = model.type(node) === "Author";
  if (isAuthor && model.view === "knowledge") add("Co-authors", coauthors(model, node, papers).map(([other, count]) => [nodeButton(model, other, actions.select), soft(count > 1 ? ` ${count}` : "")]));
  if (!isAuthor) add("Authors", authors(model, papers, actions));
  for (const [kind, items] of around) add(kind, items.map(([other, strength]) => [nodeButton(model, other, actions.select), soft(strength > 1 ? ` ${strength}` : "")]));
  if (isAuthor) {
    const stated = model.stated(node);
    const possible = [...new Set(papers.flatMap((paper) => model.papers.institutions[paper]))].filter((each) => !stated.includes(each));
    add("Institutions", [...stated.map((each) => [thing(each), soft(" stated")]), ...possible.map((each) => [thing(each), soft(" possible")])]);
  }
  for (const [title, column] of [["Institutions", "institutions"], ["Tasks", "tasks"], ["Venues", "venues"], ["Datasets", "datasets"]]) {
    if (isAuthor && column === "institutions") continue;
    const found = counted(papers.flatMap((paper) => model.papers[column][paper])).filter(([each]) => model.things.node[each] !== node);
    add(title, found.map(([each, count]) => [thing(each), soft(count > 1 ? ` ${count}` : "")]));
  }
  add("Community", [[element("span", model.communities[model.community[node]])]]);
  panel.scrollTop = 0;
}

function summary(model, node, papers) {
  const years = papers.map((paper) => model.papers.year[paper]).filter((year) => year !== null);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const span = years.length ? `, ${first === last ? first : `${first}–${last}`}` : "";
  return model.type(node) === "Paper" ? `Paper${span}` : `${model.type(node)}, ${papers.length} paper${papers.length === 1 ? "" : "s"}${span}`;
}

function section(title, items) {
  const part = element("section");
  const list = element("ul");
  for (const item of items.slice(0, MOST)) {
    const entry = element("li");
    entry.append(...item);
    list.append(entry);
  }
  if (items.length > MOST) list.append(element("li", `and ${(items.length - MOST).toLocaleString("en")} more`, { class: "soft" }));
  part.append(element("h3", items.length > 5 ? `${title} (${items.length.toLocaleString("en")})` : title), list);
  return part;
}

function paperItem(model, paper, ownPaper, actions) {
  const { title, url, year, venues, node, more } = model.papers;
  const venue = venues[paper].map((each) => model.things.label[each]).join(", ");
  const details = soft(` ${[venue, year[paper]].filter(Boolean).join(" ")}`);
  for (const [kind, address] of more?.[paper] ?? []) if (/^https?:\/\//.test(address)) details.append(" ", element("a", kind, { href: address, rel: "noreferrer noopener", target: "_blank" }));
  const isLink = /^https?:\/\//.test(url[paper]);
  const link = isLink ? element("a", title[paper], { href: url[paper], rel: "noreferrer noopener", target: "_blank" }) : element("span", title[paper]);
  if (!node || paper === ownPaper || node[paper] < 0) return [link, details];
  if (!isLink) return [nodeButton(model, node[paper], actions.select, title[paper]), details];
  link.textContent = "↗";
  link.setAttribute("aria-label", `Open ${title[paper]}`);
  return [nodeButton(model, node[paper], actions.select, title[paper]), details, " ", link];
}

// The nodes of the authors of each paper, where authors are nodes; made once.
function authorNodes(model) {
  if (model.authorNodes) return model.authorNodes;
  model.authorNodes = model.papers.title.map(() => []);
  for (let node = 0; node < model.count; node++) if (model.type(node) === "Author") for (const paper of model.papersOf[node]) model.authorNodes[paper].push(node);
  return model.authorNodes;
}

function coauthors(model, node, papers) {
  return counted(papers.flatMap((paper) => authorNodes(model)[paper])).filter(([other]) => other !== node);
}

function authors(model, papers, actions) {
  if (model.papers.authors) {
    return counted(papers.flatMap((paper) => model.papers.authors[paper])).map(([each, count]) => [element("span", model.things.label[each]), soft(count > 1 ? ` ${count}` : "")]);
  }
  return counted(papers.flatMap((paper) => authorNodes(model)[paper])).map(([other, count]) => [nodeButton(model, other, actions.select), soft(count > 1 ? ` ${count}` : "")]);
}

function pathPart(model, path, target, actions) {
  const part = element("div", "", { class: "path" });
  const start = element("button", target >= 0 ? "Another path" : "Path to …", { type: "button" });
  start.addEventListener("click", actions.startPath);
  if (target >= 0) {
    const steps = path.length ? `Path of ${path.length - 1} step${path.length === 2 ? "" : "s"}: ` : `No path to ${model.label[target]} with what is shown. `;
    const line = element("p", steps);
    path.forEach((node, place) => line.append(place ? " – " : "", nodeButton(model, node, actions.select)));
    part.append(line);
    const end = element("button", "No path", { type: "button" });
    end.addEventListener("click", actions.endPath);
    part.append(start, " ", end);
  } else part.append(start);
  return part;
}
