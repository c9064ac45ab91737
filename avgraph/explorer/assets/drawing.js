import { SCHEMES } from "./colours.js";
import { shownRadius } from "./measures.js";
import { paintScene } from "./painter.js";

// The drawing: everything on one canvas, with camera, hit tests, mouse, touch and keyboard.
// The page sets the scene with show() and select(), and gets onSelect(node, line) and onHover(node, place), -1 being none, and
// onResize() where it has another shape and all is in view.
const CELL = 48; // page units of the grid for hit tests
const MOST_ZOOM = 6; // at which a small graph is fitted
const NAME = 120; // pixels for the name of the outermost of some nodes
const MARGIN = 0.022; // of the width, around what is fitted
const NEAR_LINE = 5; // pixels from which a line is meant
export const isDark = matchMedia("(prefers-color-scheme: dark)");
const NO_LINES = { a: new Int32Array(0), b: new Int32Array(0), strength: new Float32Array(0) };

export class Drawing {
  constructor(host, model) {
    this.host = host;
    this.canvas = document.createElement("canvas");
    host.append(this.canvas);
    this.camera = { x: 0, y: 0, zoom: 1, width: host.clientWidth, height: host.clientHeight };
    this.scene = {
      x: model.x, y: model.y, label: model.label.map((label, node) => (node < model.count ? model.shortLabel(model.itemOf[node]) : label)), type: model.type, nodes: new Uint8Array(model.total), lines: NO_LINES, colours: [], radii: new Float32Array(model.total),
      order: [], selected: -1, hovered: -1, near: null, isNear: null, path: [], bridges: new Set(), labelled: [], community: model.community, count: 0, fitted: 0, theme: readTheme(), faint: new Map(), dim: new Map(),
    };
    this.isFitted = false;
    this.onSelect = () => {};
    this.onHover = () => {};
    this.onResize = () => {};
    host.addEventListener("keydown", (event) => this.press(event));
    this.listen();
    new ResizeObserver(() => this.resize()).observe(host);
    this.resize();
  }

  get aspect() {
    return this.camera.width / Math.max(1, this.camera.height);
  }

  show({ nodes, lines, colours, radii, x, y }) {
    const isResized = radii && radii !== this.scene.radii;
    Object.assign(this.scene, { nodes, lines, colours, radii, x, y, count: nodes.reduce((sum, each) => sum + each, 0) });
    if (isResized || !this.scene.order.length) this.scene.order = Array.from(radii.keys()).sort((one, other) => radii[other] - radii[one] || one - other);
    this.grid = null;
    this.scene.linePaths = null;
    this.request();
  }

  select(node, near, path) {
    if (node < 0 && this.scene.selected < 0 && !near && !this.scene.near && !path.length && !this.scene.path.length) return;
    const isNear = near && new Uint8Array(this.scene.nodes.length);
    for (const each of near ?? []) isNear[each] = 1;
    Object.assign(this.scene, { selected: node, near, isNear, path });
    this.request();
  }

  // Marks the nodes through which many shortest paths lead.
  mark(bridges) {
    this.scene.bridges = new Set(bridges);
    this.request();
  }

  hover(node, place = [0, 0]) {
    if (node === this.scene.hovered) return;
    this.scene.hovered = node;
    this.onHover(node, place);
    this.request();
  }

  // Brings what is shown into view, or some nodes of it (a set), circles as they are drawn and room for names, no closer than `most`.
  fit(only = null, most = MOST_ZOOM) {
    const { x, y, nodes, radii } = this.scene;
    const { width, height } = this.camera;
    const margin = Math.max(8, MARGIN * width);
    const fitted = [];
    for (let node = 0; node < nodes.length; node++) if (nodes[node] && (!only || only.has(node))) fitted.push(node);
    if (!fitted.length) return;
    let zoom = most;
    // The circles shrink less than distances do: what they take is known once the zoom is, so it is found in a few steps.
    for (let round = 0; round < 4; round++) {
      let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
      for (const node of fitted) {
        const radius = shownRadius(radii[node], zoom);
        if (x[node] - radius < left) left = x[node] - radius;
        if (x[node] + radius > right) right = x[node] + radius;
        if (y[node] - radius < top) top = y[node] - radius;
        if (y[node] + radius > bottom) bottom = y[node] + radius;
      }
      zoom = Math.min((width - 2 * margin - (only ? NAME : 0)) / (right - left), (height - 2 * margin) / (bottom - top), most);
      this.moveTo((left + right) / 2, (top + bottom) / 2, zoom);
    }
    this.isFitted = !only;
    if (!only) Object.assign(this.scene, { fitted: zoom, linePaths: null });
  }

  center(node) {
    this.moveTo(this.scene.x[node], this.scene.y[node], Math.max(this.camera.zoom, 1.4));
  }

  place(node) {
    const { x, y, zoom, width, height } = this.camera;
    return [(this.scene.x[node] - x) * zoom + width / 2, (this.scene.y[node] - y) * zoom + height / 2];
  }

  // The node at a place in pixels, or -1.
  at(px, py) {
    const camera = this.camera;
    const { x, y, radii } = this.scene;
    const [wantedX, wantedY] = [(px - camera.width / 2) / camera.zoom + camera.x, (py - camera.height / 2) / camera.zoom + camera.y];
    const slack = 5 / camera.zoom;
    this.grid ??= this.makeGrid();
    const reach = Math.ceil((shownRadius(this.grid.largest, camera.zoom) + slack) / CELL);
    const [column, row] = [Math.floor(wantedX / CELL), Math.floor(wantedY / CELL)];
    let [best, nearest] = [-1, 0];
    for (let cx = column - reach; cx <= column + reach; cx++) {
      for (let cy = row - reach; cy <= row + reach; cy++) {
        for (const node of this.grid.cells.get(cx * 100003 + cy) ?? []) {
          const distance = Math.hypot(x[node] - wantedX, y[node] - wantedY) - shownRadius(radii[node], camera.zoom) - slack;
          if (distance < nearest) [best, nearest] = [node, distance];
        }
      }
    }
    return best;
  }

  // The two nodes of the line at a place in pixels, or nothing.
  lineAt(px, py) {
    const { zoom, x: cx, y: cy, width, height } = this.camera;
    const { x, y, lines: { a, b } } = this.scene;
    const [wx, wy] = [(px - width / 2) / zoom + cx, (py - height / 2) / zoom + cy];
    let [best, nearest] = [null, NEAR_LINE / zoom];
    for (let line = 0; line < a.length; line++) {
      const [ax, ay, dx, dy] = [x[a[line]], y[a[line]], x[b[line]] - x[a[line]], y[b[line]] - y[a[line]]];
      const along = Math.min(1, Math.max(0, ((wx - ax) * dx + (wy - ay) * dy) / (dx * dx + dy * dy || 1)));
      const distance = Math.hypot(ax + along * dx - wx, ay + along * dy - wy);
      if (distance < nearest) [best, nearest] = [[a[line], b[line]], distance];
    }
    return best;
  }

  makeGrid() {
    const { x, y, nodes, radii } = this.scene;
    const cells = new Map();
    let largest = 0;
    for (let node = 0; node < nodes.length; node++) {
      if (!nodes[node]) continue;
      largest = Math.max(largest, radii[node]);
      const key = Math.floor(x[node] / CELL) * 100003 + Math.floor(y[node] / CELL);
      if (cells.has(key)) cells.get(key).push(node);
      else cells.set(key, [node]);
    }
    return { cells, largest };
  }

  pan(dx, dy) {
    const { x, y, zoom } = this.camera;
    this.moveTo(x - dx / zoom, y - dy / zoom, zoom);
  }

  zoomAt(px, py, factor) {
    const { x, y, zoom: before, width, height } = this.camera;
    const zoom = Math.min(Math.max(before * factor, 0.02), 20);
    const [cx, cy] = [px - width / 2, py - height / 2];
    this.moveTo(x + cx / before - cx / zoom, y + cy / before - cy / zoom, zoom);
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { width, height } = this.camera;
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    if (steps[event.key]) this.pan(...steps[event.key]);
    else if (event.key === "+" || event.key === "=") this.zoomAt(width / 2, height / 2, 1.3);
    else if (event.key === "-") this.zoomAt(width / 2, height / 2, 1 / 1.3);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  }

  moveTo(x, y, zoom) {
    this.isFitted = false;
    Object.assign(this.camera, { x, y, zoom });
    this.request();
  }

  resize() {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === this.camera.width && height === this.camera.height && this.canvas.width === Math.round(width * ratio)) return;
    const wasFitted = this.isFitted;
    Object.assign(this.camera, { width, height });
    if (wasFitted) { this.onResize(); this.fit(); }
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.request();
  }

  request() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => { this.isWaiting = false; this.draw(); });
  }

  draw() {
    const { width, height } = this.camera;
    const context = this.canvas.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = this.scene.theme.ground;
    context.fillRect(0, 0, width, height);
    paintScene(context, this.scene, this.camera, ratio);
  }

  listen() {
    const fingers = new Map();
    let moved = 0;
    const where = (event) => [event.offsetX, event.offsetY];
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, where(event));
      moved = 0;
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const [px, py] = where(event);
      const last = fingers.get(event.pointerId);
      if (!last) {
        const node = this.at(px, py);
        this.canvas.style.cursor = node < 0 ? "grab" : "pointer";
        this.hover(node, [px, py]);
        return;
      }
      moved += Math.abs(px - last[0]) + Math.abs(py - last[1]);
      if (fingers.size === 2) {
        const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
        const before = Math.hypot(last[0] - other[0], last[1] - other[1]);
        this.zoomAt((px + other[0]) / 2, (py + other[1]) / 2, Math.hypot(px - other[0], py - other[1]) / Math.max(before, 1));
      } else this.pan(px - last[0], py - last[1]);
      fingers.set(event.pointerId, [px, py]);
    });
    const end = (event) => {
      const isClick = fingers.delete(event.pointerId) && event.type === "pointerup" && moved < 6 && !fingers.size;
      if (!isClick) return;
      const node = this.at(...where(event));
      this.onSelect(node, node < 0 ? this.lineAt(...where(event)) : null);
    };
    this.canvas.addEventListener("pointerup", end);
    this.canvas.addEventListener("pointercancel", end);
    this.canvas.addEventListener("pointerleave", () => this.hover(-1));
    this.canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoomAt(...where(event), Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)));
    }, { passive: false });
  }
}

// The colours of the ground that the browser prefers.
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const [ground, ink, soft, mark] = ["--ground", "--ink", "--soft", "--mark"].map((name) => style.getPropertyValue(name).trim());
  return { ground, ink, soft, mark, ...SCHEMES[isDark.matches ? "dark" : "light"] };
}
