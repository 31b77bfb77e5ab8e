// Transfers, ceilings and the week on the page, of a made-up node.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertCalm, missing, openBrowser, openPage, overflow, poorContrast }
  from './lib/browser.mjs';
import { eventStream, fakeNode, problem } from './lib/fake_node.mjs';
import { nodeId, nodeNetwork, peer, readyz } from './lib/fake_network.mjs';
import { hashOf, limits, schedule, source, stats, transfer, transfers, uploads }
  from './lib/fake_transfers.mjs';
import { until } from './lib/wait.mjs';

const evil = '<img src=x onerror=alert(1)>';

const node = {
  id: nodeId(0), name: 'attic-0', version: '0.1.0', state: 'running',
  addresses: ['192.0.2.7:8421'], ...nodeNetwork, http: '127.0.0.1:8420',
  data_dir: '/var/lib/firn', uptime_s: 3723,
  started: '2026-11-20T10:11:12.345Z', ticket: 'node' + 'abc2'.repeat(40),
  endpoint_ticket: 'endpoint' + 'abc2'.repeat(40),
};

const peers = [peer(1), peer(2, { name: evil }), peer(3)];

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return parts.length ? JSON.parse(Buffer.concat(parts)) : null;
}

// Every PATCH, POST and PUT is kept in `it.asked` as [what, body], and answered
// as by a node that does it.
async function fake(t, routes = {}) {
  const streams = new Set();
  const asked = [];
  const list = (items) => ({ json: { items, next: null } });
  const it = await fakeNode({
    'GET /api/v1/node': { json: node },
    'GET /readyz': { type: 'text/plain; charset=utf-8', text: readyz },
    'GET /api/v1/blobs': list([]),
    'GET /api/v1/peers': list(peers),
    'GET /api/v1/events': (q, r) => {
      const stream = eventStream(r);
      streams.add(stream);
      r.on('close', () => streams.delete(stream));
    },
    // A page of the newest, as long as `it.page`.
    'GET /api/v1/transfers': (q, r, url) => {
      if (url.searchParams.get('direction') === 'upload')
        return it.answer(r, list(it.uploads));
      const state = url.searchParams.get('state');
      const all = it.transfers.filter((x) => !state || x.state === state);
      const items = all.slice(0, it.page);
      return it.answer(r, { json: { items, next: all.length > it.page ? 'x' : null } });
    },
    'GET /api/v1/transfers/stats': (q, r) => it.answer(r, { json: it.stats }),
    'POST /api/v1/transfers': async (q, r) => {
      const body = await bodyOf(q);
      asked.push(['POST', body]);
      it.answer(r, { status: 202, json: transfer(20, { position: 4, ...body }) });
    },
    ...Object.fromEntries(transfers().map((one) => [
      `PATCH /api/v1/transfers/${one.id}`, async (q, r) => {
        const body = await bodyOf(q);
        asked.push([one.id, body]);
        const now = it.transfers.find((x) => x.id === one.id);
        Object.assign(now, body);
        it.answer(r, { json: now });
      },
    ])),
    'GET /api/v1/limits': (q, r) => it.answer(r, { json: it.limits }),
    'PATCH /api/v1/limits': async (q, r) => {
      const body = await bodyOf(q);
      asked.push(['limits', body]);
      Object.assign(it.limits, { upload_bytes_per_s: body.upload_bytes_per_s });
      it.answer(r, { json: it.limits });
    },
    'GET /api/v1/schedules': (q, r) => it.answer(r, {
      json: { items: it.schedule }, headers: { ETag: `"${it.version}"` },
    }),
    'PUT /api/v1/schedules': async (q, r) => {
      const body = await bodyOf(q);
      asked.push(['schedules', body.items]);
      if (q.headers['if-match'] !== `"${it.version}"`)
        return it.answer(r, problem(412, 'precondition_failed', 'it changed'));
      it.schedule = body.items;
      it.version++;
      return it.answer(r, { json: body, headers: { ETag: `"${it.version}"` } });
    },
    ...routes,
  });
  t.after(() => it.close());
  return Object.assign(it, {
    asked, streams, transfers: transfers(), uploads: uploads(), stats: stats(), limits: limits(),
    schedule: schedule(), version: 1, page: 100,
    send: (data) => streams.forEach((s) => s.send('transfer', data, 'abcdef-9')),
    listening: () => until('it listens', () => streams.size === 1),
    count: (text) => it.requests.filter(
      (r) => `${r.method} ${r.url}`.startsWith(text)).length,
  });
}

const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const row = (page, n) => page.locator(`.transfer[data-id="5f03a1-${n}"]`);
const ids = (page, group) => page.locator(`[data-group=${group}] .transfer`)
  .evaluateAll((all) => all.map((r) => Number(r.dataset.id.split('-')[1])));
const choose = async (page, n, name) => {
  await row(page, n).getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
};

test('transfers and limits on the page', { skip: missing }, async (t) => {
  const browser = await openBrowser(t);
  const open = async (tt, it, name, options) => {
    const context = await browser.newContext(options);
    tt.after(() => context.close());
    const page = await openPage(context, it.url);
    await page.getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name }).click();
    return page;
  };
  const openTransfers = async (tt, it) => {
    const page = await open(tt, it, 'Transfers');
    await row(page, 9).waitFor();
    return page;
  };

  await t.test('transfers: each in its group, the queue in its order', async (tt) => {
    const page = await openTransfers(tt, await fake(tt));
    assert.deepEqual(await ids(page, 'running'), [9]);
    assert.deepEqual(await ids(page, 'queued'), [8, 7, 6]);
    assert.deepEqual(await ids(page, 'paused'), [5]);
    assert.deepEqual(await ids(page, 'completed'), [4, 3, 2]);
    assert.match(await row(page, 9).innerText(),
      /512 MiB of 1\.00 GiB · 25\.0 MiB\/s · 20 s left[\s\S]*at most 50 MB\/s/);
    assert.match(await row(page, 8).innerText(), /place 1/);
    assert.match(await row(page, 6).innerText(), /2 tried, again in \d s[\s\S]*no peer was reached/);
    assert.match(await row(page, 5).innerText(), /to be done in (2 h 0|1 h 59) min/);
    assert.equal(await row(page, 9).getByLabel('Priority of images/base').inputValue(), 'high');
    assertCalm(page);
  });

  await t.test('transfers: what each source gave, and why it was dropped', async (tt) => {
    const page = await openTransfers(tt, await fake(tt));
    const of = (n) => row(page, 9).locator(`[data-peer="${nodeId(n)}"]`);
    await of(1).getByText('cellar-1').waitFor();
    assert.match(await of(1).innerText(), /Sending\s+300 MiB\s+60 %\s+15\.0 MiB\/s/);
    assert.equal(await of(1).getByRole('progressbar').getAttribute('value'), '60');
    assert.match(await of(3).innerText(), /Dropped\s+50\.0 MiB\s+10 %\s+sent wrong bytes/);
    assert.match(await of(4).innerText(), /Dropped\s+0 B[\s\S]*nothing came for 10 s/);
    assert.match(await row(page, 3).innerText(), /no peer has it[\s\S]*does not have it/);
    await row(page, 4).getByText('2 peers, bytes from 2').click();
    assert.match(await row(page, 4).innerText(), /60\.0 MiB\s+75 %[\s\S]*20\.0 MiB\s+25 %/);
    assertCalm(page);
  });

  await t.test('transfers: what peers and tags are called is shown, not run', async (tt) => {
    const it = await fake(tt);
    it.transfers.push(transfer(10, {
      state: 'running', tag: evil, size: 100, created: '2026-11-20T10:12:00.000Z',
      sources: [source(2, {
        bytes: 1, state: 'failed', error: { code: 'mismatch', detail: `${evil}\u202e` },
      })],
    }));
    const page = await openTransfers(tt, it);
    // As tag, as name of a peer, as what it said.
    await until('all three are there', async () =>
      (await row(page, 10).innerText()).split(evil).length === 4);
    assert.ok((await row(page, 10).innerText()).includes('\\u{202E}'));
    assert.equal(await page.locator('img').count(), 0);
    assertCalm(page);
  });

  await t.test('transfers: pause, resume, priority, order, limit', async (tt) => {
    const it = await fake(tt);
    const page = await openTransfers(tt, it);
    const last = async (...what) => {
      await until(JSON.stringify(what), () => it.asked.length > 0);
      assert.deepEqual(it.asked.pop(), what);
    };
    await press(page, 'Pause the transfer of images/base');
    await last('5f03a1-9', { state: 'paused' });
    await until('it is there', async () => (await ids(page, 'paused')).length === 2);
    await press(page, 'Resume the transfer of images/base');
    await last('5f03a1-9', { state: 'running' });
    await row(page, 7).getByLabel(/^Priority/).selectOption('low');
    await last('5f03a1-7', { priority: 'low' });
    await choose(page, 7, 'First in the queue');
    await last('5f03a1-7', { position: 1 });
    await choose(page, 6, 'Try again now');
    await last('5f03a1-6', { state: 'running' });
    await choose(page, 9, 'Limit the speed…');
    assert.equal(await page.inputValue('#cap'), '50 MB/s');
    await page.fill('#cap', '1.5 MiB/s');
    await press(page, 'Set limit');
    await last('5f03a1-9', { max_bps: 1572864 });
    await row(page, 9).getByText('at most 1.5 MiB/s').waitFor();
    assertCalm(page);
  });

  await t.test('transfers: a refusal is told in the node’s words', async (tt) => {
    const it = await fake(tt, {
      'PATCH /api/v1/transfers/5f03a1-9': problem(409, 'transfer_ended', 'it has ended'),
    });
    const page = await openTransfers(tt, it);
    await press(page, 'Pause the transfer of images/base');
    await page.locator('.notice.error', { hasText: 'Pausing: it has ended' }).waitFor();
    await row(page, 9).getByText('Fetching').waitFor();
  });

  await t.test('transfers: started by hash alone, with a priority', async (tt) => {
    const it = await fake(tt);
    const page = await openTransfers(tt, it);
    await page.fill('#fetch-what', hashOf(77));
    await page.selectOption('#fetch-priority', 'critical');
    await press(page, 'Fetch');
    await until('asked', () => it.asked.length === 1);
    assert.deepEqual(it.asked[0], ['POST', { hash: hashOf(77), priority: 'critical' }]);
    await row(page, 20).waitFor();
    assert.equal(await page.inputValue('#fetch-what'), '');
  });

  await t.test('transfers: they move as events tell', async (tt) => {
    const it = await fake(tt);
    const page = await openTransfers(tt, it);
    await it.listening();
    const [running] = transfers();
    it.send({
      ...running, state: 'completed', bytes_done: running.size,
      ended: new Date().toISOString(),
    });
    await until('it has ended', async () => (await ids(page, 'completed')).includes(9));
    assert.equal(await page.locator('[data-group=running]').count(), 0);
  });

  await t.test('transfers: one at work is found however long the list', async (tt) => {
    const it = await fake(tt);
    it.transfers = [
      ...Array.from({ length: 120 }, (_, n) => transfer(500 - n, { state: 'cancelled' })),
      ...transfers(),
    ];
    const page = await openTransfers(tt, it);
    assert.deepEqual(await ids(page, 'queued'), [8, 7, 6]);
    assert.equal((await ids(page, 'completed')).length, 50);
    await press(page, 'Show more (50 left)');
    assert.equal((await ids(page, 'completed')).length, 100);
    await page.getByText('Older ones are listed by').waitFor();
  });

  await t.test('uploads: who takes what, those that go on first', async (tt) => {
    const it = await fake(tt);
    const page = await openTransfers(tt, it);
    const rows = page.locator('.upload-to');
    await rows.first().getByText(evil).waitFor();
    assert.match(await rows.first().innerText(),
      /Sending[\s\S]*30\.0 MiB · 3\.00 MiB\/s · for 1 min \d+ s/);
    assert.deepEqual(await rows.evaluateAll((all) => all.map((r) => r.dataset.state)),
      ['running', 'running', 'completed']);
    assert.match(await rows.last().innerText(), /Ended[\s\S]*30\.0 MiB · .* ago/);
    it.uploads = [];
    await page.getByText('Nobody has taken a blob').waitFor();
    assert.equal(await page.locator('img').count(), 0);
    assertCalm(page);
  });

  await t.test('speed: two minutes and a day, and with whom', async (tt) => {
    const it = await fake(tt);
    it.stats.seconds.in.push(7 * 2 ** 20);
    it.stats.minutes.in.push(60 * 5 * 2 ** 20);
    const page = await openTransfers(tt, it);
    const card = page.locator('.speed-card');
    const chart = (name) => card.getByRole('img', { name });
    await chart(/^In of the last 2 minutes: 7\.00 MiB\/s now, (29\.9|30\.0) MiB\/s at most/).waitFor();
    await chart(/^Out of the last 2 minutes/).waitFor();
    await press(card, '24 h');
    await chart(/^In of the last 24 hours: 5\.00 MiB\/s now/).waitFor();
    assert.match(await card.locator('.all').innerText(), /700 MiB\s+90\.0 MiB/);
    assert.match(await card.locator(`tr[data-id="${nodeId(2)}"]`).innerText(),
      /<img[\s\S]*100 MiB\s+20\.0 MiB/);
    await card.getByText('and 2 more').waitFor();
    it.stats.seconds = { ...it.stats.seconds, in: [], out: [] };
    await press(card, '2 min');
    await card.getByText('not measured yet').first().waitFor();
    assertCalm(page);
  });

  await t.test('limits: shown, and only what was changed is sent', async (tt) => {
    const it = await fake(tt);
    const page = await open(tt, it, 'Limits');
    await page.locator('.limits-now').waitFor();
    assert.match(await page.locator('.limits-now').innerText(),
      /sends at most 1 MB\/s and receives as fast as it can, as the schedule says/);
    assert.equal(await page.getByLabel('The whole node, sending').inputValue(), '10 MB/s');
    assert.equal(await page.getByLabel('Priority low, receiving').inputValue(), '1 MiB/s');
    assert.ok(await page.getByRole('button', { name: 'Save' }).isDisabled());
    await page.getByLabel('The whole node, sending').fill('fast');
    await press(page, 'Save');
    await page.locator('.form-error', { hasText: '10 MB/s or 80 Mbit/s' }).waitFor();
    assert.equal(it.asked.length, 0);
    await page.getByLabel('The whole node, sending').fill('80 Mbit/s');
    assert.ok(await page.getByRole('button', { name: 'Save' }).isDisabled());
    await page.getByLabel('The whole node, sending').fill('20 MB/s');
    await page.getByLabel('Priority low, receiving').fill('');
    await page.getByLabel('Each peer, sending').fill('5 Mbit/s');
    await page.getByLabel(/^Peers on local networks/).check();
    await press(page, 'Save');
    await until('asked', () => it.asked.length === 1);
    assert.deepEqual(it.asked[0], ['limits', {
      upload_bytes_per_s: 20_000_000, per_priority: { low: { download_bytes_per_s: 0 } },
      per_peer: { upload_bytes_per_s: 625_000 }, exempt_local: true,
    }]);
    await page.locator('.notice', { hasText: 'hold from now on' }).waitFor();
    assert.equal(await page.getByLabel('The whole node, sending').inputValue(), '20 MB/s');
    assertCalm(page);
  });

  await t.test('limits: what is typed stays while the node is read again', async (tt) => {
    const it = await fake(tt);
    const page = await open(tt, it, 'Limits');
    await page.getByLabel('Each peer, receiving').fill('3 MB/s');
    const before = it.count('GET /api/v1/limits');
    it.limits.now.upload_bytes_per_s = 10_000_000;
    await until('it is read again', () => it.count('GET /api/v1/limits') > before);
    await until('it is shown', async () =>
      /at most 10 MB\/s/.test(await page.locator('.limits-now').innerText()));
    assert.equal(await page.getByLabel('Each peer, receiving').inputValue(), '3 MB/s');
  });

  await t.test('limits: back to the settings is asked about first', async (tt) => {
    const it = await fake(tt);
    const page = await open(tt, it, 'Limits');
    await press(page, 'Back to the settings…');
    await press(page.locator('dialog'), 'Cancel');
    assert.equal(it.asked.length, 0);
    await press(page, 'Back to the settings…');
    await press(page, 'Go back');
    await until('asked', () => it.asked.length === 1);
    assert.deepEqual(it.asked[0][1], {
      upload_bytes_per_s: null, download_bytes_per_s: null, per_peer: null,
      per_priority: null, exempt_local: null,
    });
  });

  await t.test('schedule: in words, added to, put in order, removed from', async (tt) => {
    const it = await fake(tt);
    const page = await open(tt, it, 'Limits');
    const entries = page.locator('.schedule-entry');
    await entries.first().waitFor();
    assert.match(await entries.nth(0).innerText(),
      /Mon to Fri, 08:00 to 18:00 sends at most 1 MB\/s, receives as fast as it can/);
    assert.match(await entries.nth(1).innerText(),
      /Sat and Sun, 22:00 to 06:00 of the next day/);
    const form = page.getByRole('form', { name: 'New entry' });
    for (const day of ['Mon', 'Tue', 'Thu', 'Fri'])
      await form.getByLabel(day).uncheck();
    await form.getByLabel('From').fill('23:30');
    await form.getByLabel('To', { exact: true }).fill('00:00');
    await form.getByLabel('Sending').fill('2 MB/s');
    await form.getByText('Wed, 23:30 to midnight: sends at most 2 MB/s').waitFor();
    await press(form, 'Add');
    await until('three', async () => (await entries.count()) === 3);
    assert.deepEqual(it.schedule[2], {
      days: ['wed'], from: '23:30', to: '00:00', upload_bytes_per_s: 2_000_000,
      download_bytes_per_s: 0,
    });
    await press(page, 'Earlier: Wed, 23:30 to midnight');
    await until('second', () => it.schedule[1].days.join() === 'wed');
    await press(page, 'Remove: Wed, 23:30 to midnight');
    await press(page.locator('dialog'), 'Remove');
    await until('two', async () => (await entries.count()) === 2);
    assert.deepEqual(it.schedule, schedule());
    assertCalm(page);
  });

  await t.test('schedule: the change of another is not overwritten', async (tt) => {
    const it = await fake(tt);
    const page = await open(tt, it, 'Limits');
    await page.locator('.schedule-entry').first().waitFor();
    it.version++;
    it.schedule = schedule().slice(1);
    await press(page, 'Add');
    await page.locator('.notice.error', { hasText: 'somebody else changed it' }).waitFor();
    await until('the new one is shown', async () =>
      (await page.locator('.schedule-entry').count()) === 1);
    assert.deepEqual(it.schedule, schedule().slice(1));
  });

  const tallest = (page) => page.locator('.button:visible').evaluateAll((all) =>
    Math.max(...all.map((b) => b.getBoundingClientRect().height)));

  const places = { '': '.transfer', '#/transfers': '.transfer', '#/limits': '.schedule-entry' };
  for (const colorScheme of ['light', 'dark']) {
    await t.test(`can be read and fits: ${colorScheme}`, async (tt) => {
      const it = await fake(tt);
      it.transfers.push(transfer(10, {
        state: 'running', tag: 'a'.repeat(200), size: 100,
        sources: [source(2, {
          state: 'failed', error: { code: 'mismatch', detail: 'b'.repeat(300) },
        })],
      }));
      const page = await open(tt, it, 'Overview', { colorScheme });
      for (const [place, sign] of Object.entries(places)) {
        await page.goto(`${it.url}/${place}`);
        await page.locator(sign).first().waitFor();
        assert.deepEqual(await poorContrast(page), [], place);
        for (const width of [360, 420, 600, 900, 1200, 1600]) {
          await page.setViewportSize({ width, height: 800 });
          assert.equal(await overflow(page), 0, `${place} ${width} pixels`);
          assert.ok(await tallest(page) < 50, `${place} ${width} pixels`);
        }
      }
    });
  }
});
