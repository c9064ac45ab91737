// The answer as a table that can be sorted, or as text; every value is set as text, never as HTML.

import { element } from "../../assets/shared/elements.js";
import { NO_NAMES } from "./names.js";
import { addressOf, isNumber, roundedNumber, shortened, shown, turtlePieces } from "./values.js";

const STEP = 500;
const LONGEST = 200_000;

// Returns the rows in the order of one column: numbers by value, the rest as people sort; rows without a value last.
export function sorted(rows, column, descending, read = (term) => term.value) {
  const collator = new Intl.Collator("en", { numeric: true });
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a[column], b[column]];
    if (!x || !y) return x ? -1 : y ? 1 : 0;
    if (isNumber(x) && isNumber(y)) return sign * (Number(x.value) - Number(y.value));
    return sign * collator.compare(read(x), read(y));
  });
}

// The columns that a table shows: the IRI of what another column names is where that name leads.
export function shownColumns(columns) {
  return columns.filter((column) => !(column.endsWith("Iri") && columns.includes(column.slice(0, -3))));
}

// Fills a place with the table of an answer; returns what fills it again once the names of the entities are known.
export function showRows(place, more, answer, words) {
  const columns = shownColumns(answer.head.vars);
  let rows = answer.results.bindings;
  let names = NO_NAMES;
  let count = STEP;
  const table = element("table");
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  const fill = () => {
    body.replaceChildren(...rows.slice(0, count).map((row) => rowOf(row, columns, words, names)));
    more.hidden = rows.length <= count;
    more.textContent = `Show more: ${Math.min(count, rows.length).toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows are shown`;
  };
  for (const column of columns) {
    const button = element("button", column, { type: "button" });
    const cell = element("th", button, { scope: "col" });
    if (rows.some((row) => row[column]) && rows.every((row) => !row[column] || isNumber(row[column]))) cell.className = "number";
    button.addEventListener("click", () => {
      const descending = cell.getAttribute("aria-sort") === "ascending";
      for (const other of head.cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
      rows = sorted(rows, column, descending, (term) => names.labels.get(term.value) ?? term.value);
      fill();
    });
    head.append(cell);
  }
  more.onclick = () => {
    count += STEP;
    fill();
  };
  fill();
  place.replaceChildren(table);
  return (found) => {
    names = found;
    fill();
  };
}

export function showText(place, more, text) {
  more.hidden = true;
  place.replaceChildren(element("pre", text));
}

// Shows a Turtle document, as much of it as can be read; the entities in it lead to their pages.
export function showTurtle(place, more, text, base) {
  const cut = text.length > LONGEST ? text.lastIndexOf("\n", LONGEST) + 1 || LONGEST : text.length;
  const pieces = turtlePieces(text.slice(0, cut), base);
  const block = element("pre", pieces.map(({ iri, text: piece }) => (iri ? linkTo(addressOf(iri, base), shown(piece)) : shown(piece))));
  const rest = element("p", `The first ${cut.toLocaleString("en")} of ${text.length.toLocaleString("en")} characters; save as Turtle for all.`, { class: "soft" });
  more.hidden = true;
  place.replaceChildren(...(cut < text.length ? [rest, block] : [block]));
}

function linkTo(address, text) {
  return element("a", text, { href: address, rel: "noopener noreferrer" });
}

function rowOf(row, columns, words, names) {
  const line = element("tr");
  for (const column of columns) {
    const cell = line.insertCell();
    const term = row[column];
    if (!term) continue;
    cell.dir = "auto";
    const iri = row[`${column}Iri`]?.type === "uri" && term.type !== "uri" ? addressOf(row[`${column}Iri`].value, words.base) : null;
    if (iri) cell.append(linkTo(iri, shown(term.value)));
    else cell.append(term.type === "uri" ? iriIn(cell, term.value, words, names) : literalIn(cell, term, words, names));
  }
  return line;
}

function iriIn(cell, iri, words, names) {
  const address = addressOf(iri, words.base);
  const label = names.labels.get(iri);
  const text = shown(label ?? shortened(iri, words));
  if (text !== iri) cell.title = shown(iri);
  return address ? linkTo(address, text) : text;
}

function literalIn(cell, term, words, names) {
  if (isNumber(term)) {
    cell.className = "number";
    const text = roundedNumber(term.value);
    if (text !== term.value) cell.title = term.value;
    return text;
  }
  if (term.value.length > 40) cell.classList.add("long");
  const entity = !term.datatype && names.entities.get(term.value);
  return entity ? linkTo(addressOf(entity, words.base), shown(term.value)) : shown(term.value);
}
