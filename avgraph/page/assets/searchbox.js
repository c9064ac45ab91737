import { element } from "./panel.js";
import { find, makeIndex } from "./search.js";

// The field with suggestions: a combobox after the ARIA Authoring Practices.
export class SearchBox {
  constructor(input, list, model, isShown, choose) {
    Object.assign(this, { input, list, model, isShown, onChoose: choose, found: [], active: -1, index: null });
    input.addEventListener("focus", () => { this.index ??= makeIndex(model); });
    input.addEventListener("input", () => this.suggest());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
  }

  suggest() {
    this.index ??= makeIndex(this.model);
    this.found = find(this.index, this.model, this.input.value, this.isShown);
    this.active = this.found.length ? 0 : -1;
    this.list.replaceChildren(...this.found.map((node, number) => {
      const item = element("li", this.model.label[node], { id: `suggestion-${number}`, role: "option" });
      const count = this.model.papersOf[node].length;
      const details = this.model.types.length > 1 ? `${this.model.type(node)}, ` : "";
      item.append(element("small", ` ${details}${count} paper${count === 1 ? "" : "s"}`));
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); this.choose(number); });
      return item;
    }));
    const isNothing = Boolean(this.input.value.trim()) && !this.found.length;
    if (isNothing) this.list.append(element("li", "Nothing visible has this name", { class: "soft", role: "option", "aria-disabled": "true" }));
    this.list.hidden = !this.found.length && !isNothing;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === this.active)));
    if (this.active < 0) { this.input.removeAttribute("aria-activedescendant"); return; }
    this.input.setAttribute("aria-activedescendant", `suggestion-${this.active}`);
    this.list.children[this.active].scrollIntoView({ block: "nearest" });
  }

  choose(number) {
    if (number < 0 || number >= this.found.length) return;
    const node = this.found[number];
    this.close();
    this.input.value = this.model.label[node];
    this.input.select(); // the next name replaces this one
    this.onChoose(node);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) this.active = (this.active + step + this.found.length) % this.found.length;
    if (step) this.mark();
    else if (event.key === "Enter") this.choose(this.active);
    else if (event.key === "Escape" && !this.list.hidden) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
