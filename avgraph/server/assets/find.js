// The search for an entity by its name, on every page; what is found leads to the entity's page.

import { get, quoted, rowsOf } from "./endpoint.js";
import { KINDS } from "./names.js";
import { addressOf, shown } from "./values.js";

const PAUSE = 200;
const MOST = 12;
const MARKED = { a: "aàáâãäåāăąǎ", c: "cçćčĉċ", d: "dďđð", e: "eèéêëēĕėęě", g: "gğĝġģ", h: "hĥħ", i: "iìíîïĩīĭįıǐ", j: "jĵ", k: "kķ", l: "lĺļľł", n: "nñńņňŋ",
  o: "oòóôõöøōŏőǒ", r: "rŕŗř", s: "sśŝşšșß", t: "tţťŧț", u: "uùúûüũūŭůűųǔ", w: "wŵ", y: "yýÿŷ", z: "zźżž" };

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

function patternOf(char) {
  const marked = MARKED[char.normalize("NFD")[0]];
  if (marked) return `[${marked}]`;
  return /[.*+?^${}()|[\]\\&~#-]/.test(char) ? `\\${char}` : char;
}

function attach(form) {
  const [field, list, said] = ["input", "ul", "output"].map((name) => form.querySelector(name));
  let [chosen, timer, running, searched, base] = [0, 0, null, "", null];

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function mark(number) {
    const items = [...list.children];
    chosen = (number + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    field.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  }

  function show(rows) {
    const times = (name) => rows.filter((row) => row.name.value === name).length;
    list.replaceChildren(...rows.map((row, number) => itemOf(row, number, base, times(row.name.value) > 1)));
    said.textContent = rows.length ? "" : "nothing has this name";
    if (!rows.length) return close();
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    mark(0);
  }

  async function search() {
    running?.abort();
    const mine = (running = new AbortController());
    const text = field.value.trim();
    searched = text;
    said.textContent = "";
    list.replaceChildren();
    if (text.length < 2) return close();
    try {
      base ??= (await (await get("/words.json")).json()).base;
      const rows = await rowsOf(findingQuery(text), mine.signal);
      if (mine === running) show(rows);
    } catch (error) {
      if (mine !== running) return;
      close();
      said.textContent = shown(error.message);
    }
  }

  const go = () => list.children[chosen]?.dataset.address && location.assign(list.children[chosen].dataset.address);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (move && !list.hidden) {
      event.preventDefault();
      mark(chosen + move);
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (list.hidden || searched !== field.value.trim()) await search();
    go();
  });
  // Not click: the field would lose the focus, and the list with it be closed.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (!item) return;
    chosen = [...list.children].indexOf(item);
    go();
  });
  form.hidden = false;
}

// Of several with one name the id tells which is which.
function itemOf(row, number, base, isOneOfSeveral) {
  const item = document.createElement("li");
  item.role = "option";
  item.id = `found-${number}`;
  const kind = document.createElement("small");
  kind.textContent = isOneOfSeveral ? shown(row.entity.value.slice(base.length)) : row.kind.value.replace(/^.*#/, "").toLowerCase();
  const name = document.createElement("bdi");
  name.textContent = shown(row.name.value);
  item.append(name, kind);
  item.dataset.address = addressOf(row.entity.value, base);
  return item;
}

if (globalThis.document) attach(document.querySelector("#finding"));
