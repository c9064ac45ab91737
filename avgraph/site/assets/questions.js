// The questions that ship with avgraph: a list to choose from, and a form for the parameters of the one that is chosen.

import { element } from "../../assets/shared/elements.js";
import { get, rowsOf } from "./endpoint.js";

const MOST_NAMES = 3000;

// Fills a list with questions in their groups: one stop for the Tab key, arrows within. `field` filters it, `count` says how many there are.
export function listQuestions(list, field, count, questions, choose) {
  const names = [...new Set(questions.map((question) => question.group))];
  questions = names.flatMap((name) => questions.filter((question) => question.group === name));
  const items = questions.map((question) => {
    const texts = [element("b", question.name), " ", element("small", question.description)];
    const item = element("li", texts, { role: "option", "aria-selected": "false", tabindex: "-1" });
    item.addEventListener("click", () => take(item, question));
    item.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      take(item, question);
    });
    return item;
  });

  function take(item, question) {
    for (const other of items) other.setAttribute("aria-selected", String(other === item));
    stop(item);
    choose(question);
  }

  function stop(item) {
    for (const other of items) other.tabIndex = other === item ? 0 : -1;
  }

  function filter() {
    const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) item.hidden = !wanted.every((word) => item.textContent.toLowerCase().includes(word));
    const visible = items.filter((item) => !item.hidden);
    if (visible.length) stop(visible.find((item) => item.tabIndex === 0) ?? visible[0]);
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    const all = `${items.length} questions`;
    count.textContent = visible.length === items.length ? all : `${visible.length} of ${all}`;
  }

  list.addEventListener("keydown", (event) => {
    const visible = items.filter((item) => !item.hidden);
    const place = visible.indexOf(document.activeElement);
    const wanted = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: visible.length - 1 }[event.key];
    if (wanted === undefined || !visible[wanted]) return;
    event.preventDefault();
    stop(visible[wanted]);
    visible[wanted].focus();
  });
  field.addEventListener("input", filter);
  field.addEventListener("keydown", (event) => {
    const first = items.find((item) => !item.hidden);
    if (event.key !== "ArrowDown" || !first) return;
    event.preventDefault();
    stop(first);
    first.focus();
  });
  const groups = names.map((name) => {
    const own = items.filter((_, place) => questions[place].group === name);
    return element("div", [element("h2", name, { role: "presentation" }), element("ul", own, { role: "presentation" })], { role: "group", "aria-label": name });
  });
  for (const [name, value] of Object.entries({ role: "listbox", "aria-label": "Questions", "aria-orientation": "vertical" })) list.setAttribute(name, value);
  list.replaceChildren(...groups);
  field.hidden = false;
  filter();
}

// Fills a form with a question's parameters and hands the values to `onSubmit`.
export function showForm(form, question, onSubmit, values = new URLSearchParams()) {
  form.querySelector("p").textContent = question.description;
  form.querySelector("div").replaceChildren(...question.parameters.map((each) => fieldOf(each, values.get(each.name) ?? "")), element("button", "Fill in and ask"));
  form.hidden = !question.parameters.length;
  form.onsubmit = (event) => {
    event.preventDefault();
    const filled = [...new FormData(form)].filter(([, value]) => value.trim());
    onSubmit(question, new URLSearchParams(filled.map(([name, value]) => [name, idOf(form.elements[name], value)])));
  };
}

function fieldOf(parameter, value) {
  const input = element("input", "", { name: parameter.name, value });
  input.required = parameter.required;
  const note = element("small", ` ${parameter.description}${parameter.required ? "" : " (optional)"}`);
  const label = element("label", [element("b", parameter.name), note, input]);
  if (parameter.kind === "year") {
    input.inputMode = "numeric";
    input.pattern = "[0-9]{4}";
    input.placeholder = "2020";
    input.title = "a year, four digits";
    return label;
  }
  if (parameter.kind === "flag") {
    input.placeholder = "yes, or nothing";
    return label;
  }
  const list = element("datalist", "", { id: `names-${parameter.name}` });
  input.setAttribute("list", list.id);
  input.placeholder = `name of ${/^[aeiou]/i.test(parameter.kind) ? "an" : "a"} ${parameter.kind.toLowerCase()}`;
  // Each time, until they are there: the network may come back.
  input.addEventListener("focus", async () => {
    if (list.children.length) return;
    const names = await namesOf(parameter.kind).catch(() => []);
    list.replaceChildren(...names.map((each) => new Option(each)));
  });
  label.append(list);
  if (/^[a-z]+\/\S+$/.test(value)) nameEntity(input);
  return label;
}

// Shows the name of the entity whose id stands in a field; what is sent is the id, as long as the name is not changed.
async function nameEntity(input) {
  const id = input.value;
  const response = await get(`/id/${encodeURI(id)}`, { headers: { Accept: "application/json" } }).catch(() => null);
  const label = response?.ok ? (await response.json())[0].label : "";
  if (label && input.value === id) Object.assign(input, { value: label }).dataset.entity = JSON.stringify([label, id]);
}

function idOf(input, value) {
  const [label, id] = JSON.parse(input.dataset.entity ?? "[]");
  return value === label ? id : value;
}

// Names for a parameter, so that nobody need know how the list spells them.
async function namesOf(kind) {
  const rows = await rowsOf(`SELECT DISTINCT ?name { ?entity a avg:${kind} ; rdfs:label ?name } ORDER BY ?name LIMIT ${MOST_NAMES}`);
  return rows.map((row) => row.name.value);
}
