// What to do about a peer that is not well, from its state and the words of
// its last error. '' when there is nothing to do.
const advices = [
  [/not who it should|identity/,
    'Another node answers there. Was its key changed, or the address given to ' +
    'another machine? Connect with its present id.'],
  [/banned/, 'That node has banned this one; its operator can take it back.'],
  [/enough peers/, 'It has as many links as it may have. Raise its peers.max_links.'],
  [/refused|no protocol|closed/,
    'It is there and does not want this connection. Is it a node of a version ' +
    'that speaks with this one?'],
  [/unreachable|no route/,
    'No way leads there from this machine. Check its network and routes.'],
  [/timed out|no answer|nothing was heard|timeout/,
    'Nobody answers. Is it running, and does a firewall let UDP through to its port?'],
];

export function advice(peer) {
  if (peer.banned) return 'It is banned here. Unban it to let it connect.';
  if (peer.state === 'connected' || peer.state === 'connecting') return '';
  if (!peer.addresses.length)
    return 'No address of it is known. Connect with id@ip:port or a ticket, ' +
      'or let discovery find it.';
  if (!peer.last_error) return '';
  const text = peer.last_error.toLowerCase();
  return advices.find(([pattern]) => pattern.test(text))?.[1] ??
    'It is tried again by itself.';
}
