// Folds names: letters without marks and case, as people type them.
const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };
const MARKED = { a: "aàáâãäåāăąǎ", c: "cçćčĉċ", d: "dďđð", e: "eèéêëēĕėęě", g: "gğĝġģ", h: "hĥħ", i: "iìíîïĩīĭįıǐ", j: "jĵ", k: "kķ", l: "lĺļľł", n: "nñńņňŋ",
  o: "oòóôõöøōŏőǒ", r: "rŕŗř", s: "sśŝşšșß", t: "tţťŧț", u: "uùúûüũūŭůűųǔ", w: "wŵ", y: "yýÿŷ", z: "zźżž" };

export function fold(text) {
  const lower = /^[\x20-\x7e]*$/.test(text) ? text.toLowerCase() : text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[ßøłđæœıþð]/g, (letter) => LETTERS[letter]);
  return lower.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// Orders names, for sort(). (The browser's own order takes tens of milliseconds to load.)
export function compareNames(one, other) {
  const [a, b] = [fold(one), fold(other)];
  return a < b ? -1 : Number(a > b);
}

// The regular expression (of JavaScript and of XPath) for a letter, whatever its marks, for engines that cannot fold.
export function patternOf(letter) {
  const marked = MARKED[letter.normalize("NFD")[0]];
  if (marked) return `[${marked}]`;
  return /[.*+?^${}()|[\]\\&~#-]/.test(letter) ? `\\${letter}` : letter;
}
