// What can be done with a transfer.
import { html } from '../lib/html.js';
import { shortHash } from '../lib/format.js';
import { parseSpeed, speedHint, speedText } from '../lib/speed.js';
import { visible } from '../lib/visible.js';
import { call } from '../api/client.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { complain, say } from '../state/notices.js';
import { units } from '../state/settings.js';
import { isOver, patchTransfer } from '../state/transfers.js';
import { copy } from './copy.js';
import { ask } from './dialog.js';
import { SpeedField } from './speed_field.js';

export const transferName = (t) => (t.tag ? visible(t.tag) : shortHash(t.hash));

export const priorities = ['low', 'normal', 'high', 'critical'];

async function change(t, patch, doing) {
  try {
    await patchTransfer(t.id, patch);
    return true;
  } catch (problem) {
    complain(problem, doing);
    return false;
  }
}

export async function cancel(t) {
  try {
    await call('DELETE', routes.transfer(t.id));
  } catch (problem) {
    complain(problem, 'Cancelling');
  }
}

const setState = (t, state, doing) => change(t, { state }, doing);

const moveTo = (t, position) => change(t, { position }, 'Changing the order');

async function capSpeed(t) {
  const form = await ask({
    title: 'Limit this transfer',
    confirm: 'Set limit',
    body: html`
      <p>At most so much for <strong>${transferName(t)}</strong>, also while there
        is room for more. ${speedHint}</p>
      <${SpeedField} id="cap" name="cap" label="At most"
        value=${speedText(t.max_bps, units.value === 'bits')} />`,
  });
  if (!form) return;
  const cap = parseSpeed(form.cap);
  if (cap == null) complain({ message: 'this is no speed', hint: speedHint }, form.cap);
  else if (await change(t, { max_bps: cap }, 'Limiting the transfer'))
    say(cap ? `${transferName(t)}: at most ${speedText(cap)}`
      : `${transferName(t)}: no ceiling of its own`);
}

export function PauseButton({ t }) {
  const isPaused = t.state === 'paused';
  return html`
    <button type="button" class="button small"
      aria-label=${`${isPaused ? 'Resume' : 'Pause'} the transfer of ${transferName(t)}`}
      onClick=${() => (isPaused ? setState(t, 'running', 'Resuming')
        : setState(t, 'paused', 'Pausing'))}>${isPaused ? 'Resume' : 'Pause'}</button>`;
}

// `onChange` gets the name of a priority.
export const PrioritySelect = ({ value, label, id, onChange, className = 'narrow' }) => html`
  <select id=${id} class=${className} aria-label=${label} value=${value}
    onChange=${(e) => onChange(e.target.value)}>
    ${priorities.map((p) => html`
      <option key=${p} value=${p} selected=${p === value}>${p}</option>`)}
  </select>`;

export const Priority = ({ t }) => html`
  <${PrioritySelect} value=${t.priority}
    label=${`Priority of ${transferName(t)}`}
    onChange=${(priority) => change(t, { priority }, 'Changing the priority')} />`;

const queueActions = (t) => (t.state === 'queued' && t.position ? [
  ...(t.position > 1 ? [
    { label: 'First in the queue', run: () => moveTo(t, 1) },
    { label: 'One place up', run: () => moveTo(t, t.position - 1) },
  ] : []),
  { label: 'One place down', run: () => moveTo(t, t.position + 1) },
] : []);

const retry = (t) => (t.next_attempt
  ? [{ label: 'Try again now', run: () => setState(t, 'running', 'Trying again') }]
  : []);

export const transferActions = (t) => [
  ...(isOver(t) ? [] : [
    ...retry(t),
    { label: 'Limit the speed…', run: () => capSpeed(t) }, ...queueActions(t),
  ]),
  { label: 'Copy hash', run: () => copy(t.hash, 'Hash') },
  {
    label: 'Copy curl: watch',
    run: () => copy(curl('GET', `${routes.transfer(t.id)}/events`)
      .replace('curl ', 'curl -N '), 'Curl command'),
  },
  ...(isOver(t) ? [] : [{
    label: 'Copy curl: cancel',
    run: () => copy(curl('DELETE', routes.transfer(t.id)), 'Curl command'),
  }]),
];
