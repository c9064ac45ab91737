import { nodeOfId } from "./model.js";

// Keeps the state in the address, after the #, so that what is seen can be sent to someone.
export function writeAddress(model, state, defaults) {
  const parameters = new URLSearchParams();
  if (state.selected >= 0) parameters.set("node", model.id(state.selected));
  if (state.target >= 0) parameters.set("path", model.id(state.target));
  for (const [name, value] of Object.entries(defaults)) if (state[name] !== value) parameters.set(name, state[name]);
  const hash = parameters.toString();
  if (hash === location.hash.slice(1)) return;
  try {
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  } catch {
    // Within a frame that a notebook shows, the address belongs to the notebook.
  }
}

// Returns the state that the address says, `choices` being the values that are possible; what is not possible is left out.
export function readAddress(model, defaults, choices) {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const state = { ...defaults, selected: -1, target: -1 };
  for (const [name, value] of Object.entries(defaults)) {
    if (!parameters.has(name)) continue;
    const text = parameters.get(name);
    if (typeof value === "number") state[name] = Math.max(0, Math.round(Number(text)) || value);
    else if (choices[name].includes(text)) state[name] = text;
  }
  if (parameters.has("node")) state.selected = nodeOfId(model, parameters.get("node"));
  if (parameters.has("path") && state.selected >= 0) state.target = nodeOfId(model, parameters.get("path"));
  return state;
}
