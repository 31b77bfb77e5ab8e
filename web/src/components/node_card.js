import { html } from '../lib/html.js';
import { duration } from '../lib/format.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { node, nodeProblem, loadNode, uptime } from '../state/node.js';
import { CopyButton } from './copy.js';
import { Copied, Fact } from './fact.js';
import { ProblemBox } from './problem.js';

const Facts = ({ n }) => html`
  <dl class="facts">
    <${Fact} name="Id"><${Copied} text=${n.id} what="Node id" /></${Fact}>
    <${Fact} name="Ticket"><${Copied} text=${n.ticket} what="Node ticket" /></${Fact}>
    ${n.endpoint_ticket && html`
      <${Fact} name="Ticket for iroh 1.x">
        <${Copied} text=${n.endpoint_ticket} what="Endpoint ticket" /></${Fact}>`}
    <${Fact} name="Addresses">
      ${n.addresses.length ? html`
        <ul class="plain-list">
          ${n.addresses.map((a) => html`<li><code>${a}</code></li>`)}
        </ul>` : html`<span class="muted">none that others can reach</span>`}</${Fact}>
    <${Fact} name="Up for">${duration(uptime())}</${Fact}>
    <${Fact} name="Version">${n.version}</${Fact}>
    <${Fact} name="Data"><code class="wrap">${n.data_dir}</code></${Fact}>
  </dl>`;

export function NodeCard() {
  const n = node.value;
  return html`
    <section class="card node-card" aria-labelledby="node-title">
      <div class="card-head">
        <h2 id="node-title">This node</h2>
        <span class="spring"></span>
        <${CopyButton} text=${curl('GET', routes.node())} what="Curl command"
          label="curl" />
      </div>
      ${nodeProblem.value && !n && html`
        <${ProblemBox} problem=${nodeProblem.value} doing="Reading the node:"
          onRetry=${loadNode} />`}
      ${n && html`<${Facts} n=${n} />`}
      ${!n && !nodeProblem.value && html`<p class="muted">Reading…</p>`}
    </section>`;
}
