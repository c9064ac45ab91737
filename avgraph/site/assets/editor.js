// The text area with its list of completions, for mouse and keyboard.

import { Combobox } from "../../assets/shared/combobox.js";
import { element } from "../../assets/shared/elements.js";
import { propose } from "./completion.js";
import { shown } from "./values.js";

export function makeEditor(area, list, words, onRun) {
  const combobox = new Combobox(area, list, "proposal", take);
  let proposals = { from: 0, items: [] };
  let hasMoved = false;
  area.setAttribute("aria-controls", list.id);

  function open() {
    proposals = propose(area.value, area.selectionStart, words);
    hasMoved = false;
    const word = area.value.slice(proposals.from, area.selectionStart);
    if (!proposals.items.length || (proposals.items.length === 1 && proposals.items[0].text === word)) return combobox.close();
    place();
    combobox.open(proposals.items.map(({ text, note }) => element("li", note ? [shown(text), element("small", note)] : shown(text))));
  }

  // The area does not wrap and its letters are of one width, so the caret's place follows from line and column.
  function place() {
    const before = area.value.slice(0, proposals.from);
    const style = getComputedStyle(area);
    const context = document.createElement("canvas").getContext("2d");
    context.font = `${style.fontSize} ${style.fontFamily}`;
    const left = parseFloat(style.paddingLeft) + context.measureText(before.slice(before.lastIndexOf("\n") + 1)).width - area.scrollLeft;
    const top = parseFloat(style.paddingTop) + before.split("\n").length * parseFloat(style.lineHeight) - area.scrollTop;
    list.style.left = `${Math.max(0, Math.min(left, area.clientWidth - 240))}px`;
    list.style.top = `${Math.min(top + 2, area.clientHeight)}px`;
  }

  function take(number) {
    const { text } = proposals.items[number];
    area.setRangeText(text, proposals.from, area.selectionStart, "end");
    combobox.close();
    area.focus();
    if (text.endsWith(":")) open();
  }

  area.addEventListener("input", open);
  area.addEventListener("click", () => combobox.close());
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      combobox.close();
      onRun();
    } else if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      open();
    } else if (combobox.isOpen) {
      const isWritten = !hasMoved && proposals.items[combobox.active].text === area.value.slice(proposals.from, area.selectionStart);
      if (combobox.move(event.key)) hasMoved = true;
      else if ((event.key === "Enter" && hasMoved) || (event.key === "Tab" && !event.shiftKey && !isWritten)) take(combobox.active);
      else if (event.key === "Escape") combobox.close();
      // Enter makes a line and Tab leaves, as they do without proposals: nothing written is replaced unasked.
      else return event.key === "Enter" ? combobox.close() : undefined;
      event.preventDefault();
    }
  });
}
