// What this browser remembers about how the page should look.
import { signal, effect } from '@preact/signals';

function remembered(key, fallback, allowed) {
  let start = fallback;
  try {
    const value = localStorage.getItem(key);
    if (allowed.includes(value)) start = value;
  } catch {
    // Storage is forbidden: the page works, it only forgets.
  }
  const state = signal(start);
  effect(() => {
    try {
      localStorage.setItem(key, state.value);
    } catch {
      // As above.
    }
  });
  return state;
}

export const theme = remembered('firn.theme', 'auto', ['auto', 'light', 'dark']);
export const units = remembered('firn.units', 'bytes', ['bytes', 'bits']);

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
