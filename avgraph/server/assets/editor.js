// The text area with its list of completions, for mouse and keyboard.

import { propose } from "./completion.js";
import { shown } from "./values.js";

export function makeEditor(area, list, words, ask) {
  let proposals = { from: 0, items: [] };
  let chosen = 0;
  let hasMoved = false;

  function close() {
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
    area.removeAttribute("aria-controls");
  }

  function mark(number) {
    chosen = (number + proposals.items.length) % proposals.items.length;
    [...list.children].forEach((item, order) => item.setAttribute("aria-selected", String(order === chosen)));
    area.setAttribute("aria-activedescendant", `proposal-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  }

  function open() {
    proposals = propose(area.value, area.selectionStart, words);
    hasMoved = false;
    const word = area.value.slice(proposals.from, area.selectionStart);
    if (!proposals.items.length || (proposals.items.length === 1 && proposals.items[0].text === word)) return close();
    list.replaceChildren(
      ...proposals.items.map((item, number) => {
        const line = document.createElement("li");
        line.role = "option";
        line.id = `proposal-${number}`;
        line.textContent = shown(item.text);
        if (item.note) {
          const note = document.createElement("small");
          note.textContent = item.note;
          line.append(note);
        }
        // Not click: the area must keep the focus.
        line.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(number);
        });
        return line;
      }),
    );
    place();
    list.hidden = false;
    area.setAttribute("aria-controls", list.id);
    mark(0);
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
    close();
    area.focus();
    if (text.endsWith(":")) open();
  }

  area.addEventListener("input", open);
  area.addEventListener("blur", close);
  area.addEventListener("click", close);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      close();
      ask();
    } else if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      open();
    } else if (!list.hidden) {
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const isWritten = !hasMoved && proposals.items[chosen].text === area.value.slice(proposals.from, area.selectionStart);
      if (move) {
        hasMoved = true;
        mark(chosen + move);
      } else if ((event.key === "Enter" && hasMoved) || (event.key === "Tab" && !event.shiftKey && !isWritten)) take(chosen);
      else if (event.key === "Escape") close();
      // Enter makes a line and Tab leaves, as they do without proposals: nothing written is replaced unasked.
      else return event.key === "Enter" ? close() : undefined;
      event.preventDefault();
    }
  });
}
