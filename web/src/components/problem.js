import { html } from '../lib/html.js';
import { visible } from '../lib/visible.js';

// What went wrong in a part of the page, in the node's words.
export const ProblemBox = ({ problem, doing, onRetry }) => html`
  <div class="problem" role="alert">
    <p><strong>${doing}</strong> ${visible(problem.message)}</p>
    ${problem.hint && html`<p class="muted">${problem.hint}</p>`}
    ${problem.requestId && problem.status >= 500 && html`
      <p class="muted">The node’s log has more under request${' '}
        <code>${problem.requestId}</code>.</p>`}
    ${onRetry && html`
      <button type="button" class="button small" onClick=${onRetry}>
        Try again</button>`}
  </div>`;
