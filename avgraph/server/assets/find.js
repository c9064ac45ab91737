// The search for an entity by its name, on every page; what is found leads to the entity's page.

import { Combobox } from "../../assets/shared/combobox.js";
import { element } from "../../assets/shared/elements.js";
import { patternOf } from "../../assets/shared/folding.js";
import { get, quoted, rowsOf } from "./endpoint.js";
import { KINDS } from "./names.js";
import { addressOf, shown } from "./values.js";

const PAUSE = 200;
const MOST = 12;

// Returns the query for entities with a form in which each word is found at the start of a word, whatever its marks.
export function findingQuery(text) {
  const words = text.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean).slice(0, 6);
  const patterns = words.map((word) => `(^|[\\s\\p{P}])${[...word].map(patternOf).join("")}`);
  return `SELECT DISTINCT ?entity ?kind ?name {
  VALUES ?kind { ${KINDS.map((kind) => `avg:${kind}`).join(" ")} }
  ?entity a ?kind ; rdfs:label ?name ; rdfs:label|skos:altLabel|skos:hiddenLabel ?form .
  FILTER(${patterns.map((pattern) => `REGEX(?form, ${quoted(pattern)}, "i")`).join(" && ")})
} ORDER BY STRLEN(?name) ?name LIMIT ${MOST}`;
}

function attach(form) {
  const [field, list, message] = ["input", "ul", "output"].map((name) => form.querySelector(name));
  const combobox = new Combobox(field, list, "found", go);
  let [timer, running, searched, base] = [0, null, "", null];

  function show(rows) {
    const times = (name) => rows.filter((row) => row.name.value === name).length;
    combobox.open(rows.map((row) => optionOf(row, base, times(row.name.value) > 1)));
    message.textContent = rows.length ? "" : "nothing has this name";
  }

  async function search() {
    running?.abort();
    const request = (running = new AbortController());
    const text = field.value.trim();
    searched = text;
    message.textContent = "";
    list.replaceChildren();
    if (text.length < 2) return combobox.close();
    try {
      base ??= (await (await get("/words.json")).json()).base;
      const rows = await rowsOf(findingQuery(text), request.signal);
      if (request === running) show(rows);
    } catch (error) {
      if (request !== running) return;
      combobox.close();
      message.textContent = shown(error.message);
    }
  }

  function go(number) {
    const { address } = list.children[number]?.dataset ?? {};
    if (address) location.assign(address);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") combobox.close();
    else if (combobox.move(event.key)) event.preventDefault();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (!combobox.isOpen || searched !== field.value.trim()) await search();
    go(combobox.active);
  });
  form.hidden = false;
}

// Of several with one name the id tells which is which.
function optionOf(row, base, isOneOfSeveral) {
  const note = isOneOfSeveral ? shown(row.entity.value.slice(base.length)) : row.kind.value.replace(/^.*#/, "").toLowerCase();
  return element("li", [element("bdi", shown(row.name.value)), element("small", note)], { "data-address": addressOf(row.entity.value, base) ?? "" });
}

if (globalThis.document) attach(document.querySelector("#finding"));
