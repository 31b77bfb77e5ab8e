// Every route this page uses, in one place.
const base = '/api/v1';
const part = encodeURIComponent;

function query(values) {
  const given = Object.entries(values).filter(([, v]) => v);
  return given.length ? '?' + new URLSearchParams(given) : '';
}

export const routes = {
  node: () => `${base}/node`,
  readyz: () => '/readyz?verbose',
  p2pStart: () => `${base}/p2p/start`,
  p2pStop: () => `${base}/p2p/stop`,
  peers: (filter = {}) => `${base}/peers${query(filter)}`,
  peer: (id) => `${base}/peers/${part(id)}`,
  peerPing: (id) => `${base}/peers/${part(id)}/ping`,
  peerBan: (id) => `${base}/peers/${part(id)}/ban`,
  peerUnban: (id) => `${base}/peers/${part(id)}/unban`,
  discovery: () => `${base}/discovery`,
  topology: () => `${base}/topology`,
  events: (filter = {}) => `${base}/events${query(filter)}`,
  blobs: (filter = {}) => `${base}/blobs${query(filter)}`,
  blob: (hash, options = {}) => `${base}/blobs/${part(hash)}${query(options)}`,
  blobTicket: (hash) => `${base}/blobs/${part(hash)}/ticket`,
  blobVerify: (hash) => `${base}/blobs/${part(hash)}/verify`,
  tag: (name) => `${base}/tags/${part(name)}`,
  limits: () => `${base}/limits`,
  schedules: () => `${base}/schedules`,
  transfers: (filter = {}) => `${base}/transfers${query(filter)}`,
  transferStats: () => `${base}/transfers/stats`,
  transfer: (id) => `${base}/transfers/${part(id)}`,
};
