// Colours of a query: its words in spans, behind the text area that is written in.

import { element } from "../../assets/shared/elements.js";

const TOKENS =
  /(?<comment>#[^\n]*)|(?<iri><[^<>"{}|^`\\\s]*>)|(?<text>"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<variable>[?$]\w+)|(?<name>[A-Za-z][\w-]*:[\w.%-]*)|(?<number>(?<![\w.])\d+(?:\.\d+)?)|(?<keyword>\b(?:SELECT|DISTINCT|REDUCED|WHERE|OPTIONAL|FILTER|UNION|VALUES|BIND|AS|NOT|EXISTS|IN|MINUS|GROUP|ORDER|BY|HAVING|LIMIT|OFFSET|COUNT|SUM|AVG|MIN|MAX|SAMPLE|GROUP_CONCAT|CONSTRUCT|DESCRIBE|ASK|PREFIX|BASE|FROM|NAMED|GRAPH|DESC|ASC|UNDEF|IF|COALESCE|BOUND|STR|LCASE|UCASE|CONTAINS|STRSTARTS|REGEX|a)\b)/gi;

// Returns the pieces of a query: each with its text, and the kind of those that have a colour.
export function coloured(text) {
  const pieces = [];
  let last = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    if (match.index > last) pieces.push({ text: text.slice(last, match.index) });
    pieces.push({ kind, text: match[0] });
    last = match.index + match[0].length;
  }
  if (last < text.length) pieces.push({ text: text.slice(last) });
  return pieces;
}

// Keeps a copy of what stands in the area behind it, in colours; returns what does so after the text was set.
export function colour(area, copy) {
  const fill = () => {
    // A line more, so that the copy scrolls as far as the area.
    copy.replaceChildren(...coloured(`${area.value}\n`).map(({ kind, text }) => (kind ? element("span", text, { class: kind }) : text)));
    follow();
  };
  const follow = () => copy.scrollTo(area.scrollLeft, area.scrollTop);
  area.addEventListener("input", fill);
  area.addEventListener("scroll", follow);
  new ResizeObserver(() => {
    copy.style.height = `${area.offsetHeight}px`;
    follow();
  }).observe(area);
  area.parentElement.classList.add("coloured");
  fill();
  return fill;
}
