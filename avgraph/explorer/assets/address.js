import { itemOfId } from "./model.js";

// Keeps the state in the address, after the #, so that what is seen can be sent to someone, and Back goes back.
const ITEMS = { node: "selected", with: "together", path: "target" };

// The view that the address wants, where the page has it.
export function viewOf(columns) {
  const wanted = new URLSearchParams(location.hash.slice(1)).get("view");
  return columns.views[wanted] ? wanted : columns.view;
}

// Shows another view of the page, with what is selected and filtered.
export function switchTo(view) {
  const parameters = keptParameters();
  parameters.set("view", view);
  location.hash = parameters.toString();
  location.reload();
}

// The address of the page of another view, which is named as this one is; nothing where the name of this one does not say its view.
export function pageBeside(view, other) {
  const [, folder, file] = /^(.*\/)([^/]*)$/.exec(location.pathname) ?? ["", "", ""];
  const place = file.lastIndexOf(view);
  if (place < 0) return "";
  const hash = keptParameters().toString();
  return `${folder}${file.slice(0, place)}${other}${file.slice(place + view.length)}${hash ? `#${hash}` : ""}`;
}

// What the address says, but for what is said of the picture, which is the view's own.
function keptParameters() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  for (const name of ["colour", "size", "group", "path", "hops", "strength", "view"]) parameters.delete(name);
  return parameters;
}

// Writes the state; `isStep` is whether Back is to come back to the state before.
export function writeAddress(model, state, defaults, isStep) {
  const parameters = new URLSearchParams();
  if (new URLSearchParams(location.hash.slice(1)).has("view")) parameters.set("view", model.view);
  for (const [name, field] of Object.entries(ITEMS)) if (state[field] >= 0) parameters.set(name, model.itemId(state[field]));
  for (const [name, value] of Object.entries(defaults)) if (state[name] !== value) parameters.set(name, state[name]);
  const hash = parameters.toString();
  if (hash === location.hash.slice(1)) return;
  try {
    history[isStep ? "pushState" : "replaceState"](null, "", hash ? `#${hash}` : location.pathname + location.search);
  } catch {
    // Within a frame that a notebook shows, the address belongs to the notebook.
  }
}

// Returns the state that the address says, `controls.choices` being the values that are possible; state.wrong says what is not possible.
export function readAddress(model, defaults, controls) {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const state = { ...defaults, selected: -1, together: -1, target: -1, wrong: [] };
  for (const [name, text] of parameters) {
    if (name === "view" && text === model.view) continue;
    const value = defaults[name];
    const isNumber = typeof value === "number";
    if (ITEMS[name]) {
      state[ITEMS[name]] = itemOfId(model, text);
      if (state[ITEMS[name]] < 0) state.wrong.push(text);
    } else if (isNumber && Number(text) >= 0) state[name] = Math.round(Number(text)) || value;
    else if (value !== undefined && controls.choices[name]?.includes(text)) state[name] = text;
    else state.wrong.push(`${name}=${text}`);
  }
  if (state.selected < 0) Object.assign(state, { together: -1, target: -1 });
  return state;
}
