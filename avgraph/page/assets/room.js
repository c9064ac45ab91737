import { shownRadius } from "./measures.js";

// What stands where in a drawing, in cells of a few pixels: nothing, one circle (its node and 1), more than one, or a label.
const CELL = 3;
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
      this.each(px - radius, py - radius, px + radius, py + radius, (cell) => { this.cells[cell] = this.cells[cell] ? MANY : node + 1; });
    }
  }

  // Calls `act` with each cell of a box until it returns true, and returns whether it did.
  each(left, top, right, bottom, act) {
    const [first, last] = [Math.max(0, Math.floor(left / CELL)), Math.min(this.columns - 1, Math.floor(right / CELL))];
    for (let row = Math.max(0, Math.floor(top / CELL)); row <= Math.min(this.rows - 1, Math.floor(bottom / CELL)); row++) {
      for (let column = first; column <= last; column++) if (act(row * this.columns + column) === true) return true;
    }
    return false;
  }

  write(left, top, right, bottom) {
    this.each(left, top, right, bottom, (cell) => { this.cells[cell] = LABEL; });
  }

  // Whether a box lies in the drawing, holds nothing but circle `node`, has no other circle within `clear[0]` pixels, and none about as large within `clear[1]`.
  isFree(node, left, top, right, bottom, [least, clear]) {
    if (left < 0 || top < 0 || right > this.columns * CELL || bottom > this.rows * CELL) return false;
    const { cells } = this;
    if (this.each(left, top, right, bottom, (cell) => cells[cell] !== 0 && cells[cell] !== node + 1)) return false;
    const isOther = (cell) => cells[cell] === MANY || (cells[cell] > 0 && cells[cell] !== node + 1);
    return !this.each(left - least, top - least, right + least, bottom + least, isOther) && !this.each(left - clear, top - clear, right + clear, bottom + clear, (cell) => this.isLarge(node, cells[cell], ABOUT));
  }

  // Whether what a cell holds is another circle of at least `about` the radius of a node, or one that lies between groups.
  isLarge(node, what, about) {
    if (what <= 0 || what === node + 1) return false;
    return this.scene.radii[what - 1] >= about * this.scene.radii[node] || this.scene.bridges.has(what - 1);
  }

  // Whether a line crosses no label and no circle of at least `about` the radius of its own.
  isOpen(node, line, about) {
    return !this.along(line, (cell) => this.cells[cell] === LABEL || this.isLarge(node, this.cells[cell], about));
  }

  draw(line) {
    this.along(line, (cell) => { this.cells[cell] = LABEL; });
  }

  along([fromX, fromY, toX, toY], act) {
    const steps = Math.ceil(Math.hypot(toX - fromX, toY - fromY) / CELL);
    for (let step = 0; step < steps; step++) {
      const [px, py] = [fromX + ((toX - fromX) * step) / steps, fromY + ((toY - fromY) * step) / steps];
      if (this.each(px, py, px, py, act)) return true;
    }
    return false;
  }
}
