// The canvas of the topology: layout, panning, zooming, dragging, choosing.
// Draws only when something moved or changed.
import { newLayout } from '../lib/layout.js';
import { paint, prepare, rank, readColors, setRadii } from './graph_paint.js';

const zoomMin = 0.1;
const zoomMax = 4;
const reach = 6; // pixels about a node that count as the node
const firstMs = 250; // spent on the layout before it is first seen

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// `on.select(node or null)`, `on.hover(node or null, x, y)`.
export function newGraphView(canvas, graph, on) {
  const c = canvas.getContext('2d');
  const layout = newLayout();
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)');
  const scene = {
    graph, view: { x: 0, y: 0, k: 1 }, ratio: 1, width: 1, height: 1,
    focus: null, selected: null, hovered: null, groups: [], byWeight: [],
    colors: readColors(canvas), font: '12px system-ui, sans-serif',
  };
  let frame = 0;
  let isFitted = true; // follows the graph until somebody moves the view
  let isStill = false; // paused
  let isEmpty = true;
  let by = 'bytes';
  let drag = null;

  const wake = () => {
    if (!frame) frame = requestAnimationFrame(step);
  };

  function step() {
    frame = 0;
    const isMoving = !isStill && layout.tick();
    if (isFitted) fit(isMoving ? 0.2 : 1);
    paint(c, scene);
    canvas.dataset.moving = String(isMoving);
    if (isMoving) wake();
  }

  // Moves the view towards one that shows all; `part` of the way.
  function fit(part) {
    let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { x, y } of graph.nodes.values()) {
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x);
      y0 = Math.min(y0, y);
      y1 = Math.max(y1, y);
    }
    if (x0 > x1) return;
    const { width, height, view } = scene;
    const k = clamp(Math.min((width - 80) / (x1 - x0 + 1),
      (height - 80) / (y1 - y0 + 1)), zoomMin, 1.4);
    const goal = {
      k, x: width / 2 - (k * (x0 + x1)) / 2, y: height / 2 - (k * (y0 + y1)) / 2,
    };
    for (const key of ['k', 'x', 'y']) view[key] += (goal[key] - view[key]) * part;
  }

  function zoomAt(x, y, factor) {
    const { view } = scene;
    const k = clamp(view.k * factor, zoomMin, zoomMax);
    view.x = x - ((x - view.x) * k) / view.k;
    view.y = y - ((y - view.y) * k) / view.k;
    view.k = k;
    isFitted = false;
    wake();
  }

  const toGraph = ({ offsetX, offsetY }) => ({
    x: (offsetX - scene.view.x) / scene.view.k,
    y: (offsetY - scene.view.y) / scene.view.k,
  });

  function nodeAt(event) {
    const { x, y } = toGraph(event);
    const found = layout.find(x, y, 14 + reach / scene.view.k);
    if (!found) return null;
    const distance = Math.hypot(found.x - x, found.y - y);
    return distance <= found.radius + reach / scene.view.k ? found : null;
  }

  function hover(node, event) {
    canvas.classList.toggle('over-node', node !== null);
    if (node !== scene.hovered) {
      scene.hovered = node;
      rank(scene);
      wake();
    }
    on.hover(node, event.offsetX, event.offsetY);
  }

  function moveDragged(event) {
    const far = Math.hypot(event.offsetX - drag.fromX, event.offsetY - drag.fromY);
    if (!drag.isMoved && far < 4) return;
    drag.isMoved = true;
    if (drag.node) {
      const { x, y } = toGraph(event);
      Object.assign(drag.node, isStill ? { x, y } : { fx: x, fy: y });
      layout.warm(0.2);
    } else {
      scene.view.x = drag.viewX + event.offsetX - drag.fromX;
      scene.view.y = drag.viewY + event.offsetY - drag.fromY;
    }
    isFitted = false;
    wake();
  }

  const listeners = {
    pointermove(event) {
      if (drag) moveDragged(event);
      else hover(nodeAt(event), event);
    },
    pointerdown(event) {
      if (event.button !== 0) return;
      drag = {
        node: nodeAt(event), fromX: event.offsetX, fromY: event.offsetY,
        viewX: scene.view.x, viewY: scene.view.y, isMoved: false,
      };
      // A finger scrolls the page; it chooses, and the buttons zoom.
      if (event.pointerType !== 'touch') canvas.setPointerCapture(event.pointerId);
    },
    pointerup() {
      if (!drag) return;
      if (!drag.isMoved) on.select(drag.node);
      release();
    },
    pointercancel: () => release(),
    pointerleave(event) {
      hover(null, event);
    },
    wheel(event) {
      // Without Ctrl (or a pinch, which counts as Ctrl) the page scrolls.
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoomAt(event.offsetX, event.offsetY, Math.exp(-event.deltaY / 300));
    },
  };

  function release() {
    if (drag?.node) {
      delete drag.node.fx;
      delete drag.node.fy;
    }
    drag = null;
  }

  function resize() {
    scene.ratio = Math.min(2, devicePixelRatio || 1);
    scene.width = canvas.clientWidth;
    scene.height = canvas.clientHeight;
    canvas.width = Math.round(scene.width * scene.ratio);
    canvas.height = Math.round(scene.height * scene.ratio);
    // Setting the size cleared it: paint before the browser shows it.
    if (isFitted) fit(1);
    paint(c, scene);
  }

  // The first picture is not a heap that flies apart.
  function settle() {
    const until = performance.now() + (isCalm.matches ? 4 : 1) * firstMs;
    while (performance.now() < until && layout.tick());
    fit(1);
  }

  for (const [type, fn] of Object.entries(listeners))
    canvas.addEventListener(type, fn, { passive: false });
  const observer = new ResizeObserver(resize);
  observer.observe(canvas);

  return {
    // The graph was read; `isOther`: nodes or links came or went.
    read(isOther) {
      setRadii(graph, by);
      if (isOther) {
        const isFirst = isEmpty && graph.nodes.size > 0;
        layout.set(graph, isFirst);
        if (isFirst) settle();
        isEmpty = graph.nodes.size === 0;
        if (!graph.nodes.has(scene.selected?.id)) scene.selected = null;
      }
      prepare(scene);
      wake();
    },
    setSize(value) {
      by = value;
      setRadii(graph, by);
      prepare(scene);
      wake();
    },
    setStill(value) {
      isStill = value;
      wake();
    },
    // Nodes that stand out, or null for all.
    setFocus(selected, focus) {
      scene.selected = selected;
      scene.focus = focus;
      rank(scene);
      wake();
    },
    recolor() {
      scene.colors = readColors(canvas);
      wake();
    },
    zoom: (factor) => zoomAt(scene.width / 2, scene.height / 2, factor),
    fit() {
      isFitted = true;
      fit(1);
      wake();
    },
    close() {
      cancelAnimationFrame(frame);
      observer.disconnect();
      for (const [type, fn] of Object.entries(listeners))
        canvas.removeEventListener(type, fn);
    },
  };
}
