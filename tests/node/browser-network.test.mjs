// Topology, peers, events and health on the page, of made-up networks.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertCalm, missing, openBrowser, openPage, overflow, poorContrast }
  from './lib/browser.mjs';
import { eventStream, fakeNode, problem } from './lib/fake_node.mjs';
import {
  awayPeer, discovery, killed, mesh, nodeId, nodeNetwork, peer, peerDetail,
  readyz, ring, topologyNode,
} from './lib/fake_network.mjs';
import { until } from './lib/wait.mjs';

const evil = '<img src=x onerror=alert(1)>';

const node = {
  id: nodeId(0), name: 'attic-0', version: '0.1.0', state: 'running',
  addresses: ['192.0.2.7:8421'], ...nodeNetwork, http: '127.0.0.1:8420',
  data_dir: '/var/lib/firn', uptime_s: 3723,
  started: '2026-11-20T10:11:12.345Z', ticket: 'node' + 'abc2'.repeat(40),
  endpoint_ticket: 'endpoint' + 'abc2'.repeat(40),
};

const peers = [
  peer(1, { rtt_ms: 5 }), peer(2, { rtt_ms: 90, name: evil }),
  peer(3, { rtt_ms: 0.5 }),
  awayPeer(4, '192.0.2.4:8421: timed out'),
  awayPeer(5, null, { state: 'disconnected', addresses: [] }),
  awayPeer(6, null, { state: 'disconnected', banned: true }),
];

const past = [
  { id: 'abcdef-7', type: 'peer', data: { news: 'state', id: nodeId(3), name: 'loft-3', kind: 'firn', state: 'failed', reason: 'timed out' } },
  { id: 'abcdef-8', type: 'discovery', data: { source: 'mdns', state: 'failed', error: 'no daemon' } },
];

function answerEvents(it, request, response, url) {
  if (url.searchParams.has('wait')) {
    const isPast = url.searchParams.has('since');
    return it.answer(response, {
      json: { events: isPast ? past : [], next: 'abcdef-8', reset: false },
    });
  }
  const stream = eventStream(response);
  it.streams.add(stream);
  return response.on('close', () => it.streams.delete(stream));
}

// A node in the middle of `it.topology`, which a test may change.
async function fake(t, routes = {}) {
  const streams = new Set();
  const it = await fakeNode({
    'GET /api/v1/node': { json: node },
    'GET /readyz': { type: 'text/plain; charset=utf-8', text: readyz },
    'GET /api/v1/blobs': { json: { items: [], next: null } },
    'GET /api/v1/transfers': { json: { items: [], next: null } },
    'GET /api/v1/events': (q, r, url) => answerEvents(it, q, r, url),
    'GET /api/v1/topology': (q, r) => it.answer(r, { json: it.topology }),
    'GET /api/v1/peers': (q, r) => it.answer(r, { json: { items: it.peers, next: null } }),
    'GET /api/v1/discovery': { json: discovery },
    ...Object.fromEntries(peers.map((p) =>
      [`GET /api/v1/peers/${p.id}`, { json: peerDetail(p) }])),
    ...routes,
  });
  t.after(() => it.close());
  const send = (type, data) => streams.forEach((s) => s.send(type, data, 'abcdef-9'));
  return Object.assign(it, {
    streams, send, topology: mesh(5), peers,
    tell: (n, values) => send('peer', {
      news: 'state', id: nodeId(n), name: null, kind: 'firn', state: 'failed',
      reason: null, ...values,
    }),
    count: (text) => it.requests.filter(
      (r) => `${r.method} ${r.url}`.startsWith(text)).length,
    listening: () => until('it listens', () => streams.size === 1),
  });
}

const rows = (page) => page.locator('.table-card tbody tr');
const row = (page, n) => page.locator(`tr[data-id="${nodeId(n)}"]`);
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const choose = async (page, n, name) => {
  await row(page, n).getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name }).click();
};

// Where the mouse is over a node: the picture is searched line by line.
async function overNode(page) {
  const canvas = page.locator('.picture canvas');
  await page.waitForSelector('canvas[data-moving=false]');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  for (let y = 8; y < box.height; y += 10)
    for (let x = 8; x < box.width; x += 10) {
      await page.mouse.move(box.x + x, box.y + y);
      if (await canvas.evaluate((c) => c.classList.contains('over-node')))
        return { x: box.x + x, y: box.y + y };
    }
  throw new Error('no node in the picture');
}

test('the network on the page', { skip: missing }, async (t) => {
  const browser = await openBrowser(t);
  const open = async (tt, it, name, options) => {
    const context = await browser.newContext(options);
    tt.after(() => context.close());
    const page = await openPage(context, it.url);
    await page.getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name }).click();
    return page;
  };

  await t.test('topology: every node and link, also as a table', async (tt) => {
    const page = await open(tt, await fake(tt), 'Topology');
    await page.waitForSelector('.picture canvas');
    assert.equal(await rows(page).count(), 5);
    assert.match(await page.locator('canvas').getAttribute('aria-label'),
      /5 nodes, 10 links; 4 connected/);
    assert.match(await row(page, 0).innerText(), /attic-0\s+This node/);
    await press(page, 'Links (10)');
    assert.equal(await rows(page).count(), 10);
    assert.match(await page.locator('.table-card tbody').innerText(), /130 ms/);
    assertCalm(page);
  });

  await t.test('topology: a node is chosen by mouse or by keyboard', async (tt) => {
    const it = await fake(tt);
    const page = await open(tt, it, 'Topology');
    const at = await overNode(page);
    await page.waitForSelector('.tip');
    await page.mouse.click(at.x, at.y);
    await page.waitForSelector('.details[data-id]');
    await press(page, 'Close');
    await page.waitForSelector('.details[data-id]', { state: 'detached' });
    await row(page, 2).getByRole('button').focus();
    await page.keyboard.press('Enter');
    const details = page.locator(`.details[data-id="${nodeId(2)}"]`);
    await details.waitFor();
    const text = await details.innerText();
    for (const part of ['garage-2', 'Connected', 'firn/0.1.0', '3.27 GiB', 'cellar-1'])
      assert.ok(text.includes(part), part);
    assert.ok(page.url().endsWith(`#/topology/${nodeId(2)}`));
    await details.getByRole('button', { name: 'cellar-1' }).click();
    await page.waitForSelector(`.details[data-id="${nodeId(1)}"]`);
    await page.goBack();
    await details.waitFor();
    assertCalm(page);
  });

  await t.test('topology: links of a killed node are marked, then vanish',
    async (tt) => {
      const it = await fake(tt);
      const page = await open(tt, it, 'Topology');
      await press(page, 'Links (10)');
      await it.listening();
      it.topology = killed(mesh(5), 4);
      it.tell(4);
      await until('four links are marked', async () =>
        (await page.locator('.link-word .swatch.lost').count()) === 4);
      assert.equal(await rows(page).count(), 10);
      await until('they are gone', async () => (await rows(page).count()) === 6);
      await press(page, 'Nodes (5)');
      assert.match(await row(page, 4).innerText(), /Lost/);
      assertCalm(page);
    });

  await t.test('topology: one reading for many events, none while paused',
    async (tt) => {
      const it = await fake(tt);
      const page = await open(tt, it, 'Topology');
      await page.waitForSelector('.picture canvas');
      await it.listening();
      const before = it.count('GET /api/v1/topology');
      for (let i = 0; i < 50; i++) it.tell(3);
      await until('it is read', () => it.count('GET /api/v1/topology') > before);
      assert.ok(it.count('GET /api/v1/topology') <= before + 2);
      await press(page, 'Pause');
      await page.waitForSelector('.picture-note >> text=Paused');
      it.topology = mesh(6);
      await it.listening();
      it.tell(5);
      // Told after that, shown before: the page has seen both events.
      it.send('transfer', { id: 'abcdef-1', hash: nodeId(9), state: 'running', sources: [] });
      await until('the title tells of it', async () => /↓/.test(await page.title()));
      assert.equal(await rows(page).count(), 5);
      await press(page, 'Go on');
      await until('the new node is there', async () => (await rows(page).count()) === 6);
    });

  await t.test('topology: search by name and by id', async (tt) => {
    const it = await fake(tt);
    const page = await open(tt, it, 'Topology');
    await page.fill('#topology-search', 'LOFT');
    await until('one is left', async () => (await rows(page).count()) === 1);
    await page.fill('#topology-search', nodeId(1).slice(0, 8));
    await row(page, 1).waitFor();
    await page.fill('#topology-search', 'nobody');
    await page.waitForSelector('text=Nothing is like that');
  });

  await t.test('topology: names of others are shown, not run', async (tt) => {
    const it = await fake(tt);
    it.topology = { ...mesh(2), nodes: [topologyNode(0), topologyNode(1, { name: evil, version: evil })] };
    const page = await open(tt, it, 'Topology');
    await row(page, 1).getByRole('button', { name: evil }).click();
    await page.waitForSelector('.details[data-id]');
    assert.equal(await page.locator('img').count(), 0);
    assertCalm(page);
  });

  await t.test('topology: five hundred nodes settle', async (tt) => {
    const it = await fake(tt);
    it.topology = ring(500);
    const context = await browser.newContext();
    tt.after(() => context.close());
    await context.addInitScript(() => {
      window.frames500 = [];
      const real = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (fn) => real((now) => {
        window.frames500.push(now);
        fn(now);
      });
    });
    const page = await openPage(context, it.url);
    await page.getByRole('link', { name: 'Topology' }).click();
    await page.waitForSelector('canvas[data-moving=true]');
    await page.waitForSelector('canvas[data-moving=false]');
    const frames = await page.evaluate(() => window.frames500);
    const seconds = (frames.at(-1) - frames[0]) / 1000;
    tt.diagnostic(`${it.topology.links.length} links: ${frames.length} frames in ` +
      `${seconds.toFixed(1)} s, ${(frames.length / seconds).toFixed(0)} a second`);
    assert.match(await page.locator('canvas').getAttribute('aria-label'), /500 nodes/);
    await page.getByRole('button', { name: /^Show more/ }).click();
    await until('more rows', async () => (await rows(page).count()) > 50);
    assertCalm(page);
  });

  await t.test('peers: states in words, reasons and what to do', async (tt) => {
    const page = await open(tt, await fake(tt), 'Peers');
    await row(page, 4).waitFor();
    assert.match(await row(page, 1).innerText(), /Connected\s+5\.0 ms/);
    assert.match(await row(page, 6).innerText(), /Banned/);
    const text = await page.locator('.peers').innerText();
    assert.match(text, /192\.0\.2\.4:8421: timed out.*firewall/);
    assert.match(text, /No address of it is known/);
    assert.ok(text.includes(evil));
    assert.equal(await page.locator('img').count(), 0);
    const mdns = await page.locator('.source[data-name=mdns]').innerText();
    assert.match(mdns, /Failed[\s\S]*no daemon 3×[\s\S]*start it/);
    assert.match(await page.locator('.source[data-name=dns]').innerText(),
      /Off[\s\S]*discovery\.dns\.enabled/);
    assertCalm(page);
  });

  await t.test('peers: filtered and sorted', async (tt) => {
    const page = await open(tt, await fake(tt), 'Peers');
    await row(page, 4).waitFor();
    const ids = () => page.locator('.peers tr[data-id]').evaluateAll((all) =>
      all.map((r) => r.dataset.id));
    await press(page, 'RTT');
    assert.deepEqual((await ids()).slice(0, 3), [3, 1, 2].map(nodeId));
    await press(page, 'RTT');
    assert.deepEqual((await ids()).slice(0, 3), [2, 1, 3].map(nodeId));
    assert.equal(await page.locator('th[aria-sort=descending]').innerText(), 'RTT↓');
    await page.selectOption('#peer-state', 'failed');
    await until('one is left', async () => (await ids()).join() === nodeId(4));
    await page.selectOption('#peer-state', 'connecting');
    await page.waitForSelector('text=No peer is like that');
    await page.getByRole('button', { name: 'Show all' }).click();
    assert.equal((await ids()).length, peers.length);
  });

  await t.test('peers: details with the last minute', async (tt) => {
    const page = await open(tt, await fake(tt), 'Peers');
    await row(page, 3).getByRole('link').click();
    const details = page.locator('.details-card');
    await details.locator('.spark').first().waitFor();
    assert.equal(await details.locator('.spark svg').count(), 4);
    assert.match(await details.getByRole('img', { name: /^RTT/ })
      .getAttribute('aria-label'), /of the last minute: .* ms now, .* at most/);
    const text = await details.innerText();
    for (const part of ['192.0.2.3:8421', 'mdns', 'never', 'we dialled', '203.0.113.5'])
      assert.ok(text.includes(part), part);
    await row(page, 4).getByRole('link').click();
    await details.getByText('Tried again in').waitFor();
    assert.match(await details.innerText(), /Last error: .*timed out/);
    await page.goto(page.url().replace(nodeId(4), nodeId(77)));
    await details.getByText('there is no such route').waitFor();
  });

  await t.test('peers: connect, ping, disconnect, ban, unban', async (tt) => {
    const done = { status: 204 };
    const pong = {
      peer: nodeId(1), by: 'ping', size: 32, sent: 4, received: 4, lost: 0,
      in_order: true, rtt_ms: { min: 0.2, mean: 0.3, max: 0.4 }, error: null,
    };
    const it = await fake(tt, {
      [`POST /api/v1/peers/${nodeId(1)}/ping`]: { json: pong },
      [`POST /api/v1/peers/${nodeId(1)}/ban`]: done,
      [`POST /api/v1/peers/${nodeId(6)}/unban`]: done,
      [`DELETE /api/v1/peers/${nodeId(2)}`]: done,
      'POST /api/v1/peers': problem(504, 'peer_timeout', 'nobody answered',
        'Is it running?'),
    });
    const page = await open(tt, it, 'Peers');
    await choose(page, 1, 'Ping');
    await page.locator('.notice', { hasText: '4 of 4 came back in 0.3 ms' }).waitFor();
    await choose(page, 1, 'Ban…');
    await press(page, 'Cancel');
    await page.waitForSelector('dialog', { state: 'detached' });
    assert.equal(it.count(`POST /api/v1/peers/${nodeId(1)}/ban`), 0);
    await choose(page, 1, 'Ban…');
    await press(page, 'Ban');
    await until('banned', () => it.count(`POST /api/v1/peers/${nodeId(1)}/ban`) === 1);
    await choose(page, 6, 'Unban…');
    await press(page, 'Unban');
    await until('unbanned', () => it.count(`POST /api/v1/peers/${nodeId(6)}/unban`) === 1);
    await choose(page, 2, 'Disconnect…');
    await press(page, 'Disconnect');
    await until('gone', () => it.count(`DELETE /api/v1/peers/${nodeId(2)}`) === 1);
    await page.fill('#connect-to', 'nonsense');
    await press(page, 'Connect');
    await page.waitForSelector('.form-error >> text=neither id@ip:port');
    await page.fill('#connect-to', `${nodeId(9)}@192.0.2.9:8421`);
    await press(page, 'Connect');
    await page.waitForSelector('.form-error >> text=nobody answered Is it running?');
  });

  await t.test('peers: an empty list and one that is refused', async (tt) => {
    const it = await fake(tt);
    it.peers = [];
    const page = await open(tt, it, 'Peers');
    await page.waitForSelector('text=No peer is known yet');
    const no = problem(503, 'p2p_disabled', 'p2p is switched off', 'Set p2p.enabled.');
    const off = await fake(tt, {
      'GET /api/v1/peers': no, 'GET /api/v1/discovery': no, 'GET /api/v1/topology': no,
    });
    const other = await open(tt, off, 'Peers');
    await other.waitForSelector('.problem >> text=p2p is switched off');
    await other.getByRole('link', { name: 'Topology' }).click();
    await other.waitForSelector('main.topology .problem >> text=Set p2p.enabled.');
  });

  await t.test('overview: what is degraded, and the switch of p2p', async (tt) => {
    let state = 'running';
    const it = await fake(tt, {
      'GET /api/v1/node': (q, r) => it.answer(r, { json: { ...node, p2p_state: state } }),
      'POST /api/v1/p2p/stop': (q, r) => {
        state = 'stopped';
        it.answer(r, { json: { running: false, p2p: [] } });
      },
      'POST /api/v1/p2p/start': (q, r) => it.answer(r, problem(503,
        'p2p_cannot_start', 'port 8421 is taken', 'Free it.')),
    });
    const page = await open(tt, it, 'Overview');
    const card = page.locator('.health-card');
    await card.locator('.part[data-name=mdns]').waitFor();
    assert.match(await card.innerText(),
      /Running[\s\S]*12 connected of 17 known[\s\S]*avahi-daemon is not running/);
    assert.equal(await card.locator('.part').count(), 1);
    await press(page, 'Stop p2p');
    await page.locator('dialog').getByRole('button', { name: 'Stop p2p' }).click();
    await card.locator('[data-p2p=stopped]').waitFor();
    await press(page, 'Start p2p');
    await page.locator('.notice.error', { hasText: 'port 8421 is taken' }).waitFor();
  });

  await t.test('events: those before, and those that come', async (tt) => {
    const it = await fake(tt);
    const page = await open(tt, it, 'Events');
    const events = page.locator('.event');
    await until('the past is there', async () => (await events.count()) === 2);
    await it.listening();
    it.tell(2, { name: evil, state: 'connected' });
    await until('the present too', async () => (await events.count()) === 3);
    assert.ok((await events.first().innerText()).includes(`${evil}: connected`));
    await page.selectOption('#event-type', 'discovery');
    assert.equal(await events.count(), 1);
    assert.match(await events.innerText(), /mdns: failed, no daemon/);
    await page.selectOption('#event-type', '');
    await press(page, 'Pause');
    it.tell(3, { reason: 'while it stood' });
    it.send('transfer', { id: 'abcdef-1', hash: nodeId(9), state: 'running', sources: [] });
    await until('the title tells of it', async () => /↓/.test(await page.title()));
    assert.equal(await events.count(), 3);
    await press(page, 'Go on');
    await until('the list goes on', async () => (await events.count()) === 5);
    await press(page, 'Clear');
    await page.waitForSelector('text=Nothing of this kind');
    assertCalm(page);
  });

  // Each place, and what is there when it has been read.
  const places = {
    '': '.part', '#/topology': '.topology-table td',
    [`#/topology/${nodeId(2)}`]: '.details[data-id] table', '#/peers': '.trouble',
    [`#/peers/${nodeId(3)}`]: '.details-card .spark',
    [`#/peers/${nodeId(4)}`]: '.details-card .problem', '#/events': '.event',
  };
  for (const colorScheme of ['light', 'dark']) {
    await t.test(`can be read and fits: ${colorScheme}`, async (tt) => {
      const it = await fake(tt);
      const page = await open(tt, it, 'Overview', { colorScheme });
      for (const [place, sign] of Object.entries(places)) {
        await page.goto(`${it.url}/${place}`);
        await page.waitForSelector(sign);
        assert.deepEqual(await poorContrast(page), [], place);
        for (const width of [360, 420, 600, 900, 1200, 1600]) {
          await page.setViewportSize({ width, height: 800 });
          assert.equal(await overflow(page), 0, `${place} ${width} pixels`);
        }
      }
    });
  }
});
