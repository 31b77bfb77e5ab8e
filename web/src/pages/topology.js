// The graph of all nodes: a picture, the details of a node, a table.
import { useEffect } from 'preact/hooks';
import { html } from '../lib/html.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { go, route } from '../state/route.js';
import {
  graph, loadTopology, nodes, picture, topologyProblem, watchTopology,
} from '../state/topology.js';
import { CopyButton } from '../components/copy.js';
import { NodeDetails } from '../components/node_details.js';
import { ProblemBox } from '../components/problem.js';
import { TopologyPicture } from '../components/topology_picture.js';
import { TopologyTable } from '../components/topology_table.js';

const select = (node) => go('topology', node?.id);

const Hint = () => html`
  <div class="details muted">
    <p>Choose a node, in the picture or in the table, to see its links.</p>
    <${CopyButton} text=${curl('GET', routes.topology())} what="Curl command"
      label="curl" />
  </div>`;

export function Topology() {
  useEffect(watchTopology, []);
  const known = nodes.value.length;
  const selected = graph.nodes.get(route.value.id) ?? null;
  return html`
    <main class="page topology" id="main" tabindex="-1">
      ${topologyProblem.value && html`
        <${ProblemBox} problem=${topologyProblem.value}
          doing="Reading the topology:" onRetry=${loadTopology} />`}
      ${known > 0 && html`
        <section class="card picture-card" aria-labelledby="topology-title">
          <${TopologyPicture} selected=${selected} onSelect=${select} />
        </section>
        <section class="card details-card" aria-label="The chosen node"
          aria-live="off">
          ${selected ? html`<${NodeDetails} node=${selected} at=${picture.value}
            onSelect=${select} onClose=${() => select(null)} />` : html`<${Hint} />`}
        </section>
        <section class="card table-card" aria-label="Table of the topology">
          <${TopologyTable} selected=${selected} onSelect=${select} />
        </section>`}
      ${!known && !topologyProblem.value && html`
        <section class="card"><h2 id="topology-title">Topology</h2>
          <p class="muted">Reading…</p></section>`}
    </main>`;
}
