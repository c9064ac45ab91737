// Asks the endpoint of this server; every failure becomes one sentence.

const UNREACHABLE = "the server cannot be reached; once it runs again, ask again";
const LARGEST = 20_000_000;
export const ROWS = "application/sparql-results+json";

// Returns what fetch returns; throws Error with a sentence, or AbortError.
export async function get(address, options = {}) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(UNREACHABLE, { cause: error });
  }
}

// Returns the answer to a query; throws what the server says where it gives none.
export async function post(text, accept, signal) {
  const headers = { "Content-Type": "application/sparql-query", Accept: accept };
  const response = await get("/sparql", { method: "POST", headers, body: text, signal });
  if (!response.ok) throw new Error((await readText(response)).trim());
  return response;
}

// Returns the rows of a query.
export async function rowsOf(text, signal) {
  return JSON.parse(await readText(await post(text, ROWS, signal))).results.bindings;
}

// Returns the text of a response, as long as a page can show it.
export async function readText(response, largest = LARGEST) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > largest) break;
      text += decoder.decode(part.value, { stream: true });
    }
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(UNREACHABLE, { cause: error });
  }
  if (size <= largest) return text + decoder.decode();
  reader.cancel().catch(() => {});
  throw new Error(`the answer is larger than the ${(largest / 1e6).toLocaleString("en")} MB that this page shows; add LIMIT, or save it`);
}

// A text within a query, quoted.
export function quoted(text) {
  return JSON.stringify(text);
}
