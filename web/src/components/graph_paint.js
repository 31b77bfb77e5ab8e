// Paints the topology on a canvas. Lines of one look are one path, and of many
// lines each is a bundle of hairlines: without a graphics card a browser draws
// thousands of those in a few milliseconds, and wider ones in a hundred.
import { shortHash } from '../lib/format.js';
import { isLost } from '../lib/graph.js';
import { quality, thickness } from '../lib/quality.js';
import { visible } from '../lib/visible.js';

const names = [
  'surface', 'text', 'accent', 'bad', 'link-good', 'link-fair', 'link-poor',
  'link-unknown', 'link-lost',
];

// The colours of the present scheme, from the style sheet.
export function readColors(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

const dashes = { poor: [6, 3], unknown: [2, 3], lost: [4, 4] };
const order = ['unknown', 'good', 'fair', 'poor', 'lost'];

export const linkLook = (link) =>
  isLost(link) ? 'lost' : quality(link.data);

const labelOf = (node) => visible(node.data.name) || shortHash(node.id);

// What a node is as large as: 'bytes' held or 'degree'.
export function setRadii(graph, by) {
  const value = by === 'bytes' ? (n) => n.data.bytes ?? 0 : (n) => n.degree;
  let most = 1;
  for (const node of graph.nodes.values()) most = Math.max(most, value(node));
  for (const node of graph.nodes.values())
    node.radius = 5 + 9 * Math.sqrt(value(node) / most) +
      (node.data.state === 'self' ? 3 : 0);
}

function lineGroups(graph) {
  const groups = new Map();
  for (const link of graph.links.values()) {
    const look = linkLook(link);
    const width = look === 'lost' ? 2
      : thickness((link.data.rx_bps ?? 0) + (link.data.tx_bps ?? 0));
    const key = `${order.indexOf(look)}${width}`;
    if (!groups.has(key)) groups.set(key, { key, look, width, links: [] });
    groups.get(key).links.push(link);
  }
  return [...groups.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

const crowd = 300; // so many links or nodes are drawn in the quick way

function linePath(c, { source, target }) {
  c.moveTo(source.x, source.y);
  c.lineTo(target.x, target.y);
}

// `count` lines side by side, each as wide as `hair`.
function bundlePath(c, { source: a, target: b }, count, hair) {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const dx = ((a.y - b.y) / length) * hair;
  const dy = ((b.x - a.x) / length) * hair;
  for (let i = (1 - count) / 2; i < count / 2; i++) {
    c.moveTo(a.x + i * dx, a.y + i * dy);
    c.lineTo(b.x + i * dx, b.y + i * dy);
  }
}

function strokeLinks(c, links, width, { pixel, ratio, isCrowded }) {
  const hair = pixel / ratio;
  c.beginPath();
  c.lineWidth = isCrowded ? hair : width * pixel;
  for (const link of links)
    if (isCrowded) bundlePath(c, link, Math.round(width * ratio), hair);
    else linePath(c, link);
  c.stroke();
}

function paintLinks(c, scene) {
  const { colors, groups, focus, selected } = scene;
  const isDim = focus !== null;
  // Many lines hide each other; less ink keeps the picture readable.
  const ink = scene.isCrowded ? 0.45 : 0.9;
  const isNear = ({ source, target }) => focus.has(source) && focus.has(target) &&
    (!selected || source === selected || target === selected);
  for (const { look, width, links } of groups) {
    c.strokeStyle = colors[`link-${look}`];
    // Dashes cost much: only where they are few.
    c.setLineDash(links.length > crowd ? [] : (dashes[look] ?? [])
      .map((d) => d * scene.pixel));
    c.globalAlpha = look === 'lost' ? 1 : isDim ? 0.1 : ink;
    strokeLinks(c, links, width, scene);
    if (!isDim) continue;
    c.globalAlpha = 1;
    strokeLinks(c, links.filter(isNear), width + 1,
      { ...scene, isCrowded: false });
  }
  c.setLineDash([]);
  c.globalAlpha = 1;
}

function circles(c, nodes, extra) {
  c.beginPath();
  for (const n of nodes) {
    const r = n.radius + extra;
    c.moveTo(n.x + r, n.y);
    c.arc(n.x, n.y, r, 0, 2 * Math.PI);
  }
}

function crosses(c, nodes) {
  c.beginPath();
  for (const n of nodes) {
    const r = n.radius * 0.45;
    c.moveTo(n.x - r, n.y - r);
    c.lineTo(n.x + r, n.y + r);
    c.moveTo(n.x + r, n.y - r);
    c.lineTo(n.x - r, n.y + r);
  }
}

export const nodeState = (node) =>
  node.goneAt || node.data.state === 'lost' ? 'lost' : node.data.state;

// State by shape as well as by colour: a ring about ourselves, full when
// connected to us, hollow when only reachable, crossed when lost.
const painters = {
  reachable(c, nodes, { colors, scale }) {
    circles(c, nodes, 0);
    c.fillStyle = colors.surface;
    c.strokeStyle = colors.accent;
    c.lineWidth = 2 / scale;
    c.fill();
    c.stroke();
  },
  connected(c, nodes, { colors, scale }) {
    circles(c, nodes, 0);
    c.fillStyle = colors.accent;
    c.strokeStyle = colors.surface;
    c.lineWidth = 1 / scale;
    c.fill();
    c.stroke();
  },
  lost(c, nodes, { colors, scale }) {
    circles(c, nodes, 0);
    c.fillStyle = colors.surface;
    c.strokeStyle = colors.bad;
    c.lineWidth = 1.5 / scale;
    c.fill();
    c.stroke();
    crosses(c, nodes);
    c.stroke();
  },
  self(c, nodes, scene) {
    const { colors, scale } = scene;
    circles(c, nodes, 4 / scale);
    c.fillStyle = colors.surface;
    c.strokeStyle = colors.accent;
    c.lineWidth = 2 / scale;
    c.fill();
    c.stroke();
    painters.connected(c, nodes, scene);
  },
};

function paintNodes(c, scene) {
  const byState = { lost: [], reachable: [], connected: [], self: [] };
  const isOut = (n) => scene.focus !== null && !scene.focus.has(n);
  for (const far of [true, false]) {
    for (const list of Object.values(byState)) list.length = 0;
    for (const n of scene.graph.nodes.values())
      if (isOut(n) === far) (byState[nodeState(n)] ?? byState.reachable).push(n);
    c.globalAlpha = far ? 0.25 : 1;
    for (const [state, list] of Object.entries(byState))
      if (list.length) painters[state](c, list, scene);
  }
  if (!scene.selected) return;
  circles(c, [scene.selected], 8 / scene.scale);
  c.strokeStyle = scene.colors.text;
  c.lineWidth = 2 / scene.scale;
  c.stroke();
}

const weight = (scene, n) =>
  (n === scene.selected ? 4e6 : 0) + (n === scene.hovered ? 2e6 : 0) +
  (n.data.state === 'self' ? 1e6 : 0) +
  (scene.focus?.has(n) ? 1e4 : 0) + n.radius;

// Names in the window's own pixels, the weightiest first; one that would
// cover another is left out.
function paintLabels(c, scene) {
  const { colors, toScreen, width, height } = scene;
  const taken = [];
  const isFree = (a) => taken.every((b) =>
    a.x1 < b.x0 || a.x0 > b.x1 || a.y1 < b.y0 || a.y0 > b.y1);
  const most = scene.graph.nodes.size > 150 ? 40 : 150;
  c.font = scene.font;
  c.textAlign = 'center';
  c.textBaseline = 'top';
  c.lineJoin = 'round';
  c.lineWidth = 3;
  for (const n of scene.byWeight) {
    if (taken.length >= most) break;
    if (scene.focus && !scene.focus.has(n) && n !== scene.hovered) continue;
    const at = toScreen(n);
    const top = at.y + n.radius * scene.scale + 4;
    if (at.x < 0 || at.x > width || at.y < 0 || top > height) continue;
    if (!n.label || n.labelOf !== n.data.name) {
      n.labelOf = n.data.name;
      const text = labelOf(n);
      n.label = text.length > 24 ? `${text.slice(0, 23)}…` : text;
      n.labelWidth = c.measureText(n.label).width;
    }
    const half = n.labelWidth / 2 + 3;
    const box = { x0: at.x - half, x1: at.x + half, y0: top - 1, y1: top + 15 };
    if (!isFree(box)) continue;
    taken.push(box);
    c.globalAlpha = nodeState(n) === 'lost' ? 0.75 : 1;
    c.strokeStyle = colors.surface;
    c.strokeText(n.label, at.x, top);
    c.fillStyle = colors.text;
    c.fillText(n.label, at.x, top);
  }
  c.globalAlpha = 1;
}

// What changes only with the data, not from frame to frame.
export function prepare(scene) {
  scene.groups = lineGroups(scene.graph);
  rank(scene);
}

export function rank(scene) {
  scene.byWeight = [...scene.graph.nodes.values()]
    .sort((a, b) => weight(scene, b) - weight(scene, a));
}

// scene: graph, groups, byWeight, colors, font, view {x, y, k}, ratio, width,
// height, focus (null or the set of nodes that stand out), selected, hovered
export function paint(c, scene) {
  const { view, ratio, width, height } = scene;
  scene.scale = view.k;
  scene.isCrowded = scene.graph.links.size > crowd;
  scene.pixel = 1 / view.k; // of the window, in the graph's measure
  scene.toScreen = (n) => ({ x: n.x * view.k + view.x, y: n.y * view.k + view.y });
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.clearRect(0, 0, width, height);
  c.save();
  c.translate(view.x, view.y);
  c.scale(view.k, view.k);
  paintLinks(c, scene);
  paintNodes(c, scene);
  c.restore();
  paintLabels(c, scene);
}
