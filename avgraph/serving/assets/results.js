// The answer as a table that can be sorted, or as text; every value is set as text, never as HTML.

const STEP = 500;
const NUMBERS = /#(integer|decimal|double|float|int|long)$/;

// Returns the rows in the order of one column: numbers by value, the rest as people sort; rows without a value last.
export function sorted(rows, column, descending) {
  const collator = new Intl.Collator("en", { numeric: true });
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a[column], b[column]];
    if (!x || !y) return x ? -1 : y ? 1 : 0;
    if (isNumber(x) && isNumber(y)) return sign * (Number(x.value) - Number(y.value));
    return sign * collator.compare(x.value, y.value);
  });
}

export function isNumber(term) {
  return NUMBERS.test(term?.datatype ?? "");
}

// Where an IRI leads: to the page of the entity here, to the web, or nowhere.
export function addressOf(iri, base) {
  if (iri.startsWith(base)) return `/id/${iri.slice(base.length)}`;
  return /^https?:\/\//i.test(iri) ? iri : null;
}

export function showRows(place, more, answer, base) {
  const columns = answer.head.vars;
  let rows = answer.results.bindings;
  let shown = STEP;
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  const fill = () => {
    body.replaceChildren(...rows.slice(0, shown).map((row) => rowOf(row, columns, base)));
    more.hidden = rows.length <= shown;
  };
  for (const column of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    if (rows.length && rows.every((row) => isNumber(row[column]))) cell.className = "number";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = column;
    button.addEventListener("click", () => {
      const descending = cell.getAttribute("aria-sort") === "ascending";
      for (const other of head.cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
      rows = sorted(rows, column, descending);
      fill();
    });
    cell.append(button);
    head.append(cell);
  }
  more.onclick = () => {
    shown += STEP;
    fill();
  };
  fill();
  place.replaceChildren(table);
}

export function showText(place, more, text) {
  const shown = document.createElement("pre");
  shown.textContent = text;
  more.hidden = true;
  place.replaceChildren(shown);
}

function rowOf(row, columns, base) {
  const line = document.createElement("tr");
  for (const column of columns) {
    const cell = line.insertCell();
    const term = row[column];
    if (!term) continue;
    const address = term.type === "uri" ? addressOf(term.value, base) : null;
    if (address) {
      const link = document.createElement("a");
      link.href = address;
      link.rel = "noopener noreferrer";
      link.textContent = term.value.startsWith(base) ? term.value.slice(base.length) : term.value;
      cell.append(link);
    } else {
      const isFraction = isNumber(term) && term.value.includes(".");
      cell.textContent = isFraction ? String(Math.round(Number(term.value) * 1000) / 1000) : term.value;
    }
    cell.dir = "auto";
    if (isNumber(term)) cell.className = "number";
  }
  return line;
}
