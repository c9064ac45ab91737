// Makes elements; text is set as text, never as markup.

// `content` is a text, an element, or an array of both.
export function element(tag, content = "", attributes = {}) {
  const made = document.createElement(tag);
  made.append(...[content].flat());
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
