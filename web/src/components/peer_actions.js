// What can be done with a peer.
import { html } from '../lib/html.js';
import { milliseconds, shortHash } from '../lib/format.js';
import { visible } from '../lib/visible.js';
import { call } from '../api/client.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { complain, say } from '../state/notices.js';
import { loadPeerNow, loadPeers } from '../state/peers.js';
import { go, route } from '../state/route.js';
import { ask } from './dialog.js';
import { copy } from './copy.js';

export const peerName = (peer) => visible(peer.name) || shortHash(peer.id);

async function attempt(doing, work) {
  try {
    await work();
  } catch (problem) {
    complain(problem, doing);
  }
  loadPeers();
  loadPeerNow();
}

export const ping = (peer) =>
  attempt(`Pinging ${peerName(peer)}`, async () => {
    const r = await call('POST', routes.peerPing(peer.id), { count: 4 });
    const { min, mean, max } = r.rtt_ms;
    say(`${peerName(peer)}: ${r.received} of ${r.sent} came back in ` +
      `${milliseconds(mean)} (${milliseconds(min)} to ${milliseconds(max)})` +
      `${r.by === 'quic' ? ', as QUIC measures' : ''}`);
  });

export const reconnect = (peer) =>
  attempt(`Connecting to ${peerName(peer)}`, async () => {
    await call('POST', routes.peers(), { address: peer.id });
    say(`${peerName(peer)} is connected`);
  });

async function confirmed(title, confirm, body, danger = true) {
  return (await ask({ title, confirm, danger, body })) !== null;
}

const About = ({ peer }) => html`
  <p><strong>${peerName(peer)}</strong><br /><code class="wrap">${peer.id}</code></p>`;

export async function disconnect(peer) {
  if (!(await confirmed('Disconnect and forget this peer?', 'Disconnect', html`
    <${About} peer=${peer} />
    <p>Its addresses and measurements are dropped. It may come back by
      discovery, or connect by itself; ban it to keep it away.</p>`))) return;
  await attempt(`Disconnecting ${peerName(peer)}`, async () => {
    await call('DELETE', routes.peer(peer.id));
    say(`${peerName(peer)} is forgotten`);
    if (route.value.id === peer.id) go('peers');
  });
}

export async function ban(peer) {
  if (!(await confirmed('Ban this peer?', 'Ban', html`
    <${About} peer=${peer} />
    <p>It is disconnected and refused from now on, also after a restart, until
      the ban is taken back.</p>`))) return;
  await attempt(`Banning ${peerName(peer)}`, async () => {
    await call('POST', routes.peerBan(peer.id));
    say(`${peerName(peer)} is banned`);
  });
}

export async function unban(peer) {
  if (!(await confirmed('Take the ban back?', 'Unban', html`
    <${About} peer=${peer} />
    <p>It may connect again, and is connected to when it is found.</p>`, false)))
    return;
  await attempt(`Unbanning ${peerName(peer)}`, async () => {
    await call('POST', routes.peerUnban(peer.id));
    say(`${peerName(peer)} is not banned any more`);
  });
}

export const peerActions = (peer) => [
  ...(peer.state === 'connected'
    ? [{ label: 'Ping', run: () => ping(peer) }]
    : peer.banned ? [] : [{ label: 'Connect', run: () => reconnect(peer) }]),
  { label: 'Copy id', run: () => copy(peer.id, 'Node id') },
  {
    label: 'Copy curl: details',
    run: () => copy(curl('GET', routes.peer(peer.id)), 'Curl command'),
  },
  { label: 'Disconnect…', danger: true, run: () => disconnect(peer) },
  peer.banned
    ? { label: 'Unban…', run: () => unban(peer) }
    : { label: 'Ban…', danger: true, run: () => ban(peer) },
];
