// A small model for the tests: four authors in a row, Ann and Ben with two papers together; Dan with one more of his own.
import { readModel } from "../../avgraph/page/assets/model.js";

export const COLUMNS = {
  title: "Co-authors", list: "A list", view: "coauthors", directed: false, types: ["Author"], kinds: ["coauthorOf"], communities: ["Speech", "Music"],
  nodes: {
    label: ["Ann Ås", "Ben Bo", "Cy Ćwik", "Dan Du"], id: ["author/ann_aas", 0, "author/cy_cwik", 0], type: [0, 0, 0, 0], x: [0, 50, 100, 150], y: [0, 0, 0, 0],
    community: [0, 0, 1, 1], papers: [[0, 1], [0, 1, 2], [2, 3], [3, 4]], forms: { 0: ["A. Aas"] }, stated: { 0: [0] }, above: {},
  },
  ties: { count: [1, 1, 1, 0], to: [1, 1, 1], weight: {} },
  papers: {
    title: ["One", "Two", "Three", "Four", "Five"], year: [2015, 2018, 2018, 2020, null], url: ["", "", "", "", ""],
    venues: [[2], [], [2], [], []], institutions: [[0], [0], [], [], []], tasks: [[1], [1], [1], [3], [3]], datasets: [[], [], [], [], []],
  },
  things: { label: ["MIT", "Hearing > Speech", "CVPR", "Hearing > Music"], type: ["Institution", "Task", "Venue", "Task"], node: [-1, -1, -1, -1] },
};

export const makeModel = (changes = {}) => readModel({ ...COLUMNS, ...changes });
