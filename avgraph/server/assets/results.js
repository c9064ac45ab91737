// The answer as a table that can be sorted, or as text; every value is set as text, never as HTML.

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

// Fills a place with the table of an answer; returns what fills it again once the names of the entities are known.
export function showRows(place, more, answer, words) {
  const columns = answer.head.vars;
  let rows = answer.results.bindings;
  let names = NO_NAMES;
  let count = STEP;
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  const fill = () => {
    body.replaceChildren(...rows.slice(0, count).map((row) => rowOf(row, columns, words, names)));
    more.hidden = rows.length <= count;
    more.textContent = `Show more: ${Math.min(count, rows.length).toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows are shown`;
  };
  for (const column of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    if (rows.some((row) => row[column]) && rows.every((row) => !row[column] || isNumber(row[column]))) cell.className = "number";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = column;
    button.addEventListener("click", () => {
      const descending = cell.getAttribute("aria-sort") === "ascending";
      for (const other of head.cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
      rows = sorted(rows, column, descending, (term) => names.labels.get(term.value) ?? term.value);
      fill();
    });
    cell.append(button);
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
  const block = document.createElement("pre");
  block.textContent = text;
  more.hidden = true;
  place.replaceChildren(block);
}

// Shows a Turtle document, as much of it as can be read; the entities in it lead to their pages.
export function showTurtle(place, more, text, base) {
  const cut = text.length > LONGEST ? text.lastIndexOf("\n", LONGEST) + 1 || LONGEST : text.length;
  const block = document.createElement("pre");
  block.append(
    ...turtlePieces(text.slice(0, cut), base).map((piece) => (piece.iri ? linkTo(addressOf(piece.iri, base), shown(piece.text)) : shown(piece.text))),
  );
  const rest = document.createElement("p");
  rest.className = "soft";
  rest.textContent = `The first ${cut.toLocaleString("en")} of ${text.length.toLocaleString("en")} characters; save as Turtle for all.`;
  more.hidden = true;
  place.replaceChildren(...(cut < text.length ? [rest, block] : [block]));
}

function linkTo(address, text) {
  const link = document.createElement("a");
  link.href = address;
  link.rel = "noopener noreferrer";
  link.textContent = text;
  return link;
}

function rowOf(row, columns, words, names) {
  const line = document.createElement("tr");
  for (const column of columns) {
    const cell = line.insertCell();
    const term = row[column];
    if (!term) continue;
    cell.dir = "auto";
    cell.append(term.type === "uri" ? iriIn(cell, term.value, words, names) : literalIn(cell, term, words, names));
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
