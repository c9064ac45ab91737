import { thousands } from "../../assets/shared/numbers.js";
import { counted, firstYear } from "./measures.js";

// Colours that people with any colour vision tell apart (Okabe and Ito 2008, some darkened or lightened), grey for the rest.
export const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c564b", "#7a5fb5", "#b8a800", "#6b6b6b"];
export const REST = "#9aa3ad";
// The same, lighter, for a dark ground. (Measured: each stands out 3.6 : 1, and no two are closer, for any colour vision, than those above.)
const DARK = ["#1f86d0", "#e0641a", "#12a57d", "#d987b3", "#eda41c", "#93d5fb", "#a97562", "#9a80ea", "#e2dc58", "#f0ece4"];
// What depends on the ground: `faint` fills what lies around the largest component and has no colour of its own, `rim` is its outline.
export const SCHEMES = {
  light: { palette: PALETTE, rest: REST, faint: "#e3e6e9", rim: "#8a929b" },
  dark: { palette: DARK, rest: "#68727c", faint: "#2b3138", rim: "#636c76" },
};
const TYPES = ["Author", "Paper", "Institution", "Task", "Venue", "Dataset"];

// Returns the colour of each node, and the legend: colour, what it stands for, and which nodes have it; `scheme` is one of SCHEMES.
export function colouring(model, kind, scheme = SCHEMES.light) {
  const keys = keysOf(model, kind);
  const colours = new Array(model.total);
  const scale = scaleOf(model, kind, keys, scheme);
  for (let node = 0; node < model.total; node++) colours[node] = scale.colour(keys[node]);
  return { colours, keys, entries: scale.entries, nameOf: scale.name };
}

function keysOf(model, kind) {
  const nodes = Array.from({ length: model.total }, (_, node) => node);
  if (kind === "community") return nodes.map((node) => model.community[node]);
  const ofNode = {
    type: (node) => model.type(node),
    year: (node) => firstYear(model, node),
    task: (node) => counted(model.papersOf[node].flatMap((paper) => model.papers.tasks[paper])).map(([task]) => topOf(model.things.label[task]))[0],
    institution: (node) => model.things.label[mainInstitution(model, node)],
  }[kind];
  return nodes.map((node) => (node < model.count ? ofNode(node) : undefined));
}

// A task is coloured by the heading two levels down, under which a list sorts its fields.
function topOf(path) {
  return path.split(" > ").slice(0, 2).join(" > ");
}

function mainInstitution(model, node) {
  const stated = model.stated(node);
  const candidates = stated.length ? new Set(stated) : null;
  const listed = model.papersOf[node].flatMap((paper) => model.papers.institutions[paper]).filter((each) => !candidates || candidates.has(each));
  return counted(listed)[0]?.[0];
}

function scaleOf(model, kind, keys, { palette, rest }) {
  if (kind === "year") {
    const [first, last] = model.years;
    const colour = (year) => (year === null || year === undefined ? rest : yearColour((year - first) / Math.max(1, last - first)));
    const shown = [...new Set([first, Math.round((2 * first + last) / 3), Math.round((first + 2 * last) / 3), last])];
    return { colour, name: String, entries: shown.map((year) => [colour(year), String(year), null]) };
  }
  const ranked = kind === "community" ? [...new Set(keys)].sort((one, other) => one - other) : counted(keys.filter((key) => key !== undefined)).map(([key]) => key);
  const named = ranked.slice(0, palette.length);
  const place = kind === "type" ? (key) => Math.max(0, TYPES.indexOf(key)) : (key) => named.indexOf(key);
  const known = new Map(named.map((key) => [key, palette[place(key) % palette.length]]));
  const name = (key) => (kind === "community" ? model.communities[key] : key.split(" > ").at(-1));
  const entries = named.map((key) => [known.get(key), name(key), key]);
  if (ranked.length > named.length) entries.push([rest, `${thousands(ranked.length - named.length)} more`, undefined]);
  return { colour: (key) => known.get(key) ?? rest, name, entries };
}

// From dark blue over green to yellow, even in lightness.
function yearColour(share) {
  return `hsl(${Math.round(250 - 195 * share)} 65% ${Math.round(34 + 24 * share)}%)`;
}

// The contrast of two colours (WCAG 2.2), each given as red, green and blue of 0 to 255.
export function contrast(one, other) {
  const lightness = (rgb) => {
    const [red, green, blue] = rgb.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [lightness(one), lightness(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

export function rgbOf(colour) {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour.trim());
  if (hex) return [0, 2, 4].map((at) => Number.parseInt(hex[1].slice(at, at + 2), 16));
  const hsl = /^hsl\((\d+) (\d+)% (\d+)%\)$/.exec(colour);
  if (!hsl) return [128, 128, 128];
  const [hue, saturation, lightness] = [Number(hsl[1]), hsl[2] / 100, hsl[3] / 100];
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((n) => { const k = (n + hue / 30) % 12; return Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)))); });
}

// A colour with `share` of one and the rest of another.
export function mixed(one, other, share) {
  const [from, to] = [rgbOf(other), rgbOf(one)];
  return `rgb(${from.map((value, at) => Math.round(value + share * (to[at] - value))).join(" ")})`;
}
