// Short messages at the foot of the page, read out by screen readers.
import { signal } from '@preact/signals';

export const notices = signal([]);
let next = 1;

function add(kind, text, hint, keepMs) {
  const id = next++;
  notices.value = [...notices.value.slice(-3), { id, kind, text, hint }];
  if (keepMs) setTimeout(() => dismiss(id), keepMs);
}

export function dismiss(id) {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

export const say = (text) => add('info', text, '', 4000);

// Errors stay until they are dismissed.
export const complain = (problem, doing) =>
  add('error', `${doing}: ${problem.message}`, problem.hint ?? '', 0);
