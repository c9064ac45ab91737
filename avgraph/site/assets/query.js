// The query page: questions to choose from, an editor, the answer.

import { download } from "../../assets/shared/download.js";
import { element } from "../../assets/shared/elements.js";
import { chartColumns, showChart } from "./chart.js";
import { colour } from "./colours.js";
import { makeEditor } from "./editor.js";
import { ROWS, get, post, readText } from "./endpoint.js";
import { NO_NAMES, lookUp } from "./names.js";
import { offerPast, remember } from "./past.js";
import { listQuestions, showForm } from "./questions.js";
import { showRows, showText, showTurtle } from "./results.js";
import { misspelt, placeIn } from "./terms.js";

const START = `SELECT ?author (COUNT(?paper) AS ?papers) WHERE {
  ?paper avg:hasAuthor ?author ; avg:year ?year .
  FILTER(?year >= 2020)
}
GROUP BY ?author
ORDER BY DESC(?papers) ?author
LIMIT 20`;
// Browsers take no address of any length; a query beyond this is asked without one.
const LONGEST_ADDRESS = 500_000;
const find = (selector) => document.querySelector(selector);
const [area, form, answer, more, errorMessage, hints, state, cancel] = ["#text", "#form", "#answer", "#more", "#wrong", "#hints", "#state", "#cancel"].map(find);
// The editor holds this very object, which is filled once it has come.
const words = { prefixes: {}, terms: {}, queries: [], base: "" };
let running = null;
let lastQuery = null;
let fillPast = () => {};
const charting = find("#charting");
const paint = colour(area, find("#colours"));

function showError(problem) {
  errorMessage.textContent = problem;
  errorMessage.hidden = !problem;
}

// Runs the query in the editor; `how` is what becomes of the address: "push" a new one, "replace" it, or "keep" it.
async function runQuery(how = "push") {
  running?.abort();
  const request = (running = new AbortController());
  const text = area.value;
  paint();
  const started = performance.now();
  startLoading();
  try {
    updateAddress(text, how);
    await loadWords(request.signal);
    const response = await post(text, `${ROWS}, text/turtle;q=0.9, text/plain;q=0.1`, request.signal);
    const content = await readText(response);
    if (request !== running) return;
    const summary = show(response.headers.get("Content-Type"), content, request);
    state.textContent = `${summary}${Math.round(performance.now() - started).toLocaleString("en")} ms`;
    hint(text);
    remember(text);
    fillPast();
  } catch (error) {
    if (request === running) showFailure(error, text);
  } finally {
    if (request === running) endLoading();
  }
}

function startLoading() {
  showError("");
  hints.replaceChildren();
  state.textContent = "asking …";
  charting.hidden = true;
  answer.setAttribute("aria-busy", "true");
  cancel.hidden = false;
}

function endLoading() {
  answer.removeAttribute("aria-busy");
  cancel.hidden = true;
  document.body.dataset.ready = "yes";
}

function showFailure(error, text) {
  answer.replaceChildren();
  more.hidden = true;
  state.textContent = error.name === "AbortError" ? "cancelled" : "";
  if (error.name === "AbortError") return;
  showError(error.message);
  hint(text);
  const place = placeIn(error.message, text);
  if (place) select(place);
}

// Shows an answer and returns its summary, which stands before its time.
function show(type, content, request) {
  const isTriples = type.startsWith("text/turtle");
  for (const button of document.querySelectorAll("[data-save]")) button.hidden = isTriples !== (button.dataset.save === "text/turtle");
  if (isTriples) {
    showTurtle(answer, more, content, words.base);
    return "";
  }
  const found = JSON.parse(content);
  if ("boolean" in found) {
    showText(answer, more, found.boolean ? "yes" : "no");
    return "";
  }
  const rows = found.results.bindings;
  offerChart(found, request);
  return `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}, `;
}

// Shows rows as a table, or as a chart where that is chosen; names are an addition that comes later, without which the answer stands as it is.
function offerChart(found, request) {
  let names = NO_NAMES;
  let fillAgain = null;
  const isChart = () => charting.getAttribute("aria-pressed") === "true" && !charting.hidden;
  const fill = () => {
    if (isChart()) showChart(answer, more, found, words, names);
    else (fillAgain = showRows(answer, more, found, words))(names);
  };
  charting.hidden = !chartColumns(found.head.vars, found.results.bindings);
  charting.onclick = () => {
    charting.setAttribute("aria-pressed", String(!isChart()));
    fill();
  };
  fill();
  const nameAll = (all) => {
    if (request !== running) return;
    names = all;
    if (isChart()) fill();
    else fillAgain(names);
  };
  lookUp(found.results.bindings, words.base, request.signal).then(nameAll).catch(() => {});
}

// Warns of names that the ontology has not, and offers the nearest.
function hint(text) {
  hints.replaceChildren(
    ...misspelt(text, words).map((each) => {
      const button = element("button", each.nearest ? `Ask with ${each.nearest}` : "Show it", { type: "button" });
      button.addEventListener("click", () => {
        if (area.value.slice(each.from, each.to) !== each.name) return;
        if (!each.nearest) return select(each);
        area.setRangeText(each.nearest, each.from, each.to, "end");
        area.focus();
        runQuery();
      });
      const hintText = `Line ${each.line}, column ${each.column}: the ontology has no ${each.name}${each.nearest ? `; did you mean ${each.nearest}? ` : ". "}`;
      return element("p", [hintText, button]);
    }),
  );
}

function select({ from, to }) {
  area.focus();
  area.setSelectionRange(from, to);
  area.scrollTop = (area.value.slice(0, from).split("\n").length - 4) * parseFloat(getComputedStyle(area).lineHeight);
}

function updateAddress(text, how) {
  lastQuery = text;
  const address = `#query=${encodeURIComponent(text.toWellFormed?.() ?? text)}`;
  if (address.length > LONGEST_ADDRESS) return;
  if (how === "push" && location.hash !== address) history.pushState(null, "", location.pathname + address);
  if (how === "replace") history.replaceState(null, "", location.pathname + address);
}

// Returns the query in the address, an empty text where there is none, or nothing where it cannot be read.
function textInAddress() {
  try {
    return decodeURIComponent(/^#query=(.*)$/s.exec(location.hash)?.[1] ?? "") || (new URLSearchParams(location.search).get("query") ?? "");
  } catch {
    return null;
  }
}

async function runQueryInAddress(how) {
  const query = textInAddress();
  const asked = new URLSearchParams(location.search);
  // Of a question whose parameters are all there the server has made the text.
  if (query === "" && asked.has("question") && !area.defaultValue && (await waitForParameters(asked))) return;
  area.value = query || (asked.has("question") && area.defaultValue) || START;
  await runQuery(query === null ? "replace" : how);
  if (query === null) showError("the query in the address cannot be read; here is another to start with");
  const question = words.queries.find((each) => each.name === asked.get("question"));
  if (question?.parameters.length) showForm(form, question, fillIn, asked);
}

// Shows the form of the question in the address, of which a parameter is missing, and no answer; false where there is no such question.
async function waitForParameters(values) {
  await loadWords();
  const question = words.queries.find((each) => each.name === values.get("question"));
  if (!question) return false;
  showForm(form, question, fillIn, values);
  answer.replaceChildren();
  more.hidden = true;
  state.textContent = "fill in the form above to ask";
  form.querySelector("input:invalid")?.focus();
  document.body.dataset.ready = "yes";
  return true;
}

async function save(button) {
  try {
    showError("");
    const response = await post(area.value, button.dataset.save);
    download(await response.blob(), `answer.${button.dataset.extension}`);
  } catch (error) {
    showError(error.message);
  }
}

async function fillIn(question, parameters) {
  try {
    showError("");
    const response = await get(`/queries/${question.name}?${parameters}`, { headers: { Accept: "application/sparql-query, text/plain" } });
    const text = (await readText(response)).trim();
    if (!response.ok) return showError(text);
    area.value = text;
    await runQuery();
    // Where the page is one column, the answer is below what can be seen.
    if (matchMedia("(max-width: 760px)").matches) find("#asking .actions").scrollIntoView({ block: "start" });
  } catch (error) {
    showError(error.message);
  }
}

function choose(question) {
  showError("");
  showForm(form, question, fillIn);
  if (question.parameters.some((parameter) => parameter.required)) form.querySelector("input").focus();
  else form.requestSubmit();
}

// Loads what the editor completes and the questions; where that fails, the next question tries again.
async function loadWords(signal) {
  if (words.base) return;
  try {
    const response = await get("/words.json", { signal });
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    Object.assign(words, await response.json());
    listQuestions(find("#list"), find("#filter"), find("#count"), words.queries, choose);
  } catch {
    find("#count").textContent = "The questions and the completion could not be loaded; they are as soon as a query is answered.";
  }
}

makeEditor(area, find("#proposals"), words, () => runQuery());
fillPast = offerPast(find("#past"), (text) => {
  area.value = text;
  runQuery();
});
find("#asking").addEventListener("submit", (event) => {
  event.preventDefault();
  runQuery();
});
cancel.addEventListener("click", () => running.abort());
find(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  area.focus();
});
for (const button of document.querySelectorAll("[data-save]")) button.addEventListener("click", () => save(button));
addEventListener("popstate", () => {
  if ((textInAddress() || START) !== lastQuery) runQueryInAddress("keep");
});
addEventListener("online", () => loadWords());
await runQueryInAddress("replace");
