// The answer as a simple chart: a bar for each row, its length the number in it.

import { element } from "../../assets/shared/elements.js";
import { addressOf, isNumber, roundedNumber, shortened, shown } from "./values.js";

const MOST = 60;

// Returns the columns that a chart is made of: the first that names the rows, and the last of numbers that are no years; nothing where there is none.
export function chartColumns(columns, rows) {
  const isOfNumbers = (column) => rows.some((row) => row[column]) && rows.every((row) => !row[column] || isNumber(row[column]));
  const numbers = columns.filter((column) => isOfNumbers(column) && !/year|line|position|step/i.test(column));
  const names = columns.filter((column) => !numbers.includes(column) && !/Iri$/.test(column));
  return rows.length > 1 && numbers.length && names.length ? { name: names, number: numbers.at(-1) } : null;
}

// Fills a place with a table whose cells have bars.
export function showChart(place, more, answer, words, names) {
  const rows = answer.results.bindings;
  const { name, number } = chartColumns(answer.head.vars, rows);
  const values = rows.map((row) => Number(row[number]?.value ?? 0));
  const most = Math.max(...values.map(Math.abs), 1e-9);
  const lines = rows.slice(0, MOST).map((row, index) => {
    const bar = element("span", "", { class: "length" });
    bar.style.inlineSize = `${(100 * Math.abs(values[index])) / most}%`;
    return element("tr", [
      element("th", name.flatMap((column, nth) => [nth ? " · " : "", textOf(row[column], words, names)]), { scope: "row", dir: "auto" }),
      element("td", bar),
      element("td", roundedNumber(row[number]?.value ?? ""), { class: "number" }),
    ]);
  });
  const head = element("tr", [element("th", shown(name.join(" · ")), { scope: "col" }), element("td"), element("th", shown(number), { scope: "col" })]);
  more.hidden = true;
  place.replaceChildren(
    element("table", [element("thead", head), element("tbody", lines)], { class: "chart" }),
    ...(rows.length > MOST ? [element("p", `The first ${MOST} of ${rows.length.toLocaleString("en")} rows.`, { class: "soft" })] : []),
  );
}

function textOf(term, words, names) {
  if (!term) return "";
  const iri = term.type === "uri" ? term.value : names.entities.get(term.value);
  const text = shown(term.type === "uri" ? (names.labels.get(term.value) ?? shortened(term.value, words)) : term.value);
  const address = iri && addressOf(iri, words.base);
  return address ? element("a", text, { href: address, rel: "noopener noreferrer" }) : text;
}
