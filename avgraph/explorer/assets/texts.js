// How a name can be written as a label, each way as one or two lines.
const [NARROW_LENGTH, LENGTH, BRIEF] = [21, 44, 32]; // letters: in a narrow drawing, in another, of a shorter name
const BROKEN_FROM = 17; // letters from which a name may stand in two lines
const ABBREVIATIONS = [[/^The /, ""], [/\bUniversity\b/, "Univ."], [/\bInstitute\b/, "Inst."], [/\bTechnolog(?:y|ical)\b/, "Tech."], [/\bLaborator(?:y|ies)\b/, "Lab."], [/\bAcademy\b/, "Acad."], [/\band\b/, "&"]];

// The whole name first; of what is to be named also in two lines, then a shorter name.
export function textsOf(name, type, isNarrow, isWished) {
  const whole = shorten(name, isNarrow ? NARROW_LENGTH : LENGTH);
  if (!isWished) return [[whole]];
  const brief = briefName(name, type);
  const ways = [[whole], inTwoLines(name)];
  if (brief !== name) ways.push([shorten(brief, BRIEF)], inTwoLines(brief));
  if (whole !== name) ways.push(ways.shift()); // what is cut says less than what is broken or abbreviated
  return ways.filter((lines) => lines.length);
}

// A shorter name: of a person with the initial of the first name ("T.-H. Oh"), of all else with the usual abbreviations.
export function briefName(name, type) {
  if (type === "Author") return name.replace(/^(\p{L})[^\s.-]+(?:-(\p{L})[^\s.-]*)?(?= )/u, (_, first, second) => `${first}.${second ? `-${second.toUpperCase()}.` : ""}`);
  return ABBREVIATIONS.reduce((text, [word, short]) => text.replace(word, short), name);
}

// A name broken at the space nearest to its middle, or nothing where it is short, or longer than two lines hold.
export function inTwoLines(name) {
  if (name.length < BROKEN_FROM || name.length > LENGTH) return [];
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const at = spaces.reduce((best, each) => (Math.abs(each - name.length / 2) < Math.abs(best - name.length / 2) ? each : best), 0);
  return at ? [name.slice(0, at), name.slice(at + 1)] : [];
}

export function shorten(label, most) {
  return label.length > most ? `${label.slice(0, most - 2).trimEnd()}…` : label;
}
