import { Combobox } from "../../assets/shared/combobox.js";
import { element } from "../../assets/shared/elements.js";
import { fold } from "../../assets/shared/folding.js";
import { thousands } from "../../assets/shared/numbers.js";
import { FILTERS, NO_FILTERS, fittingPapers, placesOf } from "./filters.js";
import { find, makeIndex } from "./search.js";

// The search for people, papers, institutions, tasks, venues and datasets by name, and for places and years.
export class SearchBox {
  // `isShown` tells of an item whether it can be chosen; onChoose gets an item, onFilter the fields of a filter.
  constructor(input, list, model, isShown, onChoose, onFilter) {
    Object.assign(this, { input, model, isShown, onChoose, onFilter, matches: [], index: null });
    this.combobox = new Combobox(input, list, "suggestion", (number) => this.choose(number));
    input.addEventListener("focus", () => { this.index ??= makeIndex(model); });
    input.addEventListener("input", () => this.suggest());
    input.addEventListener("keydown", (event) => this.press(event));
  }

  suggest() {
    this.index ??= makeIndex(this.model);
    const typed = this.input.value;
    const { items, more, isCut } = find(this.index, typed, this.isShown);
    const filters = [...this.pairOf(typed), ...placesLike(this.model, typed), ...yearsIn(this.model, typed), ...this.withLimits(typed)];
    this.matches = [...filters, ...items.map((item) => ({ item }))];
    const options = this.matches.map((match) => (match.filter ? optionOf(match.label, "only these papers") : this.optionOfItem(match.item)));
    if (typed.trim() && !options.length) options.push(remark("Nothing visible has this name"));
    else if (more) options.push(remark(`and ${isCut ? "many" : thousands(more)} more: type another word of the name`));
    this.combobox.open(options, this.matches.length ? 0 : -1);
  }

  // Two people, "Di Hu and Yapeng Tian": what they wrote, or who stands between them.
  pairOf(typed) {
    const { model } = this;
    const pair = typed.split(/ +(?:and|&) +/i).map((name) => find(this.index, name, (item) => model.itemType(item) === "Author" && this.isShown(item)).items[0]);
    const [selected, other] = pair;
    if (pair.length > 2 || !(selected + other > 0) || selected === other) return [];
    const shared = model.papersOfItem[selected].some((paper) => model.papersOfItem[other].includes(paper));
    return [{ label: `${model.labels[selected]} and ${model.labels[other]}`, filter: { selected, together: shared ? other : -1, target: shared ? -1 : other } }];
  }

  // What is typed as a name with a place or years: "CVPR 2022", "speech since 2021", "speech in Asia", "Asia 2020-2022".
  withLimits(typed) {
    const [, before, rest] = /^(.*?\S)\s+((?:(?:since|from|after|until|to|before)\s+)?(?:19|20)\d\d\b.*)$/i.exec(typed) ?? [];
    const years = rest ? yearsIn(this.model, rest)[0] : undefined;
    const [name, place] = splitPlace(this.model, years ? before : typed, Boolean(years));
    const limits = [place, years].filter(Boolean);
    if (limits.length < (name ? 1 : 2)) return [];
    const items = name ? find(this.index, name, (item) => FILTERS[this.model.itemType(item)] && this.isShown(item), 3).items : [];
    const named = items.map((item) => ({ label: this.model.shortLabel(item), filter: { [FILTERS[this.model.itemType(item)]]: this.model.labels[item] } }));
    const joined = (parts) => ({ label: parts.map(({ label }) => label).join(", "), filter: Object.assign({}, ...parts.map(({ filter }) => filter)) });
    return (name ? named.map((each) => [each, ...limits]) : [limits]).map(joined).filter((each) => fittingPapers(this.model, { ...NO_FILTERS, ...each.filter }).includes(1));
  }

  optionOfItem(item) {
    const count = this.model.papersOfItem[item].length;
    const type = this.model.itemType(item);
    const details = type === "Paper" ? [this.model.papers.year[item] ?? "", authorsOf(this.model, item)].filter(Boolean).join(", ") : count ? `${count} paper${count === 1 ? "" : "s"}` : "";
    return optionOf(this.model.shortLabel(item), [type === "Author" ? "" : type, details].filter(Boolean).join(", "));
  }

  choose(number) {
    const match = this.matches[number];
    if (!match) return;
    this.combobox.close();
    this.input.value = match.label ?? this.model.shortLabel(match.item);
    this.input.select(); // the next name replaces this one
    if (match.filter) this.onFilter(match.filter);
    else this.onChoose(match.item);
  }

  press(event) {
    if (event.key === "Enter") this.choose(this.combobox.active);
    else if (event.key === "Escape" && this.combobox.isOpen) this.combobox.close();
    else if (!this.combobox.move(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function optionOf(label, details) {
  return element("li", [label, element("small", ` ${details}`)]);
}

function remark(text) {
  return element("li", text, { class: "soft", "aria-disabled": "true" });
}

function authorsOf({ papers, things }, paper) {
  const names = papers.authors[paper].map((each) => things.label[each]);
  return names.length > 2 ? `${names[0]} and ${names.length - 1} others` : names.join(" and ");
}

// Countries and continents of that name.
function placesLike(model, typed) {
  const wanted = fold(typed);
  if (wanted.length < 4) return [];
  return [...placesOf(model).keys()].filter((name) => fold(name) === wanted || (wanted.length > 4 && fold(name).startsWith(wanted))).map((name) => ({ label: name, filter: { place: name } }));
}

// What is typed, without the place at its end, and that place; "in" tells that one is meant, or years behind it do.
function splitPlace(model, typed, isSure) {
  const [, name, place] = /^(?:(.*\S)\s+)?in\s+(\S.*)$/i.exec(typed) ?? [];
  if (place && placesLike(model, place).length) return [name ?? "", placesLike(model, place)[0]];
  const words = typed.trim().split(/\s+/);
  for (let count = isSure ? Math.min(3, words.length) : 0; count; count--) {
    const [found] = placesLike(model, words.slice(-count).join(" "));
    if (found) return [words.slice(0, -count).join(" "), found];
  }
  return [typed];
}

// Years as people write them: "2021", "since 2021", "until 2019", "2019-2021".
function yearsIn({ years: [first, last] }, typed) {
  const match = /^\s*(since|from|after|until|to|before)?\s*((?:19|20)\d\d)(?:\s*(?:-|–|to|:)\s*((?:19|20)\d\d))?\s*$/i.exec(typed);
  if (!match || !first) return [];
  const [word, one, two] = [(match[1] ?? "").toLowerCase(), Number(match[2]), Number(match[3] ?? match[2])];
  const from = ["until", "to"].includes(word) || word === "before" ? 0 : word === "after" ? one + 1 : one;
  const to = ["since", "from", "after"].includes(word) ? 0 : word === "before" ? one - 1 : two;
  if (from > last || (to && to < first)) return [];
  return [{ label: from && to ? (from === to ? `${from}` : `${from}–${to}`) : from ? `since ${from}` : `until ${to}`, filter: { from, to } }];
}
