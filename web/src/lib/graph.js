// The picture of the topology from one answer to the next.
//
// Nodes and links are objects that live as long as they are shown, so that a
// node keeps its place. What is missing from an answer stays for a while,
// marked as gone, and then vanishes. A new node starts beside a neighbour.
//
//   node { id, x, y, data, links: [link], degree, goneAt }
//   link { key, source: node, target: node, data, goneAt }
//
// Pure; the layout adds and changes x and y.

export const ghostMs = 6000;
const near = 40; // pixels between a new node and its neighbour

export const newGraph = () => ({ nodes: new Map(), links: new Map() });

const keyOf = ({ from, to }) => (from < to ? `${from} ${to}` : `${to} ${from}`);

// An angle that is the same for an id on every visit.
function angleOf(id) {
  let h = 0;
  for (let i = 0; i < id.length; i++) h = (h * 31 + id.charCodeAt(i)) >>> 0;
  return (h / 2 ** 32) * 2 * Math.PI;
}

// Set by set, whatever is there and not in `seen` is gone since `now`.
function markGone(map, seen, now) {
  let changed = false;
  for (const [key, it] of map) {
    if (seen.has(key) || it.goneAt) continue;
    it.goneAt = now;
    changed = true;
  }
  return changed;
}

function putNode(graph, data, fresh) {
  const node = graph.nodes.get(data.id);
  if (node) {
    const back = node.goneAt !== 0;
    Object.assign(node, { data, goneAt: 0 });
    return back;
  }
  const made = { id: data.id, data, links: [], degree: 0, goneAt: 0 };
  graph.nodes.set(data.id, made);
  fresh.push(made);
  return true;
}

function putLink(graph, data) {
  const key = keyOf(data);
  const link = graph.links.get(key);
  if (link) {
    const back = link.goneAt !== 0;
    Object.assign(link, { data, goneAt: 0 });
    return back;
  }
  const source = graph.nodes.get(data.from);
  const target = graph.nodes.get(data.to);
  if (!source || !target || source === target) return false;
  graph.links.set(key, { key, source, target, data, goneAt: 0 });
  return true;
}

function joinLinks(graph) {
  for (const node of graph.nodes.values()) {
    node.links = [];
    node.degree = 0;
  }
  for (const link of graph.links.values())
    for (const end of [link.source, link.target]) {
      end.links.push(link);
      if (!link.goneAt) end.degree++;
    }
}

export const otherEnd = (link, node) =>
  link.source === node ? link.target : link.source;

// Those with a placed neighbour first, wave by wave; the rest in a spiral
// about the middle, the best connected innermost.
function place(fresh) {
  let waiting = fresh;
  for (;;) {
    const later = [];
    for (const node of waiting) {
      const beside = node.links.map((l) => otherEnd(l, node))
        .find((n) => n.x !== undefined);
      if (!beside) later.push(node);
      else {
        const angle = angleOf(node.id);
        node.x = beside.x + near * Math.cos(angle);
        node.y = beside.y + near * Math.sin(angle);
      }
    }
    if (!later.length || later.length === waiting.length) {
      waiting = later;
      break;
    }
    waiting = later;
  }
  waiting.sort((a, b) => b.degree - a.degree).forEach((node, i) => {
    const r = 14 * Math.sqrt(i + 0.5);
    const angle = i * Math.PI * (3 - Math.sqrt(5));
    node.x = r * Math.cos(angle);
    node.y = r * Math.sin(angle);
  });
}

// Takes an answer in. True when nodes or links came or went, so that the
// layout must move.
export function updateGraph(graph, { nodes, links }, now) {
  const fresh = [];
  const seen = new Set();
  const seenLinks = new Set();
  let changed = false;
  for (const data of nodes) {
    seen.add(data.id);
    changed = putNode(graph, data, fresh) || changed;
  }
  for (const data of links) {
    seenLinks.add(keyOf(data));
    changed = putLink(graph, data) || changed;
  }
  changed = markGone(graph.nodes, seen, now) || changed;
  changed = markGone(graph.links, seenLinks, now) || changed;
  if (changed) joinLinks(graph);
  place(fresh);
  return changed;
}

// Drops what was gone for long enough. True when something was dropped.
export function expireGraph(graph, now) {
  const isOver = (it) => it.goneAt && now - it.goneAt >= ghostMs;
  let changed = false;
  for (const [key, link] of graph.links)
    if (isOver(link) || isOver(link.source) || isOver(link.target)) {
      graph.links.delete(key);
      changed = true;
    }
  for (const [id, node] of graph.nodes)
    if (isOver(node)) {
      graph.nodes.delete(id);
      changed = true;
    }
  if (changed) joinLinks(graph);
  return changed;
}

export const hasGhosts = (graph) =>
  [...graph.links.values(), ...graph.nodes.values()].some((it) => it.goneAt);

// A link to a node that is lost is lost, whatever was last measured on it.
export const isLost = (link) =>
  link.goneAt !== 0 || link.source.goneAt !== 0 || link.target.goneAt !== 0 ||
  link.source.data.state === 'lost' || link.target.data.state === 'lost';
