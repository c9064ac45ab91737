// The queries that were asked before in this browser, newest first; where it stores nothing there are none.

import { shown } from "./values.js";

const KEY = "avgraph.queries";
const MOST = 40;
const LONGEST = 20_000;

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

// Returns queries with one more in front of them, each once.
export function added(queries, text) {
  return [text, ...queries.filter((each) => each !== text)].slice(0, MOST);
}

export function remember(text) {
  if (!text.trim() || text.length > LONGEST) return;
  try {
    localStorage.setItem(KEY, JSON.stringify(added(read(), text)));
  } catch {
    // A browser that stores nothing.
  }
}

// One line that tells a query from others: its first words that are no prefix, comment or SELECT.
export function titleOf(text) {
  const line = text.replace(/^\s*(?:#[^\n]*|PREFIX\s+[^\n]*)\n/gim, "").replace(/\s+/g, " ").trim();
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

// Fills a list to choose from, which is hidden while it is empty.
export function offerPast(label, choose) {
  const list = label.querySelector("select");
  const fill = () => {
    const queries = read();
    label.hidden = !queries.length;
    list.replaceChildren(new Option("…", ""), ...queries.map((text) => new Option(shown(titleOf(text)), text)));
  };
  list.addEventListener("change", () => {
    if (list.value) choose(list.value);
    list.selectedIndex = 0;
  });
  fill();
  return fill;
}
