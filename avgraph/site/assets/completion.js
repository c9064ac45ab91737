// What could stand at the caret of a query: prefixes, terms, variables, keywords.

const KEYWORDS = [
  "SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "UNION", "VALUES", "BIND", "EXISTS", "NOT EXISTS", "MINUS", "GROUP BY", "ORDER BY",
  "HAVING", "LIMIT", "OFFSET", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "CONSTRUCT", "DESCRIBE", "ASK", "PREFIX",
  "CONTAINS", "REGEX", "LCASE", "STR", "BOUND", "DESC", "ASC",
];
const MOST = 40;

// Returns where the unfinished word starts, and what may take its place, the likeliest first: what is written out already stands before all.
export function propose(text, caret, words) {
  const before = text.slice(0, caret);
  const word = /[?$]?[\w-]*:?[\w-]*$/.exec(before)[0];
  const from = caret - word.length;
  if (isWithinText(before)) return { from, items: [] };
  if (word.includes(":")) {
    const [prefix, local] = [word.slice(0, word.indexOf(":") + 1), word.slice(word.indexOf(":") + 1).toLowerCase()];
    const terms = Object.keys(words.terms).filter((term) => term.startsWith(prefix));
    return { from, items: ranked(terms, (term) => term.slice(prefix.length).toLowerCase(), local).map((term) => ({ text: term, note: words.terms[term] })) };
  }
  if (/^[?$]/.test(word)) {
    const names = new Set(text.match(/[?$]\w+/g) ?? []);
    names.delete(word);
    return { from, items: ranked([...names], (name) => name.toLowerCase(), word.toLowerCase()).map((name) => ({ text: name, note: "" })) };
  }
  if (!word) return { from, items: [] };
  const wanted = word.toLowerCase();
  const prefixes = Object.keys(words.prefixes).filter((name) => name.startsWith(wanted)).map((name) => ({ text: `${name}:`, note: words.prefixes[name] }));
  const keywords = ranked(KEYWORDS, (name) => name.toLowerCase(), wanted, false).map((name) => ({ text: name, note: "" }));
  const terms = wanted.length < 3 ? [] : ranked(Object.keys(words.terms), (term) => term.slice(term.indexOf(":") + 1).toLowerCase(), wanted);
  const items = [...prefixes, ...keywords, ...terms.map((term) => ({ text: term, note: words.terms[term] }))];
  const isWritten = (item) => item.text.toLowerCase() === wanted;
  return { from, items: [...items.filter(isWritten), ...items.filter((item) => !isWritten(item))].slice(0, MOST) };
}

// The name that is wanted itself, then names that start with it, then those that hold it.
function ranked(names, key, wanted, mayHold = true) {
  const rank = (name) => (key(name) === wanted ? 0 : key(name).startsWith(wanted) ? 1 : 2);
  return names.filter((name) => key(name).startsWith(wanted) || (mayHold && key(name).includes(wanted))).sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

// Within quotes, an IRI or a comment nothing is completed.
function isWithinText(before) {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const rest = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, "");
  return /["'#]|<[^<>\s=]+$/.test(rest);
}
