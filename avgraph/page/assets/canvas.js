import { paintLabels, paintLines, paintNode } from "./painter.js";
import { Surface } from "./surface.js";

// The drawing `canvas`: everything on one canvas of our own.
export class Drawing extends Surface {
  constructor(host, model) {
    super(host, model);
    this.canvas = document.createElement("canvas");
    host.append(this.canvas);
    this.view = { x: 0, y: 0, zoom: 1, width: host.clientWidth, height: host.clientHeight };
    this.listen();
    new ResizeObserver(() => this.resize()).observe(host);
    this.resize();
  }

  get camera() {
    return this.view;
  }

  moveTo(x, y, zoom) {
    Object.assign(this.view, { x, y, zoom });
    this.request();
  }

  resize() {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === this.view.width && height === this.view.height && this.canvas.width === Math.round(width * ratio)) return;
    Object.assign(this.view, { width, height });
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
    const { x, y, zoom, width, height } = this.view;
    const context = this.canvas.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = this.scene.theme.ground;
    context.fillRect(0, 0, width, height);
    context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * (width / 2 - x * zoom), ratio * (height / 2 - y * zoom));
    paintLines(context, this.scene, this.view);
    const [halfWidth, halfHeight] = [width / 2 / zoom + 40, height / 2 / zoom + 40];
    for (const node of this.scene.order) {
      if (!this.scene.nodes[node] || Math.abs(this.scene.x[node] - x) > halfWidth || Math.abs(this.scene.y[node] - y) > halfHeight) continue;
      paintNode(context, this.scene, node, zoom);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintLabels(context, this.scene, this.view);
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
        this.hover(node);
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
      if (isClick) this.onSelect(this.at(...where(event)));
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
