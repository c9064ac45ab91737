// The query page: questions to choose from, an editor, the answer.

import { makeEditor } from "./editor.js";
import { showRows, showText } from "./results.js";

const MOST_NAMES = 3000;
const START = `SELECT ?author (COUNT(?paper) AS ?papers) WHERE {
  ?paper avg:hasAuthor ?person ; avg:year ?year .
  ?person rdfs:label ?author .
  FILTER(?year >= 2020)
}
GROUP BY ?person ?author
ORDER BY DESC(?papers) ?author
LIMIT 20`;
const find = (selector) => document.querySelector(selector);
const [area, form, answer, more, wrong, state] = ["#text", "#form", "#answer", "#more", "#wrong", "#state"].map(find);
const words = await (await fetch("/words.json")).json();
let latest = 0;

function post(text, accept) {
  return fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: text });
}

function say(problem) {
  wrong.textContent = problem;
  wrong.hidden = !problem;
}

async function ask() {
  const mine = ++latest;
  const text = area.value;
  say("");
  state.textContent = "asking …";
  const started = performance.now();
  try {
    const response = await post(text, "application/sparql-results+json, text/turtle;q=0.9, text/plain;q=0.1");
    const content = await response.text();
    if (mine !== latest) return;
    if (!response.ok) throw new Error(content.trim());
    history.replaceState(null, "", `#query=${encodeURIComponent(text)}`);
    const isTriples = response.headers.get("Content-Type").startsWith("text/turtle");
    for (const button of document.querySelectorAll("[data-save]")) button.hidden = isTriples !== (button.dataset.save === "text/turtle");
    const taken = `${Math.round(performance.now() - started)} ms`;
    if (isTriples) {
      showText(answer, more, content);
      state.textContent = taken;
      return;
    }
    const found = JSON.parse(content);
    if ("boolean" in found) showText(answer, more, found.boolean ? "yes" : "no");
    else showRows(answer, more, found, words.base);
    const count = found.results?.bindings.length;
    state.textContent = count === undefined ? taken : `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}, ${taken}`;
  } catch (error) {
    if (mine !== latest) return;
    answer.replaceChildren();
    more.hidden = true;
    state.textContent = "";
    say(error instanceof TypeError ? "the server cannot be reached" : error.message);
  }
}

async function save(button) {
  try {
    const response = await post(area.value, button.dataset.save);
    if (!response.ok) throw new Error((await response.text()).trim());
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = `answer.${button.dataset.extension}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (error) {
    say(error instanceof TypeError ? "the server cannot be reached" : error.message);
  }
}

// Names for a parameter, so that nobody need know how the list spells them.
async function namesOf(kind) {
  const text = `SELECT DISTINCT ?name { ?entity a avg:${kind} ; rdfs:label ?name } ORDER BY ?name LIMIT ${MOST_NAMES}`;
  const response = await post(text, "application/sparql-results+json");
  return response.ok ? (await response.json()).results.bindings.map((row) => row.name.value) : [];
}

function choose(question, button) {
  for (const other of document.querySelectorAll("#questions button")) other.setAttribute("aria-pressed", String(other === button));
  form.querySelector("p").textContent = question.description;
  const fields = question.parameters.map((parameter) => {
    const label = document.createElement("label");
    const said = document.createElement("span");
    said.textContent = parameter.description + (parameter.required ? "" : " (may be left out)");
    const input = document.createElement("input");
    input.name = parameter.name;
    input.required = parameter.required;
    label.append(said, input);
    if (parameter.kind === "year") {
      input.inputMode = "numeric";
      input.pattern = "[0-9]{4}";
    } else {
      const list = document.createElement("datalist");
      list.id = `names-${parameter.name}`;
      input.setAttribute("list", list.id);
      input.addEventListener("focus", async () => {
        if (list.children.length) return;
        list.append(...(await namesOf(parameter.kind)).map((name) => new Option(name)));
      }, { once: true });
      label.append(list);
    }
    return label;
  });
  const submit = document.createElement("button");
  submit.className = "main";
  submit.textContent = "Ask";
  form.querySelector("div").replaceChildren(...fields, submit);
  form.hidden = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
    try {
      const response = await fetch(`/queries/${question.name}?${given}`, { headers: { Accept: "application/sparql-query, text/plain" } });
      const text = await response.text();
      if (!response.ok) return say(text.trim());
      area.value = text.trim();
      await ask();
    } catch {
      say("the server cannot be reached");
    }
  };
  if (question.parameters.some((parameter) => parameter.required)) form.querySelector("input").focus();
  else form.requestSubmit();
}

for (const question of words.queries) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  const [name, said] = [document.createElement("b"), document.createElement("small")];
  name.textContent = question.name;
  said.textContent = question.description;
  button.append(name, said);
  button.addEventListener("click", () => choose(question, button));
  item.append(button);
  find("#questions ul").append(item);
}
makeEditor(area, find("#proposals"), words, ask);
find("#asking").addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
for (const button of document.querySelectorAll("[data-save]")) button.addEventListener("click", () => save(button));
const given = /^#query=(.*)$/s.exec(location.hash);
area.value = given ? decodeURIComponent(given[1]) : START;
await ask();
document.body.dataset.ready = "yes";
