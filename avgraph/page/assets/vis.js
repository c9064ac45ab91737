import { paintLabels, paintLines, paintNode } from "./painter.js";
import { Surface } from "./surface.js";

// The drawing `vis`: vis-network holds the nodes and the camera, with physics off; lines and labels are layers of our own,
// since vis-network draws each line and each label for itself.
export class Drawing extends Surface {
  constructor(host, model) {
    super(host, model);
    const scene = this.scene;
    const draw = ({ ctx, id }) => ({
      drawNode: () => { if (scene.nodes[id]) paintNode(ctx, scene, id, this.zoom); },
      nodeDimensions: { width: 2 * scene.radii[id], height: 2 * scene.radii[id] },
    });
    // Large ones first, so that small ones lie on top.
    const size = (node) => model.sizeOf[node] ?? model.papersOf[node]?.length ?? 0;
    const order = Array.from({ length: model.total }, (_, node) => node).sort((one, other) => size(other) - size(one) || one - other);
    const nodes = order.map((node) => ({ id: node, x: model.x[node], y: model.y[node] }));
    this.zoom = 1;
    this.network = new vis.Network(host, { nodes, edges: [] }, {
      physics: false,
      layout: { improvedLayout: false },
      interaction: { selectable: false, dragNodes: false, hover: false, tooltipDelay: 1e9, zoomSpeed: 0.7 },
      nodes: { shape: "custom", ctxRenderer: draw, physics: false },
    });
    this.network.on("beforeDrawing", (context) => {
      this.zoom = this.network.getScale();
      paintLines(context, scene, this.camera);
    });
    this.network.on("afterDrawing", (context) => {
      const ratio = this.canvas.width / Math.max(1, this.canvas.clientWidth);
      context.save();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      paintLabels(context, scene, this.camera);
      context.restore();
    });
    this.network.on("click", ({ pointer }) => this.onSelect(this.at(pointer.DOM.x, pointer.DOM.y)));
    this.canvas.addEventListener("pointermove", (event) => {
      const node = this.at(event.offsetX, event.offsetY);
      this.canvas.style.cursor = node < 0 ? "grab" : "pointer";
      this.hover(node);
    });
    this.canvas.addEventListener("pointerleave", () => this.hover(-1));
    this.canvas.tabIndex = -1; // the host has the focus
  }

  get canvas() {
    return this.host.querySelector("canvas");
  }

  get camera() {
    const { x, y } = this.network.getViewPosition();
    return { x, y, zoom: this.network.getScale(), width: this.host.clientWidth, height: this.host.clientHeight };
  }

  moveTo(x, y, zoom) {
    this.network.moveTo({ position: { x, y }, scale: zoom, animation: false });
  }

  // However much changes at once, it is drawn once.
  request() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => { this.isWaiting = false; this.network.redraw(); });
  }
}
