// Looks up the entities that an answer names, so that every name can lead to its page.

import { quoted, rowsOf } from "./endpoint.js";

const MOST = 3000;
const LONGEST = 400;
export const KINDS = ["Author", "Paper", "Institution", "Task", "Dataset", "Venue"];
export const NO_NAMES = { labels: new Map(), entities: new Map() };

// Returns the label of each entity in the rows, and the entity of each text that names one and no other.
export async function lookUp(rows, base, signal) {
  const { iris, texts } = mentions(rows, base);
  const kinds = KINDS.map((kind) => `avg:${kind}`).join(", ");
  const labelled = iris.length
    ? await rowsOf(`SELECT ?entity ?name { VALUES ?entity { ${iris.map((iri) => `<${iri}>`).join(" ")} } ?entity rdfs:label ?name }`, signal)
    : [];
  const named = texts.length
    ? await rowsOf(
        `SELECT ?name (SAMPLE(?each) AS ?entity) { VALUES ?name { ${texts.map(quoted).join(" ")} } ?each rdfs:label ?name
          FILTER EXISTS { ?each a ?kind FILTER(?kind IN (${kinds})) } } GROUP BY ?name HAVING(COUNT(DISTINCT ?each) = 1)`,
        signal,
      )
    : [];
  return {
    labels: new Map(labelled.map((row) => [row.entity.value, row.name.value])),
    entities: new Map(named.map((row) => [row.name.value, row.entity.value])),
  };
}

// The entities and the texts of rows, each once, as many as are asked for together.
export function mentions(rows, base) {
  const [iris, texts] = [new Set(), new Set()];
  for (const row of rows) {
    for (const term of Object.values(row)) {
      if (term.type === "uri") {
        if (base && term.value.startsWith(base) && iris.size < MOST) iris.add(term.value);
      } else if (term.type === "literal" && !term.datatype && !term["xml:lang"] && term.value && term.value.length <= LONGEST && texts.size < MOST) {
        texts.add(term.value);
      }
    }
  }
  return { iris: [...iris], texts: [...texts] };
}
