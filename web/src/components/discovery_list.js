// The sources of peers: how each is, what it sees.
import { html } from '../lib/html.js';
import { ago, count, shortHash } from '../lib/format.js';
import { visible } from '../lib/visible.js';
import { now } from '../state/node.js';
import { sources, sourcesProblem } from '../state/peers.js';
import { hrefOf } from '../state/route.js';
import { ProblemBox } from './problem.js';

const about = {
  static: 'the list in the settings',
  mdns: 'DNS-SD by Avahi',
  lan: 'iroh’s multicast',
  dns: '_iroh TXT records',
  exchange: 'peers tell of peers',
};
const words = {
  off: 'Off', starting: 'Starting', running: 'Running', failed: 'Failed',
};
// Not switched off, but empty.
const idle = { static: 'no nodes are named in discovery.static' };
const tones = { running: 'good', failed: 'bad', starting: 'busy' };

const Sighting = ({ s }) => html`
  <li>
    <a href=${hrefOf('peers', s.id)}>${visible(s.name) || shortHash(s.id)}</a>
    <span>${s.addresses.join(', ')}</span>
    <span class="muted">${ago(s.last_seen, now.value)}</span>
  </li>`;

function Source({ source: s }) {
  const faults = Object.entries(s.faults).filter(([, n]) => n > 0)
    .map(([name, n]) => `${name.replaceAll('_', ' ')} ${n}×`);
  return html`
    <li class="source" data-name=${s.name}>
      <div class="transfer-head">
        <strong>${s.name}</strong><span class="muted">${about[s.name]}</span>
        <span class="spring"></span>
        <span class=${`state ${tones[s.state] ?? ''}`}>${words[s.state] ?? s.state}</span>
      </div>
      ${s.enabled ? html`<p class="facts-line">
        ${s.announced && 'announces this node · '}found ${count(s.discovered, 'node')} ·
        ${' '}ran ${count(s.runs, 'time')}${faults.length > 0 && ` · ${faults.join(', ')}`}</p>`
        : html`<p class="facts-line">${idle[s.name] ??
            `switched off by discovery.${s.name}.enabled`}</p>`}
      ${s.error && html`<p class="transfer-error">${visible(s.error)}</p>`}
      ${s.sightings.length > 0 && html`
        <details class="sources"><summary>sees ${count(s.sightings.length, 'node')}</summary>
          <ul>${s.sightings.map((it) => html`<${Sighting} key=${it.id} s=${it} />`)}</ul>
        </details>`}
    </li>`;
}

export function DiscoveryList() {
  if (sourcesProblem.value)
    return html`<${ProblemBox} problem=${sourcesProblem.value}
      doing="Reading the sources:" />`;
  if (!sources.value) return html`<p class="muted">Reading…</p>`;
  return html`
    <ul class="source-list">${sources.value.map((s) => html`
      <${Source} key=${s.name} source=${s} />`)}</ul>`;
}
