import { html } from '../lib/html.js';

// The head of a column that sorts its table. `sorting`: { key, isDown }.
export function SortHead({ name, label, sorting, onSort, className = '' }) {
  const isMine = sorting.key === name;
  const direction = sorting.isDown ? 'descending' : 'ascending';
  return html`
    <th scope="col" class=${className} aria-sort=${isMine ? direction : undefined}>
      <button type="button" class="sort-button" onClick=${() => onSort(name)}>
        ${label}<span class="sort-mark" aria-hidden="true">${isMine ? (sorting.isDown ? '↓' : '↑') : ''}</span></button>
    </th>`;
}
