// The pages of the network as real daemons fill them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertCalm, missing, openBrowser, openPage } from './lib/browser.mjs';
import { Firnd } from './lib/firnd.mjs';
import { until } from './lib/wait.mjs';

// Only those that are connected by hand, whoever else runs here.
const args = ['mdns', 'lan'].map((source) => `--discovery.${source}.enabled=false`);

test('the network of real nodes', { skip: missing }, async (t) => {
  const [a, b, c] = await Promise.all([1, 2, 3].map(() => Firnd.start(t, { args })));
  const browser = await openBrowser(t);
  const page = await openPage(await browser.newContext(), a.url('/'));
  const go = (name) => page.getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name }).click();
  const row = (node) => page.locator(`tr[data-id="${node.id}"]`);
  const connect = async (to) => {
    await page.fill('#connect-to', to);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
  };

  await t.test('connects by address, and says why when it cannot', async () => {
    await go('Peers');
    for (const other of [b, c]) {
      await connect(other.peer);
      await row(other).getByText('Connected').waitFor();
    }
    await connect(a.peer);
    await page.locator('.form-error').waitFor();
    assert.notEqual((await page.locator('.form-error').innerText()).trim(), '');
  });

  await t.test('measures a peer, minute by minute', async () => {
    await row(b).getByRole('link').click();
    const details = page.locator('.details-card');
    await details.getByRole('img', { name: /^RTT of the last minute/ }).waitFor();
    assert.ok((await details.innerText()).includes(b.p2p[0]));
    await details.getByRole('button', { name: 'Ping' }).click();
    await page.locator('.notice', { hasText: '4 of 4 came back' }).waitFor();
  });

  await t.test('draws every node, and marks one that was killed', async () => {
    await go('Topology');
    await page.getByRole('button', { name: 'Nodes (3)' }).waitFor();
    assert.match(await row(a).innerText(), /This node/);
    await until('both are connected', async () =>
      (await page.locator('.topology-table .state.good').count()) === 2);
    await c.kill9();
    await row(c).getByText('Lost').waitFor();
    assert.match(await row(b).innerText(), /Connected/);
  });

  await t.test('tells of it among the events', async () => {
    await go('Events');
    await page.selectOption('#event-type', 'peer');
    await page.locator('.event', { hasText: 'connected' }).first().waitFor();
  });

  await t.test('bans and unbans', async () => {
    await go('Peers');
    const choose = async (name) => {
      await row(b).getByRole('button', { name: /^More/ }).click();
      await page.getByRole('menuitem', { name }).click();
      await page.getByRole('button', { name: name.slice(0, -1), exact: true }).click();
    };
    await choose('Ban…');
    await row(b).getByText('Banned').waitFor();
    await choose('Unban…');
    await row(b).getByText('Banned').waitFor({ state: 'detached' });
  });

  await t.test('stops and starts p2p', async () => {
    await go('Overview');
    const card = page.locator('.health-card');
    await card.getByRole('button', { name: 'Stop p2p' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Stop p2p' }).click();
    await card.locator('[data-p2p=stopped]').waitFor();
    assert.equal((await a.call('GET', '/api/v1/node')).body.p2p_state, 'stopped');
    await card.getByRole('button', { name: 'Start p2p' }).click();
    await card.locator('[data-p2p=running]').waitFor();
  });

  await t.test('had nothing to complain about, all the time', () => {
    // The browser itself tells of the one connection that was refused.
    page.complaints = page.complaints.filter((text) =>
      !/status of 400/.test(text));
    assertCalm(page);
  });
});
