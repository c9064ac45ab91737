// Search over names and their other forms, diacritics and case folded.
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/ø/g, "o").replace(/ł/g, "l").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

export function makeIndex(data) {
  return data.nodes.label.map((label, node) => {
    const initials = label.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word)).map((word) => word[0]).join("");
    return `| ${[label, ...data.nodes.forms[node], initials.length > 2 ? initials : ""].map(fold).filter(Boolean).join(" | ")} |`;
  });
}

// Best first: a form that is what is typed, names that open with it, words that do, then the rest; more papers first.
export function find(index, data, typed, most = 12) {
  const wanted = fold(typed).split(" ").filter(Boolean);
  if (!wanted.length) return [];
  const found = [];
  for (let node = 0; node < index.length; node++) {
    const text = index[node];
    if (!wanted.every((word) => text.includes(word))) continue;
    const typedName = wanted.join(" ");
    const rank = text.includes(`| ${typedName} |`) ? 0 : text.startsWith(`| ${typedName}`) ? 1 : wanted.every((word) => text.includes(` ${word}`)) ? 2 : 3;
    found.push([rank, -data.nodes.papers[node].length, node]);
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return found.slice(0, most).map((each) => each[2]);
}
