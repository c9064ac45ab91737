// Draws the graph on one canvas, and reports what is clicked, hovered and moved.
const LABEL_SIZE = 12;
const HUBS = 45; // nodes that are labelled however small they are drawn

export class Drawing {
  constructor(canvas, data) {
    this.canvas = canvas;
    this.data = data;
    this.x = Float32Array.from(data.nodes.x);
    this.y = Float32Array.from(data.nodes.y);
    this.r = Float32Array.from(data.nodes.r);
    this.visible = new Uint8Array(this.x.length).fill(1);
    this.colours = [];
    this.selected = -1;
    this.near = null;
    this.hovered = -1;
    this.labelled = [];
    this.onSelect = () => {};
    this.camera = { x: 0, y: 0, zoom: 1 };
    this.order = [...this.x.keys()].sort((a, b) => this.r[b] - this.r[a] || a - b);
    this.rank = new Int32Array(this.x.length);
    this.order.forEach((node, rank) => { this.rank[node] = rank; });
    this.listen();
    new ResizeObserver(() => this.resize()).observe(canvas);
  }

  resize() {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const isFirst = !this.width;
    this.width = width;
    this.height = height;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    if (isFirst) { this.fit(); if (this.selected >= 0) this.center(this.selected); }
    this.draw();
  }

  fit() {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < this.x.length; i++) {
      if (!this.visible[i]) continue;
      left = Math.min(left, this.x[i]); right = Math.max(right, this.x[i]);
      top = Math.min(top, this.y[i]); bottom = Math.max(bottom, this.y[i]);
    }
    if (left > right) return;
    this.camera = { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.min(this.width / (right - left + 60), this.height / (bottom - top + 60), 4) };
    this.request();
  }

  center(node) {
    // The panel covers the right side of a wide drawing, and the lower half of a narrow one.
    const zoom = Math.max(this.camera.zoom, 1.6);
    const isWide = this.width > 600;
    this.camera = { x: this.x[node] + (isWide ? 190 / zoom : 0), y: this.y[node] + (isWide ? 0 : this.height * 0.27 / zoom), zoom };
    this.request();
  }

  request() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => { this.waiting = false; this.draw(); });
  }

  place(node) {
    return [(this.x[node] - this.camera.x) * this.camera.zoom + this.width / 2, (this.y[node] - this.camera.y) * this.camera.zoom + this.height / 2];
  }

  at(px, py) {
    const x = (px - this.width / 2) / this.camera.zoom + this.camera.x;
    const y = (py - this.height / 2) / this.camera.zoom + this.camera.y;
    const slack = 5 / this.camera.zoom;
    let best = -1;
    let nearest = Infinity;
    for (let i = 0; i < this.x.length; i++) {
      if (!this.visible[i]) continue;
      const distance = Math.hypot(this.x[i] - x, this.y[i] - y) - this.r[i] - slack;
      if (distance < 0 && distance < nearest) { nearest = distance; best = i; }
    }
    return best;
  }

  draw() {
    if (!this.width) return;
    const context = this.canvas.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--ink");
    const ground = style.getPropertyValue("--ground");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = ground;
    context.fillRect(0, 0, this.width, this.height);
    const { a, b } = this.data.edges;
    const zoom = this.camera.zoom;
    context.strokeStyle = style.getPropertyValue("--soft");
    for (const isNear of [false, true]) {
      if (isNear && !this.near) continue;
      context.globalAlpha = isNear ? 0.75 : this.near ? 0.06 : 0.22;
      context.lineWidth = isNear ? 1.2 : 0.8;
      context.beginPath();
      for (let i = 0; i < a.length; i++) {
        if (!this.visible[a[i]] || !this.visible[b[i]]) continue;
        if (isNear !== Boolean(this.near && (a[i] === this.selected || b[i] === this.selected))) continue;
        context.moveTo((this.x[a[i]] - this.camera.x) * zoom + this.width / 2, (this.y[a[i]] - this.camera.y) * zoom + this.height / 2);
        context.lineTo((this.x[b[i]] - this.camera.x) * zoom + this.width / 2, (this.y[b[i]] - this.camera.y) * zoom + this.height / 2);
      }
      context.stroke();
    }
    const seen = [];
    for (const node of this.order) {
      if (!this.visible[node]) continue;
      const [px, py] = this.place(node);
      // Seen from afar nodes shrink less than distances do.
      const radius = Math.max(this.r[node] * (zoom < 1 ? zoom ** 0.7 : zoom), 1.3);
      if (px < -radius || py < -radius || px > this.width + radius || py > this.height + radius) continue;
      const isDim = this.near && !this.near.has(node);
      context.globalAlpha = isDim ? 0.15 : 1;
      context.fillStyle = this.colours[node];
      context.beginPath();
      context.arc(px, py, radius, 0, 2 * Math.PI);
      context.fill();
      if (radius > 2.5) { context.strokeStyle = ground; context.lineWidth = 0.8; context.stroke(); }
      if (node === this.selected || node === this.hovered) { context.strokeStyle = ink; context.lineWidth = 2.5; context.stroke(); }
      if (!isDim) seen.push([node, px, py, radius]);
    }
    this.drawLabels(context, seen, ink, ground);
    context.globalAlpha = 1;
  }

  // The largest first, each only where no other label stands.
  drawLabels(context, seen, ink, ground) {
    context.globalAlpha = 1;
    context.font = `${LABEL_SIZE}px system-ui, sans-serif`;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const taken = [];
    this.labelled = [];
    const important = (node) => node === this.selected || node === this.hovered;
    seen.sort((one, other) => important(other[0]) - important(one[0]));
    for (const [node, px, py, radius] of seen) {
      const isNear = this.near?.has(node);
      if (!important(node) && !isNear && radius < 4.2 && this.rank[node] >= HUBS) continue;
      const label = this.data.nodes.label[node];
      const text = label.length > 44 ? `${label.slice(0, 42)}…` : label;
      const box = [px + radius + 3, py - LABEL_SIZE * 0.7, px + radius + 5 + context.measureText(text).width, py + LABEL_SIZE * 0.7];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      this.labelled.push([node, box[0], py]);
      context.strokeStyle = ground;
      context.lineWidth = 3;
      context.strokeText(text, box[0], py);
      context.fillStyle = ink;
      context.fillText(text, box[0], py);
      if (taken.length > 220) break;
    }
  }

  zoomAt(px, py, factor) {
    const zoom = Math.min(Math.max(this.camera.zoom * factor, 0.05), 20);
    const x = (px - this.width / 2) / this.camera.zoom + this.camera.x;
    const y = (py - this.height / 2) / this.camera.zoom + this.camera.y;
    this.camera = { zoom, x: x - (px - this.width / 2) / zoom, y: y - (py - this.height / 2) / zoom };
    this.request();
  }

  pan(dx, dy) {
    this.camera.x -= dx / this.camera.zoom;
    this.camera.y -= dy / this.camera.zoom;
    this.request();
  }

  listen() {
    const touches = new Map();
    let moved = 0;
    const where = (event) => [event.offsetX, event.offsetY];
    this.canvas.addEventListener("pointerdown", (event) => { this.canvas.setPointerCapture(event.pointerId); touches.set(event.pointerId, where(event)); moved = 0; });
    this.canvas.addEventListener("pointermove", (event) => {
      const [px, py] = where(event);
      const last = touches.get(event.pointerId);
      if (!last) {
        const node = this.at(px, py);
        if (node !== this.hovered) { this.hovered = node; this.canvas.style.cursor = node < 0 ? "grab" : "pointer"; this.request(); }
        return;
      }
      moved += Math.abs(px - last[0]) + Math.abs(py - last[1]);
      if (touches.size === 2) {
        const other = [...touches].find(([id]) => id !== event.pointerId)[1];
        const before = Math.hypot(last[0] - other[0], last[1] - other[1]);
        const now = Math.hypot(px - other[0], py - other[1]);
        this.zoomAt((px + other[0]) / 2, (py + other[1]) / 2, now / Math.max(before, 1));
      } else this.pan(px - last[0], py - last[1]);
      touches.set(event.pointerId, [px, py]);
    });
    const end = (event) => {
      if (touches.delete(event.pointerId) && event.type === "pointerup" && moved < 6 && !touches.size) this.onSelect(this.at(...where(event)));
    };
    this.canvas.addEventListener("pointerup", end);
    this.canvas.addEventListener("pointercancel", end);
    this.canvas.addEventListener("wheel", (event) => { event.preventDefault(); this.zoomAt(...where(event), Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015))); }, { passive: false });
    this.canvas.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
      if (steps[event.key]) { this.pan(...steps[event.key]); event.preventDefault(); }
      else if (event.key === "+" || event.key === "=") this.zoomAt(this.width / 2, this.height / 2, 1.3);
      else if (event.key === "-") this.zoomAt(this.width / 2, this.height / 2, 1 / 1.3);
      else if (event.key === "0") this.fit();
    });
  }
}
