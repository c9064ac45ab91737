import { element } from "../../assets/shared/elements.js";
import { thousands } from "../../assets/shared/numbers.js";

// How the panel shows papers: an item of a list, and the lines of the list that say so.
export const soft = (text) => element("span", text, { class: "soft" });
const MOST_QUOTED = 20000; // papers, as in avgraph/explorer/evidence.py
const isWeb = (address) => /^https?:\/\//.test(address);

export function linkTo(address, text, label) {
  const attributes = { href: address, rel: "noreferrer noopener", target: "_blank" };
  return element("a", text, label ? { ...attributes, "aria-label": label } : attributes);
}

export function button(text, act, label, name = "name") {
  const made = element("button", text, { type: "button", class: name });
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

export function counts(count, one, many = `${one}s`) {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

// Title, venue and year, links by kind, and the line of the list.
export function paperItem(model, paper, actions) {
  const { title, year, venues } = model.papers;
  const venue = venues[paper].map((each) => model.things.label[each]).join(", ");
  const lines = entriesOf(model, paper).map((entry) => lineLink(model, lineOf(entry)));
  return [button(title[paper], () => actions.open(paper)), soft(` ${[venue, year[paper]].filter(Boolean).join(" ")}`), ...spaced(links(model, paper)), ...spaced(lines)];
}

// The links of a paper, each called by what it leads to.
export function links({ papers }, paper) {
  const all = [["paper", papers.url[paper]], ...(papers.more?.[paper] ?? [])];
  return all.filter(([, address]) => isWeb(address)).map(([kind, address]) => linkTo(address, kind, `${kind}: ${papers.title[paper]}`));
}

const spaced = (parts) => parts.flatMap((part) => [" ", part]);
const entriesOf = ({ papers }, paper) => (Array.isArray(papers.entries[paper]) ? papers.entries[paper] : [papers.entries[paper]]);
const lineOf = (entry) => (typeof entry === "number" ? entry : entry[0]);

export function lineLink({ source }, line) {
  return isWeb(source.line) ? linkTo(`${source.line}${line}`, `line ${line}`) : soft(`line ${line}`);
}

// What each entry of a paper prints, quoted, under the line where it stands.
// Where the page has the lines alone, those.
export function quotes(model, paper) {
  if (model.paperCount > MOST_QUOTED) return entriesOf(model, paper).map((entry) => [lineLink(model, lineOf(entry))]);
  const { papers, things } = model;
  const names = (column) => papers[column][paper].map((each) => things.label[each]);
  const made = [papers.venues[paper].length ? [`${names("venues")[0]}-${papers.year[paper]}`] : [], [papers.title[paper]], names("authors"), names("institutions")];
  const separators = ["", "", ", ", "; "];
  return entriesOf(model, paper).map((entry) => {
    // Of each part 0 is what is made, a list what differs of it.
    const printed = made.map((own, part) => {
      const other = Array.isArray(entry) ? entry[part + 1] : 0;
      return typeof other === "string" ? other : own.map((name, place) => (other && other[place]) || name).join(separators[part]);
    });
    const quote = element("blockquote", printed.filter(Boolean).map((text) => element("div", text)));
    return [lineLink(model, lineOf(entry)), quote];
  });
}
