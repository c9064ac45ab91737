// A field with a list of options below it: a combobox after the ARIA Authoring Practices. The field keeps the focus.
export class Combobox {
  // `prefix` begins the ids of the options; `choose` gets the number of the option that is clicked.
  constructor(field, list, prefix, choose) {
    Object.assign(this, { field, list, prefix, active: -1 });
    field.addEventListener("blur", () => this.close());
    // Not click: the field would lose the focus, and the list with it be closed.
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li:not([aria-disabled])");
      if (option) choose([...list.children].indexOf(option));
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  // Shows options, list items, with one of them active, or none where it is -1.
  open(options, active = 0) {
    options.forEach((option, number) => {
      option.id = `${this.prefix}-${number}`;
      option.setAttribute("role", "option");
    });
    this.list.replaceChildren(...options);
    if (!options.length) return this.close();
    this.list.hidden = false;
    this.expand(true);
    this.activate(active);
  }

  activate(number) {
    this.active = number;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    if (number < 0) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", this.list.children[number].id);
    this.list.children[number].scrollIntoView({ block: "nearest" });
  }

  // Activates the next or the previous option where an arrow key was pressed; returns whether one was.
  move(key) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!step || !this.isOpen) return false;
    const count = [...this.list.children].filter((option) => option.getAttribute("aria-disabled") === null).length;
    if (this.active >= 0) this.activate((this.active + step + count) % count);
    return true;
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.expand(false);
    this.field.removeAttribute("aria-activedescendant");
  }

  // A text area is no combobox, and has no such state.
  expand(isExpanded) {
    if (this.field.getAttribute("role") === "combobox") this.field.setAttribute("aria-expanded", String(isExpanded));
  }
}
