// The page as the real daemon serves it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { assertCalm, missing, openBrowser, openPage } from './lib/browser.mjs';
import { pattern, writeRandom } from './lib/content.mjs';
import { policy } from './lib/fake_node.mjs';
import { Firnd } from './lib/firnd.mjs';
import { tempDir } from './lib/scope.mjs';
import { until } from './lib/wait.mjs';

const evil = '<img src=x onerror=alert(1)>';

test('the page of a real node', { skip: missing }, async (t) => {
  const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const dir = tempDir(t);
  const browser = await openBrowser(t);
  const context = await browser.newContext();
  const page = await openPage(context, a.url('/'));
  await page.waitForSelector('.pill.good');
  const row = (hash) => page.locator(`.blob[data-hash="${hash}"]`);

  await t.test('comes under the strict policy', async () => {
    const answer = await a.call('GET', '/');
    assert.equal(answer.headers.get('content-security-policy'), policy);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.match(answer.headers.get('content-type'), /^text\/html/);
    assert.ok((await page.textContent('.node-card')).includes(a.id));
  });

  await t.test('tells a newcomer what to do', async () => {
    const text = await page.textContent('main');
    assert.match(text, /This node is empty/);
    assert.match(text, /Nothing has been fetched yet/);
  });

  await t.test('takes a file and shows it', async () => {
    const path = join(dir, `upload ${evil.replace(/\//g, '')}.bin`);
    writeFileSync(path, pattern(3_000_000));
    await page.setInputFiles('input[type=file]', path);
    await page.waitForSelector('.upload[data-state=done]');
    assert.ok((await page.textContent('.upload')).includes(evil));
    const { items } = await a.blobs();
    assert.equal(items.length, 1);
    await row(items[0].hash).waitFor();
    assert.match(await row(items[0].hash).innerText(), /2\.86 MiB[\s\S]*Complete/);
  });

  await t.test('takes a file that is dropped on it', async () => {
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['dropped'], 'dropped.txt'));
      return data;
    });
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
    await page.waitForSelector('.drop-zone');
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
    await page.waitForSelector('.upload:has-text("dropped.txt")[data-state=done]');
    assert.equal(await page.locator('.drop-zone').count(), 0);
  });

  await t.test('gives a file back', async () => {
    const bytes = pattern(70_000);
    const { hash } = await a.addBytes(bytes, { tag: 'dir/report.bin' });
    await row(hash).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      row(hash).getByText('Download').click(),
    ]);
    assert.equal(download.suggestedFilename(), 'report.bin');
    await download.saveAs(join(dir, 'down'));
    assert.ok(readFileSync(join(dir, 'down')).equals(bytes));
  });

  await t.test('shows what others add, and names as they are', async () => {
    const { hash } = await a.addBytes(Buffer.from('evil'), { tag: evil });
    await row(hash).getByText(evil).waitFor();
    assert.equal(await page.locator('img').count(), 0);
  });

  await t.test('follows a transfer to its end', async () => {
    const { hash } = await b.addFile(writeRandom(join(dir, 'big'), 4e8));
    await page.evaluate(() => {
      window.seen = [];
      new MutationObserver(() => {
        const bar = document.querySelector('.transfer progress');
        if (bar) window.seen.push(bar.value);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await page.fill('#fetch-what', await b.ticket(hash));
    await page.fill('#fetch-tag', 'from b');
    await page.click('button:text-is("Fetch")');
    const one = page.locator(`.transfer[data-hash="${hash}"]`);
    await one.waitFor();
    await page.waitForSelector(
      `.transfer[data-hash="${hash}"][data-state=completed]`, { timeout: 60_000 });
    const seen = await page.evaluate(() => window.seen);
    assert.ok(seen.some((v) => v > 0 && v < 100), `bar: ${seen}`);
    assert.ok(seen.every((v, i) => i === 0 || v >= seen[i - 1]), `bar: ${seen}`);
    assert.match(await one.innerText(), /381 MiB.*\/s/);
    await row(hash).getByText('from b').waitFor();
  });

  await t.test('says why a transfer fails', async () => {
    await page.fill('#fetch-what', '00'.repeat(32));
    await page.fill('#fetch-peers', b.peer);
    await page.click('button:text-is("Fetch")');
    const failed = page.locator('.transfer[data-state=failed]');
    await failed.waitFor();
    assert.notEqual((await failed.locator('.transfer-error').innerText()).trim(), '');
    await page.fill('#fetch-what', 'nonsense');
    await page.click('button:text-is("Fetch")');
    assert.match(await page.locator('.form-error').innerText(), /neither a ticket/);
    await page.fill('#fetch-what', '');
  });

  await t.test('sets a tag, verifies, copies a ticket', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const { hash } = await a.addBytes(Buffer.from('to be tagged'));
    await row(hash).waitFor();
    const choose = async (name) => {
      await row(hash).getByRole('button', { name: /^More/ }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await choose('Tag…');
    await page.fill('#tag-name', 'a/b ü');
    await page.keyboard.press('Enter');
    await row(hash).getByText('a/b ü').waitFor();
    assert.deepEqual((await a.status(hash)).tags, ['a/b ü']);
    await choose('Verify');
    await page.locator('.notice', { hasText: 'is intact' }).waitFor();
    await row(hash).getByText('Copy ticket').click();
    await page.locator('.notice', { hasText: 'Ticket copied' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()),
      await a.ticket(hash));
    await row(hash).getByRole('button', { name: 'Remove tag a/b ü' }).click();
    await page.getByRole('button', { name: 'Remove tag', exact: true }).click();
    await until('the tag is gone',
      async () => (await a.status(hash)).tags.length === 0);
  });

  await t.test('deletes, tags and all', async () => {
    const { hash } = await a.addBytes(Buffer.from('to be deleted'),
      { tag: 'keep' });
    await row(hash).waitFor();
    await row(hash).getByRole('button', { name: /^More/ }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await row(hash).waitFor({ state: 'detached' });
    assert.equal((await a.call('GET', `/api/v1/blobs/${hash}/status`)).status, 404);
  });

  await t.test('pages through many blobs', async () => {
    for (let i = 0; i < 60; i++) await a.addBytes(Buffer.from(`blob ${i}`));
    await page.waitForSelector('.pager');
    assert.equal(await page.locator('.blob[data-hash]').count(), 50);
    await page.click('text=Next');
    await until('the rest is shown', async () => {
      const n = await page.locator('.blob[data-hash]').count();
      return n > 0 && n < 50;
    });
    await page.click('text=Previous');
    await page.selectOption('#filter-state', 'partial');
    await page.waitForSelector('text=No blob is like that');
    await page.click('text=Show all');
  });

  await t.test('had nothing to complain about, all the time', () => {
    assertCalm(page);
  });
});
