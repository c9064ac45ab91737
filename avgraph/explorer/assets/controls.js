import { element } from "../../assets/shared/elements.js";
import { compareNames } from "../../assets/shared/folding.js";
import { placesOf } from "./filters.js";
import { Growth } from "./growth.js";

// The fields of the filters: their choices, what they show, and what they set. Years stand in one place only.
const LISTS = ["task", "venue", "institution", "place"];

export class Controls {
  // `set` gets the fields that change, and whether that is a step of its own.
  constructor(form, model, defaults, set) {
    Object.assign(this, { form, model, defaults, set, fields: Object.keys(defaults).filter((name) => name !== "group") });
    for (const name of this.fields) this.field(name).addEventListener("input", () => this.read(name));
    for (const [end, name] of ["from", "to"].entries()) this.field(name).placeholder = model.years[end];
    this.growth = new Growth(this.field("play"), model.years, (year) => set({ to: year }, false));
    form.addEventListener("submit", (event) => event.preventDefault());
    const opener = document.getElementById("filters-button");
    opener.addEventListener("click", () => {
      this.fillChoices();
      opener.setAttribute("aria-expanded", String(!form.toggleAttribute("hidden")));
    });
  }

  // The values that each field can have, by its name; made when they are wanted.
  get choices() {
    const options = (name) => [name, [...this.field(name).options].map((option) => option.value)];
    const group = { includes: () => true };
    this.made ??= { ...choicesOf(this.model), group, ...Object.fromEntries(["colour", "size", "parts"].map(options)) };
    return this.made;
  }

  field(name) {
    return document.getElementById(name);
  }

  // A number typed is no step of its own: each digit would be one.
  read(name) {
    const { value } = this.field(name);
    const isText = typeof this.defaults[name] === "string";
    this.set({ [name]: isText ? value : Math.max(0, Math.round(Number(value)) || this.defaults[name]) }, isText);
  }

  // Until the fields are seen, a list has no choice but the one that is set: a list may have hundreds.
  fillChoices() {
    if (this.isFilled) return;
    this.isFilled = true;
    for (const name of LISTS) {
      const field = this.field(name);
      const { value } = field;
      field.replaceChildren(field.options[0], ...this.choices[name].slice(1).map((each) => optionOf(name, each)));
      field.value = value;
    }
  }

  fill(state) {
    if (!this.isFilled) for (const name of LISTS) if (state[name]) this.field(name).append(optionOf(name, state[name]));
    for (const name of this.fields) {
      const field = this.field(name);
      const isEmpty = typeof this.defaults[name] === "number" && name !== "hops" && state[name] === this.defaults[name];
      // What is being typed stays as it is typed.
      if (field !== document.activeElement || field.tagName === "SELECT") field.value = isEmpty ? "" : state[name];
    }
  }

  get isPlaying() {
    return this.growth.timer !== 0;
  }

  stop() {
    this.growth.stop();
  }
}

function optionOf(name, value) {
  const parts = value.split(" > ");
  return element("option", name === "task" ? `${"\u00a0\u00a0".repeat(parts.length - 1)}${parts.at(-1)}` : value, { value });
}

function choicesOf(model) {
  const labels = (type) => [...new Set(model.things.label.filter((_, each) => model.itemType(model.itemOfThing(each)) === type && (type !== "Institution" && type !== "Venue" || model.papersOfItem[model.itemOfThing(each)].length)))];
  const sorted = (type) => labels(type).sort(compareNames);
  const tasks = [...new Set(labels("Task").flatMap((path) => path.split(" > ").map((_, depth, parts) => parts.slice(0, depth + 1).join(" > "))))].sort();
  return { task: ["", ...tasks], venue: ["", ...sorted("Venue")], institution: ["", ...sorted("Institution")], place: ["", ...placesOf(model).keys()] };
}
