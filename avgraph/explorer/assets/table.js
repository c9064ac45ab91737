import { element } from "../../assets/shared/elements.js";
import { thousands } from "../../assets/shared/numbers.js";
import { nodeButton } from "./panel.js";

// The table of what is visible, for those who would rather read.
const MOST = 2000; // rows

export class Table {
  constructor(details, model, select) {
    Object.assign(this, { details, model, select, column: "papers", isReversed: false, shown: null });
    details.addEventListener("toggle", () => this.fill());
    for (const button of details.querySelectorAll("[data-sort]")) {
      button.addEventListener("click", () => {
        this.isReversed = this.column === button.dataset.sort && !this.isReversed;
        this.column = button.dataset.sort;
        this.fill();
      });
    }
  }

  // `papers` and `ties` count them for each node, when the table is open.
  update(shown, papers, ties) {
    Object.assign(this, { shown, count: { papers, ties } });
    this.fill();
  }

  fill() {
    if (!this.details.open || !this.shown) return;
    const { model } = this;
    const [papers, ties] = [this.count.papers(), this.count.ties()];
    const nodes = [];
    for (let node = 0; node < model.count; node++) if (this.shown.nodes[node]) nodes.push(node);
    const byName = (one, other) => model.label[one].localeCompare(model.label[other], "en") || one - other;
    const order = {
      label: byName,
      type: (one, other) => model.type(one).localeCompare(model.type(other)) || byName(one, other),
      papers: (one, other) => papers[other] - papers[one] || byName(one, other),
      ties: (one, other) => ties[other] - ties[one] || byName(one, other),
      community: (one, other) => model.community[one] - model.community[other] || byName(one, other),
    }[this.column];
    nodes.sort(order);
    if (this.isReversed) nodes.reverse();
    for (const head of this.details.querySelectorAll("th")) {
      const isSorted = head.firstElementChild.dataset.sort === this.column;
      const rising = ["label", "type", "community"].includes(this.column) !== this.isReversed;
      if (isSorted) head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    const rows = nodes.slice(0, MOST).map((node) => {
      const row = element("tr");
      const cells = [nodeButton(model, node, this.select), model.type(node), String(papers[node]), String(ties[node]), model.communities[model.community[node]]];
      row.append(...cells.map((content) => { const cell = element("td"); cell.append(content); return cell; }));
      return row;
    });
    this.details.querySelector("tbody").replaceChildren(...rows);
    this.details.querySelector("caption").textContent = nodes.length > MOST ? `The first ${thousands(MOST)} of ${thousands(nodes.length)}; filter, or save as CSV, for all` : "";
  }
}
