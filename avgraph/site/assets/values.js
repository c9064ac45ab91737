// Terms of an answer as people read them.

const NUMBERS = /#(integer|decimal|double|float|int|long)$/;
const REVERSING = /[\u202a-\u202e\u2066-\u2069]/g;

// Characters that reorder what stands around them are named, so that a label cannot pass for another.
export function shown(text) {
  return text.replace(REVERSING, (char) => `[U+${char.codePointAt(0).toString(16).toUpperCase()}]`);
}

export function isNumber(term) {
  return NUMBERS.test(term?.datatype ?? "");
}

// A number as a table shows it: of fractions three places.
export function roundedNumber(value) {
  return value.includes(".") ? String(Math.round(Number(value) * 1000) / 1000) : value;
}

// Where an IRI leads: to the page of the entity here, to the web, or nowhere.
export function addressOf(iri, base) {
  if (base && iri.startsWith(base)) return `/id/${encodeURI(iri.slice(base.length)).replaceAll("?", "%3F")}`;
  return /^https?:\/\//i.test(iri) ? iri : null;
}

// An IRI with the longest prefix that fits; one of this graph that none fits without what all of them begin with.
export function shortened(iri, { prefixes, base }) {
  const [name, namespace] = Object.entries(prefixes).reduce((best, each) => (iri.startsWith(each[1]) && each[1].length > best[1].length ? each : best), ["", ""]);
  const local = iri.slice(namespace.length);
  if (namespace && /^[^/#\s]+$/.test(local)) return `${name}:${local}`;
  return base && iri.startsWith(base) && iri !== base ? iri.slice(base.length) : iri;
}

// Pieces of a Turtle document; those that name an entity of this graph with its IRI, and with text within quotes left alone.
export function turtlePieces(text, base) {
  const prefixes = new Map([...text.matchAll(/^@prefix ([\w-]*): <([^>]*)> \.$/gm)].map(([, name, namespace]) => [name, namespace]));
  const pieces = [];
  let last = 0;
  for (const found of text.matchAll(/"""[^]*?"""|"(?:[^"\\\n]|\\.)*"|^@prefix.*$|<([^<>\s]*)>|(?<![\w:-])([\w-]+):((?:[\w.%-]|\\.)*[\w%-])/gm)) {
    const [whole, full, prefix, local] = found;
    const iri = full ?? (prefixes.has(prefix) ? prefixes.get(prefix) + local.replaceAll("\\", "") : "");
    if (!base || !iri.startsWith(base)) continue;
    pieces.push({ text: text.slice(last, found.index) }, { text: whole, iri });
    last = found.index + whole.length;
  }
  return [...pieces, { text: text.slice(last) }];
}
