// The side panel: what the graph knows of the selected node. All text is set as text, never as markup.
function element(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function section(panel, title, items) {
  if (!items.length) return;
  panel.append(element("h3", title));
  const list = element("ul");
  for (const item of items) {
    const entry = element("li");
    entry.append(...item);
    list.append(entry);
  }
  panel.append(list);
}

function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])));
}

export function showPanel(panel, data, node, neighbours, select) {
  panel.replaceChildren();
  panel.hidden = node < 0;
  if (node < 0) return;
  const close = element("button", "×", { type: "button", class: "close", "aria-label": "Close" });
  close.addEventListener("click", () => select(-1));
  const papers = [...data.nodes.papers[node]].sort((a, b) => (data.papers.year[b] ?? 0) - (data.papers.year[a] ?? 0) || data.papers.title[a].localeCompare(data.papers.title[b]));
  panel.append(close, element("h2", data.nodes.label[node]));
  const years = papers.map((paper) => data.papers.year[paper]).filter((year) => year !== null);
  const span = years.length ? `, ${Math.min(...years)}–${Math.max(...years)}` : "";
  panel.append(element("div", `${data.nodes.type[node]}, ${papers.length} paper${papers.length === 1 ? "" : "s"}${span}`, { class: "soft" }));
  if (data.nodes.forms[node].length) panel.append(element("div", `also ${data.nodes.forms[node].join("; ")}`, { class: "soft" }));
  section(panel, "Papers", papers.map((paper) => {
    const address = data.papers.url[paper];
    const title = /^https?:\/\//.test(address) ? element("a", data.papers.title[paper], { href: address, rel: "noreferrer noopener", target: "_blank" }) : element("span", data.papers.title[paper]);
    return [title, element("span", ` ${[data.papers.venue[paper], data.papers.year[paper]].filter(Boolean).join(" ")}`, { class: "soft" })];
  }));
  section(panel, data.nodes.type[node] === "Author" ? "Co-authors" : "Tied to", neighbours.map(([other, weight]) => {
    const name = element("button", data.nodes.label[other], { type: "button", class: "name" });
    name.addEventListener("click", () => select(other));
    return [name, element("span", weight > 1 ? ` ${weight}` : "", { class: "soft" })];
  }));
  section(panel, "Institutions", [
    ...data.nodes.stated[node].map((name) => [element("span", name), element("span", " stated", { class: "soft" })]),
    ...data.nodes.possible[node].map((name) => [element("span", name), element("span", " possible", { class: "soft" })]),
  ]);
  section(panel, "Tasks", counted(papers.flatMap((paper) => data.papers.tasks[paper])).map(([task, count]) => [element("span", data.tasks[task]), element("span", ` ${count}`, { class: "soft" })]));
  section(panel, "Community", [[element("span", data.communities[data.nodes.community[node]])]]);
  panel.scrollTop = 0;
}
