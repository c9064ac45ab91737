// The search for an entity by its name, on every page of the server.

import { get } from "./endpoint.js";
import { attach } from "./finding.js";

async function ask(text, signal) {
  const response = await get(`/search?${new URLSearchParams({ q: text })}`, { headers: { Accept: "application/json" }, signal });
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
}

// The page of an entity, or of years of it the list of its papers, of a place that of its people, of two people that of their papers.
function addressOf({ id, kind, years, place, other }) {
  if (!years) return `/id/${encodeURI(id).replaceAll("?", "%3F")}`;
  const wanted = new URLSearchParams({ [kind]: id, place: place ?? "", since: years[0] ?? "", until: years[1] ?? "" });
  if (other) wanted.append(kind, other);
  return `/id/${place ? "author" : "paper"}?${wanted}`;
}

attach(document.querySelector("#finding"), ask, addressOf);
