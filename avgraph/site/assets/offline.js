// The search of a folder of files: the names are loaded once they are asked for, as a script, which works from the file system as well.

import { element } from "../../assets/shared/elements.js";
import { fold } from "../../assets/shared/folding.js";
import { attach } from "./finding.js";
import { shown } from "./values.js";

const MOST_RESULTS = 200;
const form = document.querySelector("#finding");
const { root } = form.dataset;
let loading = null;

function load() {
  loading ??= new Promise((resolve, reject) => {
    const script = element("script", "", { src: `${root}assets/index.js` });
    script.addEventListener("load", () => resolve(globalThis.avgraphNames.map(rowOf)));
    script.addEventListener("error", () => {
      loading = null;
      reject(new Error("the index of names cannot be loaded"));
    });
    document.head.append(script);
  });
  return loading;
}

function rowOf([id, label, papers, ...forms]) {
  return { id, label, papers, kind: id.slice(0, id.indexOf("/")), names: [label, ...forms].map((name) => ` ${fold(name)}`) };
}

// Returns the entities in whose names each word begins a word: those named so exactly first, else in the order of the index, by papers.
async function ask(text) {
  const words = fold(text).split(" ").filter(Boolean).map((word) => ` ${word}`);
  if (!words.length) return { rows: [], nearest: [] };
  const whole = ` ${fold(text)}`;
  const isFound = (row) => row.names.some((name) => words.every((word) => name.includes(word)));
  return load().then((all) => ({ rows: all.filter(isFound).sort((a, b) => b.names.includes(whole) - a.names.includes(whole)), nearest: [] }));
}

function addressOf({ id }) {
  return `${root}id/${encodeURI(id).replaceAll("?", "%3F").replaceAll("#", "%23")}/index.html`;
}

// The page of the search shows all that is found for the words of its address.
function showResults(list, message) {
  const text = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  message.textContent = "";
  if (!text) return;
  document.querySelector("h1").replaceChildren("Found for ", element("q", shown(text), { dir: "auto" }));
  form.querySelector("input").value = text;
  ask(text).then(({ rows }) => showRows(rows, list, message), (error) => (message.textContent = error.message));
}

function showRows(rows, list, message) {
  if (!rows.length) message.textContent = "Nothing has this name.";
  list.replaceChildren(...rows.slice(0, MOST_RESULTS).map((row) => {
    const papers = row.papers ? ` · ${row.papers} paper${row.papers === 1 ? "" : "s"}` : "";
    return element("li", [element("a", shown(row.label), { href: addressOf(row), dir: "auto" }), " ", element("span", row.kind + papers, { class: "count" })]);
  }));
}

attach(form, ask, addressOf);
const results = document.querySelector("#results");
if (results) showResults(results, document.querySelector("#searched"));
