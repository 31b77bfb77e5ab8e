// How fast blobs may go, and when.
import { useEffect } from 'preact/hooks';
import { html } from '../lib/html.js';
import { loadSchedule, watchLimits } from '../state/limits.js';
import { LimitsForm, LimitsNow } from '../components/limits_form.js';
import { ScheduleCard } from '../components/schedule_card.js';

export function Limits() {
  useEffect(watchLimits, []);
  useEffect(() => {
    loadSchedule();
  }, []);
  return html`
    <main class="page limits-page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="limits-title">
        <div class="card-head"><h2 id="limits-title">Limits</h2></div>
        <${LimitsNow} />
        <${LimitsForm} />
      </section>
      <${ScheduleCard} />
    </main>`;
}
