// A LanPeer in a process of its own, for one in another network:
//
//     node iroh_mdns.child.mjs '{"id":...}'
//
// Prints its state as a line of JSON each time it has changed. Reads lines:
// {"announce": [addresses]}. Ends with its input.

import { createInterface } from 'node:readline';

import { LanPeer } from './iroh_mdns.mjs';

const TOLD_EVERY_MS = 50;

const undo = [];
const peer = await LanPeer.start({ after: (fn) => undo.push(fn) },
  JSON.parse(process.argv[2]));
let told;

const timer = setInterval(() => {
  const { queries, answers } = peer;
  const state = JSON.stringify({ nodes: peer.all(), queries, answers,
    errors: peer.errors.map(String) });

  if (state !== told) process.stdout.write(`${state}\n`);
  told = state;
}, TOLD_EVERY_MS);

createInterface({ input: process.stdin })
  .on('line', (line) => peer.announce(JSON.parse(line).announce))
  .on('close', () => {
    clearInterval(timer);
    for (const fn of undo) fn();
  });
