import { shownRadius } from "./measures.js";

// What stands where in a drawing, in cells of a few pixels: nothing, one circle (its node and 1), more than one, or a label.
const CELL = 3;
const EDGE = 4; // pixels beside a label at the edge of the drawing
const [MANY, LABEL] = [-1, -2];
export const ABOUT = 0.7; // of a radius: from there a circle is about as large
export const BOX = 0.65; // of the size of a text: half the height of its box

export class Room {
  constructor(scene, { x: cx, y: cy, zoom, width, height }) {
    const { x, y, nodes, radii, near } = scene;
    this.scene = scene;
    this.columns = Math.ceil(width / CELL);
    this.rows = Math.ceil(height / CELL);
    this.cells = new Int32Array(this.columns * this.rows);
    for (let node = 0; node < nodes.length; node++) {
      if (!nodes[node] || (near && !near.has(node))) continue;
      const [px, py] = [(x[node] - cx) * zoom + width / 2, (y[node] - cy) * zoom + height / 2];
      if (px < 0 || py < 0 || px > width || py > height) continue;
      const radius = shownRadius(radii[node], zoom) * zoom * 0.9;
      this.fill(px - radius, py - radius, px + radius, py + radius, node + 1);
    }
  }

  // Writes a circle, or a label, into the cells of a box.
  fill(left, top, right, bottom, what) {
    const { cells, columns } = this;
    const [first, last] = [Math.max(0, Math.floor(left / CELL)), Math.min(columns - 1, Math.floor(right / CELL))];
    const end = Math.min(this.rows - 1, Math.floor(bottom / CELL));
    for (let row = Math.max(0, Math.floor(top / CELL)); row <= end; row++) {
      for (let cell = row * columns + first; cell <= row * columns + last; cell++) cells[cell] = what > 0 && cells[cell] ? MANY : what;
    }
  }

  write(left, top, right, bottom) {
    this.fill(left, top, right, bottom, LABEL);
  }

  // Whether a box lies in the drawing, holds nothing but circle `node`, has no other circle within `clear[0]` pixels, and none about as large within `clear[1]`.
  isFree(node, left, top, right, bottom, [least, clear]) {
    if (left < EDGE || top < 0 || right > this.columns * CELL - EDGE || bottom > this.rows * CELL) return false;
    return !this.holds(node, left, top, right, bottom, true, 0) && !this.holds(node, left - least, top - least, right + least, bottom + least, false, 0)
      && !this.holds(node, left - clear, top - clear, right + clear, bottom + clear, false, ABOUT);
  }

  // Whether a box holds another circle of at least `about` the radius of a node, or a label where `isLabel`.
  holds(node, left, top, right, bottom, isLabel, about) {
    const { cells, columns } = this;
    const [first, last] = [Math.max(0, Math.floor(left / CELL)), Math.min(columns - 1, Math.floor(right / CELL))];
    const end = Math.min(this.rows - 1, Math.floor(bottom / CELL));
    for (let row = Math.max(0, Math.floor(top / CELL)); row <= end; row++) {
      for (let cell = row * columns + first; cell <= row * columns + last; cell++) {
        const what = cells[cell];
        if (what === 0 || what === node + 1) continue;
        if (what === LABEL ? isLabel : about ? this.isLarge(node, what, about) : true) return true;
      }
    }
    return false;
  }

  // Whether what a cell holds is another circle of at least `about` the radius of a node, or one that lies between groups.
  isLarge(node, what, about) {
    if (what <= 0 || what === node + 1) return false;
    return this.scene.radii[what - 1] >= about * this.scene.radii[node] || this.scene.bridges.has(what - 1);
  }

  // Whether a line crosses no label and no circle of at least `about` the radius of its own.
  isOpen(node, line, about) {
    return !alongLine(line, (px, py) => this.holds(node, px, py, px, py, true, about));
  }

  draw(line) {
    alongLine(line, (px, py) => this.write(px, py, px, py));
  }
}

// Calls `act` with the points of a line until it returns true, and returns whether it did.
function alongLine([fromX, fromY, toX, toY], act) {
  const steps = Math.ceil(Math.hypot(toX - fromX, toY - fromY) / CELL);
  for (let step = 0; step < steps; step++) if (act(fromX + ((toX - fromX) * step) / steps, fromY + ((toY - fromY) * step) / steps)) return true;
  return false;
}
