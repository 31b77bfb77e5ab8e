// What a person pasted into the field of the transfer form.
const hex = /^[0-9a-f]{64}$/i;
const base32 = /^[a-z2-7]{52}$/i;
const peer = /^(?:[0-9a-f]{64}|[a-z2-7]{52})(?:@\S+:\d{1,5})?$/i;

export function recognise(text) {
  const value = text.trim();
  if (!value) return { kind: 'empty' };
  if (hex.test(value) || base32.test(value))
    return { kind: 'hash', value: value.toLowerCase() };
  if (/^blob[a-z2-7]{20,}$/i.test(value)) return { kind: 'ticket', value };
  if (/^(node|endpoint)[a-z2-7]{20,}$/i.test(value)) return { kind: 'node' };
  return { kind: 'unknown' };
}

export const splitPeers = (text) => text.split(/[\s,]+/).filter(Boolean);
export const isPeer = (text) => peer.test(text);

// The body that asks to connect to what was pasted: an address, an id alone
// (discovery may know where it is), or a ticket. Null: none of these.
export function connectTo(text) {
  const value = text.trim();
  if (peer.test(value)) return { address: value };
  if (/^(node|endpoint|blob|doc)[a-z2-7]{20,}$/i.test(value))
    return { ticket: value };
  return null;
}
