import { fold } from "../../assets/shared/folding.js";

// Search over names, titles and their other forms, folded.
const MOST_HITS = 400; // after which a search ends
// Words that open no name: what begins with "an" is Ann before "Speech and Song".
const SMALL = new Set(["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "via", "with"]);
const MARK = "~"; // before a small word within a name

// One string for each item, " | name ~of small words | other form | ^ INITIALS ^", folded; items by papers, the most first, and papers after what they belong to.
export function makeIndex(model) {
  const text = Array.from({ length: model.itemCount }, (_, item) => {
    const label = model.labels[item];
    const forms = model.itemForms(item);
    const type = model.itemType(item);
    const names = [type === "Task" ? label.split(" > ").at(-1) : label, ...(type === "Task" ? [label] : []), ...forms].map(fold).filter(Boolean);
    if (type === "Author") return `| ${names.join(" | ")} |`;
    names.forEach((name, place) => { names[place] = markSmall(name); });
    if (type === "Paper") return `| ${names.join(" | ")} |`;
    const initials = label.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word)).map((word) => word[0]).join("");
    return `| ${names.join(" | ")} |${initials.length > 2 ? ` ^ ${fold(initials)} ^` : ""}`;
  });
  const weight = (item) => (model.itemType(item) === "Paper" ? 0 : model.papersOfItem[item].length + 1);
  const order = Array.from(text.keys()).sort((one, other) => weight(other) - weight(one) || one - other);
  return { text, order, exact: null, words: null };
}

function markSmall(name) {
  return name.replace(/(?<= )[a-z]{1,4}(?= |$)/g, (word) => (SMALL.has(word) ? MARK + word : word));
}

// Returns the items found, the best first, and how many more there are: a name or form that is what is typed, its initials, names with words that
// open with what is typed, other forms with such, then the rest; of each the one with most papers first. Where nothing holds what is typed, words that
// are close to it.
export function find(index, typed, isShown = () => true, most = 12) {
  const wanted = fold(typed).split(" ").filter(Boolean);
  if (!wanted.length) return { items: [], more: 0 };
  let hits = rank(index, wanted, isShown);
  if (!hits.length) {
    const close = wanted.map((word) => closest(index, word));
    if (close.every(Boolean)) hits = rank(index, close, isShown);
  }
  return { items: hits.slice(0, most), more: Math.max(0, hits.length - most), isCut: hits.length >= MOST_HITS };
}

function rank(index, wanted, isShown) {
  const { text, order } = index;
  const name = wanted.join(" ");
  index.exact ??= exactNames(index);
  const exact = (index.exact.get(name) ?? []).filter((item) => isShown(item));
  const best = [exact, [], [], [], []];
  let hits = exact.length;
  for (const item of order) {
    const names = text[item];
    let holds = true;
    for (const word of wanted) if (!names.includes(word)) { holds = false; break; }
    if (!holds || exact.includes(item) || !isShown(item)) continue;
    best[names.includes(`^ ${name} ^`) ? 1 : opens(names.slice(0, names.indexOf("|", 1)), wanted) ? 2 : opens(names, wanted) ? 3 : 4].push(item);
    if (++hits >= MOST_HITS) break;
  }
  return best.flat();
}

function opens(names, wanted) {
  return wanted.every((word) => names.includes(` ${word}`) || (wanted.length > 1 && SMALL.has(word) && names.includes(` ${MARK}${word} `)));
}

// The items of each whole name or form, those with most papers first.
function exactNames({ text, order }) {
  const itemsOf = new Map();
  for (const item of order) {
    for (const name of text[item].slice(2).split(" |")) {
      const key = name.trim().replaceAll(MARK, "");
      if (!key || key.startsWith("^")) continue;
      if (itemsOf.has(key)) itemsOf.get(key).push(item);
      else itemsOf.set(key, [item]);
    }
  }
  return itemsOf;
}

// The word of any name that differs least from what is typed, by at most two letters; of equally close ones the more frequent.
function closest(index, word) {
  index.words ??= countWords(index.text);
  if (index.words.has(word)) return word;
  const most = word.length < 4 ? 0 : word.length < 6 ? 1 : 2;
  let [best, least] = ["", [most + 1, 0]];
  for (const [other, count] of index.words) {
    if (Math.abs(other.length - word.length) > most) continue;
    const distance = distanceOf(word, other, Math.min(most, least[0]));
    if (distance < least[0] || (distance === least[0] && distance <= most && count > least[1])) [best, least] = [other, [distance, count]];
  }
  return best;
}

function countWords(text) {
  const words = new Map();
  for (const names of text) for (const word of new Set(names.split(" "))) if (word.length > 2 && !word.startsWith(MARK)) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

// Letters to add, leave out, change or swap with the next (optimal string alignment); more than `most` is most + 1.
function distanceOf(one, other, most) {
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, place) => place)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + Number(one[i - 1] !== other[j - 1]));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      least = Math.min(least, row[j]);
    }
    if (least > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}
