import { nodeOfId } from "./model.js";

// Keeps the state in the address, after the #, so that what is seen can be sent to someone.
export function writeAddress(model, state, defaults) {
  const kept = new URLSearchParams();
  if (state.selected >= 0) kept.set("node", model.id(state.selected));
  if (state.target >= 0) kept.set("path", model.id(state.target));
  for (const [name, value] of Object.entries(defaults)) if (state[name] !== value) kept.set(name, state[name]);
  const hash = kept.toString();
  if (hash === location.hash.slice(1)) return;
  try {
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  } catch {
    // Within a frame that a notebook shows, the address belongs to the notebook.
  }
}

// Returns the state that the address says, `choices` being the values that are possible; what is not possible is left out.
export function readAddress(model, defaults, choices) {
  const kept = new URLSearchParams(location.hash.slice(1));
  const state = { ...defaults, selected: -1, target: -1 };
  for (const [name, value] of Object.entries(defaults)) {
    if (!kept.has(name)) continue;
    const given = kept.get(name);
    if (typeof value === "number") state[name] = Math.max(0, Math.round(Number(given)) || value);
    else if (choices[name].includes(given)) state[name] = given;
  }
  if (kept.has("node")) state.selected = nodeOfId(model, kept.get("node"));
  if (kept.has("path") && state.selected >= 0) state.target = nodeOfId(model, kept.get("path"));
  return state;
}
