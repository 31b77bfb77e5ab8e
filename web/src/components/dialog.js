// Modal questions. `ask` shows one at a time and resolves with what the form
// holds, or null when it was left.
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { html } from '../lib/html.js';

const question = signal(null);

export function ask(content) {
  return new Promise((resolve) => {
    question.value = { ...content, resolve };
  });
}

function answer(value) {
  const { resolve } = question.value;
  question.value = null;
  resolve(value);
}

export function Dialog() {
  const dialog = useRef(null);
  const q = question.value;

  useEffect(() => {
    if (q) dialog.current.showModal();
  }, [q]);

  if (!q) return null;
  const submit = (event) => {
    event.preventDefault();
    answer(Object.fromEntries(new FormData(event.target)));
  };
  return html`
    <dialog ref=${dialog} class="dialog" aria-labelledby="dialog-title"
      onCancel=${(event) => { event.preventDefault(); answer(null); }}>
      <form onSubmit=${submit}>
        <h2 id="dialog-title">${q.title}</h2>
        ${q.body}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${() => answer(null)}>
            ${q.cancel ?? 'Cancel'}</button>
          <button type="submit"
            class=${q.danger ? 'button danger' : 'button primary'}>
            ${q.confirm}</button>
        </div>
      </form>
    </dialog>`;
}
