// An entry of the weekly schedule in words.
import { ceiling } from './speed.js';

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const dayNames = {
  mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat',
  sun: 'Sun',
};

// "Every day", "Mon to Fri", "Mon, Wed and Sat to Sun": runs of three or more
// days are drawn together, and the weekend.
export function daysText(list) {
  const on = days.filter((d) => !list || list.includes(d));
  if (on.length === 7) return 'Every day';
  if (on.join() === 'sat,sun') return 'Sat and Sun';
  const runs = [];
  for (const day of on) {
    const last = runs.at(-1);
    if (last && days.indexOf(last.at(-1)) === days.indexOf(day) - 1)
      last.push(day);
    else runs.push([day]);
  }
  const texts = runs.flatMap((run) => (run.length > 2
    ? [`${dayNames[run[0]]} to ${dayNames[run.at(-1)]}`]
    : run.map((d) => dayNames[d])));
  return texts.length < 2 ? texts.join('')
    : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

export function hoursText({ from, to }) {
  if (from === to || (from === '00:00' && to === '24:00'))
    return from === '00:00' ? 'all day' : `from ${from} for a day`;
  if (to === '00:00' || to === '24:00') return `${from} to midnight`;
  return `${from} to ${to}${to < from ? ' of the next day' : ''}`;
}

export const whenText = (entry) => `${daysText(entry.days)}, ${hoursText(entry)}`;

export function whatText(entry, inBits) {
  const up = entry.upload_bytes_per_s ?? 0;
  const down = entry.download_bytes_per_s ?? 0;
  if (up === down)
    return `sends and receives ${up ? `${ceiling(up, inBits)} each` : ceiling(0)}`;
  return `sends ${ceiling(up, inBits)}, receives ${ceiling(down, inBits)}`;
}
