// How the node is: its p2p engine with a switch, its peers, and the parts that
// do not do all of their work.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { count } from '../lib/format.js';
import { visible } from '../lib/visible.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { healthProblem, parts, switchP2p, watchHealth } from '../state/health.js';
import { node, watchNode } from '../state/node.js';
import { complain, say } from '../state/notices.js';
import { hrefOf } from '../state/route.js';
import { CopyButton } from './copy.js';
import { ask } from './dialog.js';
import { Fact } from './fact.js';
import { ProblemBox } from './problem.js';

const words = {
  running: ['good', 'Running'], stopped: ['', 'Stopped'], failed: ['bad', 'Failed'],
  disabled: ['', 'Switched off'],
};

const isSure = (peers) => ask({
  title: 'Stop the p2p engine?',
  confirm: 'Stop p2p',
  danger: true,
  body: html`<p>${count(peers, 'connection')} and every running transfer end. Blobs
    stay, and this page goes on. A restart of firnd starts it again.</p>`,
});

function Switch({ state }) {
  const [busy, setBusy] = useState(false);
  const isOn = state === 'running';
  if (state === 'disabled')
    return html`<span class="muted">by the setting p2p.enabled</span>`;
  const press = async () => {
    if (isOn && !(await isSure(node.value.peers?.connected ?? 0))) return;
    setBusy(true);
    try {
      await switchP2p(!isOn);
      say(isOn ? 'p2p is stopped' : 'p2p is running');
    } catch (problem) {
      complain(problem, isOn ? 'Stopping p2p' : 'Starting p2p');
    }
    setBusy(false);
  };
  return html`
    <button type="button" class="button small" disabled=${busy} onClick=${press}>
      ${busy ? 'Wait…' : isOn ? 'Stop p2p' : 'Start p2p'}</button>`;
}

const Part = ({ part }) => html`
  <li class="part" data-name=${part.name}>
    <span class=${`state ${part.state === 'failed' ? 'bad' : 'warn'}`}>
      ${part.state === 'failed' ? 'Failed' : 'Degraded'}</span>
    <span><strong>${part.name}</strong>: ${visible(part.text)}</span>
  </li>`;

function Parts() {
  if (healthProblem.value)
    return html`<${ProblemBox} problem=${healthProblem.value}
      doing="Checking the parts:" />`;
  if (!parts.value) return html`<p class="muted">Checking…</p>`;
  const unwell = parts.value.filter((p) => p.state !== 'well');
  if (!unwell.length)
    return html`<p><span class="state good">All parts are well</span></p>`;
  return html`<ul class="parts" aria-label="Parts that are not well">
    ${unwell.map((p) => html`<${Part} key=${p.name} part=${p} />`)}</ul>`;
}

const NotBound = ({ n }) => {
  const list = [...(n.p2p?.not_bound ?? []), ...(n.http_not_bound ?? [])];
  return list.length > 0 && html`
    <ul class="parts" aria-label="Addresses that could not be bound">
      ${list.map((text) => html`<li class="part" key=${text}>
        <span class="state warn">Not bound</span><span>${visible(text)}</span></li>`)}</ul>`;
};

export function HealthCard() {
  useEffect(watchHealth, []);
  useEffect(watchNode, []);
  const n = node.value;
  if (!n) return null;
  const [tone, word] = words[n.p2p_state] ?? ['', n.p2p_state];
  return html`
    <section class="card health-card" aria-labelledby="health-title">
      <div class="card-head">
        <h2 id="health-title">Network</h2>
        <span class="spring"></span>
        <${CopyButton} text=${curl('GET', routes.readyz())} what="Curl command"
          label="curl" />
      </div>
      <dl class="facts">
        <${Fact} name="P2p engine"><span class="switch-row">
          <span class=${`state ${tone}`} data-p2p=${n.p2p_state}>${word}</span>
          <${Switch} state=${n.p2p_state} /></span></${Fact}>
        ${n.peers && html`
          <${Fact} name="Peers"><a href=${hrefOf('peers')}>
            <strong class="num">${n.peers.connected}</strong> connected</a>
            <span class="muted"> of ${n.peers.known} known</span></${Fact}>`}
      </dl>
      ${n.p2p?.error && html`<p class="transfer-error">${visible(n.p2p.error)}</p>`}
      <${Parts} />
      <${NotBound} n=${n} />
    </section>`;
}
