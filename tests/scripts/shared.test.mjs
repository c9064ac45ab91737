// Unit tests of what the explorer and the server's pages have in common, on elements as simple as can be: node --test tests/scripts
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Combobox } from "../../avgraph/assets/shared/combobox.js";
import { download } from "../../avgraph/assets/shared/download.js";
import { element } from "../../avgraph/assets/shared/elements.js";
import { fold, patternOf } from "../../avgraph/assets/shared/folding.js";

class FakeElement {
  constructor(tag) {
    Object.assign(this, { tag, children: [], attributes: {}, listeners: {}, hidden: true, id: "", clicks: 0 });
  }

  append(...nodes) { this.children.push(...nodes); }
  replaceChildren(...nodes) { this.children = nodes; }
  setAttribute(name, value) { this.attributes[name] = value; }
  getAttribute(name) { return this.attributes[name] ?? null; }
  removeAttribute(name) { delete this.attributes[name]; }
  addEventListener(name, listener) { this.listeners[name] = listener; }
  closest(selector) { return selector.includes("aria-disabled") && "aria-disabled" in this.attributes ? null : this; }
  scrollIntoView() {}
  click() { this.clicks++; }
}

const made = [];
beforeEach(() => {
  globalThis.document = { createElement: (tag) => { const one = new FakeElement(tag); made.push(one); return one; } };
});
afterEach(() => {
  delete globalThis.document;
  made.length = 0;
});

test("names are folded as people type them", () => {
  assert.equal(fold("Jürgen Weiß-Øre"), "jurgen weiss ore");
  assert.equal(fold("  O'Brien, ANN "), "o brien ann");
  assert.equal(fold("Łódź"), "lodz");
});

test("the pattern of a letter takes it with any mark, and what is no letter as it is", () => {
  const pattern = new RegExp(`^${[..."cwik"].map(patternOf).join("")}$`, "i");
  assert.ok(pattern.test("Ćwik"));
  assert.ok(!pattern.test("Cwuk"));
  assert.equal(patternOf("é"), patternOf("e"));
  assert.equal(patternOf("."), "\\.");
  assert.equal(patternOf("王"), "王");
});

test("elements hold text as text, and other elements", () => {
  const item = element("li", ["<b>", element("small", "note")], { role: "option" });
  assert.deepEqual([item.tag, item.children[0], item.children[1].children, item.attributes], ["li", "<b>", ["note"], { role: "option" }]);
});

test("a download is given its name, and its address is given back", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const revoked = mock.method(URL, "revokeObjectURL", () => {});
  mock.method(URL, "createObjectURL", () => "blob:1");
  download(new Blob(["x"]), "view.csv");
  assert.deepEqual([made[0].href, made[0].download, made[0].clicks], ["blob:1", "view.csv", 1]);
  mock.timers.tick(60_000);
  assert.equal(revoked.mock.callCount(), 1);
  mock.reset();
  mock.timers.reset();
});

test("a combobox says which option is active, goes round, and closes", () => {
  const [field, list, chosen] = [new FakeElement("input"), new FakeElement("ul"), []];
  field.setAttribute("role", "combobox");
  const combobox = new Combobox(field, list, "suggestion", (number) => chosen.push(number));
  assert.equal(combobox.move("ArrowDown"), false);
  combobox.open(["a", "b"].map((text) => element("li", text)));
  assert.deepEqual(field.attributes, { role: "combobox", "aria-expanded": "true", "aria-activedescendant": "suggestion-0" });
  assert.deepEqual(list.children.map((option) => option.attributes["aria-selected"]), ["true", "false"]);
  assert.equal(combobox.move("ArrowUp"), true);
  assert.equal(field.attributes["aria-activedescendant"], "suggestion-1");
  combobox.move("ArrowDown");
  assert.equal(combobox.active, 0);
  assert.equal(combobox.move("x"), false);
  list.listeners.mousedown({ preventDefault() {}, target: list.children[1] });
  assert.deepEqual(chosen, [1]);
  field.listeners.blur();
  assert.deepEqual([combobox.isOpen, combobox.active, field.attributes], [false, -1, { role: "combobox", "aria-expanded": "false" }]);
  combobox.open([]);
  assert.equal(combobox.isOpen, false);
});

test("an option that says that there is nothing is not chosen, a text area is not expanded", () => {
  const [field, list, chosen] = [new FakeElement("textarea"), new FakeElement("ul"), []];
  const combobox = new Combobox(field, list, "proposal", (number) => chosen.push(number));
  combobox.open([element("li", "nothing", { "aria-disabled": "true" })], -1);
  assert.equal(combobox.move("ArrowDown"), true);
  list.listeners.mousedown({ preventDefault() {}, target: list.children[0] });
  assert.deepEqual([chosen, field.attributes], [[], {}]);
});
