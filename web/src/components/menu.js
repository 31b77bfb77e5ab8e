// A button that opens a short list of actions. Arrow keys move, Escape and a
// click elsewhere close.
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Icon } from './icon.js';

const steps = { ArrowDown: 1, ArrowUp: -1 };

export function Menu({ label, items }) {
  const [open, setOpen] = useState(false);
  const root = useRef(null);
  const button = useRef(null);

  useEffect(() => {
    if (!open) return undefined;
    root.current.querySelector('[role=menuitem]')?.focus();
    const outside = (event) => {
      if (!root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  const keys = (event) => {
    if (event.key === 'Escape' && open) {
      setOpen(false);
      button.current.focus();
    } else if (event.key === 'Tab') {
      setOpen(false);
    } else if (open && steps[event.key]) {
      event.preventDefault();
      const all = [...root.current.querySelectorAll('[role=menuitem]')];
      const at = all.indexOf(document.activeElement) + steps[event.key];
      all[(at + all.length) % all.length].focus();
    }
  };
  const choose = (item) => {
    setOpen(false);
    button.current.focus();
    item.run();
  };

  return html`
    <div class="menu" ref=${root} onKeyDown=${keys}>
      <button type="button" class="button bare" ref=${button}
        aria-haspopup="menu" aria-expanded=${String(open)} aria-label=${label}
        title="More" onClick=${() => setOpen(!open)}>
        <${Icon} name="more" />
      </button>
      ${open && html`
        <div class="menu-list" role="menu" aria-label=${label}>
          ${items.map((item) => html`
            <button type="button" role="menuitem" tabindex="-1"
              class=${item.danger ? 'danger' : ''}
              onClick=${() => choose(item)}>${item.label}</button>`)}
        </div>`}
    </div>`;
}
