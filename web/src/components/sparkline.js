// A small chart of the last time, drawn to its own scale: the label says its
// present and its highest value.
import { html } from '../lib/html.js';

const width = 240;
const height = 48;

// "M0 48L4 40..." with gaps where a value is null.
function lines(values, most) {
  const step = width / Math.max(1, values.length - 1);
  let path = '';
  let isDown = false;
  values.forEach((value, i) => {
    if (value == null) {
      isDown = false;
      return;
    }
    const y = height - 2 - (value / most) * (height - 6);
    path += `${isDown ? 'L' : 'M'}${(i * step).toFixed(1)} ${y.toFixed(1)}`;
    isDown = true;
  });
  return path;
}

export function Sparkline({ name, values, format, tone = '', span = 'the last minute' }) {
  const known = values.filter((v) => v != null);
  if (!known.length)
    return html`<p class="spark"><span class="spark-name">${name}</span>${' '}
      <span class="muted">not measured yet</span></p>`;
  const most = Math.max(...known);
  const last = format(known.at(-1));
  const path = lines(values, most || 1);
  return html`
    <figure class="spark">
      <figcaption><span class="spark-name">${name}</span>
        <strong class="num">${last}</strong>
        <span class="muted num">at most ${format(most)}</span></figcaption>
      <svg class=${`spark-line ${tone}`} viewBox=${`0 0 ${width} ${height}`}
        preserveAspectRatio="none" role="img"
        aria-label=${`${name} of ${span}: ${last} now, ${format(most)} at most`}>
        <path class="spark-base" d=${`M0 ${height - 1}H${width}`} />
        <path d=${path} />
      </svg>
    </figure>`;
}
