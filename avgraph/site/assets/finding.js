// A field that finds entities by their names: options below it, whose choice leads to the entity's page.

import { Combobox } from "../../assets/shared/combobox.js";
import { element } from "../../assets/shared/elements.js";
import { shown } from "./values.js";

const PAUSE = 200;
const MOST = 12;

// `ask` returns what is found for a text, rows and nearest names; `addressOf` the page that a row leads to.
export function attach(form, ask, addressOf) {
  const [field, list, message] = ["input", "ul", "output"].map((name) => form.querySelector(name));
  const combobox = new Combobox(field, list, "found", go);
  let [timer, running, searched] = [0, null, ""];

  function show({ rows, nearest }, request) {
    if (request !== running) return;
    const times = (name) => rows.filter((row) => row.label === name).length;
    combobox.open(rows.slice(0, MOST).map((row) => optionOf(row, times(row.label) > 1, addressOf(row))));
    const hint = nearest.length ? `; did you mean ${nearest[0]}?` : "";
    message.textContent = rows.length ? "" : shown(`nothing has this name${hint}`);
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
      show(await ask(text, request.signal), request);
    } catch (error) {
      if (request !== running) return;
      combobox.close();
      message.textContent = shown(error.message);
    }
  }

  function go(number) {
    const { address } = list.children[number]?.dataset ?? {};
    if (address) location.assign(address);
    else if (!message.textContent.includes("cannot be reached")) form.submit();
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
}

// Of several with one name the id tells which is which.
function optionOf(row, isOneOfSeveral, address) {
  const papers = row.papers ? ` · ${row.papers}` : "";
  const note = `${isOneOfSeveral ? shown(row.id) : row.kind}${papers}`;
  return element("li", [element("bdi", shown(row.label)), element("small", note)], { "data-address": address });
}
