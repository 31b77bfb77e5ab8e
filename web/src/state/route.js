// Which page is shown: the part of the address behind "#". It never leaves the
// browser, so the node serves one file and "back" works.
//
//     #/  #/topology  #/topology/ID  #/peers  #/peers/ID  #/transfers
//     #/limits  #/events
import { signal } from '@preact/signals';

export const pages = [
  { name: 'overview', title: 'Overview', href: '#/' },
  { name: 'topology', title: 'Topology', href: '#/topology' },
  { name: 'peers', title: 'Peers', href: '#/peers' },
  { name: 'transfers', title: 'Transfers', href: '#/transfers' },
  { name: 'limits', title: 'Limits', href: '#/limits' },
  { name: 'events', title: 'Events', href: '#/events' },
];

function read() {
  const [, name, id] = location.hash.split('/');
  const page = pages.find((p) => p.name === name) ?? pages[0];
  return { page, id: /^[0-9a-f]{64}$/.test(id ?? '') ? id : '' };
}

export const route = signal(read());
addEventListener('hashchange', () => {
  route.value = read();
});

export const hrefOf = (page, id) => `#/${page}${id ? `/${id}` : ''}`;

export function go(page, id) {
  location.hash = hrefOf(page, id);
}
