// The page's own arithmetic and readers, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { duration, percent, rate, size } from '../../web/src/lib/format.js';
import { isPeer, recognise, splitPeers } from '../../web/src/lib/input.js';
import { visible } from '../../web/src/lib/visible.js';

test('sizes and rates have three digits and round down', () => {
  const cases = [[0, '0 B'], [1023, '1023 B'], [1024, '1.00 KiB'],
    [1000003, '976 KiB'], [1048575, '1023 KiB'], [1048576, '1.00 MiB'],
    [4 * 2 ** 30, '4.00 GiB'], [10 * 2 ** 30 - 1, '9.99 GiB']];
  for (const [bytes, text] of cases) assert.equal(size(bytes), text);
  assert.equal(size(null), 'unknown size');
  assert.equal(rate(310 * 2 ** 20, false), '310 MiB/s');
  assert.equal(rate(125_000_000, true), '1.00 Gbit/s');
});

test('a part never reads as the whole', () => {
  assert.equal(percent(999_999, 1_000_000), 99);
  assert.equal(percent(5, 5), 100);
  assert.equal(percent(0, 0), 100);
  assert.equal(percent(5, null), null);
});

test('durations', () => {
  assert.equal(duration(-1), '0 s');
  assert.equal(duration(59.9), '59 s');
  assert.equal(duration(725), '12 min 5 s');
  assert.equal(duration(3723), '1 h 2 min');
  assert.equal(duration(90_000), '1 d 1 h');
});

test('what was pasted is recognised', () => {
  const hex = 'AB'.repeat(32);
  assert.deepEqual(recognise(` ${hex}\n`),
    { kind: 'hash', value: hex.toLowerCase() });
  assert.equal(recognise('a'.repeat(52)).kind, 'hash');
  assert.equal(recognise('blob' + 'a2'.repeat(40)).kind, 'ticket');
  assert.equal(recognise('node' + 'a2'.repeat(40)).kind, 'node');
  assert.equal(recognise('endpoint' + 'a2'.repeat(40)).kind, 'node');
  assert.equal(recognise('').kind, 'empty');
  assert.equal(recognise('blob1').kind, 'unknown');
  assert.equal(recognise('javascript:alert(1)').kind, 'unknown');
});

test('peers', () => {
  const id = 'ab'.repeat(32);
  assert.deepEqual(splitPeers(` ${id}@1.2.3.4:5,\n${id} `),
    [`${id}@1.2.3.4:5`, id]);
  assert.ok(isPeer(`${id}@192.0.2.7:8421`));
  assert.ok(isPeer(`${id}@[2001:db8::7]:8421`));
  assert.ok(isPeer(id));
  assert.ok(!isPeer('192.0.2.7:8421'));
  assert.ok(!isPeer(`${id}@`));
});

test('characters that deceive are shown', () => {
  assert.equal(visible('Zürich 日本 🙂'), 'Zürich 日本 🙂');
  assert.equal(visible('a\u202egnp.exe'), 'a\\u{202E}gnp.exe');
  assert.equal(visible('a\u0000\n\u200b\u{e0041}'),
    'a\\u{0}\\u{A}\\u{200B}\\u{E0041}');
  assert.equal(visible(null), '');
});
