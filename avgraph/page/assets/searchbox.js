import { Combobox } from "../../assets/shared/combobox.js";
import { element } from "../../assets/shared/elements.js";
import { find, makeIndex } from "./search.js";

// The search for a node by its name.
export class SearchBox {
  constructor(input, list, model, isShown, onChoose) {
    Object.assign(this, { input, model, isShown, onChoose, matches: [], index: null });
    this.combobox = new Combobox(input, list, "suggestion", (number) => this.choose(number));
    input.addEventListener("focus", () => { this.index ??= makeIndex(model); });
    input.addEventListener("input", () => this.suggest());
    input.addEventListener("keydown", (event) => this.press(event));
  }

  suggest() {
    this.index ??= makeIndex(this.model);
    this.matches = find(this.index, this.model, this.input.value, this.isShown);
    const isNothing = Boolean(this.input.value.trim()) && !this.matches.length;
    const nothing = element("li", "Nothing visible has this name", { class: "soft", "aria-disabled": "true" });
    this.combobox.open(isNothing ? [nothing] : this.matches.map((node) => this.optionOf(node)), isNothing ? -1 : 0);
  }

  optionOf(node) {
    const count = this.model.papersOf[node].length;
    const details = this.model.types.length > 1 ? `${this.model.type(node)}, ` : "";
    return element("li", [this.model.label[node], element("small", ` ${details}${count} paper${count === 1 ? "" : "s"}`)]);
  }

  choose(number) {
    if (number < 0 || number >= this.matches.length) return;
    const node = this.matches[number];
    this.combobox.close();
    this.input.value = this.model.label[node];
    this.input.select(); // the next name replaces this one
    this.onChoose(node);
  }

  press(event) {
    if (event.key === "Enter") this.choose(this.combobox.active);
    else if (event.key === "Escape" && this.combobox.isOpen) this.combobox.close();
    else if (!this.combobox.move(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}
