// The ceilings on speed: what holds now, and a table to change them in.
import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { ceiling, parseSpeed, speedHint, speedText } from '../lib/speed.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import {
  limits, limitsProblem, loadLimits, patchLimits,
} from '../state/limits.js';
import { complain, say } from '../state/notices.js';
import { units } from '../state/settings.js';
import { copy } from './copy.js';
import { ask } from './dialog.js';
import { ProblemBox } from './problem.js';
import { SpeedField } from './speed_field.js';

const up = 'upload_bytes_per_s';
const down = 'download_bytes_per_s';

// Where each row of the table stands in the answer and in a patch.
const rows = [
  { name: 'The whole node', path: [] },
  { name: 'Each peer', path: ['per_peer'] },
  { name: 'Priority critical', path: ['per_priority', 'critical'] },
  { name: 'Priority high', path: ['per_priority', 'high'] },
  { name: 'Priority normal', path: ['per_priority', 'normal'] },
  { name: 'Priority low', path: ['per_priority', 'low'] },
];

const keyOf = (row, way) => [...row.path, way].join('.');
const held = (l, row, way) => row.path.reduce((o, k) => o[k], l)[way];

function put(patch, path, value) {
  const last = path.at(-1);
  let at = patch;
  for (const key of path.slice(0, -1)) at = at[key] ??= {};
  at[last] = value;
}

// What the texts change, or the key of one that is not a speed.
function patchOf(l, texts, isExempt) {
  const patch = {};
  for (const [key, text] of Object.entries(texts)) {
    const value = parseSpeed(text);
    if (value == null) return { wrong: key };
    const path = key.split('.');
    if (path.reduce((o, k) => o[k], l) !== value) put(patch, path, value);
  }
  if (isExempt != null && isExempt !== l.exempt_local)
    patch.exempt_local = isExempt;
  return { patch };
}

const isEmpty = (patch) => !Object.keys(patch ?? {}).length;

export function LimitsNow() {
  const l = limits.value;
  if (!l) return null;
  const inBits = units.value === 'bits';
  const isOther = l.now[up] !== l[up] || l.now[down] !== l[down];
  return html`
    <p class="note limits-now" role="status">
      <strong>Now</strong> this node sends <b>${ceiling(l.now[up], inBits)}</b> and
      receives <b>${ceiling(l.now[down], inBits)}</b>${isOther
        ? ', as the schedule says.' : '.'}</p>`;
}

const all = { [up]: null, [down]: null };
const back = {
  ...all, per_peer: null, per_priority: null, exempt_local: null,
};

async function reset() {
  const sure = await ask({
    title: 'Back to the settings?',
    confirm: 'Go back',
    body: html`<p>All ceilings become those of the settings of firnd. The
      schedule stays.</p>`,
  });
  if (!sure) return false;
  try {
    await patchLimits(back);
    say('The ceilings are those of the settings');
    return true;
  } catch (problem) {
    complain(problem, 'Changing the ceilings');
    return false;
  }
}

function Row({ l, row, texts, wrong, onText, inBits }) {
  const cell = (way, label) => {
    const key = keyOf(row, way);
    return html`
      <td><${SpeedField} id=${`limit-${key}`} isBare=${true}
        label=${`${row.name}, ${label}`} isWrong=${wrong === key}
        value=${texts[key] ?? speedText(held(l, row, way), inBits)}
        onInput=${(text) => onText(key, text)} /></td>`;
  };
  return html`
    <tr><th scope="row">${row.name}</th>
      ${cell(up, 'sending')}${cell(down, 'receiving')}</tr>`;
}

export function LimitsForm() {
  const [texts, setTexts] = useState({}); // of the fields that were touched
  const [isExempt, setExempt] = useState(null);
  const [error, setError] = useState(null);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const l = limits.value;

  if (!l)
    return limitsProblem.value
      ? html`<${ProblemBox} problem=${limitsProblem.value}
          doing="Reading the ceilings:" onRetry=${loadLimits} />`
      : html`<p class="muted">Reading…</p>`;
  const { patch, wrong: bad } = patchOf(l, texts, isExempt);
  const forget = () => {
    setTexts({});
    setExempt(null);
    setError(null);
    setWrong('');
  };
  const touch = (key, text) => {
    setTexts({ ...texts, [key]: text });
    setError(null);
    setWrong('');
  };
  const refuse = () => {
    setWrong(bad);
    setError({ message: speedHint });
  };
  const save = async (event) => {
    event.preventDefault();
    if (bad) return refuse();
    if (isEmpty(patch)) return forget();
    setBusy(true);
    try {
      await patchLimits(patch);
      forget();
      say('The ceilings hold from now on');
    } catch (problem) {
      setError(problem);
    }
    return setBusy(false);
  };
  const copyCurl = () => {
    if (bad) return refuse();
    return copy(isEmpty(patch) ? curl('GET', routes.limits())
      : curl('PATCH', routes.limits(), { body: patch }), 'Curl command');
  };
  const isTouched = bad || !isEmpty(patch);

  return html`
    <form class="limits-form" onSubmit=${save} novalidate>
      <table class="table limits-table">
        <caption class="offscreen">Ceilings on speed</caption>
        <thead><tr><th scope="col"><span class="offscreen">Of what</span></th>
          <th scope="col">Sending</th><th scope="col">Receiving</th></tr></thead>
        <tbody>${rows.map((row) => html`
          <${Row} key=${row.name} l=${l} row=${row} texts=${texts} wrong=${wrong}
            onText=${touch} inBits=${units.value === 'bits'} />`)}</tbody>
      </table>
      <label class="check"><input type="checkbox" id="limit-exempt"
        checked=${isExempt ?? l.exempt_local}
        onChange=${(e) => setExempt(e.target.checked)} />
        <span>Peers on local networks go free${' '}
          <span class="muted">(private, link-local and loopback addresses)</span></span></label>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${busy || !isTouched}>
          ${busy ? 'Saving…' : 'Save'}</button>
        ${isTouched && html`
          <button type="button" class="button" onClick=${forget}>Undo</button>`}
        <button type="button" class="button" onClick=${copyCurl}
          title="Copy this change as a curl command">curl</button>
        <span class="spring"></span>
        <button type="button" class="button" onClick=${async () => {
          if (await reset()) forget();
        }}>Back to the settings…</button>
      </div>
      ${error && html`<p class="form-error" role="alert">
        ${error.message}${error.hint && html` <span>${error.hint}</span>`}</p>`}
    </form>
    <p class="muted small-print">Where several apply the lowest holds. Of
      transfers that wait for one ceiling those of the highest priority go first,
      always; equal ones take turns. What is sent counts as normal. What nodes
      tell each other beside blobs never waits.</p>`;
}
