// The search for an entity by its name, on every page of the server.

import { get } from "./endpoint.js";
import { attach } from "./finding.js";

async function ask(text, signal) {
  const response = await get(`/search?${new URLSearchParams({ q: text })}`, { headers: { Accept: "application/json" }, signal });
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
}

attach(document.querySelector("#finding"), ask, (id) => `/id/${encodeURI(id).replaceAll("?", "%3F")}`);
