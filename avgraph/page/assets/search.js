import { fold } from "../../assets/shared/folding.js";

// Search over names and their other forms, folded.

// One string for each node: " | name | other form | INITIALS |", folded.
export function makeIndex(model) {
  return Array.from({ length: model.count }, (_, node) => {
    const label = model.label[node];
    const forms = model.forms(node);
    if (model.type(node) === "Author" && !forms.length) return `| ${fold(label)} |`;
    const initials = label.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word)).map((word) => word[0]).join("");
    return `| ${[label, ...forms, initials.length > 2 ? initials : ""].map(fold).filter(Boolean).join(" | ")} |`;
  });
}

// Best first: a form that is what is typed, names that open with it, words that do, then the rest; more papers first.
export function find(index, model, typed, isShown = () => true, most = 12) {
  const wanted = fold(typed).split(" ").filter(Boolean);
  if (!wanted.length) return [];
  const name = wanted.join(" ");
  const best = [[], [], [], []];
  for (let node = 0; node < index.length; node++) {
    const text = index[node];
    let holds = true;
    for (const word of wanted) if (!text.includes(word)) { holds = false; break; }
    if (!holds || !isShown(node)) continue;
    const rank = text.includes(`| ${name} |`) ? 0 : text.startsWith(`| ${name}`) ? 1 : wanted.every((word) => text.includes(` ${word}`)) ? 2 : 3;
    best[rank].push(node);
  }
  const papers = (node) => model.papersOf[node].length;
  const found = [];
  for (const nodes of best) {
    if (found.length >= most) break;
    found.push(...nodes.sort((one, other) => papers(other) - papers(one) || one - other));
  }
  return found.slice(0, most);
}
