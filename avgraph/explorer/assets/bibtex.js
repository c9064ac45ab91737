// Writes papers as BibTeX, as avgraph/export/bibtex.py does, with what the page knows of them.
const KINDS = { Journal: ["article", "journal"], PreprintServer: ["misc", "howpublished"], Conference: ["inproceedings", "booktitle"], Workshop: ["inproceedings", "booktitle"] };
const SPECIAL = { "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "&": "\\&", "%": "\\%", $: "\\$", "#": "\\#", _: "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const latex = (text) => text.replace(/[\\{}&%$#_~^]/g, (mark) => SPECIAL[mark]);
const plain = (text) => text.normalize("NFKD").replace(/[^A-Za-z0-9]/g, "").toLowerCase();

export function asBibtex(model, papers) {
  const taken = new Map();
  return papers.map((paper) => entryOf(model, paper, taken)).join("\n");
}

function entryOf({ papers, things }, paper, taken) {
  const authors = papers.authors[paper].map((each) => things.label[each].replace(/ \(.*\)$/, ""));
  const venue = papers.venues[paper][0];
  const [kind, field] = venue === undefined ? ["misc", ""] : KINDS[things.venueKind?.[venue] ?? "Conference"];
  const [year, url] = [papers.year[paper], papers.url[paper]];
  const first = papers.title[paper].split(/\s+/).find((word) => word.length > 3 && !/^(?:with|from|into|that|this)$/i.test(word)) ?? papers.title[paper];
  const key = `${plain(authors[0]?.split(" ").at(-1) ?? "anonymous") || "anonymous"}${year ?? ""}${plain(first)}`;
  const count = (taken.get(key) ?? 0) + 1;
  taken.set(key, count);
  const fields = [
    // Capitals within a word matter, as in GAN or HuBERT: braces keep them.
    ["title", latex(papers.title[paper]).replace(/\S*[A-Z]\S*[A-Z]\S*/g, "{$&}")],
    ["author", authors.map(latex).join(" and ")],
    [field, venue === undefined ? "" : latex(fullName(things, venue))],
    ["year", year ?? ""],
    ["doi", /^https?:\/\/(?:dx\.)?doi\.org\/(10\.\S+)$/.exec(url)?.[1] ?? ""],
    ["eprint", /^https?:\/\/arxiv\.org\/(?:abs|pdf)\/([\w.-]+?\/?\d+(?:\.\d+)?)(?:v\d+)?(?:\.pdf)?$/.exec(url)?.[1] ?? ""],
    ["url", url.replace(/[{}\\]/g, (mark) => encodeURIComponent(mark))],
  ];
  const lines = fields.filter(([name, value]) => name && value !== "").map(([name, value]) => `  ${name.padEnd(9)} = {${value}},\n`);
  return `@${kind}{${key}${count > 1 ? String.fromCharCode(95 + count) : ""},\n${lines.join("")}}\n`;
}

// The longest form of a venue's name: the full name, where it is known.
function fullName(things, venue) {
  return [things.label[venue], ...(things.forms?.[venue] ?? [])].reduce((best, form) => (form.length > best.length ? form : best));
}
