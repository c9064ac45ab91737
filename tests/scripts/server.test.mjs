// Unit tests of what the pages of avgraph serve run, for those of its modules that need no browser: node --test tests/scripts
import assert from "node:assert/strict";
import { test } from "node:test";
import { chartColumns } from "../../avgraph/site/assets/chart.js";
import { coloured } from "../../avgraph/site/assets/colours.js";
import { propose } from "../../avgraph/site/assets/completion.js";
import { readText } from "../../avgraph/site/assets/endpoint.js";
import { mentions } from "../../avgraph/site/assets/names.js";
import { added, titleOf } from "../../avgraph/site/assets/past.js";
import { shownColumns, sorted } from "../../avgraph/site/assets/results.js";
import { distance, misspelt, nearestOf, placeIn } from "../../avgraph/site/assets/terms.js";
import { addressOf, roundedNumber, shortened, shown, turtlePieces } from "../../avgraph/site/assets/values.js";

const BASE = "https://w3id.org/avgraph/id/";
const WORDS = {
  prefixes: { avg: "https://w3id.org/avgraph/ontology#", author: `${BASE}author/`, schema: "https://schema.org/", rdfs: "http://www.w3.org/2000/01/rdf-schema#" },
  terms: { "avg:Authorship": "", "avg:Author": "", "avg:author": "", "avg:hasAuthor": "", "avg:hasAuthorship": "", "avg:year": "", "schema:name": "" },
};
const proposed = (text) => propose(text, text.length, WORDS).items.map((item) => item.text);

test("what is written out already is proposed first", () => {
  assert.equal(proposed("?a a avg:Author")[0], "avg:Author");
  assert.deepEqual(proposed("?a avg:hasAuthor"), ["avg:hasAuthor", "avg:hasAuthorship"]);
  assert.equal(proposed("order by desc")[0], "DESC");
  assert.equal(proposed("SELECT ?s {?s avg:a")[0], "avg:Authorship");
  assert.deepEqual(proposed('FILTER(?x = "avg:Au'), []);
});

test("a misspelt term is named with its place and the nearest that there is", () => {
  const text = "# avg:hasAuthr\nSELECT ?p {\n  ?p avg:hasAuthr ?a ; avg:yaer 2020 ; rdfs:label \"avg:nonsense\" ; avg:year ?y }";
  assert.deepEqual(
    misspelt(text, WORDS).map(({ name, nearest, line, column, from, to }) => [name, nearest, line, column, text.slice(from, to)]),
    [["avg:hasAuthr", "avg:hasAuthor", 3, 6, "avg:hasAuthr"], ["avg:yaer", "avg:year", 3, 24, "avg:yaer"]],
  );
  assert.deepEqual(misspelt("ASK { ?s avg:zzzzzzzz ?o }", WORDS).map((each) => each.nearest), [null]);
});

test("nothing is doubted that may well be there", () => {
  assert.deepEqual(misspelt("PREFIX avg: <http://example.org/> ASK { ?s avg:hasAuthr ?o }", WORDS), []);
  assert.deepEqual(misspelt("ASK { ?s schema:sameAs ?o ; foo:bar ?x ; rdfs:comment ?c . author:ann a ?type }", WORDS), []);
  assert.deepEqual(misspelt("ASK { ?s schema:nmae ?o }", WORDS).map((each) => each.nearest), ["schema:name"]);
  assert.equal(distance("yaer", "year"), 1);
  assert.equal(distance("", "abc"), 3);
  assert.equal(nearestOf("avg:x", []), null);
});

test("the place of an error is found in the text, counted in characters", () => {
  const text = "SELECT ?x {\n  🎵é FILTR(?x)\n}";
  const { from, to } = placeIn("query: line 2, column 6: expected FILTER", text);
  assert.equal(text.slice(from, to), "FILTR");
  assert.deepEqual(placeIn("line 9, column 99: expected }", text), { from: text.length, to: text.length });
  assert.equal(placeIn("no answer within 10 seconds", text), null);
});

test("addresses lead to pages here or to the web, never to script", () => {
  assert.equal(addressOf(`${BASE}author/ann`, BASE), "/id/author/ann");
  assert.equal(addressOf(`${BASE}source/x#line=1,2`, BASE), "/id/source/x#line=1,2");
  assert.equal(addressOf(`${BASE}author/a%20b?c`, BASE), "/id/author/a%2520b%3Fc");
  assert.equal(addressOf("https://example.org/", BASE), "https://example.org/");
  assert.equal(addressOf("javascript:alert(1)", BASE), null);
  assert.equal(addressOf("urn:x", ""), null);
});

test("values are shown as people read them", () => {
  const words = { ...WORDS, base: BASE };
  assert.equal(shortened(`${BASE}author/ann`, words), "author:ann");
  assert.equal(shortened(`${BASE}source/x#line=1,2`, words), "source/x#line=1,2");
  assert.equal(shortened("https://schema.org/a/b", words), "https://schema.org/a/b");
  assert.equal(shortened("urn:x", { prefixes: {}, base: "" }), "urn:x");
  assert.equal(roundedNumber("3.14159"), "3.142");
  assert.equal(roundedNumber("2020"), "2020");
  assert.equal(shown("invoice\u202Efdp.exe"), "invoice[U+202E]fdp.exe");
  assert.equal(shown("عربي \u200f"), "عربي \u200f");
});

test("entities in Turtle are links, what stands in quotes is not", () => {
  const text = `@prefix author: <${BASE}author/> .\nauthor:ann\\.b a <https://schema.org/Person> ;\n\trdfs:label "author:ann <${BASE}x> \\"author:ann" ; x <${BASE}paper/p> .`;
  const pieces = turtlePieces(text, BASE);
  assert.equal(pieces.map((piece) => piece.text).join(""), text);
  assert.deepEqual(pieces.filter((piece) => piece.iri).map((piece) => piece.iri), [`${BASE}author/ann.b`, `${BASE}paper/p`]);
});

test("names are looked up once each, numbers and other languages not", () => {
  const rows = [
    { a: { type: "uri", value: `${BASE}author/ann` }, b: { type: "literal", value: "Ann" }, c: { type: "literal", value: "3", datatype: "x#integer" } },
    { a: { type: "uri", value: `${BASE}author/ann` }, b: { type: "literal", value: "Ann" }, d: { type: "uri", value: "https://example.org/" } },
    { b: { type: "literal", value: "Anne", "xml:lang": "fr" } },
  ];
  assert.deepEqual(mentions(rows, BASE), { iris: [`${BASE}author/ann`], texts: ["Ann"] });
});

test("rows sort by number, by name, and rows without a value stand last", () => {
  const number = (value) => ({ x: { type: "literal", value, datatype: "http://www.w3.org/2001/XMLSchema#integer" } });
  const rows = [number("10"), {}, number("9"), number("-1")];
  assert.deepEqual(sorted(rows, "x", false).map((row) => row.x?.value), ["-1", "9", "10", undefined]);
  assert.deepEqual(sorted(rows, "x", true).map((row) => row.x?.value), ["10", "9", "-1", undefined]);
});

test("a query is cut into pieces with colours, and nothing is lost", () => {
  const text = 'SELECT ?a { ?a a avg:Author ; rdfs:label "x # y" # note\n FILTER(?n >= 20) <http://x/#a> }';
  assert.equal(coloured(text).map((piece) => piece.text).join(""), text);
  const kinds = coloured(text).filter((piece) => piece.kind).map((piece) => [piece.kind, piece.text]);
  assert.deepEqual(kinds.slice(0, 5), [["keyword", "SELECT"], ["variable", "?a"], ["variable", "?a"], ["keyword", "a"], ["name", "avg:Author"]]);
  assert.ok(kinds.some(([kind, value]) => kind === "text" && value === '"x # y"'));
  assert.ok(kinds.some(([kind, value]) => kind === "iri" && value === "<http://x/#a>"));
});

test("queries asked before are each once, newest first, and have a title", () => {
  assert.deepEqual(added(["b", "a"], "a"), ["a", "b"]);
  assert.equal(titleOf("# what\nPREFIX x: <y>\nSELECT ?a {\n  ?a ?b ?c }"), "SELECT ?a { ?a ?b ?c }");
});

test("the IRI of what a column names has no column of its own", () => {
  assert.deepEqual(shownColumns(["author", "authorIri", "papers", "paperIri"]), ["author", "papers", "paperIri"]);
});

test("a chart is made of what names the rows and years among them, and the last number that is none", () => {
  const number = (value) => ({ type: "literal", value, datatype: "http://www.w3.org/2001/XMLSchema#integer" });
  const row = (name, year, count) => ({ who: { type: "literal", value: name }, whoIri: { type: "uri", value: "x" }, year: number(year), n: number(count) });
  assert.deepEqual(chartColumns(["who", "whoIri", "year", "n"], [row("a", "2020", "3"), row("b", "2021", "4")]), { name: ["who", "year"], number: "n" });
  assert.equal(chartColumns(["who"], [{ who: { type: "literal", value: "a" } }]), null);
});

test("an answer that is too large for a page is refused, one that breaks off has a reason", async () => {
  assert.equal(await readText(new Response("añb"), 4), "añb");
  await assert.rejects(readText(new Response("abcde"), 4), /larger than/);
  const broken = new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError("network error")) }));
  await assert.rejects(readText(broken), /cannot be reached/);
});
