import { element } from "../../assets/shared/elements.js";
import { fittingPapers } from "./filters.js";
import { button, counts } from "./papers.js";

// Growth: papers by year as bars, and by task and year as a table whose cells are shaded. Each bar and cell filters when it is pressed.
const MOST_YEARS = 40;
const MOST_TASKS = 14;

export function chartOf(model, shown, state, actions) {
  const [first, last] = model.years;
  if (!first) return [];
  const years = Array.from({ length: Math.min(MOST_YEARS, last - first + 1) }, (_, place) => Math.max(first, last - MOST_YEARS + 1) + place);
  // Bars stay while years are chosen, so that others can be: they count what the other filters leave.
  const fits = state.from || state.to ? fittingPapers(model, { ...state, from: 0, to: 0 }) : shown.papers;
  const byYear = tally(model, fits, () => [""]).get("") ?? new Map();
  const most = Math.max(1, ...years.map((year) => byYear.get(year) ?? 0));
  const isChosen = (year) => (state.from || state.to) && year >= (state.from || first) && year <= (state.to || last);
  const choose = (year) => actions.set(state.from === year && state.to === year ? { from: 0, to: 0 } : { from: year, to: year });
  const bars = years.map((year) => {
    const count = byYear.get(year) ?? 0;
    const bar = button("", () => choose(year), `${year}: ${counts(count, "paper")}`, "bar");
    bar.style.setProperty("--share", count / most);
    bar.title = `${year}: ${counts(count, "paper")}`;
    bar.setAttribute("aria-pressed", String(Boolean(isChosen(year))));
    return bar;
  });
  const ends = element("div", [element("span", String(years[0])), element("span", years.length > 1 ? String(years.at(-1)) : "")], { class: "ends", "aria-hidden": "true" });
  return [element("section", [element("h3", "Papers by year"), element("div", bars, { class: "bars", role: "group", "aria-label": "Papers by year" }), ends, taskTable(model, shown, years, actions)])];
}

// How many papers that fit each key has in each year.
function tally(model, fits, keysOf) {
  const years = new Map();
  for (let paper = 0; paper < model.paperCount; paper++) {
    const year = model.papers.year[paper];
    if (!fits[paper] || year === null) continue;
    for (const key of keysOf(paper)) {
      if (!years.has(key)) years.set(key, new Map());
      years.get(key).set(year, (years.get(key).get(year) ?? 0) + 1);
    }
  }
  return years;
}

// The table, closed at first, and made when it is opened.
function taskTable(model, shown, years, actions) {
  const part = element("details", element("summary", "By task and year"), { class: "tasks" });
  part.addEventListener("toggle", () => { if (part.open && part.children.length === 1) part.append(tableOf(model, shown, years, actions)); });
  return model.papers.tasks.some((tasks) => tasks.length) ? part : "";
}

function tableOf(model, shown, years, actions) {
  const { label } = model.things;
  const byTask = tally(model, shown.papers, (paper) => model.papers.tasks[paper].map((task) => label[task]));
  if (!byTask.size) return element("p", "No paper that is visible has a task.");
  const total = (task) => [...byTask.get(task).values()].reduce((sum, count) => sum + count, 0);
  const tasks = [...byTask.keys()].sort((one, other) => total(other) - total(one) || (one < other ? -1 : 1)).slice(0, MOST_TASKS);
  const used = years.filter((year) => tasks.some((task) => byTask.get(task).has(year))).slice(-12);
  const most = Math.max(...tasks.flatMap((task) => [...byTask.get(task).values()]));
  const head = element("tr", [element("th", "Task"), ...used.map((year) => element("th", `’${String(year).slice(2)}`, { title: year, scope: "col" }))]);
  const rows = tasks.map((task) => {
    const name = element("th", button(task.split(" > ").at(-1), () => actions.set({ task })), { scope: "row" });
    return element("tr", [name, ...used.map((year) => cellOf(task, year, byTask.get(task).get(year) ?? 0, most, actions))]);
  });
  const table = element("table", [element("thead", head), element("tbody", rows)]);
  return element("div", table, { class: "wide", tabindex: "0", role: "region", "aria-label": "Papers by task and year" });
}

function cellOf(task, year, count, most, actions) {
  const cell = element("td");
  if (!count) return cell;
  const name = task.split(" > ").at(-1);
  const press = button(String(count), () => actions.set({ task, from: year, to: year }), `${name}, ${year}: ${counts(count, "paper")}`, "cell");
  press.style.setProperty("--share", 0.12 + (0.6 * count) / most);
  cell.append(press);
  return cell;
}
