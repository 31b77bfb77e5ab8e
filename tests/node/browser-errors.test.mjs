// The page against a node that refuses, vanishes and says evil things.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertCalm, missing, openBrowser, openPage, overflow, poorContrast }
  from './lib/browser.mjs';
import { eventStream, fakeNode, problem } from './lib/fake_node.mjs';
import { nodeNetwork as network, readyz } from './lib/fake_network.mjs';
import { until } from './lib/wait.mjs';

const byte = (n) => n.toString(16).padStart(2, '0').repeat(32);
const evil = '<img src=x onerror=alert(1)>';

const node = {
  id: byte(174), name: `attic ${evil}`, version: '0.1.0', state: 'running',
  addresses: ['192.0.2.7:8421', '[2001:db8::7]:8421'], ...network,
  http: '127.0.0.1:8420', data_dir: '/var/lib/firn', uptime_s: 3723,
  started: '2026-11-20T10:11:12.345Z', ticket: 'node' + 'abc2'.repeat(40),
  endpoint_ticket: 'endpoint' + 'abc2'.repeat(40),
};
const blob = (n, values) => ({
  hash: byte(n), size: 1e6 * n, state: 'complete', held_bytes: 1e6 * n,
  tags: [], added: '2026-11-20T10:00:00Z', ...values,
});
const transfer = (n, state, values) => ({
  id: `abcdef-${n}`, hash: byte(n), format: 'raw', state, size: 1e9,
  bytes_done: 4e8, bytes_fetched: 4e8, rate_bps: 1e8, tag: null, error: null,
  sources: [{ peer: byte(77), state: 'active', bytes: 4e8, error: null }],
  created: `2026-11-20T10:00:0${n}Z`, started: '2026-11-20T10:00:00Z',
  ended: null, ...values,
});
const failure = { code: 'mismatch', detail: `peer sent ${evil}` };

const blobs = [
  blob(1, { tags: ['disk.qcow2', evil, 'photo\u202egpj.exe', 'x'.repeat(255)] }),
  blob(2, { state: 'partial', held_bytes: 5e5 }),
  blob(3, { state: 'partial', size: null, held_bytes: 16384 }),
];
const transfers = [
  transfer(1, 'running', { tag: evil }),
  transfer(2, 'queued', { size: null, bytes_done: 0, sources: [] }),
  transfer(3, 'failed', { error: failure,
    sources: [{ peer: byte(5), state: 'failed', bytes: 0, error: failure }] }),
  transfer(4, 'cancelled'),
  transfer(5, 'completed', { bytes_done: 1e9, ended: '2026-11-20T10:00:09Z' }),
];

// A node with the above; `streams` are the event streams that are open.
async function fake(t, routes = {}) {
  const streams = new Set();
  const it = await fakeNode({
    'GET /api/v1/node': { json: node },
    'GET /readyz': { type: 'text/plain; charset=utf-8', text: readyz },
    'GET /api/v1/blobs': { json: { items: blobs, next: null } },
    'GET /api/v1/transfers': { json: { items: transfers, next: null } },
    'GET /api/v1/events': (request, response) => {
      const stream = eventStream(response);
      streams.add(stream);
      response.on('close', () => streams.delete(stream));
    },
    ...routes,
  });
  t.after(() => it.close());
  return Object.assign(it, {
    streams,
    send: (type, data) => streams.forEach((s) => s.send(type, data, 'e-1')),
    count: (text) => it.requests.filter(
      (r) => `${r.method} ${r.url}`.startsWith(text)).length,
  });
}

test('the page', { skip: missing }, async (t) => {
  const browser = await openBrowser(t);
  const open = async (tt, it, options) => {
    const context = await browser.newContext(options);
    tt.after(() => context.close());
    return openPage(context, it.url);
  };

  await t.test('shows names of others as they are, and runs none', async (tt) => {
    const page = await open(tt, await fake(tt));
    await page.waitForSelector('.blob[data-hash]');
    const text = await page.textContent('body');
    assert.ok(text.includes(`attic ${evil}`));
    assert.ok(text.includes(`peer sent ${evil}`));
    assert.ok(text.includes('photo\\u{202E}gpj.exe'));
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.title(), `2 ↓ attic ${evil} · Firn`);
    assertCalm(page);
  });

  for (const colorScheme of ['light', 'dark']) {
    await t.test(`can be read: ${colorScheme}`, async (tt) => {
      const it = await fake(tt, { 'POST /api/v1/blobs': (q) => q.resume() });
      const page = await open(tt, it, { colorScheme });
      await page.setInputFiles('input[type=file]',
        [{ name: 'a', mimeType: 'x/y', buffer: Buffer.alloc(9) }]);
      await page.fill('#fetch-what', 'nonsense');
      await page.click('text=Fetch');
      await page.locator('details').evaluateAll((all) =>
        all.forEach((d) => { d.open = true; }));
      await page.click('.blob[data-hash] .menu button');
      assert.deepEqual(await poorContrast(page), []);
      await page.click('text=Delete…');
      assert.deepEqual(await poorContrast(page), []);
    });
  }

  await t.test('fits windows from 360 to 1600 pixels', async (tt) => {
    const page = await open(tt, await fake(tt));
    await page.waitForSelector('.blob[data-hash]');
    await page.fill('#fetch-what', byte(3));
    for (const width of [360, 420, 600, 900, 1200, 1600]) {
      await page.setViewportSize({ width, height: 800 });
      assert.equal(await overflow(page), 0, `${width} pixels`);
    }
  });

  await t.test('says that the node is gone, and goes on when it is back',
    async (tt) => {
      let gone = false;
      const it = await fake(tt, {
        'GET /api/v1/events': (request, response) => {
          if (gone) return response.destroy();
          const stream = eventStream(response);
          response.write('retry: 50\n\n');
          it.streams.add(stream);
          return response.on('close', () => it.streams.delete(stream));
        },
      });
      const page = await open(tt, it);
      await page.waitForSelector('.pill.good');
      await until('it listens', () => it.streams.size === 1);
      gone = true;
      it.streams.forEach((s) => s.cut());
      await page.waitForSelector('.pill.bad >> text=No contact');
      gone = false;
      const before = it.count('GET /api/v1/blobs');
      await page.waitForSelector('.pill.good >> text=Live');
      await until('the lists are read', () =>
        it.count('GET /api/v1/blobs') > before);
    });

  await t.test('tells refusals in the words of the node', async (tt) => {
    const it = await fake(tt, {
      [`DELETE /api/v1/blobs/${byte(2)}`]:
        problem(409, 'blob_busy', `busy ${evil}`, 'Wait a little.'),
    });
    const page = await open(tt, it);
    const row = page.locator(`.blob[data-hash="${byte(2)}"]`);
    await row.getByRole('button', { name: /^More/ }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const notice = page.locator('.notice.error');
    await notice.waitFor();
    assert.match(await notice.textContent(),
      /Deleting: busy <img.*Wait a little\./);
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await notice.waitFor({ state: 'detached' });
  });

  await t.test('follows a transfer by events, and never back', async (tt) => {
    const it = await fake(tt);
    const page = await open(tt, it);
    const row = page.locator(`.transfer[data-hash="${byte(1)}"]`);
    const bar = row.getByLabel(/^Progress/);
    await until('it listens', () => it.streams.size === 1);
    for (const bytes of [5e8, 7e8, 999_999_999]) {
      it.send('transfer', transfer(1, 'running', { bytes_done: bytes }));
      const percent = String(Math.floor(bytes / 1e7));
      await until(`${percent} percent`,
        async () => (await bar.getAttribute('value')) === percent);
    }
    it.send('transfer', transfer(1, 'completed', { bytes_done: 1e9 }));
    it.send('transfer', transfer(1, 'running'));
    it.send('transfer', transfer(6, 'running'));
    await page.waitForSelector(`.transfer[data-hash="${byte(6)}"]`);
    assert.equal(await row.getAttribute('data-state'), 'completed');
    assertCalm(page);
  });

  await t.test('reads everything anew on a reset, once for many events',
    async (tt) => {
      const it = await fake(tt);
      await open(tt, it);
      await until('it listens', () => it.streams.size === 1);
      await until('all was read', () => it.count('GET /api/v1/blobs') === 1);
      it.send('reset', { reason: 'gap' });
      await until('all is read again', () =>
        it.count('GET /api/v1/node') === 2 &&
        it.count('GET /api/v1/transfers') === 2 &&
        it.count('GET /api/v1/blobs') === 2);
      for (let i = 0; i < 50; i++) it.send('blob_added', blob(9));
      await until('the list is read', () => it.count('GET /api/v1/blobs') >= 3);
      assert.ok(it.count('GET /api/v1/blobs') <= 4);
    });

  await t.test('listens once for all tabs, and hands over', async (tt) => {
    const it = await fake(tt);
    const context = await browser.newContext();
    tt.after(() => context.close());
    const one = await openPage(context, it.url);
    const two = await openPage(context, it.url);
    await until('one listens', () => it.streams.size === 1);
    await two.waitForSelector('.pill.good');
    it.send('transfer', transfer(7, 'running'));
    await two.waitForSelector(`.transfer[data-hash="${byte(7)}"]`);
    assert.equal(it.streams.size, 1);
    await one.close();
    await until('the other listens', () => it.count('GET /api/v1/events') === 2);
    await until('one listens', () => it.streams.size === 1);
    it.send('transfer', transfer(8, 'running'));
    await two.waitForSelector(`.transfer[data-hash="${byte(8)}"]`);
    assertCalm(two);
  });

  await t.test('menus and questions work by keyboard', async (tt) => {
    const page = await open(tt, await fake(tt));
    const button = page.locator(`.blob[data-hash="${byte(1)}"]`)
      .getByRole('button', { name: /^More/ });
    await button.focus();
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
    await until('the first item has the focus',
      async () => (await focused()) === 'Copy hash');
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(), 'Delete…');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('menu').count(), 0);
    assert.ok(await button.evaluate((e) => e === document.activeElement));
    await page.keyboard.press('Enter');
    await until('open', async () => (await focused()) === 'Copy hash');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
  });

  await t.test('without scripts it can still be read', async (tt) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    tt.after(() => context.close());
    const page = await context.newPage();
    await page.goto((await fake(tt)).url);
    assert.match(await page.locator('noscript').innerText(),
      /A Firn node is running here/);
  });

  await t.test('a node that refuses everything leaves a page with reasons',
    async (tt) => {
      const no = problem(503, 'shutting_down', 'the node is stopping', 'Wait.');
      const it = await fake(tt, {
        'GET /api/v1/node': no, 'GET /api/v1/blobs': no,
        'GET /api/v1/transfers': no, 'GET /api/v1/events': no,
      });
      const context = await browser.newContext();
      tt.after(() => context.close());
      const page = await context.newPage();
      await page.goto(it.url);
      await until('three parts say why', async () =>
        (await page.locator('.problem').count()) === 3);
      assert.match(await page.locator('.problem').first().innerText(),
        /the node is stopping/);
    });
});
