import { element } from "../../assets/shared/elements.js";
import { papersWithin } from "./filters.js";
import { counted } from "./measures.js";
import { summary } from "./panel.js";

// The card beside the pointer: name, papers, years and institution of a node.
export function showCard(card, model, shown, node, [x, y], { width, height }) {
  card.hidden = node < 0;
  if (node < 0) return;
  const lines = [element("b", model.label[node])];
  if (node < model.count) {
    const papers = papersWithin(model, model.itemOf[node]).filter((paper) => shown.papers[paper]);
    lines.push(element("div", summary(model, model.itemOf[node], papers)));
    const stated = model.stated(node);
    const institution = stated[0] ?? (model.type(node) === "Author" ? counted(papers.flatMap((paper) => model.papers.institutions[paper]))[0]?.[0] : undefined);
    if (institution !== undefined) lines.push(element("div", `${model.things.label[institution]}${stated.length ? "" : " (possible)"}${model.things.status?.[institution] ? ", as printed" : ""}`));
  }
  card.replaceChildren(...lines);
  // Right below the pointer, or on its other side where the drawing ends.
  card.style.left = `${x + 16 + card.offsetWidth > width ? Math.max(4, x - 12 - card.offsetWidth) : x + 16}px`;
  card.style.top = `${y + 16 + card.offsetHeight > height ? Math.max(4, y - 12 - card.offsetHeight) : y + 16}px`;
}
