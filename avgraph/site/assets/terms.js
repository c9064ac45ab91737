// Finds names in a query that the ontology has not, which would be answered by no rows; and places in its text.

const TEXTS = /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*/g;
const OWN = "avg";

// Returns each name that is misspelt: where it stands, and the nearest that there is.
export function misspelt(text, words) {
  const bare = text.replace(TEXTS, (found) => found.replace(/[^\n]/g, " "));
  const declared = new Map([...text.matchAll(/PREFIX\s+([\w-]*):\s*<([^>]*)>/gi)].map(([, name, namespace]) => [name, namespace]));
  const terms = Object.keys(words.terms);
  const found = new Map();
  for (const match of bare.matchAll(/(?<![\w:?$-])([A-Za-z][\w-]*):([A-Za-z][\w-]*)/g)) {
    const [name, prefix] = match;
    const other = declared.has(prefix) && declared.get(prefix) !== words.prefixes[prefix];
    if (other || found.has(name) || name in words.terms || !terms.some((term) => term.startsWith(`${prefix}:`))) continue;
    const nearest = nearestOf(name, terms.filter((term) => term.startsWith(`${prefix}:`)));
    // Of its own names the ontology has all; of other vocabularies only what it uses, so there only what is nearly one of these is doubted.
    if (prefix === OWN || nearest) found.set(name, { name, nearest, from: match.index, to: match.index + name.length, ...placeOf(text, match.index) });
  }
  return [...found.values()];
}

// Returns the name with the fewest changes, if they are few.
export function nearestOf(name, names) {
  const local = (each) => each.slice(each.indexOf(":") + 1).toLowerCase();
  const wanted = local(name);
  const measured = names.map((each) => [distance(wanted, local(each)), each]).sort((a, b) => a[0] - b[0]);
  const few = Math.max(1, Math.floor(wanted.length / 3));
  return measured.length && measured[0][0] <= few ? measured[0][1] : null;
}

// Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment).
export function distance(a, b) {
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let least = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) least = Math.min(least, before[column - 2] + 1);
      next.push(least);
    }
    [before, last] = [last, next];
  }
  return last[b.length];
}

// Line and column of a place, as the server counts them: from one, in characters.
export function placeOf(text, offset) {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: [...lines.at(-1)].length + 1 };
}

// Returns start and end of what an error message points at ("line 2, column 7"), or nothing.
export function placeIn(message, text) {
  const found = /\bline (\d+), column (\d+)/.exec(message);
  if (!found) return null;
  const lines = text.split("\n");
  const line = Math.min(Number(found[1]), lines.length);
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const from = start + [...lines[line - 1]].slice(0, Number(found[2]) - 1).join("").length;
  const [pointed] = /^(?:[\w?$:-]+|\S)?/u.exec(text.slice(from, start + lines[line - 1].length));
  return { from, to: from + pointed.length };
}
