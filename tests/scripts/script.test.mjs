// Unit tests of the page's script, for those of its modules that need no browser: node --test tests/scripts
import assert from "node:assert/strict";
import { test } from "node:test";
import { pageBeside } from "../../avgraph/explorer/assets/address.js";
import { REST, SCHEMES, colouring, contrast, rgbOf } from "../../avgraph/explorer/assets/colours.js";
import { NO_FILTERS, applyFilters, middleOf, standingIn } from "../../avgraph/explorer/assets/filters.js";
import { addGroups, drawn } from "../../avgraph/explorer/assets/groups.js";
import { betweenness, degrees, paperCounts, radii } from "../../avgraph/explorer/assets/measures.js";
import { itemOfId, readText, sharedPapers } from "../../avgraph/explorer/assets/model.js";
import { paintScene, tintOf } from "../../avgraph/explorer/assets/painter.js";
import { Room } from "../../avgraph/explorer/assets/room.js";
import { shortestPath, within } from "../../avgraph/explorer/assets/paths.js";
import { asGraphml, nodesAsCsv } from "../../avgraph/explorer/assets/save.js";
import { find, makeIndex } from "../../avgraph/explorer/assets/search.js";
import { stretched } from "../../avgraph/explorer/assets/spread.js";
import { briefName, inTwoLines, textsOf } from "../../avgraph/explorer/assets/texts.js";
import { fold } from "../../avgraph/assets/shared/folding.js";
import { COLUMNS, makeModel } from "./model.mjs";

const filtered = (model, changes = {}) => applyFilters(model, { ...NO_FILTERS, ...changes });

test("columns become nodes, ties and neighbours", () => {
  const model = makeModel();
  assert.deepEqual([...model.a], [0, 1, 2]);
  assert.deepEqual([...model.b], [1, 2, 3]);
  assert.deepEqual([...model.weight], [2, 1, 1]);
  assert.deepEqual([...model.beside.start], [0, 1, 3, 5, 6]);
  assert.equal(model.id(1), "author/ben_bo");
  assert.equal(itemOfId(model, "author/cy_cwik"), 7);
  assert.equal(itemOfId(model, "paper/one-2015"), 0);
  assert.equal(itemOfId(model, "author/nobody"), -1);
  assert.deepEqual(model.years, [2015, 2020]);
});

test("packed data are unpacked", async () => {
  const text = '{"ö": 1}';
  assert.equal(await readText(text), text);
  assert.equal(await readText('"c$}+NI=oHEO2M!e01?&$K>"'), text);
});

test("filters leave nodes with papers that fit, and ties with such papers in common", () => {
  const model = makeModel();
  assert.deepEqual(filtered(model).counts, { nodes: 4, ties: 3, papers: 5 });
  const late = filtered(model, { from: 2018 });
  assert.deepEqual(late.counts, { nodes: 4, ties: 3, papers: 3 });
  assert.deepEqual([...late.strength], [1, 1, 1]);
  assert.deepEqual(filtered(model, { to: 2015 }).counts, { nodes: 2, ties: 1, papers: 1 });
  assert.deepEqual(filtered(model, { task: "Hearing > Music" }).counts, { nodes: 2, ties: 1, papers: 2 });
  assert.deepEqual(filtered(model, { task: "Hearing" }).counts, { nodes: 4, ties: 3, papers: 5 });
  assert.deepEqual(filtered(model, { venue: "CVPR", from: 2016 }).counts, { nodes: 2, ties: 1, papers: 1 });
  assert.deepEqual(filtered(model, { institution: "MIT" }).counts, { nodes: 2, ties: 1, papers: 2 });
  assert.deepEqual(filtered(model, { least: 3 }).counts, { nodes: 1, ties: 0, papers: 5 });
  assert.deepEqual(filtered(model, { strength: 2 }).counts, { nodes: 4, ties: 1, papers: 5 });
  assert.deepEqual(sharedPapers(model.papersOf, 0, 1), [0, 1]);
});

test("walks stay on the ties that are shown", () => {
  const model = makeModel();
  const all = filtered(model);
  assert.deepEqual([...within(model, all, 0, 1)].sort(), [0, 1]);
  assert.deepEqual([...within(model, all, 0, 2)].sort(), [0, 1, 2]);
  assert.deepEqual(shortestPath(model, all, 0, 3), [0, 1, 2, 3]);
  assert.deepEqual(shortestPath(model, filtered(model, { to: 2018 }), 0, 3), []);
});

test("measures", () => {
  const model = makeModel();
  const all = filtered(model);
  assert.deepEqual([...degrees(model, all)], [1, 2, 2, 1]);
  assert.deepEqual([...paperCounts(model, filtered(model, { from: 2018 }))], [1, 2, 2, 1]);
  // Of a path of four, as networkx.betweenness_centrality(networkx.path_graph(4)) gives it.
  assert.deepEqual([...betweenness(model, all)].map((value) => value.toFixed(6)), ["0.000000", "0.666667", "0.666667", "0.000000"]);
  assert.ok(radii(model, all, "betweenness")[1] > radii(model, all, "betweenness")[0]);
  // Circles are as large as the papers that filters leave.
  assert.ok(radii(model, filtered(model, { from: 2018 }), "papers")[0] < radii(model, all, "papers")[0]);
});

test("search folds diacritics, finds other forms and initials, best first", () => {
  const model = makeModel();
  const index = makeIndex(model);
  assert.equal(fold("Jürgen Weiß-Øre"), "jurgen weiss ore");
  assert.deepEqual(find(index, "cwik").items, [7]);
  assert.deepEqual(find(index, "aas").items, [5]);
  assert.deepEqual(find(index, "b").items, [6]);
  assert.deepEqual(find(index, "du", (item) => item !== 8).items, []);
  assert.deepEqual(find(index, "  ").items, []);
  assert.deepEqual(find(index, "speach").items, [10]);
  const label = COLUMNS.things.label.with(4, "Massachusetts Institute of Technology");
  assert.deepEqual(find(makeIndex(makeModel({ things: { label } })), "mit").items, [9]);
});

test("a place is that of people and institutions", () => {
  const model = makeModel({ things: { country: { 4: "US" }, continents: { "North America": ["US"], Asia: ["JP"] }, countries: { "United States": "US" } } });
  const standing = standingIn(model, "North America");
  assert.deepEqual([0, 1, 4].map(standing), ["stated", "possible", "stated"]);
  assert.deepEqual([0, 1, 4].map(standingIn(model, "Asia")), ["", "possible", ""]);
  assert.deepEqual([0, 1, 4].map(standingIn(model, "")), ["stated", "stated", "stated"]);
  assert.equal(filtered(model, { place: "United States" }).counts.nodes, 2);
});

test("the whole is stretched to the shape of the drawing, groups beside the largest as they are", () => {
  const model = makeModel({ view: { nodes: { items: [[5, 4]], x: [0, 40, 100, 110], y: [0, 100, 0, 0], community: [0, 0, 1, 1] }, ties: { count: [1, 0, 1, 0], to: [1, 1], weight: {} } } });
  const { x, y } = stretched(model, 1.32);
  assert.deepEqual([...x].map(Math.round), [0, 48, 121, 131]);
  assert.deepEqual([...y], [...model.y]);
  assert.deepEqual([...stretched(model, 0.1).x], [...model.x]);
});

test("small words open no name, but for that of a person", () => {
  const label = ["Mai An", ...COLUMNS.things.label.slice(1, 5), "Hearing > Talk and Song", ...COLUMNS.things.label.slice(6)];
  const index = makeIndex(makeModel({ things: { label } }));
  assert.deepEqual(find(index, "an").items, [5, 10, 8]);
  assert.deepEqual(find(index, "talk and song").items, [10]);
  assert.deepEqual(find(index, "and song").items, [10]);
});

test("the page of another view is named as this one is", () => {
  globalThis.location = { pathname: "/a/coauthors/my.coauthors.html", hash: "#node=author/ben_bo&group=Speech" };
  assert.equal(pageBeside("coauthors", "tasks"), "/a/coauthors/my.tasks.html#node=author%2Fben_bo");
  globalThis.location = { pathname: "/a/page.html", hash: "" };
  assert.equal(pageBeside("coauthors", "tasks"), "");
});

test("every colour of the palettes stands out from its ground, or gets an outline that does", () => {
  const grounds = { light: ["#fbfbf9", "#57606a"], dark: ["#14171b", "#a9b1ba"] };
  for (const [name, [ground, soft]] of Object.entries(grounds)) {
    const { palette, rest, rim } = SCHEMES[name];
    const standsOut = (colour) => contrast(rgbOf(colour), rgbOf(ground)) >= 3;
    assert.equal(new Set([...palette, rest]).size, palette.length + 1);
    for (const colour of [...palette, rest]) assert.ok(standsOut(colour) || (name === "light" && standsOut(soft)), `${colour} on ${ground}`);
    assert.ok(standsOut(rim), rim);
  }
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  assert.deepEqual(rgbOf("hsl(0 100% 50%)"), [255, 0, 0]);
});

test("a name is written whole, in two lines, or short, and is cut only where nothing else can be", () => {
  assert.deepEqual(textsOf("Tae-Hyun Oh", "Author", false, true), [["Tae-Hyun Oh"], ["T.-H. Oh"]]);
  assert.deepEqual(textsOf("Tae-Hyun Oh", "Author", false, false), [["Tae-Hyun Oh"]]);
  assert.deepEqual(["Ada", "J. Doe", "Joon Son Chung", "Łukasz Żak"].map((name) => briefName(name, "Author")), ["Ada", "J. Doe", "J. Son Chung", "Ł. Żak"]);
  assert.equal(briefName("The National University of Science and Technology", "Institution"), "National Univ. of Science & Tech.");
  assert.deepEqual(inTwoLines("Audio-visual Representation Learning"), ["Audio-visual", "Representation Learning"]);
  assert.deepEqual([inTwoLines("Speech"), inTwoLines("Electroencephalography"), inTwoLines("word ".repeat(20))], [[], [], []]);
  assert.deepEqual(textsOf("Audio-visual Representation Learning", "Task", true, true), [["Audio-visual", "Representation Learning"], ["Audio-visual Repres…"]]);
});

// Paints a scene of Ann, whom Ben is beside, and Cy, and returns the fills of circles and the widths of their outlines.
function paintedCircles(changes) {
  const [fills, rims] = [[], []];
  const painted = (text) => ({ width: 6 * text.length });
  const context = new Proxy({ measureText: painted, arc: () => {}, fill() { fills.push(this.fillStyle); }, stroke(path) { if (!path) rims.push(this.lineWidth); } }, { get: (own, name) => own[name] ?? (() => {}), set: (own, name, value) => { own[name] = value; return true; } });
  globalThis.Path2D = class { moveTo() {} lineTo() {} };
  const theme = { ...SCHEMES.light, ground: "#fbfbf9", ink: "#1b1f24", soft: "#57606a", mark: "#0b5cad" };
  const scene = {
    x: [0, 60, 120], y: [0, 0, 0], label: ["Ann", "Ben", "Cy"], type: () => "Author", nodes: [1, 1, 1], radii: [9, 9, 9], order: [0, 1, 2], colours: ["#0072b2", "#0072b2", SCHEMES.light.faint],
    lines: { a: [], b: [], strength: [] }, selected: -1, hovered: -1, near: null, isNear: null, path: [], bridges: new Set(), labelled: [], community: [0, 0, 1], count: 3, fitted: 1, theme, faint: new Map(), dim: new Map(), ...changes,
  };
  paintScene(context, scene, { x: 60, y: 0, zoom: 1, width: 900, height: 500 }, 1);
  return { fills, rims, labels: scene.labelled };
}

test("what is pointed at is seen whole and named, be it pale or beside a selection", () => {
  const { faint } = SCHEMES.light;
  const near = { selected: 0, near: new Set([0, 1]), isNear: [1, 1, 0] };
  assert.ok(!paintedCircles(near).fills.includes(faint));
  const pointed = paintedCircles({ ...near, hovered: 2 });
  assert.ok(pointed.fills.includes(faint));
  assert.equal(pointed.rims.filter((width) => width === 2.5).length, 2); // the selected one and this one
  assert.ok(pointed.labels.some(({ text }) => text === "Cy"));
  assert.equal(paintedCircles({ hovered: 2 }).rims.filter((width) => width === 2.5).length, 1);
});

test("a label has room where no circle is as near as its own, and its line crosses none as large", () => {
  const scene = { x: [0, 30, 100], y: [0, 0, 0], nodes: [1, 1, 1], radii: [5, 5, 2], near: null, bridges: new Set() };
  const room = new Room(scene, { x: 0, y: 0, zoom: 1, width: 300, height: 120 });
  const isFree = (node, left, top) => room.isFree(node, left, top, left + 30, top + 12, [2, 9]);
  assert.ok(!isFree(0, 158, 54)); // on the second circle
  assert.ok(!isFree(0, 135, 67)); // as near to the second, which is as large
  assert.ok(isFree(0, 112, 54)); // on its own side
  assert.ok(isFree(1, 190, 54)); // beside its own
  assert.ok(!room.isOpen(0, [155, 60, 200, 60], 0.7));
  assert.ok(room.isOpen(0, [150, 55, 150, 20], 0.7));
  room.write(140, 20, 170, 32);
  assert.ok(!room.isOpen(0, [150, 55, 150, 20], 0.7));
});

test("what lies outside the largest component is told, where that holds a good part", () => {
  assert.deepEqual([...middleOf(makeModel()).isOutside], [0, 0, 0, 0]);
  const { isOutside, wider } = middleOf(makeModel({ view: { ties: { count: [1, 1, 0, 0], to: [1, 1], weight: {} } } }));
  assert.deepEqual([[...isOutside], wider], [[0, 0, 0, 1], 1.25]);
});

test("a line between nodes of one colour has it, but for the colour of the rest", () => {
  const scene = { colours: ["#0072b2", "#0072b2", REST, REST], lines: { a: [0, 1, 2], b: [1, 2, 3] }, theme: { soft: "soft", rest: REST } };
  assert.deepEqual([0, 1, 2].map((line) => tintOf(scene, line)), ["#0072b2", "soft", "soft"]);
});

test("each way of colouring gives every node a colour and says what it stands for", () => {
  const model = makeModel();
  for (const kind of ["community", "task", "institution", "year", "type"]) {
    const { colours, entries } = colouring(model, kind);
    assert.equal(colours.filter((colour) => rgbOf(colour).every(Number.isFinite)).length, 4, kind);
    assert.ok(entries.length, kind);
  }
  assert.deepEqual(colouring(model, "community").entries.map(([, name]) => name), ["Speech", "Music"]);
  assert.deepEqual(colouring(model, "task").keys, ["Hearing > Speech", "Hearing > Speech", "Hearing > Speech", "Hearing > Music"]);
});

test("what is saved is what is visible, and stays text", () => {
  const label = ['=cmd|"x"', "<script>&", "C\u0001", "D, E", ...COLUMNS.things.label.slice(4)];
  const nasty = makeModel({ things: { label } });
  const shown = filtered(nasty, { to: 2018 });
  const four = [1, 2, 3, 4];
  const state = { model: nasty, shown, papers: paperCounts(nasty, shown), colours: four, drawing: { scene: { radii: four } } };
  assert.equal(nodesAsCsv(state).split("\r\n")[1], `author/ann_aas,"'=cmd|""x""",Author,2,Speech`);
  const formulas = ["=1", "+1", "-1", "@a", "\t=1", "＝1", "＋1", "－1", "＠a"]; // as tests/export/test_csv.py has them
  const cells = (name) => nodesAsCsv({ ...state, model: makeModel({ things: { label: [name, ...label.slice(1)] } }) }).split("\r\n")[1].split(",")[1];
  assert.deepEqual(formulas.map(cells), formulas.map((text) => `'${text}`));
  const xml = asGraphml(state);
  assert.ok(xml.includes("&lt;script&gt;&amp;"));
  assert.ok(!xml.includes("\u0001"));
  assert.equal(xml.match(/<node /g).length, 3);
  assert.equal(xml.match(/<edge /g).length, 2);
});

test("in a large graph communities stand for their members until they are opened", () => {
  const count = 20001;
  const fill = (value) => Array.from({ length: count }, (_, node) => (typeof value === "function" ? value(node) : value));
  const nodes = { items: [[5, count]], x: fill((node) => node), y: fill(0), community: fill((node) => Number(node > 9)) };
  const ties = { count: fill((node) => Number(node < count - 1)), to: new Array(count - 1).fill(1), weight: {} };
  const things = { types: [["Author", count]], label: fill((node) => `N ${node}`), id: fill(0), forms: {}, stated: {} };
  const none = [[], [], [], [], []];
  const papers = { authors: [fill((node) => node), ...none.slice(1)], venues: none, institutions: none, tasks: none };
  const model = addGroups(makeModel({ view: { nodes, ties }, things, papers }));
  assert.equal(model.total, count + 2);
  const all = filtered(model);
  assert.equal(all.counts.nodes, count);
  const closed = drawn(model, all, new Set());
  assert.equal(closed.nodes.reduce((sum, each) => sum + each), 2);
  assert.equal(closed.lines.a.length, 1);
  const open = drawn(model, all, new Set([0]));
  assert.equal(open.nodes.reduce((sum, each) => sum + each), 11);
  assert.equal(open.lines.a.length, 10);
});
