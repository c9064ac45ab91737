// A small model for the tests: four authors in a row, Ann and Ben with two papers together; Dan with one more of his own.
import { addTies, readModel } from "../../avgraph/explorer/assets/model.js";

export const COLUMNS = {
  list: "A list", source: {},
  views: {
    coauthors: {
      title: "Co-authors", directed: false, types: ["Author"], kinds: ["coauthorOf"], communities: ["Speech", "Music"],
      nodes: { items: [[5, 4]], x: [0, 50, 100, 150], y: [0, 0, 0, 0], community: [0, 0, 1, 1] },
      ties: { count: [1, 1, 1, 0], to: [1, 1, 1], weight: {} },
    },
  },
  papers: {
    title: ["One", "Two", "Three", "Four", "Five"], id: [0, 0, 0, 0, 0], year: [2015, 2018, 2018, 2020, null],
    authors: [[0, 1], [0, 1], [1, 2], [2, 3], [3]], venues: [[7], [], [7], [], []], institutions: [[4], [4], [], [], []],
    tasks: [[5], [5], [5], [6], [6]], datasets: [[], [], [], [], []],
  },
  things: {
    types: [["Author", 4], ["Institution", 1], ["Task", 2], ["Venue", 1]],
    label: ["Ann Ås", "Ben Bo", "Cy Ćwik", "Dan Du", "MIT", "Hearing > Speech", "Hearing > Music", "CVPR"],
    id: ["author/ann_aas", 0, "author/cy_cwik", 0, 0, 0, 0, 0], forms: { 0: ["A. Aas"] }, stated: { 0: [4] }, above: {}, continents: {}, countries: {},
  },
};

// The model of the co-authors; `things` and `view` replace columns of these.
export function makeModel({ things = {}, view = {}, papers = {} } = {}) {
  const views = { coauthors: { ...COLUMNS.views.coauthors, ...view } };
  const columns = { ...COLUMNS, views, papers: { ...COLUMNS.papers, ...papers }, things: { ...COLUMNS.things, ...things } };
  return addTies(readModel(columns, "coauthors"), columns);
}
