// The week: at which times which ceilings hold for the whole node.
import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { dayNames, days, whatText, whenText } from '../lib/schedule.js';
import { parseSpeed, speedHint } from '../lib/speed.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import {
  loadSchedule, putSchedule, schedule, scheduleProblem,
} from '../state/limits.js';
import { complain, say } from '../state/notices.js';
import { units } from '../state/settings.js';
import { CopyButton } from './copy.js';
import { ask } from './dialog.js';
import { ProblemBox } from './problem.js';
import { SpeedField } from './speed_field.js';

async function change(items, done) {
  try {
    await putSchedule(items);
    say(done);
    return true;
  } catch (problem) {
    complain(problem.code === 'precondition_failed'
      ? { message: 'somebody else changed it meanwhile; it was read again' }
      : problem, 'Changing the schedule');
    return false;
  }
}

async function remove(entry) {
  const sure = await ask({
    title: 'Remove this entry?',
    confirm: 'Remove',
    danger: true,
    body: html`<p>${whenText(entry)}: ${whatText(entry, units.value === 'bits')}.</p>`,
  });
  if (sure)
    await change(schedule.value.filter((e) => e !== entry), 'The entry is removed');
}

// A later entry counts only where none before it applies.
function earlier(at) {
  const items = [...schedule.value];
  [items[at - 1], items[at]] = [items[at], items[at - 1]];
  return change(items, 'The order is changed');
}

const Entry = ({ entry, at }) => html`
  <li class="schedule-entry">
    <span><strong>${whenText(entry)}</strong>${' '}
      <span class="muted">${whatText(entry, units.value === 'bits')}</span></span>
    <span class="row-actions">
      ${at > 0 && html`<button type="button" class="button small"
        aria-label=${`Earlier: ${whenText(entry)}`} onClick=${() => earlier(at)}>Earlier</button>`}
      <button type="button" class="button small"
        aria-label=${`Remove: ${whenText(entry)}`} onClick=${() => remove(entry)}>Remove</button>
    </span>
  </li>`;

function List() {
  const items = schedule.value;
  if (scheduleProblem.value && !items)
    return html`<${ProblemBox} problem=${scheduleProblem.value}
      doing="Reading the schedule:" onRetry=${loadSchedule} />`;
  if (!items) return html`<p class="muted">Reading…</p>`;
  if (!items.length)
    return html`<p class="muted">No entry: the ceilings of the whole node hold at
      all times.</p>`;
  return html`
    <ol class="schedule">${items.map((entry, i) => html`
      <${Entry} key=${JSON.stringify(entry)} entry=${entry} at=${i} />`)}</ol>`;
}

const workdays = days.slice(0, 5);

// The entry that the fields describe, or what is wrong with them.
function entryOf(fields) {
  const upload = parseSpeed(fields.up);
  const download = parseSpeed(fields.down);
  if (!fields.days.length) return { error: 'Choose a day.' };
  if (!fields.from || !fields.to) return { error: 'Say from when to when.' };
  if (upload == null || download == null) return { error: speedHint };
  return {
    entry: {
      days: days.filter((d) => fields.days.includes(d)),
      from: fields.from, to: fields.to,
      upload_bytes_per_s: upload, download_bytes_per_s: download,
    },
  };
}

const Time = ({ id, label, value, onInput }) => html`
  <div class="field time-field"><label for=${id}>${label}</label>
    <input id=${id} type="time" value=${value}
      onInput=${(e) => onInput(e.target.value)} /></div>`;

const blank = { days: workdays, from: '08:00', to: '18:00', up: '', down: '' };

function AddForm() {
  const [fields, setFields] = useState(blank);
  const [error, setError] = useState('');
  const set = (values) => {
    setFields({ ...fields, ...values });
    setError('');
  };
  const toggle = (day) => set({
    days: fields.days.includes(day)
      ? fields.days.filter((d) => d !== day) : [...fields.days, day],
  });
  const { entry, error: wrong } = entryOf(fields);
  const add = async (event) => {
    event.preventDefault();
    if (wrong) return setError(wrong);
    if (await change([...schedule.value, entry], 'The entry is added'))
      setFields(blank);
    return undefined;
  };
  return html`
    <form class="schedule-form" onSubmit=${add} novalidate aria-label="New entry">
      <fieldset class="day-choice"><legend>Begins on</legend>
        ${days.map((day) => html`
          <label key=${day} class="day"><input type="checkbox" name=${day}
            checked=${fields.days.includes(day)} onChange=${() => toggle(day)} />
            <span>${dayNames[day]}</span></label>`)}</fieldset>
      <div class="schedule-fields">
        <${Time} id="entry-from" label="From" value=${fields.from}
          onInput=${(from) => set({ from })} />
        <${Time} id="entry-to" label="To" value=${fields.to}
          onInput=${(to) => set({ to })} />
        <${SpeedField} id="entry-up" label="Sending" value=${fields.up}
          isWrong=${error && parseSpeed(fields.up) == null}
          onInput=${(up) => set({ up })} />
        <${SpeedField} id="entry-down" label="Receiving" value=${fields.down}
          isWrong=${error && parseSpeed(fields.down) == null}
          onInput=${(down) => set({ down })} />
      </div>
      ${entry && html`<p class="facts-line" aria-live="polite">${whenText(entry)}:
        ${' '}${whatText(entry, units.value === 'bits')}.</p>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${!schedule.value}>Add</button>
      </div>
      ${error && html`<p class="form-error" role="alert">${error}</p>`}
    </form>`;
}

export const ScheduleCard = () => html`
  <section class="card schedule-card" aria-labelledby="schedule-title">
    <div class="card-head">
      <h2 id="schedule-title">The week</h2>
      <span class="spring"></span>
      <${CopyButton} text=${curl('GET', routes.schedules())} what="Curl command"
        label="curl" />
    </div>
    <p class="muted">While an entry applies its two ceilings stand in the place of
      those of the whole node; of several the first counts. Times are those of the
      node’s clock.</p>
    <${List} />
    <h3>Add an entry</h3>
    <${AddForm} />
  </section>`;
