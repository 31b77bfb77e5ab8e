// Transfers and ceilings on the page, as real daemons have them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertCalm, missing, openBrowser, openPage } from './lib/browser.mjs';
import { pattern } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { until } from './lib/wait.mjs';

const SIZE = 4_000_000;
const none = { upload_bytes_per_s: 0, download_bytes_per_s: 0 };

test('the queue and the ceilings of a real node', { skip: missing }, async (t) => {
  const [a, b] = await Promise.all([
    Firnd.start(t), Firnd.start(t, { args: ['--transfers.max_concurrent=1'] }),
  ]);
  const browser = await openBrowser(t);
  const page = await openPage(await browser.newContext(), b.url('/'));
  const go = (name) => page.getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name }).click();
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const row = (hash) => page.locator(`.transfer[data-hash="${hash}"]`);
  const inState = (hash, state) =>
    page.locator(`.transfer[data-hash="${hash}"][data-state=${state}]`).waitFor();
  const blobs = await Promise.all([1, 2, 3].map((n) =>
    a.addBytes(Buffer.concat([pattern(SIZE), Buffer.from([n])]))));
  const [first, second, third] = blobs.map((blob) => blob.hash);
  const limits = () => b.api('GET', '/limits');

  await t.test('a ceiling is set and holds', async () => {
    await go('Limits');
    await page.getByLabel('The whole node, receiving').fill('200 kB/s');
    await press('Save');
    await page.locator('.notice', { hasText: 'hold from now on' }).waitFor();
    assert.equal((await limits()).download_bytes_per_s, 200_000);
    await page.locator('.limits-now', { hasText: 'receives at most 200 kB/s' }).waitFor();
  });

  await t.test('of three the one that is put first is next', async () => {
    await go('Transfers');
    for (const hash of [first, second, third]) {
      await page.fill('#fetch-what', await a.ticket(hash));
      await press('Fetch');
      await row(hash).waitFor();
    }
    await inState(first, 'running');
    await row(second).getByText('place 1').waitFor();
    await row(third).getByLabel(/^Priority/).selectOption('critical');
    await row(third).getByText('place 1').waitFor();
    await row(second).getByText('place 2').waitFor();
  });

  await t.test('a pause makes room, and its bytes are kept', async () => {
    await row(first).locator(`[data-peer="${a.id}"]`, { hasText: '100 %' }).waitFor();
    await row(first).getByRole('button', { name: /^Pause/ }).click();
    await inState(first, 'paused');
    await inState(third, 'running');
    const held = (await b.blobs()).items.find((x) => x.hash === first).held_bytes;
    assert.ok(held > 0 && held < SIZE, `${held} bytes`);
    await row(first).getByRole('button', { name: /^Resume/ }).click();
    await inState(first, 'queued');
  });

  await t.test('without the ceiling all of them end well', async () => {
    await go('Limits');
    await page.getByLabel('The whole node, receiving').fill('');
    await press('Save');
    await until('it is gone', async () => (await limits()).download_bytes_per_s === 0);
    await go('Transfers');
    for (const hash of [first, second, third]) await inState(hash, 'completed');
    assert.match(await row(second).innerText(), /3\.81 MiB/);
  });

  await t.test('the other end sees who took what', async () => {
    const other = await openPage(await browser.newContext(), a.url('/'));
    await other.getByRole('link', { name: 'Transfers', exact: true }).click();
    const upload = other.locator('.upload-to', { hasText: second.slice(0, 10) });
    await upload.getByText('3.81 MiB').waitFor();
    assert.equal(await upload.getByRole('link').getAttribute('href'), `#/peers/${b.id}`);
    const speed = other.locator('.speed-card');
    await speed.getByRole('img', { name: /^Out of the last 2 minutes/ }).waitFor();
    const sent = /0 B\s+([\d.]+) MiB/.exec(await speed.locator('.all').innerText());
    // And what the pause cut off on its way.
    assert.ok(sent && Number(sent[1]) >= 11.4, String(sent));
    assertCalm(other);
  });

  await t.test('the week is kept by the node', async () => {
    await go('Limits');
    const form = page.getByRole('form', { name: 'New entry' });
    await form.getByLabel('Sending').fill('1 MB/s');
    await form.getByRole('button', { name: 'Add' }).click();
    await page.locator('.schedule-entry', { hasText: 'Mon to Fri, 08:00 to 18:00' }).waitFor();
    const { items } = await b.api('GET', '/schedules');
    assert.deepEqual(items, [{
      days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00',
      ...none, upload_bytes_per_s: 1_000_000,
    }]);
    await b.api('PUT', '/schedules', { json: { items: [] } });
    await form.getByRole('button', { name: 'Add' }).click();
    await page.locator('.notice.error', { hasText: 'somebody else changed it' }).waitFor();
    await page.getByText('No entry').waitFor();
  });

  await t.test('had nothing to complain about, all the time', () => {
    // The browser itself tells of the one change that was refused.
    page.complaints = page.complaints.filter((text) => !/status of 412/.test(text));
    assertCalm(page);
  });
});
